//! The same figures, worked out second by second from the wording of the rules, on random
//! calendars. It shares no function with the code that it checks.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use record::initiation::calendar::{Calendar, Exception, Opening, Window};
use record::value::{Date, TimeOfDay, Weekday};

use crate::agreed_hours::{Hours, NoDeadline};

const DAY: i64 = 86_400;

struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn time(&mut self) -> TimeOfDay {
        // Near the hours at which clocks change more often than elsewhere.
        match self.below(4) {
            0 => TimeOfDay(60 + self.below(150) as u32),
            1 => TimeOfDay(self.below(25) as u32 * 60),
            _ => TimeOfDay(self.below(1_441) as u32),
        }
    }

    fn calendar(&mut self, zone: &str, around: Timestamp) -> Calendar {
        let all = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ];
        let windows = (0..1 + self.below(3)).map(|_| Window {
            days: all.into_iter().filter(|_| self.below(3) > 0).collect(),
            from: self.time(),
            to: self.time(),
        });
        let windows = windows.collect();
        let day = around.to_zoned(TimeZone::UTC).date();
        let days: Vec<i64> = (-3..7).filter(|_| self.below(4) == 0).collect();
        let exceptions = days.into_iter().map(|offset| Exception {
            date: Date(day + jiff::Span::new().days(offset)),
            closed: self.below(2) == 0,
            windows: Vec::new(),
            name: None,
        });
        let mut exceptions: Vec<Exception> = exceptions.collect();
        for exception in exceptions.iter_mut().filter(|exception| !exception.closed) {
            let (from, to) = (self.time(), self.time());
            exception.windows.push(Opening { from, to });
        }
        let zone = zone.to_string();
        Calendar {
            zone,
            windows,
            exceptions,
        }
    }
}

/// The instants that a clock on the wall shows as `local`: none, one or two of them; where none,
/// the instant it would have been without the change.
fn instants(zone: &TimeZone, local: DateTime) -> Vec<i64> {
    let read = |offset: Offset| offset.to_timestamp(local).expect("sound");
    let near = read(Offset::UTC).as_second();
    let offset_at = |second| zone.to_offset(Timestamp::from_second(second).expect("sound"));
    let before = offset_at(near - 2 * DAY);
    let mut found: Vec<i64> = [before, offset_at(near + 2 * DAY)]
        .into_iter()
        .filter(|&offset| zone.to_offset(read(offset)) == offset)
        .map(|offset| read(offset).as_second())
        .collect();
    found.sort();
    found.dedup();
    if found.is_empty() {
        found.push(read(before).as_second());
    }
    found
}

/// Every second of a stretch: whether it is open.
fn seconds_open(calendar: &Calendar, from: i64, to: i64) -> Vec<bool> {
    let zone = TimeZone::get(&calendar.zone).expect("sound");
    let mut open = vec![false; (to - from) as usize];
    let first = Timestamp::from_second(from - 4 * DAY).expect("sound");
    let mut day = first.to_zoned(TimeZone::UTC).date();
    for _ in 0..(to - from) / DAY + 8 {
        let exception = calendar.exceptions.iter().find(|e| e.date.0 == day);
        let name = day.strftime("%a").to_string().to_lowercase();
        let windows: Vec<(u32, u32)> = match exception {
            Some(exception) => exception
                .windows
                .iter()
                .map(|w| (w.from.0, w.to.0))
                .collect(),
            None => {
                let of_day = calendar.windows.iter();
                let of_day = of_day.filter(|w| w.days.iter().any(|d| d.as_str() == name));
                of_day.map(|w| (w.from.0, w.to.0)).collect()
            }
        };
        for (opens, closes) in windows {
            let midnight = day.to_datetime(jiff::civil::Time::midnight());
            let wall = |minutes: u32| midnight + jiff::Span::new().minutes(i64::from(minutes));
            let closes = if closes <= opens {
                closes + 1_440
            } else {
                closes
            };
            let opens = instants(&zone, wall(opens))[0];
            let closes = *instants(&zone, wall(closes)).last().expect("sound");
            for second in opens.max(from)..closes.min(to) {
                open[(second - from) as usize] = true;
            }
        }
        day = day.tomorrow().expect("sound");
    }
    open
}

/// Elapsed seconds until `need` open seconds have passed, for every start; by walking.
fn elapsed(open: &[bool], starts: usize, need: usize) -> Vec<Option<i64>> {
    let (mut end, mut counted) = (0, 0);
    let mut all = Vec::new();
    for start in 0..starts {
        while counted < need && end < open.len() {
            counted += usize::from(open[end]);
            end += 1;
        }
        all.push((counted == need).then(|| (end - start) as i64));
        counted -= usize::from(open[start]);
    }
    all
}

fn seconds_to_opening(open: &[bool]) -> Vec<usize> {
    let mut ahead = vec![0; open.len() + 1];
    for at in (0..open.len()).rev() {
        ahead[at] = if open[at] { 0 } else { ahead[at + 1] + 1 };
    }
    ahead
}

const PLACES: [(&str, &str); 8] = [
    ("Europe/Berlin", "2026-03-24T00:00:00Z"),
    ("Europe/Berlin", "2026-10-20T07:13:29Z"),
    ("Australia/Lord_Howe", "2026-04-01T00:00:00Z"),
    ("Australia/Lord_Howe", "2026-09-30T11:00:01Z"),
    ("America/Sao_Paulo", "2018-10-31T00:00:00Z"),
    ("America/St_Johns", "2026-10-28T00:00:00Z"),
    ("Asia/Kathmandu", "2026-05-04T00:00:00Z"),
    ("Africa/Casablanca", "2026-02-12T00:00:00Z"),
];

/// Six days of starts around a clock change, fourteen more to come to an end in.
#[test]
fn every_figure_equals_a_walk_second_by_second() {
    let mut dice = Dice(7);
    let mut judged = 0;
    for round in 0..16 {
        let (zone, from) = PLACES[round % PLACES.len()];
        let from: Timestamp = from.parse().expect("sound");
        let calendar = dice.calendar(zone, from);
        let hours = Hours::new(&calendar).expect("sound");
        let from = from.as_second();
        let starts = 6 * DAY;
        let open = seconds_open(&calendar, from, from + 20 * DAY);
        let need = match dice.below(4) {
            0 => 1 + dice.below(60) as i64,
            1 => 1_800 * (1 + dice.below(20) as i64),
            _ => 1 + dice.below(30 * 3_600) as i64,
        };
        let walked = elapsed(&open, starts as usize, need as usize);
        check_walks(&mut dice, &hours, from, need, &open, &walked);
        judged += usize::from(check_extents(&hours, from, need, &open, &walked));
    }
    assert!(judged > 10, "too few calendars came to an end: {judged}");
}

fn check_walks(
    dice: &mut Dice,
    hours: &Hours,
    from: i64,
    need: i64,
    open: &[bool],
    walked: &[Option<i64>],
) {
    let instant = |second: i64| Timestamp::from_second(second).expect("sound");
    let mut counts = vec![0i64];
    for &open in open {
        counts.push(counts[counts.len() - 1] + i64::from(open));
    }
    let ahead = seconds_to_opening(open);
    // Each edge with its neighbours, and starts anywhere.
    let edges = (1..walked.len()).filter(|&at| open[at] != open[at - 1]);
    let near = edges.flat_map(|at| [at - 1, at, at + 1]);
    let anywhere = (0..50).map(|_| dice.below(walked.len() as u64) as usize);
    let probes: Vec<usize> = near.chain(anywhere).collect();
    for at in probes.into_iter().filter(|&at| at < walked.len()) {
        let start = instant(from + at as i64);
        assert_eq!(hours.is_open(start), open[at], "{start}");
        if let Some(elapsed) = walked[at] {
            let deadline = instant(from + at as i64 + elapsed);
            assert_eq!(
                hours.deadline(start, need),
                Ok(deadline),
                "{need} from {start}"
            );
        }
        if at + ahead[at] < open.len() {
            let opening = instant(from + (at + ahead[at]) as i64);
            assert_eq!(hours.next_opening(start), Ok(opening), "{start}");
        }
        let to = at + dice.below((open.len() - at) as u64) as usize;
        let counted = counts[to] - counts[at];
        let figure = hours.open_seconds(start, instant(from + to as i64));
        assert_eq!(figure, counted, "{start} and {} seconds", to - at);
    }
}

/// Whether every start came to an end, so that there was something to compare.
fn check_extents(
    hours: &Hours,
    from: i64,
    need: i64,
    open: &[bool],
    walked: &[Option<i64>],
) -> bool {
    let Some(all) = walked.iter().copied().collect::<Option<Vec<i64>>>() else {
        return false;
    };
    let to = from + walked.len() as i64;
    let ahead = seconds_to_opening(open);
    let inside = all.iter().zip(open).filter(|(_, open)| **open);
    let shortest = inside.map(|(elapsed, _)| *elapsed).min();
    let shortest = shortest.ok_or(NoDeadline::NeverOpens);
    assert_eq!(hours.shortest_between(need, from, to), shortest);
    let longest = *all.iter().max().expect("sound");
    assert_eq!(hours.longest_between(need, from, to), Ok(longest));
    let waits = (0..all.len()).map(|at| if open[at] { all[at] } else { ahead[at] as i64 });
    let longest = waits.max().expect("sound");
    assert_eq!(
        hours.longest_by_opening_between(need, from, to),
        Ok(longest)
    );
    true
}
