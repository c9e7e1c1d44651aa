//! An account: who it is, in which functions it acts, its tokens. Nothing that proves it.

use jiff::Timestamp;

use crate::access::Function;

/// An account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// How it is shown.
    pub name: String,
    /// The person it belongs to.
    pub person: Option<String>,
    /// The functions it was granted.
    pub grants: Vec<Grant>,
    /// Who it is elsewhere: provider and name there.
    pub identities: Vec<(String, String)>,
    /// Its tokens, revoked ones too.
    pub tokens: Vec<Token>,
    /// Whether it is closed.
    pub closed: bool,
    /// The entry since which its rights or proofs are as they are: sessions from before are over.
    pub changed: u64,
}

/// A function that an account was granted.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// The function.
    pub function: Function,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// A token for programs.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// The functions it is limited to; none: all of its account.
    pub functions: Vec<Function>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// Whether it was revoked.
    pub revoked: bool,
    /// The entry by which it was issued: what changes the account later ends it.
    pub issued: u64,
}

impl Token {
    /// Whether it opens the door at an instant.
    pub fn holds(&self, at: Timestamp) -> bool {
        !self.revoked && self.until.is_none_or(|until| until > at)
    }
}

impl Account {
    /// Whether it was granted a function that lasts at an instant.
    pub fn is(&self, function: Function, at: Timestamp) -> bool {
        let lasts = |grant: &Grant| grant.until.is_none_or(|until| until > at);
        self.grants
            .iter()
            .any(|grant| grant.function == function && lasts(grant))
    }

    /// The functions in which it acts at an instant; by a token, those that the token has too.
    pub fn functions(&self, token: Option<&str>, at: Timestamp) -> Vec<Function> {
        let lasts = |grant: &&Grant| grant.until.is_none_or(|until| until > at);
        let granted = self.grants.iter().filter(lasts).map(|grant| grant.function);
        let Some(token) = token else {
            return granted.collect();
        };
        let Some(token) = self
            .tokens
            .iter()
            .find(|known| known.id == token && known.issued >= self.changed && known.holds(at))
        else {
            return Vec::new();
        };
        let within =
            |function: &Function| token.functions.is_empty() || token.functions.contains(function);
        granted.filter(within).collect()
    }
}
