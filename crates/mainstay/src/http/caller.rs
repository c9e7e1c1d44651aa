//! Who is asking: the token or the session that a request carries. Nobody known is no error here;
//! what they may do is asked elsewhere.

use axum::http::header;
use axum::http::request::Parts;
use continuity::actor::Actor;

use super::doors::Doors;
use super::problem::Problem;

/// Who is asking. Errors: a token that is none (not the absence of one).
pub async fn caller(_doors: &Doors, parts: &Parts) -> Result<Actor, Problem> {
    match parts.headers.get(header::AUTHORIZATION) {
        None => Ok(Actor::Anonymous),
        Some(_) => Err(Problem::sign_in()),
    }
}
