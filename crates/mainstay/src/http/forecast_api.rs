//! Forecasts over HTTP: made on a snapshot, kept as they are made, and scored by what came.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::command::Command;

use super::answer_api::{AT, computed, given};
use super::call::Call;
use super::order;
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::record_api::AS_OF;
use crate::answer::{self, forecast as answers};

const WITHIN: Parameter = Parameter::new(
    "within",
    Sort::Text,
    "How far ahead: `30d`, `1y`. Default: 30d.",
);
/// What `forecast` may be asked.
pub const FORECAST: &[Parameter] = &[WITHIN, AS_OF, AT];
/// What the kept forecasts may be asked.
pub const KEPT: &[Parameter] = &[AS_OF, AT];
/// What keeping may be told.
pub const KEEP: &[Parameter] = &[WITHIN];

fn within(call: &Call) -> String {
    let within = call.query.text("within");
    within.unwrap_or(answers::WITHIN).to_string()
}

/// What may come.
pub async fn forecast(call: Call) -> Result<Response, Problem> {
    let within = within(&call);
    computed(&call, move |present, at| {
        let given = given(&present.state.registers, &[], at);
        Ok(answer::json(&answers::forecast(
            &given,
            Some(&present.state),
            &within,
        )?))
    })
    .await
}

/// The forecasts that were kept, and their score.
pub async fn kept(call: Call) -> Result<Response, Problem> {
    computed(&call, |present, at| {
        Ok(answer::json(&answers::kept_forecasts(&present.state, at)))
    })
    .await
}

/// Keeps the forecast of this moment.
pub async fn keep(call: Call) -> Result<Response, Problem> {
    let command = command(&call, within(&call)).await?;
    let receipt = order::execute(&call, command).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

/// The command that keeps the forecast of this moment.
pub async fn command(call: &Call, within: String) -> Result<Command, Problem> {
    let (present, at) = (call.doors.ledger.present(), call.now);
    let made = call.doors.compute(move || {
        let given = given(&present.state.registers, &[], at);
        answers::to_keep(&given, &present.state, &within)
    });
    let statements = made.await??;
    Ok(Command::KeepForecasts { statements })
}
