//! People write times, shares and money as they speak.

use record::value::{Duration, Money};

use super::{money, read, span};
use crate::web::form::Faults;

#[test]
fn times_are_read_as_people_write_them() {
    for (typed, meant) in [
        ("4 hours", 14_400),
        ("4h", 14_400),
        ("1 h 30 min", 5_400),
        ("2 days", 172_800),
        ("1 week", 604_800),
        ("PT1H30M", 5_400),
        ("30 minutes", 1_800),
    ] {
        let mut faults = Faults::default();
        let found: Option<Duration> = read(&span(typed), "x", &mut faults);
        assert_eq!(found, Some(Duration(meant)), "{typed}");
    }
    let mut faults = Faults::default();
    assert_eq!(read::<Duration>(&span("soon"), "x", &mut faults), None);
    assert!(faults.at("x").is_some_and(|text| text.len() > 10));
}

#[test]
fn commas_stand_between_thousands_only() {
    let read = |text: &str| {
        let mut faults = Faults::default();
        let found: Option<Money> = money(text, "EUR", "x", &mut faults);
        (found.map(|it| it.minor), faults.is_empty())
    };
    assert_eq!(read("12,000"), (Some(1_200_000), true));
    assert_eq!(read("1,234,567.50"), (Some(123_456_750), true));
    assert_eq!(read("12 000"), (Some(1_200_000), true));
    assert_eq!(read("12,5"), (None, false));
}
