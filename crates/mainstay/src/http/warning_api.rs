//! Warnings over the API: a feed's bytes come in, the board of warnings goes out, measures on them
//! are decided, and what came of them is said.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::command::{Command, DecidePrecaution, JudgeWarning};
use continuity::event::Came;
use jiff::Timestamp;
use record::shape::Shape as _;

use super::answer_api::{AT, given, judged, present};
use super::call::{Call, Sent};
use super::order;
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::record_api::AS_OF;
use super::reply;
use super::run_api::new_run;
use super::shape::{Shape, value};
use crate::answer;
use crate::answer::alerts::brought;
use crate::answer::warnings::{board, one};

/// What may be said of warnings that are sent.
pub const RECEIVE: &[Parameter] = &[Parameter::new(
    "feed",
    Sort::Text,
    "The feed that brings them, as an id. Default: `api`.",
)];
/// What the board may be asked.
pub const BOARD: &[Parameter] = &[AS_OF, AT];

record::fields! {
    /// Whether a measure is carried out on a warning.
    pub struct Deciding {
        /// The measure.
        measure: String,
        /// True to carry it out.
        accept: bool,
        /// Why.
        reason: Option<String>,
        /// The plan's name once more, where it is carried out by a plan.
        typed: Option<String>,
    }
}

record::fields! {
    /// What came of a warning.
    pub struct Judging {
        /// What came.
        came: Came,
        /// When it struck.
        struck: Option<Timestamp>,
        /// What was seen.
        note: Option<String>,
    }
}

/// Whether a measure is carried out on a warning.
pub static DECISION: Shape = Shape {
    name: "precaution",
    schema: || value(&Deciding::schema()),
};
/// What came of a warning.
pub static OUTCOME: Shape = Shape {
    name: "warning-outcome",
    schema: || value(&Judging::schema()),
};

/// Takes warnings in.
pub async fn receive(call: Call) -> Result<Response, Problem> {
    let Sent::Bytes(bytes) = &call.sent else {
        return Err(Problem::invalid("The bytes of the warnings are missing."));
    };
    let feed = call.query.text("feed").unwrap_or("api").to_string();
    let bytes = bytes.clone();
    let reading = move || brought(&feed, &feed, &bytes);
    let (read, brought) = call.doors.compute(reading).await?;
    if read.is_broken() {
        let why = brought.errors.join("; ");
        return Err(Problem::invalid(format!("Nothing could be read: {why}.")));
    }
    let command = Command::ReceiveWarnings(Box::new(brought));
    let receipt = order::execute(&call, command).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

/// The board of warnings.
pub async fn list(call: Call) -> Result<Response, Problem> {
    let present = present(&call).await?;
    let at = call.query.instant("at").unwrap_or(call.now);
    let (silent, expected) = call.doors.keeping.warnings();
    let compute = move || {
        let registers = judged(&present);
        let given = given(&registers, &[], at);
        answer::json(&board(&given, &present.state, silent, &expected))
    };
    Ok(reply::json_bytes(call.doors.compute(compute).await?))
}

/// One warning with what can be done on it.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let present = present(&call).await?;
    let at = call.query.instant("at").unwrap_or(call.now);
    let id = call.path.get("warning").to_string();
    let asked = id.clone();
    let compute = move || {
        let registers = judged(&present);
        let given = given(&registers, &[], at);
        one(&given, &present.state, &asked).map(|(one, _)| answer::json(&one))
    };
    let found = call.doors.compute(compute).await?;
    let found = found.ok_or_else(|| Problem::unknown(&format!("warning/{id}")));
    Ok(reply::json_bytes(found?))
}

/// Decides on a measure.
pub async fn decide(call: Call) -> Result<Response, Problem> {
    let body = call.body::<Deciding>()?;
    let command = Command::DecidePrecaution(Box::new(DecidePrecaution {
        warning: call.path.get("warning").to_string(),
        measure: body.measure,
        accept: body.accept,
        reason: body.reason,
        run: new_run(&call)?,
        typed: body.typed,
    }));
    let receipt = order::execute(&call, command).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

/// Says what came of a warning.
pub async fn judge(call: Call) -> Result<Response, Problem> {
    let body = call.body::<Judging>()?;
    let command = Command::JudgeWarning(JudgeWarning {
        warning: call.path.get("warning").to_string(),
        came: body.came,
        struck: body.struck,
        note: body.note,
    });
    let receipt = order::execute(&call, command).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}
