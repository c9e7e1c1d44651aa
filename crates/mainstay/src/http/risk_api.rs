//! Risk in numbers over HTTP. Who may not see money gets the same answers with every amount
//! unknown.

use axum::response::Response;
use continuity::requirements::risk_numbers::Supposed;

use super::answer_api::{AT, computed_as_seen};
use super::call::Call;
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::record_api::AS_OF;
use crate::answer;
use crate::answer::simulate::{self as answers, RUNS, RUNS_MOST, SEED};

const WITH: Parameter = Parameter::new(
    "with",
    Sort::Text,
    "A measure, by its id, that is counted as if it operated.",
);
const WITHOUT: Parameter = Parameter::new(
    "without",
    Sort::Text,
    "A measure, by its id, that is counted as if it did not operate.",
);

/// What `simulate` may be asked.
pub const SIMULATE: &[Parameter] = &[
    Parameter::new(
        "scenario",
        Sort::Text,
        "The scenario that is recovered from; else all is lost but people.",
    ),
    Parameter::new(
        "runs",
        Sort::Whole(1, RUNS_MOST),
        "How many recoveries and years are drawn. Default: 10,000.",
    ),
    Parameter::new("seed", Sort::Whole(0, u64::MAX), "The seed. Default: 1."),
    WITH.many(),
    WITHOUT.many(),
    AS_OF,
    AT,
];
/// What the register may be asked.
pub const RISKS: &[Parameter] = &[WITH.many(), WITHOUT.many(), AS_OF, AT];

/// What is asked, as the query says it.
pub fn asked(call: &Call, runs: usize) -> answers::Asked {
    let ids = |name: &str| {
        let texts = call.query.texts(name).into_iter();
        texts
            .map(|text| {
                text.strip_prefix("measure/")
                    .map_or(text.clone(), str::to_owned)
            })
            .collect()
    };
    let whole = |name: &str| {
        call.query
            .text(name)
            .and_then(|it| it.trim().parse::<u64>().ok())
    };
    let runs = whole("runs").unwrap_or(runs as u64).clamp(1, RUNS_MOST);
    answers::Asked {
        scenario: call
            .query
            .text("scenario")
            .filter(|it| !it.is_empty())
            .map(str::to_owned),
        runs: runs as usize,
        seed: whole("seed").unwrap_or(SEED),
        supposed: Supposed {
            with: ids("with"),
            without: ids("without"),
        },
    }
}

/// Recovery times and the loss of a year.
pub async fn simulate(call: Call) -> Result<Response, Problem> {
    let asked = asked(&call, RUNS);
    computed_as_seen(&call, move |given| {
        Ok(answer::json(&answers::simulate(given, &asked)?))
    })
    .await
}

/// The register of risks in numbers.
pub async fn risks(call: Call) -> Result<Response, Problem> {
    let asked = asked(&call, RUNS);
    computed_as_seen(&call, move |given| {
        Ok(answer::json(&answers::risks(given, &asked.supposed)))
    })
    .await
}
