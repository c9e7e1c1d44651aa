//! What every form of a list of findings needs: the name of a subject, and where a finding stands
//! in the files.

use std::path::Path;

use continuity::finding::Finding;
use record::initiation::policy::Severity;
use serde::{Deserialize, Serialize};

use super::baseline::Baseline;
use crate::answer::Given;

/// Findings of one source, with what is needed to show them.
pub struct Listing<'a> {
    given: Given<'a>,
    known: &'a Baseline,
}

/// Where something stands; lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    pub fn new(given: Given<'a>, known: &'a Baseline) -> Listing<'a> {
        Listing { given, known }
    }

    /// The name of a record, where it has one that says more than its id.
    pub fn name(&self, reference: &str) -> Option<&'a str> {
        let (kind, id) = record::link::split(reference);
        let (envelope, ..) = self.given.registers.envelope(kind?, id)?;
        envelope.name.as_deref().filter(|name| *name != id)
    }

    /// Where a finding stands, the file seen from the source.
    pub fn at(&self, finding: &Finding) -> Option<At> {
        self.place(finding, |path| seen_from(self.given.source, path))
    }

    /// Where a finding stands, the file as it was reached.
    pub fn at_from_here(&self, finding: &Finding) -> Option<At> {
        self.place(finding, |path| path.display().to_string())
    }

    fn place(&self, finding: &Finding, seen: impl Fn(&Path) -> String) -> Option<At> {
        let origin = finding.at.filter(|origin| origin.at.line > 0)?;
        let path = self.given.files.get(origin.file as usize)?;
        Some(At {
            file: seen(path),
            line: origin.at.line,
            column: origin.at.column.max(1),
        })
    }

    /// The file a finding stands in, and its line.
    pub fn line(&self, finding: &Finding) -> Option<(&'a Path, usize)> {
        let origin = finding.at.filter(|origin| origin.at.line > 0)?;
        let path = self.given.files.get(origin.file as usize)?;
        Some((path, origin.at.line as usize))
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

/// A file's name seen from its source; its own name where it is the source.
pub fn seen_from(source: &Path, file: &Path) -> String {
    let inner = file.strip_prefix(source).unwrap_or(file);
    let own = file.file_name().map_or(file, Path::new);
    let seen = if inner.as_os_str().is_empty() {
        own
    } else {
        inner
    };
    seen.to_string_lossy().replace('\\', "/")
}
