//! Who is asking: the token or the session that a request carries. Nobody known is no error here;
//! what they may do is asked elsewhere.

use axum::http::header;
use axum::http::request::Parts;
use continuity::actor::Actor;

use super::doors::Doors;
use super::order;
use super::problem::Problem;
use crate::access::cookie::Use;

/// Who is asking. Errors: a token that is none (not the absence of one).
pub async fn caller(doors: &Doors, parts: &Parts) -> Result<Actor, Problem> {
    let (access, ledger) = (&doors.access, &doors.ledger);
    if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
        let text = value.to_str().unwrap_or_default();
        let (scheme, token) = text.split_once(' ').unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Problem::sign_in());
        }
        let found = access.tokens.find(ledger, token.trim()).await;
        let found = found.map_err(|failure| order::failed(&failure.into()))?;
        let found = found.ok_or_else(Problem::sign_in)?;
        let via = Some(format!("token/{}", found.id));
        return Ok(Actor::Account {
            id: found.account,
            via,
        });
    }
    let Some(secret) = access.cookies.find(Use::Session, &parts.headers) else {
        return Ok(Actor::Anonymous);
    };
    Ok(match access.sessions.find(ledger, &secret).await {
        Some(session) => {
            let via = Some(format!("session/{}", session.id()));
            Actor::Account {
                id: session.account,
                via,
            }
        }
        None => Actor::Anonymous,
    })
}
