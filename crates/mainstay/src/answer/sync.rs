//! What bringing a folder into step would change: read off the very events that would be written,
//! so that what is shown is what is done.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use continuity::actor::Actor;
use continuity::command::Command;
use continuity::decide::{Context, decide};
use continuity::event::Event;
use continuity::finding::check_homes;
use continuity::homes::{Collision, Drift, Homes};
use continuity::refusal::Refusal;
use continuity::state::{Filing, State};
use continuity::written::Written;
use exchange::import::change::fields;
use jiff::Timestamp;
use record::kind::Origin;
use record::kinds::{Record, Registers};
use record::link::split;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Given;
use super::check::baseline::Baseline;
use super::check::json::row;
use super::check::listing::{At, Listing};

/// What bringing a folder into step would change.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sync {
    /// The folder's name as a home.
    pub home: String,
    /// Where it is.
    pub folder: String,
    /// How many of each.
    pub counts: Counts,
    /// Records that are new.
    pub added: Vec<Row>,
    /// Records that differ.
    pub changed: Vec<Row>,
    /// Records that the folder no longer holds.
    pub retired: Vec<Row>,
    /// Records that stand in the journal as the folder has them, and get their home there.
    pub taken_over: Vec<Row>,
    /// Records whose home is elsewhere: they are left alone.
    pub collisions: Vec<Row>,
    /// What `check` would say of folder and journal as they are.
    pub findings: Vec<Value>,
    /// All of it in a sentence.
    pub says: String,
}

/// How many of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// New.
    pub added: usize,
    /// Different.
    pub changed: usize,
    /// No longer held.
    pub retired: usize,
    /// Taken over as they are.
    pub taken_over: usize,
    /// As they were, at another place.
    pub moved: usize,
    /// As they were.
    pub unchanged: usize,
    /// Left alone.
    pub collisions: usize,
}

/// One record of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The record.
    pub id: String,
    /// Its name, where it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// The fields in which it differs.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub fields: Vec<String>,
    /// The folder that is its home; absent where that is the journal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub home: Option<String>,
    /// Where it stands; of one that is gone, where it stood.
    pub at: Option<At>,
}

/// A folder about to be brought into step.
pub struct Asked<'a> {
    /// Its name as a home.
    pub home: &'a str,
    /// Where it is.
    pub folder: &'a str,
    /// Its files, by the index that the records' origins name, as seen from it.
    pub files: &'a [PathBuf],
    /// What it holds.
    pub records: &'a [Written],
    /// The instant.
    pub at: Timestamp,
}

impl Sync {
    /// Whether it would change nothing.
    pub fn is_empty(&self) -> bool {
        let Counts {
            added,
            changed,
            retired,
            taken_over,
            moved,
            ..
        } = self.counts;
        added + changed + retired + taken_over + moved == 0
    }
}

impl Asked<'_> {
    /// The command by which it is done, unless a record was changed after an entry.
    pub fn command(&self, seen: u64) -> Command {
        Command::Sync {
            home: self.home.to_string(),
            folder: self.folder.to_string(),
            records: self.records.to_vec(),
            seen: Some(seen),
        }
    }
}

/// What would change if an actor asked for it, or why it would be refused.
pub fn preview(state: &State, actor: &Actor, asked: &Asked<'_>) -> Result<Sync, Refusal> {
    let context = Context {
        actor,
        now: asked.at,
    };
    let events = decide(state, &asked.command(u64::MAX), &context)?;
    Ok(sync(state, asked, &events))
}

/// What would change, by the events that the command comes to.
fn sync(state: &State, asked: &Asked<'_>, events: &[Event]) -> Sync {
    let mut shown = Sync {
        home: asked.home.to_string(),
        folder: asked.folder.to_string(),
        ..Sync::default()
    };
    let held = asked.records.iter();
    let held: BTreeMap<String, &Written> = held.map(|it| (it.record.reference(), it)).collect();
    let mut collisions = state.home(asked.home).map(|home| home.collisions.clone());
    for event in events {
        if let Event::Synced(synced) = event {
            collisions = Some(synced.collisions.clone());
        }
        take(state, asked.home, event, &mut shown);
    }
    let collisions = collisions.unwrap_or_default();
    shown.collisions.extend(collisions.iter().map(|subject| {
        let home = filing(state, subject).and_then(|filing| filing.home.as_deref());
        Row {
            home: home.map(str::to_string),
            ..held.get(subject).map_or_else(Row::default, |it| of(it))
        }
    }));
    shown.count(asked.records.len());
    shown.findings = findings(state, asked, &held, &shown);
    shown.says = shown.sentence();
    shown
}

fn take(state: &State, home: &str, event: &Event, shown: &mut Sync) {
    match event {
        Event::Filed(it) => shown.added.push(of(&it.written)),
        Event::Amended(it) => {
            let record = &it.written.record;
            let before = state.latest(record.kind(), record.id());
            let fields = before.map_or_else(Vec::new, |before| fields(&before, record));
            shown.changed.push(Row {
                fields,
                ..of(&it.written)
            });
        }
        Event::Retired(it) => {
            let (kind, id) = split(&it.subject);
            let record = state.registers.record(kind.unwrap_or_default(), id);
            let stood = filing(state, &it.subject).and_then(|filing| filing.stands);
            shown.retired.push(Row {
                id: it.subject.clone(),
                name: record.and_then(|record| name(&record)),
                at: stood.and_then(|stood| place(state, stood)),
                ..Row::default()
            });
        }
        Event::Homed(it) => {
            let ours = filing(state, &it.subject).and_then(|filing| filing.home.as_deref());
            if ours == Some(home) {
                shown.counts.moved += 1;
                return;
            }
            shown.taken_over.push(Row {
                id: it.subject.clone(),
                at: it.read.as_ref().and_then(read_at),
                ..Row::default()
            });
        }
        _ => {}
    }
}

fn of(written: &Written) -> Row {
    Row {
        id: written.record.reference(),
        name: name(&written.record),
        at: written.read.as_ref().and_then(read_at),
        ..Row::default()
    }
}

fn name(record: &Record) -> Option<String> {
    record.envelope().name.as_deref().map(str::to_string)
}

fn filing<'s>(state: &'s State, subject: &str) -> Option<&'s Filing> {
    let (kind, id) = split(subject);
    state.filing(kind?, id)
}

fn place(state: &State, (file, line): (u32, u32)) -> Option<At> {
    let file = state.file_names().get(file as usize)?.to_string();
    (line > 0).then_some(At {
        file,
        line,
        column: 1,
    })
}

fn read_at(read: &continuity::written::Read) -> Option<At> {
    let first = read.places.split(' ').next()?;
    let (line, column) = first.split_once(':')?;
    let line = line.parse().ok().filter(|line| *line > 0)?;
    Some(At {
        file: read.file.clone(),
        line,
        column: column.parse().ok()?,
    })
}

impl Sync {
    fn count(&mut self, records: usize) {
        let moved = self.counts.moved;
        let touched = self.added.len() + self.changed.len() + self.taken_over.len() + moved;
        self.counts = Counts {
            added: self.added.len(),
            changed: self.changed.len(),
            retired: self.retired.len(),
            taken_over: self.taken_over.len(),
            moved,
            unchanged: records.saturating_sub(touched + self.collisions.len()),
            collisions: self.collisions.len(),
        };
    }

    fn sentence(&self) -> String {
        let counts = self.counts;
        let parts = [
            (counts.added, "new"),
            (counts.changed, "changed"),
            (counts.retired, "no longer held, retired"),
            (counts.taken_over, "taken over as they are"),
            (counts.moved, "at another place"),
            (counts.collisions, "left alone, their home being elsewhere"),
            (counts.unchanged, "as before"),
        ];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        match parts.is_empty() {
            true => "The folder holds no records.".into(),
            false => format!("{}.", parts.join("; ")),
        }
    }
}

/// What is out of step, and what stands in two places, as findings. A folder that is not yet a
/// home has not drifted.
fn findings(
    state: &State,
    asked: &Asked<'_>,
    held: &BTreeMap<String, &Written>,
    shown: &Sync,
) -> Vec<Value> {
    let stands =
        |row: &Row| -> Option<Origin> { held.get(&row.id).map(|written| written.record.origin()) };
    let folder = || asked.home.to_string();
    let collision = |row: &Row| Collision {
        subject: row.id.clone(),
        folder: folder(),
        home: row.home.clone(),
        at: stands(row),
    };
    let mut homes = Homes {
        collisions: shown.collisions.iter().map(collision).collect(),
        drift: Vec::new(),
    };
    if state.home(asked.home).is_some() {
        let mut drift = |rows: &[Row], how: &dyn Fn(&Row) -> String| {
            homes.drift.extend(rows.iter().map(|row| Drift {
                subject: row.id.clone(),
                folder: folder(),
                how: how(row),
                at: stands(row),
            }));
        };
        drift(&shown.added, &|_| "stands there and not yet here".into());
        drift(&shown.changed, &|row| {
            format!("has changed there: {}", row.fields.join(", "))
        });
        drift(&shown.retired, &|_| "no longer stands there".into());
    }
    if homes == Homes::default() {
        return Vec::new();
    }
    // Records as the folder has them: where a finding stands is a place in the folder.
    let mut registers = Registers::default();
    for written in held.values() {
        registers.replace(written.record.clone());
    }
    let given = Given {
        registers: &registers,
        files: asked.files,
        source: Path::new(""),
        at: asked.at,
        homes: &homes,
    };
    let found = check_homes(&given.judge());
    let nothing_known = Baseline::default();
    let listing = Listing::new(given, &nothing_known);
    let rows = found.iter().map(|finding| row(&listing, finding));
    let values = rows.map(|row| serde_json::to_value(row).unwrap_or_default());
    values.collect()
}
