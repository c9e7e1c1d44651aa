//! What a reader makes of a file: refused, read with remarks, or read whole; and whether that is
//! told so that someone can act on it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use continuity::requirements::local_history::Whereabouts;
use exchange::import::{File, Import, by_name};
use exchange::warning;
use record::kinds::Record;

use super::sound::Form;

/// Fewest letters of a complaint that says anything.
const WORDS_MIN: usize = 12;

/// What came of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Complaints: where (line, 0 for the file as a whole) and what.
    pub refused: Vec<(u32, String)>,
    /// Remarks.
    pub remarks: Vec<String>,
    /// What was read, without its remarks, as text; cut where it is long.
    pub read: String,
    /// How many points, signals or events were read.
    pub units: usize,
    /// The panic, where there was one.
    pub panics: Option<String>,
}

/// Characters of what was read that are compared.
const READ_MAX: usize = 20_000;

/// Lets the reader of a form read a file.
pub fn judged(form: &Form, name: &str, bytes: &[u8]) -> Verdict {
    let outcome = catch_unwind(AssertUnwindSafe(|| match form.importer {
        None => of_warning(bytes),
        Some(importer) => of_import(importer, name, bytes),
    }));
    outcome.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        Verdict {
            panics: Some(text.unwrap_or("without a text").to_string()),
            ..Verdict::default()
        }
    })
}

fn of_warning(bytes: &[u8]) -> Verdict {
    let mut out = Verdict::default();
    match warning::read(bytes) {
        Err(complaint) => out.refused.push((complaint.at.line, complaint.text)),
        Ok(reading) => {
            let complaints = reading.complaints.into_iter();
            out.refused
                .extend(complaints.map(|it| (it.at.line, it.text)));
            out.remarks = reading.remarks;
            for mut warning in reading.warnings {
                out.remarks.append(&mut warning.remarks);
                let areas = warning.areas.iter();
                let rings = areas.flat_map(|it| &it.polygons).flat_map(|it| &it.rings);
                let points: usize = rings.map(Vec::len).sum();
                out.units += 1 + points;
                if points < READ_MAX {
                    keep(&mut out.read, &format!("{warning:?}"));
                }
            }
        }
    }
    out
}

fn of_import(importer: &str, name: &str, bytes: &[u8]) -> Verdict {
    let import = by_name(importer).map(|it| it(&[File { name, bytes }]));
    let import: Import = import.unwrap_or_default();
    let mut out = Verdict {
        refused: import
            .complaints
            .into_iter()
            .map(|(_, it)| (it.at.line, it.text))
            .collect(),
        remarks: import.remarks,
        ..Verdict::default()
    };
    out.units = import.records.len();
    for record in import.records.iter().take(100) {
        keep(&mut out.read, &shown(record));
    }
    if let Some(history) = &import.history {
        let fixes = |it: &Whereabouts| match it {
            Whereabouts::Track(track) => track.fixes.len(),
            _ => 1,
        };
        out.units += history
            .events
            .iter()
            .map(|it| fixes(&it.place))
            .sum::<usize>();
        for event in history.events.iter().take(100) {
            keep(&mut out.read, &format!("{event:?}"));
        }
    }
    out
}

fn shown(record: &Record) -> String {
    exchange::write::json::line(&record.write())
}

fn keep(read: &mut String, text: &str) {
    let room = READ_MAX.saturating_sub(read.len());
    read.extend(text.chars().take(room));
}

impl Verdict {
    /// Without the remarks that the sound file has as well.
    pub fn beside(mut self, sound: &Verdict) -> Verdict {
        self.remarks.retain(|text| !sound.remarks.contains(text));
        self
    }

    /// In one word.
    pub fn word(&self) -> &'static str {
        match (
            &self.panics,
            self.refused.is_empty(),
            self.remarks.is_empty(),
        ) {
            (Some(_), ..) => "panics",
            (_, false, _) => "refused",
            (_, true, false) => "remarked",
            (_, true, true) => "read",
        }
    }

    /// What is wrong with how it is told; nothing where it can be acted on.
    pub fn fault(&self) -> Option<String> {
        if let Some(panic) = &self.panics {
            return Some(format!("panics: {panic}"));
        }
        let short = |text: &&String| text.chars().count() < WORDS_MIN;
        let all = self.refused.iter().map(|(_, text)| text);
        let mut all = all.chain(&self.remarks);
        if let Some(text) = all.find(short) {
            return Some(format!("says no more than `{text}`"));
        }
        let control = |text: &String| text.chars().any(|c| c.is_control() && c != '\n');
        let mut all = self
            .refused
            .iter()
            .map(|(_, text)| text)
            .chain(&self.remarks);
        if all.any(control) {
            return Some("its words hold control characters".into());
        }
        None
    }
}
