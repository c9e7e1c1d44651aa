//! How far the programme has come: every sub-stage of the practice with its state, and each of its
//! done-criteria with what shows that it holds or not. Nothing is ticked by hand: a sub-stage is
//! done only while its criteria hold, and overdue when something it rests on should have been
//! looked at again.

mod implementation;
mod initiation;
mod invocation;
mod operation;
mod part;
mod requirements;
#[cfg(test)]
mod tests;

use serde::Serialize;

use super::holder::Holders;
use super::scope_board::{ScopeBoard, ScopeRow, Side, scope_board};
use crate::finding::{Finding, Judge};
use crate::state::State;

/// How far a sub-stage has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// Nothing of it is there.
    NotStarted,
    /// Some of it is there.
    InProgress,
    /// All of its criteria hold.
    Done,
    /// Something it rests on should have been looked at again.
    Overdue,
}

impl Progress {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Progress::NotStarted => "not started",
            Progress::InProgress => "in progress",
            Progress::Done => "done",
            Progress::Overdue => "overdue",
        }
    }
}

/// One criterion by which a sub-stage is done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Criterion {
    /// What must hold, in a sentence.
    pub words: &'static str,
    /// Whether it holds.
    pub holds: bool,
    /// What shows that it holds, or what is missing.
    pub why: String,
    /// The records behind it: those that break it, else those that show it.
    pub records: Vec<String>,
    /// The finding whose list says more.
    pub finding: Option<&'static str>,
}

/// Something that should have been looked at again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overdue {
    /// The record.
    pub id: String,
    /// The day.
    pub due: String,
}

/// A sub-stage and its state.
#[derive(Clone, Debug, Serialize)]
pub struct SubStage {
    /// `S1.1`.
    pub id: &'static str,
    /// The number of its stage.
    pub stage: u8,
    /// Its name.
    pub name: &'static str,
    /// How far it has come.
    pub state: Progress,
    /// Its done-criteria.
    pub criteria: Vec<Criterion>,
    /// What it rests on that should have been looked at again.
    pub overdue: Vec<Overdue>,
}

impl SubStage {
    /// The first criterion that does not hold.
    pub fn next(&self) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| !criterion.holds)
    }
}

/// The whole programme.
#[derive(Clone, Debug, Serialize)]
pub struct ProgrammeStatus {
    /// Every sub-stage, in order.
    pub sub_stages: Vec<SubStage>,
}

impl ProgrammeStatus {
    /// The sub-stages of a stage.
    pub fn of_stage(&self, stage: u8) -> impl Iterator<Item = &SubStage> {
        self.sub_stages.iter().filter(move |it| it.stage == stage)
    }
}

/// Tells how far the programme has come. `findings` are all of the estate at the same instant; a
/// folder has no `state`, and so no acknowledgements and no runs. Cost: linear in the records.
pub fn programme_status(
    judge: &Judge<'_>,
    findings: &[Finding],
    state: Option<&State>,
) -> ProgrammeStatus {
    let ground = Ground {
        judge,
        findings,
        state,
        board: scope_board(judge),
        holders: Holders::new(judge.registers(), judge.today()),
    };
    let stages = [
        initiation::parts(&ground),
        requirements::parts(&ground),
        implementation::parts(&ground),
        operation::parts(&ground),
        invocation::parts(&ground),
    ];
    ProgrammeStatus {
        sub_stages: stages.into_iter().flatten().collect(),
    }
}

/// What criteria are judged on.
struct Ground<'a, 'r> {
    judge: &'a Judge<'r>,
    findings: &'a [Finding],
    state: Option<&'a State>,
    board: ScopeBoard,
    holders: Holders<'r>,
}

impl<'a> Ground<'a, '_> {
    /// The items of a kind that are in scope; all of them while no scope is in force.
    fn in_scope<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s ScopeRow> {
        let any = self.board.scopes.is_empty();
        let of_kind = move |row: &&ScopeRow| {
            let is = record::link::split(&row.id).0 == Some(kind);
            is && (any || row.side == Side::In)
        };
        self.board.items.iter().filter(of_kind)
    }

    /// The findings of some codes that no waiver accepts.
    fn open(&self, codes: &'a [&str]) -> impl Iterator<Item = &'a Finding> {
        let open = move |it: &&Finding| it.waived_by.is_none() && codes.contains(&&*it.code);
        self.findings.iter().filter(open)
    }
}
