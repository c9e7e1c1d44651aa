//! The fold: one event after the other. It decides nothing and refuses nothing; what stands in the
//! journal happened.

use std::sync::Arc;

use jiff::Timestamp;
use record::kind::{Filed, Status};
use record::kinds::Record;
use record::link::split;
use record::operation::Signal;

use super::{Account, Acknowledgement, Alarm, Attachment, Filing, Grant, Home, Kept, Run};
use super::{Signature, State, Token};
use crate::access::Function;
use crate::event::{self, Event, Remembered, Revised, Since};
use crate::requirements::campaign::Campaign;
use crate::requirements::drift::readings::Reading;
use crate::requirements::kept_forecast::KeptForecasts;
use crate::written::Written;

impl State {
    /// Takes one event in. `weight` is about how many bytes its entry has.
    pub fn apply(&mut self, remembered: &Remembered, weight: usize) {
        if self.apply_to_warnings(remembered, weight) {
            return;
        }
        let (seq, at) = (remembered.seq, remembered.at);
        match &remembered.event {
            Event::Filed(it) | Event::Amended(it) => self.revise(it, remembered, weight),
            Event::Submitted(it) => self.step(it, seq, |state, record| {
                state.settle(record, Status::InReview);
            }),
            Event::Returned(it) => self.step(it, seq, |state, record| {
                state.settle(record, Status::Draft);
            }),
            Event::Approved(it) => self.approve(it, remembered),
            Event::Retired(it) => self.retire(it, remembered),
            Event::Homed(it) => self.rehome(it, seq),
            Event::Synced(it) => {
                let home = Home {
                    folder: it.folder.clone(),
                    records: it.records,
                    collisions: it.collisions.clone(),
                    at,
                };
                self.homes.put(&it.home, Arc::new(home));
            }
            Event::HomeLeft(it) => {
                self.homes.take(&it.home);
            }
            Event::Attached(it) => self.attach(it),
            Event::Erased(it) => {
                if let Some(attachment) = self.attachments.get_mut(&it.digest) {
                    Arc::make_mut(attachment).erased = Some(it.reason.clone());
                }
            }
            Event::Kept(it) => {
                let kept = Kept {
                    at,
                    succeeded: it.succeeded,
                    text: it.text.clone(),
                    head: it.head,
                };
                self.kept.put(&it.what, Arc::new(kept));
            }
            Event::Acknowledged(_) | Event::Signed(_) => self.agree(remembered),
            Event::BreakGlassUsed(it) => Arc::make_mut(&mut self.alarms).push(Alarm {
                account: it.account.clone(),
                at,
                what: it.what.clone(),
            }),
            Event::AlarmAcknowledged(it) => {
                Arc::make_mut(&mut self.alarms).retain(|alarm| alarm.account != it.account);
            }
            Event::RunStarted(it) => {
                let run = Run::begun(it, remembered);
                self.bytes += weight as u64;
                self.runs.put(&it.run, Arc::new(run));
            }
            Event::ForecastsMade(_) => self.keep_forecasts(remembered, weight),
            Event::Began(_)
            | Event::SignedIn(_)
            | Event::SignedOut(_)
            | Event::SignInRefused(_)
            | Event::FirstLinkMade(_) => {}
            event => match (run_of(event), event.campaign()) {
                (Some(id), _) => self.apply_to_run(id, remembered, weight),
                (_, Some(campaign)) => self.apply_to_campaign(campaign, remembered),
                (None, None) => self.apply_to_account(event, seq),
            },
        }
    }

    fn apply_to_campaign(&mut self, id: &str, remembered: &Remembered) {
        if let Event::CampaignBegun(it) = &remembered.event {
            let campaign = Campaign {
                name: it.name.clone(),
                due: it.due,
                by: remembered.actor.clone(),
                at: remembered.at,
                closed: None,
                sheets: Default::default(),
            };
            self.campaigns.put(id, Arc::new(campaign));
        }
        if let Event::QuestionnaireSent(it) = &remembered.event {
            self.asked.put(&it.activity, id.into());
        }
        if let Some(campaign) = self.campaigns.get_mut(id) {
            Arc::make_mut(campaign).apply(remembered);
        }
    }

    fn apply_to_run(&mut self, id: &str, remembered: &Remembered, weight: usize) {
        if let Some(run) = self.runs.get_mut(id) {
            Arc::make_mut(run).take(remembered);
            self.bytes += weight as u64;
        }
    }

    fn keep_forecasts(&mut self, remembered: &Remembered, weight: usize) {
        let Event::ForecastsMade(it) = &remembered.event else {
            return;
        };
        for statement in &it.statements {
            self.forecast_from.put(&statement.key, statement.from);
        }
        let made = KeptForecasts {
            seq: remembered.seq,
            at: remembered.at,
            by: remembered.actor.clone(),
            statements: it.statements.clone(),
        };
        self.bytes += weight as u64;
        let key = format!("{:020}", remembered.seq);
        self.forecasts.put(&key, Arc::new(made));
    }

    /// What people put their name to.
    fn agree(&mut self, remembered: &Remembered) {
        let at = remembered.at;
        match &remembered.event {
            Event::Acknowledged(it) => {
                let key = format!("{} {}", it.subject, it.by);
                let revision = it.revision;
                let known = Acknowledgement { revision, at };
                self.acknowledgements.put(&key, Arc::new(known));
            }
            Event::Signed(it) => Arc::make_mut(&mut self.signatures).push(Signature {
                document: it.document.clone(),
                entry: it.entry,
                digest: it.digest.clone(),
                statement: it.statement.clone(),
                by: remembered.actor.clone(),
                at,
            }),
            _ => {}
        }
    }

    fn apply_to_account(&mut self, event: &Event, seq: u64) {
        match event {
            Event::AccountOpened(it) => {
                let account = Account {
                    name: it.name.clone(),
                    person: it.person.clone(),
                    changed: seq,
                    ..Account::default()
                };
                self.accounts.put(&it.account, Arc::new(account));
            }
            Event::AccountClosed(it) => self.change(&it.account, seq, |it| it.closed = true),
            Event::VerifierChanged(it) | Event::SessionsEnded(it) => {
                self.change(&it.account, seq, |_| {});
            }
            Event::Granted(it) => self.change(&it.account, seq, |account| {
                grant(account, it.function, it.until);
            }),
            Event::Withdrawn(it) => self.change(&it.account, seq, |account| {
                account.grants.retain(|grant| grant.function != it.function);
            }),
            Event::IdentityLinked(it) => {
                if let Some(account) = self.accounts.get_mut(&it.account) {
                    let identity = (it.issuer.clone(), it.subject.clone());
                    Arc::make_mut(account).identities.push(identity);
                }
            }
            Event::TokenIssued(it) => {
                if let Some(account) = self.accounts.get_mut(&it.account) {
                    Arc::make_mut(account).tokens.push(Token {
                        id: it.token.clone(),
                        name: it.name.clone(),
                        functions: it.functions.clone(),
                        until: it.until,
                        revoked: false,
                        issued: seq,
                    });
                }
            }
            Event::TokenRevoked(it) => {
                if let Some(account) = self.accounts.get_mut(&it.account) {
                    let mut tokens = Arc::make_mut(account).tokens.iter_mut();
                    if let Some(token) = tokens.find(|token| token.id == it.token) {
                        token.revoked = true;
                    }
                }
            }
            _ => {}
        }
    }

    /// What changes an account's rights or proofs ends the sessions from before.
    fn change(&mut self, account: &str, seq: u64, change: impl FnOnce(&mut Account)) {
        if let Some(account) = self.accounts.get_mut(account) {
            let account = Arc::make_mut(account);
            change(account);
            account.changed = seq;
        }
    }

    fn revise(&mut self, it: &Revised, remembered: &Remembered, weight: usize) {
        let reference = it.written.record.reference();
        let file = it.written.read.as_ref().map(|read| self.file(&read.file));
        let record = it.written.placed(file.unwrap_or(0));
        let mut filing = self.lift(&reference);
        let line = record.origin().at.line;
        filing.revision = it.revision;
        filing.last = remembered.seq;
        filing.author = remembered.actor.as_str().into();
        filing.home = it.home.as_deref().map(Arc::from);
        filing.stands = file.map(|file| (file, line));
        filing.changed = Some(since(it.unchanged_since.as_ref(), &it.changes, remembered));
        self.weigh(&mut filing, weight);
        let approved = record.status() == Status::Approved;
        if approved {
            filing.in_force = Some(it.revision);
            filing.approver = Some(remembered.actor.as_str().into());
            filing.approved = Some((remembered.seq, remembered.at));
            filing.proposed = None;
        }
        if let (Record::Signal(signal), true) = (&record, approved) {
            self.take_reading(signal);
        }
        if approved || filing.in_force.is_none() {
            self.take_signal(&record, remembered.at);
            self.registers.replace(record);
        } else {
            filing.proposed = Some(Arc::new(record));
        }
        self.filings.put(&reference, Arc::new(filing));
    }

    /// Keeps what a signal says, where it is a figure.
    fn take_reading(&mut self, signal: &Filed<Signal>) {
        let Some(reading) = Reading::of(signal) else {
            return;
        };
        let mut known = self.readings.get(&signal.id).cloned().unwrap_or_default();
        Arc::make_mut(&mut known).take(reading);
        self.readings.put(&signal.id, known);
    }

    /// A step that leaves the content: the latest content and the filing, changed and put back.
    fn step(&mut self, it: &event::Moved, seq: u64, change: impl FnOnce(&mut State, Record)) {
        let (kind, id) = split(&it.subject);
        let Some(record) = self.latest(kind.unwrap_or_default(), id) else {
            return;
        };
        if let Some(filing) = self.filings.get_mut(&it.subject) {
            let filing = Arc::make_mut(filing);
            (filing.revision, filing.last) = (it.revision, seq);
        }
        change(self, record);
    }

    /// Puts a record back with another status: as the proposed one where one is in force.
    fn settle(&mut self, mut record: Record, status: Status) {
        record.envelope_mut().status = Some(status);
        let reference = record.reference();
        let Some(filing) = self.filings.get_mut(&reference) else {
            return;
        };
        match filing.in_force {
            Some(_) => Arc::make_mut(filing).proposed = Some(Arc::new(record)),
            None => self.registers.replace(record),
        }
    }

    fn approve(&mut self, it: &event::Moved, remembered: &Remembered) {
        self.step(it, remembered.seq, |state, mut record| {
            record.envelope_mut().status = Some(Status::Approved);
            if let Some(filing) = state.filings.get_mut(&it.subject) {
                let filing = Arc::make_mut(filing);
                filing.in_force = Some(it.revision);
                filing.approver = Some(remembered.actor.as_str().into());
                filing.approved = Some((remembered.seq, remembered.at));
                filing.proposed = None;
                filing.changed = Some(since(it.unchanged_since.as_ref(), &it.changes, remembered));
            }
            state.take_signal(&record, remembered.at);
            if let Record::Signal(signal) = &record {
                state.take_reading(signal);
            }
            state.registers.replace(record);
        });
    }

    fn retire(&mut self, it: &event::Moved, remembered: &Remembered) {
        let (kind, id) = split(&it.subject);
        let Some(mut record) = self.registers.record(kind.unwrap_or_default(), id) else {
            return;
        };
        record.envelope_mut().status = Some(Status::Retired);
        self.end_signal(&it.subject, remembered.at);
        self.registers.replace(record);
        let mut filing = self.lift(&it.subject);
        (filing.revision, filing.last) = (it.revision, remembered.seq);
        (filing.in_force, filing.proposed, filing.home) = (None, None, None);
        filing.changed = Some(since(it.unchanged_since.as_ref(), &it.changes, remembered));
        self.weigh(&mut filing, 0);
        self.filings.put(&it.subject, Arc::new(filing));
    }

    fn rehome(&mut self, it: &event::Homed, seq: u64) {
        let (kind, id) = split(&it.subject);
        let file = it.read.as_ref().map(|read| self.file(&read.file));
        let mut filing = self.lift(&it.subject);
        if let (Some(file), Some(record)) = (file, self.latest(kind.unwrap_or_default(), id)) {
            let read = it.read.clone();
            let record = Written { record, read }.placed(file);
            filing.stands = Some((file, record.origin().at.line));
            match &mut filing.proposed {
                Some(proposed) => *proposed = Arc::new(record),
                None => self.registers.replace(record),
            }
        }
        (filing.revision, filing.last) = (it.revision, seq);
        filing.home = it.home.as_deref().map(Arc::from);
        self.filings.put(&it.subject, Arc::new(filing));
    }

    fn attach(&mut self, it: &event::Attached) {
        let attachment = Attachment {
            subject: it.subject.clone(),
            name: it.name.clone(),
            media_type: it.media_type.clone(),
            bytes: it.bytes,
            private: it.private,
            erased: None,
        };
        self.attachments.put(&it.digest, Arc::new(attachment));
    }

    fn lift(&self, reference: &str) -> Filing {
        let known = self.filings.get(reference);
        known
            .map(|filing| Filing::clone(filing))
            .unwrap_or_default()
    }

    fn weigh(&mut self, filing: &mut Filing, weight: usize) {
        let weight = u32::try_from(weight).unwrap_or(u32::MAX);
        self.bytes = self.bytes - u64::from(filing.bytes) + u64::from(weight);
        filing.bytes = weight;
    }

    /// The index of a file that records were read from; a new name gets the next one.
    pub fn file(&mut self, name: &str) -> u32 {
        if let Some(&index) = self.files.index.get(name) {
            return index;
        }
        let index = u32::try_from(self.files.names.len()).unwrap_or(u32::MAX);
        Arc::make_mut(&mut self.files.names).push(name.into());
        self.files.index.put(name, index);
        index
    }
}

/// Since when a record says the same in what a proof rests on: as the event says, else since it.
fn since(unchanged: Option<&Since>, changes: &[String], remembered: &Remembered) -> Arc<Since> {
    Arc::new(unchanged.cloned().unwrap_or_else(|| Since {
        seq: remembered.seq,
        at: remembered.at,
        by: remembered.actor.clone(),
        fields: changes.to_vec(),
    }))
}

/// The run that an event is about.
fn run_of(event: &Event) -> Option<&str> {
    match event {
        Event::StepStarted(it)
        | Event::StepDone(it)
        | Event::StepFailed(it)
        | Event::StepBlocked(it)
        | Event::StepSkipped(it)
        | Event::StepUndone(it) => Some(&it.run),
        Event::RunNoted(it) => Some(&it.run),
        Event::RunStoodDown(it) => Some(&it.run),
        Event::RunVerified(it) => Some(&it.run),
        _ => None,
    }
}

fn grant(account: &mut Account, function: Function, until: Option<Timestamp>) {
    account.grants.retain(|grant| grant.function != function);
    account.grants.push(Grant { function, until });
}
