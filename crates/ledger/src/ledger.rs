//! The ledger: opening a journal, the snapshot of now, and the way in for commands.

use std::sync::{Arc, RwLock};

use continuity::event::Remembered;
use journal::Journal;
use tokio::sync::{broadcast, mpsc, oneshot};

use crate::clock::Clock;
use crate::failure::{Denied, Failure};
use crate::fold;
use crate::limit::{Limits, Load};
use crate::order::{Order, Receipt};
use crate::past::Past;
use crate::present::{News, Present};
use crate::requests::Requests;
use crate::writer::{Waiting, Writer};

/// How many orders may wait for the writer.
const QUEUE: usize = 4_096;
/// How many pieces of news are kept for one who is slow; beyond, they must read up.
const NEWS_KEPT: usize = 4_096;

/// How a ledger is opened.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The clock.
    pub clock: Clock,
    /// How much the journal may hold.
    pub limits: Limits,
    /// True where nothing may be written, and nothing is followed.
    pub read_only: bool,
    /// How orders that wait at the same time are committed.
    pub commits: Commits,
}

/// How orders that wait at the same time are committed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Commits {
    /// Together, in one transaction.
    #[default]
    Together,
    /// Each in its own: what the benchmark compares with, and nobody needs.
    Each,
}

/// The ledger. A copy is another handle on the same one.
#[derive(Clone)]
pub struct Ledger {
    shared: Arc<Shared>,
    orders: mpsc::Sender<Waiting>,
}

/// What the handles and the writer share.
pub(crate) struct Shared {
    pub(crate) journal: Journal,
    pub(crate) settings: Settings,
    present: RwLock<Arc<Present>>,
    news: broadcast::Sender<Arc<News>>,
    trouble: RwLock<Option<String>>,
    past: Past,
}

impl Ledger {
    /// Opens a journal and folds it. A new journal gets its first entry. Cost: linear in the
    /// entries. Must be called within a runtime, on which the writer then runs.
    pub async fn open(journal: Journal, settings: Settings) -> Result<Ledger, Failure> {
        let requests = Some(Requests::default());
        let folded = fold::fold(&journal, fold::nothing(), u64::MAX, requests).await?;
        let (present, requests) = (folded.0, folded.1.unwrap_or_default());
        let shared = Arc::new(Shared {
            journal,
            settings,
            present: RwLock::new(Arc::new(present)),
            news: broadcast::Sender::new(NEWS_KEPT),
            trouble: RwLock::new(None),
            past: Past::default(),
        });
        let (orders, waiting) = mpsc::channel(QUEUE);
        let ledger = Ledger {
            shared: shared.clone(),
            orders,
        };
        if !shared.settings.read_only {
            let mut writer = Writer::new(shared, requests);
            writer.begin().await?;
            tokio::spawn(writer.run(waiting));
        }
        Ok(ledger)
    }

    /// The present. Costs nothing.
    pub fn present(&self) -> Arc<Present> {
        self.shared.present()
    }

    /// Carries a command out: one that was acknowledged is durable.
    pub async fn execute(&self, order: Order) -> Result<Receipt, Denied> {
        let (answer, receipt) = oneshot::channel();
        let waiting = Waiting { order, answer };
        let closed = |_| Denied::Failed(Failure::Closed);
        self.orders
            .send(waiting)
            .await
            .map_err(|_| Denied::Failed(Failure::Closed))?;
        receipt.await.map_err(closed)?
    }

    /// News from now on. One who falls behind is told so, and reads up by `remembered_after`.
    pub fn watch(&self) -> broadcast::Receiver<Arc<News>> {
        self.shared.news.subscribe()
    }

    /// The entries after one, in order, at most so many.
    pub async fn remembered_after(
        &self,
        seq: u64,
        limit: usize,
    ) -> Result<Vec<Remembered>, Failure> {
        let head = self.present().seq;
        let entries = self.shared.journal.read_after(seq, limit).await?;
        // What is not yet in the present is not shown either: one who reads both sees one truth.
        let known = entries.into_iter().filter(|entry| entry.seq <= head);
        let understood = fold::understand(&known.collect::<Vec<_>>())?;
        Ok(understood
            .into_iter()
            .map(|(remembered, _)| remembered)
            .collect())
    }

    /// The changes of a record, latest first, at most so many.
    pub async fn history(
        &self,
        kind: &str,
        id: &str,
        limit: usize,
    ) -> Result<Vec<Remembered>, Failure> {
        let present = self.present();
        let mut next = present.state.filing(kind, id).map(|filing| filing.last);
        let mut changes = Vec::new();
        while let Some(seq) = next
            && changes.len() < limit
        {
            let entries = self.shared.journal.read(&[seq]).await?;
            let Some((change, _)) = fold::understand(&entries)?.pop() else {
                break;
            };
            next = change.revision().and_then(|(_, previous)| previous);
            changes.push(change);
        }
        Ok(changes)
    }

    /// The journal, for what stands beside the entries.
    pub fn journal(&self) -> &Journal {
        &self.shared.journal
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.shared.settings.clock
    }

    /// How full the journal is.
    pub fn load(&self) -> Load {
        self.shared.load(&self.present())
    }

    /// What keeps the ledger from following or writing, if anything does.
    pub fn trouble(&self) -> Option<String> {
        self.shared
            .trouble
            .read()
            .expect("nothing panics while it is held")
            .clone()
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Whether both are handles on the same ledger.
    pub fn is_same(&self, other: &Ledger) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }
}

impl Shared {
    pub(crate) fn present(&self) -> Arc<Present> {
        self.present
            .read()
            .expect("nothing panics while it is held")
            .clone()
    }

    pub(crate) fn past(&self) -> &Past {
        &self.past
    }

    pub(crate) fn load(&self, present: &Present) -> Load {
        Load {
            entries: present.seq,
            entries_max: self.settings.limits.entries_max,
            bytes: present.state.bytes(),
            bytes_max: self.settings.limits.bytes_max,
        }
    }

    /// Makes a new present the one that everybody sees, and tells who watches.
    pub(crate) fn publish(&self, present: Present, remembered: Vec<Remembered>) {
        let seq = present.seq;
        *self
            .present
            .write()
            .expect("nothing panics while it is held") = Arc::new(present);
        // Nobody watching is no failure.
        let _ = self.news.send(Arc::new(News { remembered, seq }));
    }

    pub(crate) fn say_trouble(&self, text: Option<String>) {
        *self
            .trouble
            .write()
            .expect("nothing panics while it is held") = text;
    }
}
