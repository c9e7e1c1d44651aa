//! Runs over the API: what is on and what was, and every report on the day. A person ticking a box
//! on a page asks for the very same commands.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::command::{Command, Start, Tick, Told};
use continuity::event::{Criterion, Minimum, Mode, Outcome, RunStoodDown};
use jiff::Timestamp;
use record::shape::Shape as _;
use record::value::Percent;

use super::call::Call;
use super::order;
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::reply;
use super::shape::{Shape, value};
use crate::answer;

/// What the list of runs may be asked.
pub const LIST: &[Parameter] = &[Parameter::new("on", Sort::Truth, "Only those that go on.")];

record::fields! {
    /// How a plan begins to be carried out.
    pub struct Starting {
        /// The plan.
        plan: String,
        /// Why it is carried out: exercise, live or precaution.
        mode: Mode,
        /// The exercise it belongs to.
        exercise: Option<String>,
        /// What is lost, or taken to be; absent: the exercise's.
        scenario: Option<String>,
        /// When recovery began; absent: now.
        at: Option<Timestamp>,
        /// When the disruption began.
        began: Option<Timestamp>,
        /// Why it is decided; needed unless it is an exercise.
        reason: Option<String>,
        /// The plan's name once more, unless it is an exercise.
        typed: Option<String>,
    }
}

record::fields! {
    /// How far a step has come.
    pub struct Ticking {
        /// What is said of it.
        what: Told,
        /// When it was so; absent: now.
        at: Option<Timestamp>,
        /// When it was begun, where that is said only now.
        started: Option<Timestamp>,
        /// Why, or what was seen.
        note: Option<String>,
    }
}

record::fields! {
    /// Something noted of a run.
    pub struct Noting {
        /// What.
        text: String,
        /// When it was so; absent: now.
        at: Option<Timestamp>,
    }
}

record::fields! {
    /// How a run ends.
    pub struct Ending {
        /// What came of it.
        outcome: Outcome,
        /// When; absent: now.
        at: Option<Timestamp>,
        /// The criteria, in their order.
        criteria: Vec<Criterion>,
        /// Who of the business confirmed the minimum level, and from when.
        minimum: Option<Minimum>,
        /// How much of the current data was restored.
        data_volume: Option<Percent>,
        /// What else is to be said.
        note: Option<String>,
    }
}

record::fields! {
    /// Whether a run was as it says.
    pub struct Verifying {
        /// True where it was.
        confirmed: bool,
        /// What was seen.
        note: Option<String>,
    }
}

/// How a plan begins to be carried out.
pub static START: Shape = Shape {
    name: "start",
    schema: || value(&Starting::schema()),
};
/// How far a step has come.
pub static TICK: Shape = Shape {
    name: "tick",
    schema: || value(&Ticking::schema()),
};
/// Something noted of a run.
pub static NOTE: Shape = Shape {
    name: "run-note",
    schema: || value(&Noting::schema()),
};
/// How a run ends.
pub static END: Shape = Shape {
    name: "stand-down",
    schema: || value(&Ending::schema()),
};
/// Whether a run was as it says.
pub static VERIFICATION: Shape = Shape {
    name: "verification",
    schema: || value(&Verifying::schema()),
};

/// All runs, the latest first.
pub async fn list(call: Call) -> Result<Response, Problem> {
    let on = call.query.truth("on");
    let present = call.doors.ledger.present();
    let runs = present.state.runs().filter(|run| !on || run.is_on());
    let mut runs: Vec<_> = runs.collect();
    runs.sort_by_key(|run| std::cmp::Reverse((run.start.at, run.seq)));
    let items = runs.into_iter().map(answer::runs::row).collect();
    Ok(reply::json_bytes(answer::json(&answer::runs::Rows {
        items,
    })))
}

/// A run: where it stands now, how it ended, and what happened in it.
pub async fn read(call: Call) -> Result<Response, Problem> {
    let now = crate::web::reckoned::of(&call).await?;
    let present = call.doors.ledger.present();
    let id = call.path.get("run");
    let run = present.state.run(id);
    let run = run.ok_or_else(|| Problem::unknown(&format!("run/{id}")))?;
    let situation = answer::runs::standing(run, |id| now.item(id), call.now);
    let mut whole = serde_json::to_value(&situation).unwrap_or_default();
    let history = value(&answer::runs::history(run));
    if let (Some(whole), Some(history)) = (whole.as_object_mut(), history.as_object()) {
        whole.extend(history.clone());
    }
    Ok(reply::json_bytes(answer::json(&whole)))
}

/// Begins to carry out a plan.
pub async fn start(call: Call) -> Result<Response, Problem> {
    let body = call.body::<Starting>()?;
    let run = new_run(&call)?;
    let command = Command::StartRun(Box::new(Start {
        run: run.clone(),
        mode: body.mode,
        plan: body.plan,
        exercise: body.exercise,
        scenario: body.scenario,
        at: body.at,
        began: body.began,
        reason: body.reason,
        typed: body.typed,
    }));
    let receipt = order::execute(&call, command).await?;
    let run = started(&call, &receipt, run);
    Ok(order::created(&receipt, &format!("/api/v1/runs/{run}")))
}

/// The id of a run to come: the request's where that is a UUID, so that the same request leads to
/// the same run.
pub fn new_run(call: &Call) -> Result<String, Problem> {
    let request = call.request()?.and_then(|id| id.parse::<uuid::Uuid>().ok());
    Ok(request.unwrap_or_else(uuid::Uuid::now_v7).to_string())
}

/// The run that a receipt speaks of; of a repeated request it is the first one's.
pub fn started(call: &Call, receipt: &ledger::Receipt, run: String) -> String {
    let present = call.doors.ledger.present();
    let first = receipt.entries.map(|(first, _)| first);
    let found = present.state.runs().find(|run| Some(run.seq) == first);
    found.map_or(run, |run| run.id().to_string())
}

/// Says how far a step has come.
pub async fn tick(call: Call) -> Result<Response, Problem> {
    let body = call.body::<Ticking>()?;
    let command = Command::Tick(Tick {
        run: call.path.get("run").to_string(),
        step: call.path.get("step").to_string(),
        what: body.what,
        at: body.at,
        started: body.started,
        note: body.note,
    });
    let receipt = order::execute(&call, command).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

/// Notes something.
pub async fn note(call: Call) -> Result<Response, Problem> {
    let Noting { text, at } = call.body::<Noting>()?;
    let run = call.path.get("run").to_string();
    let receipt = order::execute(&call, Command::NoteRun { run, at, text }).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

/// Ends a run.
pub async fn stand_down(call: Call) -> Result<Response, Problem> {
    let body = call.body::<Ending>()?;
    let command = Command::StandDown(Box::new(RunStoodDown {
        run: call.path.get("run").to_string(),
        at: body.at.unwrap_or(call.now),
        outcome: body.outcome,
        criteria: body.criteria,
        minimum: body.minimum,
        data_volume: body.data_volume,
        note: body.note,
    }));
    let receipt = order::execute(&call, command).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

/// Says whether a run was as it says.
pub async fn verify(call: Call) -> Result<Response, Problem> {
    let Verifying { confirmed, note } = call.body::<Verifying>()?;
    let run = call.path.get("run").to_string();
    let command = Command::VerifyRun {
        run,
        confirmed,
        note,
    };
    let receipt = order::execute(&call, command).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}
