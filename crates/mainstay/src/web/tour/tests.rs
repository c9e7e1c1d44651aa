//! The tour's addresses and its strip, on given instants.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{STOPS, address, friday, shown};

fn at(text: &str) -> String {
    let now: Timestamp = text.parse().unwrap();
    friday(now, &TimeZone::get("Europe/Berlin").unwrap())
}

#[test]
fn the_story_ends_on_the_coming_friday_where_the_organisation_is() {
    assert_eq!(at("2026-11-25T02:00:00Z"), "2026-11-27T16:30");
    assert_eq!(at("2026-11-27T15:29:00Z"), "2026-11-27T16:30");
    assert_eq!(at("2026-11-27T15:30:00Z"), "2026-12-04T16:30");
    // Still Friday in Greenwich, Saturday here.
    assert_eq!(at("2026-06-26T22:30:00Z"), "2026-07-03T16:30");
}

#[test]
fn each_stop_leads_on_back_and_out() {
    for (at, stop) in STOPS.iter().enumerate() {
        let here = address(at, "FRIDAY");
        assert!(here.ends_with(&format!("tour={}", at + 1)), "{here}");
        let strip = shown(at, "FRIDAY", &here).into_string();
        let escaped = |address: String| address.replace('&', "&amp;");
        if at + 1 < STOPS.len() {
            assert!(
                strip.contains(&escaped(address(at + 1, "FRIDAY"))),
                "{strip}"
            );
        }
        if at > 0 {
            assert!(
                strip.contains(&escaped(address(at - 1, "FRIDAY"))),
                "{strip}"
            );
        }
        let out = escaped(stop.path.replace("{friday}", "FRIDAY"));
        assert!(strip.contains(&format!("href=\"{out}\">Leave")), "{strip}");
    }
    assert!(STOPS[9].path.contains("lose=site/ams-cloud"));
}
