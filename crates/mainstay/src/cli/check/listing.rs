//! What every form of a list of findings needs: the name of a subject, where a finding stands in
//! the files, and the line that stands there.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use continuity::finding::Finding;
use record::initiation::policy::Severity;
use serde::Serialize;

use super::baseline::Baseline;
use crate::cli::show;
use crate::source::Loaded;

/// Findings of one source, with what is needed to show them.
pub struct Listing<'a> {
    source: &'a Path,
    loaded: &'a Loaded,
    known: &'a Baseline,
    lines: RefCell<BTreeMap<u32, Vec<String>>>,
}

/// Where something stands; lines and columns count from 1.
#[derive(Clone, Debug, Serialize)]
pub struct At {
    /// The file, seen from the source.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// Its column.
    pub column: u32,
}

/// How many findings there are, waived ones apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Of severity error or refuse.
    pub error: usize,
    /// Of severity warning.
    pub warning: usize,
    /// Of severity note.
    pub note: usize,
    /// Accepted for now by a waiver.
    pub waived: usize,
    /// Of the counted ones, those in the baseline.
    pub known: usize,
}

impl<'a> Listing<'a> {
    /// Makes a source ready to be shown.
    pub fn new(source: &'a str, loaded: &'a Loaded, known: &'a Baseline) -> Listing<'a> {
        Listing {
            source: Path::new(source),
            loaded,
            known,
            lines: RefCell::default(),
        }
    }

    /// The name of a record, where it has one that says more than its id.
    pub fn name(&self, reference: &str) -> Option<&'a str> {
        let (kind, id) = record::link::split(reference);
        let (envelope, ..) = self.loaded.registers.envelope(kind?, id)?;
        envelope.name.as_deref().filter(|name| *name != id)
    }

    /// Where a finding stands, the file seen from the source.
    pub fn at(&self, finding: &Finding) -> Option<At> {
        self.place(finding, |path| show::seen_from(self.source, path))
    }

    /// Where a finding stands, the file as it was reached.
    pub fn at_from_here(&self, finding: &Finding) -> Option<At> {
        self.place(finding, |path| path.display().to_string())
    }

    fn place(&self, finding: &Finding, seen: impl Fn(&Path) -> String) -> Option<At> {
        let origin = finding.at.filter(|origin| origin.at.line > 0)?;
        let path = self.loaded.files.get(origin.file as usize)?;
        Some(At {
            file: seen(path),
            line: origin.at.line,
            column: origin.at.column.max(1),
        })
    }

    /// The line at which a finding stands, or one so many below it, cleaned for showing. Each
    /// file is read once.
    pub fn source_line(&self, finding: &Finding, below: usize) -> Option<String> {
        let origin = finding.at.filter(|origin| origin.at.line > 0)?;
        let path = self.loaded.files.get(origin.file as usize)?;
        let mut files = self.lines.borrow_mut();
        let lines = files
            .entry(origin.file)
            .or_insert_with(|| show::source_lines(path));
        lines.get(origin.at.line as usize - 1 + below).cloned()
    }

    /// Whether the baseline knows a finding.
    pub fn is_known(&self, finding: &Finding) -> bool {
        self.known.holds(finding)
    }

    /// How many of each severity.
    pub fn counts(&self, findings: &[Finding]) -> Counts {
        let mut counts = Counts::default();
        for finding in findings {
            if finding.waived_by.is_some() {
                counts.waived += 1;
                continue;
            }
            counts.known += usize::from(self.is_known(finding));
            match finding.severity {
                Severity::Note => counts.note += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Error | Severity::Refuse => counts.error += 1,
            }
        }
        counts
    }
}
