//! The answer of `deadline`: what it understands as a start, and what it prints.

use record::initiation::Calendar;
use record::initiation::calendar::Window;
use record::value::{Duration, TimeOfDay, Weekday};

use super::{DeadlineAnswer, deadline_answer};

fn calendar(days: &[Weekday], from: u32, to: u32) -> Calendar {
    let (from, to) = (TimeOfDay(from * 60), TimeOfDay(to * 60));
    let days = days.to_vec();
    Calendar {
        zone: "Europe/Berlin".into(),
        windows: vec![Window { days, from, to }],
        exceptions: Vec::new(),
    }
}

fn office() -> Calendar {
    use Weekday::{Fri, Mon, Thu, Tue, Wed};
    calendar(&[Mon, Tue, Wed, Thu, Fri], 8, 18)
}

fn sunday() -> Calendar {
    calendar(&[Weekday::Sun], 0, 24)
}

fn ask(calendar: &Calendar, start: &str, within: &str) -> anyhow::Result<DeadlineAnswer> {
    deadline_answer(calendar, start, Duration::parse(within).expect("sound"))
}

#[test]
fn an_instant_and_local_time_give_the_answer_in_the_zone_of_the_calendar() {
    let expected = r#"{"deadline":"2026-06-22T10:30:00+02:00","elapsed_seconds":237600}"#;
    for start in [
        "2026-06-19T16:30",
        "2026-06-19 16:30:00",
        "2026-06-19T16:30:00+02:00",
        "2026-06-19T14:30Z",
        "2026-06-19T10:30-04:00",
    ] {
        let answer = ask(&office(), start, "4h").expect("sound");
        assert_eq!(answer.json().to_string(), expected, "{start}");
    }
}

#[test]
fn the_text_says_from_when_and_how_long() {
    let answer = ask(&office(), "2026-06-19T16:30", "4h").expect("sound");
    let expected = "Mon 2026-06-22 10:30:00 +02:00\n\
        4h of agreed hours from Fri 2026-06-19 16:30:00 +02:00 run out after 2d18h by the clock.";
    assert_eq!(answer.text(), expected);
}

#[test]
fn a_local_time_that_comes_twice_or_never_is_said() {
    let twice = ask(&sunday(), "2026-10-25T02:30", "1h").expect("sound");
    let expected = "{\"deadline\":\"2026-10-25T02:30:00+01:00\",\"elapsed_seconds\":3600,\
        \"remark\":\"2026-10-25T02:30 comes twice in Europe/Berlin, where the clocks go back; \
        the first is taken (2026-10-25T02:30:00+02:00)\"}";
    assert_eq!(twice.json().to_string(), expected);
    let never = ask(&sunday(), "2026-03-29T02:30", "1h").expect("sound");
    let remark = "Note: 2026-03-29T02:30 does not come in Europe/Berlin, where the clocks go \
        forward; 2026-03-29T03:30:00+02:00 is taken.";
    assert!(never.text().ends_with(remark), "{}", never.text());
}

#[test]
fn what_is_no_start_is_refused_and_shown_short() {
    let long = "x".repeat(10_000);
    for start in [
        "",
        "2026-06-19",
        "16:30",
        "2026-06-19T16:30[America/New_York]",
        "2026-06-19T25:00",
        "2026-06-31T10:00",
        "Friday",
        &long,
    ] {
        let refused = ask(&office(), start, "4h")
            .expect_err("refused")
            .to_string();
        assert!(refused.contains("is no start; write"), "{start}: {refused}");
        assert!(refused.len() < 300, "{}", refused.len());
    }
}

#[test]
fn hours_that_never_run_out_are_an_error() {
    let never = ask(&calendar(&[], 8, 18), "2026-06-19T16:30", "4h").expect_err("refused");
    let expected = "the calendar does not open within 4,000 days";
    assert_eq!(never.to_string(), expected);
    assert!(ask(&office(), "2026-06-19T16:30", "900y").is_err());
    assert!(ask(&office(), "9999-12-31T16:30", "4h").is_err());
}
