//! What may be asked: commands, in the imperative. A command says what is wanted; whether it is
//! done, `decide` says.

use jiff::Timestamp;
use record::kinds::Record;

use crate::access::Function;
use crate::event::{Came, Mode, RunStoodDown};
use crate::requirements::campaign::CampaignStep;
use crate::requirements::kept_forecast::Statement;
use crate::requirements::warning::Warning;
use crate::written::Written;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// File a record that is not there yet.
    File {
        /// The record.
        written: Written,
    },
    /// Change a record: the whole new content.
    Amend {
        /// The record.
        written: Written,
        /// The revision that was seen; nothing: whatever is there.
        expected: Option<u32>,
    },
    /// Put a draft up for approval.
    Submit(Step),
    /// Put the latest revision in force.
    Approve(Step),
    /// Give the latest revision back to its author.
    Return(Step),
    /// Take a record out of use.
    Retire(Step),
    /// Bring in many records at once: all of them or none.
    Import {
        /// From where, in words.
        source: String,
        /// The records, whole, as they shall be.
        records: Vec<Written>,
        /// The last entry that was seen when it was decided what they shall be; nothing: whatever
        /// is there.
        seen: Option<u64>,
    },
    /// Hear what monitors say: each signal is filed, or changes what is known of it.
    Hear {
        /// The signals, whole.
        signals: Vec<Written>,
    },
    /// Bring a folder into step with the journal: it is the home of what it holds.
    Sync {
        /// The name of the home.
        home: String,
        /// Where the folder is.
        folder: String,
        /// All records that it holds.
        records: Vec<Written>,
        /// The last entry that was seen when it was decided to do so; nothing: whatever came
        /// since.
        seen: Option<u64>,
    },
    /// End a folder's being the home of records; the journal is their home again.
    LeaveHome {
        /// The name of the home.
        home: String,
    },
    /// Put a file beside the journal.
    Attach {
        /// The record it belongs to.
        subject: String,
        /// Its digest, with its salt.
        digest: String,
        /// Its name.
        name: String,
        /// Its media type.
        media_type: String,
        /// How many bytes.
        bytes: u64,
        /// Whether it holds private contact details.
        private: bool,
    },
    /// Erase the bytes of such a file.
    Erase {
        /// Its digest.
        digest: String,
        /// Why.
        reason: String,
    },
    /// Open an account.
    OpenAccount {
        /// The account: an id.
        account: String,
        /// How it is shown.
        name: String,
        /// The person it belongs to.
        person: Option<String>,
        /// The functions it has from the start.
        functions: Vec<(Function, Option<Timestamp>)>,
    },
    /// Close an account for good.
    CloseAccount {
        /// The account.
        account: String,
        /// Why.
        reason: String,
    },
    /// Let an account act in a function.
    Grant {
        /// The account.
        account: String,
        /// The function.
        function: Function,
        /// Until when; an auditor must have an end.
        until: Option<Timestamp>,
    },
    /// Let an account no longer act in a function.
    Withdraw {
        /// The account.
        account: String,
        /// The function.
        function: Function,
    },
    /// Say that an identity elsewhere is an account here.
    LinkIdentity {
        /// The account.
        account: String,
        /// The provider.
        issuer: String,
        /// Its name for them.
        subject: String,
    },
    /// Remember that what an account proves itself by was changed.
    ChangeVerifier {
        /// The account.
        account: String,
        /// `password` or `recovery-codes`.
        what: String,
    },
    /// Issue a token for programs.
    IssueToken {
        /// The account that it acts for.
        account: String,
        /// The token's id.
        token: String,
        /// What it is for.
        name: String,
        /// The functions it is limited to; none: all of its account.
        functions: Vec<Function>,
        /// Until when.
        until: Option<Timestamp>,
    },
    /// Revoke a token.
    RevokeToken {
        /// The account.
        account: String,
        /// The token's id.
        token: String,
    },
    /// Remember that someone signed in.
    SignIn {
        /// The account.
        account: String,
        /// `password`, `oidc`, `recovery-code` (an alarm) or `first-link`.
        how: String,
    },
    /// Remember that someone signed out.
    SignOut {
        /// The account.
        account: String,
        /// The session, by a name that opens nothing.
        session: String,
    },
    /// Remember that attempts to sign in were refused.
    RefuseSignIn {
        /// The account, where there is one; else `unknown`.
        account: String,
        /// Why, and how often.
        why: String,
    },
    /// End all sessions of an account.
    EndSessions {
        /// The account.
        account: String,
        /// Why.
        why: String,
    },
    /// Take note of an alarm.
    AcknowledgeAlarm {
        /// The account that used the code.
        account: String,
        /// What was found.
        found: String,
    },
    /// Remember that a link for the first administrator was made at the machine.
    MakeFirstLink,
    /// Say that one has read a policy.
    Acknowledge {
        /// The policy.
        subject: String,
        /// The revision that was seen.
        revision: u32,
        /// The person who came by a personal link; nothing: whoever has signed in.
        person: Option<String>,
    },
    /// Sign a document as it stands.
    Sign {
        /// Which document: `charter`.
        document: String,
        /// The entry at which it was seen.
        entry: u64,
        /// The SHA-256 of its content, in hex.
        digest: String,
        /// What the signature says.
        statement: Option<String>,
    },
    /// A step of a campaign of the business impact analysis.
    Campaign {
        /// The campaign: an id.
        campaign: String,
        /// What is asked of it.
        step: CampaignStep,
    },
    /// Remember what was done to keep the journal.
    Keep {
        /// `backup` or `rehearsal`.
        what: String,
        /// Whether it succeeded.
        succeeded: bool,
        /// What was found.
        text: String,
        /// The head of the journal that it covers.
        head: u64,
    },
    /// Keep forecasts as they are made, to be scored by what comes.
    KeepForecasts {
        /// What is said.
        statements: Vec<Statement>,
    },
    /// Take warnings in that a feed brought.
    ReceiveWarnings(Box<ReceiveWarnings>),
    /// Decide whether a measure is carried out on a warning.
    DecidePrecaution(Box<DecidePrecaution>),
    /// Say what came of a warning.
    JudgeWarning(JudgeWarning),
    /// Begin to carry out a plan.
    StartRun(Box<Start>),
    /// Say how far a step of a run has come.
    Tick(Tick),
    /// Note something of a run.
    NoteRun {
        /// The run.
        run: String,
        /// When it was so; nothing: now.
        at: Option<Timestamp>,
        /// What.
        text: String,
    },
    /// End a run.
    StandDown(Box<RunStoodDown>),
    /// Say, as one who did not carry a run out, whether it was as it says.
    VerifyRun {
        /// The run.
        run: String,
        /// Whether it was.
        confirmed: bool,
        /// What was seen.
        note: Option<String>,
    },
}

/// What a feed of warnings brought.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceiveWarnings {
    /// The feed.
    pub feed: String,
    /// The SHA-256 of what was heard, in hex.
    pub digest: Option<String>,
    /// The warnings in it.
    pub warnings: Vec<Warning>,
    /// What could not be read.
    pub errors: Vec<String>,
}

/// Whether a measure is carried out on a warning.
#[derive(Clone, Debug, PartialEq)]
pub struct DecidePrecaution {
    /// The warning.
    pub warning: String,
    /// The measure.
    pub measure: String,
    /// Whether it is carried out.
    pub accept: bool,
    /// Why.
    pub reason: Option<String>,
    /// The id of the run to be, a UUID that nobody used before.
    pub run: String,
    /// The plan's name as it was typed to confirm that this is no exercise.
    pub typed: Option<String>,
}

/// What came of a warning.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgeWarning {
    /// The warning.
    pub warning: String,
    /// What came.
    pub came: Came,
    /// When it struck.
    pub struck: Option<Timestamp>,
    /// What was seen.
    pub note: Option<String>,
}

/// How a plan begins to be carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// The run's id, a UUID that nobody used before.
    pub run: String,
    /// Why it is carried out.
    pub mode: Mode,
    /// The plan's id.
    pub plan: String,
    /// The exercise's id.
    pub exercise: Option<String>,
    /// The scenario's id; nothing: the exercise's.
    pub scenario: Option<String>,
    /// When recovery began; nothing: now.
    pub at: Option<Timestamp>,
    /// When the disruption began.
    pub began: Option<Timestamp>,
    /// Why it was decided.
    pub reason: Option<String>,
    /// The plan's name as it was typed to confirm that this is no exercise.
    pub typed: Option<String>,
}

/// How far a step of a run has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The run.
    pub run: String,
    /// The step.
    pub step: String,
    /// What is said of it.
    pub what: Told,
    /// When it was so; nothing: now.
    pub at: Option<Timestamp>,
    /// When it was begun, where that is said only now.
    pub started: Option<Timestamp>,
    /// Why, or what was seen.
    pub note: Option<String>,
}

record::words! {
    /// What is said of a step.
    pub enum Told {
        /// Someone begins with it.
        Start = "start",
        /// It is done.
        Done = "done",
        /// It failed.
        Failed = "failed",
        /// It cannot go on.
        Blocked = "blocked",
        /// It is left out.
        Skip = "skip",
        /// What was said last is taken back.
        Undo = "undo",
    }
}

/// A step in the life of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The record, `kind/id`.
    pub subject: String,
    /// The revision that was seen; nothing: whatever is there.
    pub expected: Option<u32>,
    /// Why.
    pub reason: Option<String>,
}

impl Step {
    /// A step of a record, whatever its revision.
    pub fn of(subject: &str) -> Step {
        Step {
            subject: subject.to_string(),
            expected: None,
            reason: None,
        }
    }
}

impl Command {
    /// Files a record that was made, not read.
    pub fn file(record: Record) -> Command {
        Command::File {
            written: Written::made(record),
        }
    }
}
