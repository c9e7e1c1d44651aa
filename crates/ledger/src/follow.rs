//! Following other writers: entries that someone else wrote are folded like our own.

use crate::failure::Failure;
use crate::fold;
use crate::present::Present;
use crate::writer::Writer;

/// How many entries are taken in at once.
const PIECE: usize = 4_096;

impl Writer {
    /// Takes in what others wrote; whether there was any.
    pub(crate) async fn follow(&mut self) -> Result<bool, Failure> {
        let mut any = false;
        loop {
            let present = self.shared.present();
            let entries = self.shared.journal.read_after(present.seq, PIECE).await?;
            let Some(last) = entries.last() else {
                return Ok(any);
            };
            any = true;
            let (seq, digest) = (last.seq, last.digest);
            let mut state = present.state.clone();
            let mut at = present.at;
            let mut remembered = Vec::with_capacity(entries.len());
            for (one, weight) in fold::understand(&entries)? {
                at = one.at;
                state.apply(&one, weight);
                remembered.push(one);
            }
            self.note_requests(&remembered);
            let present = Present {
                state,
                seq,
                digest,
                at,
            };
            self.shared.publish(present, remembered);
        }
    }
}
