//! Signing in: by password, by recovery code, by a provider, by the link of the first start. Each
//! ends in an entry of the journal and a session, or in words that do not tell a stranger whether
//! the account exists.

use std::net::IpAddr;

use continuity::command::Command;
use continuity::state::State;
use jiff::Timestamp;
use journal::credential::Credential;
use journal::failure::Failure;
use ledger::Denied;

use super::oidc::Identity;
use super::secret::Secret;
use super::session::How;
use super::{Access, codes, soon};
use crate::serve::metrics::Why;

/// The sort of credential.
const PASSWORD: &str = "password";
/// Longest password that is looked at.
const TYPED_MAX: usize = 1_000;
/// Longest account that is looked at: no id is longer.
const ACCOUNT_MAX: usize = 200;

/// Who comes, as far as the network knows.
#[derive(Clone, Copy, Debug)]
pub struct Comer<'a> {
    /// From where.
    pub from: IpAddr,
    /// With what.
    pub agent: &'a str,
}

/// Someone who signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// The account.
    pub account: String,
    /// The session's secret, for the browser.
    pub secret: Secret,
}

/// Why nobody was signed in.
#[derive(Debug)]
pub enum Unsigned {
    /// Account, password or code are wrong; which of them is not said.
    Wrong,
    /// Too many guesses; seconds until the next.
    Later(i64),
    /// The provider knows them, and nobody let them in here.
    Stranger(Identity),
    /// The world failed, or the house says no.
    Denied(Denied),
}

impl From<Failure> for Unsigned {
    fn from(failure: Failure) -> Unsigned {
        Unsigned::Denied(Denied::Failed(failure.into()))
    }
}

impl From<Denied> for Unsigned {
    fn from(denied: Denied) -> Unsigned {
        Unsigned::Denied(denied)
    }
}

impl Access {
    /// Signs in by password.
    pub async fn by_password(
        &self,
        account: &str,
        password: Secret,
        comer: Comer<'_>,
    ) -> Result<SignedIn, Unsigned> {
        let account = typed(account);
        self.take_guess(&account, comer).await?;
        let verifier = soon(self.ledger.journal().credential(PASSWORD, &account)).await?;
        let present = self.ledger.present();
        let open = present
            .state
            .account(&account)
            .is_some_and(|account| !account.closed);
        let verifier = verifier.filter(|_| open).map(|verifier| verifier.secret);
        let short = password.reveal().len() <= TYPED_MAX;
        let right = self
            .passwords
            .check(password, verifier.filter(|_| short))
            .await;
        if !right {
            return Err(self.wrong(&account, PASSWORD));
        }
        self.guesses.right(&account, comer.from);
        self.open(&account, PASSWORD, None, comer).await
    }

    /// Signs in by a recovery code. No wrong guess of others keeps anyone from it: a code has so
    /// many possible values that guessing is of no use, and the day may be the worst one.
    pub async fn by_code(
        &self,
        account: &str,
        code: &Secret,
        comer: Comer<'_>,
    ) -> Result<SignedIn, Unsigned> {
        let account = typed(account);
        let present = self.ledger.present();
        let open = present
            .state
            .account(&account)
            .is_some_and(|account| !account.closed);
        let fits = code.reveal().len() <= 100;
        if !(fits && open && codes::spend(&self.ledger, &account, code.reveal()).await?) {
            return Err(self.wrong(&account, "recovery-code"));
        }
        tracing::warn!(account, "ALARM: a recovery code opened the door");
        self.metrics.recovery_codes_used.inc();
        self.open(&account, "recovery-code", None, comer).await
    }

    /// Signs in whom a provider vouches for: a known identity, or one whose groups let it in.
    pub async fn by_identity(
        &self,
        identity: Identity,
        comer: Comer<'_>,
    ) -> Result<SignedIn, Unsigned> {
        let present = self.ledger.present();
        let known = present
            .state
            .account_of_identity(&identity.issuer, &identity.subject);
        let known = known.map(str::to_owned);
        let functions = self.granted(&identity);
        let account = match known {
            Some(account) => {
                if present
                    .state
                    .account(&account)
                    .is_none_or(|account| account.closed)
                {
                    self.failed("closed");
                    return Err(Unsigned::Stranger(identity));
                }
                self.grant_missing(&account, &functions).await?;
                account
            }
            None if functions.is_empty() => {
                self.failed("stranger");
                return Err(Unsigned::Stranger(identity));
            }
            None => self.admit(&present.state, &identity, functions).await?,
        };
        self.open(&account, "oidc", identity.session, comer).await
    }

    /// Opens a session for someone who has proved who they are.
    pub async fn open(
        &self,
        account: &str,
        word: &str,
        there: Option<String>,
        comer: Comer<'_>,
    ) -> Result<SignedIn, Unsigned> {
        let (owned, how) = (account.to_owned(), word.to_owned());
        let entry = self
            .remember(Command::SignIn {
                account: owned,
                how,
            })
            .await?;
        let secret = self
            .session(account, word, entry, there, comer.agent)
            .await?;
        self.metrics
            .sign_ins
            .get_or_create(&Why { code: word.into() })
            .inc();
        tracing::info!(account, how = word, "signed in");
        Ok(SignedIn {
            account: account.to_owned(),
            secret,
        })
    }

    /// A session in place of one that a change of the account's own ended.
    pub async fn session(
        &self,
        account: &str,
        word: &str,
        entry: u64,
        there: Option<String>,
        agent: &str,
    ) -> Result<Secret, Failure> {
        let there = there.filter(|there| there.len() <= 500 && !there.contains(' '));
        let how = How {
            word: word.to_owned(),
            entry,
            there,
        };
        self.sessions.open(&self.ledger, account, how, agent).await
    }

    /// Keeps a new password of an account.
    pub async fn keep_password(&self, account: &str, password: Secret) -> Result<(), Failure> {
        let verifier = self.passwords.hash(password).await;
        let credential = Credential {
            kind: PASSWORD.into(),
            id: account.to_owned(),
            owner: account.to_owned(),
            secret: verifier,
            note: None,
            made_micros: self.now().as_microsecond(),
            expires_micros: None,
            used_micros: None,
        };
        soon(self.ledger.journal().put_credential(&credential)).await
    }

    /// Whether a password is the account's own: asked again before it is changed.
    pub async fn is_own_password(
        &self,
        account: &str,
        password: Secret,
        comer: Comer<'_>,
    ) -> Result<bool, Unsigned> {
        self.take_guess(account, comer).await?;
        let verifier = soon(self.ledger.journal().credential(PASSWORD, account)).await?;
        let Some(verifier) = verifier else {
            return Ok(false);
        };
        let right = self.passwords.check(password, Some(verifier.secret)).await;
        if right {
            self.guesses.right(account, comer.from);
        }
        Ok(right)
    }

    /// Whether an account has a password at all.
    pub async fn has_password(&self, account: &str) -> Result<bool, Failure> {
        let verifier = soon(self.ledger.journal().credential(PASSWORD, account)).await?;
        Ok(verifier.is_some())
    }

    async fn take_guess(&self, account: &str, comer: Comer<'_>) -> Result<(), Unsigned> {
        let Err(wait) = self.guesses.take(account, comer.from, self.now()) else {
            return Ok(());
        };
        self.failed("too-many");
        if self.guesses.to_be_told(account, self.now()) {
            let known = self.ledger.present().state.account(account).is_some();
            // A name that is no account may be a password typed into the wrong field.
            let account = if known { account } else { "unknown" }.to_owned();
            tracing::warn!(account, "too many wrong guesses");
            let why = "too many wrong guesses within a minute".to_owned();
            self.remember(Command::RefuseSignIn { account, why })
                .await?;
        }
        Err(Unsigned::Later(wait))
    }

    fn wrong(&self, account: &str, how: &str) -> Unsigned {
        self.failed(how);
        let known = self.ledger.present().state.account(account).is_some();
        let account = if known { account } else { "unknown" };
        tracing::warn!(account, how, "sign-in refused");
        Unsigned::Wrong
    }

    fn failed(&self, code: &str) {
        self.metrics
            .sign_in_failures
            .get_or_create(&Why { code: code.into() })
            .inc();
    }

    fn granted(&self, identity: &Identity) -> Vec<continuity::access::Function> {
        let Some(oidc) = &self.oidc else {
            return Vec::new();
        };
        let words = oidc.functions(&identity.groups);
        let known = continuity::access::Function::ALL;
        let mut all: Vec<_> = words
            .filter_map(|word| known.iter().find(|known| known.as_str() == word))
            .copied()
            .collect();
        all.dedup();
        all
    }

    async fn admit(
        &self,
        state: &State,
        identity: &Identity,
        functions: Vec<continuity::access::Function>,
    ) -> Result<String, Unsigned> {
        let account = free_id(state, &identity.wished);
        let now = self.now();
        let functions = functions
            .into_iter()
            .map(|function| (function, end(function, now)));
        let open = Command::OpenAccount {
            account: account.clone(),
            name: identity.name.chars().take(200).collect(),
            person: None,
            functions: functions.collect(),
        };
        self.remember(open).await?;
        let link = Command::LinkIdentity {
            account: account.clone(),
            issuer: identity.issuer.clone(),
            subject: identity.subject.clone(),
        };
        self.remember(link).await?;
        Ok(account)
    }

    async fn grant_missing(
        &self,
        account: &str,
        functions: &[continuity::access::Function],
    ) -> Result<(), Unsigned> {
        let (present, now) = (self.ledger.present(), self.now());
        let known = present.state.account(account);
        for &function in functions {
            if known.is_some_and(|known| known.is(function, now)) {
                continue;
            }
            let (account, until) = (account.to_owned(), end(function, now));
            self.remember(Command::Grant {
                account,
                function,
                until,
            })
            .await?;
        }
        Ok(())
    }
}

/// An auditor let in by a provider reads for thirty days, and again at the next sign-in.
fn end(function: continuity::access::Function, now: Timestamp) -> Option<Timestamp> {
    let month = jiff::SignedDuration::from_hours(24 * 30);
    let ends = function == continuity::access::Function::Auditor;
    ends.then(|| now.saturating_add(month).unwrap_or(Timestamp::MAX))
}

/// An id for a new account, as near as may be to what its owner is called elsewhere. One that is
/// taken belongs to somebody else, whatever they are called.
fn free_id(state: &State, wished: &str) -> String {
    let plain = wished.chars().map(|c| match c.to_ascii_lowercase() {
        c @ ('a'..='z' | '0'..='9' | '.' | '_') => c,
        _ => '-',
    });
    let plain: String = plain.take(40).collect();
    let plain = plain.trim_matches(['-', '.', '_']);
    let stem = if record::link::is_id(plain) && plain != "unknown" {
        plain
    } else {
        "account"
    };
    let mut ids = std::iter::once(stem.to_owned()).chain((2..).map(|n| format!("{stem}-{n}")));
    let free = ids.find(|id| state.account(id).is_none());
    free.expect("there are more numbers than accounts")
}

/// An account as typed: small letters, no spaces around it.
fn typed(account: &str) -> String {
    let short: String = account.trim().chars().take(ACCOUNT_MAX).collect();
    short.to_lowercase()
}
