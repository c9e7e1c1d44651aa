//! TV-49: months are months of the calendar.

use jiff::civil::{Date, date};

use super::{Freshness, age};

fn due(shown: Date, months: i32) -> Date {
    age(shown, months, shown).due
}

#[test]
fn tv_49_due_dates_are_clamped_to_the_end_of_a_month() {
    assert_eq!(due(date(2025, 11, 20), 12), date(2026, 11, 20));
    assert_eq!(due(date(2024, 2, 29), 12), date(2025, 2, 28));
    assert_eq!(due(date(2025, 8, 31), 6), date(2026, 2, 28));
}

#[test]
fn tv_49_two_days_over_is_stale_by_two_days() {
    let age = age(date(2025, 11, 20), 12, date(2026, 11, 22));
    assert_eq!((age.freshness, age.over_days), (Freshness::Stale, 2));
    assert!(!age.twice);
}

#[test]
fn soon_is_thirty_days_or_a_tenth_of_the_interval() {
    let year = |today| age(date(2025, 11, 20), 12, today).freshness;
    assert_eq!(year(date(2026, 10, 14)), Freshness::Fresh);
    assert_eq!(year(date(2026, 10, 15)), Freshness::DueSoon);
    assert_eq!(year(date(2026, 11, 20)), Freshness::DueSoon);
    assert_eq!(year(date(2026, 11, 21)), Freshness::Stale);
    let month = |today| age(date(2026, 1, 1), 3, today).freshness;
    assert_eq!(month(date(2026, 3, 1)), Freshness::Fresh);
    assert_eq!(month(date(2026, 3, 2)), Freshness::DueSoon);
}

#[test]
fn twice_the_interval_is_passed_the_day_after() {
    let twice = |today| age(date(2024, 3, 2), 12, today).twice;
    assert!(!twice(date(2026, 3, 2)));
    assert!(twice(date(2026, 3, 3)));
}
