//! Who acts: a person by account, an operator at the machine itself, the server, or nobody known.

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Someone who signed in, or a program with a token of theirs.
    Account {
        /// The account.
        id: String,
        /// By which door: `token/ID` where it was not a sign-in.
        via: Option<String>,
    },
    /// A user of the operating system, at the journal itself: the administrator's rights.
    Operator {
        /// The user's name.
        user: String,
    },
    /// The server by itself: what it keeps, never what others decide.
    Server,
    /// Nobody known.
    Anonymous,
}

impl Actor {
    /// As the journal remembers it.
    pub fn as_text(&self) -> String {
        match self {
            Actor::Account { id, .. } => format!("account/{id}"),
            Actor::Operator { user } => format!("operator/{user}"),
            Actor::Server => "server".into(),
            Actor::Anonymous => "anonymous".into(),
        }
    }

    /// By which door an account came, where that is remembered.
    pub fn via(&self) -> Option<&str> {
        match self {
            Actor::Account { via, .. } => via.as_deref(),
            _ => None,
        }
    }

    /// The account, where there is one.
    pub fn account(&self) -> Option<&str> {
        match self {
            Actor::Account { id, .. } => Some(id),
            _ => None,
        }
    }
}
