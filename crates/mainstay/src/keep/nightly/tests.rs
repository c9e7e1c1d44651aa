//! When a backup is due.

use continuity::state::Kept;
use jiff::Timestamp;
use jiff::civil::Time;

use super::is_due;

fn due(now: &str, last: Option<(&str, bool)>) -> bool {
    let at = |text: &str| -> Timestamp { text.parse().expect("an instant") };
    let last = last.map(|(instant, succeeded)| Kept {
        at: at(instant),
        succeeded,
        text: String::new(),
        head: 1,
    });
    is_due(at(now), Time::constant(2, 0, 0, 0), last.as_ref())
}

#[test]
fn one_each_night_and_the_first_at_once() {
    assert!(due("2026-05-15T12:00:00Z", None));
    let yesterday = Some(("2026-05-14T02:00:03Z", true));
    assert!(!due("2026-05-15T01:59:59Z", yesterday));
    assert!(due("2026-05-15T02:00:00Z", yesterday));
    assert!(!due(
        "2026-05-15T02:00:10Z",
        Some(("2026-05-15T02:00:03Z", true))
    ));
    // The server was down at night.
    assert!(due("2026-05-15T09:00:00Z", yesterday));
    // One by hand during the day takes the place of none.
    assert!(due(
        "2026-05-15T02:00:00Z",
        Some(("2026-05-14T15:00:00Z", true))
    ));
}

#[test]
fn after_one_that_failed_an_hour_later() {
    let failed = Some(("2026-05-15T02:00:00Z", false));
    assert!(!due("2026-05-15T02:59:59Z", failed));
    assert!(due("2026-05-15T03:00:00Z", failed));
    // A clock that was set back must not put it off for as long.
    assert!(due("2026-05-15T01:00:00Z", failed));
}
