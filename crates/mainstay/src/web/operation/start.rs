//! Beginning to carry out a plan: what the forms send, and what comes of it.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::command::{Command, Start};
use continuity::event::Mode;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::http::run_api::{new_run, started};
use crate::web::form::{self, Faults};
use crate::web::when;

/// Who an actor is, for people: the account's id.
pub fn who(actor: &str) -> &str {
    actor.split_once('/').map_or(actor, |(_, id)| id)
}

/// An instant as a form says it: empty for now, local time of the organisation, or with its offset.
pub fn instant(text: &str, zone: &TimeZone) -> Result<Option<Timestamp>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(Some(at));
    }
    let local: Result<jiff::civil::DateTime, _> = text.parse();
    let zoned = local
        .ok()
        .and_then(|local| zone.to_ambiguous_zoned(local).compatible().ok());
    let wrong = || "write it as 2026-06-19 14:30".to_owned();
    zoned.map(|zoned| Some(zoned.timestamp())).ok_or_else(wrong)
}

/// Starts what the form asks for; on a fault the page of the plan once more, with what was typed.
pub async fn done(call: Call) -> Result<Response, Problem> {
    let plan = call.path.get("id").to_owned();
    let fields = call.fields();
    let mode = match fields.text("mode") {
        "live" => Mode::Live,
        "precaution" => Mode::Precaution,
        _ => Mode::Exercise,
    };
    let owned = |name: &str| fields.filled(name).map(str::to_owned);
    let zone = when::zone(&call.doors.ledger.present().state.registers);
    let mut faults = Faults::default();
    let mut said = |name: &str| {
        instant(fields.text(name), &zone).unwrap_or_else(|fault| {
            faults.add(name, fault);
            None
        })
    };
    let (at, began) = (said("at"), said("began"));
    if !faults.is_empty() {
        return super::plan::show_with(&call, &faults, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let run = new_run(&call)?;
    let start = Start {
        run: run.clone(),
        mode,
        plan,
        exercise: owned("exercise"),
        scenario: owned("scenario"),
        at,
        began,
        reason: owned("reason"),
        typed: owned("typed"),
    };
    match order::execute(&call, Command::StartRun(Box::new(start))).await {
        Ok(receipt) => {
            let run = started(&call, &receipt, run);
            Ok(form::away(&format!("/runs/{run}"), &receipt))
        }
        Err(problem) if problem.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            let faults = Faults::of(&problem);
            super::plan::show_with(&call, &faults, problem.status()).await
        }
        Err(problem) => Err(problem),
    }
}
