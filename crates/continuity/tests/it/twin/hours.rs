//! Agreed hours, minute by minute: a calendar as a row of open and closed minutes, deadlines
//! walked along it, and the walk of a recovery in real time.

use std::cell::RefCell;
use std::rc::Rc;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use record::initiation::Calendar;
use record::item::ClockStart;
use record::value::Weekday;

use super::deadline::lead;
use super::recovery::{Loss, greatest, kth, stops_waiting};
use super::world::{Seconds, World};

/// The minutes of a stretch of time, open or closed.
pub struct Minutes {
    /// Unix seconds of the first minute.
    start: i64,
    open: Vec<bool>,
}

fn weekday(date: jiff::civil::Date) -> Weekday {
    Weekday::ALL[date.weekday().to_monday_zero_offset() as usize]
}

/// The instant of a local edge: minutes after midnight of a date. A local time that does not exist
/// moves forward by the gap; one that exists twice is the first for an opening, the second for a
/// closing.
fn edge(zone: &TimeZone, date: jiff::civil::Date, minutes: u32, closing: bool) -> i64 {
    let whole_days = (minutes / 1_440) as i64;
    let date = date
        .checked_add(jiff::Span::new().days(whole_days))
        .expect("a date near today");
    let minutes = minutes % 1_440;
    let time = Time::new((minutes / 60) as i8, (minutes % 60) as i8, 0, 0).expect("a time of day");
    let local = zone.to_ambiguous_zoned(date.to_datetime(time));
    let zoned = if closing {
        local.later()
    } else {
        local.compatible()
    };
    zoned
        .expect("an instant near today")
        .timestamp()
        .as_second()
}

impl Minutes {
    /// The calendar from an instant on (whole minutes), for so many days.
    pub fn of(calendar: &Calendar, start: i64, days: i64) -> Minutes {
        let zone = TimeZone::get(&calendar.zone).expect("a zone that was checked");
        let mut open = vec![false; (days * 1_440) as usize];
        let first = jiff::Timestamp::from_second(start).expect("an instant near today");
        let mut date = first
            .to_zoned(zone.clone())
            .date()
            .yesterday()
            .expect("a day before");
        for _ in 0..days + 3 {
            let exception = calendar.exceptions.iter().find(|e| e.date.0 == date);
            let windows: Vec<(u32, u32)> = match exception {
                Some(other) => other.windows.iter().map(|w| (w.from.0, w.to.0)).collect(),
                None => {
                    let today =
                        |w: &&record::initiation::calendar::Window| w.days.contains(&weekday(date));
                    let windows = calendar.windows.iter().filter(today);
                    windows.map(|w| (w.from.0, w.to.0)).collect()
                }
            };
            for (from, to) in windows {
                let to = if to <= from { to + 1_440 } else { to };
                let from = (edge(&zone, date, from, false) - start) / 60;
                let to = (edge(&zone, date, to, true) - start) / 60;
                for minute in from.max(0)..to.min(open.len() as i64) {
                    open[minute as usize] = true;
                }
            }
            date = date.tomorrow().expect("a day after");
        }
        Minutes { start, open }
    }

    /// Whether an instant lies within agreed hours.
    pub fn is_open(&self, at: i64) -> bool {
        self.open[((at - self.start) / 60) as usize]
    }

    /// The first instant from this one on that lies within agreed hours.
    pub fn next_open(&self, at: i64) -> Option<i64> {
        if self.is_open(at) {
            return Some(at);
        }
        let from = ((at - self.start) / 60 + 1) as usize;
        let minute = (from..self.open.len()).find(|&minute| self.open[minute])?;
        Some(self.start + minute as i64 * 60)
    }

    /// The instant at which so many open seconds have passed; a need of none ends at once.
    pub fn deadline(&self, from: i64, need: i64) -> Option<i64> {
        let (mut at, mut left) = (from, need);
        while left > 0 {
            at = self.next_open(at)?;
            let rest = 60 - (at - self.start) % 60;
            let step = rest.min(left);
            at += step;
            left -= step;
            if ((at - self.start) / 60) as usize >= self.open.len() {
                return None;
            }
        }
        Some(at)
    }

    fn openings(&self) -> Vec<i64> {
        let first = |&m: &usize| self.open[m] && (m == 0 || !self.open[m - 1]);
        let minutes = (0..self.open.len()).filter(first);
        minutes.map(|m| self.start + m as i64 * 60).collect()
    }
}

/// The minutes of a calendar from a week before the first day of 2026 on, made once.
fn minutes(calendar: &Calendar) -> Rc<Minutes> {
    type Known = Vec<(Calendar, Rc<Minutes>)>;
    thread_local! {
        static KNOWN: RefCell<Known> = const { RefCell::new(Vec::new()) };
    }
    let find = |known: &Known| known.iter().find(|k| k.0 == *calendar).map(|k| k.1.clone());
    KNOWN.with_borrow(find).unwrap_or_else(|| {
        let made = Rc::new(Minutes::of(calendar, NEW_YEAR - 7 * 86_400, 430));
        KNOWN.with_borrow_mut(|known| known.push((calendar.clone(), made.clone())));
        made
    })
}

/// 2026-01-01T00:00:00Z.
pub const NEW_YEAR: i64 = 1_767_225_600;

/// "What it demands of others is its shortest elapsed length over starts within agreed hours":
/// a start at an opening has the most of the window before it.
pub fn shortest(calendar: &Calendar, need: i64) -> i64 {
    if need == 0 {
        return 0;
    }
    type Known = Vec<(Calendar, i64, i64)>;
    thread_local! {
        static KNOWN: RefCell<Known> = const { RefCell::new(Vec::new()) };
    }
    let known = KNOWN.with_borrow(|known| {
        let found = known.iter().find(|k| k.0 == *calendar && k.1 == need);
        found.map(|k| k.2)
    });
    known.unwrap_or_else(|| {
        let length = shortest_by_walking(calendar, need);
        KNOWN.with_borrow_mut(|known| known.push((calendar.clone(), need, length)));
        length
    })
}

fn shortest_by_walking(calendar: &Calendar, need: i64) -> i64 {
    let minutes = Minutes::of(calendar, NEW_YEAR, 420);
    let length = |at: i64| minutes.deadline(at, need).map(|end| end - at);
    let openings = minutes.openings().into_iter();
    openings.filter_map(length).min().unwrap_or(need)
}

/// "How long the business may have to wait is the longest over all starts in a year."
pub fn longest(calendar: &Calendar, need: i64) -> i64 {
    let minutes = Minutes::of(calendar, NEW_YEAR, 420);
    let starts = (0..365 * 48).map(|half| NEW_YEAR + half * 1_800);
    let length = |at: i64| minutes.deadline(at, need).map(|end| end - at);
    starts.filter_map(length).max().unwrap_or(need)
}

/// When a service lost at an instant is due by its RTO.
pub fn due(world: &World, i: usize, lost_at: i64) -> Option<i64> {
    let rto = world.item(i).targets.as_ref()?.rto?;
    let (detect, decide) = lead(world, i);
    let start = lost_at
        + match rto.from {
            ClockStart::Disruption => 0,
            ClockStart::Detection => detect,
            ClockStart::Invocation => detect + decide,
        };
    let calendar = world.item(i).hours.as_ref();
    let calendar = calendar.and_then(|hours| world.all.calendars.get(hours.id()));
    let counted = rto.by_opening || rto.clock == record::item::Clock::ServiceHours;
    match calendar {
        Some(calendar) if counted => {
            let minutes = minutes(calendar);
            if rto.by_opening && !minutes.is_open(start) {
                return minutes.next_open(start);
            }
            minutes.deadline(start, rto.within.0)
        }
        _ => Some(start + rto.within.0),
    }
}

/// A recovery walked in real time: "the longest path walked in real time from t + lead: an item
/// whose team is outside its hours starts at the earlier of the team's next hours and
/// t + call-out, counted once per team, and then runs through".
pub struct Walk<'l, 'f, 'w> {
    pub loss: &'l Loss<'f, 'w>,
    pub lost_at: i64,
    pub lead: i64,
}

impl Walk<'_, '_, '_> {
    /// When work that a team can begin at `ready` ends. No work waits for nobody.
    fn work(&self, i: usize, ready: Seconds, takes: Seconds) -> Seconds {
        let (ready, takes) = (ready?, takes?);
        let world = self.loss.frame.world;
        let by = world.item(i).recovery.as_ref().and_then(|r| r.by.as_ref());
        let team = by.and_then(|by| world.team(by.id()));
        let Some(team) = team.filter(|_| takes > 0) else {
            return Some(ready + takes);
        };
        let hours = world.item(team).hours.as_ref();
        let calendar = hours.and_then(|h| world.all.calendars.get(h.id()));
        let Some(calendar) = calendar else {
            return Some(ready + takes);
        };
        let minutes = minutes(calendar);
        let record = world.all.teams.get(&world.things[team].id);
        let call_out = record.and_then(|t| t.call_out).map(|d| d.0);
        let called = call_out.map(|c| ready.max(self.lost_at + c));
        let start = [minutes.next_open(ready), called]
            .into_iter()
            .flatten()
            .min()?;
        Some(start + takes)
    }

    /// When an item is back.
    pub fn back(&self, i: usize) -> Seconds {
        let begin = self.lost_at + self.lead;
        if !self.loss.down[i] {
            return Some(begin);
        }
        let part = self.loss.frame.part[i]
            .iter()
            .filter(|&&j| self.loss.down[j]);
        part.map(|&j| self.alone(j)).fold(Some(begin), greatest)
    }

    fn alone(&self, i: usize) -> Seconds {
        let (frame, world) = (self.loss.frame, self.loss.frame.world);
        let begin = Some(self.lost_at + self.lead);
        if !world.holders(i).is_empty() {
            let holders = world.holders(i).iter();
            let others = holders.filter(|h| !frame.part[i].contains(h));
            let times: Vec<Seconds> = others.map(|&h| self.back(h)).collect();
            return if times.is_empty() {
                begin
            } else {
                kth(times, 1)
            };
        }
        let own = self.loss.own(i);
        let mut end = self.work(i, begin, own);
        for &place in world.places(i) {
            let inside = frame.part[i].contains(&place);
            if self.loss.down[place] && !self.loss.lost[place] && !inside {
                end = greatest(end, self.work(i, self.back(place), own));
            }
        }
        for group in frame.needs[i].iter().filter(|g| stops_waiting(g)) {
            let up = |m: &&Option<usize>| m.is_some_and(|m| !self.loss.down[m]);
            let members = frame.outside(i, group);
            if group.members.iter().filter(up).count() >= group.k || members.is_empty() {
                continue;
            }
            let back = |m: &Option<usize>| m.and_then(|m| self.back(m));
            let ready = kth(
                members.iter().map(back).collect(),
                group.k.min(members.len()),
            );
            let ready = ready.map(|at| at + group.switch);
            let tail = group.tail.unwrap_or(own);
            end = greatest(end, self.work(i, ready, tail));
        }
        let lost_data = world.held(i).iter().filter(|&&d| self.loss.lost[d]);
        let data = lost_data.map(|&d| self.loss.own(d)).fold(Some(0), greatest);
        end.and_then(|end| data.map(|data| end + data))
    }
}

/// When an item lost with all others at an instant is back.
pub fn back(loss: &Loss<'_, '_>, i: usize, lost_at: i64) -> Seconds {
    let (detect, decide) = lead(loss.frame.world, i);
    let walk = Walk {
        loss,
        lost_at,
        lead: detect + decide,
    };
    walk.back(i)
}
