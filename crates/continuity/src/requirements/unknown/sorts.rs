//! Planning by sort of loss: which of the thirteen sorts has a scenario and a plan for each of the
//! most urgent activities. A scenario that names no sort gets the one that its losses show.

use engine::graph::Item;
use engine::standing::standing;
use record::kind::Filed;
use record::requirements::scenario::Mode;
use record::requirements::{LossType, Scenario};
use serde::Serialize;

use super::cover::{self, Covered};
use crate::estate::Estate;
use crate::requirements::loss::losses;
use crate::requirements::recovery_targets::RecoveryTargets;
use crate::requirements::tier::tier_of;
use crate::standpoint::Standpoint;

/// Activities in the matrix, the most urgent first.
const MOST: usize = 30;

/// The sort in words.
pub fn words(sort: LossType) -> &'static str {
    match sort {
        LossType::Site => "A site or its premises",
        LossType::Workplace => "The place where people work",
        LossType::People => "People",
        LossType::Platform => "Platform or hardware",
        LossType::Data => "Data gone or wrong",
        LossType::Malicious => "Encrypted or destroyed on purpose",
        LossType::Network => "Network or telecom",
        LossType::Utility => "Power, cooling, a utility",
        LossType::Supplier => "A supplier, a cloud, a bought service",
        LossType::ControlPlane => "Identities, keys, names",
        LossType::Confidentiality => "A secret got out: shut it",
        LossType::Logistics => "Transport and supply",
        LossType::Region => "A whole region",
    }
}

/// Its code of the reference: `L1` to `L13`.
pub fn code(sort: LossType) -> String {
    let at = LossType::ALL.iter().position(|it| *it == sort);
    format!("L{}", at.map_or(0, |at| at + 1))
}

/// How one sort of loss stands for one activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A scenario stops it, and plans in force bring back what it needs.
    Covered,
    /// Plans in force bring back some of it.
    Part,
    /// A scenario stops it, and no plan in force is for that.
    NotCovered,
    /// There are scenarios of this sort, and none of them stops it.
    Spared,
    /// Only a share of people is absent: what that stops shows in a timeline, not here.
    NotJudged,
    /// Nobody has thought of this sort of loss yet.
    NoScenario,
}

impl State {
    /// The word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Covered => "covered",
            State::Part => "in part",
            State::NotCovered => "not covered",
            State::Spared => "goes on",
            State::NotJudged => "not judged here",
            State::NoScenario => "no scenario",
        }
    }
}

/// Sorts of loss against activities.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Matrix {
    /// The activities: tier 1, or all where none is that urgent.
    pub activities: Vec<(String, String)>,
    /// Whether they are of tier 1.
    pub tier_1_only: bool,
    /// One row for each sort.
    pub rows: Vec<Row>,
    /// Scenarios in force that name no sort.
    pub unsorted: Vec<String>,
}

/// One sort of loss.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// `L1` to `L13`.
    pub code: String,
    /// The word in records.
    pub loss_type: &'static str,
    /// The sort in words.
    pub words: &'static str,
    /// The scenarios in force of this sort.
    pub scenarios: Vec<String>,
    /// One cell for each activity.
    pub cells: Vec<Cell>,
}

/// One sort of loss for one activity.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// How it stands.
    pub state: State,
    /// The plans that are for it.
    pub plans: Vec<String>,
}

/// The sorts of a scenario: those it names, else those that its losses show.
pub fn sorts_of(scenario: &Filed<Scenario>, estate: &Estate<'_>) -> Vec<LossType> {
    if !scenario.loss_types.is_empty() {
        return scenario.loss_types.clone();
    }
    match scenario.mode.unwrap_or(Mode::Loss) {
        Mode::Corruption => return vec![LossType::Data],
        Mode::Malicious => return vec![LossType::Malicious],
        Mode::SupplierExit => return vec![LossType::Supplier],
        Mode::People => return vec![LossType::People],
        Mode::Loss => {}
    }
    let mut all: Vec<LossType> = losses(estate, scenario)
        .items
        .iter()
        .filter_map(|&item| match estate.listed(item).kind() {
            "site" => Some(LossType::Site),
            "supplier" => Some(LossType::Supplier),
            "team" => Some(LossType::People),
            "dataset" => Some(LossType::Data),
            "component" => Some(LossType::Platform),
            _ => None,
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The matrix. Cost: linear in the estate for each scenario in force.
pub fn matrix(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> Matrix {
    let estate = &standpoint.estate;
    let (activities, tier_1_only) = urgent(standpoint, targets);
    let plans = cover::plans(estate);
    let scenarios: Vec<Told<'_>> = estate
        .registers
        .scenarios
        .approved()
        .map(|scenario| {
            let lost = losses(estate, scenario);
            Told {
                sorts: sorts_of(scenario, estate),
                standing: standing(&estate.graph, &lost.items),
                people_absent: !lost.absent.is_empty(),
                scenario,
            }
        })
        .collect();
    let row = |&sort: &LossType| {
        let of_sort: Vec<&Told<'_>> = scenarios
            .iter()
            .filter(|it| it.sorts.contains(&sort))
            .collect();
        Row {
            code: code(sort),
            loss_type: sort.as_str(),
            words: words(sort),
            scenarios: of_sort.iter().map(|it| it.scenario.reference()).collect(),
            cells: activities
                .iter()
                .map(|&activity| cell(estate, &plans, &of_sort, activity))
                .collect(),
        }
    };
    let unsorted = scenarios
        .iter()
        .filter(|it| it.scenario.loss_types.is_empty());
    Matrix {
        tier_1_only,
        rows: LossType::ALL.iter().map(row).collect(),
        unsorted: unsorted.map(|it| it.scenario.reference()).collect(),
        activities: activities
            .iter()
            .map(|&it| {
                let listed = estate.listed(it);
                (listed.reference.clone(), listed.title().to_string())
            })
            .collect(),
    }
}

struct Told<'r> {
    scenario: &'r Filed<Scenario>,
    sorts: Vec<LossType>,
    standing: engine::standing::Standing,
    people_absent: bool,
}

/// The activities of tier 1 by deadline; where there are none, those that must be back soonest.
fn urgent(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> (Vec<Item>, bool) {
    let estate = &standpoint.estate;
    let due = |item: Item| targets.deadlines.required(item).seconds.unwrap_or(i64::MAX);
    let mut all: Vec<Item> = estate
        .graph
        .items()
        .filter(|&item| estate.listed(item).activity().is_some())
        .collect();
    all.sort_by_key(|&item| (due(item), item));
    let first = |item: &Item| tier_of(standpoint, targets, *item).is_some_and(|tier| tier <= 1);
    let tier_1: Vec<Item> = all.iter().copied().filter(first).collect();
    let only = !tier_1.is_empty();
    let mut chosen = if only { tier_1 } else { all };
    chosen.truncate(MOST);
    (chosen, only)
}

/// The worst of the scenarios of a sort that stop an activity.
fn cell(
    estate: &Estate<'_>,
    plans: &[cover::Bringing<'_>],
    scenarios: &[&Told<'_>],
    activity: Item,
) -> Cell {
    let (mut worst, mut by) = (None, Vec::new());
    let stopping = scenarios
        .iter()
        .filter(|it| it.standing.is_stopped(activity));
    for told in stopping {
        let stopped = |item: Item| told.standing.is_stopped(item);
        let is_for = |it: &&cover::Bringing<'_>| {
            let id = &*told.scenario.id;
            it.plan.scenarios.iter().any(|named| named.id() == id)
        };
        let fitting: Vec<&cover::Bringing<'_>> = plans.iter().filter(is_for).collect();
        let here = cover::covered(estate, &fitting, activity, &stopped);
        if here != Covered::Not {
            by.extend(fitting.iter().map(|it| it.plan.reference()));
        }
        worst = Some(worst.map_or(here, |known: Covered| known.min(here)));
    }
    by.sort();
    by.dedup();
    let state = match worst {
        Some(Covered::Whole) => State::Covered,
        Some(Covered::Part) => State::Part,
        Some(Covered::Not) => State::NotCovered,
        None if scenarios.is_empty() => State::NoScenario,
        None if scenarios.iter().any(|it| it.people_absent) => State::NotJudged,
        None => State::Spared,
    };
    Cell { state, plans: by }
}
