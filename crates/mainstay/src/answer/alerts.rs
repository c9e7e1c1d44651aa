//! Warnings laid on the estate: which sites each touches, which hazards it raises, what it would
//! break here. The files have been read; where they came from is not asked.

use std::collections::{BTreeMap, BTreeSet};

use continuity::command::ReceiveWarnings;
use continuity::requirements::warning::Warning;
use continuity::requirements::warning::chain::{Standing, standings};
use continuity::requirements::warning::consequence::{Consequence, consequence};
use continuity::requirements::warning::join::{Ground, SiteVerdict, Verdict};
use continuity::requirements::warning::posture::{Bearing, HazardPosture, postures};
use continuity::requirements::warning::precaution::areas;
use continuity::state::State;
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use serde::Serialize;

use super::Given;

/// What some files came to.
#[derive(Debug, Default)]
pub struct Read {
    /// Each file: its name and what it came to.
    pub files: Vec<ReadFile>,
    /// Their warnings in order.
    pub warnings: Vec<Warning>,
}

/// A file and what it came to.
#[derive(Clone, Debug, Serialize)]
pub struct ReadFile {
    /// Its name.
    pub file: String,
    /// Its form; nothing where it could not be read.
    pub form: Option<String>,
    /// How many alerts it held.
    pub alerts: usize,
    /// What is to be said of it.
    pub remarks: Vec<String>,
    /// What in it could not be read, each as `file:line: why`.
    pub errors: Vec<String>,
}

/// The answer.
#[derive(Debug, Serialize)]
pub struct Alerts {
    /// Each alert.
    pub alerts: Vec<Alert>,
    /// How the hazards stand by them.
    pub postures: Vec<HazardPosture>,
    /// The files that were read.
    pub files: Vec<ReadFile>,
}

/// An alert and what it means here.
#[derive(Clone, Debug, Serialize)]
pub struct Alert {
    /// Its sender's name for it.
    pub identifier: String,
    /// Who sent it.
    pub sender: Option<String>,
    /// When.
    pub sent: Option<String>,
    /// What may happen.
    pub event: Option<String>,
    /// `Actual`, or what else it says of itself.
    pub status: String,
    /// Whether it warns, updates or cancels.
    pub message: &'static str,
    /// How bad it may be.
    pub severity: Option<&'static str>,
    /// How soon one must act.
    pub urgency: Option<&'static str>,
    /// How sure it is.
    pub certainty: Option<&'static str>,
    /// When it is expected to begin.
    pub onset: Option<String>,
    /// Until when it holds.
    pub expires: Option<String>,
    /// Why it no longer holds, where it does not.
    pub over: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// What it means for every site, by id.
    pub sites: Vec<SiteVerdict>,
    /// What it would break here, where it touches a site and holds.
    pub would_break: Option<Consequence>,
    /// Where it departs from its form.
    pub remarks: Vec<String>,
}

/// How far ahead of the instant asked about a message may claim to have been sent.
const CLOCK_SECONDS: i64 = 300;

/// Lays warnings on the sites at an instant. A journal's state adds the warnings that were received
/// before, which these may update or cancel and which raise postures beside them, and what
/// indicators said before.
pub fn alerts(given: &Given<'_>, state: Option<&State>, read: Read) -> Alerts {
    let standpoint = given.standpoint();
    let ground = Ground::new(given.registers);
    let mut all: Vec<&Warning> = read.warnings.iter().collect();
    all.extend(before(&read, state));
    let standings = standings(&all, given.at);
    let mut known: BTreeMap<Vec<String>, Consequence> = BTreeMap::new();
    let mut alerts = Vec::new();
    let mut touched: Vec<Vec<String>> = Vec::new();
    for (index, (warning, standing)) in all.iter().zip(&standings).enumerate() {
        let asked = index < read.warnings.len();
        if !asked && standing.is_over() {
            touched.push(Vec::new());
            continue;
        }
        let sites = ground.verdicts(&areas(&all, warning), standing);
        let of = |it: &&SiteVerdict| it.verdict == Verdict::Affected;
        let affected: Vec<String> = sites.iter().filter(of).map(|it| it.id.clone()).collect();
        if asked {
            let would_break = (!affected.is_empty()).then(|| {
                let reckon = || consequence(&standpoint, &affected);
                known.entry(affected.clone()).or_insert_with(reckon).clone()
            });
            alerts.push(alert(warning, standing, sites, would_break, given.at));
        }
        touched.push(affected);
    }
    let each = all.iter().zip(&standings).zip(&touched);
    let bearings: Vec<Bearing<'_>> = each
        .map(|((warning, standing), sites)| Bearing {
            warning,
            standing,
            sites,
        })
        .collect();
    Alerts {
        alerts,
        postures: postures(given.registers, state, &bearings, given.at),
        files: read.files,
    }
}

/// The warnings that were received before, but for those that are read again.
fn before<'s>(read: &Read, state: Option<&'s State>) -> Vec<&'s Warning> {
    let ids: BTreeSet<String> = read.warnings.iter().map(Warning::id).collect();
    let received = state.into_iter().flat_map(State::warnings);
    let received = received.map(|it| &*it.warning);
    received.filter(|it| !ids.contains(&it.id())).collect()
}

/// What is said of an alert.
pub fn alert(
    warning: &Warning,
    standing: &Standing,
    sites: Vec<SiteVerdict>,
    would_break: Option<Consequence>,
    at: Timestamp,
) -> Alert {
    let mut remarks = warning.remarks.clone();
    if let Some(sent) = warning.sent
        && sent.as_second() - at.as_second() > CLOCK_SECONDS
    {
        remarks.push(format!(
            "it says that it was sent at {sent}, which is still to come"
        ));
    }
    Alert {
        identifier: warning.identifier.clone(),
        sender: warning.sender.clone(),
        sent: warning.sent.map(|it| it.to_string()),
        event: warning.event().map(str::to_string),
        status: warning.status.clone(),
        message: warning.message.as_str(),
        severity: warning.severity.map(|it| it.as_str()),
        urgency: warning.urgency.map(|it| it.as_str()),
        certainty: warning.certainty.map(|it| it.as_str()),
        onset: warning.onset.map(|it| it.to_string()),
        expires: warning.expires.map(|it| it.to_string()),
        over: standing.text(),
        headline: warning.headline.clone(),
        sites,
        would_break,
        remarks,
    }
}

impl Read {
    /// Reads one more file and keeps what it came to.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        let wrong = |it: &record::complaint::Complaint| match it.at.line {
            0 => format!("{name}: {}", it.text),
            line => format!("{name}:{line}: {}", it.text),
        };
        let file = match exchange::warning::read(bytes) {
            Ok(reading) => {
                let file = ReadFile {
                    file: name.to_string(),
                    form: Some(reading.form),
                    alerts: reading.warnings.len(),
                    remarks: reading.remarks,
                    errors: reading.complaints.iter().map(wrong).collect(),
                };
                self.warnings.extend(reading.warnings);
                file
            }
            Err(complaint) => ReadFile::broken(name, wrong(&complaint)),
        };
        self.files.push(file);
    }

    /// Drops a message that came twice, and remarks it.
    pub fn once(&mut self) {
        let mut seen = BTreeSet::new();
        self.warnings.retain(|it| seen.insert(it.id()));
    }

    /// Whether nothing at all could be read.
    pub fn is_broken(&self) -> bool {
        !self.files.is_empty() && self.files.iter().all(|it| it.form.is_none())
    }
}

impl ReadFile {
    /// A file that could not be read.
    pub fn broken(name: &str, error: String) -> ReadFile {
        ReadFile {
            file: name.to_string(),
            form: None,
            alerts: 0,
            remarks: Vec::new(),
            errors: vec![error],
        }
    }
}

/// What a feed brought, read; and the SHA-256 of its bytes in hex.
pub fn brought(name: &str, feed: &str, bytes: &[u8]) -> (Read, ReceiveWarnings) {
    let mut read = Read::default();
    read.add(name, bytes);
    read.once();
    let digest = digest(&SHA256, bytes);
    let hex: String = digest
        .as_ref()
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect();
    let errors = read.files.iter().flat_map(|it| it.errors.clone());
    let brought = ReceiveWarnings {
        feed: feed.to_string(),
        digest: Some(hex),
        warnings: read.warnings.clone(),
        errors: errors.collect(),
    };
    (read, brought)
}
