//! How long a backlog takes: TV-7, with a part of the work done by hand, and against a walk
//! through the hours.

use proptest::prelude::*;
use serde_json::json;

use super::{ByHand, clears_after_seconds};
use crate::requirements::recovery_targets::recovery_targets;
use crate::standpoint::Standpoint;
use crate::testing::{instant, registers};

const HOUR: i64 = 3_600;

fn hand(share: f64, starts: i64, lasts: i64, rekey: i64) -> Option<ByHand> {
    Some(ByHand {
        share,
        starts_seconds: starts,
        lasts_seconds: lasts,
        rekey_seconds: rekey,
    })
}

#[test]
fn tv_7_six_hours_down_take_twenty_to_clear_and_by_hand_less() {
    let flows = (100.0, 130.0);
    assert_eq!(clears_after_seconds(flows, 6 * HOUR, None), Some(20 * HOUR));
    // 60 % by hand from the start: (1 − 0.6) · 100 · 6 / 30.
    assert_eq!(
        clears_after_seconds(flows, 6 * HOUR, hand(0.6, 0, 9 * HOUR, 0)),
        Some(8 * HOUR)
    );
    // From the second hour on, for four hours: 600 − 0.6 · 100 · 4 = 360 left to clear.
    let late = hand(0.6, HOUR, 4 * HOUR, 0);
    assert_eq!(clears_after_seconds(flows, 6 * HOUR, late), Some(12 * HOUR));
    // Entering it all again for half an hour is 65 more.
    let rekeyed = hand(0.6, HOUR, 4 * HOUR, HOUR / 2);
    assert_eq!(clears_after_seconds(flows, 6 * HOUR, rekeyed), Some(51_000));
}

#[test]
fn tv_8_what_arrives_as_fast_as_it_is_cleared_never_clears_unless_nothing_is_left() {
    assert_eq!(clears_after_seconds((100.0, 100.0), HOUR, None), None);
    assert_eq!(
        clears_after_seconds((100.0, 100.0), HOUR, hand(1.0, 0, HOUR, 0)),
        Some(0)
    );
    assert_eq!(clears_after_seconds((100.0, 130.0), 0, None), Some(0));
}

proptest! {
    /// The backlog walked through second by second, arriving and cleared.
    #[test]
    fn agrees_with_a_walk_through_the_time(
        arrives in 1u32..8, faster in 1u32..8, down in 0i64..400,
        share in 0u32..=4, starts in 0i64..200, lasts in 0i64..300, rekey in 0i64..50,
    ) {
        // In quarters of a work item a second, so that the walk is exact.
        let (arrives, clears) = (i64::from(arrives) * 4, i64::from(arrives + faster) * 4);
        let mut queue = 0i64;
        let mut by_hand = false;
        for second in 0..down {
            let works = second >= starts && second < starts + lasts;
            by_hand |= works;
            queue += arrives - if works { arrives * i64::from(share) / 4 } else { 0 };
        }
        queue += if by_hand { clears * rekey } else { 0 };
        let mut after = 0;
        while queue > 0 {
            queue += arrives - clears;
            after += 1;
        }
        let flows = (arrives as f64 * 3_600.0 / 4.0, clears as f64 * 3_600.0 / 4.0);
        let hand = hand(f64::from(share) / 4.0, starts, lasts, rekey);
        prop_assert_eq!(clears_after_seconds(flows, down, hand), Some(after));
    }
}

#[test]
fn it_is_told_for_the_target_and_for_what_calculation_says() {
    let records = json!([
        { "kind": "activity", "id": "a", "targets": { "mtpd": "26h" },
          "backlog": { "arrives": "100/h", "clears": "130/h" }, "requires": ["s"] },
        { "kind": "service", "id": "s", "recovery": { "takes": "3h" } },
        { "kind": "workaround", "id": "paper", "activity": "a", "start-within": "0m",
          "sustain-for": "24h", "capacity": "50%", "rekey": "0m" },
    ]);
    let registers = registers(records);
    let standpoint = Standpoint::new(&registers, instant("2026-06-08T10:00:00Z"));
    let targets = recovery_targets(&standpoint);
    let item = standpoint.estate.ask("a").expect("an item");
    let row = targets.row(&standpoint, item, usize::MAX);
    let backlog = row
        .catching_up
        .and_then(|it| it.backlog)
        .expect("there is one");
    let told = |outage: Option<super::Outage>| {
        let it = outage.expect("it is known");
        let eased = it.with_workaround.expect("there is paper");
        let hours = |seconds: Option<i64>| seconds.map(|it| it / HOUR);
        (
            it.down_seconds / HOUR,
            hours(it.clears_after_seconds),
            hours(eased.clears_after_seconds),
        )
    };
    // Paper lasts a day, so that the target is a day: its backlog takes 80 h, or 40 by hand.
    assert_eq!(told(backlog.at_target), (24, Some(80), Some(40)));
    assert_eq!(told(backlog.by_calculation), (3, Some(10), Some(5)));
}
