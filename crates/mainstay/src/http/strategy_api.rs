//! Options, decisions and measures over HTTP. Who may not see money gets the same answers with
//! every amount unknown.

use axum::response::Response;
use continuity::requirements::strategy::comparison::Assumed;

use super::answer_api::{AT, computed_as_seen};
use super::call::Call;
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::record_api::AS_OF;
use crate::answer::{self, strategy};

/// What the strategy may be asked.
pub const STRATEGY: &[Parameter] = &[
    Parameter::new(
        "of",
        Sort::Text,
        "The item whose options are compared; else all services.",
    ),
    Parameter::new(
        "mode",
        Sort::Words(&["loss", "corruption", "malicious", "supplier-exit", "people"]),
        "The failure mode; else the first in which something is to be decided.",
    ),
    Parameter::new(
        "frequency",
        Sort::Whole(1, 10_000),
        "Everything happens so many percent as often.",
    ),
    Parameter::new(
        "loss",
        Sort::Whole(1, 10_000),
        "Every outage costs so many percent as much.",
    ),
    AS_OF,
    AT,
];
/// What measures may be asked.
pub const MEASURES: &[Parameter] = &[AS_OF, AT];
/// What turns may be asked.
pub const TURNS: &[Parameter] = &[
    Parameter::new("scenario", Sort::Text, "The scenario.").required(),
    AS_OF,
    AT,
];

/// Every service, or the options of one item.
pub async fn strategy(call: Call) -> Result<Response, Problem> {
    let percent = |name| call.query.whole(name).unwrap_or(100) as f64 / 100.0;
    let (frequency, loss) = (percent("frequency"), percent("loss"));
    let (of, mode) = (call.query.text("of"), call.query.text("mode"));
    let asked = of.map(|of| strategy::Asked {
        mode: mode.map(str::to_owned),
        assumed: Assumed {
            frequency,
            loss,
            ..Assumed::NOTHING
        },
        ..strategy::Asked::of(of)
    });
    computed_as_seen(&call, move |given| {
        Ok(match &asked {
            Some(asked) => answer::json(&strategy::compare(given, asked)?),
            None => answer::json(&strategy::overview(given)),
        })
    })
    .await
}

/// What each measure does.
pub async fn measures(call: Call) -> Result<Response, Problem> {
    computed_as_seen(&call, |given| Ok(answer::json(&strategy::measures(given)))).await
}

/// Who comes back when, team by team.
pub async fn turns(call: Call) -> Result<Response, Problem> {
    let scenario = call.query.text("scenario").unwrap_or_default().to_owned();
    computed_as_seen(&call, move |given| {
        Ok(answer::json(&strategy::turns(given, &scenario)?))
    })
    .await
}

/// Whether standby capacity carries what a scenario stops.
pub async fn standby(call: Call) -> Result<Response, Problem> {
    let scenario = call.query.text("scenario").unwrap_or_default().to_owned();
    computed_as_seen(&call, move |given| {
        Ok(answer::json(&strategy::standby(given, &scenario)?))
    })
    .await
}
