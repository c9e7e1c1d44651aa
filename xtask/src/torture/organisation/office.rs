//! One ledger with a runtime of its own, so that it can be struck down with whatever it was doing
//! while the other goes on; and a watcher that makes sure that no news is passed over.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use journal::Journal;
use journal::options::Options;
use ledger::{Clock, Denied, Ledger, News, Order, Receipt, Settings};
use tokio::runtime::Runtime;
use tokio::sync::broadcast::Receiver;
use tokio::task::JoinHandle;

/// When the story begins.
const BEGINS: &str = "2026-05-15T12:00:00Z";

/// One ledger at work.
pub(crate) struct Office {
    pub(crate) ledger: Ledger,
    runtime: Runtime,
    missed: Arc<Mutex<Option<String>>>,
}

impl Office {
    /// A clock that stands where the story begins.
    pub(crate) fn clock() -> Clock {
        Clock::standing(BEGINS.parse().expect("an instant"))
    }

    pub(crate) async fn open(url: &str, clock: Clock) -> anyhow::Result<Office> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(2)
            .enable_all()
            .build()?;
        let url = url.to_string();
        let opening = runtime.spawn(async move {
            let journal = Journal::open(&url, &Options::default()).await?;
            let settings = Settings {
                clock,
                ..Settings::default()
            };
            Ok::<_, anyhow::Error>(Ledger::open(journal, settings).await?)
        });
        let ledger = opening.await.context("opening ended by itself")?;
        let ledger = ledger.context("a journal does not open again")?;
        let missed = Arc::default();
        let news = ledger.watch();
        let head = ledger.present().seq;
        runtime.spawn(watch(news, head, Arc::clone(&missed)));
        Ok(Office {
            ledger,
            runtime,
            missed,
        })
    }

    /// Strikes it down.
    pub(crate) fn crash(self) {
        self.runtime.shutdown_background();
    }

    /// Asks for something; it is under way whether or not anyone waits.
    pub(crate) fn ask(&self, order: &Order) -> JoinHandle<Result<Receipt, Denied>> {
        let (ledger, order) = (self.ledger.clone(), order.clone());
        self.runtime
            .spawn(async move { ledger.execute(order).await })
    }

    /// Does something where the ledger is at work.
    pub(crate) fn spawn<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> JoinHandle<T> {
        self.runtime.spawn(work)
    }

    /// What the watcher missed, if anything.
    pub(crate) fn missed(&self) -> Option<String> {
        let missed = self.missed.lock();
        missed.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Follows the news from an entry on: each begins where the one before ended.
async fn watch(mut news: Receiver<Arc<News>>, mut head: u64, missed: Arc<Mutex<Option<String>>>) {
    while let Ok(one) = news.recv().await {
        let seqs: Vec<u64> = one.remembered.iter().map(|it| it.seq).collect();
        // What was published between the look at the head and the first listening is known.
        if one.seq <= head {
            continue;
        }
        let whole = seqs.iter().copied().eq(head + 1..=one.seq);
        if !whole {
            let told = format!("the news after {head} brings {seqs:?} up to {}", one.seq);
            *missed.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
            return;
        }
        head = one.seq;
    }
}
