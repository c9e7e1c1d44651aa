//! Times as people read them.

use jiff::tz::TimeZone;

use super::{ago, span, words};

#[test]
fn spans_show_their_two_largest_units() {
    let shown = [0, 45, 90, 3_600, 12_000, 86_400, 187_200, 93_660, -5_400].map(span);
    insta::assert_snapshot!(shown.join(", "),
        @"0 min, 45 s, 1 min 30 s, 1 h, 3 h 20 min, 1 d, 2 d 4 h, 1 d 2 h, minus 1 h 30 min");
}

#[test]
fn an_instant_is_local_and_utc() {
    let at = "2026-06-19T14:30:00Z".parse().unwrap();
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    assert_eq!(words(at, &berlin), "Fri 2026-06-19 16:30 CEST (14:30 UTC)");
    assert_eq!(words(at, &TimeZone::UTC), "Fri 2026-06-19 14:30 UTC");
    let late = "2026-06-19T23:30:00Z".parse().unwrap();
    assert_eq!(
        words(late, &berlin),
        "Sat 2026-06-20 01:30 CEST (Fri 23:30 UTC)"
    );
}

#[test]
fn ages_have_one_unit() {
    let now: jiff::Timestamp = "2026-06-19T14:30:00Z".parse().unwrap();
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    assert_eq!(ago(at("2026-05-09T14:30:00Z"), now), "41 days ago");
    assert_eq!(ago(at("2026-06-19T17:30:00Z"), now), "in 3 hours");
    assert_eq!(ago(at("2026-06-19T14:29:30Z"), now), "just now");
}
