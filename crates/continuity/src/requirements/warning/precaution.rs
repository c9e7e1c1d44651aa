//! What can still be done before something strikes: the measures that answer the hazards a warning
//! raises here, each with the latest useful instant by the longest path, and whether acting pays
//! by the cost-loss rule. What is not known is said, and then the one who decides decides.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::kind::Filed;
use record::kinds::Registers;
use record::link::split;
use record::requirements::{Hazard, Measure};
use record::value::Money;
use serde::Serialize;

use super::chain::{Standing, referred, standings};
use super::join::{Ground, SiteVerdict, Verdict};
use super::path::{StepDue, chain, steps};
use super::posture::{strikes, tells_of};
use super::prewarned::{ToWarn, prewarned};
use super::score::tally;
use super::{Certainty, Message, WarnedArea, Warning};
use crate::estate::Estate;
use crate::initiation::policy_in_force::{CERTAINTY_DEFAULT, PolicyInForce, policy_in_force};
use crate::requirements::exposure::fall;
use crate::requirements::loss::Losses;
use crate::rule::DEFAULT_POLICY_ID;
use crate::state::State;
use crate::state::warning::{Decided, Received};

record::words! {
    /// What the cost-loss rule says.
    pub enum Advice {
        /// Acting pays, and there is time.
        Act = "act",
        /// Acting costs more than it is worth at this likelihood.
        NotWorthIt = "not-worth-it",
        /// It would take effect after the harm.
        TooLate = "too-late",
        /// Something is not known.
        Unknown = "unknown",
    }
}

/// What can be done on a warning.
#[derive(Clone, Debug)]
pub struct Precautions {
    /// When the harm is expected.
    pub begins: Option<Timestamp>,
    /// How long until then; negative: since then.
    pub lead_seconds: Option<i64>,
    /// How likely the harm is held to be, 0 to 1.
    pub probability: Option<f64>,
    /// What that rests on.
    pub rests_on: String,
    /// The hazards it tells of here, `hazard/id`.
    pub hazards: Vec<String>,
    /// The measures, by their latest useful instant.
    pub list: Vec<Precaution>,
}

/// A measure that can be carried out on a warning.
#[derive(Clone, Debug)]
pub struct Precaution {
    /// `measure/id`.
    pub measure: String,
    /// Its name.
    pub name: String,
    /// The hazard that it answers, `hazard/id`.
    pub hazard: String,
    /// How long until it takes effect.
    pub takes_seconds: Option<i64>,
    /// How long until then with the measures that come before it.
    pub path_seconds: Option<i64>,
    /// The measures that come before it, `measure/id`.
    pub after: Vec<String>,
    /// The latest instant at which it is still of use to begin.
    pub latest: Option<Timestamp>,
    /// When the harm is expected.
    pub begins: Option<Timestamp>,
    /// Whether it takes effect in time when one begins now.
    pub in_time: Option<bool>,
    /// What acting costs.
    pub cost_money: Option<Money>,
    /// What acting avoids.
    pub avoids_money: Option<Money>,
    /// What the loss avoided rests on.
    pub avoids_rests_on: String,
    /// From which likelihood on acting pays: cost by loss avoided.
    pub threshold: Option<f64>,
    /// How likely the harm is held to be.
    pub probability: Option<f64>,
    /// What the rule says.
    pub advice: Advice,
    /// Why, in a sentence.
    pub because: String,
    /// Who decides: `role/id`; nothing: whoever may invoke.
    pub decides: Option<String>,
    /// The plan by which it is carried out, `plan/id`.
    pub plan: Option<String>,
    /// The plan's steps by their latest useful instant.
    pub steps: Vec<StepDue>,
    /// Whom to tell before it is carried out, in that order.
    pub warn: Vec<ToWarn>,
    /// What was decided last.
    pub decided: Option<Decided>,
}

/// A warning as it stands here at an instant.
pub struct Here<'s> {
    /// The warning.
    pub received: &'s Received,
    /// Whether it holds.
    pub standing: Standing,
    /// What it means for every site, by id.
    pub sites: Vec<SiteVerdict>,
}

impl Here<'_> {
    /// The sites that it touches while it holds, `site/id`.
    pub fn affected(&self) -> Vec<String> {
        let of = self.sites.iter();
        of.filter(|it| it.verdict == Verdict::Affected)
            .map(|it| it.id.clone())
            .collect()
    }
}

/// The warnings received that are wanted, as they stand here at an instant. Cost: those wanted by
/// sites.
pub fn here<'s>(
    state: &'s State,
    ground: &Ground<'_>,
    at: Timestamp,
    wanted: impl Fn(&Received, &Standing) -> bool,
) -> Vec<Here<'s>> {
    let received: Vec<&Received> = state.warnings().collect();
    let all: Vec<&Warning> = received.iter().map(|it| &*it.warning).collect();
    let standings = standings(&all, at);
    received
        .into_iter()
        .zip(standings)
        .filter(|(received, standing)| wanted(received, standing))
        .map(|(received, standing)| {
            let sites = ground.verdicts(&areas(&all, &received.warning), &standing);
            Here {
                received,
                standing,
                sites,
            }
        })
        .collect()
}

/// The areas of a message; one that calls others off without naming any has theirs.
pub fn areas<'w>(all: &[&'w Warning], warning: &'w Warning) -> Vec<&'w WarnedArea> {
    if warning.areas.is_empty() && warning.message == Message::Cancel {
        let about = referred(all, warning).into_iter();
        return about.flat_map(|it| &it.areas).collect();
    }
    warning.areas.iter().collect()
}

/// What can be done on a warning that was received; nothing where it is not known.
pub fn precautions(state: &State, id: &str, at: Timestamp) -> Option<Precautions> {
    let ground = Ground::new(&state.registers);
    let here = here(state, &ground, at, |it, _| it.id == id);
    Some(precautions_of(state, here.first()?, at))
}

/// The same for one whose sites are known already. Cost: linear in the estate.
pub fn precautions_of(state: &State, here: &Here<'_>, at: Timestamp) -> Precautions {
    let registers = &state.registers;
    let warning = &here.received.warning;
    let affected = here.affected();
    let hazards: Vec<&Filed<Hazard>> = match warning.is_actual() && !warning.is_all_clear() {
        true => registers
            .hazards
            .live()
            .filter(|it| strikes(it, &affected) && tells_of(warning, it))
            .collect(),
        false => Vec::new(),
    };
    let begins = begins(warning, &hazards);
    let (probability, rests_on) = probability(state, warning);
    let mut list = Vec::new();
    let stopped = stopped(registers, &affected);
    for measure in registers.measures.live().filter(|it| it.is_approved()) {
        let answered = hazards.iter().find(|it| answers(registers, measure, it));
        if let Some(hazard) = answered
            && is_precaution(measure)
            && protects(measure, &affected, &stopped)
        {
            let mut row = row(registers, measure, hazard, begins);
            row.probability = probability;
            let of = here.received.decided.iter().rev();
            row.decided = of
                .clone()
                .find(|it| it.what.measure == row.measure)
                .cloned();
            list.push(row);
        }
    }
    chain(&mut list, at);
    list.iter_mut().for_each(advise);
    list.sort_by(|a, b| {
        // What would come too late stands last.
        let late = |it: &Precaution| (it.in_time == Some(false), it.latest.is_none(), it.latest);
        late(a)
            .cmp(&late(b))
            .then_with(|| a.measure.cmp(&b.measure))
    });
    for row in &mut list {
        row.steps = steps(registers, row);
        let by = (row.decides.as_deref(), row.plan.as_deref());
        row.warn = prewarned(registers, by, at);
    }
    Precautions {
        begins,
        lead_seconds: begins.map(|begins| begins.as_second() - at.as_second()),
        probability,
        rests_on,
        hazards: hazards.iter().map(|it| it.reference()).collect(),
        list,
    }
}

/// When the harm is expected: as the warning says, else after the warning time that its hazard
/// usually gives.
fn begins(warning: &Warning, hazards: &[&Filed<Hazard>]) -> Option<Timestamp> {
    let usual = || {
        let lead = hazards.iter().filter_map(|it| it.own.warning).min()?;
        let sent = warning.sent.or(warning.effective)?;
        Timestamp::from_second(sent.as_second().checked_add(lead.0)?).ok()
    };
    warning.onset.or_else(usual).or_else(|| warning.begins())
}

/// How much the word of a sender counts before anything is known of it, in cases.
const PRIOR_CASES: f64 = 4.0;

/// How likely the harm is: what the warning's certainty is taken to mean by the policies in force,
/// corrected by what came of this sender's warnings of this event; the first counts as four cases.
pub fn probability(state: &State, warning: &Warning) -> (Option<f64>, String) {
    let policy = policy_in_force(&state.registers);
    let said = prior(&policy, warning.certainty);
    let tally = tally(state, warning.sender.as_deref(), warning.event());
    let (hits, cases) = (tally.hits as f64, (tally.hits + tally.false_alarms) as f64);
    let word = warning.certainty.map_or("nothing", Certainty::as_str);
    let kept = format!(
        "{} of {} earlier warnings like it struck",
        tally.hits,
        tally.hits + tally.false_alarms
    );
    match (said, cases > 0.0) {
        (Some((said, by)), false) => (
            Some(said),
            format!(
                "certainty {word}, taken as {said} ({by}); no earlier warning like it was judged"
            ),
        ),
        (Some((said, by)), true) => (
            Some((said * PRIOR_CASES + hits) / (PRIOR_CASES + cases)),
            format!("certainty {word}, taken as {said} ({by}) and counted as four cases; {kept}"),
        ),
        (None, true) => (Some(hits / cases), format!("certainty {word}; {kept}")),
        (None, false) => (
            None,
            format!("certainty {word}, and no earlier warning like it was judged: not known"),
        ),
    }
}

/// What a word for certainty is taken to mean before anything is known of who says it, and who
/// says so: a policy of one's own, or we.
fn prior(policy: &PolicyInForce, certainty: Option<Certainty>) -> Option<(f64, String)> {
    let place = match certainty? {
        Certainty::Observed => 0,
        Certainty::Likely => 1,
        Certainty::Possible => 2,
        Certainty::Unlikely => 3,
        Certainty::Unknown => return None,
    };
    let shipped = format!("policy/{DEFAULT_POLICY_ID}");
    let own = policy.certainty[place].as_ref();
    Some(match own.filter(|it| it.by != shipped) {
        Some(laid) => (laid.value, format!("by {}", laid.by)),
        None => (
            own.map_or(CERTAINTY_DEFAULT[place], |it| it.value),
            "our judgement; `certainty` of a policy of yours replaces it".into(),
        ),
    })
}

/// Whether a measure is something to be done on a warning, and not there all the time.
fn is_precaution(measure: &Filed<Measure>) -> bool {
    let own = &measure.own;
    own.plan.is_some() || own.cost_to_act.is_some() || own.effective_after.is_some()
}

/// Whether a measure answers a hazard, itself or by a risk behind which it stands.
fn answers(registers: &Registers, measure: &Filed<Measure>, hazard: &Filed<Hazard>) -> bool {
    let behind = |risk: &str| {
        let risk = registers.risks.get(risk);
        risk.and_then(|it| it.own.hazard.as_ref())
            .is_some_and(|it| it.id() == &*hazard.id)
    };
    let named = measure.own.answers.iter().any(|it| match split(&it.text) {
        (Some("hazard"), id) => id == &*hazard.id,
        (Some("risk"), id) => behind(id),
        _ => false,
    });
    named
        || registers.risks.live().any(|risk| {
            let lists = risk.own.measures.iter().any(|it| it.id() == &*measure.id);
            lists && behind(&risk.id)
        })
}

/// What would stop with the affected sites, `kind/id`.
fn stopped(registers: &Registers, affected: &[String]) -> Vec<String> {
    let estate = Estate::new(registers);
    let items: Vec<u32> = affected.iter().filter_map(|it| estate.find(it)).collect();
    if items.is_empty() {
        return Vec::new();
    }
    let fallen = fall(&estate, &Losses::of(&items));
    estate.references(fallen.standing.stopped())
}

/// Whether a measure protects something here; one that names nothing protects all.
fn protects(measure: &Filed<Measure>, affected: &[String], stopped: &[String]) -> bool {
    let named = &measure.own.protects;
    let is = |text: &str| {
        let bare = split(text).0.is_none();
        let fits = |it: &String| **it == *text || bare && split(it).1 == text;
        affected.iter().any(fits) || stopped.iter().any(fits)
    };
    named.is_empty() || named.iter().any(|it| is(&it.text))
}

fn row(
    registers: &Registers,
    measure: &Filed<Measure>,
    hazard: &Filed<Hazard>,
    begins: Option<Timestamp>,
) -> Precaution {
    let own = &measure.own;
    let decides = own.decides.as_ref().or(measure.envelope.owner.as_ref());
    let (avoids_money, avoids_rests_on) = avoids(registers, measure, hazard);
    let plan = own
        .plan
        .as_ref()
        .map(|it| format!("plan/{}", split(&it.text).1));
    Precaution {
        measure: measure.reference(),
        name: measure.title().to_string(),
        hazard: hazard.reference(),
        takes_seconds: super::path::takes(registers, measure),
        path_seconds: None,
        after: own
            .after
            .iter()
            .map(|it| format!("measure/{}", it.id()))
            .collect(),
        latest: None,
        begins,
        in_time: None,
        cost_money: own.cost_to_act.or(own.cost),
        avoids_money,
        avoids_rests_on,
        threshold: None,
        probability: None,
        advice: Advice::Unknown,
        because: String::new(),
        decides: decides.map(|it| it.text.to_string()),
        plan,
        steps: Vec::new(),
        warn: Vec::new(),
        decided: None,
    }
}

/// The loss that acting avoids: as the measure says, else the share of a risk's median loss that
/// it takes away.
fn avoids(
    registers: &Registers,
    measure: &Filed<Measure>,
    hazard: &Filed<Hazard>,
) -> (Option<Money>, String) {
    if let Some(avoids) = measure.own.avoids {
        return (Some(avoids), "the measure says so".into());
    }
    let Some(left) = measure.own.severity_left else {
        let text = "the measure says neither what it avoids nor how much harm is left with it";
        return (None, text.into());
    };
    let risk = registers.risks.live().find(|risk| {
        let of = risk.own.hazard.as_ref();
        of.is_some_and(|it| it.id() == &*hazard.id) && risk.own.severity.is_some()
    });
    let severity = risk.and_then(|risk| Some((risk, risk.own.severity.as_ref()?)));
    let Some((risk, severity)) = severity else {
        return (
            None,
            "no risk of this hazard says what it would cost".into(),
        );
    };
    let taken = i128::from(10_000u32.saturating_sub(left.0));
    let minor = i128::from(severity.median.minor) * taken / 10_000;
    let money = Money {
        minor: i64::try_from(minor).unwrap_or(i64::MAX),
        ..severity.median
    };
    let text = format!(
        "{} of the median loss of {} stays with it",
        left,
        risk.title()
    );
    (Some(money), text)
}

/// From which likelihood on acting pays: what it costs by what it avoids. Nothing where one is not
/// known, in two currencies, or nothing is avoided.
pub fn threshold(cost: Money, avoids: Money) -> Option<f64> {
    let same = cost.currency == avoids.currency && avoids.minor > 0;
    same.then(|| cost.minor as f64 / avoids.minor as f64)
}

fn advise(row: &mut Precaution) {
    row.threshold = row
        .cost_money
        .zip(row.avoids_money)
        .and_then(|(cost, avoids)| threshold(cost, avoids));
    let (advice, because) = match (row.in_time, row.probability, row.threshold) {
        (Some(false), _, _) => (
            Advice::TooLate,
            "begun now it would take effect after the harm is expected".to_string(),
        ),
        (_, Some(likely), Some(from)) if likely > from => (
            Advice::Act,
            format!("the harm is held {likely:.2} likely; acting pays above {from:.4}"),
        ),
        (_, Some(likely), Some(from)) => (
            Advice::NotWorthIt,
            format!("the harm is held {likely:.2} likely; acting pays only above {from:.4}"),
        ),
        (_, None, _) => (
            Advice::Unknown,
            "how likely the harm is, is not known; the one who decides must".into(),
        ),
        (_, _, None) => (
            Advice::Unknown,
            "what acting costs or avoids is not known; the one who decides must".into(),
        ),
    };
    (row.advice, row.because) = (advice, because);
    if row.in_time.is_none() && row.advice == Advice::Act {
        row.because.push_str("; whether there is time is not known");
    }
}

/// Precautions by measure, for those who look one up.
pub fn by_measure(list: &[Precaution]) -> BTreeMap<&str, &Precaution> {
    list.iter().map(|it| (it.measure.as_str(), it)).collect()
}

impl Serialize for Advice {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
