//! News to many at once: what happened is encoded once for each sort of reader, however many they
//! are. Who falls behind is cut off and resumes by the number of its last entry: nothing is ever
//! skipped.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use axum::body::Bytes;
use continuity::event::{Event, Remembered};
use exchange::write::json;
use ledger::{Ledger, News};
use record::node::Node;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::withhold;

/// How many pieces of news are kept for a slow reader.
const KEPT: usize = 1_024;
/// What a reader may see of the news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Accounts and sign-ins.
    pub log: bool,
    /// Money.
    pub money: bool,
}

/// News, encoded for each sort of reader when the first of them needs it.
pub struct Encoded {
    news: Arc<News>,
    views: [OnceLock<Bytes>; 4],
}

/// Where streams get their news.
pub struct Live {
    sender: Mutex<Option<broadcast::Sender<Arc<Encoded>>>>,
    streams: AtomicUsize,
    streams_max: usize,
}

/// A stream that is counted as long as it lives.
pub struct Counted(Arc<Live>);

impl View {
    fn index(self) -> usize {
        usize::from(self.log) * 2 + usize::from(self.money)
    }

    /// An entry as this reader sees it; nothing where it is not for them.
    pub fn shown(self, entry: &Remembered) -> Option<Node> {
        let about_records = matches!(
            entry.event,
            Event::Filed(_)
                | Event::Amended(_)
                | Event::Submitted(_)
                | Event::Approved(_)
                | Event::Returned(_)
                | Event::Retired(_)
                | Event::Homed(_)
                | Event::Synced(_)
                | Event::HomeLeft(_)
        );
        if !self.log && !about_records {
            return None;
        }
        let mut node = entry.whole();
        if !self.money {
            withhold::money_of_entry(&mut node);
        }
        Some(node)
    }

    /// Entries as server-sent events. One that is not for the reader leaves its number, so that
    /// they can resume after it.
    pub fn encoded<'r>(self, entries: impl Iterator<Item = &'r Remembered>) -> Bytes {
        let mut out = String::new();
        for entry in entries {
            let seq = entry.seq;
            match self.shown(entry) {
                Some(node) => {
                    let (word, line) = (entry.event.word(), json::line(&node));
                    out.push_str(&format!("id: {seq}\nevent: {word}\ndata: {line}\n\n"));
                }
                None => out.push_str(&format!("id: {seq}\n\n")),
            }
        }
        Bytes::from(out)
    }
}

impl Encoded {
    /// The number of its last entry.
    pub fn seq(&self) -> u64 {
        self.news.seq
    }

    /// Its entries after a number, as a reader sees them.
    pub fn after(&self, seq: u64, view: View) -> Bytes {
        let first = self
            .news
            .remembered
            .first()
            .map_or(u64::MAX, |entry| entry.seq);
        if first > seq {
            let encode = || view.encoded(self.news.remembered.iter());
            return self.views[view.index()].get_or_init(encode).clone();
        }
        view.encoded(self.news.remembered.iter().filter(|entry| entry.seq > seq))
    }
}

impl Live {
    /// Begins to pass news on, to so many streams at most. Must be called within a runtime.
    pub fn new(ledger: &Ledger, streams_max: usize) -> Arc<Live> {
        let live = Arc::new(Live {
            sender: Mutex::new(Some(broadcast::Sender::new(KEPT))),
            streams: AtomicUsize::new(0),
            streams_max,
        });
        tokio::spawn(pass_on(ledger.watch(), Arc::downgrade(&live)));
        live
    }

    /// News from now on; nothing once the doors close.
    pub fn subscribe(&self) -> Option<broadcast::Receiver<Arc<Encoded>>> {
        self.sender().as_ref().map(broadcast::Sender::subscribe)
    }

    /// Counts a stream in; nothing where there are as many as may be.
    pub fn count(self: &Arc<Live>) -> Option<Counted> {
        let counted = Counted(Arc::clone(self));
        let before = self.streams.fetch_add(1, Ordering::SeqCst);
        // One too many is counted out again by its own end.
        (before < self.streams_max).then_some(counted)
    }

    /// How many streams there are.
    pub fn streams(&self) -> usize {
        self.streams.load(Ordering::SeqCst)
    }

    /// Ends every stream, and lets no new one begin.
    pub fn close(&self) {
        *self.sender() = None;
    }

    fn send(&self, news: Arc<News>) {
        let encoded = Arc::new(Encoded {
            news,
            views: Default::default(),
        });
        if let Some(sender) = self.sender().as_ref() {
            // Nobody listening is no failure.
            let _ = sender.send(encoded);
        }
    }

    /// Ends every stream: each resumes by the number of its last entry.
    fn restart(&self) {
        if let Some(sender) = self.sender().as_mut() {
            *sender = broadcast::Sender::new(KEPT);
        }
    }

    fn sender(&self) -> std::sync::MutexGuard<'_, Option<broadcast::Sender<Arc<Encoded>>>> {
        self.sender.lock().expect("nothing panics while it is held")
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.streams.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn pass_on(mut news: broadcast::Receiver<Arc<News>>, live: std::sync::Weak<Live>) {
    loop {
        let came = news.recv().await;
        let Some(live) = live.upgrade() else { return };
        match came {
            Ok(news) => live.send(news),
            Err(RecvError::Lagged(_)) => live.restart(),
            Err(RecvError::Closed) => return live.close(),
        }
    }
}
