//! The house says no: why, in plain words, and what would help. Closed: whoever answers with a
//! refusal says here what it is.

use record::complaint::Complaint;

use crate::access::{Action, Object, reference};

/// A command denied.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The actor may not.
    NotAllowed {
        /// What they wanted.
        action: Action,
        /// To what.
        object: String,
        /// Who may.
        who: String,
    },
    /// Nothing answers to the name, as far as the actor may know.
    Unknown {
        /// The name.
        subject: String,
    },
    /// There is one already.
    Exists {
        /// The name.
        subject: String,
    },
    /// It was changed meanwhile.
    Moved {
        /// The name.
        subject: String,
        /// The revision that was asked about.
        expected: u32,
        /// The revision that it has.
        found: u32,
    },
    /// Its home is a folder, where it must be changed.
    Frozen {
        /// The name.
        subject: String,
        /// The home.
        home: String,
        /// File and line there, where known.
        stands: Option<String>,
    },
    /// The state it is in does not allow the step.
    WrongState {
        /// The name.
        subject: String,
        /// Why not.
        why: String,
        /// What would help.
        remedy: String,
    },
    /// What was sent cannot be understood.
    Invalid {
        /// Each fault.
        complaints: Vec<Complaint>,
    },
    /// A rule of severity `refuse` would be broken.
    Rule {
        /// The rules, `policy/id#rule`.
        rules: Vec<String>,
        /// What each says, and what would break it.
        says: Vec<String>,
    },
    /// The request id was used for something else.
    Reused {
        /// The id.
        request: String,
    },
    /// The journal has reached its limit.
    Limit {
        /// What is full, in words.
        text: String,
    },
}

/// What sort of no it is; the doors translate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The actor may not.
    NotAllowed,
    /// Nothing answers to the name.
    Unknown,
    /// It stands in the way of what is there.
    Conflict,
    /// It was changed meanwhile.
    Moved,
    /// It cannot be understood.
    Invalid,
    /// A rule forbids it.
    Rule,
    /// The request id was used for something else.
    Reused,
    /// The journal is full.
    Limit,
}

impl Refusal {
    /// The actor may not.
    pub fn not_allowed(action: Action, object: Object<'_>, who: String) -> Refusal {
        Refusal::NotAllowed {
            action,
            object: reference(object),
            who,
        }
    }

    /// Nothing answers to the name.
    pub fn unknown(subject: &str) -> Refusal {
        Refusal::Unknown {
            subject: subject.to_string(),
        }
    }

    /// The state something is in does not allow the step.
    pub fn wrong_state(subject: &str, why: &str, remedy: &str) -> Refusal {
        Refusal::WrongState {
            subject: subject.to_string(),
            why: why.to_string(),
            remedy: remedy.to_string(),
        }
    }

    /// One fault of a field.
    pub fn invalid(field: &str, text: impl Into<String>) -> Refusal {
        let complaint = Complaint {
            at: record::node::Place::default(),
            field: field.to_string(),
            text: text.into(),
        };
        Refusal::Invalid {
            complaints: vec![complaint],
        }
    }

    /// Its stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NotAllowed { .. } => "not-allowed",
            Refusal::Unknown { .. } => "unknown",
            Refusal::Exists { .. } => "exists",
            Refusal::Moved { .. } => "changed-meanwhile",
            Refusal::Frozen { .. } => "home-is-a-folder",
            Refusal::WrongState { .. } => "wrong-state",
            Refusal::Invalid { .. } => "invalid",
            Refusal::Rule { .. } => "rule",
            Refusal::Reused { .. } => "request-reused",
            Refusal::Limit { .. } => "limit",
        }
    }

    /// What sort of no it is.
    pub fn sort(&self) -> Sort {
        match self {
            Refusal::NotAllowed { .. } => Sort::NotAllowed,
            Refusal::Unknown { .. } => Sort::Unknown,
            Refusal::Exists { .. } | Refusal::Frozen { .. } | Refusal::WrongState { .. } => {
                Sort::Conflict
            }
            Refusal::Moved { .. } => Sort::Moved,
            Refusal::Invalid { .. } => Sort::Invalid,
            Refusal::Rule { .. } => Sort::Rule,
            Refusal::Reused { .. } => Sort::Reused,
            Refusal::Limit { .. } => Sort::Limit,
        }
    }

    /// Why, in a sentence.
    pub fn reason(&self) -> String {
        match self {
            Refusal::NotAllowed { action, object, .. } => {
                format!("You may not {} {object}.", action.verb())
            }
            Refusal::Unknown { subject } => format!("Nothing is called {subject}."),
            Refusal::Exists { subject } => format!("{subject} is there already."),
            Refusal::Moved {
                subject,
                expected,
                found,
            } => format!(
                "{subject} was changed meanwhile: you saw revision {expected}, it is at {found}."
            ),
            Refusal::Frozen {
                subject,
                home,
                stands,
            } => {
                let stands = stands
                    .as_ref()
                    .map_or(String::new(), |it| format!(" ({it})"));
                format!(
                    "{subject} has its home in the folder {home}{stands} and is read-only here."
                )
            }
            Refusal::WrongState { subject, why, .. } => format!("{subject} {why}."),
            Refusal::Invalid { complaints } => match complaints.as_slice() {
                [one] if one.field.is_empty() => one.text.clone(),
                [one] => format!("{}: {}", one.field, one.text),
                many => format!("{} things cannot be understood.", many.len()),
            },
            Refusal::Rule { says, .. } => says.join(" "),
            Refusal::Reused { request } => {
                format!("The request id {request} was used for another request.")
            }
            Refusal::Limit { text } => text.clone(),
        }
    }

    /// What would help, in a sentence.
    pub fn remedy(&self) -> String {
        match self {
            Refusal::NotAllowed { who, .. } if who.is_empty() => {
                "Ask an administrator.".to_string()
            }
            Refusal::NotAllowed { who, .. } => {
                format!("It may: {who}, or a role whose authority says so.")
            }
            Refusal::Unknown { .. } => "Look at the list for the name.".into(),
            Refusal::Exists { .. } => "Change the one that is there, or choose another id.".into(),
            Refusal::Moved { .. } => "Read it again, and decide anew.".into(),
            Refusal::Frozen { .. } => {
                "Change it in the folder and sync, or propose the change as a patch.".into()
            }
            Refusal::WrongState { remedy, .. } => remedy.clone(),
            Refusal::Invalid { .. } => "Mend what is named and send it again.".into(),
            Refusal::Rule { rules, .. } => {
                format!(
                    "Keep to the rule ({}), or have it waived.",
                    rules.join(", ")
                )
            }
            Refusal::Reused { .. } => "Use a new id for a new request.".into(),
            Refusal::Limit { .. } => {
                "Reading goes on. Begin a new journal, or retire what is no longer needed.".into()
            }
        }
    }
}
