//! Clocks that start at different events and count different hours: TV-18 to TV-21.

use continuity::agreed_hours::Hours;
use continuity::stamps::{Stamps, Verdict};
use jiff::Timestamp;
use record::item::{ClockStart, Rto};
use record::value::Duration;
use serde_json::{Value as Json, json};

use crate::small_estate::{HOUR, filed};

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn hours(calendar: Json) -> Hours {
    let registers = filed(&json!([calendar]));
    let calendar = registers.calendars.iter().next().expect("it is there");
    Hours::new(calendar).expect("the zone is known")
}

/// Office hours in Berlin, closed on the days named.
fn office(closed: &[&str]) -> Hours {
    let exceptions: Vec<Json> = closed
        .iter()
        .map(|date| json!({ "date": date, "closed": true }))
        .collect();
    hours(
        json!({ "kind": "calendar", "id": "office", "zone": "Europe/Berlin",
        "windows": [{ "days": ["mon", "tue", "wed", "thu", "fri"],
            "from": "08:00", "to": "18:00" }],
        "exceptions": exceptions }),
    )
}

fn every_day(from: &str, to: &str) -> Hours {
    hours(
        json!({ "kind": "calendar", "id": "daily", "zone": "Europe/Berlin",
        "windows": [{ "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "from": from, "to": to }] }),
    )
}

#[test]
fn tv_18_the_same_event_meets_one_clock_and_misses_another() {
    let stamps = Stamps {
        began: Some(at("2026-05-15T02:10:00Z")),
        detected: Some(at("2026-05-15T02:35:00Z")),
        invoked: Some(at("2026-05-15T03:20:00Z")),
        verified: Some(at("2026-05-15T07:05:00Z")),
        ..Stamps::default()
    };
    let minutes = |clock| stamps.achieved_seconds(clock).map(|seconds| seconds / 60);
    assert_eq!(minutes(ClockStart::Disruption), Some(4 * 60 + 55));
    assert_eq!(minutes(ClockStart::Detection), Some(4 * 60 + 30));
    assert_eq!(minutes(ClockStart::Invocation), Some(3 * 60 + 45));
    let verdict = |from| {
        let rto = Rto {
            from,
            ..Rto::plain(Duration(4 * HOUR))
        };
        stamps
            .verdict(&rto, &Hours::always())
            .expect("always comes to an end")
    };
    let met = verdict(ClockStart::Invocation);
    assert!(
        matches!(met, Some(Verdict::Met { spare_seconds: 900 })),
        "{met:?}"
    );
    let missed = verdict(ClockStart::Disruption);
    assert!(
        matches!(
            missed,
            Some(Verdict::Missed {
                late_seconds: 3_300
            })
        ),
        "{missed:?}"
    );
}

#[test]
fn tv_19_office_hours_run_out_over_nights_weekends_and_holidays() {
    let end = |hours: &Hours, start: &str, need: i64| {
        hours
            .deadline(at(start), need * HOUR)
            .expect("there are hours to come")
    };
    let plain = office(&[]);
    assert_eq!(
        end(&plain, "2026-06-19T16:30:00+02:00", 4),
        at("2026-06-22T10:30:00+02:00")
    );
    let holiday = office(&["2026-06-22"]);
    assert_eq!(
        end(&holiday, "2026-06-19T16:30:00+02:00", 4),
        at("2026-06-23T10:30:00+02:00")
    );
    assert_eq!(
        end(&plain, "2026-06-19T16:00:00+02:00", 2),
        at("2026-06-19T18:00:00+02:00")
    );
    assert_eq!(
        end(&plain, "2026-06-20T12:00:00+02:00", 1),
        at("2026-06-22T09:00:00+02:00")
    );
}

#[test]
fn tv_20_four_elapsed_hours_stay_four_when_the_clocks_change() {
    let always = every_day("00:00", "24:00");
    let end = |start: &str| {
        always
            .deadline(at(start), 4 * HOUR)
            .expect("it is always open")
    };
    assert_eq!(
        end("2026-03-29T00:30:00+01:00"),
        at("2026-03-29T05:30:00+02:00")
    );
    assert_eq!(
        end("2026-10-25T00:30:00+02:00"),
        at("2026-10-25T03:30:00+01:00")
    );
}

#[test]
fn tv_21_a_night_has_seven_eight_or_nine_hours() {
    let nights = every_day("22:00", "06:00");
    let lasts = |opens: &str, closes: &str, need: i64| {
        let end = |need| {
            nights
                .deadline(at(opens), need)
                .expect("there are nights to come")
        };
        assert_eq!(end(need * HOUR), at(closes), "it just fits into the night");
        assert!(end(need * HOUR + 1) > at(closes), "and no second more");
    };
    lasts("2026-03-28T22:00:00+01:00", "2026-03-29T06:00:00+02:00", 7);
    lasts("2026-10-24T22:00:00+02:00", "2026-10-25T06:00:00+01:00", 9);
    lasts("2026-06-20T22:00:00+02:00", "2026-06-21T06:00:00+02:00", 8);
    lasts("2026-03-28T23:00:00+01:00", "2026-03-29T06:00:00+02:00", 6);
    lasts("2026-10-24T23:00:00+02:00", "2026-10-25T06:00:00+01:00", 8);
}
