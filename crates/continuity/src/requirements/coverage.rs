//! How far the business impact analysis covers what is in scope: which activities have an approved
//! impact that is in date, and which do not.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use record::kind::{Filed, Status};
use record::kinds::Registers;
use record::link::split;
use record::requirements::{Activity, Impact};
use serde::Serialize;

/// After so many months an impact is to be judged anew, where its record names no day.
pub const MONTHS: i64 = 12;

/// How an activity is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Covered {
    /// Approved and in date.
    InDate,
    /// Approved, and to be judged anew.
    Overdue,
    /// Approved, and nobody knows when.
    Undated,
    /// Judged, and waits for approval.
    Waiting,
    /// Never judged.
    Missing,
}

impl Covered {
    /// Every word, in order.
    pub const ALL: &'static [Covered] = &[
        Covered::InDate,
        Covered::Overdue,
        Covered::Undated,
        Covered::Waiting,
        Covered::Missing,
    ];

    /// The word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Covered::InDate => "approved and in date",
            Covered::Overdue => "approved, overdue",
            Covered::Undated => "approved, date unknown",
            Covered::Waiting => "waits for approval",
            Covered::Missing => "never judged",
        }
    }
}

/// How each activity in scope is covered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// Each activity in scope with how it is covered, by id.
    pub activities: Vec<(String, Covered)>,
    /// How many activities a scope leaves out.
    pub excluded_count: usize,
    /// How many the scopes in force neither name nor leave out.
    pub undecided_count: usize,
    /// Ages of the approved and dated impacts in days, the youngest first.
    pub ages_days: Vec<i64>,
}

impl Coverage {
    /// How many are covered so.
    pub fn count(&self, covered: Covered) -> usize {
        self.activities
            .iter()
            .filter(|(_, it)| *it == covered)
            .count()
    }
}

/// The coverage on a day. Cost: n log n in activities and impacts.
pub fn coverage(registers: &Registers, today: Date) -> Coverage {
    let (inside, out) = (included(registers), excluded(registers, today));
    let mut of: BTreeMap<&str, Vec<&Filed<Impact>>> = BTreeMap::new();
    for impact in registers.impacts.live() {
        of.entry(impact.own.activity.id()).or_default().push(impact);
    }
    let mut all = Coverage {
        activities: Vec::new(),
        excluded_count: 0,
        undecided_count: 0,
        ages_days: Vec::new(),
    };
    for activity in registers.activities.live() {
        if inside
            .as_ref()
            .is_some_and(|it| !it.contains(&*activity.id))
        {
            match out.contains(&*activity.id) {
                true => all.excluded_count += 1,
                false => all.undecided_count += 1,
            }
            continue;
        }
        let impacts = of.get(&*activity.id).map_or(&[][..], Vec::as_slice);
        let (covered, judged) = covered(activity, impacts, today);
        all.activities.push((activity.id.to_string(), covered));
        let age = judged.and_then(|judged| today.since(judged).ok());
        all.ages_days
            .extend(age.map(|age| i64::from(age.get_days())));
    }
    all.ages_days.sort_unstable();
    all
}

/// The activities that the scopes in force name; nothing where no scope is in force: then all are
/// in.
fn included(registers: &Registers) -> Option<BTreeSet<&str>> {
    registers.scopes.approved().next()?;
    let scopes = registers.scopes.approved();
    let named = scopes.flat_map(|scope| &scope.own.includes);
    let activity = named.filter_map(|it| match split(&it.text) {
        (Some("activity") | None, id) => Some(id),
        _ => None,
    });
    Some(activity.collect())
}

/// The activities that an approved scope leaves out on a day.
fn excluded(registers: &Registers, today: Date) -> BTreeSet<&str> {
    let scopes = registers.scopes.approved();
    let exclusions = scopes.flat_map(|scope| &scope.own.excludes);
    let lasts = exclusions.filter(|it| it.expires.is_none_or(|expires| expires.0 >= today));
    lasts
        .filter_map(|exclusion| match split(&exclusion.item.text) {
            (Some("activity") | None, id) => Some(id),
            _ => None,
        })
        .collect()
}

/// How an activity is covered by its impacts, and when its newest approved one was judged.
pub fn covered(
    activity: &Filed<Activity>,
    impacts: &[&Filed<Impact>],
    today: Date,
) -> (Covered, Option<Date>) {
    let approved: Vec<&&Filed<Impact>> = impacts.iter().filter(|it| it.is_approved()).collect();
    if approved.is_empty() {
        let waits = |status: Status| matches!(status, Status::Draft | Status::InReview);
        let waiting = impacts.iter().any(|it| waits(it.status()));
        let covered = match waiting {
            true => Covered::Waiting,
            false => Covered::Missing,
        };
        return (covered, None);
    }
    let judged = approved.iter().filter_map(|it| judged(it)).max();
    let due = approved.iter().filter_map(|it| due(it)).max();
    let due = due.or(activity.envelope.review_due.map(|it| it.0));
    let covered = match due {
        None => Covered::Undated,
        Some(due) if due < today => Covered::Overdue,
        Some(_) => Covered::InDate,
    };
    (covered, judged)
}

/// When an impact was judged: confirmed, else valid from.
pub fn judged(impact: &Filed<Impact>) -> Option<Date> {
    let confirmed = impact.envelope.confirmed.as_ref().map(|it| it.at.0);
    confirmed.or(impact.envelope.valid_from.map(|it| it.0))
}

/// When it must be judged anew: the day it names, else so many months after it was judged.
pub fn due(impact: &Filed<Impact>) -> Option<Date> {
    let named = impact.envelope.review_due.map(|it| it.0);
    named.or_else(|| judged(impact)?.checked_add(MONTHS.months()).ok())
}

#[cfg(test)]
mod tests;
