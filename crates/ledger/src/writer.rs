//! The writer: takes the orders that wait, decides one after the other, each on what the one
//! before leaves, and writes them in one transaction. Nobody is answered before it is durable, and
//! nobody sees what is not.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use continuity::actor::Actor;
use continuity::decide::{Context, decide};
use continuity::event::{Began, Event, Remembered};
use continuity::refusal::Refusal;
use continuity::state::State;
use jiff::Timestamp;
use journal::attachment::Attachment;
use journal::entry::{Draft, Entry};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use crate::failure::{Denied, Failure};
use crate::ledger::{Commits, Shared};
use crate::limit;
use crate::order::{Order, Receipt};
use crate::present::Present;
use crate::requests::{Done, Mark, Requests, short};
use crate::skim::Skimmed;
use crate::wire;

/// Most orders in one transaction.
const BATCH: usize = 256;
/// How often a batch is decided anew because someone else wrote meanwhile.
const TRIES: usize = 5;
/// How long the writer sleeps before it looks whether others wrote.
const LOOK: Duration = Duration::from_secs(1);
/// How long it waits after the journal could not be reached.
const PAUSE: Duration = Duration::from_millis(500);

/// An order, and where its answer goes.
pub(crate) struct Waiting {
    pub(crate) order: Order,
    pub(crate) answer: oneshot::Sender<Result<Receipt, Denied>>,
}

/// The one that writes.
pub(crate) struct Writer {
    pub(crate) shared: Arc<Shared>,
    /// Shared with a decision while it is taken, so that one that breaks takes nothing with it.
    requests: Arc<Requests>,
}

/// What became of one order in a batch.
enum Outcome {
    Written(Receipt),
    Refused(Refusal),
    Repeated(Done, String),
}

/// A batch that was decided on a state and not yet written.
struct Decided {
    state: State,
    remembered: Vec<Remembered>,
    drafts: Vec<Draft>,
    attachments: Vec<Attachment>,
    /// Whether nothing in it can wait for room on the disk.
    small: bool,
    outcomes: Vec<Outcome>,
}

impl Writer {
    pub(crate) fn new(shared: Arc<Shared>, requests: Requests) -> Writer {
        let requests = Arc::new(requests);
        Writer { shared, requests }
    }

    /// Takes note of the request ids of entries that are written.
    pub(crate) fn note_requests(&mut self, remembered: &[Remembered]) {
        if remembered.iter().any(|one| one.request.is_some()) {
            let requests = Arc::make_mut(&mut self.requests);
            for one in remembered {
                requests.note(one.seq, Mark::of(&Skimmed::of(one)));
            }
        }
    }

    /// Gives a new journal its first entry.
    pub(crate) async fn begin(&mut self) -> Result<(), Failure> {
        if self.shared.present().seq > 0 {
            return Ok(());
        }
        let mut batch = Batch::new(&self.shared);
        let by = format!("mainstay {}", env!("CARGO_PKG_VERSION"));
        let began = Event::Began(Began {
            by,
            organisation: None,
        });
        batch.take(
            &Order::new(Actor::Server, continuity::command::Command::MakeFirstLink),
            vec![began],
        );
        let decided = batch.decided;
        match self
            .shared
            .journal
            .append(0, decided.drafts.clone(), Vec::new())
            .await
        {
            Ok(entries) => {
                self.publish(&entries, decided.state, decided.remembered);
                Ok(())
            }
            // Someone else began it in the same moment.
            Err(journal::failure::Failure::HeadMoved { .. }) => self.follow().await.map(|_| ()),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Works until every handle is gone.
    pub(crate) async fn run(mut self, mut waiting: mpsc::Receiver<Waiting>) {
        let most = match self.shared.settings.commits {
            Commits::Together => BATCH,
            Commits::Each => 1,
        };
        let mut batch: Vec<Waiting> = Vec::with_capacity(most);
        loop {
            let head = self.shared.present().seq;
            let shared = self.shared.clone();
            tokio::select! {
                biased;
                taken = waiting.recv_many(&mut batch, most) => {
                    if taken == 0 {
                        return;
                    }
                    self.carry_out(std::mem::take(&mut batch)).await;
                }
                looked = shared.journal.wait_after(head, LOOK) => {
                    let followed = match looked {
                        Ok(_) => self.follow().await.map(|_| ()),
                        Err(failure) => Err(failure.into()),
                    };
                    self.note(followed).await;
                }
            }
        }
    }

    async fn note(&self, outcome: Result<(), Failure>) {
        match outcome {
            Ok(()) => self.shared.say_trouble(None),
            Err(failure) => {
                self.shared.say_trouble(Some(failure.to_string()));
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    async fn carry_out(&mut self, batch: Vec<Waiting>) {
        let (orders, answers): (Vec<Order>, Vec<_>) =
            batch.into_iter().map(|it| (it.order, it.answer)).unzip();
        let mut answers: VecDeque<_> = answers.into();
        match self.write(orders).await {
            Ok(outcomes) => {
                for outcome in outcomes {
                    let answer = answers.pop_front().expect("one outcome for each order");
                    let receipt = match outcome {
                        Outcome::Written(receipt) => Ok(receipt),
                        Outcome::Refused(refusal) => Err(Denied::Refused(refusal)),
                        Outcome::Repeated(done, request) => self.again(done, &request).await,
                    };
                    // One who no longer waits can ask again under the same id.
                    let _ = answer.send(receipt);
                }
            }
            Err(failure) => {
                self.shared.say_trouble(Some(failure.to_string()));
                for answer in answers {
                    let _ = answer.send(Err(Denied::Failed(failure.clone())));
                }
            }
        }
    }

    /// Decides and writes until no other writer comes between.
    async fn write(&mut self, mut orders: Vec<Order>) -> Result<Vec<Outcome>, Failure> {
        for _ in 0..TRIES {
            let (decided, back) = self.decide(orders).await?;
            orders = back;
            if decided.drafts.is_empty() {
                return Ok(decided.outcomes);
            }
            let expected = self.shared.present().seq;
            let (drafts, files) = (decided.drafts, decided.attachments);
            let journal = &self.shared.journal;
            let written = match decided.small {
                true => journal.append_urgent(expected, drafts, files).await,
                false => journal.append(expected, drafts, files).await,
            };
            match written {
                Ok(entries) => {
                    self.note_requests(&decided.remembered);
                    self.publish(&entries, decided.state, decided.remembered);
                    self.shared.say_trouble(None);
                    return Ok(decided.outcomes);
                }
                Err(journal::failure::Failure::HeadMoved { .. }) => {
                    self.follow().await?;
                }
                Err(failure) => return Err(failure.into()),
            }
        }
        Err(Failure::Contended)
    }

    fn publish(&self, entries: &[Entry], state: State, remembered: Vec<Remembered>) {
        let Some(last) = entries.last() else { return };
        let at = remembered.last().map_or(Timestamp::UNIX_EPOCH, |it| it.at);
        let present = Present {
            state,
            seq: last.seq,
            digest: last.digest,
            at,
        };
        self.shared.publish(present, remembered);
    }

    /// Decides off the threads that serve: a rule that refuses may look at the whole estate.
    async fn decide(&self, orders: Vec<Order>) -> Result<(Decided, Vec<Order>), Failure> {
        let shared = self.shared.clone();
        let requests = self.requests.clone();
        let deciding = move || {
            let mut batch = Batch::new(&shared);
            for order in &orders {
                batch.decide(order, &requests);
            }
            (batch.decided, orders)
        };
        let decided = tokio::task::spawn_blocking(deciding).await;
        decided.map_err(|error| match error.is_panic() {
            true => Failure::Broken,
            // The program ends; nothing was decided.
            false => Failure::Closed,
        })
    }

    /// The first receipt of a request once more.
    async fn again(&self, done: Done, request: &str) -> Result<Receipt, Denied> {
        let count = usize::try_from(done.last - done.first + 1).unwrap_or(usize::MAX);
        let entries = self.shared.journal.read_after(done.first - 1, count).await;
        let entries = entries.map_err(Failure::from)?;
        let mut subjects = Vec::new();
        let mut at = Timestamp::UNIX_EPOCH;
        for (remembered, _) in crate::fold::understand(&entries)? {
            if remembered.request.as_deref() == Some(request) {
                at = remembered.at;
                subjects.extend(subject(&remembered));
            }
        }
        Ok(Receipt {
            entries: Some((done.first, done.last)),
            at,
            subjects,
            repeated: true,
        })
    }
}

fn subject(remembered: &Remembered) -> Option<(String, u32)> {
    Some((remembered.subject()?, remembered.revision()?.0))
}

/// A batch as it grows.
struct Batch<'a> {
    shared: &'a Shared,
    seq: u64,
    fresh: Requests,
    decided: Decided,
}

impl<'a> Batch<'a> {
    fn new(shared: &'a Shared) -> Batch<'a> {
        let present = shared.present();
        Batch {
            shared,
            seq: present.seq,
            fresh: Requests::default(),
            decided: Decided {
                state: present.state.clone(),
                remembered: Vec::new(),
                drafts: Vec::new(),
                attachments: Vec::new(),
                small: true,
                outcomes: Vec::new(),
            },
        }
    }

    fn decide(&mut self, order: &Order, requests: &Requests) {
        let outcome = match self.repeated(order, requests) {
            Some(outcome) => outcome,
            None => match self.events(order) {
                Ok(events) => Outcome::Written(self.take(order, events)),
                Err(refusal) => Outcome::Refused(refusal),
            },
        };
        self.decided.outcomes.push(outcome);
    }

    fn repeated(&self, order: &Order, requests: &Requests) -> Option<Outcome> {
        let request = order.request.as_deref()?;
        let actor = order.actor.as_text();
        let done = requests
            .done(&actor, request)
            .or_else(|| self.fresh.done(&actor, request))?;
        if done.asked != short(order.asked.as_deref()) {
            return Some(Outcome::Refused(Refusal::Reused {
                request: request.to_string(),
            }));
        }
        Some(Outcome::Repeated(done, request.to_string()))
    }

    fn events(&self, order: &Order) -> Result<Vec<Event>, Refusal> {
        let load = crate::limit::Load {
            entries: self.seq,
            bytes: self.decided.state.bytes(),
            ..self.shared.load(&self.shared.present())
        };
        load.refuse(&order.command)?;
        let context = Context {
            actor: &order.actor,
            now: self.shared.settings.clock.now(),
        };
        decide(&self.decided.state, &order.command, &context)
    }

    /// Takes events in: as drafts for the journal and into the state that the next order sees.
    fn take(&mut self, order: &Order, events: Vec<Event>) -> Receipt {
        let (first, mut subjects) = (self.seq + 1, Vec::new());
        // One instant for all of it: a repeated request is told the very same.
        let at = self.shared.settings.clock.now();
        let asked = order
            .request
            .as_ref()
            .map(|request| (request, &order.asked));
        for event in events {
            subjects.extend(self.remember(&order.actor, at, asked, event));
        }
        let entries = (self.seq >= first).then_some((first, self.seq));
        if entries.is_some() {
            let attachments = order.attachments.iter().cloned();
            self.decided.attachments.extend(attachments);
            self.decided.small &= limit::is_small(&order.command);
        }
        Receipt {
            entries,
            at,
            subjects,
            repeated: false,
        }
    }

    /// Takes one event in; gives back the record it changed, with its revision.
    fn remember(
        &mut self,
        actor: &Actor,
        at: Timestamp,
        asked: Option<(&String, &Option<String>)>,
        event: Event,
    ) -> Option<(String, u32)> {
        self.seq += 1;
        let remembered = Remembered {
            seq: self.seq,
            at,
            id: Uuid::now_v7().to_string(),
            actor: actor.as_text(),
            via: actor.via().map(str::to_string),
            request: asked.map(|(request, _)| request.clone()),
            asked: asked.and_then(|(_, asked)| asked.clone()),
            event,
        };
        let draft = wire::draft(&remembered);
        self.decided.state.apply(&remembered, draft.body.len());
        let mark = Mark::of(&Skimmed::of(&remembered));
        self.fresh.note(remembered.seq, mark);
        let subject = subject(&remembered);
        self.decided.drafts.push(draft);
        self.decided.remembered.push(remembered);
        subject
    }
}
