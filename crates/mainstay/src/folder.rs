//! Writing records into a folder of files: new ones behind those of their kind, a changed one in
//! the place of its own document. What else stands in a file, comments included, is not touched.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use exchange::import::{File, mainstay};
use exchange::read::FILE_BYTES_MAX;
use exchange::read::document::{Cutter, Format, Piece};
use exchange::write::patch::{patch, patch_of_new};
use exchange::write::{json, yaml};
use record::kinds::{Record, about};

use crate::answer::check::listing::seen_from;
use crate::source::{Broken, Loaded};

/// What is to be written: new records, and changed ones with where they stand now.
pub struct Writing<'a> {
    /// The folder; made when missing.
    pub folder: &'a Path,
    /// What was read from it.
    pub loaded: &'a Loaded,
    /// Records that no file holds yet.
    pub added: Vec<&'a Record>,
    /// Records in place of those with the same kind and id.
    pub changed: Vec<&'a Record>,
}

impl Writing<'_> {
    /// Writes all of it or, where anything cannot be written, nothing: every file is made anew
    /// beside the old one, read back and compared, and only then are all put in place. Gives back
    /// the files written.
    pub fn write(&self) -> Result<Vec<PathBuf>, Broken> {
        let texts = self.texts()?;
        put(self.folder, &texts)?;
        Ok(texts.into_keys().collect())
    }

    /// What would be written, as a patch that `git apply` takes in the folder. Nothing is written.
    pub fn patch(&self) -> Result<String, Broken> {
        let mut out = String::new();
        for (path, text) in self.texts()? {
            let name = seen_from(self.folder, &path);
            let there = std::fs::symlink_metadata(&path).is_ok();
            out.push_str(&match there {
                true => patch(&name, &read(&path)?, &text),
                false => patch_of_new(&name, &text),
            });
        }
        Ok(out)
    }

    /// The text of every file that would be written, read back and compared.
    fn texts(&self) -> Result<BTreeMap<PathBuf, String>, Broken> {
        let mut texts: BTreeMap<PathBuf, String> = BTreeMap::new();
        let mut expected: BTreeMap<PathBuf, Vec<&Record>> = BTreeMap::new();
        let mut by_file: BTreeMap<usize, Vec<&Record>> = BTreeMap::new();
        for record in &self.changed {
            by_file
                .entry(record.origin().file as usize)
                .or_default()
                .push(record);
        }
        for (file, records) in by_file {
            let path = self.loaded.files[file].clone();
            let text = replaced(&path, &read(&path)?, self.loaded, &records)?;
            texts.insert(path.clone(), text);
            expected.entry(path).or_default().extend(records);
        }
        for record in &self.added {
            let plural = about(record.kind()).map_or(record.kind(), |about| about.plural);
            let path = self.folder.join(format!("{plural}.yaml"));
            let text = match texts.remove(&path) {
                Some(text) => text,
                None if std::fs::symlink_metadata(&path).is_ok() => read(&path)?,
                None => format!("# {}, as imported; yours to edit.\n", title(plural)),
            };
            texts.insert(path.clone(), appended(text, record));
            expected.entry(path).or_default().push(record);
        }
        for (path, text) in &texts {
            prove(path, text, &expected[path])?;
        }
        Ok(texts)
    }
}

fn title(plural: &str) -> String {
    let mut letters = plural.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn world(path: &Path, error: &std::io::Error) -> Broken {
    Broken::World(format!("`{}` cannot be written: {error}", path.display()))
}

fn read(path: &Path) -> Result<String, Broken> {
    let meta = std::fs::symlink_metadata(path).map_err(|error| world(path, &error))?;
    if !meta.is_file() || meta.len() > FILE_BYTES_MAX {
        let text = format!(
            "`{}` is no plain file of records; move it away",
            path.display()
        );
        return Err(Broken::Input(text));
    }
    std::fs::read_to_string(path).map_err(|error| world(path, &error))
}

fn appended(mut text: String, record: &Record) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let comment = |line: &str| line.trim().is_empty() || line.starts_with('#');
    let empty = text.lines().all(comment);
    let open = text.lines().rev().find(|line| !line.trim().is_empty()) == Some("---");
    if !empty && !open {
        text.push_str("---\n");
    }
    yaml::document(&record.write(), &mut text);
    text
}

/// The text of a file with some of its records replaced.
fn replaced(
    path: &Path,
    text: &str,
    loaded: &Loaded,
    records: &[&Record],
) -> Result<String, Broken> {
    let refuse = |why: &str| {
        let path = path.display();
        Err(Broken::Input(format!(
            "`{path}`: {why}; nothing was written"
        )))
    };
    let format = match Format::of_name(&path.to_string_lossy()) {
        Some(Format::Json) => {
            return refuse(
                "an import changes records in YAML and JSON Lines files only; \
                 make this file one of them",
            );
        }
        Some(format) => format,
        None => return refuse("this is no file of records"),
    };
    let mut places: BTreeMap<u32, &Record> = BTreeMap::new();
    for record in records {
        let old = loaded.registers.record(record.kind(), record.id());
        let Some(old) = old else {
            return refuse("it no longer holds what it held");
        };
        if places.insert(old.origin().at.line, record).is_some() {
            return refuse("several records stand on one line; give each its own document");
        }
    }
    let mut out = String::new();
    for piece in pieces(text, format) {
        let lines = piece.bytes.iter().filter(|&&byte| byte == b'\n').count() as u32;
        let end = piece.first_line + lines.max(1);
        let here: Vec<(&u32, &&Record)> = places.range(piece.first_line..end).collect();
        let bytes = String::from_utf8_lossy(&piece.bytes);
        match here.as_slice() {
            [] => out.push_str(&bytes),
            [(_, record)] if format == Format::JsonLines => {
                out.push_str(&json::line(&record.write()));
                out.push('\n');
            }
            [(line, record)] if holds_one(&piece, format) => {
                document(
                    &bytes,
                    (**line - piece.first_line) as usize,
                    record,
                    &mut out,
                );
            }
            _ => {
                return refuse(
                    "records that stand in one list cannot be changed one by one; \
                     give each its own document",
                );
            }
        }
    }
    Ok(out)
}

/// The documents of a text with the lines above each; blank ones are left out.
fn pieces(text: &str, format: Format) -> Vec<Piece> {
    let mut cutter = Cutter::new(format);
    let mut pieces: Vec<Piece> = Vec::new();
    for line in text.split_inclusive('\n') {
        pieces.extend(cutter.line(line.as_bytes(), true));
    }
    pieces.extend(cutter.end());
    pieces
}

fn holds_one(piece: &Piece, format: Format) -> bool {
    let reading = mainstay::read(piece, format, 0);
    reading.complaints.is_empty() && reading.records.len() == 1
}

/// A document anew: what stands above the record and the comments below it stay.
fn document(bytes: &str, above: usize, record: &Record, out: &mut String) {
    let lines: Vec<&str> = bytes.split_inclusive('\n').collect();
    // A record may begin on the line of its `---`; then that line is written anew.
    let begins = lines.get(above).is_some_and(|line| line.starts_with("---"));
    lines[..above.min(lines.len())]
        .iter()
        .for_each(|line| out.push_str(line));
    if begins {
        out.push_str("---\n");
    }
    yaml::document(&record.write(), out);
    let quiet = |line: &&&str| line.trim().is_empty() || line.starts_with('#');
    let below = lines.iter().rev().take_while(quiet).count();
    let below = below.min(lines.len().saturating_sub(above + 1));
    lines[lines.len() - below..]
        .iter()
        .for_each(|line| out.push_str(line));
}

/// Reads back what would be written: every record as it was meant, no fault anywhere.
fn prove(path: &Path, text: &str, expected: &[&Record]) -> Result<(), Broken> {
    let broken = |why: String| Broken::World(format!("`{}`: {why}", path.display()));
    if text.len() as u64 > FILE_BYTES_MAX {
        return Err(Broken::Input(format!(
            "`{}` would have more than {FILE_BYTES_MAX} bytes; nothing was written",
            path.display()
        )));
    }
    let name = path.to_string_lossy();
    let import = mainstay::import(&[File {
        name: &name,
        bytes: text.as_bytes(),
    }]);
    if let Some((_, fault)) = import.complaints.first() {
        let line = fault.at.line;
        return Err(broken(format!(
            "what would be written is faulty at line {line}: {}",
            fault.text
        )));
    }
    let found: BTreeMap<String, &Record> = import
        .records
        .iter()
        .map(|record| (record.reference(), record))
        .collect();
    let lost = expected
        .iter()
        .find(|record| found.get(&record.reference()) != Some(*record));
    match lost {
        None => Ok(()),
        Some(record) => {
            let reference = record.reference();
            Err(broken(format!(
                "{reference} would not read back as it is; nothing was written"
            )))
        }
    }
}

/// Puts all files in place, each by a rename.
fn put(folder: &Path, texts: &BTreeMap<PathBuf, String>) -> Result<(), Broken> {
    std::fs::create_dir_all(folder).map_err(|error| world(folder, &error))?;
    let mut fresh: Vec<(PathBuf, &PathBuf)> = Vec::new();
    let mut write_all = || -> Result<(), Broken> {
        for (path, text) in texts {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
            fresh.push((beside.clone(), path));
            let mut file = std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&beside)
                .map_err(|error| world(&beside, &error))?;
            file.write_all(text.as_bytes())
                .and_then(|()| file.sync_all())
                .map_err(|error| world(path, &error))?;
        }
        Ok(())
    };
    let mut outcome = write_all();
    for (beside, path) in &fresh {
        if outcome.is_ok() {
            outcome = std::fs::rename(beside, path).map_err(|error| world(path, &error));
        }
    }
    if outcome.is_err() {
        for (beside, _) in &fresh {
            let _ = std::fs::remove_file(beside);
        }
    }
    outcome
}
