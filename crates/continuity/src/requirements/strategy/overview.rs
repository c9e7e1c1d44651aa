//! Every service with its strategy: decided, open or a gap; what that costs and avoids, and what
//! it all comes to. What several options build on is counted once.

use std::collections::BTreeSet;

use serde::Serialize;

use super::comparison::{Assumed, Column, comparison};
use super::cost::{Range, measure_per_year, operates};
use super::decision::Standing;
use super::workings::Workings;
use crate::initiation::scope_board::{Side, scope_board};
use crate::requirements::recovery_targets::Verdict;
use record::requirements::scenario::Mode;

/// One item and mode for which something is to be decided.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StrategyRow {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The failure mode.
    pub mode: &'static str,
    /// By when it must be back.
    pub required_seconds: Option<i64>,
    /// When it would be back today.
    pub today_seconds: Option<i64>,
    /// Whether it reaches its targets today.
    pub today: Verdict,
    /// How many options there are.
    pub options: usize,
    /// How far the decision has come.
    pub standing: Standing,
    /// The choice.
    pub choice: Option<String>,
    /// The option taken.
    pub option: Option<String>,
    /// Whether the option taken reaches the targets.
    pub verdict: Option<Verdict>,
    /// What the option taken costs a year, what it builds on included.
    pub cost_per_year: Option<Range>,
    /// The expected loss a year that it takes away.
    pub avoided_per_year: Option<f64>,
    /// What each unit of avoided loss costs.
    pub cost_per_avoided: Option<f64>,
    /// The cheapest option in time.
    pub cheapest_in_time: Option<String>,
}

/// All of them.
#[derive(Clone, Debug, Serialize)]
pub struct StrategyOverview {
    /// The currency of all amounts.
    pub currency: String,
    /// The rows: gaps and open ones first.
    pub rows: Vec<StrategyRow>,
    /// How many services have a decision for every mode that stops them.
    pub decided: usize,
    /// Of how many.
    pub of: usize,
    /// How many gaps are accepted.
    pub gaps_accepted: usize,
    /// What all options taken cost a year, each and what they build on once.
    pub cost_per_year: Range,
    /// Options taken of which nobody says what they cost.
    pub without_cost: Vec<String>,
    /// The loss avoided, as far as known.
    pub avoided_per_year: Option<f64>,
    /// What each unit of avoided loss costs.
    pub cost_per_avoided: Option<f64>,
}

/// The overview of all services in scope, and of all else that an option covers. Cost: that of the
/// capability of today, and of each option with changes.
pub fn strategy_overview(workings: &Workings<'_, '_>) -> StrategyOverview {
    let judge = workings.judge;
    let estate = judge.estate();
    let mut of: BTreeSet<String> = scope_board(judge)
        .items
        .iter()
        .filter(|row| row.id.starts_with("service/") && row.side != Side::Out)
        .map(|row| row.id.clone())
        .collect();
    for option in judge.registers().options.live() {
        let covered = option.covers.iter().filter_map(|it| estate.find(&it.text));
        of.extend(covered.map(|item| estate.reference(item).to_string()));
    }
    let mut rows = Vec::new();
    for reference in &of {
        let mut modes = workings.modes(reference);
        if modes.is_empty() {
            modes.push(Mode::Loss);
        }
        rows.extend(
            modes
                .into_iter()
                .filter_map(|mode| row(workings, reference, mode)),
        );
    }
    let open = |row: &StrategyRow| matches!(row.standing, Standing::Open | Standing::Proposed);
    let services: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let undecided: BTreeSet<&str> = rows
        .iter()
        .filter(|row| open(row) || row.standing == Standing::Expired)
        .map(|row| row.id.as_str())
        .collect();
    let (decided, of) = (services.len() - undecided.len(), services.len());
    let (cost_per_year, without_cost) = total(workings, &rows);
    let avoided: Vec<f64> = rows.iter().filter_map(|row| row.avoided_per_year).collect();
    let avoided = (!avoided.is_empty()).then(|| avoided.iter().sum::<f64>());
    rows.sort_by_key(|row| (urgency(row), row.required_seconds.unwrap_or(i64::MAX)));
    StrategyOverview {
        currency: workings.code().to_string(),
        decided,
        of,
        gaps_accepted: rows
            .iter()
            .filter(|row| row.standing == Standing::GapAccepted)
            .count(),
        cost_per_year,
        without_cost,
        avoided_per_year: avoided,
        cost_per_avoided: per_avoided(Some(cost_per_year), avoided),
        rows,
    }
}

/// The worst first: a target missed and nothing decided, then what ran out, then what is open.
fn urgency(row: &StrategyRow) -> u8 {
    let missed = matches!(row.today, Verdict::Misses | Verdict::Infeasible);
    match row.standing {
        Standing::Open | Standing::Proposed if missed => 0,
        Standing::Expired => 1,
        _ if row.verdict == Some(Verdict::Misses) => 2,
        Standing::Open | Standing::Proposed => 3,
        Standing::GapAccepted => 4,
        Standing::Decided => 5,
    }
}

fn per_avoided(cost: Option<Range>, avoided: Option<f64>) -> Option<f64> {
    let (cost, avoided) = cost.zip(avoided)?;
    (avoided > 0.0).then(|| cost.middle() / avoided)
}

fn row(workings: &Workings<'_, '_>, reference: &str, mode: Mode) -> Option<StrategyRow> {
    let all = comparison(workings, reference, Some(mode), Assumed::NOTHING, None)?;
    let decision = all.decisions.first();
    let standing = decision.map_or(Standing::Open, |it| it.standing);
    let taken = decision.map(|it| it.option.clone());
    let column = |id: &String| all.options.iter().find(|it| &it.id == id);
    let taken_column: Option<&Column> = taken.as_ref().and_then(column);
    let counts = matches!(standing, Standing::Decided | Standing::GapAccepted);
    let cost = taken_column.filter(|_| counts);
    let cost = cost.and_then(|column| column.cost.per_year);
    let avoided = taken_column.filter(|_| counts);
    let avoided = avoided.and_then(|column| column.avoided_per_year);
    let today = workings.worst(&workings.today(), mode, reference);
    let required = all.required_seconds;
    let back = today.and_then(|today| today.back_seconds);
    Some(StrategyRow {
        id: all.id,
        name: all.name,
        mode: all.mode,
        required_seconds: required,
        today_seconds: back,
        today: match (required, back) {
            (None, _) => Verdict::NoTarget,
            (Some(required), _) if required < 0 => Verdict::Infeasible,
            (Some(_), None) => Verdict::Unknown,
            (Some(required), Some(back)) if back <= required => Verdict::Meets,
            _ => Verdict::Misses,
        },
        options: all
            .options
            .iter()
            .filter(|column| column.id != "today")
            .count(),
        standing,
        choice: decision.map(|it| it.id.clone()),
        verdict: taken_column.map(|column| column.verdict),
        option: taken,
        cost_per_year: cost,
        avoided_per_year: avoided,
        cost_per_avoided: per_avoided(cost, avoided),
        cheapest_in_time: all.cheapest_in_time,
    })
}

/// What all options taken cost, each once, and what they build on once.
fn total(workings: &Workings<'_, '_>, rows: &[StrategyRow]) -> (Range, Vec<String>) {
    let registers = workings.judge.registers();
    let counts =
        |row: &&StrategyRow| matches!(row.standing, Standing::Decided | Standing::GapAccepted);
    let taken: BTreeSet<&str> = rows
        .iter()
        .filter(counts)
        .filter_map(|row| row.option.as_deref())
        .collect();
    let (mut sum, mut unknown) = (Range::default(), Vec::new());
    let mut built = BTreeSet::new();
    for reference in taken {
        let (_, id) = record::link::split(reference);
        let Some(option) = registers.options.get(id) else {
            continue;
        };
        let cost = super::cost::cost(registers, id, option, workings.currency);
        match cost.own_per_year {
            Some(own) => sum = sum.plus(own),
            None => unknown.push(reference.to_string()),
        }
        built.extend(option.builds_on.iter().map(|it| it.id().to_string()));
    }
    for id in built {
        let Some(measure) = registers.measures.get(&id).filter(|it| !operates(&it.own)) else {
            continue;
        };
        match measure_per_year(&measure.own, workings.currency) {
            Some(cost) => sum = sum.plus(cost),
            None => unknown.push(measure.reference()),
        }
    }
    (sum, unknown)
}
