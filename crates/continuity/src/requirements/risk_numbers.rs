//! Risk in numbers: how often each risk may strike and what that costs, with and without what is
//! in place; what is not known is listed and never taken as nothing. Drawing the years is
//! `annual_loss`'s business.

pub mod annual_loss;
pub mod band;
pub mod downtime;
mod frequency;
mod severity;
pub mod struck;
#[cfg(test)]
mod tests;
pub mod year;

use std::collections::BTreeSet;

use engine::annual_loss::Severity;
use record::kind::Filed;
use record::kinds::Registers;
use record::requirements::Risk;
use serde::Serialize;

use super::hazard_rate::HazardRates;
use super::strategy::cost::operates;
use super::strategy::measure_effect::lowers;
use super::strategy::outage_loss::currency;
use super::supposals::{Alike, Supposals};
use crate::standpoint::Standpoint;

pub use frequency::Frequency;
pub use severity::{Cost, Loss};

/// What is supposed apart from the records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Supposed {
    /// Measures that are counted as if they operated, by id.
    pub with: BTreeSet<String>,
    /// Measures that are counted as if they did not.
    pub without: BTreeSet<String>,
}

/// One risk.
#[derive(Clone, Debug, Serialize)]
pub struct RiskNumbers {
    /// `risk/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The hazard behind it, `hazard/id`.
    pub hazard: Option<String>,
    /// What it strikes.
    pub affects: Vec<String>,
    /// Where: sites and suppliers of what it strikes.
    pub places: Vec<String>,
    /// Who carries it.
    pub owner: Option<String>,
    /// What is done about it.
    pub treatment: Option<&'static str>,
    /// Who accepted it.
    pub accepted_by: Option<String>,
    /// Until when.
    pub accepted_until: Option<String>,
    /// Whether that day has passed.
    pub acceptance_expired: bool,
    /// How often, before measures.
    pub frequency: Option<Frequency>,
    /// What one strike costs, before measures.
    pub loss: Option<Loss>,
    /// Expected loss a year before measures.
    pub inherent_per_year: Option<f64>,
    /// Expected loss a year with what is in place.
    pub residual_per_year: Option<f64>,
    /// The share of its frequency that measures leave.
    pub frequency_left: f64,
    /// The share of its severity that measures leave.
    pub severity_left: f64,
    /// The measures that are counted, `measure/id`.
    pub measures: Vec<String>,
    /// Measures on it that are not in place, `measure/id`.
    pub planned: Vec<String>,
    /// What nobody said, in sentences.
    pub missing: Vec<String>,
    /// Its amount a strike, for drawing.
    #[serde(skip)]
    pub severity: Option<Severity>,
}

/// The whole register in numbers.
#[derive(Clone, Debug, Serialize)]
pub struct Register {
    /// The currency of all amounts; none where no amount is written.
    pub currency: Option<String>,
    /// The risks in force, those that cost most first, the unknown before all.
    pub risks: Vec<RiskNumbers>,
    /// How alike the costs of one event in different places are taken to be, and who says so.
    pub costs_alike: Alike,
}

/// Every risk in force in numbers. Cost: linear in the estate for each risk without a written
/// severity.
pub fn risk_numbers(standpoint: &Standpoint<'_>, supposed: &Supposed) -> Register {
    let registers = standpoint.estate.registers;
    let money = currency(registers);
    let rates = HazardRates::new(registers, standpoint.at, None);
    let row = |risk| numbers(standpoint, &rates, money, supposed, risk);
    let mut risks: Vec<RiskNumbers> = registers.risks.approved().map(row).collect();
    dearest_first(&mut risks);
    let code = money.map(|code| String::from_utf8_lossy(&code).into_owned());
    Register {
        currency: code,
        risks,
        costs_alike: Supposals::of(&standpoint.policy).costs_alike,
    }
}

fn dearest_first(risks: &mut [RiskNumbers]) {
    risks.sort_by(|one, other| {
        let loss = |it: &RiskNumbers| it.residual_per_year.unwrap_or(f64::INFINITY);
        let order = loss(other).total_cmp(&loss(one));
        order.then_with(|| one.id.cmp(&other.id))
    });
}

impl Register {
    /// The same register with other measures supposed; frequencies and losses before measures are
    /// not reckoned anew. Cost: measures times risks.
    pub fn supposing(&self, registers: &Registers, supposed: &Supposed) -> Register {
        let mut all = self.clone();
        for it in &mut all.risks {
            let Some(risk) = registers.risks.get(record::link::split(&it.id).1) else {
                continue;
            };
            let left = Left::of(registers, supposed, risk);
            let per_year = |inherent: f64| inherent * left.frequency * left.severity;
            it.residual_per_year = it.inherent_per_year.map(per_year);
            (it.frequency_left, it.severity_left) = (left.frequency, left.severity);
            (it.measures, it.planned) = (left.measures, left.planned);
        }
        dearest_first(&mut all.risks);
        all
    }

    /// A risk, by its reference.
    pub fn of(&self, reference: &str) -> Option<&RiskNumbers> {
        self.risks.iter().find(|it| it.id == reference)
    }
}

/// What measures leave of a risk.
struct Left {
    frequency: f64,
    severity: f64,
    measures: Vec<String>,
    planned: Vec<String>,
}

impl Left {
    fn of(registers: &Registers, supposed: &Supposed, risk: &Filed<Risk>) -> Left {
        let mut left = Left {
            frequency: 1.0,
            severity: 1.0,
            measures: Vec::new(),
            planned: Vec::new(),
        };
        for measure in registers.measures.live().filter(|it| lowers(it, risk)) {
            let id = &*measure.id;
            let working = operates(&measure.own) && !supposed.without.contains(id);
            if !working && !supposed.with.contains(id) {
                left.planned.push(measure.reference());
                continue;
            }
            let share = |it: Option<record::value::Percent>| {
                it.map_or(1.0, |it| f64::from(it.0) / 10_000.0)
            };
            left.frequency *= share(measure.own.frequency_left);
            left.severity *= share(measure.own.severity_left);
            left.measures.push(measure.reference());
        }
        left
    }
}

fn numbers(
    standpoint: &Standpoint<'_>,
    rates: &HazardRates<'_>,
    currency: Option<[u8; 3]>,
    supposed: &Supposed,
    risk: &Filed<Risk>,
) -> RiskNumbers {
    let mut missing = Vec::new();
    let places = frequency::places(standpoint, risk);
    let frequency = frequency::frequency(rates, risk, &places, &mut missing);
    let found =
        currency.and_then(|currency| severity::severity(standpoint, risk, currency, &mut missing));
    if currency.is_none() {
        missing.push("no amount of money is written anywhere".into());
    }
    let left = Left::of(standpoint.estate.registers, supposed, risk);
    let (loss, severity) = found.unzip();
    let mean = severity.map(|it: Severity| it.mean());
    let inherent = frequency
        .as_ref()
        .zip(mean)
        .map(|(it, mean)| it.per_year * mean);
    let until = risk.own.accepted_until;
    let today = standpoint.at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let text = |it: &record::link::RecordRef| it.text.to_string();
    RiskNumbers {
        id: risk.reference(),
        name: risk.title().to_string(),
        hazard: risk.hazard.as_ref().map(|it| format!("hazard/{}", it.id())),
        affects: risk.affects.iter().map(text).collect(),
        places,
        owner: risk.envelope.owner.as_ref().map(|it| it.text.to_string()),
        treatment: risk.own.treatment.map(|it| it.as_str()),
        accepted_by: risk.own.accepted_by.as_ref().map(|it| it.text.to_string()),
        accepted_until: until.map(|it| it.to_string()),
        acceptance_expired: until.is_some_and(|until| until.0 < today),
        inherent_per_year: inherent,
        residual_per_year: inherent.map(|it| it * left.frequency * left.severity),
        frequency_left: left.frequency,
        severity_left: left.severity,
        frequency,
        loss,
        measures: left.measures,
        planned: left.planned,
        missing,
        severity,
    }
}
