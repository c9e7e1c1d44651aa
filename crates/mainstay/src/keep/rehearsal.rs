//! Rehearsing a restore: a backup is brought back at a place of its own, verified, folded, and held
//! against what it should be. Nobody's journal is touched.

use std::path::Path;
use std::sync::Arc;

use journal::Journal;
use journal::backup::{Manifest, restore};
use journal::options::Options;
use ledger::{Ledger, Present, Settings};

/// Brings a backup back inside `room`, a folder for that alone, and gives its manifest and the
/// present that it comes to. Errors: why it would not have helped, in words.
pub async fn rehearse(backup: &Path, room: &Path) -> Result<(Manifest, Arc<Present>), String> {
    let place = room.join("rehearsal.db");
    let address = format!("sqlite:{}", place.display());
    let failed = |failure: journal::failure::Failure| failure.to_string();
    let manifest = restore(backup, &address, &Options::default())
        .await
        .map_err(failed)?;
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    let journal = Journal::open(&address, &options).await.map_err(failed)?;
    let report = journal.verify(&[], &[]).await.map_err(failed)?;
    if let Some(fault) = report.faults.first() {
        return Err(format!(
            "what was restored is not whole: {}: {}",
            fault.table, fault.text
        ));
    }
    if (report.head.digest, report.root) != (manifest.head, manifest.root) {
        return Err("what was restored has another head or root than the backup".into());
    }
    let settings = Settings {
        read_only: true,
        ..Settings::default()
    };
    let ledger = Ledger::open(journal, settings).await;
    let ledger = ledger.map_err(|failure| failure.to_string())?;
    Ok((manifest, ledger.present()))
}
