//! What each measure does to frequency, impact and recovery: before and after by the same
//! formulas, and what that is worth beside its cost. A risk's figures are those without measures;
//! measures that operate come off first, and each measure is judged on top of the others.

use engine::annual_loss::Sampling;
use record::kind::Filed;
use record::link::split;
use record::requirements::{Measure, Risk};
use serde::Serialize;

use super::cost::{Range, measure_once, measure_per_year, operates};
use super::ends::Said;
use super::frontier::Driver;
use super::payback::{Between, Outlay, Payback, payback};
use super::workings::Workings;
use crate::requirements::risk_numbers::year::{Less, TwoYears, Year};
use crate::requirements::risk_numbers::{Register, RiskNumbers, Supposed};

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
    /// What moves that most.
    pub drivers: Vec<Driver>,
    /// When it has paid for itself.
    pub payback: Option<Payback>,
    /// A year of the whole register without it.
    pub without_year: Option<Year>,
    /// And with it.
    pub with_year: Option<Year>,
    /// How much less that is, by the same draws.
    pub less: Option<Less>,
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

/// Every measure that is not retired, those that are worth most first; with the years of the whole
/// register without and with each where they are to be drawn. Cost: two draws for each measure.
pub fn measure_effects(
    workings: &Workings<'_, '_>,
    sampling: Option<Sampling>,
) -> Vec<MeasureEffect> {
    let measures = workings.judge.registers().measures.live();
    let mut all: Vec<MeasureEffect> = measures.map(|it| effect(workings, it, sampling)).collect();
    all.sort_by(|one, other| {
        let value = |it: &MeasureEffect| it.value_per_year.unwrap_or(f64::NEG_INFINITY);
        value(other)
            .total_cmp(&value(one))
            .then_with(|| one.id.cmp(&other.id))
    });
    all
}

/// The register of risks without a measure and with it. One that operates is in the estate
/// already, so that only what it leaves of frequency and severity can be taken back.
pub fn without_and_with(
    workings: &Workings<'_, '_>,
    measure: &Filed<Measure>,
) -> (Register, Register) {
    let registers = workings.judge.registers();
    let id = || [measure.id.to_string()].into();
    let (without, with) = (
        Supposed {
            without: id(),
            ..Supposed::default()
        },
        Supposed {
            with: id(),
            ..Supposed::default()
        },
    );
    let changes = match operates(&measure.own) {
        true => &[][..],
        false => &measure.changes[..],
    };
    let then = workings.register_with(&measure.reference(), changes);
    (
        workings.register().supposing(registers, &without),
        then.supposing(registers, &with),
    )
}

fn effect(
    workings: &Workings<'_, '_>,
    measure: &Filed<Measure>,
    sampling: Option<Sampling>,
) -> MeasureEffect {
    let (without, with) = without_and_with(workings, measure);
    let risks = on_risks(workings, measure, &without, &with);
    let difference = |it: &RiskEffect| Some(it.before_per_year? - it.after_per_year?);
    let avoided: Option<f64> = match risks.is_empty() {
        true => None,
        false => risks.iter().map(difference).sum(),
    };
    let drawn = sampling.filter(|_| !risks.is_empty());
    let years = drawn.and_then(|it| TwoYears::of_registers(&without, &with, it));
    let cost = measure_per_year(&measure.own, workings.currency);
    let once = measure_once(&measure.own);
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
        drivers: drivers(&risks, &without, cost),
        payback: avoided.zip(cost).map(|(avoided, per_year)| {
            let outlay = Outlay::new(once, per_year, measure.years);
            let between = between(&risks, &without);
            payback(outlay, (avoided, between), years.as_ref())
        }),
        without_year: years.as_ref().map(|it| it.without),
        with_year: years.as_ref().map(|it| it.with),
        less: years.as_ref().map(|it| it.less),
        risks,
        avoided_per_year: avoided,
        cost_per_year: cost,
    }
}

/// What is avoided a year if each risk strikes as seldom, and as often, as is believed.
fn between(risks: &[RiskEffect], without: &Register) -> Between {
    let (mut low, mut high, mut said) = (0.0, 0.0, Vec::new());
    for risk in risks {
        let saved = risk.before_per_year.zip(risk.after_per_year);
        let saved = saved.map_or(0.0, |(before, after)| before - after);
        let often = without.of(&risk.id).and_then(|it| it.frequency.as_ref());
        let often = often.filter(|it| it.per_year > 0.0);
        let ratio = |end: Option<f64>| Some(end? / often?.per_year);
        let ends = often.map(|it| (ratio(it.p10), ratio(it.p90)));
        let (least, most) = ends.unwrap_or_default();
        low += saved * least.unwrap_or(0.5);
        high += saved * most.unwrap_or(2.0);
        said.push(least.is_some() && most.is_some());
    }
    Between {
        low,
        high,
        said: Said::of(said),
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

/// The risks that a measure names or that name it, and those that its changes make cheaper or
/// dearer.
fn on_risks(
    workings: &Workings<'_, '_>,
    measure: &Filed<Measure>,
    without: &Register,
    with: &Register,
) -> Vec<RiskEffect> {
    let registers = workings.judge.registers();
    let one = |before: &RiskNumbers| {
        let risk = registers.risks.get(record::link::split(&before.id).1)?;
        let after = with.of(&before.id)?.residual_per_year;
        let touched = lowers(measure, risk) || before.residual_per_year != after;
        touched.then(|| RiskEffect {
            id: before.id.clone(),
            name: before.name.clone(),
            before_per_year: before.residual_per_year,
            after_per_year: after,
        })
    };
    without.risks.iter().filter_map(one).collect()
}

/// What moves the worth of a measure most: how often and how hard each risk that it lowers
/// strikes, from low to high, and its price.
fn drivers(risks: &[RiskEffect], without: &Register, cost: Option<Range>) -> Vec<Driver> {
    let saved = |it: &RiskEffect| Some(it.before_per_year? - it.after_per_year?);
    let all: Option<f64> = risks.iter().map(saved).sum();
    let Some((all, cost)) = all.filter(|_| !risks.is_empty()).zip(cost) else {
        return Vec::new();
    };
    let worth = all - cost.middle();
    let mut found = Vec::new();
    for risk in risks {
        let (Some(numbers), Some(saved)) = (without.of(&risk.id), saved(risk)) else {
            continue;
        };
        let mut add = |what: String, [low, middle, high]: [f64; 3]| {
            if low < high && middle > 0.0 && saved != 0.0 {
                found.push(Driver {
                    what,
                    said: Said::Stated,
                    about: Some(risk.id.clone()),
                    low: worth + saved * (low / middle - 1.0),
                    high: worth + saved * (high / middle - 1.0),
                });
            }
        };
        if let Some(often) = &numbers.frequency
            && let (Some(low), Some(high)) = (often.p10, often.p90)
        {
            let what = "how often it strikes, from the low of ten beliefs to the high";
            add(what.into(), [low, often.per_year, high]);
        }
        if let Some(loss) = &numbers.loss {
            let what = "what one strike costs, from one in ten to nine in ten";
            add(what.into(), [loss.p10, loss.mean, loss.p90]);
        }
    }
    if cost.high > cost.low {
        found.push(Driver {
            what: "the price, from its lower to its upper end".into(),
            said: Said::Stated,
            about: None,
            low: all - cost.low,
            high: all - cost.high,
        });
    }
    Driver::widest_first(&mut found);
    found
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
