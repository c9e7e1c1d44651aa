//! Steering: who decides, when they met and meet, what they decided, and what has reached them: by
//! the thresholds of delay, money and risk that the body itself wrote down.

use jiff::ToSpan;
use jiff::civil::Date;
use record::initiation::Body;
use record::initiation::body::Meeting;
use record::kind::Filed;
use record::kinds::Registers;
use record::requirements::measure::State;
use record::value::Money;
use serde::Serialize;

use super::programme_plan::{Standing, programme_plan};
use crate::rule::age::days_between;

/// A meeting held.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    /// When.
    pub at: String,
    /// What was decided.
    pub decisions: Vec<String>,
    /// Where the minutes are.
    pub minutes: Option<String>,
}

/// Something that has reached a body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Escalated {
    /// The record, `kind/id`.
    pub id: String,
    /// Why it reached it, in a sentence.
    pub why: String,
    /// Which threshold: `delay`, `money` or `risk`.
    pub by: &'static str,
}

/// A body and what it has before it.
#[derive(Clone, Debug, Serialize)]
pub struct BodyRow {
    /// `body/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who chairs it.
    pub chair: Option<String>,
    /// Who sits in it.
    pub members: Vec<String>,
    /// What it decides.
    pub decides: Vec<String>,
    /// Who reports to it.
    pub reports: Vec<String>,
    /// How often it meets.
    pub meets_every_seconds: Option<i64>,
    /// The thresholds, in words; one that nobody wrote down is none.
    pub after: Option<String>,
    /// Money from which it decides.
    pub above: Option<String>,
    /// Risks from which it decides.
    pub risk_above: Option<String>,
    /// Meetings, the latest first.
    pub meetings: Vec<Held>,
    /// When it must meet next; unknown where it never met or says not how often.
    pub next_due: Option<String>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// What has reached it.
    pub reached: Vec<Escalated>,
}

/// All bodies.
#[derive(Clone, Debug, Serialize)]
pub struct Steering {
    /// By id.
    pub bodies: Vec<BodyRow>,
}

/// Tells what each body has before it, as of a day.
pub fn steering(registers: &Registers, today: Date) -> Steering {
    let bodies = registers.bodies.live();
    Steering {
        bodies: bodies.map(|body| row(registers, body, today)).collect(),
    }
}

fn row(registers: &Registers, body: &Filed<Body>, today: Date) -> BodyRow {
    let own = &body.own;
    let mut meetings: Vec<&Meeting> = own.meetings.iter().collect();
    meetings.sort_by_key(|meeting| std::cmp::Reverse(meeting.at));
    let last = meetings.iter().map(|it| it.at.0).find(|day| *day <= today);
    let every = own.meets_every.map(|every| every.0);
    let next = last.zip(every).and_then(|(last, every)| {
        let days = i32::try_from(every / 86_400).ok()?;
        last.checked_add(days.days()).ok()
    });
    let held = |it: &&Meeting| Held {
        at: it.at.to_string(),
        decisions: it.decisions.clone(),
        minutes: it.minutes.clone(),
    };
    BodyRow {
        id: body.reference(),
        name: body.title().to_string(),
        chair: own.chair.as_ref().map(|it| it.text.to_string()),
        members: own.members.iter().map(|it| it.text.to_string()).collect(),
        decides: own.decides.clone(),
        reports: own
            .reports
            .iter()
            .map(|it| format!("role/{}", it.id()))
            .collect(),
        meets_every_seconds: every,
        after: own.escalate_after.map(|it| it.to_string()),
        above: own.escalate_above.map(|it| it.to_string()),
        risk_above: own.escalate_risk_above.map(|it| it.to_string()),
        meetings: meetings.iter().map(held).collect(),
        next_due: next.map(|day| day.to_string()),
        overdue: next.is_some_and(|day| day < today),
        reached: reached(registers, own, today),
    }
}

fn reached(registers: &Registers, body: &Body, today: Date) -> Vec<Escalated> {
    let mut all = Vec::new();
    if let Some(after) = body.escalate_after {
        all.extend(late(registers, after.0, today));
    }
    if let Some(above) = body.escalate_above {
        all.extend(dear(registers, above));
    }
    if let Some(above) = body.escalate_risk_above {
        for risk in registers.risks.live() {
            let worst = risk.severity.as_ref().map(|severity| severity.p90);
            if let Some(worst) = worst.filter(|worst| exceeds(*worst, above)) {
                all.push(Escalated {
                    id: risk.reference(),
                    why: format!("{} may cost {worst}.", risk.title()),
                    by: "risk",
                });
            }
        }
    }
    all
}

fn exceeds(money: Money, above: Money) -> bool {
    money.currency == above.currency && money.minor > above.minor
}

/// What is late by more than so many seconds.
fn late(registers: &Registers, after: i64, today: Date) -> Vec<Escalated> {
    let mut all = Vec::new();
    let beyond = |due: Date| (due < today).then(|| days_between(due, today));
    let beyond = |due: Date| beyond(due).filter(|days| days * 86_400 > after);
    let mut add = |id: String, title: &str, due: Option<Date>| {
        if let Some(days) = due.and_then(beyond) {
            let why = format!("{title} is {days} days late.");
            let by = "delay";
            all.push(Escalated { id, why, by });
        }
    };
    for tranche in programme_plan(registers, today).tranches {
        for it in tranche.deliverables {
            let due = it.due.as_ref().and_then(|due| due.parse().ok());
            let due = due.filter(|_| it.standing == Standing::Late);
            add(it.programme, &it.title, due);
        }
    }
    for it in registers.measures.live() {
        let open = !matches!(it.state, Some(State::Operating | State::Verified));
        let due = it.due.filter(|_| open).map(|due| due.0);
        add(it.reference(), it.title(), due);
    }
    for it in registers.actions.live() {
        use record::operation::action::State;
        let open = matches!(it.state, None | Some(State::Open | State::Planned));
        let due = it.due.filter(|_| open).map(|due| due.0);
        add(it.reference(), it.title(), due);
    }
    all
}

/// What costs more than so much, and is not decided yet.
fn dear(registers: &Registers, above: Money) -> Vec<Escalated> {
    let mut all = Vec::new();
    let planned = |state: Option<State>| matches!(state, None | Some(State::Planned));
    for it in registers.measures.live().filter(|it| planned(it.state)) {
        let costs = [it.cost, it.cost_per_year].into_iter().flatten();
        if let Some(cost) = costs.into_iter().find(|cost| exceeds(*cost, above)) {
            all.push(Escalated {
                id: it.reference(),
                why: format!("{} costs {cost}.", it.title()),
                by: "money",
            });
        }
    }
    for choice in registers.choices.live().filter(|it| !it.is_approved()) {
        let option = registers.options.get(choice.own.option.id());
        let costs = option.map(|it| [it.cost, it.cost_per_year]);
        let mut costs = costs.into_iter().flatten().flatten();
        if let Some(cost) = costs.find(|cost| exceeds(*cost, above)) {
            all.push(Escalated {
                id: choice.reference(),
                why: format!("{} costs {cost} and is not decided.", choice.title()),
                by: "money",
            });
        }
    }
    all
}
