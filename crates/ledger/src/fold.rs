//! From entries to the present. What a later approved revision replaced need not be understood: of
//! each record only the entries that still count are read as records, all others by their first
//! bytes. Reading and sorting overlap.

use continuity::event::Remembered;
use continuity::state::State;
use jiff::Timestamp;
use journal::Journal;
use journal::entry::{Digest, Entry};
use rayon::prelude::*;

use crate::failure::Failure;
use crate::held::Held;
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

/// Folds what comes after a present, up to an entry. `requests` takes note of request ids. Cost:
/// linear in the entries; only those that count are understood whole.
pub(crate) async fn fold(
    journal: &Journal,
    mut present: Present,
    upto: u64,
    mut requests: Option<Requests>,
) -> Result<(Present, Option<Requests>), Failure> {
    let mut held = Held::default();
    let mut entries = piece(journal, present.seq, upto).await?;
    while let Some(last) = entries.last() {
        let seq = last.seq;
        let sorting = tokio::task::spawn_blocking(move || {
            let outcome = held.sort(entries, &mut present, requests.as_mut());
            (outcome, held, present, requests)
        });
        let (next, sorted) = tokio::join!(piece(journal, seq, upto), sorting);
        let outcome;
        (outcome, held, present, requests) = sorted.map_err(|_| Failure::Closed)?;
        outcome?;
        entries = next?;
    }
    let settling = tokio::task::spawn_blocking(move || {
        let outcome = held.settle(&mut present.state);
        (outcome, present)
    });
    let (outcome, present) = settling.await.map_err(|_| Failure::Closed)?;
    outcome?;
    Ok((present, requests))
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
