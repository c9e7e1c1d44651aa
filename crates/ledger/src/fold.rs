//! From entries to the present. Reading, understanding and folding overlap: while one piece is
//! folded the next is understood on all cores and the one after is read.

use continuity::event::Remembered;
use continuity::state::State;
use jiff::Timestamp;
use journal::Journal;
use journal::entry::{Digest, Entry};
use rayon::prelude::*;

use crate::failure::Failure;
use crate::present::Present;
use crate::requests::Requests;
use crate::wire;

/// How many entries are read at once.
const PIECE: usize = 8_192;

/// The present before the first entry.
pub(crate) fn nothing() -> Present {
    Present {
        state: State::new(),
        seq: 0,
        digest: Digest([0; 32]),
        at: Timestamp::UNIX_EPOCH,
    }
}

/// Folds what comes after a present, up to an entry. `requests` takes note of request ids.
pub(crate) async fn fold(
    journal: &Journal,
    mut present: Present,
    upto: u64,
    mut requests: Option<&mut Requests>,
) -> Result<Present, Failure> {
    let mut entries = piece(journal, present.seq, upto).await?;
    while let Some(last) = entries.last() {
        let (seq, digest) = (last.seq, last.digest);
        let understood = tokio::task::spawn_blocking(move || understand(&entries));
        let (next, understood) = tokio::join!(piece(journal, seq, upto), understood);
        for (remembered, weight) in understood.map_err(|_| Failure::Closed)?? {
            if let Some(requests) = requests.as_deref_mut() {
                requests.note(&remembered);
            }
            present.at = remembered.at;
            present.state.apply(&remembered, weight);
        }
        (present.seq, present.digest) = (seq, digest);
        entries = next?;
    }
    Ok(present)
}

async fn piece(journal: &Journal, after: u64, upto: u64) -> Result<Vec<Entry>, Failure> {
    let wanted = usize::try_from(upto.saturating_sub(after)).unwrap_or(usize::MAX);
    if wanted == 0 {
        return Ok(Vec::new());
    }
    Ok(journal.read_after(after, wanted.min(PIECE)).await?)
}

/// What entries remember, with the weight of each.
pub(crate) fn understand(entries: &[Entry]) -> Result<Vec<(Remembered, usize)>, Failure> {
    let one = |entry: &Entry| Ok((wire::remembered(entry)?, entry.body.len()));
    entries.par_iter().map(one).collect()
}
