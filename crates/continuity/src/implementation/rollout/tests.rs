//! Decisions and what realises them, the order of the work against every order there is, and what
//! was done against it.

mod brute;

use serde_json::{Value, json};

use super::decided::What;
use super::need::Because;
use super::piece::How;
use super::work::Does;
use super::{DecidedRow, Rollout, Stand, WorkRow, calendar, disorder, rollout, unasked};
use crate::testing::judged;

fn told(records: Value) -> Rollout {
    judged(records, |judge| {
        let findings = crate::finding::check(judge);
        rollout(judge, &findings, None, 1)
    })
}

fn decision<'a>(told: &'a Rollout, id: &str) -> &'a DecidedRow {
    let found = told.decided.iter().find(|it| it.id == id);
    found.unwrap_or_else(|| panic!("no {id} in {:?}", told.counts))
}

fn work<'a>(told: &'a Rollout, id: &str) -> &'a WorkRow {
    let found = told.work.iter().find(|it| it.id == id);
    let ids: Vec<&str> = told.work.iter().map(|it| &*it.id).collect();
    found.unwrap_or_else(|| panic!("no {id} in {ids:?}"))
}

/// A policy with one rule: every service with a tag has a plan in force.
fn policy() -> Value {
    json!({"kind": "policy", "id": "house", "owner": "role/head", "rules": [{
        "id": "planned", "says": "What is urgent has a plan.",
        "applies": {"kind": "service", "tag": "urgent"}, "requires": "plan-in-force",
    }]})
}

/// The house: one urgent service, a team, an arrangement, a procedure, a plan that uses all, and
/// its first exercise; nothing of it is there but the team.
fn house(plan: &str, arrangement: &str, procedure: &str) -> Vec<Value> {
    vec![
        policy(),
        json!({"kind": "role", "id": "head"}),
        json!({"kind": "person", "id": "ada"}),
        json!({"kind": "assignment", "id": "a", "role": "head", "person": "ada"}),
        json!({"kind": "team", "id": "ops", "capacity": 2}),
        json!({"kind": "service", "id": "shop", "tags": ["urgent"]}),
        json!({"kind": "arrangement", "id": "hall", "status": arrangement, "owner": "team/ops",
            "covers": ["service/shop"], "lead-time": "28d", "person-days": 2}),
        json!({"kind": "procedure", "id": "start", "status": procedure, "owner": "team/ops",
            "person-days": 3}),
        json!({"kind": "plan", "id": "back", "status": plan, "owner": "role/head",
            "covers": ["service/shop"], "lead-time": "7d", "person-days": 4,
            "steps": [{"id": "s", "by": "ops", "procedure": "start", "takes": "1h"}]}),
        json!({"kind": "exercise", "id": "first", "status": "draft", "type": "functional",
            "owner": "role/head", "plans": ["back"], "lead-time": "0s", "person-days": 1}),
    ]
}

#[test]
fn practice_comes_in_its_order_and_closes_the_gap_in_a_week() {
    let told = told(Value::Array(house("draft", "draft", "draft")));
    let rule = decision(&told, "policy/house#planned");
    assert_eq!(rule.state, Stand::Planned);
    assert_eq!(rule.applies_to, Some(1));
    assert_eq!(rule.realised_by.len(), 1);
    assert_eq!(rule.realised_by[0].id, "plan/back");
    // 2026-05-15 is a Friday. The hall takes four weeks; the plan waits for it, and its first
    // test for the plan: 28 days are 20 working days, the plan takes 5, the exercise one.
    assert_eq!(told.starts, "2026-05-15");
    let hall = work(&told, "arrangement/hall");
    assert_eq!((&*hall.starts, &*hall.ends), ("2026-05-15", "2026-06-11"));
    assert!(hall.assumed.is_empty());
    let plan = work(&told, "plan/back");
    assert_eq!((&*plan.starts, &*plan.ends), ("2026-06-12", "2026-06-18"));
    let test = work(&told, "exercise/first");
    assert_eq!((&*test.starts, &*test.ends), ("2026-06-19", "2026-06-19"));
    let critical = ["arrangement/hall", "plan/back", "exercise/first"];
    assert_eq!(told.critical, critical);
    let order: Vec<Option<Because>> = plan.after.iter().map(|it| it.because).collect();
    assert!(order.contains(&Some(Because::ArrangementBeforePlan)));
    assert!(order.contains(&Some(Because::ProcedureBeforeStep)));
    // The gap closes once the plan is approved; the rule is in force after its first test.
    assert_eq!(rule.gaps[0].closes_on.as_deref(), Some("2026-06-18"));
    assert_eq!(rule.gaps[0].week.as_deref(), Some("2026-W25"));
    assert_eq!(rule.in_force_on.as_deref(), Some("2026-06-19"));
    let week = told
        .weeks
        .iter()
        .find(|it| it.week == "2026-W25")
        .expect("that week");
    assert_eq!(week.from, "2026-06-15");
    assert_eq!(week.closes[0].subject, "service/shop");
    assert_eq!(told.in_force_on.as_deref(), Some("2026-06-19"));
    assert!(told.out_of_order.is_empty(), "{:?}", told.out_of_order);
}

#[test]
fn what_is_recorded_as_there_is_no_work_and_what_is_not_there_first_is_out_of_order() {
    let told = told(Value::Array(house("approved", "draft", "in-review")));
    let early: Vec<(&str, &str, &str)> = told
        .out_of_order
        .iter()
        .map(|it| (&*it.id, &*it.needs, it.finding))
        .collect();
    assert_eq!(
        early,
        [
            ("plan/back", "arrangement/hall", "out-of-order"),
            ("plan/back", "procedure/start", "plan-before-procedure"),
        ]
    );
    assert!(told.out_of_order[0].text.contains("a draft"));
    assert!(told.work.iter().all(|it| it.id != "plan/back"));
    let rule = decision(&told, "policy/house#planned");
    assert_eq!(rule.state, Stand::InPlace);
    assert!(!rule.in_force, "its first test is still to come");
}

#[test]
fn an_exercise_before_its_plan_is_out_of_order_until_it_is_held_again() {
    let held = |id: &str, at: &str| json!({"kind": "exercise", "id": id, "type": "functional", "plans": ["back"], "at": at});
    let mut records = house("approved", "approved", "approved");
    records[8]["valid-from"] = json!("2026-04-01");
    records.push(held("early", "2026-03-01"));
    let early = judged(Value::Array(records.clone()), disorder);
    assert_eq!(early.len(), 1, "{early:?}");
    assert_eq!(
        (&*early[0].id, &*early[0].needs),
        ("exercise/early", "plan/back")
    );
    assert_eq!(early[0].because, Because::PlanBeforeTest);
    records.push(held("again", "2026-05-01"));
    assert!(judged(Value::Array(records), disorder).is_empty());
}

#[test]
fn nobody_is_called_before_they_are_there_and_nobody_takes_part_untrained() {
    let records = json!([
        {"kind": "role", "id": "head"},
        {"kind": "call-tree", "id": "first", "calls": [{"to": "role/head"}]},
        {"kind": "training", "id": "late", "role": "head", "at": "2026-05-10"},
        {"kind": "exercise", "id": "e", "at": "2026-05-01", "director": "role/head"},
    ]);
    let early = judged(records, disorder);
    let of: Vec<(&str, Because)> = early.iter().map(|it| (&*it.id, it.because)).collect();
    let expected = [
        ("call-tree/first", Because::OrganisationBeforeCallTree),
        ("exercise/e", Because::TrainingBeforeExercise),
    ];
    assert_eq!(of, expected);
}

#[test]
fn a_rule_that_nothing_realises_says_so_and_practice_without_a_rule_too() {
    let mut records = house("approved", "approved", "approved");
    records.push(json!({"kind": "service", "id": "desk", "tags": ["urgent"]}));
    records.push(json!({"kind": "arrangement", "id": "boat", "covers": ["service/mail"]}));
    records.push(json!({"kind": "service", "id": "mail"}));
    let all = Value::Array(records.clone());
    let told = told(all.clone());
    let rule = decision(&told, "policy/house#planned");
    assert_eq!(rule.state, Stand::Nothing);
    let open: Vec<&str> = rule
        .gaps
        .iter()
        .filter(|it| it.realised_by_nothing)
        .map(|it| &*it.subject)
        .collect();
    assert_eq!(open, ["service/desk"]);
    assert_eq!(told.realised_by_nothing, ["policy/house#planned"]);
    let idle: Vec<String> = judged(all, unasked).into_iter().map(|it| it.id).collect();
    assert_eq!(idle, ["arrangement/boat"]);
    // A word of its own is enough.
    let boat = records.len() - 2;
    records[boat]["realises"] = json!(["policy/house#planned"]);
    assert!(judged(Value::Array(records), unasked).is_empty());
    // Without a policy of one's own nothing is asked for, and nothing is idle.
    let alone = json!([{"kind": "arrangement", "id": "boat", "covers": ["service/mail"]}]);
    assert!(judged(alone, unasked).is_empty());
}

#[test]
fn measures_and_choices_are_as_far_as_what_realises_them() {
    let told = told(json!([
        {"kind": "service", "id": "shop"},
        {"kind": "measure", "id": "wall", "state": "planned", "due": "2026-05-20",
            "lead-time": "10d", "person-days": 1, "cost": "500 EUR"},
        {"kind": "measure", "id": "pump", "state": "verified", "verified": "2026-01-01",
            "after": ["wall"]},
        {"kind": "option", "id": "warm", "type": "fast", "covers": ["service/shop"]},
        {"kind": "choice", "id": "c", "status": "approved", "option": "warm"},
        {"kind": "option", "id": "none", "type": "do-nothing", "covers": ["service/shop"]},
        {"kind": "choice", "id": "d", "status": "approved", "option": "none"},
    ]));
    let wall = decision(&told, "measure/wall");
    assert_eq!((wall.what, wall.state), (What::Measure, Stand::Planned));
    assert_eq!(wall.cost[0].amount, "500 EUR");
    assert_eq!(decision(&told, "measure/pump").state, Stand::Proven);
    assert!(decision(&told, "measure/pump").in_force);
    assert_eq!(decision(&told, "choice/c").state, Stand::Nothing);
    assert_eq!(decision(&told, "choice/d").state, Stand::Accepted);
    // Ten days from a Friday are eight working days; it was due on the Wednesday between.
    let built = work(&told, "measure/wall");
    assert_eq!((&*built.ends, built.late), ("2026-05-26", true));
    assert_eq!(work(&told, "measure/wall#proof").does, Does::Prove);
    assert_eq!(told.out_of_order[0].because, Because::MeasureBeforeMeasure);
}

#[test]
fn measures_that_wait_for_each_other_are_cut_somewhere_and_it_is_said() {
    let told = told(json!([
        {"kind": "measure", "id": "a", "state": "planned", "after": ["b"]},
        {"kind": "measure", "id": "b", "state": "planned", "after": ["a"]},
    ]));
    assert_eq!(told.work.len(), 4);
    assert!(
        told.remarks.iter().any(|it| it.contains("measure/a")),
        "{:?}",
        told.remarks
    );
}

#[test]
fn two_at_once_are_quicker_than_one_and_one_waits_for_the_other() {
    let three = |capacity: u32| {
        let plan = |id: &str| {
            json!({"kind": "procedure", "id": id, "status": "draft", "owner": "team/ops",
                "person-days": 2})
        };
        let told = told(json!([
            {"kind": "team", "id": "ops", "capacity": capacity}, plan("x"), plan("y"), plan("z"),
        ]));
        let puts = told.work.iter().filter(|it| it.does == Does::PutInPlace);
        puts.map(|it| it.ends.clone()).max().expect("work")
    };
    // Two days of work thrice, from a Friday on: for one; for two side by side, where the third
    // waits for the first to end; for three.
    assert_eq!(three(1), "2026-05-22");
    assert_eq!(three(2), "2026-05-20");
    assert_eq!(three(3), "2026-05-18");
}

#[test]
fn a_day_that_is_set_is_kept_unless_what_it_needs_is_not_ready() {
    let mut records = house("draft", "approved", "approved");
    records[9] = json!({"kind": "exercise", "id": "first", "type": "functional",
        "plans": ["back"], "at": "2026-05-19"});
    let early = told(Value::Array(records.clone()));
    let test = work(&early, "exercise/first");
    assert_eq!(test.set_too_early_for.as_deref(), Some("2026-05-19"));
    records[9]["at"] = json!("2026-07-01");
    let kept = told(Value::Array(records));
    let test = work(&kept, "exercise/first");
    assert_eq!(
        (&*test.starts, test.set_too_early_for.as_deref()),
        ("2026-07-01", None)
    );
    assert_eq!(test.state, How::InHand);
}

#[test]
fn working_days_pass_over_weekends() {
    // Twin: walk day by day.
    let naive = |first: jiff::civil::Date, number: i64| {
        let is_working = |day: jiff::civil::Date| day.weekday().to_monday_zero_offset() < 5;
        let mut day = first;
        while !is_working(day) {
            day = day.tomorrow().expect("a day");
        }
        for _ in 0..number {
            day = day.tomorrow().expect("a day");
            while !is_working(day) {
                day = day.tomorrow().expect("a day");
            }
        }
        day
    };
    let mut first = jiff::civil::date(2026, 5, 11);
    for _ in 0..7 {
        let days = calendar::WorkingDays::from(first);
        for number in 0..40 {
            let day = days.day(number);
            assert_eq!(day, naive(first, number), "{first} + {number}");
            assert_eq!(days.number(day), number);
            // So many working days are never less than the calendar days they stand for.
            let needed = calendar::covering(number);
            let start = naive(first, 0);
            let next = days.day(needed);
            assert!(
                crate::rule::age::days_between(start, next) >= number,
                "{first} {number}"
            );
        }
        first = first.tomorrow().expect("a day");
    }
}
