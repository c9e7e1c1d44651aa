//! TV-15: a restore as a plan in an estate, and the same with one database administrator.

use std::collections::BTreeMap;

use continuity::estate::plan_time::step_seconds;
use continuity::requirements::recovery_targets::Verdict;
use engine::schedule::{Schedule, Step, schedule};
use record::implementation::Plan;
use record::kinds::Registers;
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

/// The plan's steps under the limits of its teams.
fn scheduled(registers: &Registers, plan: &Plan) -> Schedule {
    let teams: Vec<&str> = registers.teams.iter().map(|team| &*team.id).collect();
    let capacities: Vec<Option<u32>> = registers.teams.iter().map(|team| team.capacity).collect();
    let index: BTreeMap<&str, u32> = plan
        .steps
        .iter()
        .zip(0..)
        .map(|(step, at)| (&*step.id, at))
        .collect();
    let crew = |id: &str| {
        teams
            .iter()
            .position(|team| *team == id)
            .map(|at| at as u32)
    };
    let steps = plan.steps.iter().map(|step| Step {
        seconds: step_seconds(step).expect("each has a duration"),
        after: step.after.iter().map(|id| index[&**id]).collect(),
        crew: step.by.as_ref().and_then(|team| crew(team.id())),
        people: step.people.unwrap_or(1),
    });
    schedule(&Vec::from_iter(steps), &capacities).expect("it can be done")
}

#[test]
fn tv_15_with_one_administrator_misses_them_by_fifty_five() {
    let timeline = |administrators: u32| {
        let registers = filed(&estate(administrators));
        let plan = registers.plans.get("restore").expect("it is there");
        scheduled(&registers, plan)
    };
    let two = timeline(2);
    assert!(two.exact);
    assert_eq!(
        (two.makespan, two.longest_path),
        (190 * MINUTE, vec![0, 2, 3, 6, 7])
    );
    let tails = [190, 165, 180, 135, 105, 65, 45, 15].map(|minutes| minutes * MINUTE);
    assert_eq!(two.tails, tails);
    let one = timeline(1);
    assert!(one.exact);
    let (starts, ends) = (&one.starts, &one.ends);
    assert_eq!((starts[3], ends[3]), (55 * MINUTE, 145 * MINUTE));
    assert_eq!((starts[4], ends[4]), (145 * MINUTE, 205 * MINUTE));
    assert_eq!(one.makespan, 250 * MINUTE);
    let (lead, target) = (45 * MINUTE, 240 * MINUTE);
    assert_eq!(one.makespan + lead, 295 * MINUTE);
    assert_eq!(one.makespan + lead - target, 55 * MINUTE);
    ask(&estate(1), |asked| {
        drop(asked.finding("team-overbooked", "team/dba"))
    });
}
