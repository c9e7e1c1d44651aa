//! Where the five stages stand in the navigation, with the state of each sub-stage, and what is
//! running.

use continuity::initiation::programme_status::{Progress, SubStage};
use continuity::state::State;

use super::reckoned::Reckoned;

/// A state as shape and colour; the word stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It holds.
    Good,
    /// It will not for long, or is on its way.
    Warn,
    /// It does not.
    Bad,
    /// Nothing is known or begun.
    Open,
}

impl Mark {
    /// Its class in the style.
    pub fn class(self) -> &'static str {
        match self {
            Mark::Good => "good",
            Mark::Warn => "warn",
            Mark::Bad => "bad-word",
            Mark::Open => "open-word",
        }
    }

    /// One word for it.
    pub fn word(self) -> &'static str {
        match self {
            Mark::Good => "Well",
            Mark::Warn => "Look",
            Mark::Bad => "Ill",
            Mark::Open => "Open",
        }
    }
}

/// A stage in the navigation.
pub struct Stage {
    /// Its number, from 1.
    pub number: u8,
    /// Its name.
    pub name: &'static str,
    /// Its page.
    pub path: &'static str,
    /// Its sub-stages.
    pub parts: Vec<Part>,
}

/// A sub-stage in the navigation.
pub struct Part {
    /// Where it stands on the page of its stage: `S1.1`.
    pub anchor: String,
    /// Its name.
    pub name: String,
    /// How far it has come, in a word.
    pub state: &'static str,
    /// The same as a shape.
    pub mark: Mark,
}

/// A run that goes on.
pub struct Running {
    /// `Exercise`, `Live`, `Precaution`.
    pub word: &'static str,
    /// Its class in the style.
    pub class: &'static str,
    /// What runs.
    pub title: String,
    /// Its page.
    pub path: String,
    /// Since when.
    pub since: Option<String>,
}

/// What stands below the stages.
pub const LISTS: &[(&str, &str)] = &[
    ("/runs", "Runs"),
    ("/findings", "Findings"),
    ("/items", "Items"),
    ("/map", "Dependency map"),
    ("/requirements/margin", "Margin now"),
    ("/requirements/impact", "What if"),
    ("/records", "Records"),
    ("/changes", "Changes"),
    ("/help", "Handbook"),
];

/// What can be done, for the palette.
pub const ACTIONS: &[(&str, &str)] = &[
    ("/requirements/bia", "Impact analysis"),
    ("/requirements/ahead", "What we will miss next"),
    ("/requirements/forecast", "Hazards and forecast"),
    ("/requirements/warnings", "Warnings"),
    ("/requirements/risks", "Risks in numbers"),
    ("/requirements/unknown", "Unknown disasters"),
    ("/requirements/unknown/adhoc", "Something else is lost"),
    ("/requirements/strategy", "Strategy: compare the options"),
    ("/requirements/measures", "What measures do"),
    (
        "/implementation/recover",
        "Recovery after a loss: the schedule",
    ),
    ("/requirements/turns", "Many services at once"),
    ("/implementation/rollout", "From policy to practice"),
    ("/implementation/black-start", "Start from black"),
    ("/requirements/risks/curve", "What a year may cost"),
    (
        "/requirements/bia/begin",
        "Begin a campaign of the impact analysis",
    ),
    ("/requirements/bia/report", "Report of the impact analysis"),
    ("/implementation/documents", "Documents to print"),
    ("/account", "Your account"),
    ("/api", "API"),
];

const STAGES: [(u8, &str, &str); 5] = [
    (1, "Initiation", "/initiation"),
    (2, "Requirements and strategy", "/requirements"),
    (3, "Implementation", "/implementation"),
    (4, "Ongoing operation", "/operation"),
    (5, "Invocation", "/invocation"),
];

/// The five stages, with what was last known of their parts.
pub fn stages(known: Option<&Reckoned>) -> Vec<Stage> {
    let stage = |(number, name, path)| Stage {
        number,
        name,
        path,
        parts: known.map(|known| parts(known, number)).unwrap_or_default(),
    };
    STAGES.into_iter().map(stage).collect()
}

fn parts(known: &Reckoned, stage: u8) -> Vec<Part> {
    let part = |it: &SubStage| Part {
        anchor: it.id.into(),
        name: it.name.into(),
        state: it.state.words(),
        mark: mark(it.state),
    };
    known.status.of_stage(stage).map(part).collect()
}

/// How far a sub-stage has come, as a shape.
pub fn mark(progress: Progress) -> Mark {
    match progress {
        Progress::Done => Mark::Good,
        Progress::InProgress => Mark::Warn,
        Progress::Overdue => Mark::Bad,
        Progress::NotStarted => Mark::Open,
    }
}

/// The runs that go on.
pub fn running(state: &State) -> Vec<Running> {
    let zone = super::when::zone(&state.registers);
    let on = state.runs().filter(|run| run.is_on());
    let running = on.map(|run| Running {
        word: super::invocation::runs::mode_word(run.mode().as_str()),
        class: run.mode().as_str(),
        title: run.plan().map_or("", |plan| plan.title()).to_owned(),
        path: format!("/runs/{}", run.id()),
        since: Some(super::when::words(run.start.at, &zone)),
    });
    running.collect()
}
