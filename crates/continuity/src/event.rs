//! What the journal remembers: events, in the past tense, few, and each with its fields as a table
//! that reads and writes it. An event once written is read for ever: a new shape gets a step in
//! `upcast`, and a journal of every release stands among the tests.

mod run;
mod warning;

use jiff::Timestamp;
use record::complaint::Complaints;
use record::node::{Entry, Node, Place, Value};
use record::shape::Shape;

pub use self::run::{
    Criterion, Minimum, Mode, Outcome, RunNoted, RunStarted, RunStoodDown, RunVerified, StepTold,
};
pub use self::warning::{Came, FeedHeard, PrecautionDecided, WarningJudged, WarningReceived};
use crate::access::Function;
use crate::requirements::campaign::{
    AnswerContested, CampaignBegun, CampaignClosed, QuestionnaireAnswered, QuestionnaireChased,
    QuestionnaireDelegated, QuestionnaireSent, QuestionnaireSigned,
};
use crate::requirements::kept_forecast::ForecastsMade;
use crate::written::Written;

/// The version of the events written today.
pub const VERSION: u32 = 1;

record::fields! {
    /// A journal was begun.
    pub struct Began {
        /// The program's version.
        by: String,
        /// The organisation, where it was named.
        organisation: Option<String>,
    }
}

record::fields! {
    /// A record got a new content.
    pub struct Revised {
        /// The record, whole, and where it was read. A difference is computed, never stored.
        written: Written,
        /// Its number among the changes of this record, from 1.
        revision: u32,
        /// The entry of the change before, so that a history is walked and not searched.
        previous: Option<u64>,
        /// The folder that is its home from now on.
        home: Option<String>,
        /// Since when it says the same in all that a proof rests on; absent: since this entry.
        unchanged_since: Option<Since>,
        /// The fields that say something else than before, of those that a proof rests on.
        changes: Vec<String>,
    }
}

record::fields! {
    /// When a record last came to say something else in what a proof rests on.
    pub struct Since {
        /// The entry.
        seq: u64,
        /// When it was written.
        at: Timestamp,
        /// Who did it.
        by: String,
        /// The fields that changed.
        fields: Vec<String>,
    }
}

record::fields! {
    /// A step in the life of a record that leaves its content.
    pub struct Moved {
        /// The record.
        subject: String,
        /// Its number among the changes of this record.
        revision: u32,
        /// The entry of the change before.
        previous: Option<u64>,
        /// Why, where a reason was given.
        reason: Option<String>,
        /// Since when what answers see is the same in all that a proof rests on; absent: since
        /// this entry.
        unchanged_since: Option<Since>,
        /// The fields that say something else than before, of those that a proof rests on.
        changes: Vec<String>,
    }
}

record::fields! {
    /// A record came to have its home in a folder, its content as it was.
    pub struct Homed {
        /// The record.
        subject: String,
        /// Its number among the changes of this record.
        revision: u32,
        /// The entry of the change before.
        previous: Option<u64>,
        /// The folder; nothing: the journal is its home again.
        home: Option<String>,
        /// Where it stands in the folder.
        read: Option<crate::written::Read>,
    }
}

record::fields! {
    /// A folder was brought into step with the journal.
    pub struct Synced {
        /// The name of the folder as a home.
        home: String,
        /// Where it was.
        folder: String,
        /// How many records it holds.
        records: u32,
        /// Records it holds that have their home elsewhere: they were left alone.
        collisions: Vec<String>,
    }
}

record::fields! {
    /// A folder is no home any more.
    pub struct HomeLeft {
        /// The home.
        home: String,
    }
}

record::fields! {
    /// A file came to stand beside the journal.
    pub struct Attached {
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
        /// True where it holds private contact details.
        private: bool,
    }
}

record::fields! {
    /// The bytes of a file were erased; that it was there stays known.
    pub struct Erased {
        /// Its digest.
        digest: String,
        /// Why.
        reason: String,
    }
}

record::fields! {
    /// Something of an account changed.
    pub struct AccountOpened {
        /// The account.
        account: String,
        /// How it is shown.
        name: String,
        /// The person it belongs to.
        person: Option<String>,
    }
}

record::fields! {
    /// Something befell an account.
    pub struct AccountEvent {
        /// The account.
        account: String,
        /// What, or why, in a word or a sentence.
        what: String,
    }
}

record::fields! {
    /// An account may from now on act in a function.
    pub struct Granted {
        /// The account.
        account: String,
        /// The function.
        function: Function,
        /// Until when.
        until: Option<Timestamp>,
    }
}

record::fields! {
    /// An account may no longer act in a function.
    pub struct Withdrawn {
        /// The account.
        account: String,
        /// The function.
        function: Function,
    }
}

record::fields! {
    /// Someone known to a provider of identities is an account here.
    pub struct IdentityLinked {
        /// The account.
        account: String,
        /// The provider.
        issuer: String,
        /// Its name for them.
        subject: String,
    }
}

record::fields! {
    /// A token for programs was issued.
    pub struct TokenIssued {
        /// The account that it acts for.
        account: String,
        /// The token's id; the secret is nowhere.
        token: String,
        /// What it is for.
        name: String,
        /// The functions it is limited to; none: all of its account.
        functions: Vec<Function>,
        /// Until when.
        until: Option<Timestamp>,
    }
}

record::fields! {
    /// A token was revoked.
    pub struct TokenRevoked {
        /// The account.
        account: String,
        /// The token's id.
        token: String,
    }
}

record::fields! {
    /// Something was done to keep the journal: a backup, a rehearsal of its restoring.
    pub struct Kept {
        /// `backup` or `rehearsal`.
        what: String,
        /// Whether it succeeded.
        succeeded: bool,
        /// What was found, in a sentence.
        text: String,
        /// The head of the journal that it covers.
        head: u64,
    }
}

record::fields! {
    /// Someone has read a record and says so.
    pub struct Acknowledged {
        /// The record.
        subject: String,
        /// Its revision in force at that time.
        revision: u32,
        /// Who: a person, else an account.
        by: String,
    }
}

record::fields! {
    /// Someone signed a document as the journal stood at an entry.
    pub struct Signed {
        /// Which document: `charter`.
        document: String,
        /// The entry at which it was seen.
        entry: u64,
        /// The SHA-256 of its content, in hex.
        digest: String,
        /// What the signature says.
        statement: Option<String>,
    }
}

macro_rules! events {
    ($($(#[doc = $about:literal])+ $event:ident($of:ty) = $word:literal,)+) => {
        /// What happened.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Event {
            $($(#[doc = $about])+ $event($of),)+
        }

        impl Event {
            /// Every word, in order.
            pub const WORDS: &'static [&'static str] = &[$($word,)+];

            /// Its word.
            pub fn word(&self) -> &'static str {
                match self { $(Event::$event(_) => $word,)+ }
            }

            /// Its fields as a map.
            pub fn write(&self) -> Node {
                match self { $(Event::$event(of) => of.write(),)+ }
            }

            /// Reads one of today's version by its word.
            pub fn read(word: &str, node: &Node, complaints: &mut Complaints) -> Option<Event> {
                match word {
                    $($word => <$of as Shape>::read(node, complaints).map(Event::$event),)+
                    _ => {
                        let known = Event::WORDS.join(", ");
                        let text = format!("`{word}` is no event of this version ({known})");
                        complaints.add(node.at, text);
                        None
                    }
                }
            }
        }
    };
}

events! {
    /// The journal was begun.
    Began(Began) = "began",
    /// A record was filed for the first time.
    Filed(Revised) = "filed",
    /// A record got a new content.
    Amended(Revised) = "amended",
    /// A draft waits for approval.
    Submitted(Moved) = "submitted",
    /// A revision is in force.
    Approved(Moved) = "approved",
    /// A revision was given back to its author.
    Returned(Moved) = "returned",
    /// A record is out of use.
    Retired(Moved) = "retired",
    /// A record changed its home.
    Homed(Homed) = "homed",
    /// A folder was brought into step.
    Synced(Synced) = "synced",
    /// A folder is no home any more.
    HomeLeft(HomeLeft) = "home-left",
    /// A file came to stand beside the journal.
    Attached(Attached) = "attached",
    /// The bytes of a file were erased.
    Erased(Erased) = "erased",
    /// An account was opened.
    AccountOpened(AccountOpened) = "account-opened",
    /// An account was closed: `what` says why.
    AccountClosed(AccountEvent) = "account-closed",
    /// What an account proves itself by was changed: `what` names it, never its value.
    VerifierChanged(AccountEvent) = "verifier-changed",
    /// An account may act in a function.
    Granted(Granted) = "granted",
    /// An account may no longer act in a function.
    Withdrawn(Withdrawn) = "withdrawn",
    /// An identity elsewhere is an account here.
    IdentityLinked(IdentityLinked) = "identity-linked",
    /// A token was issued.
    TokenIssued(TokenIssued) = "token-issued",
    /// A token was revoked.
    TokenRevoked(TokenRevoked) = "token-revoked",
    /// Someone signed in: `what` says by which means.
    SignedIn(AccountEvent) = "signed-in",
    /// Someone signed out: `what` names the session.
    SignedOut(AccountEvent) = "signed-out",
    /// Attempts to sign in were refused: `what` says why.
    SignInRefused(AccountEvent) = "sign-in-refused",
    /// All sessions of an account ended at once: `what` says why.
    SessionsEnded(AccountEvent) = "sessions-ended",
    /// A recovery code opened the door: an alarm until it is acknowledged.
    BreakGlassUsed(AccountEvent) = "break-glass-used",
    /// An alarm was taken note of: `account` used the code, `what` says what was found.
    AlarmAcknowledged(AccountEvent) = "alarm-acknowledged",
    /// A link for the first administrator was made at the machine.
    FirstLinkMade(AccountEvent) = "first-link-made",
    /// Something was done to keep the journal.
    Kept(Kept) = "kept",
    /// Someone has read a record and says so.
    Acknowledged(Acknowledged) = "acknowledged",
    /// A document was signed.
    Signed(Signed) = "signed",
    /// A campaign of the business impact analysis was begun.
    CampaignBegun(CampaignBegun) = "campaign-begun",
    /// The questionnaire about an activity was sent.
    QuestionnaireSent(QuestionnaireSent) = "questionnaire-sent",
    /// A question was answered.
    QuestionnaireAnswered(QuestionnaireAnswered) = "questionnaire-answered",
    /// One question was handed to someone else.
    QuestionnaireDelegated(QuestionnaireDelegated) = "questionnaire-delegated",
    /// An answer was doubted.
    AnswerContested(AnswerContested) = "answer-contested",
    /// The answers were signed.
    QuestionnaireSigned(QuestionnaireSigned) = "questionnaire-signed",
    /// Someone was reminded.
    QuestionnaireChased(QuestionnaireChased) = "questionnaire-chased",
    /// A campaign was closed.
    CampaignClosed(CampaignClosed) = "campaign-closed",
    /// A run was started: from now on its plan is carried out.
    RunStarted(RunStarted) = "run-started",
    /// Someone began with a step.
    StepStarted(StepTold) = "step-started",
    /// A step is done.
    StepDone(StepTold) = "step-done",
    /// A step failed: `note` says how.
    StepFailed(StepTold) = "step-failed",
    /// A step cannot go on: `note` says why.
    StepBlocked(StepTold) = "step-blocked",
    /// A step was left out: `note` says why.
    StepSkipped(StepTold) = "step-skipped",
    /// What was said of a step was taken back; what was said stays known.
    StepUndone(StepTold) = "step-undone",
    /// Something was noted of a run.
    RunNoted(RunNoted) = "run-noted",
    /// A run came to its end.
    RunStoodDown(RunStoodDown) = "run-stood-down",
    /// Someone who did not carry a run out says whether it was as it says.
    RunVerified(RunVerified) = "run-verified",
    /// A warning came in.
    WarningReceived(WarningReceived) = "warning-received",
    /// A feed of warnings was heard.
    FeedHeard(FeedHeard) = "feed-heard",
    /// A measure is carried out on a warning.
    PrecautionAccepted(PrecautionDecided) = "precaution-accepted",
    /// A measure is not carried out on a warning.
    PrecautionDeclined(PrecautionDecided) = "precaution-declined",
    /// Someone says what came of a warning.
    WarningJudged(WarningJudged) = "warning-judged",
    /// Forecasts were made, and are kept to be scored.
    ForecastsMade(ForecastsMade) = "forecasts-made",
}

impl Event {
    /// The record or account that it is about, `kind/id`; nothing where it is about the whole.
    pub fn subject(&self) -> Option<String> {
        let account = |account: &str| Some(format!("account/{account}"));
        match self {
            Event::Filed(it) | Event::Amended(it) => Some(it.written.record.reference()),
            Event::Submitted(it)
            | Event::Approved(it)
            | Event::Returned(it)
            | Event::Retired(it) => Some(it.subject.clone()),
            Event::Homed(it) => Some(it.subject.clone()),
            Event::Attached(it) => Some(it.subject.clone()),
            Event::Acknowledged(it) => Some(it.subject.clone()),
            Event::AccountOpened(it) => account(&it.account),
            Event::Granted(it) => account(&it.account),
            Event::Withdrawn(it) => account(&it.account),
            Event::IdentityLinked(it) => account(&it.account),
            Event::TokenIssued(it) => account(&it.account),
            Event::TokenRevoked(it) => account(&it.account),
            Event::AccountClosed(it)
            | Event::VerifierChanged(it)
            | Event::SignedIn(it)
            | Event::SignedOut(it)
            | Event::SignInRefused(it)
            | Event::SessionsEnded(it)
            | Event::BreakGlassUsed(it)
            | Event::AlarmAcknowledged(it)
            | Event::FirstLinkMade(it) => account(&it.account),
            Event::RunStarted(it) => Some(format!("run/{}", it.run)),
            Event::StepStarted(it)
            | Event::StepDone(it)
            | Event::StepFailed(it)
            | Event::StepBlocked(it)
            | Event::StepSkipped(it)
            | Event::StepUndone(it) => Some(format!("run/{}", it.run)),
            Event::RunNoted(it) => Some(format!("run/{}", it.run)),
            Event::RunStoodDown(it) => Some(format!("run/{}", it.run)),
            Event::RunVerified(it) => Some(format!("run/{}", it.run)),
            Event::WarningReceived(it) => Some(format!("warning/{}", it.id)),
            Event::FeedHeard(it) => Some(format!("feed/{}", it.feed)),
            Event::PrecautionAccepted(it) | Event::PrecautionDeclined(it) => {
                Some(format!("warning/{}", it.warning))
            }
            Event::WarningJudged(it) => Some(format!("warning/{}", it.warning)),
            Event::Began(_)
            | Event::Synced(_)
            | Event::HomeLeft(_)
            | Event::Erased(_)
            | Event::Signed(_)
            | Event::ForecastsMade(_)
            | Event::Kept(_) => None,
            Event::CampaignBegun(_)
            | Event::QuestionnaireSent(_)
            | Event::QuestionnaireAnswered(_)
            | Event::QuestionnaireDelegated(_)
            | Event::AnswerContested(_)
            | Event::QuestionnaireSigned(_)
            | Event::QuestionnaireChased(_)
            | Event::CampaignClosed(_) => self.campaign().map(|it| format!("campaign/{it}")),
        }
    }

    /// The campaign of the business impact analysis that it is about.
    pub fn campaign(&self) -> Option<&str> {
        match self {
            Event::CampaignBegun(it) => Some(&it.campaign),
            Event::QuestionnaireSent(it) => Some(&it.campaign),
            Event::QuestionnaireAnswered(it) => Some(&it.campaign),
            Event::QuestionnaireDelegated(it) => Some(&it.campaign),
            Event::AnswerContested(it) => Some(&it.campaign),
            Event::QuestionnaireSigned(it) => Some(&it.campaign),
            Event::QuestionnaireChased(it) => Some(&it.campaign),
            Event::CampaignClosed(it) => Some(&it.campaign),
            _ => None,
        }
    }
}

/// An event as the journal holds it: what happened, who did it, at whose request.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered {
    /// Its number, without gaps from 1.
    pub seq: u64,
    /// When it was written.
    pub at: Timestamp,
    /// The entry's own id.
    pub id: String,
    /// Who did it.
    pub actor: String,
    /// By which door, where that is remembered.
    pub via: Option<String>,
    /// The request that asked for it; a repeated request is answered, not carried out again.
    pub request: Option<String>,
    /// What was asked, as a digest, so that another request under the same id is told apart.
    pub asked: Option<String>,
    /// What happened.
    pub event: Event,
}

impl Remembered {
    /// As the entry's body: everything but number, instant and id, which the journal holds itself.
    /// What it is about stands before what happened, so that an entry is sorted by its first
    /// bytes: `of`, the `status` of a new content, and the `file` that it was read from.
    pub fn body(&self) -> Node {
        let mut entries = vec![
            entry("v", Node::bare(VERSION)),
            entry("event", Node::text(self.event.word())),
            entry("actor", Node::text(self.actor.as_str())),
        ];
        let texts = [
            ("via", &self.via),
            ("request", &self.request),
            ("asked", &self.asked),
        ];
        for (key, text) in texts {
            entries.extend(
                text.as_ref()
                    .map(|text| entry(key, Node::text(text.as_str()))),
            );
        }
        entries.extend(self.subject().map(|of| entry("of", Node::text(of))));
        if let Event::Filed(it) | Event::Amended(it) = &self.event {
            let status = it.written.record.status().as_str();
            entries.push(entry("status", Node::text(status)));
        }
        entries.extend(self.file().map(|file| entry("file", Node::text(file))));
        entries.push(entry("what", self.event.write()));
        Node::made(Value::Map(entries))
    }

    /// All of it, as other programs read it.
    pub fn whole(&self) -> Node {
        let mut entries = vec![
            entry("seq", Node::bare(self.seq)),
            entry("at", self.at.write()),
            entry("id", Node::text(self.id.as_str())),
        ];
        if let Value::Map(body) = self.body().value {
            entries.extend(body.into_iter().filter(|entry| &*entry.key != "v"));
        }
        Node::made(Value::Map(entries))
    }

    /// The record or account that it is about, `kind/id`; nothing where it is about the whole.
    pub fn subject(&self) -> Option<String> {
        self.event.subject()
    }

    /// The file that its record was read from.
    pub fn file(&self) -> Option<&str> {
        let read = match &self.event {
            Event::Filed(it) | Event::Amended(it) => it.written.read.as_ref(),
            Event::Homed(it) => it.read.as_ref(),
            _ => None,
        };
        read.map(|read| read.file.as_str())
    }

    /// The number of the change of its record, and the entry of the change before.
    pub fn revision(&self) -> Option<(u32, Option<u64>)> {
        match &self.event {
            Event::Filed(it) | Event::Amended(it) => Some((it.revision, it.previous)),
            Event::Submitted(it)
            | Event::Approved(it)
            | Event::Returned(it)
            | Event::Retired(it) => Some((it.revision, it.previous)),
            Event::Homed(it) => Some((it.revision, it.previous)),
            _ => None,
        }
    }
}

fn entry(key: &str, value: Node) -> Entry {
    let (key, at) = (key.into(), Place::default());
    Entry { key, at, value }
}
