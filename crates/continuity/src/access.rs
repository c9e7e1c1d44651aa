//! Who may do what. One function answers, [`authorize`]; what each function of the practice may do
//! is a table, and what its holder may decide beyond that is a property of the roles in the
//! records. It asks nobody and keeps nothing.

mod authority;
mod table;

use jiff::Timestamp;
use record::link::split;

use crate::actor::Actor;
use crate::refusal::Refusal;
use crate::state::State;
pub use table::{APPROVES, FILES, MAY};

record::words! {
    /// A function in which an account acts: the programme's roles, and those of access itself.
    pub enum Function {
        /// Looks after accounts, sources and the journal; may do everything.
        Administrator = "administrator",
        /// Top management: approves policy, scope, budget and what is spent.
        Sponsor = "sponsor",
        /// Owns the method and the programme.
        ContinuityManager = "continuity-manager",
        /// Owns what an activity needs: impact, targets, workarounds.
        ProcessOwner = "process-owner",
        /// Owns what a service can: its facts, its dependencies, its plan.
        ServiceOwner = "service-owner",
        /// Keeps a technical plan and carries it out.
        RecoveryTeam = "recovery-team",
        /// Commands on the day.
        Crisis = "crisis",
        /// Speaks for the organisation.
        Communications = "communications",
        /// Keeps the log on the day.
        Scribe = "scribe",
        /// Accepts and treats risks.
        RiskOwner = "risk-owner",
        /// Looks after contracts and exits.
        SupplierManager = "supplier-manager",
        /// Knows the threats.
        SecurityLead = "security-lead",
        /// Facilities, people, law and money.
        Facilities = "facilities",
        /// Designs and scores exercises.
        ExerciseDirector = "exercise-director",
        /// Reads everything but private contacts, changes nothing, for a limited time.
        Auditor = "auditor",
        /// Reads.
        Reader = "reader",
        /// A program that says how items stand: files signals, and sees nothing.
        Monitor = "monitor",
    }
}

record::words! {
    /// What someone wants to do.
    pub enum Action {
        /// Read records and answers.
        Read = "read",
        /// See figures of money.
        ReadMoney = "read-money",
        /// See private contact details.
        ReadContacts = "read-contacts",
        /// Read the journal itself.
        ReadLog = "read-log",
        /// File a record that is not there yet.
        File = "file",
        /// Change a record.
        Amend = "amend",
        /// Put a revision in force, or give it back.
        Approve = "approve",
        /// Take a record out of use.
        Retire = "retire",
        /// Bring in many records at once.
        Import = "import",
        /// Take records out as files.
        Export = "export",
        /// Make a folder the home of records.
        Sync = "sync",
        /// Put a file beside the journal.
        Attach = "attach",
        /// Erase such a file.
        Erase = "erase",
        /// Open, close and change accounts, see what they did.
        ManageAccounts = "manage-accounts",
        /// Look after one's own account: password, tokens, sessions.
        OwnAccount = "own-account",
        /// Back up, verify, look after the journal.
        Keep = "keep",
        /// Begin to carry out a plan as an exercise.
        StartExercise = "start-exercise",
        /// Begin to carry out a plan in earnest.
        StartLive = "start-live",
        /// Say how far a step of a run has come.
        Tick = "tick",
        /// End a run.
        StandDown = "stand-down",
        /// Say afterwards whether a run was as it says.
        VerifyRun = "verify-run",
        /// Take warnings in.
        ReceiveWarning = "receive-warning",
        /// Decide whether a measure is carried out on a warning.
        DecidePrecaution = "decide-precaution",
        /// Say what came of a warning.
        JudgeWarning = "judge-warning",
        /// Keep forecasts as they are made.
        KeepForecasts = "keep-forecasts",
    }
}

impl Action {
    /// What someone does, in words that an object follows.
    pub fn verb(self) -> &'static str {
        match self {
            Action::Read => "read",
            Action::ReadMoney => "see the figures of money of",
            Action::ReadContacts => "see private contacts of",
            Action::ReadLog => "read the log of",
            Action::File => "file",
            Action::Amend => "change",
            Action::Approve => "approve or return",
            Action::Retire => "retire",
            Action::Import => "import into",
            Action::Export => "export",
            Action::Sync => "sync a folder into",
            Action::Attach => "attach a file to",
            Action::Erase => "erase",
            Action::ManageAccounts => "look after the accounts of",
            Action::OwnAccount => "look after",
            Action::Keep => "back up or verify",
            Action::StartExercise => "start an exercise of",
            Action::StartLive => "invoke in earnest",
            Action::Tick => "report on",
            Action::StandDown => "stand down",
            Action::VerifyRun => "verify",
            Action::ReceiveWarning => "take warnings in for",
            Action::DecidePrecaution => "decide on a warning about",
            Action::JudgeWarning => "say what came of warnings for",
            Action::KeepForecasts => "keep forecasts of",
        }
    }
}

/// What it is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object<'a> {
    /// The estate as a whole.
    Whole,
    /// Records of a kind.
    Kind(&'a str),
    /// A record, by kind and id.
    Record(&'a str, &'a str),
    /// An account.
    Account(&'a str),
    /// A file beside the journal, by its digest.
    Attachment(&'a str),
    /// The journal.
    Journal,
}

/// Whether an actor may do something, at an instant; else why not, and who may. What someone may
/// not even know of is answered as if it were not there.
pub fn authorize(
    state: &State,
    actor: &Actor,
    action: Action,
    object: Object<'_>,
    at: Timestamp,
) -> Result<(), Refusal> {
    let functions = functions(state, actor, at);
    if let Object::Account(account) = object
        && action == Action::OwnAccount
    {
        let own = actor.account() == Some(account);
        return match own && !functions.is_empty() || functions.contains(&Function::Administrator) {
            true => Ok(()),
            false => Err(Refusal::unknown(&format!("account/{account}"))),
        };
    }
    if let Object::Attachment(digest) = object
        && action == Action::Read
    {
        return attachment(state, actor, digest, &functions);
    }
    if *actor == Actor::Server
        && matches!(
            action,
            Action::Keep | Action::Read | Action::KeepForecasts | Action::ReceiveWarning
        )
    {
        return Ok(());
    }
    let allowed = functions.iter().any(|&function| {
        MAY.iter()
            .any(|(may, whom)| *may == action && whom.contains(&function))
            && covers(state, actor, function, action, object, at)
    });
    if allowed || authority::allows(state, actor, action, object, at) {
        return Ok(());
    }
    if let (Object::Account(account), true) = (object, actor.account().is_some()) {
        return Err(Refusal::unknown(&format!("account/{account}")));
    }
    Err(Refusal::not_allowed(
        action,
        object,
        who_may(action, object),
    ))
}

/// The functions in which someone acts at an instant. A token has those it was limited to.
pub fn functions(state: &State, actor: &Actor, at: Timestamp) -> Vec<Function> {
    match actor {
        Actor::Operator { .. } => vec![Function::Administrator],
        Actor::Account { id, via } => {
            let Some(account) = state.account(id).filter(|account| !account.closed) else {
                return Vec::new();
            };
            let token = via.as_deref().and_then(|via| via.strip_prefix("token/"));
            account.functions(token, at)
        }
        Actor::Server | Actor::Anonymous => Vec::new(),
    }
}

/// A private file only for who may see private contacts; for others it is not there.
fn attachment(
    state: &State,
    actor: &Actor,
    digest: &str,
    functions: &[Function],
) -> Result<(), Refusal> {
    let unknown = || Err(Refusal::unknown(&format!("attachment/{digest}")));
    let Some(known) = state.attachment(digest) else {
        return unknown();
    };
    let needed = if known.private {
        Action::ReadContacts
    } else {
        Action::Read
    };
    let may = |function: &Function| {
        MAY.iter()
            .any(|(action, whom)| *action == needed && whom.contains(function))
    };
    match *actor == Actor::Server || functions.iter().any(may) {
        true => Ok(()),
        false => unknown(),
    }
}

/// Whether a function reaches an object: some file and approve only certain kinds, and of these
/// only what they own.
fn covers(
    state: &State,
    actor: &Actor,
    function: Function,
    action: Action,
    object: Object<'_>,
    at: Timestamp,
) -> bool {
    let kinds = match action {
        Action::File | Action::Amend | Action::Retire | Action::Attach => {
            table::kinds(FILES, function)
        }
        Action::Approve => table::kinds(APPROVES, function),
        Action::StartExercise => &["plan"],
        _ => return true,
    };
    let (kind, id) = match object {
        Object::Kind(kind) => (kind, None),
        Object::Record(kind, id) => (kind, Some(id)),
        // A program that files signals has no part in anything else.
        _ => return function != Function::Monitor,
    };
    let named = kinds.contains(&table::EVERY) || kinds.contains(&kind);
    let own_only = table::OWN_ONLY.contains(&function);
    named && (!own_only || id.is_none_or(|id| authority::owns(state, actor, kind, id, at)))
}

/// Who may do it, in words: for the remedy of a refusal.
fn who_may(action: Action, object: Object<'_>) -> String {
    let kind = match object {
        Object::Kind(kind) | Object::Record(kind, _) => Some(kind),
        _ => None,
    };
    let list = match action {
        Action::File | Action::Amend | Action::Retire | Action::Attach => Some(FILES),
        Action::Approve => Some(APPROVES),
        _ => None,
    };
    let mut names: Vec<&str> = Vec::new();
    for function in MAY
        .iter()
        .filter(|(may, _)| *may == action)
        .flat_map(|(_, whom)| *whom)
    {
        let fits = list.zip(kind).is_none_or(|(list, kind)| {
            let kinds = table::kinds(list, *function);
            kinds.contains(&table::EVERY) || kinds.contains(&kind)
        });
        if fits {
            names.push(function.as_str());
        }
    }
    names.join(", ")
}

/// An object in words.
pub fn reference(object: Object<'_>) -> String {
    match object {
        Object::Whole => "the estate".into(),
        Object::Kind(kind) => format!("records of kind {kind}"),
        Object::Record(kind, id) => format!("{kind}/{id}"),
        Object::Account(id) => format!("account/{id}"),
        Object::Attachment(digest) => format!("attachment/{digest}"),
        Object::Journal => "the journal".into(),
    }
}

/// The kind and id of a reference that names both.
pub fn record_object(subject: &str) -> Option<Object<'_>> {
    let (kind, id) = split(subject);
    Some(Object::Record(kind?, id))
}
