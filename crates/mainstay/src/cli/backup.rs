//! `mainstay backup`: a copy of a journal as it is now, whole, in one file with a manifest, while
//! it is being written.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use continuity::command::Command;
use journal::backup::Manifest;
use ledger::{Denied, Ledger, Order};
use serde_json::json;

use super::{Failure, Form, Setting, show};
use crate::keep::backup_folder;
use crate::operator::operator;
use crate::source::{Broken, journals, wait};

/// How often it is tried to remember a backup while others write.
const TRIES: u32 = 100;
/// How long is waited in between.
const PAUSE: Duration = Duration::from_millis(50);

/// Puts a copy of a journal into a folder, while it is being written.
///
/// The copy is one SQLite file with a manifest beside it, whichever database holds the journal.
/// `mainstay restore` brings it back. It holds the digests of passwords: keep it as you keep the
/// journal. A running server does this by itself every night, once `backup.folder` is set.
#[derive(clap::Args)]
pub struct Backup {
    /// The journal: sqlite:FILE or postgres://…
    journal: String,
    /// The folder; made when missing. Best on another machine.
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    /// How many backups stay in the folder; the oldest go. Without it, all stay.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
}

impl Backup {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        if !matches!(setting.form, Form::Text | Form::Json) {
            return Err(super::only_check_and_diff());
        }
        let address = super::only_journal(&self.journal)?;
        let folder = self.to.display().to_string();
        let world = |error: std::io::Error| Failure::World(format!("`{folder}`: {error}"));
        // Opening for writing would make a journal where there is none.
        if !wait(journals::is_there(&address))? {
            let text = format!("there is no journal at `{}`", self.journal);
            return Err(Failure::Understood(text));
        }
        backup_folder::make(&self.to).map_err(world)?;
        let (path, manifest) = wait(self.made(&address))?;
        let gone = match self.keep {
            Some(keep) => backup_folder::prune(&self.to, keep as usize).map_err(world)?,
            None => Vec::new(),
        };
        let file = address.strip_prefix("sqlite:").map(PathBuf::from);
        let near = file.is_some_and(|file| backup_folder::shares_device(&self.to, &file));
        if near && !setting.quiet {
            eprintln!(
                "`{folder}` is on the same device as the journal: what takes one takes both; copy \
                 the backup elsewhere"
            );
        }
        let shown = path.display();
        match setting.form {
            Form::Json => show::json(&json!({
                "backup": shown.to_string(),
                "entries": manifest.entries,
                "head": manifest.head.to_string(),
                "root": manifest.root.to_string(),
                "bytes": manifest.bytes,
                "sha256": manifest.sha256.to_string(),
                "same_device": near,
                "removed": gone.len(),
            }))?,
            _ => show::line(&format!(
                "{shown}\n{} entries, {} bytes\nroot  {}",
                manifest.entries, manifest.bytes, manifest.root
            ))?,
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Makes it, and remembers in the journal that it was made.
    async fn made(&self, address: &str) -> Result<(PathBuf, Manifest), Broken> {
        let ledger: Ledger = journals::open(address, false).await?;
        let now = ledger.clock().now();
        let path = backup_folder::path(&self.to, now);
        let made = ledger.journal().backup_into(&path, now.as_microsecond());
        let manifest = made.await.map_err(|failure| journals::broken(&failure))?;
        let command = Command::Keep {
            what: "backup".into(),
            succeeded: true,
            text: format!("{} bytes into {}", manifest.bytes, path.display()),
            head: manifest.entries,
        };
        for tries_left in (0..TRIES).rev() {
            let order = Order::new(operator(), command.clone());
            match ledger.execute(order).await {
                // A server that is busy writing is faster most of the time.
                Err(Denied::Failed(ledger::Failure::Contended)) if tries_left > 0 => {
                    tokio::time::sleep(PAUSE).await;
                }
                kept => {
                    kept.map_err(|denied| journals::denied(&denied))?;
                    break;
                }
            }
        }
        Ok((path, manifest))
    }
}
