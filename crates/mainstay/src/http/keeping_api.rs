//! How the journal is kept, over HTTP: for whoever answers for it and for what watches it.

use axum::response::Response;
use serde_json::json;

use super::call::Call;
use super::problem::Problem;
use super::reply;
use crate::answer;

/// How backups, rehearsals and checkpoints stand.
pub async fn keeping(call: Call) -> Result<Response, Problem> {
    let keeping = &call.doors.keeping;
    let (ledger, now) = (&call.doors.ledger, call.now);
    // While the database is away, what is known is told.
    let standing = keeping.standing(ledger, now).await;
    let standing = standing.unwrap_or_else(|_| keeping.standing_at_hand(ledger, now));
    let mut answer = standing.json();
    answer["verifier"] = json!(keeping.verifier().map(ToString::to_string));
    Ok(reply::json_bytes(answer::json(&answer)))
}
