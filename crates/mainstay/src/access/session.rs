//! Sessions: a secret in a browser, its digest beside the journal. One counts as long as the
//! account has not changed since, nobody ended it, and it is neither idle nor old. What this
//! process has seen it believes for a few seconds, and for longer while the database is away.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use journal::failure::Failure;
use journal::session::Session as Row;
use ledger::Ledger;

use super::secret::Secret;
use super::soon;
use crate::settings::Lifetimes;

/// How long what was read of a session is believed. Ended elsewhere, it is over within this.
const BELIEVED_SECONDS: i64 = 3;
/// How exactly it is kept when a session was last used.
const SEEN_SECONDS: i64 = 60;
/// How long the database is not asked again after it did not answer: who is known must not wait
/// for it with every request.
const AWAY_SECONDS: i64 = 10;
/// Sessions remembered at once.
const REMEMBERED_MAX: usize = 100_000;
/// Longest description of a browser that is kept.
const AGENT_MAX: usize = 200;

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The digest of its secret.
    pub digest: String,
    /// Whose it is.
    pub account: String,
    /// When it began.
    pub made: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
    /// When it ends at the latest.
    pub expires: Timestamp,
    /// How it was opened.
    pub how: How,
    /// With what.
    pub agent: String,
}

/// How a session was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct How {
    /// `password`, `oidc`, `recovery-code`, `first-link`.
    pub word: String,
    /// The entry that remembers it: what changed the account later ends the session.
    pub entry: u64,
    /// The session at the provider, which may end it.
    pub there: Option<String>,
}

/// The sessions that this process knows.
#[derive(Debug)]
pub struct Sessions {
    lifetimes: Lifetimes,
    known: Mutex<HashMap<String, (Session, Timestamp)>>,
    /// When the database last did not answer.
    away: Mutex<Option<Timestamp>>,
}

impl Session {
    /// The name under which its owner may end it; nothing can be opened with it.
    pub fn id(&self) -> &str {
        self.digest.get(..16).unwrap_or(&self.digest)
    }

    fn of(row: Row) -> Session {
        let instant = |micros| Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MIN);
        Session {
            digest: row.token_digest,
            account: row.account,
            made: instant(row.made_micros),
            seen: instant(row.seen_micros),
            expires: instant(row.expires_micros),
            how: How::read(&row.how),
            agent: row.agent,
        }
    }

    fn row(&self) -> Row {
        Row {
            token_digest: self.digest.clone(),
            account: self.account.clone(),
            made_micros: self.made.as_microsecond(),
            seen_micros: self.seen.as_microsecond(),
            expires_micros: self.expires.as_microsecond(),
            how: self.how.write(),
            agent: self.agent.clone(),
        }
    }
}

impl How {
    fn write(&self) -> String {
        let there = self.there.as_deref().unwrap_or_default();
        format!("{} {} {there}", self.word, self.entry)
            .trim_end()
            .to_owned()
    }

    fn read(text: &str) -> How {
        let mut parts = text.splitn(3, ' ');
        let word = parts.next().unwrap_or_default().to_owned();
        // What cannot be read is older than everything, and so is over.
        let entry = parts
            .next()
            .and_then(|entry| entry.parse().ok())
            .unwrap_or(0);
        How {
            word,
            entry,
            there: parts.next().map(str::to_owned),
        }
    }
}

impl Sessions {
    /// Sessions that live so long.
    pub fn new(lifetimes: Lifetimes) -> Sessions {
        Sessions {
            lifetimes,
            known: Mutex::default(),
            away: Mutex::default(),
        }
    }

    /// Opens a session; the secret is for the browser alone.
    pub async fn open(
        &self,
        ledger: &Ledger,
        account: &str,
        how: How,
        agent: &str,
    ) -> Result<Secret, Failure> {
        let (secret, now) = (Secret::random(""), ledger.clock().now());
        let lasts = SignedDuration::from_secs(self.lifetimes.absolute_seconds);
        let plain = agent.chars().filter(|c| !c.is_control());
        let session = Session {
            digest: secret.digest(),
            account: account.to_owned(),
            made: now,
            seen: now,
            expires: now.saturating_add(lasts).unwrap_or(Timestamp::MAX),
            how,
            agent: plain.take(AGENT_MAX).collect(),
        };
        soon(ledger.journal().put_session(&session.row())).await?;
        self.remember(session, now);
        Ok(secret)
    }

    /// The session of a secret, if it still counts.
    pub async fn find(&self, ledger: &Ledger, secret: &Secret) -> Option<Session> {
        let (digest, now) = (secret.digest(), ledger.clock().now());
        let known = self.lock().get(&digest).cloned();
        let believed = known.as_ref().filter(|(_, read)| {
            (0..BELIEVED_SECONDS).contains(&(now.as_second() - read.as_second()))
        });
        let session = match believed {
            Some((session, _)) => session.clone(),
            None => {
                self.read(ledger, &digest, known.map(|(session, _)| session), now)
                    .await?
            }
        };
        if !self.counts(ledger, &session, now) {
            self.lock().remove(&digest);
            return None;
        }
        self.see(ledger, &session, now);
        Some(session)
    }

    /// How a session that this process knows was opened, whether or not it still counts.
    pub fn how(&self, secret: &Secret) -> Option<How> {
        let known = self.lock();
        known
            .get(&secret.digest())
            .map(|(session, _)| session.how.clone())
    }

    /// The sessions of an account that still count, the newest first.
    pub async fn of(&self, ledger: &Ledger, account: &str) -> Result<Vec<Session>, Failure> {
        let now = ledger.clock().now();
        let rows = soon(ledger.journal().sessions_of(account)).await?;
        let sessions = rows.into_iter().rev().map(Session::of);
        Ok(sessions
            .filter(|session| self.counts(ledger, session, now))
            .collect())
    }

    /// Ends a session.
    pub async fn end(&self, ledger: &Ledger, digest: &str) -> Result<(), Failure> {
        self.lock().remove(digest);
        soon(ledger.journal().delete_session(digest)).await?;
        // Someone may have read it between the two.
        self.lock().remove(digest);
        Ok(())
    }

    /// Ends the sessions that were opened by a session at the provider. Returns account and id of
    /// each.
    pub async fn end_there(
        &self,
        ledger: &Ledger,
        there: &str,
    ) -> Result<Vec<(String, String)>, Failure> {
        let rows = soon(ledger.journal().sessions()).await?;
        let mut ended = Vec::new();
        for session in rows.into_iter().map(Session::of) {
            if session.how.there.as_deref() == Some(there) {
                self.end(ledger, &session.digest).await?;
                let id = session.id().to_owned();
                ended.push((session.account, id));
            }
        }
        Ok(ended)
    }

    /// How many this process knows.
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    /// Clears away what is over, here and beside the journal.
    pub async fn clear(&self, ledger: &Ledger) -> Result<(), Failure> {
        let now = ledger.clock().now();
        let over = |session: &Session| !self.counts(ledger, session, now);
        self.lock().retain(|_, (session, _)| !over(session));
        soon(
            ledger
                .journal()
                .delete_sessions_expired(now.as_microsecond()),
        )
        .await
        .map(|_| ())
    }

    /// Whether a session still counts.
    fn counts(&self, ledger: &Ledger, session: &Session, now: Timestamp) -> bool {
        let present = ledger.present();
        let Some(account) = present.state.account(&session.account) else {
            return false;
        };
        let idle = now.as_second() - session.seen.as_second();
        !account.closed
            && account.changed <= session.how.entry
            && now < session.expires
            && idle < self.lifetimes.idle_seconds
    }

    async fn read(
        &self,
        ledger: &Ledger,
        digest: &str,
        known: Option<Session>,
        now: Timestamp,
    ) -> Option<Session> {
        if known.is_some() && self.is_away(now) {
            return known;
        }
        match soon(ledger.journal().session(digest)).await {
            Ok(Some(row)) => {
                let mut session = Session::of(row);
                if let Some(known) = known {
                    session.seen = session.seen.max(known.seen);
                }
                self.remember(session.clone(), now);
                Some(session)
            }
            Ok(None) => {
                self.lock().remove(digest);
                None
            }
            // While the database is away nobody who is known is sent away.
            Err(_) => {
                *self.away.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
                known
            }
        }
    }

    fn is_away(&self, now: Timestamp) -> bool {
        let away = *self.away.lock().unwrap_or_else(PoisonError::into_inner);
        let since = away.map(|away| now.as_second() - away.as_second());
        since.is_some_and(|since| (0..AWAY_SECONDS).contains(&since))
    }

    /// Notes that it was used, now and then and without making anyone wait.
    fn see(&self, ledger: &Ledger, session: &Session, now: Timestamp) {
        if now.as_second() - session.seen.as_second() < SEEN_SECONDS {
            return;
        }
        if let Some((known, _)) = self.lock().get_mut(&session.digest) {
            known.seen = now;
        }
        let (ledger, digest) = (ledger.clone(), session.digest.clone());
        tokio::spawn(async move {
            // If the database is away, the next request notes it.
            let _ = soon(ledger.journal().see_session(&digest, now.as_microsecond())).await;
        });
    }

    fn remember(&self, session: Session, now: Timestamp) {
        let mut known = self.lock();
        if known.len() >= REMEMBERED_MAX {
            known.clear();
        }
        known.insert(session.digest.clone(), (session, now));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (Session, Timestamp)>> {
        // A panic elsewhere leaves whole sessions in the map.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
