//! What an estate can do in each scenario: what stops and when it is back, by the engine.

use std::collections::BTreeMap;

use engine::graph::Item;
use jiff::Timestamp;
use record::item::ClockStart;
use record::kinds::Registers;
use record::requirements::scenario::Mode;

use super::altered::standby_of;
use super::ends::End;
use crate::estate::Estate;
use crate::path::missing;
use crate::requirements::exposure::{Fall, fall};
use crate::requirements::lead::lead;
use crate::requirements::loss::losses;
use crate::requirements::recovery_points::Points;
use crate::requirements::recovery_targets::recovery_targets;
use crate::standpoint::Standpoint;

/// What happens to an item in a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Whether it stops.
    pub stops: bool,
    /// When it is back, from the start of recovery work; 0 where it goes on.
    pub back_seconds: Option<i64>,
    /// How long it is out, detection and decision included.
    pub outage_seconds: Option<i64>,
    /// The fact without which that is unknown.
    pub missing: Option<String>,
}

/// What an estate can do.
#[derive(Clone, Debug, Default)]
pub struct Capability {
    /// For each scenario, in the order asked, the outcome of each item asked about.
    pub events: Vec<BTreeMap<String, Outcome>>,
    /// With everything lost but the people.
    pub all_lost: BTreeMap<String, Outcome>,
    /// What data would be lost, of items that have some.
    pub points: BTreeMap<String, Points>,
}

/// A scenario that is asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The scenario's id.
    pub scenario: String,
    /// Its name.
    pub name: String,
    /// The way things are lost.
    pub mode: Mode,
    /// How often a year, where somebody said.
    pub per_year: Option<f64>,
    /// How often at the least, where somebody said.
    pub low_per_year: Option<f64>,
    /// And at the most.
    pub high_per_year: Option<f64>,
}

impl Event {
    /// How often a year, at one end.
    pub fn often(&self, end: End) -> Option<f64> {
        let likely = self.per_year?;
        Some(end.of(likely, self.low_per_year, self.high_per_year))
    }
}

/// The scenarios in force.
pub fn events(registers: &Registers) -> Vec<Event> {
    let event = |it: &record::kind::Filed<record::requirements::Scenario>| Event {
        scenario: it.id.to_string(),
        name: it.title().to_string(),
        mode: it.mode.unwrap_or(Mode::Loss),
        per_year: it.frequency.map(|rate| rate.0),
        low_per_year: it.frequency_low.map(|rate| rate.0),
        high_per_year: it.frequency_high.map(|rate| rate.0),
    };
    registers.scenarios.approved().map(event).collect()
}

/// What the estate of some records can do for some items. Cost: linear in the estate for each
/// scenario.
pub fn capability(
    registers: &Registers,
    at: Timestamp,
    events: &[Event],
    of: &[String],
) -> Capability {
    let mut all = Capability::default();
    for event in events {
        let standpoint = Standpoint::of_scenario(registers, &event.scenario, at);
        let estate = &standpoint.estate;
        let Some(scenario) = registers.scenarios.get(&event.scenario) else {
            all.events.push(BTreeMap::new());
            continue;
        };
        let fallen = fall(estate, &losses(estate, scenario));
        all.events.push(outcomes(&standpoint, of, &|item| {
            outcome(&standpoint, &fallen, item)
        }));
    }
    let standpoint = Standpoint::new(registers, at);
    let targets = recovery_targets(&standpoint);
    all.all_lost = outcomes(&standpoint, of, &|item| {
        let gap = targets.times.gap(item);
        timed(
            &standpoint,
            item,
            targets.times.seconds(item),
            gap.map(|gap| missing(&standpoint.estate, gap)),
        )
    });
    for reference in of {
        let found = standpoint.estate.find(reference);
        let points = found.and_then(|item| targets.points.achieved[item as usize]);
        all.points
            .extend(points.map(|points| (reference.clone(), points)));
    }
    all
}

/// The outcome of each item asked about; of one with a standby the better of both.
fn outcomes(
    standpoint: &Standpoint<'_>,
    of: &[String],
    look: &dyn Fn(Item) -> Outcome,
) -> BTreeMap<String, Outcome> {
    let estate = &standpoint.estate;
    let one = |reference: &String| {
        let own = look(find(estate, reference)?);
        let second = find(estate, &standby_of(reference)).map(look);
        Some((reference.clone(), better(own, second)))
    };
    of.iter().filter_map(one).collect()
}

fn find(estate: &Estate<'_>, reference: &str) -> Option<Item> {
    let (kind, id) = record::link::split(reference);
    estate.find_kind(kind?, id)
}

/// The one that is out for the shorter time; what is known before what is not.
fn better(one: Outcome, other: Option<Outcome>) -> Outcome {
    let Some(other) = other else { return one };
    match (one.outage_seconds, other.outage_seconds) {
        (Some(own), Some(second)) if second < own => other,
        (None, Some(_)) => other,
        _ => one,
    }
}

fn outcome(standpoint: &Standpoint<'_>, fallen: &Fall, item: Item) -> Outcome {
    if !fallen.standing.is_stopped(item) {
        return Outcome {
            stops: false,
            back_seconds: Some(0),
            outage_seconds: Some(0),
            missing: None,
        };
    }
    let gap = fallen.times.gap(item);
    timed(
        standpoint,
        item,
        fallen.times.seconds(item),
        gap.map(|gap| missing(&standpoint.estate, gap)),
    )
}

fn timed(
    standpoint: &Standpoint<'_>,
    item: Item,
    back: Option<i64>,
    missing: Option<String>,
) -> Outcome {
    let listed = standpoint.estate.listed(item);
    let lead = lead(listed, standpoint.scenario_lead(), &standpoint.policy);
    let lead = lead.seconds(ClockStart::Disruption);
    Outcome {
        stops: true,
        back_seconds: back,
        outage_seconds: back.map(|back| back + lead),
        missing,
    }
}
