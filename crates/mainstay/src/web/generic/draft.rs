//! What someone typed and has not saved yet, kept for them alone beside the journal: it is in no
//! chain, nobody else reads it, and it is erased once it is saved, thrown away or a month old.

use jiff::{SignedDuration, Timestamp};
use journal::credential::Credential;

use super::values::Values;
use crate::http::call::Call;
use crate::http::order::failed;
use crate::http::problem::Problem;

/// What sort of thing it is beside the journal.
const KIND: &str = "form-draft";
/// Most bytes that are kept of one form.
const BYTES_MAX: usize = 200_000;
/// How long it is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What was typed, and when it was kept.
pub struct Draft {
    /// The fields.
    pub values: Values,
    /// When.
    pub at: Timestamp,
}

/// Keeps what was typed about something; gives back when. Errors: it is too much, or who typed it
/// has no account.
pub async fn keep(call: &Call, about: &str, values: &Values) -> Result<Timestamp, Problem> {
    let Some(account) = call.actor.account() else {
        return Err(Problem::invalid("Only an account can keep what it typed."));
    };
    let pairs: Vec<(&str, &str)> = values
        .pairs()
        .filter(|(name, value)| !name.starts_with('_') && *name != "request" && !value.is_empty())
        .collect();
    let text = serde_json::to_string(&pairs).map_err(|error| Problem::ours(&error))?;
    if text.len() > BYTES_MAX {
        let detail = format!("More than {BYTES_MAX} bytes of one form are not kept unsaved.");
        return Err(Problem::invalid(detail));
    }
    let until = call.now.saturating_add(KEPT);
    let credential = Credential {
        kind: KIND.into(),
        id: id(account, about),
        owner: account.to_owned(),
        secret: text,
        note: None,
        made_micros: call.now.as_microsecond(),
        expires_micros: until.ok().map(Timestamp::as_microsecond),
        used_micros: None,
    };
    let kept = call
        .doors
        .ledger
        .journal()
        .put_credential(&credential)
        .await;
    kept.map_err(|failure| failed(&failure.into()))?;
    Ok(call.now)
}

/// What the caller typed about something and has not saved.
pub async fn kept(call: &Call, about: &str) -> Option<Draft> {
    let id = id(call.actor.account()?, about);
    let found = call.doors.ledger.journal().credential(KIND, &id).await;
    let found = found.ok().flatten()?;
    if found
        .expires_micros
        .is_some_and(|end| end < call.now.as_microsecond())
    {
        erase(call, about).await;
        return None;
    }
    let pairs: Vec<(String, String)> = serde_json::from_str(&found.secret).ok()?;
    let pairs = pairs.iter().map(|(name, value)| (&**name, &**value));
    Some(Draft {
        values: Values::sent(pairs),
        at: Timestamp::from_microsecond(found.made_micros).ok()?,
    })
}

/// Erases it. Where that fails it is offered again, which harms nobody.
pub async fn erase(call: &Call, about: &str) {
    if let Some(account) = call.actor.account() {
        let journal = call.doors.ledger.journal();
        let _ = journal.delete_credential(KIND, &id(account, about)).await;
    }
}

fn id(account: &str, about: &str) -> String {
    format!("{account}:{about}")
}
