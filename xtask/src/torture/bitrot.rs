//! Bits that flip on the disk, by reliability row R-05: a flip in the file of a journal is found,
//! or it changes nothing that anyone can read. It is never silently wrong.

use std::time::Duration;

use anyhow::Context as _;

use super::specimen::Specimen;
use crate::seeded::Seeded;

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Bits that were flipped, each in a whole journal.
    pub flips: u64,
    /// Those that were found.
    pub found: u64,
    /// Those in room that nobody uses: everything still read as it was.
    pub harmless: u64,
}

/// Longest that verifying may take, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(30);
/// Flips tried on one specimen.
const FLIPS_EACH: u64 = 100;

/// `cargo xtask torture bitrot [--full] [--seed S]`: 1,000 flips, or 10,000.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let flips = if super::has(args, "--full") {
        10_000
    } else {
        1_000
    };
    println!("{:?}", flipped(super::number(args, "--seed", 1)?, flips)?);
    Ok(())
}

/// Flips so many bits, one at a time. Errors: the first that was silently wrong.
pub fn flipped(seed: u64, flips: u64) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut outcome = Outcome::default();
        let mut random = Seeded(seed);
        while outcome.flips < flips {
            let specimen = Specimen::make(300 + random.below(300) as u64, random.number()).await?;
            for _ in 0..FLIPS_EACH.min(flips - outcome.flips) {
                let mut bytes = specimen.clean.clone();
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
                specimen.put(&bytes)?;
                outcome.flips += 1;
                let found = tokio::time::timeout(PATIENCE, is_found(&specimen)).await;
                let ends = || format!("byte {at} of {}: verifying does not end", bytes.len());
                if found.with_context(ends)? {
                    outcome.found += 1;
                } else {
                    reads_as_it_was(&specimen).await?;
                    outcome.harmless += 1;
                }
            }
        }
        Ok(outcome)
    })
}

async fn is_found(specimen: &Specimen) -> bool {
    !specimen
        .verified()
        .await
        .is_some_and(|report| report.is_whole())
}

async fn reads_as_it_was(specimen: &Specimen) -> anyhow::Result<()> {
    let journal = specimen.open().await?;
    let read = journal.read_after(0, usize::MAX).await?;
    anyhow::ensure!(read == specimen.entries, "an entry is silently wrong");
    for card in &specimen.attachments {
        let kept = journal.attachment(&card.digest).await?;
        anyhow::ensure!(
            kept.as_ref() == Some(card),
            "an attachment is silently wrong"
        );
    }
    for entry in specimen.entries.iter().step_by(37) {
        let again = journal
            .append(entry.seq - 1, vec![draft_of(entry)], Vec::new())
            .await?;
        anyhow::ensure!(again[0] == *entry, "an entry is not found by its id");
    }
    journal.close().await;
    Ok(())
}

/// The draft that an entry was.
fn draft_of(entry: &journal::entry::Entry) -> journal::entry::Draft {
    journal::entry::Draft {
        id: entry.id.clone(),
        at_micros: entry.at_micros,
        attaches: entry.attaches.clone(),
        erases: entry.erases.clone(),
        body: entry.body.clone(),
    }
}
