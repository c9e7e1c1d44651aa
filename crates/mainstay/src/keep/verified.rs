//! What verifying a journal found, for people and for programs.

use std::fmt::Write as _;
use std::path::Path;

use journal::verify::Report;
use serde::Serialize;

/// How many faults are told in text before the rest is only counted.
const LINES_MAX: usize = 20;

/// What verifying found.
#[derive(Debug, Serialize)]
pub struct Verified {
    whole: bool,
    entries: u64,
    head: String,
    root: String,
    checkpoints: u64,
    uncovered: u64,
    signatures_checked: bool,
    outside: usize,
    first_bad: Option<u64>,
    faults: Vec<Fault>,
}

#[derive(Debug, Serialize)]
struct Fault {
    seq: Option<u64>,
    table: &'static str,
    text: String,
}

impl Verified {
    /// From the report, and how many checkpoints were brought from elsewhere.
    pub fn of(report: &Report, outside: usize) -> Verified {
        let fault = |fault: &journal::verify::Fault| Fault {
            seq: fault.seq,
            table: fault.table,
            text: fault.text.clone(),
        };
        Verified {
            whole: report.is_whole(),
            entries: report.entries,
            head: report.head.digest.to_string(),
            root: report.root.to_string(),
            checkpoints: report.checkpoints,
            uncovered: report.uncovered,
            signatures_checked: report.signatures_checked,
            outside,
            first_bad: report.first_bad(),
            faults: report.faults.iter().map(fault).collect(),
        }
    }

    /// Whether everything is as it was written.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// For people.
    pub fn text(&self) -> String {
        let entries = self.entries;
        let mut out = match (self.whole, self.first_bad) {
            (true, _) => format!("Whole: {entries} entries are as they were written."),
            (false, Some(seq)) => {
                format!("NOT WHOLE. The first bad entry is {seq} of {entries}.")
            }
            (false, None) => format!("NOT WHOLE, though all {entries} entries are in order."),
        };
        for fault in self.faults.iter().take(LINES_MAX) {
            let seq = fault.seq.map_or(String::new(), |seq| format!(" {seq}"));
            let _ = write!(out, "\n  {}{seq}: {}", fault.table, fault.text);
        }
        if self.faults.len() > LINES_MAX {
            let _ = write!(out, "\n  … and {} more", self.faults.len() - LINES_MAX);
        }
        let _ = write!(out, "\nroot         {}", self.root);
        let _ = write!(out, "\ncheckpoints  {}", self.checkpoints_said());
        out
    }

    fn checkpoints_said(&self) -> String {
        let signed = match (self.checkpoints, self.signatures_checked) {
            (0, _) => "none".to_string(),
            (count, true) => format!("{count}, signatures checked"),
            (count, false) => format!("{count}, signatures not checked: say --key"),
        };
        let outside = match self.outside {
            0 => "; none kept elsewhere was compared: say --checkpoint".to_string(),
            count => format!("; {count} kept elsewhere compared"),
        };
        let uncovered = match self.uncovered {
            0 => String::new(),
            1 => "; 1 entry is not covered by one yet".to_string(),
            count => format!("; {count} entries are not covered by one yet"),
        };
        format!("{signed}{outside}{uncovered}")
    }
}

/// The notes of checkpoints in a file, or in the files of a folder that the server delivers to.
pub fn notes(path: &Path) -> std::io::Result<Vec<String>> {
    if !path.is_dir() {
        return Ok(vec![std::fs::read_to_string(path)?]);
    }
    let mut files: Vec<_> = std::fs::read_dir(path)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("checkpoint-") && name.ends_with(".txt")
        })
        .collect();
    files.sort();
    files.iter().map(std::fs::read_to_string).collect()
}
