//! TV-15: a restore as a plan in an estate, and the same with one database administrator.

use continuity::implementation::recovery_schedule::{
    Budget, RecoverySchedule, Task, recovery_schedule,
};
use continuity::requirements::loss::Losses;
use continuity::requirements::recovery_targets::Verdict;
use continuity::standpoint::Standpoint;
use serde_json::{Value as Json, json};

use crate::small_estate::{ask, filed};

const MINUTE: i64 = 60;

fn estate(administrators: u32) -> Json {
    let step = |id: &str, by: &str, takes: &str, after: &[&str]| {
        let by = format!("team/{by}");
        json!({ "id": id, "by": by, "takes": takes, "after": after })
    };
    let restoring = |mut step: Json, item: &str| {
        step["restores"] = json!(item);
        step
    };
    let team = |id: &str, people: u32| json!({ "kind": "team", "id": id, "capacity": people });
    json!([
        team("ic", 1), team("net", 1), team("sto", 1), team("dba", administrators),
        team("sys", 1), team("app", 1), team("biz", 1),
        { "kind": "service", "id": "shop", "targets": { "rto": "4h" },
          "lead": { "detect": "20m", "decide": "25m" } },
        { "kind": "component", "id": "orders-db" },
        { "kind": "component", "id": "customer-db" },
        { "kind": "plan", "id": "restore", "status": "approved", "covers": ["shop"], "steps": [
            step("s1", "ic", "10m", &[]),
            step("s2", "net", "30m", &["s1"]),
            step("s3", "sto", "45m", &["s1"]),
            restoring(step("s4", "dba", "90m", &["s2", "s3"]), "orders-db"),
            restoring(step("s5", "dba", "60m", &["s2", "s3"]), "customer-db"),
            step("s6", "sys", "20m", &["s2"]),
            step("s7", "app", "30m", &["s4", "s5", "s6"]),
            restoring(step("s8", "biz", "15m", &["s7"]), "shop"),
        ] },
    ])
}

#[test]
fn tv_15_meets_four_hours_by_five_minutes() {
    ask(&estate(2), |asked| {
        let own = |name: &str| asked.judge.estate().own_times[asked.item(name) as usize].takes;
        assert_eq!(own("shop"), Some(105 * MINUTE));
        assert_eq!(own("orders-db"), Some(145 * MINUTE));
        assert_eq!(own("customer-db"), Some(115 * MINUTE));
        assert_eq!(asked.back("shop"), Some(190 * MINUTE));
        let lead = asked.own("shop").lead_seconds();
        assert_eq!(lead, 45 * MINUTE);
        assert_eq!(
            asked.back("shop").map(|back| back + lead),
            Some(235 * MINUTE)
        );
        assert_eq!(asked.verdict("shop"), Verdict::Meets);
        let spare = asked.required("shop").zip(asked.back("shop"));
        assert_eq!(
            spare.map(|(required, back)| required - back),
            Some(5 * MINUTE)
        );
        assert_eq!(asked.findings("team-overbooked"), []);
    });
}

fn timeline(administrators: u32) -> RecoverySchedule {
    let registers = filed(&estate(administrators));
    let at = "2026-05-15T12:00:00Z".parse().expect("an instant");
    let standpoint = Standpoint::new(&registers, at);
    let names = ["shop", "orders-db", "customer-db"];
    let item = |name: &&str| standpoint.estate.ask(name).expect("it is an item");
    let losses = Losses::of(&names.iter().map(item).collect::<Vec<_>>());
    let found = recovery_schedule(&standpoint, &losses, Budget::default());
    assert!(found.verified);
    found
}

fn of<'f>(found: &'f RecoverySchedule, step: &str) -> &'f Task {
    let id = format!("restore/{step}");
    let task = found.tasks.iter().find(|task| task.id == id);
    task.expect("the step is done")
}

#[test]
fn tv_15_with_two_administrators_ends_when_the_longest_path_does() {
    let two = timeline(2);
    assert!(two.exact);
    assert_eq!(two.makespan_seconds, 190 * MINUTE);
    assert_eq!(two.longest_path_seconds, 190 * MINUTE);
    let chain = ["s1", "s3", "s4", "s7", "s8"].map(|step| format!("restore/{step}"));
    assert_eq!(two.critical, chain);
    assert_eq!((two.bottleneck, two.conflict.is_none()), (None, true));
    let shop = two.items.iter().find(|row| row.id == "service/shop");
    let shop = shop.expect("it comes back");
    assert_eq!(shop.compared_seconds, Some(235 * MINUTE));
    assert_eq!(shop.verdict, Verdict::Meets);
}

#[test]
fn tv_15_with_one_administrator_misses_them_by_fifty_five() {
    let one = timeline(1);
    assert!(one.exact);
    let minutes = |step: &str| {
        let task = of(&one, step);
        (task.starts_seconds / MINUTE, task.ends_seconds / MINUTE)
    };
    assert_eq!((minutes("s4"), minutes("s5")), ((55, 145), (145, 205)));
    assert_eq!(one.makespan_seconds, 250 * MINUTE);
    assert_eq!(one.longest_path_seconds, 190 * MINUTE);
    let shop = one.items.iter().find(|row| row.id == "service/shop");
    let shop = shop.expect("it comes back");
    assert_eq!(shop.compared_seconds, Some(295 * MINUTE));
    assert_eq!((shop.verdict, one.late_count), (Verdict::Misses, 1));
    assert_eq!(one.late_anyway_count, 0);
    let team = &one.teams[0];
    assert_eq!(one.bottleneck.as_deref(), Some("team/dba"));
    assert_eq!(team.waits_seconds, 90 * MINUTE);
    assert_eq!(team.one_more_makespan_seconds, 190 * MINUTE);
    assert_eq!(team.one_more_late_count, 0);
    ask(&estate(1), |asked| {
        drop(asked.finding("team-overbooked", "team/dba"))
    });
}
