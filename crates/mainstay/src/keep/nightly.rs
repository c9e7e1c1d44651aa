//! The backup that a server makes every night, and the rehearsal of bringing it back. Both end as
//! an entry of the journal, whatever came of them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use continuity::actor::Actor;
use continuity::command::Command;
use continuity::state::Kept;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use ledger::{Ledger, Order, Point};

use super::keeping::{Keeping, Plan};
use super::{backup_folder, forecasts, rehearsal};

/// How often it is looked whether one is due.
const EVERY: Duration = Duration::from_secs(20);
/// How long is waited after one that failed.
const AGAIN_SECONDS: i64 = 3600;

/// Makes backups for as long as the server runs.
pub async fn run(keeping: &Keeping, ledger: &Ledger) {
    loop {
        tick(keeping, ledger).await;
        tokio::time::sleep(EVERY).await;
    }
}

/// Makes a backup and rehearses it, if it is time. Whether it was.
pub async fn tick(keeping: &Keeping, ledger: &Ledger) -> bool {
    let Some(plan) = keeping.plan() else {
        return false;
    };
    let Some(folder) = &plan.backup_folder else {
        return false;
    };
    let _night = keeping.night.lock().await;
    let last = ledger.present().state.kept("backup").cloned();
    if !is_due(ledger.clock().now(), plan.backup_at, last.as_ref()) {
        return false;
    }
    let made = back_up(plan, folder, ledger).await;
    let path = remember(ledger, "backup", made).await;
    if let Some(path) = path {
        let rehearsed = rehearse(plan, &path, ledger).await;
        remember(ledger, "rehearsal", rehearsed).await;
        forecasts::keep(ledger).await;
    }
    true
}

/// Whether a backup is due: none was made since the last time of day at which one should have
/// been; after one that failed, an hour later.
fn is_due(now: Timestamp, at: Time, last: Option<&Kept>) -> bool {
    let Some(last) = last else {
        return true;
    };
    if !last.succeeded {
        return now.as_second() - last.at.as_second() >= AGAIN_SECONDS || now < last.at;
    }
    let today = now.to_zoned(TimeZone::UTC).date().to_datetime(at);
    let today = today.to_zoned(TimeZone::UTC).map(|at| at.timestamp());
    let Ok(today) = today else {
        return false;
    };
    let wanted = match today <= now {
        true => today,
        false => today.checked_sub(Span::new().hours(24)).unwrap_or(today),
    };
    last.at < wanted
}

/// What came of a step: what it made, the head that it covers, and a sentence.
type Came<T> = Result<(T, u64, String), String>;

async fn back_up(plan: &Plan, folder: &Path, ledger: &Ledger) -> Came<PathBuf> {
    let cannot = |error: std::io::Error| format!("{}: {error}", folder.display());
    backup_folder::make(folder).map_err(cannot)?;
    let now = ledger.clock().now();
    let path = backup_folder::path(folder, now);
    let made = ledger.journal().backup_into(&path, now.as_microsecond());
    let manifest = made.await.map_err(|failure| failure.to_string())?;
    let gone = backup_folder::prune(folder, plan.backup_keep).map_err(cannot)?;
    let text = format!(
        "{} bytes into {}, {} older removed",
        manifest.bytes,
        path.display(),
        gone.len()
    );
    Ok((path, manifest.entries, text))
}

/// Brings a backup back in a room of its own and holds it against the present as it was then.
async fn rehearse(plan: &Plan, backup: &Path, ledger: &Ledger) -> Came<()> {
    let room = plan.folder.join("rehearsal");
    let cannot = |error: std::io::Error| format!("{}: {error}", room.display());
    clear(&room).map_err(cannot)?;
    backup_folder::make(&room).map_err(cannot)?;
    let came = compare(backup, &room, ledger).await;
    // The room is empty again, whatever came of it.
    clear(&room).map_err(cannot)?;
    came
}

async fn compare(backup: &Path, room: &Path, ledger: &Ledger) -> Came<()> {
    let (manifest, restored) = rehearsal::rehearse(backup, room).await?;
    let then = ledger.as_of(Point::Entry(manifest.entries)).await;
    let then = then.map_err(|failure| failure.to_string())?;
    if restored.seq != manifest.entries || restored.state != then.state {
        return Err("what was restored comes to another present than this journal".into());
    }
    let text = format!("restored, verified and folded: root {}", manifest.root);
    Ok(((), manifest.entries, text))
}

fn clear(room: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(room) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes into the journal what came of it. What was made, if it was.
async fn remember<T>(ledger: &Ledger, what: &'static str, came: Came<T>) -> Option<T> {
    let (made, succeeded, text, head) = match came {
        Ok((made, head, text)) => (Some(made), true, text, head),
        Err(why) => (None, false, why, ledger.present().seq),
    };
    match succeeded {
        true => tracing::info!(what, text, "kept"),
        false => tracing::error!(what, text, "failed"),
    }
    let command = Command::Keep {
        what: what.into(),
        succeeded,
        text,
        head,
    };
    let kept = ledger.execute(Order::new(Actor::Server, command)).await;
    if kept.is_err() {
        // The next round will find none, and try again.
        tracing::error!(what, "the journal could not take a note of it");
    }
    made
}

#[cfg(test)]
mod tests;
