//! What was decided for an item: the choice, whether it still holds, and what has changed since.

use record::kind::{Filed, Status};
use record::kinds::Registers;
use record::requirements::scenario::Mode;
use record::requirements::{Choice, StrategyOption};
use record::value::{Duration, Money};
use serde::Serialize;

use super::workings::Workings;
use crate::requirements::recovery_targets::Verdict;

/// How far a decision has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It holds.
    Decided,
    /// It holds, and leaves a gap that someone carries knowingly.
    GapAccepted,
    /// Its day has passed.
    Expired,
    /// It waits for approval.
    Proposed,
    /// Nothing is decided.
    Open,
}

impl Standing {
    /// The word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Decided => "decided",
            Standing::GapAccepted => "gap accepted",
            Standing::Expired => "run out",
            Standing::Proposed => "waits for approval",
            Standing::Open => "open",
        }
    }
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// `choice/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How far it has come.
    pub standing: Standing,
    /// The option taken.
    pub option: String,
    /// Why.
    pub reason: Option<String>,
    /// Who decided.
    pub approver: Option<String>,
    /// When.
    pub decided: Option<String>,
    /// Until when it holds.
    pub expires: Option<String>,
    /// The money granted.
    pub granted: Option<String>,
    /// What is missing, where a gap is accepted.
    pub gap: Option<String>,
    /// The options not taken, and why.
    pub rejected: Vec<(String, Option<String>)>,
    /// What no longer is as it was when it was decided.
    pub changed: Vec<String>,
}

/// Whether a choice holds on a day.
pub fn holds(choice: &Filed<Choice>, today: jiff::civil::Date) -> bool {
    choice.is_approved() && choice.expires.is_none_or(|day| day.0 >= today)
}

/// How far a choice has come by a day.
pub fn standing(choice: &Filed<Choice>, today: jiff::civil::Date) -> Standing {
    match (choice.is_approved(), holds(choice, today)) {
        (false, _) => Standing::Proposed,
        (true, false) => Standing::Expired,
        (true, true) if choice.gap_accepted => Standing::GapAccepted,
        (true, true) => Standing::Decided,
    }
}

/// The decisions about an item for a mode, those that hold first, then the latest.
pub fn decisions(workings: &Workings<'_, '_>, reference: &str, mode: Mode) -> Vec<Decision> {
    let estate = workings.judge.estate();
    let registers = workings.judge.registers();
    let item = estate.find(reference);
    let about = |choice: &&Filed<Choice>| {
        let mut covers = choice.covers.iter();
        let option = registers.options.get(choice.own.option.id());
        let fits = option.is_none_or(|it| it.mode.is_none_or(|known| known == mode));
        fits && covers.any(|it| item.is_some() && estate.find(&it.text) == item)
    };
    let today = workings.judge.today();
    let mut found: Vec<Decision> = registers
        .choices
        .live()
        .filter(about)
        .map(|choice| decision(registers, choice, today))
        .collect();
    found.sort_by(|one, other| {
        let later = other.decided.cmp(&one.decided);
        one.standing.cmp(&other.standing).then(later)
    });
    found
}

/// One choice as a decision.
pub fn decision(
    registers: &Registers,
    choice: &Filed<Choice>,
    today: jiff::civil::Date,
) -> Decision {
    let rejected = choice.rejected.iter().map(|it| {
        let option = format!("option/{}", it.option.id());
        (option, it.reason.clone())
    });
    Decision {
        id: choice.reference(),
        name: choice.title().to_string(),
        standing: standing(choice, today),
        option: format!("option/{}", choice.own.option.id()),
        reason: choice.reason.clone(),
        approver: choice.approver.as_ref().map(|it| it.text.to_string()),
        decided: choice.decided.map(|day| day.to_string()),
        expires: choice.expires.map(|day| day.to_string()),
        granted: choice.granted.map(|money| money.to_string()),
        gap: choice.gap.clone(),
        rejected: rejected.collect(),
        changed: changed(registers, choice),
    }
}

/// What no longer is as it was when a choice was made: its option is gone or says something else.
pub fn changed(registers: &Registers, choice: &Filed<Choice>) -> Vec<String> {
    let Some(option) = registers.options.get(choice.own.option.id()) else {
        return vec!["the option it takes is not there".into()];
    };
    if option.status() == Status::Retired {
        return vec!["the option it takes is retired".into()];
    }
    let Some(seen) = &choice.seen else {
        return Vec::new();
    };
    let time = |what, then: Option<Duration>, now: Option<Duration>| {
        (then != now).then(|| {
            let word = |it: Option<Duration>| it.map_or("nothing".into(), |it| it.to_string());
            format!("{what} was {} and is {}", word(then), word(now))
        })
    };
    let money = |what, then: Option<Money>, now: Option<Money>| {
        (then != now).then(|| {
            let word = |it: Option<Money>| it.map_or("nothing".into(), |it| it.to_string());
            format!("{what} was {} and is {}", word(then), word(now))
        })
    };
    [
        time("its recovery time", seen.rtc, option.rtc),
        time("its recovery point", seen.rpc, option.rpc),
        money("what it costs once", seen.cost, option.cost),
        money(
            "what it costs a year",
            seen.cost_per_year,
            option.cost_per_year,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What an option says today, to be kept with a choice.
pub fn seen(option: &StrategyOption) -> record::requirements::choice::Seen {
    record::requirements::choice::Seen {
        rtc: option.rtc,
        rpc: option.rpc,
        cost: option.cost,
        cost_per_year: option.cost_per_year,
    }
}

/// Items that a choice covers and whose targets its option does not reach, each with why; none
/// where a gap is accepted. An option whose changes are written is computed.
pub fn missed(workings: &Workings<'_, '_>, choice: &Filed<Choice>) -> Vec<(String, String)> {
    let estate = workings.judge.estate();
    let id = choice.own.option.id();
    let Some(option) = workings.judge.registers().options.get(id) else {
        return Vec::new();
    };
    let mode = option.mode.unwrap_or(Mode::Loss);
    let mut found = Vec::new();
    for covered in choice.covers.iter().filter_map(|it| estate.find(&it.text)) {
        let reference = estate.reference(covered);
        let column = super::comparison::of_one(workings, reference, mode, option);
        if column.verdict == Verdict::Misses {
            found.push((reference.to_string(), column.because.join(", ")));
        }
    }
    found
}
