//! What each measure does to frequency, impact and recovery: before and after by the same
//! formulas, and what that is worth beside its cost. A risk's figures are those without measures;
//! measures that operate come off first, and each measure is judged on top of the others.

use record::kind::Filed;
use record::link::split;
use record::requirements::{Measure, Risk};
use serde::Serialize;

use super::cost::{Range, measure_per_year, operates};
use super::outage_loss::whole;
use super::workings::Workings;

/// The standard normal quantile of nine tenths.
const NINE_TENTHS: f64 = 1.281_551_565_544_600_4;

/// One measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeasureEffect {
    /// `measure/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How it works.
    #[serde(rename = "type")]
    pub sort: Option<&'static str>,
    /// How far it is.
    pub state: Option<&'static str>,
    /// When it is due, while it does not operate.
    pub due: Option<String>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// When it was shown to work.
    pub verified: Option<String>,
    /// Who showed it.
    pub verified_by: Option<String>,
    /// What is wrong with that: nobody named, or the one who built it.
    pub verification_fault: Option<String>,
    /// What it protects.
    pub protects: Vec<String>,
    /// How much of the frequency remains, in percent.
    pub frequency_left_percent: Option<f64>,
    /// How much of the severity remains, in percent.
    pub severity_left_percent: Option<f64>,
    /// Each risk it lowers.
    pub risks: Vec<RiskEffect>,
    /// Each item whose recovery it makes faster or slower.
    pub recovery: Vec<RecoveryEffect>,
    /// The expected loss a year that it takes away; unknown where a risk's is.
    pub avoided_per_year: Option<f64>,
    /// What it costs a year.
    pub cost_per_year: Option<Range>,
    /// What it is worth: avoided less cost.
    pub value_per_year: Option<f64>,
}

/// What it does to a risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RiskEffect {
    /// `risk/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Expected loss a year without the measure.
    pub before_per_year: Option<f64>,
    /// And with it.
    pub after_per_year: Option<f64>,
}

/// What it does to a recovery.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecoveryEffect {
    /// `kind/id`.
    pub id: String,
    /// The scenario.
    pub scenario: String,
    /// Back without it.
    pub before_seconds: Option<i64>,
    /// And with it.
    pub after_seconds: Option<i64>,
}

/// The mean of a loss given by its median and the amount that nine of ten stay below, read as a
/// lognormal (TV-34).
pub fn mean_loss(median: f64, p90: f64) -> f64 {
    if median <= 0.0 || p90 <= median {
        return median;
    }
    let sigma = (p90 / median).ln() / NINE_TENTHS;
    median * (sigma * sigma / 2.0).exp()
}

/// Every measure that is not retired, those that are worth most first.
pub fn measure_effects(workings: &Workings<'_, '_>) -> Vec<MeasureEffect> {
    let measures = workings.judge.registers().measures.live();
    let mut all: Vec<MeasureEffect> = measures.map(|it| effect(workings, it)).collect();
    all.sort_by(|one, other| {
        let value = |it: &MeasureEffect| it.value_per_year.unwrap_or(f64::NEG_INFINITY);
        value(other)
            .total_cmp(&value(one))
            .then_with(|| one.id.cmp(&other.id))
    });
    all
}

fn effect(workings: &Workings<'_, '_>, measure: &Filed<Measure>) -> MeasureEffect {
    let registers = workings.judge.registers();
    let risks: Vec<RiskEffect> = registers
        .risks
        .live()
        .filter(|risk| lowers(measure, risk))
        .map(|risk| on_risk(workings, measure, risk))
        .collect();
    let difference = |it: &RiskEffect| Some(it.before_per_year? - it.after_per_year?);
    let avoided: Option<f64> = match risks.is_empty() {
        true => None,
        false => risks.iter().map(difference).sum(),
    };
    let cost = measure_per_year(&measure.own, workings.currency);
    let percent = |it: record::value::Percent| f64::from(it.0) / 100.0;
    let working = operates(&measure.own);
    let due = measure.due.filter(|_| !working);
    MeasureEffect {
        id: measure.reference(),
        name: measure.title().to_string(),
        sort: measure.type_.map(|it| it.as_str()),
        state: measure.state.map(|it| it.as_str()),
        due: due.map(|day| day.to_string()),
        overdue: due.is_some_and(|day| day.0 < workings.judge.today()),
        verified: measure.verified.map(|day| day.to_string()),
        verified_by: measure.verified_by.as_ref().map(|it| it.text.to_string()),
        verification_fault: verification_fault(measure),
        protects: measure
            .protects
            .iter()
            .map(|it| it.text.to_string())
            .collect(),
        frequency_left_percent: measure.frequency_left.map(percent),
        severity_left_percent: measure.severity_left.map(percent),
        recovery: on_recovery(workings, measure),
        value_per_year: avoided
            .zip(cost)
            .map(|(avoided, cost)| avoided - cost.middle()),
        risks,
        avoided_per_year: avoided,
        cost_per_year: cost,
    }
}

/// Whether a measure lowers a risk: either names the other.
pub fn lowers(measure: &Filed<Measure>, risk: &Filed<Risk>) -> bool {
    let answers = measure.answers.iter().any(|it| {
        let (kind, id) = split(&it.text);
        id == &*risk.id && kind.is_none_or(|kind| kind == "risk")
    });
    answers || risk.measures.iter().any(|it| it.id() == &*measure.id)
}

/// What is wrong with the verification of one that is said to be verified.
fn verification_fault(measure: &Filed<Measure>) -> Option<String> {
    if measure.state != Some(record::requirements::measure::State::Verified) {
        return None;
    }
    match (&measure.verified_by, &measure.envelope.owner) {
        (None, _) => Some("nobody is named who saw it work".into()),
        (Some(by), Some(owner)) if by.text == owner.text => {
            Some("whoever owns it says that it works; someone else must see it".into())
        }
        _ if measure.verified.is_none() => Some("no day is named".into()),
        _ => None,
    }
}

/// What share of frequency times severity a measure leaves.
fn left(measure: &Measure) -> f64 {
    let share =
        |it: Option<record::value::Percent>| it.map_or(1.0, |it| f64::from(it.0) / 10_000.0);
    share(measure.frequency_left) * share(measure.severity_left)
}

fn on_risk(
    workings: &Workings<'_, '_>,
    measure: &Filed<Measure>,
    risk: &Filed<Risk>,
) -> RiskEffect {
    let severity = risk.severity.as_ref().filter(|it| {
        it.median.currency == workings.currency && it.p90.currency == workings.currency
    });
    let mean = severity.map(|it| mean_loss(whole(it.median), whole(it.p90)));
    let inherent = risk.frequency.zip(mean).map(|(rate, mean)| rate.0 * mean);
    let registers = workings.judge.registers();
    let others = registers
        .measures
        .live()
        .filter(|other| other.id != measure.id && operates(&other.own) && lowers(other, risk));
    let others: f64 = others.map(|other| left(&other.own)).product();
    let before = inherent.map(|loss| loss * others);
    RiskEffect {
        id: risk.reference(),
        name: risk.title().to_string(),
        before_per_year: before,
        after_per_year: before.map(|before| before * left(&measure.own)),
    }
}

/// Where its changes bring something back sooner or later, scenario by scenario.
fn on_recovery(workings: &Workings<'_, '_>, measure: &Filed<Measure>) -> Vec<RecoveryEffect> {
    if measure.changes.is_empty() {
        return Vec::new();
    }
    let today = workings.today();
    let then = workings.with(&measure.reference(), &measure.changes);
    let mut all = Vec::new();
    for (place, event) in workings.events.iter().enumerate() {
        for reference in workings.of() {
            let back = |of: &super::capability::Capability| {
                let outcome = of.events[place].get(reference);
                outcome.and_then(|outcome| outcome.back_seconds)
            };
            let (before, after) = (back(&today), back(&then));
            if before != after {
                all.push(RecoveryEffect {
                    id: reference.clone(),
                    scenario: format!("scenario/{}", event.scenario),
                    before_seconds: before,
                    after_seconds: after,
                });
            }
        }
    }
    all
}
