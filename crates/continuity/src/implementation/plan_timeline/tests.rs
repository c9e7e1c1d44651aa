//! Plans small enough to be laid out by hand.

use serde_json::json;

use super::*;
use crate::testing::registers;

fn timeline(steps: serde_json::Value) -> PlanTimeline {
    let all = registers(json!([{"kind": "plan", "id": "one", "steps": steps}]));
    plan_timeline(&all.plans.get("one").expect("it was filed").own)
}

#[test]
fn what_waits_begins_when_the_last_of_what_it_waits_for_is_done() {
    let plan = timeline(json!([
        {"id": "call", "takes": "10m"},
        {"id": "short", "takes": "5m", "after": ["call"]},
        {"id": "long", "takes": "30m", "after": ["call"]},
        {"id": "open", "takes": "1m", "after": ["short", "long"]},
    ]));
    let minutes: Vec<_> = plan
        .steps
        .iter()
        .map(|it| {
            let minute = |seconds: Option<i64>| seconds.map(|it| it / 60);
            (
                minute(it.starts_seconds),
                minute(it.ends_seconds),
                it.decides,
            )
        })
        .collect();
    let wanted = [
        (Some(0), Some(10), true),
        (Some(10), Some(15), false),
        (Some(10), Some(40), true),
        (Some(40), Some(41), true),
    ];
    assert_eq!(minutes, wanted);
    assert_eq!(plan.ends_seconds, Some(41 * 60));
}

#[test]
fn without_a_duration_nothing_after_it_has_a_time_and_the_end_is_unknown() {
    let plan = timeline(json!([
        {"id": "call"},
        {"id": "open", "takes": "1m", "after": ["call"]},
        {"id": "meet", "takes": "7m"},
    ]));
    assert_eq!(plan.steps[1].starts_seconds, None);
    assert_eq!(plan.steps[2].ends_seconds, Some(420));
    assert_eq!(plan.ends_seconds, None);
    assert!(plan.steps.iter().all(|it| !it.decides));
}

#[test]
fn three_points_give_a_half_and_an_eight_of_ten_and_a_wait_is_added_to_both() {
    let takes = json!({"best": "10m", "likely": "15m", "worst": "30m"});
    let plan = timeline(json!([{"id": "vote", "takes": takes, "wait": "1m"}]));
    // Beta-PERT: alpha = 2, beta = 4; half lies at 0.313810 of the width of 20 minutes.
    assert_eq!(plan.steps[0].half_seconds, Some(600 + 377 + 60));
    assert!(plan.steps[0].most_seconds > plan.steps[0].half_seconds);
}
