//! Steps of plans drawn one by one (TV-15, TV-43), what a policy supposes, and that nothing changes
//! where no policy says anything.

use std::num::NonZeroUsize;

use serde_json::{Value, json};

use super::{ItemSpread, all_but_people, recovery_spread, under_limits};
use crate::implementation::recovery_schedule::{Budget, returns};
use crate::standpoint::Standpoint;
use crate::testing::{NOON, instant, registers};

fn spread_by(records: Value, threads: usize) -> Vec<ItemSpread> {
    let registers = registers(records);
    let standpoint = Standpoint::new(&registers, instant(NOON));
    let threads = NonZeroUsize::new(threads).unwrap();
    recovery_spread(&standpoint, None, (20_000, 1), threads)
}

fn spread(records: Value) -> Vec<ItemSpread> {
    spread_by(records, 2)
}

fn of<'s>(all: &'s [ItemSpread], id: &str) -> &'s ItemSpread {
    all.iter().find(|it| it.id == id).unwrap()
}

fn minutes(it: &ItemSpread) -> [f64; 3] {
    let back = it.back_seconds;
    [back.p50, back.p80, back.p90].map(|it| it.unwrap() as f64 / 60.0)
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} {expected}");
}

fn three() -> Value {
    json!({ "best": "20m", "likely": "30m", "worst": "70m" })
}

/// A plan of three steps in a row, each as in TV-42, and a policy beside it.
fn chain(policy: Option<Value>) -> Value {
    let step = |id: &str, after: Value| json!({ "id": id, "by": "team/dba", "takes": three(), "after": after });
    let mut last = step("three", json!(["two"]));
    last["restores"] = "component/db".into();
    let mut records = vec![
        json!({ "kind": "component", "id": "db" }),
        json!({ "kind": "team", "id": "dba", "capacity": 2 }),
        json!({ "kind": "plan", "id": "p", "status": "approved",
            "steps": [step("one", json!([])), step("two", json!(["one"])), last] }),
    ];
    records.extend(policy.map(|it| json!({ "kind": "policy", "id": "chance", "simulation": it })));
    Value::Array(records)
}

#[test]
fn tv_43_the_steps_of_a_plan_are_drawn_one_by_one() {
    let [_, _, apart] = minutes(of(&spread(chain(None)), "component/db"));
    near(apart, 124.2, 1.2);
    // All of one cause: the 90th percentiles add up. Half of it lies between.
    let alike = |share: &str| {
        let policy = json!({ "durations-alike": share });
        minutes(of(&spread(chain(Some(policy))), "component/db"))[2]
    };
    near(alike("100%"), 141.8, 1.2);
    let half = alike("50%");
    assert!(apart + 4.0 < half && half < 139.0, "{half}");
}

#[test]
fn threads_change_nothing_whatever_is_supposed() {
    let policy = json!({ "durations-alike": "40%", "spread": { "later": "50%" } });
    let [one, many] = [1, 5].map(|threads| {
        let all = spread_by(chain(Some(policy.clone())), threads);
        serde_json::to_string(&all).unwrap()
    });
    assert_eq!(one, many);
}

/// The plan of TV-15, its two restores with three points around the figures or without.
fn tv_15(orders: Value, customers: Value) -> Value {
    let step =
        |id: &str, takes: Value, after: Value| json!({ "id": id, "takes": takes, "after": after });
    let restores = |mut step: Value, item: &str| {
        step["restores"] = item.into();
        step
    };
    json!([
        { "kind": "component", "id": "orders-db" },
        { "kind": "component", "id": "customers-db" },
        { "kind": "service", "id": "shop", "requires": ["orders-db", "customers-db"],
          "targets": { "rto": { "within": "190m", "from": "invocation" } } },
        { "kind": "plan", "id": "p", "status": "approved", "steps": [
            step("s1", json!("10m"), json!([])),
            step("s2", json!("30m"), json!(["s1"])),
            step("s3", json!("45m"), json!(["s1"])),
            restores(step("s4", orders, json!(["s2", "s3"])), "component/orders-db"),
            restores(step("s5", customers, json!(["s2", "s3"])), "component/customers-db"),
            step("s6", json!("20m"), json!(["s2"])),
            step("s7", json!("30m"), json!(["s4", "s5", "s6"])),
            restores(step("s8", json!("15m"), json!(["s7"])), "service/shop"),
        ] },
    ])
}

#[test]
fn tv_15_without_limits_of_people_and_what_an_unsure_step_does_to_it() {
    let sure = spread(tv_15(json!("90m"), json!("60m")));
    assert_eq!(minutes(of(&sure, "service/shop")), [190.0; 3]);
    assert_eq!(minutes(of(&sure, "component/orders-db")), [145.0; 3]);
    assert_eq!(of(&sure, "service/shop").meets_probability, Some(1.0));
    // Orders from 60 to 150 minutes: customers never last longer, the shop follows orders.
    let orders = json!({ "best": "60m", "likely": "90m", "worst": "150m" });
    let unsure = spread(tv_15(orders, json!("60m")));
    let (db, shop) = (
        of(&unsure, "component/orders-db"),
        of(&unsure, "service/shop"),
    );
    for (db, shop) in minutes(db).iter().zip(minutes(shop)) {
        near(shop, db + 45.0, 1e-9);
    }
    let [p50, _, p90] = minutes(db);
    assert!(140.0 < p50 && p50 < 153.0 && p90 > 165.0, "{p50} {p90}");
    let meets = shop.meets_probability.unwrap();
    assert!((0.3..0.5).contains(&meets), "{meets}");
}

#[test]
fn the_tail_after_another_item_is_drawn_with_the_same_steps() {
    let mut records = tv_15(json!("90m"), json!("60m"));
    records[3]["steps"][6]["takes"] = json!({ "best": "10m", "likely": "30m", "worst": "90m" });
    let unsure = spread(records);
    let [p50, p80, p90] = minutes(of(&unsure, "service/shop"));
    // 145 until orders are back, then 10 to 90 and 15.
    assert!(
        170.0 < p50 && p50 < p80 && p80 < p90 && p90 < 250.0,
        "{p50} {p80} {p90}"
    );
    assert_eq!(minutes(of(&unsure, "component/orders-db")), [145.0; 3]);
}

#[test]
fn a_policy_says_how_sure_a_single_figure_is_and_what_nobody_timed_takes() {
    let records = |policy: Option<Value>| {
        let mut all = vec![
            json!({ "kind": "component", "id": "timed", "recovery": { "takes": "60m" } }),
            json!({ "kind": "component", "id": "dark" }),
        ];
        all.extend(policy.map(|it| json!({ "kind": "policy", "id": "chance", "simulation": it })));
        Value::Array(all)
    };
    let plain = spread(records(None));
    assert_eq!(minutes(of(&plain, "component/timed")), [60.0; 3]);
    assert_eq!(of(&plain, "component/dark").back_seconds.p50, None);
    assert!(plain.iter().all(|it| !it.time_supposed));
    let policy = json!({ "spread": { "sooner": "50%", "later": "100%" }, "takes": "4h" });
    let supposed = spread(records(Some(policy)));
    // Beta-PERT of 30, 60 and 120 minutes: mean 65.
    let [p50, _, p90] = minutes(of(&supposed, "component/timed"));
    assert!(
        (62.0..66.0).contains(&p50) && (84.0..92.0).contains(&p90),
        "{p50} {p90}"
    );
    let dark = of(&supposed, "component/dark");
    assert!(dark.time_supposed && !of(&supposed, "component/timed").time_supposed);
    near(minutes(dark)[0], 4.0 * p50, 8.0);
}

/// The plan of TV-15 with its teams, of which the administrators are so many; each step from half
/// to twice its figure where `unsure`.
fn tv_15_by_teams(administrators: u32, unsure: bool) -> Value {
    let takes = |minutes: i64| match unsure {
        false => json!(format!("{minutes}m")),
        true => json!({ "best": format!("{}m", minutes / 2), "likely": format!("{minutes}m"),
            "worst": format!("{}m", minutes * 2) }),
    };
    let step = |id: &str, by: &str, minutes: i64, after: Value| json!({ "id": id, "by": by, "takes": takes(minutes), "after": after });
    let restores = |mut step: Value, item: &str| {
        step["restores"] = item.into();
        step
    };
    let team = |id: &str, people: u32| json!({ "kind": "team", "id": id, "capacity": people });
    json!([
        team("ic", 1), team("net", 1), team("sto", 1), team("sys", 1), team("app", 1),
        team("biz", 1), team("dba", administrators),
        { "kind": "component", "id": "orders-db" },
        { "kind": "component", "id": "customers-db" },
        { "kind": "service", "id": "shop", "requires": ["orders-db", "customers-db"],
          "targets": { "rto": { "within": "195m", "from": "invocation" } } },
        { "kind": "plan", "id": "p", "status": "approved", "steps": [
            step("s1", "team/ic", 10, json!([])),
            step("s2", "team/net", 30, json!(["s1"])),
            step("s3", "team/sto", 45, json!(["s1"])),
            restores(step("s4", "team/dba", 90, json!(["s2", "s3"])), "component/orders-db"),
            restores(step("s5", "team/dba", 60, json!(["s2", "s3"])), "component/customers-db"),
            step("s6", "team/sys", 20, json!(["s2"])),
            step("s7", "team/app", 30, json!(["s4", "s5", "s6"])),
            restores(step("s8", "team/biz", 15, json!(["s7"])), "service/shop"),
        ] },
    ])
}

/// The shop of TV-15 with and without limits of people.
fn shop_with_people(records: Value, threads: usize) -> ItemSpread {
    let registers = registers(records);
    let standpoint = Standpoint::new(&registers, instant(NOON));
    let many = NonZeroUsize::new(threads).unwrap();
    let mut rows = recovery_spread(&standpoint, None, (5_000, 1), many);
    let budget = Budget {
        schedules: 200,
        seed: 1,
        runs: 5_000,
        threads,
    };
    let found = returns(&standpoint, &all_but_people(&standpoint), budget);
    under_limits(&standpoint, &mut rows, &found);
    of(&rows, "service/shop").clone()
}

#[test]
fn tv_15_with_one_and_with_two_administrators() {
    for (administrators, minutes, meets) in [(2, 190, 1.0), (1, 250, 0.0)] {
        let shop = shop_with_people(tv_15_by_teams(administrators, false), 2);
        let people = shop.with_people.unwrap();
        assert_eq!(people.back_seconds.p50, Some(minutes * 60));
        assert_eq!(people.back_seconds.p90, Some(minutes * 60));
        assert_eq!(people.meets_probability, Some(meets));
        assert_eq!(shop.back_seconds.p50, Some(190 * 60));
    }
}

#[test]
fn tv_15_by_medians_where_every_step_is_unsure() {
    let median = |administrators| {
        let shop = shop_with_people(tv_15_by_teams(administrators, true), 2);
        let [path, people] = [shop.back_seconds, shop.with_people.unwrap().back_seconds];
        [path.p50, people.p50].map(|it| it.unwrap() as f64 / 60.0)
    };
    // Each step is 13/12 of its figure on average: the chain of 190 minutes and its merges somewhat
    // more than 205; one administrator adds the 60 minutes of the other restore, some 65.
    let ([path, two], [same, one]) = (median(2), median(1));
    assert_eq!(
        path, same,
        "without limits nobody counts the administrators"
    );
    assert!((200.0..215.0).contains(&path), "{path}");
    // Under limits what follows another item's return counts with its 80th percentile.
    assert!(path <= two && two < path + 15.0, "{path} {two}");
    assert!((45.0..80.0).contains(&(one - two)), "{two} {one}");
}

#[test]
fn days_under_limits_hang_on_no_thread() {
    let one = shop_with_people(tv_15_by_teams(1, true), 1);
    let many = shop_with_people(tv_15_by_teams(1, true), 7);
    assert_eq!(one.with_people, many.with_people);
    let people = one.with_people.unwrap();
    assert!(people.meets_probability.unwrap() < one.meets_probability.unwrap());
}

#[test]
fn tv_43_a_team_of_one_makes_a_chain_of_what_could_run_side_by_side() {
    // Three components, each as in TV-42, one administrator: the last is back as a chain of three.
    let part = |id: &str| {
        json!({ "kind": "component", "id": id,
        "recovery": { "takes": three(), "by": "team/dba" } })
    };
    let records = json!([
        { "kind": "team", "id": "dba", "capacity": 1 },
        { "kind": "policy", "id": "chance", "simulation": { "durations-alike": "0%" } },
        part("a"), part("b"), part("c"),
        { "kind": "service", "id": "shop", "recovery": { "takes": "0m" },
          "targets": { "rto": { "within": "47m16s", "from": "invocation" } },
          "requires": ["a", "b", "c"] },
    ]);
    let shop = shop_with_people(records, 2);
    let people = shop.with_people.unwrap().back_seconds;
    near(people.p90.unwrap() as f64 / 60.0, 124.2, 2.0);
    // Without limits the merge of three, each 90 % in time: 72.9 %.
    near(shop.meets_probability.unwrap(), 0.729, 0.03);
}
