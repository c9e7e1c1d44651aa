//! Many services at once: on each team that does one thing at a time, who comes back when if the
//! earliest due goes first. It is a first look; with what waits for what, the schedule of a
//! recovery says more.

use engine::due_first::{Job, due_first};
use record::requirements::Scenario;
use serde::Serialize;

use crate::finding::Judge;
use crate::requirements::exposure::fall;
use crate::requirements::loss::losses;

/// The turns of one team.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamTurns {
    /// `team/id`.
    pub team: String,
    /// What it brings back, in turn.
    pub turns: Vec<Turn>,
    /// Items of which nobody says how long they take.
    pub unknown: Vec<String>,
}

/// One item's turn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Turn {
    /// `kind/id`.
    pub id: String,
    /// How long it takes.
    pub takes_seconds: i64,
    /// When it must be back.
    pub due_seconds: Option<i64>,
    /// When it is.
    pub ends_seconds: i64,
    /// How much too late.
    pub late_seconds: i64,
}

/// The turns of each team after a scenario, the team that is latest first. A team of several
/// people is shown as if it did one thing at a time.
pub fn team_turns(judge: &Judge<'_>, scenario: &record::kind::Filed<Scenario>) -> Vec<TeamTurns> {
    let estate = judge.estate();
    let fallen = fall(estate, &losses(estate, scenario));
    let mut teams = std::collections::BTreeMap::<u32, Vec<u32>>::new();
    let mut lost = fallen.standing.lost().to_vec();
    lost.sort_unstable();
    for item in lost {
        let recovery = estate.listed(item).item.recovery.as_ref();
        let by = recovery.and_then(|recovery| recovery.by.as_ref());
        let team = by.and_then(|team| estate.find_kind("team", team.id()));
        if let Some(team) = team {
            teams.entry(team).or_default().push(item);
        }
    }
    let turns = |(team, items): (u32, Vec<u32>)| {
        let takes = |item: &u32| judge.targets.takes[*item as usize];
        let (known, unknown): (Vec<u32>, Vec<u32>) =
            items.into_iter().partition(|item| takes(item).is_some());
        let jobs: Vec<Job> = known
            .iter()
            .map(|item| Job {
                takes: takes(item).unwrap_or(0),
                due: judge.targets.deadlines.required(*item).seconds,
            })
            .collect();
        let turn = |turn: engine::due_first::Turn| Turn {
            id: estate.reference(known[turn.job]).to_string(),
            takes_seconds: jobs[turn.job].takes,
            due_seconds: jobs[turn.job].due,
            ends_seconds: turn.ends,
            late_seconds: turn.late,
        };
        TeamTurns {
            team: estate.reference(team).to_string(),
            turns: due_first(&jobs).into_iter().map(turn).collect(),
            unknown: estate.references(&unknown),
        }
    };
    let mut all: Vec<TeamTurns> = teams.into_iter().map(turns).collect();
    let latest = |it: &TeamTurns| it.turns.iter().map(|turn| turn.late_seconds).max();
    all.sort_by_key(|it| std::cmp::Reverse(latest(it)));
    all
}
