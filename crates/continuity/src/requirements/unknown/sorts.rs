//! Planning by sort of loss: which of the thirteen sorts has a scenario and a plan for each of the
//! most urgent activities. A scenario that names no sort gets the one that its losses show.

use engine::graph::Item;
use record::kind::Filed;
use record::requirements::scenario::Mode;
use record::requirements::{LossType, Scenario};
use serde::Serialize;

use super::away::{Away, Left, Manned};
use super::cover::{Answer, Covered, Loss, Missing, Plans};
use super::recognised::sorts_of_items;
use crate::estate::Estate;
use crate::requirements::loss::losses;
use crate::requirements::recovery_targets::RecoveryTargets;
use crate::requirements::tier::tier_of;
use crate::standpoint::Standpoint;

/// Activities in the matrix at most, the most urgent first.
const MOST: usize = 30;
/// Where fewer are of tier 1, those due soonest after them stand beside them, up to so many.
const FEW: usize = 6;

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
    /// A share of people is away, and too few are left for what is asked of them.
    TooFew,
    /// A share of people is away, and nobody says how many there are.
    NotJudged,
    /// A share of people is away, and as many are left, or a deputy team has as many.
    Enough,
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
            State::TooFew => "too few people",
            State::NotJudged => "not known",
            State::Enough => "people enough",
            State::NoScenario => "no scenario",
        }
    }
}

/// Sorts of loss against activities.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Matrix {
    /// The activities: tier 1, and the next where these are few.
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
    /// What is missing where it is not covered whole, the nearest to mend first.
    pub missing: Vec<Missing>,
}

/// The sorts of a scenario: those it names, else those that its losses show.
pub fn sorts_of(scenario: &Filed<Scenario>, estate: &Estate<'_>) -> Vec<LossType> {
    if !scenario.loss_types.is_empty() {
        return scenario.loss_types.clone();
    }
    match scenario.mode.unwrap_or(Mode::Loss) {
        Mode::Corruption => vec![LossType::Data],
        Mode::Malicious => vec![LossType::Malicious],
        Mode::SupplierExit => vec![LossType::Supplier],
        Mode::People => vec![LossType::People],
        Mode::Loss => sorts_of_items(estate, &losses(estate, scenario).items),
    }
}

/// The matrix. Cost: linear in the estate for each scenario in force.
pub fn matrix(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    plans: &Plans<'_, '_>,
) -> Matrix {
    let estate = &standpoint.estate;
    let (activities, tier_1_only) = urgent(standpoint, targets);
    let told = |scenario: &Filed<Scenario>| {
        let sorts = sorts_of(scenario, estate);
        let answers = answers(estate, plans, scenario, &sorts, &activities);
        Told {
            manned: manned(estate, scenario, &activities),
            reference: scenario.reference(),
            sorts,
            answers,
        }
    };
    let scenarios: Vec<Told> = estate.registers.scenarios.approved().map(told).collect();
    let row = |&sort: &LossType| {
        let of_sort: Vec<&Told> = scenarios
            .iter()
            .filter(|it| it.sorts.contains(&sort))
            .collect();
        Row {
            code: code(sort),
            loss_type: sort.as_str(),
            words: words(sort),
            scenarios: of_sort.iter().map(|it| it.reference.clone()).collect(),
            cells: (0..activities.len()).map(|at| cell(&of_sort, at)).collect(),
        }
    };
    let all = estate.registers.scenarios.approved();
    let unsorted = all.filter(|it| it.loss_types.is_empty());
    Matrix {
        tier_1_only,
        rows: LossType::ALL.iter().map(row).collect(),
        unsorted: unsorted.map(Filed::reference).collect(),
        activities: activities
            .iter()
            .map(|&it| {
                let listed = estate.listed(it);
                (listed.reference.clone(), listed.title().to_string())
            })
            .collect(),
    }
}

/// A scenario in force, and the answer to it for each activity that it stops.
struct Told {
    reference: String,
    sorts: Vec<LossType>,
    /// Where a share of people is away: for each activity whether enough are left.
    manned: Vec<Option<Manned>>,
    answers: Vec<Option<Answer>>,
}

fn answers(
    estate: &Estate<'_>,
    plans: &Plans<'_, '_>,
    scenario: &Filed<Scenario>,
    sorts: &[LossType],
    activities: &[Item],
) -> Vec<Option<Answer>> {
    let loss = Loss::in_scenario(estate, scenario, sorts.to_vec());
    let against = plans.against(&loss);
    let one = |&it: &Item| loss.standing.is_stopped(it).then(|| against.answer(it));
    activities.iter().map(one).collect()
}

fn manned(
    estate: &Estate<'_>,
    scenario: &Filed<Scenario>,
    activities: &[Item],
) -> Vec<Option<Manned>> {
    let losses = losses(estate, scenario);
    if losses.absent.is_empty() {
        return vec![None; activities.len()];
    }
    let away = Away::new(estate, &losses);
    let one = |&it: &Item| Some(away.manned(it));
    activities.iter().map(one).collect()
}

/// The activities of tier 1 by deadline, and where these are few, those that must be back next.
fn urgent(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> (Vec<Item>, bool) {
    let due = |item: Item| targets.deadlines.required(item).seconds.unwrap_or(i64::MAX);
    let (mut all, _) = super::who_is_asked(standpoint, targets);
    if all
        .iter()
        .any(|&item| targets.deadlines.required(item).seconds.is_some())
    {
        all.sort_by_key(|&item| (due(item), item));
    }
    let first = |item: &Item| tier_of(standpoint, targets, *item).is_some_and(|tier| tier <= 1);
    let (mut chosen, rest): (Vec<Item>, Vec<Item>) = all.into_iter().partition(first);
    let tier_1 = chosen.len();
    chosen.extend(rest.into_iter().take(FEW.saturating_sub(tier_1)));
    let only = tier_1 > 0 && tier_1 == chosen.len();
    chosen.truncate(MOST);
    (chosen, only)
}

/// The worst of the scenarios of a sort that stop an activity.
fn cell(scenarios: &[&Told], at: usize) -> Cell {
    let stopping = || scenarios.iter().filter_map(|it| it.answers[at].as_ref());
    let worst = stopping().min_by_key(|it| it.covered);
    let mut plans: Vec<String> = stopping().flat_map(|it| it.plans.clone()).collect();
    plans.sort();
    plans.dedup();
    let away = scenarios.iter().filter_map(|it| it.manned[at].as_ref());
    let away = away.min_by_key(|it| it.verdict);
    let left = away.map(|it| it.verdict);
    let state = match (worst.map(|it| it.covered), left) {
        (Some(Covered::Not), _) => State::NotCovered,
        (Some(Covered::Part), _) => State::Part,
        (_, Some(Left::TooFew)) => State::TooFew,
        (_, Some(Left::Unknown)) => State::NotJudged,
        (Some(Covered::Whole), _) => State::Covered,
        (None, Some(_)) => State::Enough,
        (None, None) if scenarios.is_empty() => State::NoScenario,
        (None, None) => State::Spared,
    };
    let missing = match state {
        State::TooFew | State::NotJudged => away.map(|it| it.missing.clone()),
        _ => worst.map(|it| it.missing.clone()),
    };
    Cell {
        state,
        plans,
        missing: missing.unwrap_or_default(),
    }
}
