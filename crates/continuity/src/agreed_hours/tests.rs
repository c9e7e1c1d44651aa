//! The walking rules of agreed hours and the test vectors TV-19 to TV-21, by example.

mod twin;

use jiff::Timestamp;
use record::initiation::calendar::{Calendar, Exception, Opening, Window};
use record::item::{Clock, ClockStart, Rto};
use record::value::{Date, Duration, TimeOfDay, Weekday};

use super::{Hours, Leads, NoDeadline, demand_seconds, due, wait_seconds};

const HOUR: i64 = 3_600;
const DAILY: &str = "mon tue wed thu fri sat sun";
const OFFICE: (&str, &str) = ("mon tue wed thu fri", "08:00-18:00");

fn of_day(text: &str) -> TimeOfDay {
    let (hours, minutes) = text.split_once(':').expect("sound");
    TimeOfDay(hours.parse::<u32>().expect("sound") * 60 + minutes.parse::<u32>().expect("sound"))
}

fn from_to(text: &str) -> (TimeOfDay, TimeOfDay) {
    let (from, to) = text.split_once('-').expect("sound");
    (of_day(from), of_day(to))
}

fn weekday(text: &str) -> Weekday {
    match text {
        "mon" => Weekday::Mon,
        "tue" => Weekday::Tue,
        "wed" => Weekday::Wed,
        "thu" => Weekday::Thu,
        "fri" => Weekday::Fri,
        "sat" => Weekday::Sat,
        _ => Weekday::Sun,
    }
}

/// Windows as (`mon tue`, `08:00-18:00`); exceptions as (date, windows), none where closed.
fn calendar(zone: &str, weekly: &[(&str, &str)], exceptions: &[(&str, &str)]) -> Calendar {
    let window = |&(days, text): &(&str, &str)| {
        let (from, to) = from_to(text);
        let days = days.split_whitespace().map(weekday).collect();
        Window { days, from, to }
    };
    let exception = |&(date, text): &(&str, &str)| {
        let windows: Vec<Opening> = text.split_whitespace().map(from_to).map(opening).collect();
        Exception {
            date: Date(date.parse().expect("sound")),
            closed: windows.is_empty(),
            windows,
            name: None,
        }
    };
    Calendar {
        zone: zone.to_string(),
        windows: weekly.iter().map(window).collect(),
        exceptions: exceptions.iter().map(exception).collect(),
    }
}

fn opening((from, to): (TimeOfDay, TimeOfDay)) -> Opening {
    Opening { from, to }
}

pub(crate) fn hours(zone: &str, weekly: &[(&str, &str)], exceptions: &[(&str, &str)]) -> Hours {
    Hours::new(&calendar(zone, weekly, exceptions)).expect("sound")
}

fn office(exceptions: &[(&str, &str)]) -> Hours {
    hours("Europe/Berlin", &[OFFICE], exceptions)
}

/// An instant from `2026-06-19T16:30+02:00`.
fn at(text: &str) -> Timestamp {
    text.parse().expect("sound")
}

/// The deadline in local time with its offset.
fn deadline(hours: &Hours, start: &str, need_seconds: i64) -> String {
    match hours.deadline(at(start), need_seconds) {
        Ok(deadline) => local(hours, deadline),
        Err(why) => why.to_string(),
    }
}

fn local(hours: &Hours, instant: Timestamp) -> String {
    let zoned = instant.to_zoned(hours.zone().clone());
    zoned.strftime("%a %F %H:%M %:z").to_string()
}

fn open(hours: &Hours, from: &str, to: &str) -> i64 {
    hours.open_seconds(at(from), at(to))
}

#[test]
fn tv_19_a_target_walks_over_nights_weekends_and_holidays() {
    let hours = office(&[]);
    let holiday = office(&[("2026-06-22", "")]);
    let friday = "2026-06-19T16:30+02:00";
    let walk = |hours: &Hours, start, need| deadline(hours, start, need * HOUR);
    assert_eq!(walk(&hours, friday, 4), "Mon 2026-06-22 10:30 +02:00");
    assert_eq!(walk(&holiday, friday, 4), "Tue 2026-06-23 10:30 +02:00");
    let exact = walk(&hours, "2026-06-19T16:00+02:00", 2);
    assert_eq!(exact, "Fri 2026-06-19 18:00 +02:00");
    let saturday = walk(&hours, "2026-06-20T12:00+02:00", 1);
    assert_eq!(saturday, "Mon 2026-06-22 09:00 +02:00");
}

#[test]
fn tv_20_elapsed_hours_pass_over_clock_changes() {
    let written = hours("Europe/Berlin", &[(DAILY, "00:00-24:00")], &[]);
    let walk = |start| deadline(&written, start, 4 * HOUR);
    let spring = walk("2026-03-29T00:30+01:00");
    assert_eq!(spring, "Sun 2026-03-29 05:30 +02:00");
    let autumn = walk("2026-10-25T00:30+02:00");
    assert_eq!(autumn, "Sun 2026-10-25 03:30 +01:00");
    let always = Hours::always();
    for start in ["2026-03-29T00:30+01:00", "2026-10-25T00:30+02:00"] {
        let bare = always.deadline(at(start), 4 * HOUR);
        assert_eq!(bare, written.deadline(at(start), 4 * HOUR));
    }
}

#[test]
fn tv_21_a_night_has_seven_eight_or_nine_hours() {
    let nightly = hours("Europe/Berlin", &[(DAILY, "22:00-06:00")], &[]);
    let night = |from, to| open(&nightly, from, to) / HOUR;
    assert_eq!(night("2026-03-28T12:00+01:00", "2026-03-29T12:00+02:00"), 7);
    assert_eq!(night("2026-10-24T12:00+02:00", "2026-10-25T12:00+01:00"), 9);
    assert_eq!(night("2026-06-20T12:00+02:00", "2026-06-21T12:00+02:00"), 8);
    let spring = deadline(&nightly, "2026-03-28T23:00+01:00", 6 * HOUR);
    assert_eq!(spring, "Sun 2026-03-29 06:00 +02:00");
    let autumn = deadline(&nightly, "2026-10-24T23:00+02:00", 8 * HOUR);
    assert_eq!(autumn, "Sun 2026-10-25 06:00 +01:00");
}

#[test]
fn four_service_hours_demand_four_hours_and_may_mean_sixty_six() {
    let hours = office(&[]);
    let year = at("2026-01-01T00:00+01:00");
    assert_eq!(hours.shortest(4 * HOUR, year), Ok(4 * HOUR));
    // The night on which the clocks go back makes the longest wait one hour longer.
    let quarter = (year.as_second(), at("2026-03-20T00:00Z").as_second());
    let usual = hours.longest_between(4 * HOUR, quarter.0, quarter.1);
    assert_eq!(usual, Ok(66 * HOUR));
    assert_eq!(hours.longest(4 * HOUR, year), Ok(67 * HOUR));
    let easter = office(&[("2026-04-03", ""), ("2026-04-06", "")]);
    // Thursday 18:00 to Tuesday 12:00.
    assert_eq!(easter.longest(4 * HOUR, year), Ok(114 * HOUR));
    let utc = super::tests::hours("UTC", &[OFFICE], &[]);
    assert_eq!(utc.longest(4 * HOUR, year), Ok(66 * HOUR));
}

#[test]
fn more_than_a_day_of_hours_still_takes_its_nights_at_the_shortest() {
    let hours = office(&[]);
    let year = at("2026-01-01T00:00+01:00");
    // Monday 08:00 to Tuesday 12:00: 14 service hours.
    assert_eq!(hours.shortest(14 * HOUR, year), Ok(28 * HOUR));
    assert_eq!(hours.shortest(0, year), Ok(0));
    assert_eq!(hours.longest(0, year), Ok(0));
}

#[test]
fn opening_is_inside_and_closing_is_outside() {
    let hours = office(&[]);
    let (opens, closes) = (at("2026-06-19T08:00+02:00"), at("2026-06-19T18:00+02:00"));
    assert!(hours.is_open(opens));
    assert!(!hours.is_open(closes));
    assert_eq!(hours.next_opening(opens), Ok(opens));
    let monday = at("2026-06-22T08:00+02:00");
    assert_eq!(hours.next_opening(closes), Ok(monday));
    let from_closing = deadline(&hours, "2026-06-19T18:00+02:00", 1);
    assert_eq!(from_closing, "Mon 2026-06-22 08:00 +02:00");
    assert_eq!(
        hours.deadline(closes, 1).expect("sound").as_second(),
        monday.as_second() + 1
    );
}

#[test]
fn no_need_is_met_at_once_even_where_it_never_opens() {
    let saturday = at("2026-06-20T12:00+02:00");
    assert_eq!(office(&[]).deadline(saturday, 0), Ok(saturday));
    let never = hours("Europe/Berlin", &[], &[]);
    assert_eq!(never.deadline(saturday, 0), Ok(saturday));
}

#[test]
fn a_calendar_closed_for_ever_is_an_error_and_no_endless_walk() {
    let never = hours("Europe/Berlin", &[], &[]);
    let start = at("2026-06-20T12:00+02:00");
    assert_eq!(never.deadline(start, 1), Err(NoDeadline::NeverOpens));
    assert_eq!(never.next_opening(start), Err(NoDeadline::NeverOpens));
    assert_eq!(never.shortest(1, start), Err(NoDeadline::NeverOpens));
    assert_eq!(never.longest(1, start), Err(NoDeadline::NeverOpens));
    assert_eq!(open(&never, "2026-01-01T00:00Z", "2027-01-01T00:00Z"), 0);
    let once = hours("UTC", &[], &[("2026-07-01", "08:00-10:00")]);
    assert_eq!(
        deadline(&once, "2026-06-20T12:00Z", 2 * HOUR),
        "Wed 2026-07-01 10:00 +00:00"
    );
    assert_eq!(once.deadline(start, 2 * HOUR + 1), Err(NoDeadline::TooFar));
    assert_eq!(once.shortest(HOUR, start), Ok(HOUR));
    assert_eq!(once.longest(HOUR, start), Err(NoDeadline::NeverOpens));
}

#[test]
fn the_walk_looks_exactly_four_thousand_days_ahead() {
    let once = hours("UTC", &[], &[("2037-01-01", "08:00-10:00")]);
    let opens = at("2037-01-01T08:00Z").as_second();
    let start = |second| Timestamp::from_second(second).expect("sound");
    let reach = 4_000 * 86_400;
    let last = once.next_opening(start(opens - reach));
    assert_eq!(last, Ok(start(opens)));
    let never = once.next_opening(start(opens - reach - 1));
    assert_eq!(never, Err(NoDeadline::NeverOpens));
    let reached = once.deadline(start(opens + HOUR - reach), HOUR);
    assert_eq!(reached, Ok(start(opens + HOUR)));
    let beyond = once.deadline(start(opens + HOUR - reach - 1), HOUR);
    assert_eq!(beyond, Err(NoDeadline::TooFar));
}

#[test]
fn overlapping_and_touching_windows_count_once() {
    let week = [
        ("mon", "08:00-12:00"),
        ("mon", "10:00-14:00"),
        ("mon tue", "14:00-15:00"),
    ];
    let hours = hours("UTC", &week, &[]);
    assert_eq!(
        open(&hours, "2026-06-22T00:00Z", "2026-06-23T00:00Z"),
        7 * HOUR
    );
    let end = deadline(&hours, "2026-06-22T11:00Z", 4 * HOUR);
    assert_eq!(end, "Mon 2026-06-22 15:00 +00:00");
    assert!(hours.is_open(at("2026-06-22T14:00Z")));
}

#[test]
fn a_window_belongs_to_the_day_on_which_it_opens() {
    let closed = hours("UTC", &[(DAILY, "22:00-06:00")], &[("2026-06-20", "")]);
    assert!(
        closed.is_open(at("2026-06-20T05:59Z")),
        "Friday's night runs on"
    );
    assert!(!closed.is_open(at("2026-06-20T22:00Z")));
    assert!(
        !closed.is_open(at("2026-06-21T05:00Z")),
        "Saturday's night is gone"
    );
    let moved = hours(
        "UTC",
        &[(DAILY, "22:00-06:00")],
        &[("2026-06-20", "09:00-10:00 23:00-01:00")],
    );
    assert_eq!(
        open(&moved, "2026-06-20T06:00Z", "2026-06-21T12:00Z"),
        3 * HOUR
    );
    assert!(moved.is_open(at("2026-06-21T00:59Z")));
    assert!(!moved.is_open(at("2026-06-21T01:00Z")));
}

#[test]
fn a_window_from_an_hour_to_the_same_hour_lasts_a_day() {
    let day = hours("UTC", &[("sat", "00:00-00:00")], &[]);
    assert_eq!(
        open(&day, "2026-06-15T00:00Z", "2026-06-22T00:00Z"),
        24 * HOUR
    );
    let late = hours("UTC", &[("fri", "24:00-06:00")], &[]);
    assert!(late.is_open(at("2026-06-20T00:00Z")));
    assert_eq!(
        open(&late, "2026-06-15T00:00Z", "2026-06-22T00:00Z"),
        6 * HOUR
    );
}

#[test]
fn an_edge_that_the_clocks_skip_moves_forward_by_the_gap() {
    let opens = hours("Europe/Berlin", &[("sun", "02:30-05:00")], &[]);
    let spring = opens.next_opening(at("2026-03-28T12:00Z")).expect("sound");
    assert_eq!(local(&opens, spring), "Sun 2026-03-29 03:30 +02:00");
    let closes = hours("Europe/Berlin", &[("sun", "01:00-02:30")], &[]);
    let end = deadline(&closes, "2026-03-28T12:00Z", 3 * HOUR / 2);
    assert_eq!(end, "Sun 2026-03-29 03:30 +02:00");
    let gone = hours("Europe/Berlin", &[("sun", "02:15-03:00")], &[]);
    assert_eq!(open(&gone, "2026-03-28T12:00Z", "2026-03-29T12:00Z"), 0);
}

#[test]
fn of_an_edge_that_comes_twice_the_first_opens_and_the_second_closes() {
    let opens = hours("Europe/Berlin", &[("sun", "02:30-05:00")], &[]);
    let autumn = ("2026-10-24T12:00Z", "2026-10-25T12:00Z");
    assert_eq!(open(&opens, autumn.0, autumn.1), 7 * HOUR / 2);
    let closes = hours("Europe/Berlin", &[("sun", "01:00-02:30")], &[]);
    assert_eq!(open(&closes, autumn.0, autumn.1), 5 * HOUR / 2);
}

#[test]
fn a_clock_change_of_half_an_hour_is_one_of_half_an_hour() {
    let nightly = hours("Australia/Lord_Howe", &[(DAILY, "22:00-06:00")], &[]);
    let night = |from, to| open(&nightly, from, to) * 2 / HOUR;
    // The clocks go forward on 2026-10-04 at 02:00 and back on 2026-04-05 at 02:00.
    assert_eq!(
        night("2026-10-03T12:00+10:30", "2026-10-04T12:00+11:00"),
        15
    );
    assert_eq!(
        night("2026-04-04T12:00+11:00", "2026-04-05T12:00+10:30"),
        17
    );
    let skipped = hours("Australia/Lord_Howe", &[("sun", "02:10-04:00")], &[]);
    let spring = skipped
        .next_opening(at("2026-10-03T12:00Z"))
        .expect("sound");
    assert_eq!(local(&skipped, spring), "Sun 2026-10-04 02:40 +11:00");
    let twice = hours("Australia/Lord_Howe", &[("sun", "01:00-01:45")], &[]);
    let open = open(&twice, "2026-04-04T12:00+11:00", "2026-04-05T12:00+10:30");
    assert_eq!(open, 75 * 60);
}

fn rto(within_hours: i64, from: ClockStart, clock: Clock, by_opening: bool) -> Rto {
    let within = Duration(within_hours * HOUR);
    Rto {
        within,
        from,
        clock,
        by_opening,
    }
}

#[test]
fn a_target_falls_due_by_its_clock_and_its_start() {
    let hours = office(&[]);
    let lost = at("2026-06-19T16:30+02:00");
    let leads = Leads {
        detect_seconds: HOUR,
        decide_seconds: HOUR / 2,
    };
    let due = |rto: Rto| local(&hours, due(&rto, lost, leads, &hours).expect("sound"));
    let elapsed = |from| due(rto(4, from, Clock::Elapsed, false));
    assert_eq!(
        elapsed(ClockStart::Disruption),
        "Fri 2026-06-19 20:30 +02:00"
    );
    assert_eq!(
        elapsed(ClockStart::Detection),
        "Fri 2026-06-19 21:30 +02:00"
    );
    assert_eq!(
        elapsed(ClockStart::Invocation),
        "Fri 2026-06-19 22:00 +02:00"
    );
    let service = |from| due(rto(4, from, Clock::ServiceHours, false));
    assert_eq!(
        service(ClockStart::Disruption),
        "Mon 2026-06-22 10:30 +02:00"
    );
    assert_eq!(
        service(ClockStart::Detection),
        "Mon 2026-06-22 11:30 +02:00"
    );
    assert_eq!(
        service(ClockStart::Invocation),
        "Mon 2026-06-22 12:00 +02:00"
    );
}

#[test]
fn by_opening_means_the_next_opening_outside_and_so_many_hours_inside() {
    let hours = office(&[]);
    let target = rto(2, ClockStart::Disruption, Clock::ServiceHours, true);
    let due = |lost| {
        let due = due(&target, at(lost), Leads::default(), &hours);
        local(&hours, due.expect("sound"))
    };
    assert_eq!(due("2026-06-20T12:00+02:00"), "Mon 2026-06-22 08:00 +02:00");
    assert_eq!(due("2026-06-19T18:00+02:00"), "Mon 2026-06-22 08:00 +02:00");
    assert_eq!(due("2026-06-19T17:00+02:00"), "Mon 2026-06-22 09:00 +02:00");
    assert_eq!(due("2026-06-22T08:00+02:00"), "Mon 2026-06-22 10:00 +02:00");
    let utc = super::tests::hours("UTC", &[OFFICE], &[]);
    let year = at("2026-01-01T00:00Z");
    assert_eq!(demand_seconds(&target, &utc, year), Ok(2 * HOUR));
    // Lost Friday just after 16:00, inside: two service hours end Monday just after 08:00.
    assert_eq!(wait_seconds(&target, &utc, year), Ok(64 * HOUR));
    let service = rto(2, ClockStart::Disruption, Clock::ServiceHours, false);
    assert_eq!(wait_seconds(&service, &utc, year), Ok(64 * HOUR));
    let none = rto(0, ClockStart::Disruption, Clock::ServiceHours, true);
    assert_eq!(wait_seconds(&none, &utc, year), Ok(62 * HOUR));
    let elapsed = rto(2, ClockStart::Disruption, Clock::Elapsed, false);
    assert_eq!(wait_seconds(&elapsed, &utc, year), Ok(2 * HOUR));
}

#[test]
fn an_unknown_zone_is_named() {
    let unknown = Hours::new(&calendar("Europe/Atlantis", &[], &[])).expect_err("refused");
    assert_eq!(
        unknown.to_string(),
        "`Europe/Atlantis` is no IANA time zone (`Europe/Berlin`)"
    );
}

#[test]
fn the_ends_of_time_are_errors_or_answers_but_no_panic() {
    let night = hours(
        "Pacific/Apia",
        &[(DAILY, "22:00-06:00"), ("mon", "24:00-24:00")],
        &[],
    );
    for start in [Timestamp::MIN, Timestamp::MAX] {
        for hours in [&night, &Hours::always()] {
            for need in [i64::MIN, -1, 0, 1, 86_400, i64::MAX] {
                let _ = hours.deadline(start, need);
                let _ = hours.shortest(need, start);
                let _ = hours.longest(need, start);
                let _ = hours.longest_by_opening(need, start);
            }
            let _ = (hours.is_open(start), hours.next_opening(start));
        }
    }
    assert!(night.deadline(Timestamp::MAX, 86_400).is_err());
    let bare = Hours::always().deadline(Timestamp::MAX, 1);
    assert_eq!(bare, Err(NoDeadline::TooFar));
    let whole = Hours::always().open_seconds(Timestamp::MIN, Timestamp::MAX);
    assert_eq!(
        whole,
        Timestamp::MAX.as_second() - Timestamp::MIN.as_second()
    );
}
