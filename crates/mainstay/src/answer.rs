//! Answers as other programs read them: one file each, from records and parameters to the very
//! bytes. The command line and the HTTP API both use these, so that they cannot differ. Nothing
//! here opens a file or knows who is asking.

pub mod alerts;
pub mod ask;
pub mod black_start;
pub mod boards;
pub mod campaigns;
pub mod check;
pub mod deadline;
pub mod default_policy;
pub mod diff;
pub mod document;
pub mod drift;
pub mod explain;
pub mod export;
pub mod forecast;
pub mod homes;
pub mod impact;
pub mod impact_report;
pub mod import;
pub mod margin;
pub mod programme_status;
pub mod propose;
pub mod questionnaire;
pub mod readiness;
pub mod rollout;
pub mod recover;
pub mod runs;
pub mod schema;
pub mod simulate;
pub mod strategy;
pub mod sync;
pub mod targets;
pub mod warnings;
pub mod unknown;
pub mod weaknesses;
pub mod who;

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use continuity::estate::Estate;
use continuity::finding::Judge;
use continuity::homes::Homes;
use continuity::standpoint::Standpoint;
use jiff::Timestamp;
use record::kinds::Registers;

/// The records an answer is computed from, where they were read, and the instant asked about.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The records.
    pub registers: &'a Registers,
    /// The files, by the index that records' origins name.
    pub files: &'a [PathBuf],
    /// From where the files are seen.
    pub source: &'a Path,
    /// The instant asked about.
    pub at: Timestamp,
    /// Where folders that are homes and the journal do not agree.
    pub homes: &'a Homes,
}

impl<'a> Given<'a> {
    /// From where the answer is given.
    pub fn standpoint(&self) -> Standpoint<'a> {
        Standpoint::new(self.registers, self.at)
    }

    /// The estate as findings are looked for in it.
    pub fn judge(&self) -> Judge<'a> {
        Judge::with_homes(self.standpoint(), self.homes)
    }
}

/// A question that cannot be meant: an unknown name, a word that is none. It says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong(pub String);

/// Writes an answer as JSON with a line end, as it is made: some are larger than one would hold
/// twice.
pub fn put_json<T: serde::Serialize>(answer: &T, mut out: impl Write) -> std::io::Result<()> {
    serde_json::to_writer_pretty(&mut out, answer).map_err(std::io::Error::from)?;
    writeln!(out)
}

/// An answer as JSON with a line end.
pub fn json<T: serde::Serialize>(answer: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_json(answer, &mut bytes).expect("answers are plain values, and memory takes them");
    bytes
}

/// On how many threads an answer that is shared among threads is computed; it changes no figure.
pub fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// The item someone names, or the nearest names.
pub fn item(estate: &Estate<'_>, name: &str) -> Result<u32, Wrong> {
    estate.ask(name).map_err(|unknown| {
        let name = record::node::shorten(name);
        let candidates = unknown.candidates.join(", ");
        Wrong(match (unknown.ambiguous, unknown.candidates.is_empty()) {
            (true, _) => format!("`{name}` could be {candidates}; write the kind with it"),
            (false, true) => format!("no item is called `{name}`"),
            (false, false) => format!("no item is called `{name}`; did you mean {candidates}?"),
        })
    })
}
