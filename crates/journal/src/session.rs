//! Who is signed in, beside the entries: it can be changed and erased, it is in no chain, and a
//! journal that was restored knows none. Whether a session still counts is decided above.

use crate::Journal;
use crate::failure::Failure;
use crate::link::{Row, Value};
use crate::statements as sql;

/// Somebody signed in somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The digest of the token that its holder shows.
    pub token_digest: String,
    /// Who is signed in.
    pub account: String,
    /// When it began, in microseconds since 1970 UTC.
    pub made_micros: i64,
    /// When it was last seen.
    pub seen_micros: i64,
    /// When it ends.
    pub expires_micros: i64,
    /// How its holder proved who they are.
    pub how: String,
    /// The program it was begun with.
    pub agent: String,
}

impl Journal {
    /// Keeps a session, in place of one with its token.
    pub async fn put_session(&self, session: &Session) -> Result<(), Failure> {
        self.change(&sql::PUT_SESSION, &values_of(session))
            .await
            .map(|_| ())
    }

    /// The session of a token.
    pub async fn session(&self, token_digest: &str) -> Result<Option<Session>, Failure> {
        let rows = self.rows(&sql::SESSION, &[token_digest.into()]).await?;
        rows.first().map(session_of).transpose()
    }

    /// All sessions, the oldest first.
    pub async fn sessions(&self) -> Result<Vec<Session>, Failure> {
        let rows = self.rows(&sql::SESSIONS, &[]).await?;
        rows.iter().map(session_of).collect()
    }

    /// All sessions of an account, the oldest first.
    pub async fn sessions_of(&self, account: &str) -> Result<Vec<Session>, Failure> {
        let rows = self.rows(&sql::SESSIONS_OF, &[account.into()]).await?;
        rows.iter().map(session_of).collect()
    }

    /// Notes that a session was seen. False if it is not there.
    pub async fn see_session(&self, token_digest: &str, seen_micros: i64) -> Result<bool, Failure> {
        let values = [seen_micros.into(), token_digest.into()];
        Ok(self.change(&sql::SEE_SESSION, &values).await? > 0)
    }

    /// Ends a session. False if it was not there.
    pub async fn delete_session(&self, token_digest: &str) -> Result<bool, Failure> {
        Ok(self
            .change(&sql::DELETE_SESSION, &[token_digest.into()])
            .await?
            > 0)
    }

    /// Ends all sessions of an account. Returns how many.
    pub async fn delete_sessions_of(&self, account: &str) -> Result<u64, Failure> {
        self.change(&sql::DELETE_SESSIONS, &[account.into()]).await
    }

    /// Clears away the sessions that ended by an instant. Returns how many.
    pub async fn delete_sessions_expired(&self, now_micros: i64) -> Result<u64, Failure> {
        self.change(&sql::DELETE_SESSIONS_EXPIRED, &[now_micros.into()])
            .await
    }

    /// Ends every session there is. Returns how many.
    pub async fn delete_sessions(&self) -> Result<u64, Failure> {
        self.change(&sql::DELETE_SESSIONS_ALL, &[]).await
    }
}

/// The session of a row.
fn session_of(row: &Row) -> Result<Session, Failure> {
    Ok(Session {
        token_digest: row.text(0)?.to_owned(),
        account: row.text(1)?.to_owned(),
        made_micros: row.number(2)?,
        seen_micros: row.number(3)?,
        expires_micros: row.number(4)?,
        how: row.text(5)?.to_owned(),
        agent: row.text(6)?.to_owned(),
    })
}

/// A session as its row holds it.
fn values_of(session: &Session) -> [Value<'_>; 7] {
    [
        session.token_digest.as_str().into(),
        session.account.as_str().into(),
        session.made_micros.into(),
        session.seen_micros.into(),
        session.expires_micros.into(),
        session.how.as_str().into(),
        session.agent.as_str().into(),
    ]
}
