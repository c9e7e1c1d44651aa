//! TV-49 of the domain reference: due after calendar months, clamped to the end of a month.

use serde_json::json;

use super::{Covered, coverage};
use crate::testing::registers;

fn impact(id: &str, more: serde_json::Value) -> serde_json::Value {
    let mut impact = json!({ "kind": "impact", "id": id, "activity": id, "status": "approved",
        "after": ["1h"], "levels": { "legal": [1] } });
    for (key, value) in more.as_object().expect("a map") {
        impact[key] = value.clone();
    }
    impact
}

#[test]
fn coverage_counts_what_is_approved_and_in_date() {
    let confirmed = |at: &str| json!({ "confirmed": { "by": "ana", "at": at } });
    let activities = ["a", "b", "c", "d", "e", "f", "g"];
    let mut all: Vec<_> = activities
        .map(|id| json!({ "kind": "activity", "id": id }))
        .to_vec();
    all.extend([
        impact("a", confirmed("2025-11-22")),
        impact("b", confirmed("2025-11-20")),
        impact("c", json!({})),
        impact("d", json!({ "status": "in-review" })),
        json!({ "kind": "scope", "id": "s", "excludes": [ { "item": "activity/f" } ],
            "includes": ["a", "activity/b", "c", "d", "e"] }),
    ]);
    let registers = registers(all.into());
    let today = "2026-11-22".parse().expect("a day");
    let found = coverage(&registers, today);
    let count = |covered: Covered| found.count(covered);
    assert_eq!(count(Covered::InDate), 1, "the last day counts");
    assert_eq!(count(Covered::Overdue), 1, "stale by two days");
    assert_eq!(count(Covered::Undated), 1);
    assert_eq!(count(Covered::Waiting), 1);
    assert_eq!(count(Covered::Missing), 1);
    assert_eq!((found.activities.len(), found.excluded_count), (5, 1));
    assert_eq!(
        found.undecided_count, 1,
        "no scope in force says anything of g"
    );
    assert_eq!(found.ages_days, [365, 367]);
}

#[test]
fn a_named_day_goes_before_the_twelve_months() {
    let registers = registers(json!([
        { "kind": "activity", "id": "a" },
        impact("a", json!({ "valid-from": "2024-02-29", "review-due": "2027-01-01" })),
    ]));
    let found = coverage(&registers, "2026-11-22".parse().expect("a day"));
    assert_eq!(found.count(Covered::InDate), 1);
}
