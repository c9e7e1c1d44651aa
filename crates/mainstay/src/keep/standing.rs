//! How the keeping of a journal stands, from values alone: when it was last backed up, when a
//! restore was last rehearsed, how far checkpoints reach and where they were taken. It looks at no
//! clock and no disk.

use std::path::PathBuf;

use continuity::state::{Kept, State};
use jiff::Timestamp;
use journal::checkpoint::Checkpoint;
use serde::Serialize;
use serde_json::{Value, json};

use super::remark::{Level, Remark, ago};

/// A backup or rehearsal that is older is one that did not take place: a night and two hours.
const AGE_SECONDS_MAX: i64 = 26 * 3600;
/// So long a delivery may fail before it is said.
const DELIVERY_SECONDS_MAX: i64 = 600;

/// How the keeping stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The instant.
    pub now: Timestamp,
    /// The last entry.
    pub head: u64,
    /// Where backups go.
    pub backup_folder: Option<PathBuf>,
    /// Whether that is on the journal's own device.
    pub same_device: bool,
    /// The last backup.
    pub backup: Option<Kept>,
    /// The last rehearsal.
    pub rehearsal: Option<Kept>,
    /// The last checkpoint, if there is one.
    pub checkpoint: Option<Checkpoint>,
    /// Where checkpoints go beyond the journal.
    pub deliveries: Vec<Delivery>,
}

/// Where checkpoints are taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// The folder or address.
    pub to: String,
    /// The last one that was confirmed.
    pub confirmed: Option<Confirmed>,
    /// Why the last attempt failed, if it did.
    pub failed: Option<Failed>,
}

/// A checkpoint that was taken elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confirmed {
    /// Its number.
    pub number: u64,
    /// How many entries it covers.
    pub size: u64,
    /// When that was confirmed.
    #[serde(serialize_with = "as_text")]
    pub at: Timestamp,
}

/// A delivery that fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failed {
    /// Since when.
    #[serde(serialize_with = "as_text")]
    pub since: Timestamp,
    /// Why.
    pub why: String,
}

fn as_text<S: serde::Serializer>(at: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(at)
}

impl Standing {
    /// What the present knows of backups and rehearsals, the rest still to be filled in.
    pub fn of(state: &State, head: u64, now: Timestamp) -> Standing {
        Standing {
            now,
            head,
            backup_folder: None,
            same_device: false,
            backup: state.kept("backup").cloned(),
            rehearsal: state.kept("rehearsal").cloned(),
            checkpoint: None,
            deliveries: Vec::new(),
        }
    }

    /// What is to be said of it, well or not.
    pub fn remarks(&self) -> Vec<Remark> {
        let mut all = vec![self.on_backup()];
        all.extend(self.on_rehearsal());
        if self.same_device {
            let text = "The backups are on the same device as the journal: what takes one takes \
                        both.";
            let mend = "Set backup.folder to a place elsewhere, or copy it there every night.";
            all.push(Remark::new("device", Level::Error, text, mend));
        }
        all.push(self.on_checkpoints());
        all.extend(self.deliveries.iter().map(|to| self.on_delivery(to)));
        all
    }

    fn age(&self, kept: &Kept) -> i64 {
        self.now.as_second() - kept.at.as_second()
    }

    fn on_backup(&self) -> Remark {
        let mend = "Look at the folder and its disk; `mainstay backup JOURNAL --to FOLDER` makes \
                    one now.";
        match &self.backup {
            None => {
                let mend = match &self.backup_folder {
                    None => {
                        "Set backup.folder: a server then makes one every night and rehearses it."
                    }
                    Some(_) => mend,
                };
                let text = "No backup was ever made.";
                Remark::new("backup", Level::Error, text, mend)
            }
            Some(kept) if !kept.succeeded => {
                let text = format!("The last backup failed: {}.", kept.text);
                Remark::new("backup", Level::Error, text, mend)
            }
            Some(kept) => {
                let age = self.age(kept);
                let text = format!("The last backup was made {}.", ago(age));
                match age > AGE_SECONDS_MAX {
                    true => Remark::new("backup", Level::Error, text, mend),
                    false => Remark::well("backup", text),
                }
            }
        }
    }

    /// Backups that nobody ever brought back are a hope.
    fn on_rehearsal(&self) -> Option<Remark> {
        let mend = "A server with backup.folder set rehearses every night; by hand: `mainstay \
                    restore BACKUP --into sqlite:ELSEWHERE`.";
        let Some(kept) = &self.rehearsal else {
            let text = "No backup was ever brought back to see whether it would help.";
            let known = self.backup.as_ref().is_some_and(|kept| kept.succeeded);
            return known.then(|| Remark::new("rehearsal", Level::Warning, text, mend));
        };
        let age = self.age(kept);
        if !kept.succeeded {
            let text = format!("The last rehearsal of a restore failed: {}.", kept.text);
            return Some(Remark::new("rehearsal", Level::Error, text, mend));
        }
        let text = format!("A restore was last rehearsed {}.", ago(age));
        Some(match age > AGE_SECONDS_MAX {
            true => Remark::new("rehearsal", Level::Error, text, mend),
            false => Remark::well("rehearsal", text),
        })
    }

    fn on_checkpoints(&self) -> Remark {
        let about = "checkpoints";
        let covered = self.checkpoint.as_ref().map_or(0, |last| last.size);
        let uncovered = self.head.saturating_sub(covered);
        let text = match &self.checkpoint {
            None => "No checkpoint was ever signed.".to_string(),
            Some(last) => {
                let age = self.now.as_microsecond() - last.at_micros;
                let age = ago(age.div_euclid(1_000_000));
                format!(
                    "Checkpoint {} was signed {age}; {uncovered} entries came since.",
                    last.number
                )
            }
        };
        if uncovered >= journal::checkpoint::ENTRIES_MAX {
            let mend = "A running server signs them; is the key there, and readable by its owner \
                        alone?";
            return Remark::new(about, Level::Error, text, mend);
        }
        match self.deliveries.is_empty() {
            true => Remark::new(
                about,
                Level::Note,
                format!("{text} They are kept nowhere else."),
                "Set checkpoints.folder or checkpoints.url: whoever can write to the journal could \
                 make all of it anew.",
            ),
            false => Remark::well(about, text),
        }
    }

    fn on_delivery(&self, delivery: &Delivery) -> Remark {
        let about = "delivery";
        let to = &delivery.to;
        match (&delivery.failed, &delivery.confirmed) {
            (Some(failed), _) => {
                let since = self.now.as_second() - failed.since.as_second();
                let text = format!("Checkpoints do not reach {to}: {}.", failed.why);
                let mend = "Until they do, entries could be cut off unseen.";
                let level = match since > DELIVERY_SECONDS_MAX {
                    true => Level::Error,
                    false => Level::Warning,
                };
                Remark::new(about, level, text, mend)
            }
            (None, Some(last)) => {
                let age = ago(self.now.as_second() - last.at.as_second());
                Remark::well(
                    about,
                    format!("{to} has checkpoint {}, taken {age}.", last.number),
                )
            }
            (None, None) => Remark::well(about, format!("{to} waits for the first checkpoint.")),
        }
    }

    /// As other programs read it.
    pub fn json(&self) -> Value {
        let kept = |kept: &Option<Kept>| {
            kept.as_ref().map(|kept| {
                json!({
                    "at": kept.at.to_string(),
                    "succeeded": kept.succeeded,
                    "text": kept.text,
                    "head": kept.head,
                    "age_seconds": self.age(kept),
                })
            })
        };
        let checkpoint = self.checkpoint.as_ref().map(|last| {
            let at = Timestamp::from_microsecond(last.at_micros);
            json!({
                "number": last.number,
                "size": last.size,
                "root": last.root.to_string(),
                "at": at.map(|at| at.to_string()).unwrap_or_default(),
            })
        });
        let remarks = self.remarks();
        let banner = remarks.iter().filter(|it| it.level >= Level::Error);
        let banner: Vec<String> = banner.map(Remark::words).collect();
        json!({
            "head": self.head,
            "backup": kept(&self.backup),
            "backup_folder": self.backup_folder.as_ref().map(|it| it.display().to_string()),
            "same_device": self.same_device,
            "rehearsal": kept(&self.rehearsal),
            "checkpoint": checkpoint,
            "deliveries": self.deliveries,
            "remarks": remarks,
            "banner": banner,
        })
    }
}

#[cfg(test)]
mod tests;
