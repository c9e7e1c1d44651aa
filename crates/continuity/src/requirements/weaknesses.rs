//! The smallest combinations of losses that stop an item, or that it does not come back from in
//! time: how likely each is, and which plan covers it.

use std::collections::BTreeMap;

use engine::breach::breaches;
use engine::cut_sets::{CutSets, Limit, cut_sets};
use engine::graph::Item;
use engine::probability::{Budget, stop_probability};
use engine::standing::standing;
use serde::Serialize;

use super::loss::losses;
use super::rate::loss_rates;
use super::recovery_targets::RecoveryTargets;
use crate::estate::Estate;
use crate::standpoint::Standpoint;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The item that stops.
    pub of: Item,
    /// Whether it must also be late.
    pub breach: bool,
    /// Whether teams can be lost.
    pub people: bool,
    /// The greatest number of losses in a set.
    pub order: usize,
}

/// The answer as other programs read it.
#[derive(Clone, Debug, Serialize)]
pub struct Weaknesses {
    /// The item, `kind/id`.
    pub of: String,
    /// Whether sets are those after which it is late.
    pub breach: bool,
    /// By when it must be back, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rto_required_seconds: Option<i64>,
    /// The greatest size decided.
    pub order_max: usize,
    /// Whether every set up to that size was decided.
    pub complete: bool,
    /// How many sets of each size there are.
    pub count_by_order: BTreeMap<String, usize>,
    /// The sets: small before large, likely before unlikely.
    pub sets: Vec<WeakSet>,
    /// How likely the item is stopped at a random moment.
    pub unavailability: Option<f64>,
    /// Whether that is exact or, with facts missing, at least so much.
    pub unavailability_is: &'static str,
    /// Items whose failure rate or recovery time is not known.
    pub missing: Vec<String>,
    /// What else there is to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

/// One combination of losses.
#[derive(Clone, Debug, Serialize)]
pub struct WeakSet {
    /// The losses, `kind/id`.
    pub members: Vec<String>,
    /// How likely all of them are lost at a random moment.
    pub probability: Option<f64>,
    /// Approved plans for the item with a scenario that loses at least these.
    pub covered_by: Vec<String>,
}

/// Finds the sets. Exact up to the order asked for, unless the work limit is reached.
pub fn weaknesses(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    question: Question,
) -> Weaknesses {
    let estate = &standpoint.estate;
    let may = candidates(estate, question);
    let required = targets.deadlines.required(question.of).seconds;
    let found = search(estate, question, &may, required);
    let remark = "nothing demands when it must be back, so no loss breaches a target";
    let idle = question.breach && required.is_none();
    let considered = |item: Item| may[item as usize] && item != question.of;
    let rates = loss_rates(standpoint, &targets.takes);
    let q: Vec<Option<f64>> = estate
        .graph
        .items()
        .map(|item| match rates[item as usize] {
            rate if considered(item) => rate,
            // Its own failures stop it too; where none are known that is no missing loss.
            rate if item == question.of => rate.or(Some(0.0)),
            _ => Some(0.0),
        })
        .collect();
    let stopped = stop_probability(&estate.graph, question.of, &q, Budget::default());
    let nothing_known = !estate
        .graph
        .items()
        .any(|item| considered(item) && rates[item as usize].is_some());
    let covers = Coverage::new(estate, question.of);
    let mut sets: Vec<WeakSet> = found
        .sets
        .iter()
        .map(|set| weak_set(estate, set, &q, &covers))
        .collect();
    sets.sort_by(|one, other| {
        let likely = |set: &WeakSet| set.probability.unwrap_or(-1.0);
        let size = one.members.len().cmp(&other.members.len());
        let likely = likely(other).total_cmp(&likely(one));
        size.then(likely)
            .then_with(|| one.members.cmp(&other.members))
    });
    let counts = found
        .count_by_order
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0);
    Weaknesses {
        of: estate.reference(question.of).to_string(),
        breach: question.breach,
        rto_required_seconds: required.filter(|_| question.breach),
        order_max: question.order,
        complete: found.complete,
        count_by_order: counts
            .map(|(at, count)| ((at + 1).to_string(), *count))
            .collect(),
        sets,
        unavailability: (!nothing_known).then_some(stopped.value),
        unavailability_is: if stopped.exact { "exact" } else { "bound" },
        missing: estate.references(&stopped.missing),
        remarks: idle.then(|| remark.to_string()).into_iter().collect(),
    }
}

/// The minimal sets; none of lateness where nothing demands a return.
fn search(estate: &Estate<'_>, question: Question, may: &[bool], required: Option<i64>) -> CutSets {
    let (graph, of, order) = (&estate.graph, question.of, question.order);
    match (question.breach, required) {
        (false, _) => cut_sets(graph, of, may, order, Limit::default()),
        (true, Some(deadline)) => breaches(graph, of, may, deadline, order, Limit::default()),
        (true, None) => CutSets {
            sets: Vec::new(),
            count_by_order: vec![0; order],
            complete: true,
            ..CutSets::default()
        },
    }
}

/// Everything can be lost but activities and the item itself; teams only where people count.
pub(super) fn candidates(estate: &Estate<'_>, question: Question) -> Vec<bool> {
    let may = |(index, listed): (usize, &crate::estate::Listed<'_>)| {
        listed.activity().is_none()
            && (question.people || listed.team().is_none())
            && index as Item != question.of
    };
    estate.items.iter().enumerate().map(may).collect()
}

fn weak_set(estate: &Estate<'_>, set: &[Item], q: &[Option<f64>], covers: &Coverage) -> WeakSet {
    let likely = set.iter().map(|&item| q[item as usize]);
    WeakSet {
        members: estate.references(set),
        probability: likely.product(),
        covered_by: covers.plans(set),
    }
}

/// For each approved plan of the item what its scenarios lose, with all that stands on it.
struct Coverage {
    plans: Vec<(String, Vec<Vec<Item>>)>,
}

impl Coverage {
    fn new(estate: &Estate<'_>, of: Item) -> Coverage {
        let mut plans = Vec::new();
        for plan in estate.registers.plans.approved() {
            let named = plan.covers.iter().map(|item| &item.text);
            let restored = plan
                .steps
                .iter()
                .filter_map(|step| step.restores.as_ref())
                .map(|item| &item.text);
            if !named
                .chain(restored)
                .any(|text| estate.find(text) == Some(of))
            {
                continue;
            }
            let lost = plan.scenarios.iter().filter_map(|scenario| {
                let scenario = estate.registers.scenarios.get(scenario.id())?;
                let named = losses(estate, scenario).items;
                let mut lost = standing(&estate.graph, &named).lost().to_vec();
                lost.sort_unstable();
                Some(lost)
            });
            plans.push((plan.reference(), lost.collect()));
        }
        Coverage { plans }
    }

    fn plans(&self, set: &[Item]) -> Vec<String> {
        let covers = |lost: &Vec<Item>| set.iter().all(|item| lost.binary_search(item).is_ok());
        let covering = self
            .plans
            .iter()
            .filter(|(_, lost)| lost.iter().any(covers));
        covering.map(|(plan, _)| plan.clone()).collect()
    }
}
