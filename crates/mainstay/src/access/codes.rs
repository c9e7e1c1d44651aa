//! Recovery codes: ten for each account, each opens the door once when nothing else does. Their
//! digests are kept; who uses one rings every bell.

use journal::credential::Credential;
use journal::failure::Failure;
use ledger::Ledger;

use super::secret::{Secret, typed_code};
use super::soon;

/// How many there are.
pub const COUNT: usize = 10;
/// The sort of credential.
const KIND: &str = "recovery-code";

/// Makes new codes for an account in place of the old ones. They are shown once.
pub async fn renew(ledger: &Ledger, account: &str) -> Result<Vec<Secret>, Failure> {
    let journal = ledger.journal();
    let old = soon(journal.credentials_of(account)).await?;
    for code in old.iter().filter(|credential| credential.kind == KIND) {
        soon(journal.delete_credential(KIND, &code.id)).await?;
    }
    let codes: Vec<Secret> = (0..COUNT).map(|_| Secret::recovery_code()).collect();
    for code in &codes {
        let credential = Credential {
            kind: KIND.into(),
            id: code.digest(),
            owner: account.to_owned(),
            secret: String::new(),
            note: None,
            made_micros: ledger.clock().now().as_microsecond(),
            expires_micros: None,
            used_micros: None,
        };
        soon(journal.put_credential(&credential)).await?;
    }
    Ok(codes)
}

/// Spends a code of an account. False if it is none, or was used.
pub async fn spend(ledger: &Ledger, account: &str, typed: &str) -> Result<bool, Failure> {
    let (journal, digest) = (ledger.journal(), typed_code(typed).digest());
    let known = soon(journal.credential(KIND, &digest)).await?;
    if known.is_none_or(|known| known.owner != account) {
        return Ok(false);
    }
    let now = ledger.clock().now().as_microsecond();
    soon(journal.spend_credential(KIND, &digest, now)).await
}

/// How many codes of an account are left.
pub async fn left(ledger: &Ledger, account: &str) -> Result<usize, Failure> {
    let all = soon(ledger.journal().credentials_of(account)).await?;
    let left = all
        .iter()
        .filter(|code| code.kind == KIND && code.used_micros.is_none());
    Ok(left.count())
}
