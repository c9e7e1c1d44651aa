//! Who is at the door: passwords, recovery codes, sessions, tokens, and sign-in by a provider.
//! What someone may do once they are known is for `continuity::access`.

pub mod codes;
pub mod cookie;
pub mod first_link;
pub mod guesses;
pub mod oidc;
pub mod password;
pub mod secret;
pub mod session;
pub mod sign_in;
pub mod token;

use std::sync::Arc;
use std::time::Duration;

use continuity::actor::Actor;
use continuity::command::Command;
use jiff::Timestamp;
use ledger::{Denied, Ledger, Order};

use crate::serve::metrics::Metrics;
use crate::settings::Settings;
use cookie::Cookies;
use guesses::Guesses;
use oidc::Oidc;
use password::Passwords;
use session::Sessions;
use token::Tokens;

/// How long the database may take to say who someone is.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// Everything that knows who is at the door.
pub struct Access {
    /// The ledger that remembers, with the verifiers beside its journal.
    pub ledger: Ledger,
    /// The one that hashes.
    pub passwords: Passwords,
    /// Wrong guesses.
    pub guesses: Guesses,
    /// Sessions as this process knows them.
    pub sessions: Sessions,
    /// Tokens as this process knows them.
    pub tokens: Tokens,
    /// The provider, where there is one.
    pub oidc: Option<Oidc>,
    /// How a session's cookie is set.
    pub cookies: Cookies,
    /// The figures.
    pub metrics: Arc<Metrics>,
    /// The address people type, without a last `/`.
    pub origin: String,
}

impl Access {
    /// Access to a ledger under these settings; `origin` is the address people type.
    ///
    /// Errors: a provider that cannot be asked at all.
    pub fn new(
        ledger: Ledger,
        settings: &Settings,
        origin: &str,
        metrics: Arc<Metrics>,
    ) -> Result<Access, String> {
        Ok(Access {
            origin: origin.to_owned(),
            ledger,
            passwords: Passwords::new(),
            guesses: Guesses::default(),
            sessions: Sessions::new(settings.sessions),
            tokens: Tokens::default(),
            oidc: Oidc::new(&settings.oidc, origin)?,
            cookies: Cookies::new(settings.https(), settings.sessions.absolute_seconds),
            metrics,
        })
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.ledger.clock().now()
    }

    /// Has the server itself remember something; returns the entry that says so.
    async fn remember(&self, command: Command) -> Result<u64, Denied> {
        let receipt = self
            .ledger
            .execute(Order::new(Actor::Server, command))
            .await?;
        let last = receipt.entries.map(|(_, last)| last);
        Ok(last.unwrap_or_else(|| self.ledger.present().seq))
    }
}

/// A future of the journal that may not take long; too long is the database's being away.
async fn soon<T>(
    asked: impl Future<Output = Result<T, journal::failure::Failure>>,
) -> Result<T, journal::failure::Failure> {
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(answer) => answer,
        Err(late) => Err(journal::failure::Failure::Away {
            source: Box::new(late),
        }),
    }
}
