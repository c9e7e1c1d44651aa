//! `mainstay restore`: a backup becomes a journal again, once it was found to be what its manifest
//! says and to hold together.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use journal::Journal;
use journal::backup::{Manifest, restore};
use journal::options::Options;
use serde_json::json;

use super::{Failure, Form, Setting, show};
use crate::keep::backup_folder;
use crate::settings::without_password;
use crate::source::{journals, wait};

/// Brings a backup back as a journal.
///
/// The backup is verified first, and what was restored once more. Nothing that is there is written
/// over: with --replace the old journal is put aside. Everybody has to sign in again.
#[derive(clap::Args)]
pub struct Restore {
    /// The backup; of a folder of them, the newest.
    backup: PathBuf,
    /// Where to: sqlite:FILE, or the postgres://… of an empty database.
    #[arg(long, value_name = "JOURNAL")]
    into: String,
    /// Put the journal that is there aside first. Stop its server before.
    #[arg(long)]
    replace: bool,
}

impl Restore {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        if !matches!(setting.form, Form::Text | Form::Json) {
            return Err(super::only_check_and_diff());
        }
        let address = super::only_journal(&self.into)?;
        let backup = self.chosen()?;
        let file = address.strip_prefix("sqlite:").map(PathBuf::from);
        if file.is_none() && self.replace {
            let text = "`--replace` is for journals in a file; make an empty database and name it \
                        with --into, the old one stays as it is";
            return Err(Failure::Understood(text.into()));
        }
        let aside = match &file {
            Some(file) if file.exists() && !self.replace => {
                let text = format!(
                    "`{}` is there already; `--replace` puts it aside, or name another place",
                    file.display()
                );
                return Err(Failure::Refused(text));
            }
            Some(file) if file.exists() => {
                // What cannot be restored must not cost what is there.
                wait(checked(&backup))?;
                Some(put_aside(file)?)
            }
            _ => None,
        };
        let restored = wait(restored(&backup, &address));
        let manifest = match (restored, &aside) {
            (Ok(manifest), _) => manifest,
            (Err(failure), None) => return Err(failure),
            (Err(failure), Some(aside)) => {
                eprintln!("the journal that was there is in {}", aside.display());
                return Err(failure);
            }
        };
        let aside = aside.map(|path| path.display().to_string());
        match setting.form {
            Form::Json => show::json(&json!({
                "backup": backup.display().to_string(),
                "origin": manifest.origin,
                "entries": manifest.entries,
                "head": manifest.head.to_string(),
                "root": manifest.root.to_string(),
                "aside": aside,
            }))?,
            _ => {
                let aside = aside.map_or(String::new(), |path| {
                    format!("\nthe journal that was there is in {path}")
                });
                show::line(&format!(
                    "{} entries are back in {}, and whole.\nroot  {}{aside}",
                    manifest.entries,
                    without_password(&address),
                    manifest.root
                ))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn chosen(&self) -> Result<PathBuf, Failure> {
        let shown = self.backup.display();
        if !self.backup.is_dir() {
            return match self.backup.exists() {
                true => Ok(self.backup.clone()),
                false => Err(Failure::Understood(format!("there is no `{shown}`"))),
            };
        }
        let all = backup_folder::all(&self.backup);
        let all = all.map_err(|error| Failure::World(format!("`{shown}`: {error}")))?;
        let none = || Failure::Understood(format!("`{shown}` holds no backup"));
        all.last().cloned().ok_or_else(none)
    }
}

async fn checked(backup: &Path) -> Result<(), Failure> {
    let rehearsed = journal::backup::rehearse(backup).await;
    rehearsed.map_err(|failure| Failure::from(journals::broken(&failure)))?;
    Ok(())
}

async fn restored(backup: &Path, address: &str) -> Result<Manifest, Failure> {
    let failed = |failure| Failure::from(journals::broken(&failure));
    let manifest = restore(backup, address, &Options::default())
        .await
        .map_err(failed)?;
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    let journal = Journal::open(address, &options).await.map_err(failed)?;
    let report = journal.verify(&[], &[]).await.map_err(failed)?;
    let same = (report.head.digest, report.root) == (manifest.head, manifest.root);
    match report.is_whole() && same {
        true => Ok(manifest),
        false => Err(Failure::World("what was restored is not whole".into())),
    }
}

/// Moves a journal and what belongs to it out of the way, under names that say when.
fn put_aside(file: &Path) -> Result<PathBuf, Failure> {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    let aside = format!(
        "{}.before-{}",
        file.display(),
        now.strftime("%Y%m%dT%H%M%SZ")
    );
    let world = |error| Failure::World(format!("`{aside}`: {error}"));
    std::fs::rename(file, &aside).map_err(world)?;
    for end in ["-wal", "-shm", ".reserve"] {
        let beside = PathBuf::from(format!("{}{end}", file.display()));
        if beside.exists() {
            std::fs::rename(&beside, format!("{aside}{end}")).map_err(world)?;
        }
    }
    Ok(PathBuf::from(aside))
}
