//! The present: what all events so far come to. A fold and nothing else: the same events give the
//! same state, on every machine and on every day. Copies are cheap; a held one never changes.

mod account;
mod apply;
mod filing;
mod readings;
pub mod run;
mod spells;
pub mod warning;

use std::sync::Arc;

use jiff::Timestamp;
use record::kinds::{Record, Registers};
use record::shelf::Shelf;

use self::readings::Readings;
use crate::requirements::campaign::{Campaign, Sheet};
use crate::requirements::drift::readings::Reading;
use crate::requirements::kept_forecast::KeptForecasts;
use crate::requirements::margin::hours::Spell;

pub use account::{Account, Grant, Token};
pub use filing::Filing;
pub use run::Run;

/// The present.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The records as answers see them: what is in force, else the draft.
    pub registers: Registers,
    filings: Shelf<Arc<Filing>>,
    files: Files,
    homes: Shelf<Arc<Home>>,
    accounts: Shelf<Arc<Account>>,
    attachments: Shelf<Arc<Attachment>>,
    alarms: Arc<Vec<Alarm>>,
    kept: Shelf<Arc<Kept>>,
    acknowledgements: Shelf<Arc<Acknowledgement>>,
    signatures: Arc<Vec<Signature>>,
    campaigns: Shelf<Arc<Campaign>>,
    asked: Shelf<Arc<str>>,
    runs: Shelf<Arc<Run>>,
    spells: Shelf<Arc<Vec<Spell>>>,
    readings: Shelf<Arc<Readings>>,
    warnings: Shelf<Arc<warning::Received>>,
    feeds: Shelf<Arc<warning::Feed>>,
    forecasts: Shelf<Arc<KeptForecasts>>,
    forecast_from: Shelf<Timestamp>,
    bytes: u64,
}

/// The files that records were read from.
#[derive(Clone, Debug, Default, PartialEq)]
struct Files {
    names: Arc<Vec<Arc<str>>>,
    index: Shelf<u32>,
}

/// A folder that is the home of records.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    /// Where it was when it was last brought into step.
    pub folder: String,
    /// How many records it held.
    pub records: u32,
    /// Records that it holds too, though their home is elsewhere.
    pub collisions: Vec<String>,
    /// When it was last brought into step.
    pub at: Timestamp,
}

/// A file beside the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// The record it belongs to.
    pub subject: String,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// How many bytes it had.
    pub bytes: u64,
    /// Whether it holds private contact details.
    pub private: bool,
    /// Why it was erased, if it was.
    pub erased: Option<String>,
}

/// A recovery code opened the door, and nobody has taken note of it yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    /// The account.
    pub account: String,
    /// When.
    pub at: Timestamp,
    /// What is known of it.
    pub what: String,
}

/// The last time that something was done to keep the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// When.
    pub at: Timestamp,
    /// Whether it succeeded.
    pub succeeded: bool,
    /// What was found.
    pub text: String,
    /// The head that it covers.
    pub head: u64,
}

/// Someone has read a record and said so.
#[derive(Clone, Debug, PartialEq)]
pub struct Acknowledgement {
    /// The revision that was in force.
    pub revision: u32,
    /// When.
    pub at: Timestamp,
}

/// Someone signed a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// Which document.
    pub document: String,
    /// The entry at which it was seen.
    pub entry: u64,
    /// The SHA-256 of its content, in hex.
    pub digest: String,
    /// What the signature says.
    pub statement: Option<String>,
    /// Who signed.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl State {
    /// The present before anything happened.
    pub fn new() -> State {
        State::default()
    }

    /// The life of a record so far.
    pub fn filing(&self, kind: &str, id: &str) -> Option<&Filing> {
        self.filings.get(&format!("{kind}/{id}")).map(Arc::as_ref)
    }

    /// The life of every record, by `kind/id`.
    pub fn filings(&self) -> impl Iterator<Item = (&str, &Filing)> {
        self.filings
            .iter()
            .map(|(key, filing)| (key, filing.as_ref()))
    }

    /// The life of every record whose `kind/id` comes after a text, in order.
    pub fn filings_after<'a>(
        &'a self,
        reference: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Filing)> {
        let after = self.filings.after(reference);
        after.map(|(key, filing)| (key, filing.as_ref()))
    }

    /// A record's latest content: the proposed one, else the one that answers see.
    pub fn latest(&self, kind: &str, id: &str) -> Option<Record> {
        let filing = self.filing(kind, id)?;
        match &filing.proposed {
            Some(record) => Some(Record::clone(record)),
            None => self.registers.record(kind, id),
        }
    }

    /// The names of the files that records were read from, by the index in their origin.
    pub fn file_names(&self) -> &[Arc<str>] {
        &self.files.names
    }

    /// The folders that are homes, by name.
    pub fn homes(&self) -> impl Iterator<Item = (&str, &Home)> {
        self.homes.iter().map(|(key, home)| (key, home.as_ref()))
    }

    /// A folder that is a home.
    pub fn home(&self, home: &str) -> Option<&Home> {
        self.homes.get(home).map(Arc::as_ref)
    }

    /// An account.
    pub fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.get(id).map(Arc::as_ref)
    }

    /// All accounts, by id.
    pub fn accounts(&self) -> impl Iterator<Item = (&str, &Account)> {
        self.accounts
            .iter()
            .map(|(key, account)| (key, account.as_ref()))
    }

    /// The account that an identity elsewhere is.
    pub fn account_of_identity(&self, issuer: &str, subject: &str) -> Option<&str> {
        let is = |account: &Account| {
            let mut known = account.identities.iter();
            known.any(|(by, name)| by == issuer && name == subject)
        };
        self.accounts()
            .find(|(_, account)| is(account))
            .map(|(id, _)| id)
    }

    /// Whether anyone can let others in.
    pub fn has_administrator(&self, at: Timestamp) -> bool {
        self.administrators(at).next().is_some()
    }

    /// The open accounts that are administrators at an instant.
    pub fn administrators(&self, at: Timestamp) -> impl Iterator<Item = &str> {
        let holds = move |account: &Account| {
            !account.closed && account.is(crate::access::Function::Administrator, at)
        };
        self.accounts()
            .filter(move |(_, account)| holds(account))
            .map(|(id, _)| id)
    }

    /// A file beside the journal, by its digest.
    pub fn attachment(&self, digest: &str) -> Option<&Attachment> {
        self.attachments.get(digest).map(Arc::as_ref)
    }

    /// All files beside the journal, by digest.
    pub fn attachments(&self) -> impl Iterator<Item = (&str, &Attachment)> {
        self.attachments.iter().map(|(key, it)| (key, it.as_ref()))
    }

    /// Alarms that nobody has taken note of.
    pub fn alarms(&self) -> &[Alarm] {
        &self.alarms
    }

    /// The last backup or rehearsal: `backup`, `rehearsal`.
    pub fn kept(&self, what: &str) -> Option<&Kept> {
        self.kept.get(what).map(Arc::as_ref)
    }

    /// The last time that someone said to have read a record: both `kind/id`.
    pub fn acknowledgement(&self, subject: &str, by: &str) -> Option<&Acknowledgement> {
        let key = format!("{subject} {by}");
        self.acknowledgements.get(&key).map(Arc::as_ref)
    }

    /// The signatures under a document, the first one first.
    pub fn signatures<'a>(&'a self, document: &'a str) -> impl Iterator<Item = &'a Signature> {
        let of = move |it: &&Signature| it.document == document;
        self.signatures.iter().filter(of)
    }

    /// The campaigns of the business impact analysis, by id.
    pub fn campaigns(&self) -> impl Iterator<Item = (&str, &Campaign)> {
        self.campaigns.iter().map(|(key, it)| (key, it.as_ref()))
    }

    /// A campaign.
    pub fn campaign(&self, id: &str) -> Option<&Campaign> {
        self.campaigns.get(id).map(Arc::as_ref)
    }

    /// The latest questionnaire about an activity in a campaign that is not closed: the
    /// campaign's id, and what it was asked. One whose answers are in force is over.
    pub fn questionnaire(&self, activity: &str) -> Option<(&str, &Sheet)> {
        use crate::requirements::campaign::Standing;
        let id = self.asked.get(activity)?;
        let campaign = self.campaign(id)?;
        let sheet = campaign.sheets.get(activity)?;
        let over = sheet.standing(self, campaign) == Standing::Closed;
        (!over).then_some((id, sheet))
    }

    /// A run.
    pub fn run(&self, id: &str) -> Option<&Run> {
        self.runs.get(id).map(Arc::as_ref)
    }

    /// All runs, by id.
    pub fn runs(&self) -> impl DoubleEndedIterator<Item = &Run> {
        self.runs.iter().map(|(_, run)| run.as_ref())
    }

    /// Whether the present remembers what a record, `kind/id`, said before: then no revision of it
    /// may be passed over when a journal is opened.
    pub fn remembers_revisions(reference: &str) -> bool {
        reference.starts_with("signal/")
    }

    /// What a signal said before and says now, the oldest first; of long ago only some.
    pub fn readings(&self, signal: &str) -> &[Reading] {
        self.readings.get(signal).map_or(&[], |it| it.kept())
    }

    /// The forecasts that were made, those made together as one, the first ones first.
    pub fn forecasts(&self) -> impl DoubleEndedIterator<Item = &KeptForecasts> {
        self.forecasts.iter().map(|(_, made)| made.as_ref())
    }

    /// From when the last forecast of a key holds.
    pub fn forecast_from(&self, key: &str) -> Option<Timestamp> {
        self.forecast_from.get(key).copied()
    }

    /// About how many bytes the live records take as they are written.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}
