//! `mainstay recover`: the vector of one administrator too few, from a folder, as programs and
//! people read it; the same from seed and budget; and the example organisation.

use serde_json::Value;

use crate::binary::{Outcome, mainstay};

const AT: &str = "2026-11-20T12:00:00Z";

/// TV-15 as a folder: the plan's eight steps, and the teams that do them.
const RECORDS: &str = "\
{ kind: team, id: ic, capacity: 1 }
---
{ kind: team, id: dba, name: Database administrators, capacity: 1 }
---
kind: service
id: shop
targets: { rto: 4h }
lead: { detect: 20m, decide: 25m }
requires: [ orders-db, customer-db ]
---
{ kind: component, id: orders-db }
---
{ kind: component, id: customer-db }
---
{ kind: scenario, id: all, loses: [ shop, orders-db, customer-db ] }
---
kind: plan
id: restore
status: approved
covers: [ service/shop ]
steps:
  - { id: s1, title: Invoke, by: ic, takes: 10m }
  - { id: s2, takes: 30m, after: [s1] }
  - { id: s3, takes: 45m, after: [s1] }
  - { id: s4, title: Restore the orders, by: dba, takes: 90m, after: [s2, s3], restores: orders-db }
  - { id: s5, by: dba, takes: 60m, after: [s2, s3], restores: customer-db }
  - { id: s6, takes: 20m, after: [s2] }
  - { id: s7, takes: 30m, after: [s4, s5, s6] }
  - { id: s8, takes: 15m, after: [s7], restores: service/shop }
";

fn recover(rest: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("estate.yaml");
    std::fs::write(&file, RECORDS).expect("it is written");
    let path = folder.path().to_str().expect("a plain path");
    mainstay(&[&["recover", path, "--at", AT], rest].concat())
}

fn json(rest: &[&str]) -> Value {
    let told = recover(&[&["--format", "json"], rest].concat());
    assert_eq!(told.code, 0, "{}", told.err);
    serde_json::from_str(&told.out).expect("JSON")
}

fn row<'v>(list: &'v Value, id: &str) -> &'v Value {
    let rows = list.as_array().expect("a list").iter();
    let mut of = rows.filter(|row| row["id"] == id);
    of.next().unwrap_or_else(|| panic!("{id} is not in {list}"))
}

#[test]
fn one_administrator_misses_the_shop_by_fifty_five_minutes() {
    let told = json(&["--scenario", "all"]);
    let (orders, customers) = (
        row(&told["tasks"], "restore/s4"),
        row(&told["tasks"], "restore/s5"),
    );
    assert_eq!(
        (&orders["starts_seconds"], &orders["ends_seconds"]),
        (&3_300.into(), &8_700.into())
    );
    assert_eq!(
        (&customers["starts_seconds"], &customers["ends_seconds"]),
        (&8_700.into(), &12_300.into())
    );
    assert_eq!(
        (&orders["item"], &orders["plan"]),
        (&"component/orders-db".into(), &"plan/restore".into())
    );
    assert_eq!(orders["by"], "team/dba");
    let shop = row(&told["items"], "service/shop");
    assert_eq!(shop["back_seconds"], 15_000);
    assert_eq!(shop["lead_seconds"], 2_700);
    assert_eq!(shop["compared_seconds"], 17_700);
    assert_eq!(
        (&shop["target_seconds"], &shop["verdict"]),
        (&14_400.into(), &"misses".into())
    );
    for (key, seconds) in [
        ("makespan_seconds", 15_000),
        ("longest_path_seconds", 11_400),
        ("lower_bound_seconds", 15_000),
    ] {
        assert_eq!(told[key], seconds, "{key}");
    }
    let critical = [
        "restore/s1",
        "restore/s3",
        "restore/s4",
        "restore/s5",
        "restore/s7",
        "restore/s8",
    ];
    assert_eq!(told["critical"], serde_json::json!(critical));
    assert_eq!(told["bottleneck"], "team/dba");
    assert_eq!(told["verified"], true);
    assert_eq!(told["scenario"], "scenario/all");
}

#[test]
fn a_loss_named_item_by_item_is_the_same_and_so_are_seed_and_budget() {
    let lose = [
        "--lose",
        "shop",
        "orders-db",
        "component/customer-db",
        "--seed",
        "9",
        "--budget",
        "50",
    ];
    let told = json(&lose);
    assert_eq!(told["makespan_seconds"], 15_000);
    assert_eq!(
        (&told["seed"], &told["budget_schedules"]),
        (&9.into(), &50.into())
    );
    assert_eq!(recover(&lose).out, recover(&lose).out);
}

#[test]
fn it_reads_at_three_in_the_morning() {
    let text = recover(&["--scenario", "scenario/all"]).out;
    for says in [
        "1 of 1 targets would be missed, 0 of them however many people there were.",
        "waiting for people costs 1h",
        "+0:55 to  +2:25  dba  Restore the orders  [restore/s4]",
        "+4:10  service/shop  TOO LATE: 4h 55m of 4h",
        "with one more all is back after 3h 10m and 0 targets are missed",
        "An independent checker finds every order and limit kept.",
    ] {
        assert!(text.contains(says), "{says} is missing in:\n{text}");
    }
}

#[test]
fn what_is_not_understood_exits_with_two() {
    for rest in [
        &[] as &[&str],
        &["--scenario", "none"],
        &["--lose", "shap"],
        &["--lose", "shop", "--scenario", "all"],
        &["--lose", "shop", "--budget", "0"],
    ] {
        let told = recover(rest);
        assert_eq!(told.code, 2, "{rest:?}: {}", told.out);
    }
}
