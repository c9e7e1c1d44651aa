//! Tokens for programs: `mst_`, the token's id, `_`, its secret. The digest is kept beside the
//! journal; whether a token holds, and for what, the present says.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use journal::credential::Credential;
use journal::failure::Failure;
use ledger::Ledger;

use super::secret::{Secret, random_bytes};
use super::soon;

/// What every token begins with, so that it is found where it was left by mistake.
pub const PREFIX: &str = "mst_";
/// The sort of credential.
const KIND: &str = "token";
/// Tokens remembered at once.
const REMEMBERED_MAX: usize = 100_000;

/// The tokens that this process knows: what can never change of them.
#[derive(Debug, Default)]
pub struct Tokens {
    known: Mutex<HashMap<String, Known>>,
}

#[derive(Clone, Debug)]
struct Known {
    account: String,
    digest: String,
}

/// A token that was made: shown once.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its id.
    pub id: String,
    /// The whole of it.
    pub secret: Secret,
}

/// A new token, kept nowhere yet.
pub fn make() -> Made {
    let letters = random_bytes::<16>()
        .map(|byte| b"abcdefghjkmnpqrstvwxyz0123456789"[usize::from(byte & 31)]);
    let id = String::from_utf8_lossy(&letters).into_owned();
    let secret = Secret::random(&format!("{PREFIX}{id}_"));
    Made { id, secret }
}

/// Keeps the digest of a token that is about to be issued.
pub async fn keep(
    ledger: &Ledger,
    made: &Made,
    account: &str,
    name: &str,
    until: Option<Timestamp>,
) -> Result<(), Failure> {
    let credential = Credential {
        kind: KIND.into(),
        id: made.id.clone(),
        owner: account.to_owned(),
        secret: made.secret.digest(),
        note: Some(name.to_owned()),
        made_micros: ledger.clock().now().as_microsecond(),
        expires_micros: until.map(|until| until.as_microsecond()),
        used_micros: None,
    };
    soon(ledger.journal().put_credential(&credential)).await
}

/// Forgets the digest of a token.
pub async fn forget(ledger: &Ledger, id: &str) -> Result<(), Failure> {
    soon(ledger.journal().delete_credential(KIND, id))
        .await
        .map(|_| ())
}

/// A token that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its id.
    pub id: String,
    /// The account that it acts for.
    pub account: String,
}

impl Tokens {
    /// The token of a text, if it holds.
    ///
    /// Errors: the database is away, and the token is not known here.
    pub async fn find(&self, ledger: &Ledger, text: &str) -> Result<Option<Found>, Failure> {
        let Some((id, _)) = text
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.split_once('_'))
        else {
            return Ok(None);
        };
        let now = ledger.clock().now();
        let known = self.lock().get(id).cloned();
        let known = match known {
            Some(known) => known,
            None => {
                let Some(row) = soon(ledger.journal().credential(KIND, id)).await? else {
                    return Ok(None);
                };
                let known = Known {
                    account: row.owner,
                    digest: row.secret,
                };
                let mut all = self.lock();
                if all.len() >= REMEMBERED_MAX {
                    all.clear();
                }
                all.insert(id.to_owned(), known.clone());
                known
            }
        };
        // Digests are compared, so that the time it takes tells nothing of the secret.
        if Secret::new(text).digest() != known.digest {
            return Ok(None);
        }
        let present = ledger.present();
        let account = present.state.account(&known.account);
        let holds = account
            .filter(|account| !account.closed)
            .is_some_and(|account| {
                let mut tokens = account.tokens.iter();
                tokens.any(|token| {
                    token.id == id && token.issued >= account.changed && token.holds(now)
                })
            });
        Ok(holds.then(|| Found {
            id: id.to_owned(),
            account: known.account,
        }))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Known>> {
        // A panic elsewhere leaves whole tokens in the map.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
