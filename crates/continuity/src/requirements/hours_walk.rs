//! A target judged at every hour of a week and around the coming year's exceptions: when it is
//! due, when the item would be back, and whether that is in time. The return is the longest path
//! walked in real time: a team outside its hours starts with them, or when called out.

use engine::graph::Item;
use engine::recovery::{Recovery, Times};
use engine::standing::{Standing, standing_of_mask};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use record::initiation::Calendar;
use record::item::Rto;
use serde::Serialize;

use super::own_target::OwnTarget;
use super::recovery_targets::RecoveryTargets;
use crate::agreed_hours::{Hours, Leads, due};
use crate::standpoint::Standpoint;

/// How far ahead a week without exceptions is looked for.
const WEEKS_AHEAD: i64 = 8;

/// Past every instant, and far enough from the end of numbers to add to.
const NEVER: i64 = i64::MAX / 2;

/// The headline of a target over all hours.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HoursVerdict {
    /// The share of the week's hours at which a loss would be made good in time; unknown where
    /// the return is.
    pub share_in_time: Option<f64>,
    /// The moment of loss at which it would be latest, of the week and around exceptions.
    pub worst: Option<Moment>,
    /// Every hour of the week, Monday 00:00 first: `true` in time.
    pub week: Vec<Option<bool>>,
    /// Moments around exceptions at which it would be late.
    pub late_around_exceptions: Vec<Moment>,
}

/// One moment of loss.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moment {
    /// When it is lost, local time with offset.
    pub lost: String,
    /// When it is due.
    pub due: Option<String>,
    /// When it is back.
    pub back: Option<String>,
}

/// One moment of loss, judged.
struct Judged {
    lost: Timestamp,
    due: Option<Timestamp>,
    back: Option<Timestamp>,
}

impl Judged {
    fn in_time(&self) -> Option<bool> {
        Some(self.back? <= self.due?)
    }

    fn late_seconds(&self) -> Option<i64> {
        Some(self.back?.as_second() - self.due?.as_second())
    }

    fn shown(&self, zone: &TimeZone) -> Moment {
        let local = |at: Timestamp| {
            at.to_zoned(zone.clone())
                .strftime("%Y-%m-%dT%H:%M:%S%:z")
                .to_string()
        };
        Moment {
            lost: local(self.lost),
            due: self.due.map(local),
            back: self.back.map(local),
        }
    }
}

/// Walks in real time.
pub struct HoursWalk<'w, 'r> {
    standpoint: &'w Standpoint<'r>,
    targets: &'w RecoveryTargets,
    recovery: Recovery<'w>,
    standing: Standing,
    scratch: Times,
}

impl<'w, 'r> HoursWalk<'w, 'r> {
    /// Makes ready to walk with everything lost but the people.
    pub fn new(standpoint: &'w Standpoint<'r>, targets: &'w RecoveryTargets) -> HoursWalk<'w, 'r> {
        let estate = &standpoint.estate;
        let lost: Vec<bool> = estate
            .items
            .iter()
            .map(|listed| listed.team().is_none())
            .collect();
        HoursWalk {
            standpoint,
            targets,
            recovery: Recovery::new(&estate.graph, &estate.components),
            standing: standing_of_mask(&estate.graph, &lost),
            scratch: Times::default(),
        }
    }

    /// Judges an item that declares an RTO; none for any other. Cost: the item's cone for each
    /// moment, some hundreds of them.
    pub fn judge(&mut self, item: Item) -> Option<HoursVerdict> {
        let listed = self.standpoint.estate.listed(item);
        let own = &self.targets.own[item as usize];
        let rto = own.rto.filter(|_| listed.demands())?;
        let calendar = listed.item.hours.as_ref();
        let hours = self.standpoint.hours(calendar);
        let record =
            calendar.and_then(|it| self.standpoint.estate.registers.calendars.get(it.id()));
        let exceptions = record.map(|record| record.own.clone());
        let moments = Moments::new(self.standpoint.at, hours.zone(), exceptions.as_ref());
        let week: Vec<Judged> = moments
            .week
            .iter()
            .map(|&lost| self.moment(item, &rto, own, hours, lost))
            .collect();
        let around: Vec<Judged> = moments
            .around_exceptions
            .iter()
            .map(|&lost| self.moment(item, &rto, own, hours, lost))
            .collect();
        Some(verdict(&week, &around, hours.zone()))
    }

    fn moment(
        &mut self,
        item: Item,
        rto: &Rto,
        own: &OwnTarget,
        hours: &Hours,
        lost: Timestamp,
    ) -> Judged {
        let (detect_seconds, decide_seconds) = (own.lead.detect.seconds, own.lead.decide.seconds);
        let due = due(
            rto,
            lost,
            Leads {
                detect_seconds,
                decide_seconds,
            },
            hours,
        )
        .ok();
        Judged {
            lost,
            due,
            back: self.back(item, lost, detect_seconds + decide_seconds),
        }
    }

    /// When an item is back that is lost at an instant, with everything else but the people.
    pub fn back(&mut self, item: Item, lost: Timestamp, lead_seconds: i64) -> Option<Timestamp> {
        let standpoint = self.standpoint;
        let (lost, work) = (
            lost.as_second(),
            lost.as_second().checked_add(lead_seconds)?,
        );
        let begins =
            |item: Item, at: i64| begin(standpoint, item, lost, work.saturating_add(at)) - work;
        let every_copy = |_: Item, _: usize| true;
        let by = (&every_copy as _, &begins as _);
        let seconds = self
            .recovery
            .walked(item, &self.standing, by, &mut self.scratch)?;
        Timestamp::from_second(work.checked_add(seconds)?).ok()
    }
}

/// When a team starts on an item at an instant: at once within its hours, else with its next
/// hours or when it has been called out since the loss, whichever comes first. All in seconds.
fn begin(standpoint: &Standpoint<'_>, item: Item, lost: i64, at: i64) -> i64 {
    let estate = &standpoint.estate;
    let by = estate
        .listed(item)
        .item
        .recovery
        .as_ref()
        .and_then(|it| it.by.as_ref());
    let team = match by {
        Some(team) => estate.find_kind("team", team.id()),
        None => estate.graph.crews(item).first().copied(),
    };
    let Some(team) = team.and_then(|team| estate.listed(team).team()) else {
        return at;
    };
    let hours = standpoint.hours(team.own.item.hours.as_ref());
    let Ok(instant) = Timestamp::from_second(at) else {
        return at;
    };
    if hours.is_open(instant) {
        return at;
    }
    let next = hours
        .next_opening(instant)
        .ok()
        .map(|next| next.as_second());
    let called = team
        .call_out
        .map(|call_out| at.max(lost.saturating_add(call_out.0)));
    match (next, called) {
        (Some(next), Some(called)) => next.min(called),
        (Some(next), None) => next,
        (None, Some(called)) => called,
        // Hours that never open again and no call-out: nobody comes, and the return is unknown.
        (None, None) => NEVER,
    }
}

fn verdict(week: &[Judged], around: &[Judged], zone: &TimeZone) -> HoursVerdict {
    let known: Vec<bool> = week.iter().filter_map(Judged::in_time).collect();
    let in_time = known.iter().filter(|in_time| **in_time).count();
    let share = in_time as f64 / week.len().max(1) as f64;
    let all = week.iter().chain(around);
    let latest = all
        .filter(|judged| judged.late_seconds().is_some())
        .reduce(|worst, next| {
            if next.late_seconds() > worst.late_seconds() {
                next
            } else {
                worst
            }
        });
    let late = |judged: &&Judged| judged.in_time() == Some(false);
    HoursVerdict {
        share_in_time: (known.len() == week.len()).then_some(share),
        worst: latest.map(|judged| judged.shown(zone)),
        week: week.iter().map(Judged::in_time).collect(),
        late_around_exceptions: around
            .iter()
            .filter(late)
            .map(|it| it.shown(zone))
            .collect(),
    }
}

/// The moments at which a loss is judged.
struct Moments {
    week: Vec<Timestamp>,
    around_exceptions: Vec<Timestamp>,
}

impl Moments {
    /// Every hour of the next week from Monday in which no exception and no clock change falls
    /// (else simply the next one), and every hour of the exceptions of a year and of the days
    /// before them.
    fn new(at: Timestamp, zone: &TimeZone, calendar: Option<&Calendar>) -> Moments {
        let today = at.to_zoned(zone.clone()).date();
        let to_monday = (8 - i64::from(today.weekday().to_monday_one_offset())) % 7;
        let first = today.saturating_add(to_monday.days());
        let exceptions = calendar.map_or(&[][..], |calendar| &calendar.exceptions);
        let plain = |monday: &jiff::civil::Date| {
            let next = monday.saturating_add(7.days());
            let inside = |date: jiff::civil::Date| *monday <= date && date <= next;
            let start = hour(zone, *monday, 0).as_second();
            hour(zone, next, 0).as_second() - start == 7 * 86_400
                && !exceptions.iter().any(|exception| inside(exception.date.0))
        };
        let mondays = (0..WEEKS_AHEAD).map(|week| first.saturating_add((week * 7).days()));
        let monday = mondays.clone().find(plain).unwrap_or(first);
        let week = (0..7i64).flat_map(|day| {
            let date = monday.saturating_add(day.days());
            (0..24).map(move |at| (date, at))
        });
        let end = today.saturating_add(365.days());
        let mut days: Vec<jiff::civil::Date> = exceptions
            .iter()
            .map(|exception| exception.date.0)
            .filter(|date| today <= *date && *date <= end)
            .flat_map(|date| [date.saturating_sub(1.days()), date])
            .collect();
        days.sort_unstable();
        days.dedup();
        let around = days
            .iter()
            .flat_map(|&date| (0..24).map(move |at| (date, at)));
        let instant = |(date, at): (jiff::civil::Date, i8)| hour(zone, date, at);
        let mut around_exceptions: Vec<Timestamp> = around.map(instant).collect();
        around_exceptions.dedup();
        Moments {
            week: week.map(instant).collect(),
            around_exceptions,
        }
    }
}

/// A full hour of a local day; one that the clocks skip is the first after it.
fn hour(zone: &TimeZone, date: jiff::civil::Date, hour: i8) -> Timestamp {
    let local = date.at(hour, 0, 0, 0);
    let found = zone.to_ambiguous_timestamp(local).compatible();
    found.unwrap_or(if date.year() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}
