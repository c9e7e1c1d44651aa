//! What `doctor` looks at: the journal, how full it is, whether its end is whole, its key, how it
//! is kept, who else could read its files, the disk and the clock. It changes nothing.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use journal::Journal;
use journal::entry::{Digest, Head, chained};
use journal::failure::Failure;
use journal::options::Options;
use ledger::{Ledger, Limits, Load, Settings as HowToOpen};

use super::backup_folder::shares_device;
use super::checkpoints::last_in;
use super::key;
use super::remark::{Level, Remark};
use super::standing::{Confirmed, Delivery, Standing};
use crate::serve::permissions;
use crate::settings::{Settings, without_password};

/// How many entries at the end are worked out again.
const TAIL: u64 = 1_000;
/// A disk with less room is nearly full.
const ROOM_BYTES_LEAST: u64 = 64 << 20;
/// A clock that is so far behind the journal was set back.
const CLOCK_SECONDS_MAX: i64 = 5;

/// All that is to be said about a server and its journal, in the order of the look. `kept` says
/// whether the settings are those of a server; else only the journal is looked at.
pub async fn examine(settings: &Settings, kept: bool, now: Timestamp) -> Vec<Remark> {
    let mut all = vec![Remark::well(
        "program",
        format!("This is Mainstay {}.", env!("CARGO_PKG_VERSION")),
    )];
    match open(settings).await {
        Err(remark) => all.push(remark),
        Ok(ledger) => {
            all.push(opened(&ledger).await);
            all.push(load(&ledger.load()));
            all.push(tail(ledger.journal()).await);
            all.push(clock(&ledger, now));
            all.extend(standing(&ledger, settings, kept, now).await);
        }
    }
    all.extend(on_key(settings));
    all.extend(files(settings));
    all.extend(rooms(settings));
    for remark in settings.remarks.iter().filter(|_| kept) {
        all.push(Remark::new(
            "settings",
            Level::Warning,
            format!("{remark}."),
            "",
        ));
    }
    all
}

/// Opens and folds the journal for reading.
async fn open(settings: &Settings) -> Result<Ledger, Remark> {
    let shown = without_password(&settings.journal);
    let failed = |failure: Failure| {
        let mut text = format!("{shown} cannot be opened: {failure}");
        let mut cause = std::error::Error::source(&failure);
        while let Some(error) = cause {
            text.push_str(&format!(": {error}"));
            cause = error.source();
        }
        let mend = match &failure {
            Failure::NoJournal { .. } => "`mainstay serve` makes one; or name another.",
            Failure::Newer { .. } => "Use the version that wrote it, or a later one.",
            Failure::Away { .. } => "Is the database running, and does the address reach it?",
            _ => "`mainstay verify` says more; `mainstay restore` brings a backup back.",
        };
        Remark::new("journal", Level::Error, format!("{text}."), mend)
    };
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    let journal = Journal::open(&settings.journal, &options).await;
    let how = HowToOpen {
        limits: Limits {
            entries_max: settings.limits.entries,
            bytes_max: settings.limits.state_bytes,
        },
        read_only: true,
        ..HowToOpen::default()
    };
    let ledger = Ledger::open(journal.map_err(failed)?, how).await;
    ledger.map_err(|failure| {
        let text = format!("{shown}: {failure}.");
        let mend =
            "Was it written by a later version? `mainstay doctor --upgrade-check` says more.";
        Remark::new("journal", Level::Error, text, mend)
    })
}

async fn opened(ledger: &Ledger) -> Remark {
    let database = ledger.journal().database().await;
    let database = database.unwrap_or_else(|failure| failure.to_string());
    let present = ledger.present();
    let text = format!(
        "{} entries in {database}, all understood; the last is of {}.",
        present.seq, present.at
    );
    Remark::well("journal", text)
}

fn load(load: &Load) -> Remark {
    let text = format!(
        "{} of {} entries, {} of {} bytes of live records.",
        load.entries, load.entries_max, load.bytes, load.bytes_max
    );
    let mend = "Retire what is no longer needed, or begin a new journal; reading goes on in any \
                case.";
    match (load.is_full(), load.is_half()) {
        (true, _) => Remark::new(
            "room",
            Level::Error,
            format!("The journal is full: {text}"),
            mend,
        ),
        (_, true) => Remark::new(
            "room",
            Level::Warning,
            format!("Half of the room is used: {text}"),
            mend,
        ),
        _ => Remark::well("room", text),
    }
}

/// Works out the end of the chain again; `verify` does all of it.
async fn tail(journal: &Journal) -> Remark {
    match tail_is_whole(journal).await {
        Ok(Ok(count)) => {
            let text = format!("The last {count} entries are as they were written.");
            Remark::well("chain", text)
        }
        Ok(Err(seq)) => {
            let text = format!("Entry {seq} is not as it was written.");
            let mend = "Run `mainstay verify`, keep the file as it is, and ask who could write to \
                        it.";
            Remark::new("chain", Level::Error, text, mend)
        }
        Err(failure) => {
            let text = format!("The end of the journal cannot be read: {failure}.");
            Remark::new("chain", Level::Error, text, "Run `mainstay verify`.")
        }
    }
}

/// How many entries at the end are whole, or the first that is not.
async fn tail_is_whole(journal: &Journal) -> Result<Result<u64, u64>, Failure> {
    let head = journal.head().await?;
    let from = head.seq.saturating_sub(TAIL);
    let before = journal.read(&[from]).await?;
    let before = before.first().map_or(Digest::ZERO, |entry| entry.digest);
    let mut last = Head {
        seq: from,
        digest: before,
    };
    while last.seq < head.seq {
        let entries = journal
            .read_after(last.seq, (head.seq - last.seq) as usize)
            .await?;
        if entries.is_empty() {
            return Ok(Err(last.seq + 1));
        }
        for entry in entries {
            let whole = chained(last.digest, entry.leaf()) == entry.digest;
            if entry.seq != last.seq + 1 || !whole {
                return Ok(Err(last.seq + 1));
            }
            last = Head {
                seq: entry.seq,
                digest: entry.digest,
            };
        }
    }
    Ok(match last == head {
        true => Ok(head.seq - from),
        false => Err(head.seq),
    })
}

fn clock(ledger: &Ledger, now: Timestamp) -> Remark {
    let behind = ledger.present().at.as_second() - now.as_second();
    let said = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let text = format!("It is {said} here.");
    match behind > CLOCK_SECONDS_MAX {
        false => Remark::well("clock", text),
        true => Remark::new(
            "clock",
            Level::Warning,
            format!(
                "{text} The last entry is {behind} seconds in the future: a clock was set back."
            ),
            "Let the clock be set by the network. The order of the journal does not depend on it.",
        ),
    }
}

async fn standing(ledger: &Ledger, settings: &Settings, kept: bool, now: Timestamp) -> Vec<Remark> {
    let present = ledger.present();
    let mut standing = Standing::of(&present.state, present.seq, now);
    let Ok(checkpoint) = ledger.journal().last_checkpoint().await else {
        return Vec::new();
    };
    if kept {
        standing.backup_folder.clone_from(&settings.backup.folder);
        let both = settings
            .backup
            .folder
            .as_deref()
            .zip(settings.journal_file());
        standing.same_device = both.is_some_and(|(folder, file)| shares_device(folder, file));
        if let Some(folder) = &settings.checkpoints.folder {
            // An address tells nobody but the server what it took.
            let last = last_in(folder).ok().flatten();
            standing.deliveries.push(Delivery {
                to: folder.display().to_string(),
                confirmed: last.map(|last| Confirmed {
                    number: last.number,
                    size: last.size,
                    at: Timestamp::from_microsecond(last.at_micros).unwrap_or(now),
                }),
                failed: None,
            });
        }
    }
    standing.checkpoint = checkpoint;
    standing.remarks()
}

fn on_key(settings: &Settings) -> Option<Remark> {
    let place = key::place(&settings.journal, &settings.folder)?;
    let about = "key";
    Some(match key::verifier(&place) {
        Ok(Some(verifier)) => Remark::well(about, format!("Checkpoints are signed by {verifier}.")),
        Ok(None) => Remark::new(
            about,
            Level::Note,
            format!("There is no key at {}.", place.display()),
            "A server makes one when it starts.",
        ),
        Err(failure) => {
            let mend = "Without it no checkpoint is signed.";
            Remark::new(about, Level::Error, format!("{failure}."), mend)
        }
    })
}

/// Files that others on this machine could read.
fn files(settings: &Settings) -> Vec<Remark> {
    let file = settings.journal_file().map(Path::to_path_buf);
    let key = key::place(&settings.journal, &settings.folder);
    let own = [
        Some(settings.folder.clone()),
        file,
        key,
        settings.backup.folder.clone(),
    ];
    let own = own.into_iter().flatten();
    let paths: Vec<PathBuf> = own.chain(settings.secret_files.iter().cloned()).collect();
    let remarks = permissions::remarks(paths.iter().map(PathBuf::as_path));
    let remarks = remarks.into_iter();
    let mut all: Vec<Remark> = remarks
        .map(|text| Remark::new("files", Level::Warning, format!("{text}."), ""))
        .collect();
    if all.is_empty() {
        let text = "Journal, key and folders are for their owner only.";
        all.push(Remark::well("files", text));
    }
    all
}

/// How much room there is where the journal and its backups are.
fn rooms(settings: &Settings) -> Vec<Remark> {
    let file = settings.journal_file();
    let needed = file
        .and_then(|file| std::fs::metadata(file).ok())
        .map_or(0, |meta| meta.len());
    let own = file.map(|file| match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    });
    let folders = [own, settings.backup.folder.as_deref()];
    let folders = folders.into_iter().flatten();
    folders.filter_map(|folder| room(folder, needed)).collect()
}

fn room(folder: &Path, needed: u64) -> Option<Remark> {
    let free = free_bytes(folder)?;
    let (shown, megabytes) = (folder.display(), free >> 20);
    let text = format!("{megabytes} MB are free at {shown}.");
    let mend = "Make room. When the disk is full nothing new can be kept; reading goes on.";
    Some(if free < ROOM_BYTES_LEAST {
        Remark::new("disk", Level::Error, text, mend)
    } else if free < needed {
        let text = format!("{text} A copy of the journal would not fit.");
        Remark::new("disk", Level::Warning, text, mend)
    } else {
        Remark::well("disk", text)
    })
}

/// How many bytes its owner may still write there, where that can be told.
fn free_bytes(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let about = rustix::fs::statvfs(folder).ok()?;
        Some(about.f_bavail.saturating_mul(about.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// Whether this version reads a journal: each step with what was found, the failing one last.
pub async fn upgrade(settings: &Settings) -> Vec<Remark> {
    let about = "upgrade";
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    let journal = match Journal::open(&settings.journal, &options).await {
        Ok(journal) => journal,
        Err(failure) => {
            let mend = "Use the version that wrote it, or a later one.";
            return vec![Remark::new(
                about,
                Level::Error,
                format!("{failure}."),
                mend,
            )];
        }
    };
    let mut all = vec![Remark::well(about, "Its tables are known to this version.")];
    let how = HowToOpen {
        read_only: true,
        ..HowToOpen::default()
    };
    match Ledger::open(journal, how).await {
        Ok(ledger) => {
            let present = ledger.present();
            let records = present.state.registers.len();
            let text = format!(
                "Each of its {} entries is understood; they come to {records} records.",
                present.seq
            );
            all.push(Remark::well(about, text));
            all.push(tail(ledger.journal()).await);
        }
        Err(failure) => {
            let mend = "Keep the version that you have, and tell those who make it.";
            all.push(Remark::new(
                about,
                Level::Error,
                format!("{failure}."),
                mend,
            ));
        }
    }
    all
}
