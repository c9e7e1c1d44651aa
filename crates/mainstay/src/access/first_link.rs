//! The one-time link of the first start: whoever reads it at the machine may make an
//! administrator. Its digest is kept for an hour; a new link takes the old one's place.

use jiff::SignedDuration;
use journal::credential::Credential;
use journal::failure::Failure;
use ledger::Ledger;

use super::secret::Secret;
use super::soon;

/// How long a link holds.
pub const LASTS: SignedDuration = SignedDuration::from_hours(1);
/// The sort of credential.
const KIND: &str = "first-link";

/// Makes a link's secret in place of earlier ones. `user` is who started the server.
pub async fn make(ledger: &Ledger, user: &str) -> Result<Secret, Failure> {
    let journal = ledger.journal();
    for old in soon(journal.credentials(KIND)).await? {
        soon(journal.delete_credential(KIND, &old.id)).await?;
    }
    let (secret, now) = (Secret::random(""), ledger.clock().now());
    let until = now.saturating_add(LASTS).unwrap_or(jiff::Timestamp::MAX);
    let credential = Credential {
        kind: KIND.into(),
        id: secret.digest(),
        owner: user.to_owned(),
        secret: String::new(),
        note: None,
        made_micros: now.as_microsecond(),
        expires_micros: Some(until.as_microsecond()),
        used_micros: None,
    };
    soon(journal.put_credential(&credential)).await?;
    Ok(secret)
}

/// Who made a link that still holds.
pub async fn maker(ledger: &Ledger, link: &Secret) -> Result<Option<String>, Failure> {
    let now = ledger.clock().now().as_microsecond();
    let known = soon(ledger.journal().credential(KIND, &link.digest())).await?;
    let known = known.filter(|known| known.used_micros.is_none());
    let known = known.filter(|known| known.expires_micros.is_some_and(|until| until > now));
    Ok(known.map(|known| known.owner))
}

/// Spends a link. False if it was spent before.
pub async fn spend(ledger: &Ledger, link: &Secret) -> Result<bool, Failure> {
    let now = ledger.clock().now().as_microsecond();
    soon(ledger.journal().spend_credential(KIND, &link.digest(), now)).await
}
