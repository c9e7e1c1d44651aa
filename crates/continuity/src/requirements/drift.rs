//! What we will miss next, in our own estate: one dated list of what runs out, outgrows its target
//! or falls behind, how likely, and what to do by when. One file for each leading indicator. It
//! knows nothing of hazards from outside, and renews nothing by itself.

pub mod outcome;
pub mod readings;
pub mod what;

mod capacity;
mod course;
mod failed_changes;
mod leaver;
mod recovery_point;
mod replication_lag;
mod restore_time;
mod shown;
mod term;
mod terms;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use engine::graph::Item;
use jiff::ToSpan;
use jiff::civil::Date;
use record::kinds::Registers;
use serde::{Serialize, Serializer};

use self::readings::{Reading, readings};
pub use self::what::What;
use super::recovery_targets::RecoveryTargets;
use crate::rule::DEFAULT_POLICY_ID;
use crate::standpoint::Standpoint;
use crate::state::State;

/// The horizon where none is asked for: a year, so that what grows slowly is seen in time.
pub const WITHIN_DAYS: u32 = 365;
/// The furthest horizon that is looked at: a hundred years.
const WITHIN_DAYS_MAX: u32 = 36_525;

/// One step of the arithmetic behind a row, with the record it rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Because {
    /// The step, as a sentence.
    pub text: String,
    /// The record it rests on.
    pub record: Option<String>,
}

/// Something that will be missed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Stable: what and subject, and a number where one subject has several.
    pub key: String,
    /// The record it is about, `kind/id`.
    pub subject: String,
    /// Its name.
    pub name: String,
    /// What will be missed.
    pub what: What,
    /// The same as a sentence.
    pub text: String,
    /// The day on which it will be missed; nothing where nobody can say.
    #[serde(serialize_with = "day_or_null")]
    pub on: Option<Date>,
    /// Whether it is missed already.
    pub missed: bool,
    /// How likely it is missed within the horizon; nothing where nobody can say.
    pub probability: Option<f64>,
    /// How that was reckoned.
    pub probability_from: String,
    /// The last day on which the mend can begin; nothing where no day is known.
    #[serde(serialize_with = "day_or_null")]
    pub do_by: Option<Date>,
    /// How many days the mend takes, as far as is known or else by our own judgement.
    pub mend_days: u32,
    /// What to do.
    #[serde(rename = "do")]
    pub act: String,
    /// Who answers for it, where that is written.
    pub owner: Option<String>,
    /// The arithmetic.
    pub because: Vec<Because>,
    /// From where the days of the mend are, until the row is added.
    #[serde(skip)]
    mend_from: Option<String>,
}

fn day<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

fn day_or_null<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

/// A fact without which something cannot be foreseen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Asked {
    /// The record that lacks it.
    pub subject: String,
    /// What cannot be foreseen without it.
    pub what: What,
    /// What is missing, as a sentence.
    pub text: String,
}

/// What will be missed, the first thing to do first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// The day it is seen from, in UTC.
    #[serde(serialize_with = "day")]
    pub from: Date,
    /// The last day looked at.
    #[serde(serialize_with = "day")]
    pub until: Date,
    /// The horizon in days.
    pub within_days: u32,
    /// By the day by which something must be done, then by the day on which it is missed.
    pub rows: Vec<Row>,
    /// What is not known and would have to be.
    pub asked: Vec<Asked>,
}

impl Drift {
    /// A row by its key.
    pub fn row(&self, key: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == key)
    }
}

/// From where it is looked at, and what is found.
pub(crate) struct Seen<'s, 'r> {
    pub(crate) standpoint: &'s Standpoint<'r>,
    pub(crate) targets: &'s RecoveryTargets,
    pub(crate) state: Option<&'s State>,
    pub(crate) today: Date,
    pub(crate) until: Date,
    pub(crate) readings: BTreeMap<String, Vec<Reading>>,
    rows: Vec<Row>,
    asked: Vec<Asked>,
}

impl<'r> Seen<'_, 'r> {
    pub(crate) fn registers(&self) -> &'r Registers {
        self.standpoint.estate.registers
    }

    /// Days from today to the end of the horizon.
    pub(crate) fn horizon_days(&self) -> f64 {
        days_between(self.today, self.until) as f64
    }

    /// The day so many days from the instant asked about; `None` where no calendar reaches.
    pub(crate) fn day_after(&self, days: f64) -> Option<Date> {
        if !(0.0..=1e6).contains(&days) {
            return None;
        }
        // The days are counted from the instant, and a day begins at midnight.
        let passed = self.standpoint.at.as_second().rem_euclid(86_400) as f64 / 86_400.0;
        let days = (days + passed).floor() as i64;
        self.today.checked_add(days.days()).ok()
    }

    pub(crate) fn ask(&mut self, subject: &str, what: What, text: String) {
        let subject = subject.to_string();
        self.asked.push(Asked {
            subject,
            what,
            text,
        });
    }

    pub(crate) fn add(&mut self, mut row: Row) {
        let mend = row.mend_from.take();
        row.because
            .extend(mend.map(|text| Because { text, record: None }));
        self.rows.push(row);
    }

    /// How many days a mend takes where no record says it, and who says so: a policy, or we.
    fn mend(&self, what: What) -> (u32, String) {
        let laid = self.standpoint.policy.mend_days.get(what.as_str());
        let days = laid.map_or(what.mend_days(), |it| it.value);
        let ours = format!("policy/{DEFAULT_POLICY_ID}");
        let text = match laid.filter(|it| it.by != ours) {
            Some(laid) => format!(
                "{} takes the mend to need {days} days (`mend-times`).",
                laid.by
            ),
            None => format!(
                "The mend is taken to need {days} days; that is our judgement, no record says it; \
                 `mend-times` of a policy would."
            ),
        };
        (days, text)
    }

    /// The team that recovers an item.
    fn mender(&self, subject: &str) -> Option<String> {
        let (kind, id) = record::link::split(subject);
        let item = self.standpoint.estate.find_kind(kind?, id)?;
        let recovery = self.standpoint.estate.listed(item).item.recovery.as_ref()?;
        Some(format!("team/{}", recovery.by.as_ref()?.id()))
    }

    /// A row about a record, to be filled in: its name and owner are looked up.
    pub(crate) fn row(&self, what: What, subject: &str, on: Option<Date>, text: String) -> Row {
        let (kind, id) = record::link::split(subject);
        let envelope = kind.and_then(|kind| self.registers().envelope(kind, id));
        let envelope = envelope.map(|(envelope, ..)| envelope);
        let owner = envelope.and_then(|it| it.owner.as_ref());
        Row {
            key: format!("{}.{}", what.as_str(), subject.replace('/', ".")),
            subject: subject.to_string(),
            name: envelope
                .and_then(|it| it.name.clone())
                .unwrap_or_else(|| id.to_string()),
            what,
            text,
            on,
            missed: on.is_some_and(|on| on < self.today),
            probability: None,
            probability_from: String::new(),
            do_by: None,
            mend_days: 0,
            act: String::new(),
            owner: owner
                .map(|owner| owner.text.to_string())
                .or_else(|| self.mender(subject)),
            because: Vec::new(),
            mend_from: None,
        }
    }
}

impl Row {
    /// With what to do and how many days that takes: by when follows from it.
    pub(crate) fn mended_by(mut self, days: u32, act: impl Into<String>) -> Row {
        self.mend_days = days;
        self.act = act.into();
        self.do_by = self
            .on
            .and_then(|on| on.checked_sub(i64::from(days).days()).ok());
        self
    }

    /// The same with the days that its sort takes by the policies in force, or by our judgement.
    pub(crate) fn mended(self, seen: &Seen<'_, '_>, act: impl Into<String>) -> Row {
        let (days, from) = seen.mend(self.what);
        let mut row = self.mended_by(days, act);
        row.mend_from = Some(from);
        row
    }

    /// The same, or at once where it is missed already.
    pub(crate) fn mended_unless(
        self,
        missed: bool,
        seen: &Seen<'_, '_>,
        act: impl Into<String>,
    ) -> Row {
        match missed {
            true => self.mended_by(0, act),
            false => self.mended(seen, act),
        }
    }

    /// With how likely it is, and how that was reckoned.
    pub(crate) fn likely(mut self, probability: Option<f64>, from: impl Into<String>) -> Row {
        self.probability = probability.map(|it| it.clamp(0.0, 1.0));
        self.probability_from = from.into();
        self
    }

    /// With a step of the arithmetic.
    pub(crate) fn because(mut self, text: impl Into<String>, record: Option<&str>) -> Row {
        self.because.push(Because {
            text: text.into(),
            record: record.map(str::to_string),
        });
        self
    }
}

/// Days from one date to another; negative where the second is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_secs() / 86_400
}

/// What an item is called: its reference.
pub(crate) fn reference<'s>(seen: &'s Seen<'_, '_>, item: Item) -> &'s str {
    seen.standpoint.estate.reference(item)
}

/// Looks at everything that can be foreseen, from the instant of the standpoint over so many days.
/// Listed is what is missed already, what will be missed by the end of the horizon, what must be
/// begun by then, and what may be missed on a day nobody can say. A journal's state adds what runs
/// and readings show. Cost: linear in the records and readings.
pub fn drift(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    state: Option<&State>,
    within_days: u32,
) -> Drift {
    let within_days = within_days.min(WITHIN_DAYS_MAX);
    let today = standpoint.at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let until = today.saturating_add(i64::from(within_days).days());
    let mut seen = Seen {
        standpoint,
        targets,
        state,
        today,
        until,
        readings: readings(standpoint, state),
        rows: Vec::new(),
        asked: Vec::new(),
    };
    restore_time::look(&mut seen);
    recovery_point::look(&mut seen);
    replication_lag::look(&mut seen);
    capacity::look(&mut seen);
    terms::look(&mut seen);
    shown::look(&mut seen);
    failed_changes::look(&mut seen);
    leaver::look(&mut seen);
    let Seen {
        mut rows,
        mut asked,
        ..
    } = seen;
    let near = |day: Option<Date>| day.is_some_and(|day| day <= until);
    rows.retain(|row| row.missed || row.on.is_none() || near(row.on) || near(row.do_by));
    let last = Date::MAX;
    rows.sort_by(|one, other| {
        let key = |row: &Row| (row.do_by.unwrap_or(last), row.on.unwrap_or(last));
        key(one).cmp(&key(other)).then(one.key.cmp(&other.key))
    });
    tell_apart(&mut rows);
    asked.sort();
    asked.dedup();
    Drift {
        from: today,
        until,
        within_days,
        rows,
        asked,
    }
}

/// Rows that are about the same thing get a number.
fn tell_apart(rows: &mut [Row]) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let count = known.entry(row.key.clone()).or_default();
        *count += 1;
        if *count > 1 {
            row.key = format!("{}.{count}", row.key);
        }
    }
}
