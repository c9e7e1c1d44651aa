//! A folder that brings warnings: its files are read as they appear or change, each content once.
//! Nothing is moved or deleted, and nothing that a file points to is opened.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use continuity::actor::Actor;
use continuity::command::Command;
use ledger::{Ledger, Order};

use super::keeping::Keeping;
use crate::answer::alerts::brought;

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_secs(5);
/// Most files that one look reads.
const FILES_MAX: usize = 200;

/// The feed of the folder.
pub const FEED: &str = "folder";

/// The files of a folder as they were when last read.
pub type Seen = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Looks at the folder for as long as the server runs.
pub async fn run(keeping: &Keeping, ledger: &Ledger) {
    let mut seen = Seen::new();
    loop {
        if let Some(folder) = keeping.plan().and_then(|it| it.warning_folder.clone()) {
            look(&folder, &mut seen, ledger).await;
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Reads what is new in a folder.
pub async fn look(folder: &Path, seen: &mut Seen, ledger: &Ledger) {
    let list = folder.to_owned();
    let known = std::mem::take(seen);
    let listed = tokio::task::spawn_blocking(move || list_new(&list, known)).await;
    let Ok((files, now)) = listed else {
        return;
    };
    *seen = now;
    for path in files {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let size = std::fs::metadata(&path).map_or(0, |it| it.len());
        if size > exchange::warning::BYTES_MAX as u64 {
            tracing::warn!(file = %name, "a file of warnings is too large to be read");
            continue;
        }
        let reading = tokio::task::spawn_blocking(move || {
            let bytes = std::fs::read(&path).ok()?;
            Some(brought(&name, FEED, &bytes).1)
        });
        let Ok(Some(found)) = reading.await else {
            continue;
        };
        let state = &ledger.present().state;
        let digests = state.feed(FEED).map_or(&[][..], |feed| &feed.digests);
        if found.digest.as_ref().is_some_and(|it| digests.contains(it)) {
            continue;
        }
        let command = Command::ReceiveWarnings(Box::new(found));
        if let Err(denied) = ledger.execute(Order::new(Actor::Server, command)).await {
            tracing::warn!(?denied, "a file of warnings was not taken in");
        }
    }
}

/// The plain files of a folder that are not as they were, by name, and how all are now.
fn list_new(folder: &Path, known: Seen) -> (Vec<PathBuf>, Seen) {
    let (mut files, mut now) = (Vec::new(), Seen::new());
    let Ok(entries) = std::fs::read_dir(folder) else {
        return (files, known);
    };
    for entry in entries.filter_map(Result::ok) {
        // Links are not followed: only what stands in the folder is read.
        let Some(about) = entry.metadata().ok().filter(|it| it.is_file()) else {
            continue;
        };
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden {
            continue;
        }
        let (path, state) = (entry.path(), (about.len(), about.modified().ok()));
        if known.get(&path) == Some(&state) {
            now.insert(path, state);
        } else if files.len() < FILES_MAX {
            files.push(path.clone());
            now.insert(path, state);
        }
    }
    files.sort();
    (files, now)
}
