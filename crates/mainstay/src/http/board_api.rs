//! The answers of Initiation over HTTP: how far the programme has come, its boards, and who
//! decides.

use axum::response::Response;
use continuity::homes::Homes;

use super::answer_api::{AT, computed, given, judged};
use super::call::Call;
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::record_api::AS_OF;
use crate::answer::{self, Given, boards};

/// What a board may be asked.
pub const BOARD: &[Parameter] = &[AS_OF, AT];
/// What `who` may be asked.
pub const WHO: &[Parameter] = &[
    Parameter::new(
        "lose",
        Sort::Text,
        "What is lost: `kind/id`, an unambiguous id, another name, or `scenario/ID`.",
    )
    .many(),
    AS_OF,
    AT,
];

/// How far the programme has come.
pub async fn programme_status(call: Call) -> Result<Response, Problem> {
    computed(&call, move |present, at| {
        let (registers, homes) = (judged(present), Homes::of(&present.state));
        let given = Given {
            homes: &homes,
            ..given(&registers, &[], at)
        };
        let status = answer::programme_status::programme_status(&given, Some(&present.state));
        Ok(answer::json(&status))
    })
    .await
}

/// Who holds each function.
pub async fn who(call: Call) -> Result<Response, Problem> {
    let lose = call.query.texts("lose");
    computed(&call, move |present, at| {
        let given = given(&present.state.registers, &[], at);
        Ok(answer::json(&answer::who::who(&given, &lose)?))
    })
    .await
}

async fn board<T: serde::Serialize + 'static>(
    call: &Call,
    ask: fn(&Given<'_>) -> T,
) -> Result<Response, Problem> {
    computed(call, move |present, at| {
        let given = given(&present.state.registers, &[], at);
        Ok(answer::json(&ask(&given)))
    })
    .await
}

/// Everything known: in, out or undecided.
pub async fn scope(call: Call) -> Result<Response, Problem> {
    board(&call, boards::scope).await
}

/// Every role.
pub async fn roles(call: Call) -> Result<Response, Problem> {
    board(&call, boards::roles).await
}

/// What the programme delivers.
pub async fn programme(call: Call) -> Result<Response, Problem> {
    board(&call, boards::programme).await
}

/// Budget lines against what they pay.
pub async fn budget(call: Call) -> Result<Response, Problem> {
    board(&call, boards::budget).await
}

/// Who steers.
pub async fn steering(call: Call) -> Result<Response, Problem> {
    board(&call, boards::steer).await
}
