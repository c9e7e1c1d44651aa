//! A change of a record whose home is a folder, as a patch for that folder. Whoever makes it here
//! does not see the folder: the patch stands at the record's file and line, and expects the
//! document as we write it. Where the file says the same in other words, the command line makes it
//! fit: it reads the wanted record back out of the patch.

use continuity::refusal::Refusal;
use continuity::state::State;
use exchange::import::{File, mainstay};
use exchange::read::document::Format;
use exchange::write::patch::{new_side, patch_within};
use exchange::write::{json, yaml};
use record::kinds::Record;

/// How a patch of ours begins: what follows is the record.
const BEGINS: &str = "Proposed change of ";
/// Lines of the documents beside that are shown, as far as a patch needs them.
const BESIDE: usize = 3;

/// A patch that makes of a record what is wanted. Errors: its home is no folder, or its file is of
/// a sort in which one record cannot be changed by itself.
pub fn patch(state: &State, wanted: &Record) -> Result<String, Refusal> {
    let reference = wanted.reference();
    let (kind, id) = (wanted.kind(), wanted.id());
    let unknown = || Refusal::unknown(&reference);
    let filing = state.filing(kind, id).ok_or_else(unknown)?;
    let current = state.latest(kind, id).ok_or_else(unknown)?;
    let refuse = |why: &str, remedy: &str| Refusal::wrong_state(&reference, why, remedy);
    let Some(home) = filing.home.as_deref() else {
        let remedy = "Change it directly.";
        return Err(refuse("has its home here", remedy));
    };
    let stands = filing.stands.filter(|(_, line)| *line > 0);
    let name = stands.and_then(|(file, _)| state.file_names().get(file as usize));
    let (Some((file, line)), Some(name)) = (stands, name) else {
        let remedy = "Sync the folder again, then propose.";
        return Err(refuse("stands nowhere that is known", remedy));
    };
    let format = match Format::of_name(name) {
        Some(format @ (Format::Yaml | Format::JsonLines)) => format,
        _ => {
            let why = "stands in a JSON file, in which one record cannot be changed by itself";
            return Err(refuse(why, "Make that file YAML or JSON Lines."));
        }
    };
    let page = Page {
        state,
        file,
        format,
    };
    let (above, below) = (page.above(line), page.below(&current, line));
    let text = |record: &Record| format!("{above}{}{below}", written(record, format));
    let first = line as usize - above.lines().count();
    let patch = patch_within(name, first, &text(&current), &text(wanted));
    let folder = state.home(home).map_or("", |home| &home.folder);
    Ok(match patch.is_empty() {
        true => patch,
        false => format!("{}{patch}", head(&reference, home, folder)),
    })
}

/// What a person reads above the patch; `git apply` and `patch` pass it by.
fn head(reference: &str, home: &str, folder: &str) -> String {
    format!(
        "{BEGINS}{reference}\n\
         whose home is the folder {home} ({folder}). Apply it there: git apply FILE\n\
         It expects the document as Mainstay writes it. Where the file says the same in other\n\
         words, this makes it fit: mainstay sync FOLDER --propose FILE | git apply\n\n"
    )
}

/// A file of a home, as far as the journal knows it.
struct Page<'s> {
    state: &'s State,
    file: u32,
    format: Format,
}

impl Page<'_> {
    /// What stands above a line, as far as it is known: the end of the document before.
    fn above(&self, line: u32) -> String {
        let (separator, gap) = self.separator();
        let Some((before, first)) = self.before(line) else {
            return String::new();
        };
        let text = written(&before, self.format);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        match first + lines.len() as u32 + gap == line {
            // The file has other lines than we would write: nothing is known of them.
            false => String::new(),
            true => {
                let tail = lines[lines.len().saturating_sub(BESIDE)..].concat();
                format!("{tail}{separator}")
            }
        }
    }

    /// What stands below a record that stands at a line: the beginning of the document behind.
    fn below(&self, record: &Record, line: u32) -> String {
        let (separator, gap) = self.separator();
        let own = written(record, self.format).lines().count() as u32;
        let Some((after, first)) = self.behind(line) else {
            return String::new();
        };
        match line + own + gap == first {
            false => String::new(),
            true => {
                let text = written(&after, self.format);
                let head: String = text.split_inclusive('\n').take(BESIDE).collect();
                format!("{separator}{head}")
            }
        }
    }

    fn separator(&self) -> (&'static str, u32) {
        match self.format {
            Format::Yaml => ("---\n", 1),
            _ => ("", 0),
        }
    }

    /// The last record of this file above a line, and its line.
    fn before(&self, line: u32) -> Option<(Record, u32)> {
        let above = self.all().filter(|(_, other)| *other < line);
        self.record(above.max_by_key(|(_, line)| *line)?)
    }

    /// The first record of this file below a line, and its line.
    fn behind(&self, line: u32) -> Option<(Record, u32)> {
        let below = self.all().filter(|(_, other)| *other > line);
        self.record(below.min_by_key(|(_, line)| *line)?)
    }

    fn all(&self) -> impl Iterator<Item = (&str, u32)> {
        self.state.filings().filter_map(|(subject, filing)| {
            let (file, line) = filing.stands?;
            (file == self.file && filing.home.is_some()).then_some((subject, line))
        })
    }

    fn record(&self, (subject, line): (&str, u32)) -> Option<(Record, u32)> {
        let (kind, id) = record::link::split(subject);
        Some((self.state.latest(kind?, id)?, line))
    }
}

fn written(record: &Record, format: Format) -> String {
    match format {
        Format::JsonLines => format!("{}\n", json::line(&record.write())),
        _ => {
            let mut text = String::new();
            yaml::document(&record.write(), &mut text);
            text
        }
    }
}

/// The record that a patch of ours wants; nothing where it is none of ours.
pub fn wanted(patch: &str) -> Option<Record> {
    let reference = patch.lines().next()?.strip_prefix(BEGINS)?;
    let name = patch.lines().find_map(|line| line.strip_prefix("+++ "))?;
    let side = new_side(patch)?;
    let name = match Format::of_name(name.trim_end().trim_end_matches('"')) {
        Some(Format::JsonLines) => "lines.jsonl",
        _ => "documents.yaml",
    };
    // The documents beside are shown in part, and may not read at all.
    let import = mainstay::import(&[File {
        name,
        bytes: side.as_bytes(),
    }]);
    let mut records = import.records.into_iter();
    records.find(|record| record.reference() == reference)
}
