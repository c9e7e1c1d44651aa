//! What was foreseen in the own estate, and whether it came true: the statements that are kept,
//! and how they are judged by what is seen later. It keeps nothing; the journal does.

use std::cell::RefCell;
use std::collections::BTreeMap;

use engine::beta::Share;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use record::kinds::Registers;
use record::link::split;
use record::node::shorten;
use record::operation::change::Outcome;

use super::{Drift, What};
use crate::requirements::kept_forecast::{Became, Statement};
use crate::requirements::recovery_targets::recovery_targets;
use crate::standpoint::Standpoint;
use crate::state::State;

/// The beginning of the keys of what is foreseen in the own estate.
const PREFIX: &str = "drift/";

/// The most that a kept statement claims: a line through readings is never the whole truth.
const SURE: f64 = 0.999;

/// What a list of things to come says about the days up to its horizon, to be kept. What is missed
/// already foresees nothing, and what has no figure says nothing that could be scored. The base
/// rate that each must beat is how many of its sort are missed now (Beta, from a uniform prior).
pub fn statements(drift: &Drift) -> Vec<Statement> {
    let mut all: Vec<(What, Statement)> = Vec::new();
    for row in drift.rows.iter().filter(|row| !row.missed) {
        let (Some(probability), Some(from), Some(until)) = (
            // What cannot come by then says nothing, and nothing is quite certain.
            row.probability
                .filter(|it| *it > 0.0)
                .map(|it| it.min(SURE)),
            midnight(Some(drift.from)),
            midnight(drift.until.tomorrow().ok()),
        ) else {
            continue;
        };
        let statement = Statement {
            key: format!("{PREFIX}{}@{}", row.what.as_str(), row.subject),
            subject: row.subject.clone(),
            what: format!("{}: {}", row.what.words(), shorten(&row.name)),
            from,
            until,
            probability,
            base: Some(base(drift, row.what).mean()),
            by: row.probability_from.clone(),
        };
        all.push((row.what, statement));
    }
    // One statement for each subject and sort: the likeliest of several days.
    all.sort_by(|(_, one), (_, other)| {
        let by = other.probability.total_cmp(&one.probability);
        one.key.cmp(&other.key).then(by)
    });
    all.dedup_by(|(_, one), (_, other)| one.key == other.key);
    all.into_iter().map(|(_, statement)| statement).collect()
}

/// How many of a sort are missed now, of all that are listed.
fn base(drift: &Drift, what: What) -> Share {
    let of = || drift.rows.iter().filter(|row| row.what == what);
    Share::after(of().filter(|row| row.missed).count(), of().count())
}

/// The beginning of a day, in UTC.
fn midnight(day: Option<Date>) -> Option<Timestamp> {
    let zoned = day?.to_zoned(TimeZone::UTC).ok()?;
    Some(zoned.timestamp())
}

/// What a kept statement is about, where it is one of these.
fn what_of(statement: &Statement) -> Option<What> {
    let rest = statement.key.strip_prefix(PREFIX)?;
    What::of(rest.split_once('@')?.0)
}

/// Whether a statement came true, seen from a day after its last: it is missed then, since a day
/// that the statement speaks of. `None` while its last day is not over, where the record is gone,
/// so that nobody can say, and for what is foreseen elsewhere.
pub fn came_true(statement: &Statement, later: &Drift, registers: &Registers) -> Option<bool> {
    let what = what_of(statement)?;
    let (kind, id) = split(&statement.subject);
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    // `until` is the beginning of the day after the last that it speaks of.
    let (from, last) = (day(statement.from), day(statement.until).yesterday().ok()?);
    if later.from <= last || registers.envelope(kind?, id).is_none() {
        return None;
    }
    let since = |on: Date| on >= from && on <= last;
    if what == What::FailedChanges {
        return changes_failed(registers, &statement.subject, since);
    }
    let same = later
        .rows
        .iter()
        .filter(|row| row.subject == statement.subject && row.what == what);
    let mut known = same.filter(|row| row.missed);
    // What is measured says only that it is so now; it is judged on the statement's last day.
    Some(known.any(|row| row.what.is_measured() || row.on.is_some_and(since)))
}

/// Whether a change of an item failed on such a day; `None` where nobody said what came of any.
fn changes_failed(
    registers: &Registers,
    subject: &str,
    since: impl Fn(Date) -> bool,
) -> Option<bool> {
    let id = split(subject).1;
    let made = registers.changes.approved().filter(|change| {
        let touched = |text: &str| text == subject || text == id;
        let day = change.own.from.as_ref().map(|it| it.date().0);
        day.is_some_and(&since) && change.own.touches.iter().any(|it| touched(&it.text))
    });
    let results = made.filter_map(|change| change.own.result);
    let failed = results.map(|result| result != Outcome::Succeeded);
    failed.reduce(|one, other| one || other)
}

/// On how many last days kept statements are judged; what was over earlier is not known any more.
const DAYS_JUDGED_MAX: usize = 120;

/// What became of kept statements, each judged as of the end of its own time: by the records as
/// they stand now, and by what signals had said until then.
pub struct Judged<'s> {
    state: &'s State,
    at: Timestamp,
    seen: RefCell<BTreeMap<Timestamp, Drift>>,
}

impl<'s> Judged<'s> {
    /// What can be said at an instant; computed for each end of time when first asked.
    pub fn new(state: &'s State, at: Timestamp) -> Judged<'s> {
        let seen = RefCell::default();
        Judged { state, at, seen }
    }

    /// What became of a statement; `None` where it is of something else.
    pub fn became(&self, statement: &Statement) -> Option<Became> {
        what_of(statement)?;
        if self.at < statement.until {
            return Some(Became::Open);
        }
        let mut seen = self.seen.borrow_mut();
        if !seen.contains_key(&statement.until) && seen.len() >= DAYS_JUDGED_MAX {
            return Some(Became::Unknown);
        }
        let later = seen
            .entry(statement.until)
            .or_insert_with(|| self.seen_at(statement.until));
        Some(match came_true(statement, later, &self.state.registers) {
            Some(true) => Became::CameTrue,
            Some(false) => Became::DidNotCome,
            None => Became::Unknown,
        })
    }

    fn seen_at(&self, at: Timestamp) -> Drift {
        let standpoint = Standpoint::new(&self.state.registers, at);
        let targets = recovery_targets(&standpoint);
        super::drift(&standpoint, &targets, Some(self.state), 1)
    }
}
