//! The baseline: findings that are known already, as an earlier `check --format json` wrote them.
//! Code and subject make a finding the same.

use std::collections::BTreeSet;
use std::path::Path;

use continuity::finding::Finding;
use serde::Deserialize;

use crate::answer::Wrong;

/// Largest baseline that is read.
const BYTES_MAX: u64 = 200_000_000;

/// What is known already.
#[derive(Debug, Default)]
pub struct Baseline {
    known: BTreeSet<(String, String)>,
}

#[derive(Deserialize)]
struct Report {
    findings: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    subject: String,
}

impl Baseline {
    /// Reads a baseline. One that is missing or broken is an error: a gate that silently lets
    /// everything pass is none.
    pub fn read(file: &Path) -> Result<Baseline, Wrong> {
        let broken = |why: String| {
            let text = format!(
                "the baseline `{}` {why}; write one with `mainstay check SOURCE --format json`",
                file.display()
            );
            Wrong(text)
        };
        let bytes = std::fs::metadata(file).map(|meta| meta.len());
        let bytes = bytes.map_err(|error| broken(format!("cannot be read ({error})")))?;
        if bytes > BYTES_MAX {
            return Err(broken(format!("has more than {BYTES_MAX} bytes")));
        }
        let text = std::fs::read_to_string(file)
            .map_err(|error| broken(format!("cannot be read ({error})")))?;
        let report: Report = serde_json::from_str(&text)
            .map_err(|error| broken(format!("is no list of findings ({error})")))?;
        let known = report.findings.into_iter();
        Ok(Baseline {
            known: known.map(|row| (row.code, row.subject)).collect(),
        })
    }

    /// Whether a finding is known.
    pub fn holds(&self, finding: &Finding) -> bool {
        // A set of pairs cannot be asked with borrowed halves; baselines are short.
        let key = (finding.code.clone(), finding.subject.clone());
        self.known.contains(&key)
    }
}
