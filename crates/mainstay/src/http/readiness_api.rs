//! Readiness and evidence over the API, from the records with the policy that ships beside them.

use axum::response::Response;

use super::answer_api::{AT, computed, given, judged};
use super::call::Call;
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::record_api::AS_OF;
use crate::answer;

/// What `readiness` may be asked.
pub const READINESS: &[Parameter] = &[AS_OF, AT];
/// What `evidence` may be asked.
pub const EVIDENCE: &[Parameter] = &[
    Parameter::new("of", Sort::Text, "The item.").required(),
    AS_OF,
    AT,
];

/// How many services must be back, would be, and were shown to be.
pub async fn readiness(call: Call) -> Result<Response, Problem> {
    computed(&call, move |present, at| {
        let registers = judged(present);
        let given = given(&registers, &[], at);
        let readiness = answer::readiness::readiness(&given, &present.state);
        Ok(answer::json(&readiness))
    })
    .await
}

/// What speaks for an item's coming back in time.
pub async fn evidence(call: Call) -> Result<Response, Problem> {
    let of = call.query.text("of").unwrap_or_default().to_string();
    computed(&call, move |present, at| {
        let registers = judged(present);
        let given = given(&registers, &[], at);
        let evidence = answer::readiness::evidence(&given, &present.state, &of)?;
        Ok(answer::json(&evidence))
    })
    .await
}
