//! `mainstay import`: foreign files into a folder of records, a journal or a server. It shows what
//! it would change before it changes it.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use continuity::command::Command;
use exchange::import::change::{Change, change};
use exchange::import::{FORMATS, File, Import as Imported, by_name};
use exchange::read::FILE_BYTES_MAX;
use ledger::Order;
use record::kinds::Record;

use super::{Failure, Form, Setting, show};
use crate::answer::check::listing::seen_from;
use crate::answer::import::{as_json, to_write, today};
use crate::folder::Writing;
use crate::operator::operator;
use crate::source::{Loaded, Source, journals, load, server, wait};

/// How many files one import may take.
const FILES_MAX: usize = 100_000;
/// How many records are listed in the text before the rest is only counted.
const LINES_MAX: usize = 40;

/// A file by its name as seen from its folder, and its bytes.
type Sent = (String, Vec<u8>);

/// Brings foreign files into a folder, a journal or a server, after showing what would change.
#[derive(clap::Args)]
pub struct Import {
    /// The format of the files; an unknown one answers with the list.
    pub form: String,
    /// Files, or folders of them; companions are recognised by what they hold.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// A folder of records or a journal, made when missing, or a server.
    #[arg(long, value_name = "SOURCE")]
    pub into: String,
    /// Write without asking.
    #[arg(long, conflicts_with = "dry_run")]
    pub yes: bool,
    /// What the headings of a table mean, as YAML (csv and xlsx).
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Only show what would change.
    #[arg(long)]
    pub dry_run: bool,
}

impl Import {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        if !matches!(setting.form, Form::Text | Form::Json) {
            return Err(super::only_check_and_diff());
        }
        let (sent, imported) = self.read_files()?;
        if !imported.complaints.is_empty() {
            return Err(Failure::Understood(complaints(&imported)));
        }
        match Source::of(&self.into) {
            Source::Files(folder) => self.fill_folder(&folder, imported, setting)?,
            Source::Journal(address) => {
                wait(self.fill_journal(&address, &sent, imported, setting))?;
            }
            Source::Server(address) => {
                wait(self.fill_server(&address, sent, imported, setting))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Shows a change, and says whether it is to be written.
    fn wanted(&self, change: &Change, setting: &Setting) -> Result<bool, Failure> {
        match setting.form {
            Form::Json => show::json(&as_json(change))?,
            _ => show::line(&as_text(change))?,
        }
        if change.is_empty() || self.dry_run {
            return Ok(false);
        }
        Ok(self.yes || asked(&Source::of(&self.into).shown())?)
    }

    fn fill_folder(
        &self,
        folder: &Path,
        imported: Imported,
        setting: &Setting,
    ) -> Result<(), Failure> {
        let loaded = load_folder(folder, setting)?;
        let change = change(imported, &loaded.registers);
        match self.wanted(&change, setting)? {
            true => write(folder, &change, &loaded, setting),
            false => Ok(()),
        }
    }

    /// Into a journal on this machine, as whoever sits at it.
    async fn fill_journal(
        &self,
        address: &str,
        sent: &[Sent],
        imported: Imported,
        setting: &Setting,
    ) -> Result<(), Failure> {
        let ledger = journals::open(address, self.dry_run).await?;
        let present = ledger.present();
        let names: Vec<String> = sent.iter().map(|(name, _)| name.clone()).collect();
        let (change, records) = to_write(imported, &names, &present.state.registers);
        if !self.wanted(&change, setting)? {
            return Ok(());
        }
        let command = Command::Import {
            source: format!("{} {}", self.form, names.first().map_or("", String::as_str)),
            records,
            seen: Some(present.seq),
        };
        let receipt = ledger.execute(Order::new(operator(), command)).await;
        let receipt = receipt.map_err(|denied| journals::denied(&denied))?;
        if let (Some((first, last)), false) = (receipt.entries, setting.quiet) {
            eprintln!("written: entries {first} to {last} of the journal");
        }
        Ok(())
    }

    /// Into a server, which makes the same of the same files, unless it went on meanwhile.
    async fn fill_server(
        &self,
        address: &str,
        sent: Vec<Sent>,
        imported: Imported,
        setting: &Setting,
    ) -> Result<(), Failure> {
        let estate = server::load(address).await?;
        let change = change(imported, &estate.loaded.registers);
        if !self.wanted(&change, setting)? {
            return Ok(());
        }
        server::import(address, &self.form, &sent, estate.seq).await?;
        if !setting.quiet {
            eprintln!("written: to {}", Source::of(&self.into).shown());
        }
        Ok(())
    }

    /// The files, by their names as seen from the folder that was named, and what they come to.
    fn read_files(&self) -> Result<(Vec<Sent>, Imported), Failure> {
        let Some(importer) = by_name(&self.form) else {
            let formats: Vec<&str> = FORMATS.iter().map(|(name, _)| *name).collect();
            let hint = record::complaint::suggestion(&self.form, formats.iter().copied());
            let formats = formats.join(", ");
            let text = format!("`{}` is no format{hint}; there are {formats}", self.form);
            return Err(Failure::Understood(text));
        };
        let mut paths = Vec::new();
        for path in &self.files {
            let before = paths.len();
            gather(path, &mut paths)?;
            paths[before..]
                .iter_mut()
                .for_each(|it| it.0 = seen_from(path, &it.1));
        }
        if paths.is_empty() {
            return Err(Failure::Understood(
                "there is no file to import in that folder".into(),
            ));
        }
        if let Some(map) = &self.map {
            check_map(&self.form, map)?;
            gather(map, &mut paths)?;
        }
        let mut read: Vec<(String, Vec<u8>)> = Vec::new();
        let mut bytes = 0;
        for (_, path) in &paths {
            let world = |error| cannot_read(path, &error);
            bytes += std::fs::metadata(path).map_err(world)?.len();
            if bytes > FILE_BYTES_MAX {
                let text = format!(
                    "`{}`: more than {FILE_BYTES_MAX} bytes are not imported at once",
                    path.display()
                );
                return Err(Failure::Understood(text));
            }
            let name = path.to_string_lossy().into_owned();
            read.push((name, std::fs::read(path).map_err(world)?));
        }
        let files: Vec<File<'_>> = read
            .iter()
            .map(|(name, bytes)| File { name, bytes })
            .collect();
        let imported = importer(&files).known_until(today(super::instant(None)?));
        let named = paths
            .into_iter()
            .zip(read)
            .map(|((seen, path), (_, bytes))| {
                let own = || {
                    path.file_name()
                        .map(|name| name.to_string_lossy().into_owned())
                };
                let name = Some(seen).filter(|seen| !seen.is_empty()).or_else(own);
                (name.unwrap_or_default(), bytes)
            });
        Ok((named.collect(), imported))
    }
}

/// What a folder holds; nothing where it is missing or empty.
fn load_folder(folder: &Path, setting: &Setting) -> Result<Loaded, Failure> {
    if folder.is_file() {
        let text = format!(
            "`{}` is a file; `--into` takes a folder, a journal or a server",
            folder.display()
        );
        return Err(Failure::Understood(text));
    }
    if !folder.exists() {
        return Ok(Loaded::default());
    }
    let progress = show::Progress::new(setting.quiet, "records read");
    let source = Source::Files(folder.to_path_buf());
    let loaded = load(&source, &|count| progress.at(count))?;
    if loaded.complaints.is_empty() {
        return Ok(loaded);
    }
    Err(Failure::Understood(show::complaints(&loaded)))
}

fn write(
    folder: &Path,
    change: &Change,
    loaded: &Loaded,
    setting: &Setting,
) -> Result<(), Failure> {
    let changed = change.changed.iter().map(|amended| &amended.record);
    let writing = Writing {
        folder,
        loaded,
        added: change.added.iter().collect(),
        changed: changed.collect(),
    };
    let files = writing.write()?;
    let again = load(&Source::Files(folder.to_path_buf()), &|_| {})?;
    if !again.complaints.is_empty() || again.registers != change.after {
        let text = "what was written does not read back as it was shown; look at the folder";
        return Err(Failure::World(text.into()));
    }
    if !setting.quiet {
        for file in files {
            eprintln!("written: {}", file.display());
        }
    }
    Ok(())
}

/// A table's importer knows a mapping among its files by the end of its name.
fn check_map(form: &str, map: &Path) -> Result<(), Failure> {
    if !["csv", "xlsx"].contains(&form) {
        let text = format!("`--map` is for csv and xlsx; {form} says itself what its fields mean");
        return Err(Failure::Understood(text));
    }
    let ending = map.extension().and_then(|ending| ending.to_str());
    if !matches!(ending, Some("yaml" | "yml")) {
        let text = format!("`{}`: a mapping is a .yaml file", map.display());
        return Err(Failure::Understood(text));
    }
    Ok(())
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Failure {
    let text = format!("`{}` cannot be read: {error}", path.display());
    match error.kind() {
        std::io::ErrorKind::NotFound => Failure::Understood(text),
        _ => Failure::World(text),
    }
}

/// A file, or the files of a folder sorted by path, with a place for the name of each; hidden ones
/// and links are passed by.
fn gather(path: &Path, paths: &mut Vec<(String, PathBuf)>) -> Result<(), Failure> {
    let meta = std::fs::metadata(path).map_err(|error| cannot_read(path, &error))?;
    if !meta.is_dir() {
        paths.push((String::new(), path.to_path_buf()));
        return Ok(());
    }
    let mut found = Vec::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| cannot_read(&folder, &error))?;
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
        if found.len() > FILES_MAX {
            let text = format!("`{}` holds more than {FILES_MAX} files", path.display());
            return Err(Failure::Understood(text));
        }
    }
    found.sort();
    paths.extend(found.into_iter().map(|path| (String::new(), path)));
    Ok(())
}

/// Asks on a terminal; without one nothing may be written.
pub(super) fn asked(into: &str) -> Result<bool, Failure> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() || !std::io::stderr().is_terminal() {
        let text = "nothing was written: there is no terminal to ask on; \
                    say `--yes` to write, `--dry-run` to look only";
        return Err(Failure::Understood(text.into()));
    }
    eprint!("Write this into {into}? [y/N] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer)?;
    let yes = matches!(answer.trim().to_lowercase().as_str(), "y" | "yes");
    if !yes {
        eprintln!("nothing was written");
    }
    Ok(yes)
}

fn complaints(imported: &Imported) -> String {
    let mut out = String::new();
    for (file, complaint) in &imported.complaints {
        let at = complaint.at;
        let field = match complaint.field.as_str() {
            "" => String::new(),
            field => format!("{field}: "),
        };
        let place = match at.line {
            0 => String::new(),
            line => format!(":{line}:{}", at.column),
        };
        out.push_str(&format!("{file}{place}: {field}{}\n", complaint.text));
    }
    let number = imported.complaints.len();
    let faults = if number == 1 { "fault" } else { "faults" };
    out.push_str(&format!("{number} {faults}; nothing was imported"));
    out
}

fn as_text(change: &Change) -> String {
    let mut out = String::new();
    let name = |record: &Record| match &record.envelope().name {
        Some(name) => format!("{}  {name}", record.reference()),
        None => record.reference(),
    };
    for record in change.added.iter().take(LINES_MAX) {
        out.push_str(&format!("+ {}\n", name(record)));
    }
    if change.added.len() > LINES_MAX {
        out.push_str(&format!(
            "+ … and {} more\n",
            change.added.len() - LINES_MAX
        ));
    }
    for amended in change.changed.iter().take(LINES_MAX) {
        let fields = amended.fields.join(", ");
        out.push_str(&format!("~ {}: {fields}\n", amended.record.reference()));
    }
    if change.changed.len() > LINES_MAX {
        out.push_str(&format!(
            "~ … and {} more\n",
            change.changed.len() - LINES_MAX
        ));
    }
    for reference in change.vanished.iter().take(LINES_MAX) {
        out.push_str(&format!(
            "- {reference}  stays; these files no longer name it\n"
        ));
    }
    let (added, changed) = (change.added.len(), change.changed.len());
    out.push_str(&format!(
        "{added} + added, {changed} ~ changed, {} - no longer named (an import deletes nothing)\n",
        change.vanished.len()
    ));
    for remark in &change.remarks {
        out.push_str(&format!("  · {remark}\n"));
    }
    out.push_str(&change.sentence());
    out
}
