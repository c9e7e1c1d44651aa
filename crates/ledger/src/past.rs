//! Time travel: the state as it was after an entry, or at an instant.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use crate::failure::Failure;
use crate::fold;
use crate::ledger::Ledger;
use crate::present::Present;

/// How many past states are kept, each under the number of its entry, which never comes to mean
/// anything else.
const KEPT: usize = 4;

/// A point in the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// After an entry.
    Entry(u64),
    /// At an instant: after the last entry written by then.
    Instant(Timestamp),
}

/// Past states that were asked for lately.
#[derive(Default)]
pub(crate) struct Past {
    kept: Mutex<Vec<Arc<Present>>>,
    /// Held while a past is folded: one at a time, so that many who ask cost as much as one.
    folding: tokio::sync::Mutex<()>,
}

impl Past {
    fn nearest(&self, upto: u64) -> Option<Arc<Present>> {
        let kept = self.kept.lock().expect("nothing panics while it is held");
        let before = kept.iter().filter(|present| present.seq <= upto);
        before.max_by_key(|present| present.seq).cloned()
    }

    fn keep(&self, present: &Arc<Present>) {
        let mut kept = self.kept.lock().expect("nothing panics while it is held");
        kept.retain(|known| known.seq != present.seq);
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push(present.clone());
    }
}

impl Ledger {
    /// The state as it was at a point; a point in the future is the present. Cost: linear in the
    /// entries before it, or since a point asked for lately.
    pub async fn as_of(&self, point: Point) -> Result<Arc<Present>, Failure> {
        let present = self.present();
        let seq = match point {
            Point::Entry(seq) => seq,
            Point::Instant(at) => self.journal().entry_at(at.as_microsecond()).await?,
        };
        if seq >= present.seq {
            return Ok(present);
        }
        let past = self.shared().past();
        let _alone = past.folding.lock().await;
        let from = past.nearest(seq);
        if let Some(known) = from.as_ref().filter(|known| known.seq == seq) {
            return Ok(known.clone());
        }
        let from = from.map_or_else(fold::nothing, |from| Present::clone(&from));
        let (then, _) = fold::fold(self.journal(), from, seq, None).await?;
        let then = Arc::new(then);
        past.keep(&then);
        Ok(then)
    }
}
