//! `mainstay sync`: a folder becomes, and stays, the home of the records it holds. It shows what
//! that would change before it changes it; with `--propose` it changes nothing and writes a patch.

mod text;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use continuity::state::State;
use continuity::written::Written;
use exchange::import::{File, mainstay};
use exchange::read::FILE_BYTES_MAX;
use ledger::{Ledger, Order};
use record::kinds::Record;

use super::import::asked;
use super::{Failure, Form, Setting, show};
use crate::answer::check::listing::seen_from;
use crate::answer::propose;
use crate::answer::sync::{Asked, Sync as Shown, preview};
use crate::folder::Writing;
use crate::operator::operator;
use crate::source::{Broken, Loaded, Source, journals, server, wait};

/// Makes a folder the home of the records it holds, in a journal or a server.
///
/// What the folder holds is taken over, what it no longer holds is retired, and a record whose
/// home is elsewhere is left alone and named. All of it is shown first. Records that have their
/// home in a folder are read-only elsewhere: change them in the folder and sync again.
#[derive(clap::Args)]
pub struct Sync {
    /// The folder of records.
    pub folder: PathBuf,
    /// A journal, made when missing, or a server.
    #[arg(long, value_name = "SOURCE", required_unless_present = "propose")]
    pub into: Option<String>,
    /// The folder's name as a home; else that of the folder itself.
    #[arg(long, value_name = "NAME")]
    pub home: Option<String>,
    /// Write without asking.
    #[arg(long, conflicts_with = "dry_run")]
    pub yes: bool,
    /// Only show what would change.
    #[arg(long)]
    pub dry_run: bool,
    /// Write the records of FILE (`-` for stdin: records, or a patch of a server) as a patch of
    /// this folder that `git apply` takes; nothing is changed.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["into", "home", "yes", "dry_run"])]
    pub propose: Option<PathBuf>,
}

/// A folder as it is about to be brought into step.
struct Folder {
    home: String,
    place: String,
    files: Vec<PathBuf>,
    records: Vec<Written>,
}

impl Folder {
    fn asked(&self, at: jiff::Timestamp) -> Asked<'_> {
        Asked {
            home: &self.home,
            folder: &self.place,
            files: &self.files,
            records: &self.records,
            at,
        }
    }
}

impl Sync {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        if !matches!(setting.form, Form::Text | Form::Json) {
            return Err(super::only_check_and_diff());
        }
        if !self.folder.is_dir() {
            let text = format!("`{}` is no folder", self.folder.display());
            return Err(Failure::Understood(text));
        }
        let word = self.folder.to_string_lossy();
        if !matches!(Source::of(&word), Source::Files(_)) {
            let text = format!("`{word}` is no folder: `sync FOLDER --into SOURCE`");
            return Err(Failure::Understood(text));
        }
        if let Some(file) = &self.propose {
            let loaded = setting.load(&word)?;
            show::line(propose_from(&self.folder, &loaded, file)?.trim_end_matches('\n'))?;
            return Ok(ExitCode::SUCCESS);
        }
        let into = self.into.as_deref().unwrap_or_default();
        match Source::of(into) {
            Source::Files(_) => {
                let text = format!(
                    "`{into}` is no journal and no server; a folder is brought into step with \
                     `sqlite:FILE`, `postgres://…` or `http(s)://…`"
                );
                return Err(Failure::Understood(text));
            }
            Source::Journal(address) => {
                let folder = self.load(setting)?;
                wait(self.at_journal(&address, &folder, setting))?;
            }
            Source::Server(address) => {
                let folder = self.load(setting)?;
                wait(self.at_server(&address, &folder, setting))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn load(&self, setting: &Setting) -> Result<Folder, Failure> {
        let broken =
            |error: std::io::Error| Failure::World(format!("`{}`: {error}", self.folder.display()));
        let whole = self.folder.canonicalize().map_err(broken)?;
        let home = match &self.home {
            Some(home) => home.clone(),
            None => {
                let own = whole.file_name().unwrap_or_default().to_string_lossy();
                record::link::to_id(&own)
            }
        };
        if !record::link::is_id(&home) {
            let text = format!(
                "`{home}` is no name of a home: lower-case letters, digits, `-`, `.`, `_`; say one \
                 with --home"
            );
            return Err(Failure::Understood(text));
        }
        let loaded = setting.load(&self.folder.to_string_lossy())?;
        let seen = |path: &PathBuf| PathBuf::from(seen_from(&self.folder, path));
        let files: Vec<PathBuf> = loaded.files.iter().map(seen).collect();
        let mut records = Vec::with_capacity(loaded.registers.len());
        loaded.registers.each(&mut |record| {
            let file = files[record.origin().file as usize].to_string_lossy();
            records.push(Written::read_from(record, &file));
        });
        Ok(Folder {
            home,
            place: whole.to_string_lossy().into_owned(),
            files,
            records,
        })
    }

    /// Shows what would change, and says whether it is to be done.
    fn wanted(&self, shown: &Shown, setting: &Setting) -> Result<bool, Failure> {
        match setting.form {
            Form::Json => show::json(shown)?,
            _ => show::line(&text::of(shown))?,
        }
        if self.dry_run || shown.is_empty() {
            return Ok(!self.dry_run);
        }
        let into = Source::of(self.into.as_deref().unwrap_or_default());
        Ok(self.yes || asked(&into.shown())?)
    }

    /// At a journal on this machine, as whoever sits at it.
    async fn at_journal(
        &self,
        address: &str,
        folder: &Folder,
        setting: &Setting,
    ) -> Result<(), Failure> {
        let refused = |refusal: &continuity::refusal::Refusal| {
            Failure::Refused(format!("{} {}", refusal.reason(), refusal.remedy()))
        };
        let asked = folder.asked(jiff::Timestamp::now());
        // One that is missing is made once it is known that it is wanted.
        let mut ledger = match journals::is_there(address).await? {
            true => Some(journals::open(address, self.dry_run).await?),
            false => None,
        };
        let present = ledger.as_ref().map(Ledger::present);
        let nothing = State::new();
        let state = present.as_ref().map_or(&nothing, |present| &present.state);
        let shown = preview(state, &operator(), &asked).map_err(|no| refused(&no))?;
        if !self.wanted(&shown, setting)? {
            return Ok(());
        }
        let ledger = match ledger.take() {
            Some(ledger) => ledger,
            None => journals::open(address, false).await?,
        };
        let seen = present.map_or(ledger.present().seq, |present| present.seq);
        let order = Order::new(operator(), asked.command(seen));
        let receipt = ledger.execute(order).await;
        let receipt = receipt.map_err(|denied| journals::denied(&denied))?;
        if let (Some((first, last)), false) = (receipt.entries, setting.quiet) {
            eprintln!("written: entries {first} to {last} of the journal");
        }
        Ok(())
    }

    /// At a server, which reads the same files, unless its journal goes on meanwhile.
    async fn at_server(
        &self,
        address: &str,
        folder: &Folder,
        setting: &Setting,
    ) -> Result<(), Failure> {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for name in &folder.files {
            let path = self.folder.join(name);
            let world = |error| Broken::World(format!("`{}`: {error}", path.display()));
            let bytes = std::fs::read(&path).map_err(world)?;
            files.push((name.to_string_lossy().into_owned(), bytes));
        }
        let sending = server::Synced {
            home: &folder.home,
            folder: &folder.place,
            files: &files,
        };
        let (shown, seen) = server::sync(address, &sending, None).await?;
        if !self.wanted(&shown, setting)? {
            return Ok(());
        }
        server::sync(address, &sending, Some(seen)).await?;
        if !setting.quiet {
            let shown = Source::Server(address.to_string()).shown();
            eprintln!("written: to {shown}");
        }
        Ok(())
    }
}

/// The wanted records of a file as a patch of a folder.
fn propose_from(folder: &Path, loaded: &Loaded, file: &Path) -> Result<String, Failure> {
    let mut wanted = wanted(file)?;
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    for record in &mut wanted {
        match loaded.registers.record(record.kind(), record.id()) {
            Some(known) if known == *record => {}
            Some(known) => {
                record.stand_at(known.origin().file, &mut |_| {});
                changed.push(&*record);
            }
            None => added.push(&*record),
        }
    }
    let writing = Writing {
        folder,
        loaded,
        added,
        changed,
    };
    Ok(writing.patch()?)
}

/// The records of a file or of stdin: of our own format, or of a server's patch.
fn wanted(file: &Path) -> Result<Vec<Record>, Failure> {
    let shown = file.display();
    let cannot = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::Understood(format!("there is no `{shown}`")),
        _ => Failure::World(format!("`{shown}` cannot be read: {error}")),
    };
    let (name, bytes) = match file.to_str() {
        Some("-") => {
            let mut bytes = Vec::new();
            let stdin = std::io::Read::take(std::io::stdin().lock(), FILE_BYTES_MAX);
            std::io::Read::read_to_end(&mut { stdin }, &mut bytes).map_err(cannot)?;
            ("stdin.yaml".into(), bytes)
        }
        _ => (file.to_string_lossy(), std::fs::read(file).map_err(cannot)?),
    };
    if let Some(record) = std::str::from_utf8(&bytes).ok().and_then(propose::wanted) {
        return Ok(vec![record]);
    }
    let import = mainstay::import(&[File {
        name: &name,
        bytes: &bytes,
    }]);
    if let Some((file, fault)) = import.complaints.first() {
        let at = fault.at;
        let text = format!("{file}:{}:{}: {}", at.line, at.column, fault.text);
        return Err(Failure::Understood(text));
    }
    match import.records.is_empty() {
        true => Err(Failure::Understood(format!("`{shown}` holds no records"))),
        false => Ok(import.records),
    }
}
