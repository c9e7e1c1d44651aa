//! Who decides, on a Friday afternoon and at night, with a site lost and with people away.

use serde_json::{Value, json};

use super::sweep::HOURS;
use super::{Duties, Duty, Function, duties, sweep};
use crate::standpoint::Standpoint;
use crate::testing::{instant, registers};

fn house() -> Vec<Value> {
    let window = json!({ "days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00",
                         "to": "18:00" });
    vec![
        json!({ "kind": "policy", "id": "p", "answer-within": "20m" }),
        json!({ "kind": "calendar", "id": "office", "zone": "Europe/Amsterdam",
                "windows": [window] }),
        json!({ "kind": "site", "id": "ams1" }),
        json!({ "kind": "role", "id": "duty", "level": "silver",
                "authority": { "invoke": ["any"], "speak-to": ["staff"] } }),
        json!({ "kind": "role", "id": "chief", "level": "gold", "answer-within": "10m",
                "authority": { "spend": "50000 EUR", "two-person": true,
                               "speak-to": ["regulator"] } }),
        json!({ "kind": "person", "id": "ann", "site": "ams1" }),
        json!({ "kind": "person", "id": "bob" }),
        json!({ "kind": "person", "id": "cas" }),
        json!({ "kind": "assignment", "id": "d1", "role": "duty", "person": "ann", "rank": 1,
                "hours": "office" }),
        json!({ "kind": "assignment", "id": "d2", "role": "duty", "person": "bob", "rank": 2,
                "hours": "office" }),
        json!({ "kind": "assignment", "id": "d3", "role": "duty", "person": "cas", "rank": 3 }),
        json!({ "kind": "assignment", "id": "c1", "role": "chief", "person": "bob", "rank": 1 }),
        json!({ "kind": "team", "id": "dba", "hours": "office", "call-out": "45m",
                "deputy": "ops" }),
        json!({ "kind": "team", "id": "ops" }),
        json!({ "kind": "component", "id": "db", "site": "ams1",
                "recovery": { "takes": "1h", "by": "dba" } }),
    ]
}

fn ask(records: Vec<Value>, at: &str, lose: &[&str]) -> Duties {
    let registers = registers(Value::Array(records));
    let standpoint = Standpoint::new(&registers, instant(at));
    let lost = lose
        .iter()
        .map(|name| standpoint.estate.find(name).unwrap());
    duties(&standpoint, &lost.collect::<Vec<_>>())
}

fn of(duties: &Duties, function: Function) -> &Duty {
    let found = duties.functions.iter().find(|it| it.function == function);
    found.expect("every function is told")
}

/// The chain as one line: who, and after how many minutes.
fn line(duty: &Duty) -> String {
    let chain = duty.holder.iter().chain(&duty.deputies);
    let chain = chain.map(|it| format!("{} {}", it.who.join("+"), it.after_seconds / 60));
    let chain: Vec<String> = chain.collect();
    match &duty.gap {
        Some(gap) => gap.clone(),
        None => chain.join(", "),
    }
}

const FRIDAY: &str = "2026-06-19T14:30:00Z";
const NIGHT: &str = "2026-06-19T22:30:00Z";

#[test]
fn the_lowest_rank_on_duty_holds_and_the_duty_passes_when_nobody_answers() {
    let told = ask(house(), FRIDAY, &[]);
    let declare = of(&told, Function::Declare);
    assert_eq!(line(declare), "person/ann 0, person/bob 20, person/cas 40");
    assert_eq!(declare.deputies[0].from, "2026-06-19T14:50:00Z");
    assert_eq!(declare.limit.as_deref(), Some("any plan"));
    assert_eq!(line(of(&told, Function::Spend)), "person/bob 0");
    assert!(of(&told, Function::Spend).two_person);
    assert_eq!(of(&told, Function::Spend).answer_within_seconds, Some(600));
    assert_eq!(
        line(of(&told, Function::Restore)),
        "team/dba 0, team/ops 20"
    );
}

#[test]
fn who_is_off_duty_holds_nothing_and_it_is_said_until_when() {
    let told = ask(house(), NIGHT, &[]);
    let declare = of(&told, Function::Declare);
    assert_eq!(line(declare), "person/cas 0");
    assert_eq!(
        declare.absent[0].next.as_deref(),
        Some("2026-06-22T06:00:00Z")
    );
    assert_eq!(
        line(of(&told, Function::Restore)),
        "team/dba 45, team/ops 20"
    );
}

#[test]
fn a_deputy_whose_hours_end_before_the_duty_passes_is_passed_over() {
    let late = "2026-06-19T15:50:00Z";
    let declare = ask(house(), late, &[]);
    assert_eq!(
        line(of(&declare, Function::Declare)),
        "person/ann 0, person/cas 20"
    );
}

#[test]
fn what_is_lost_takes_its_people_with_it() {
    let told = ask(house(), FRIDAY, &["site/ams1"]);
    let declare = of(&told, Function::Declare);
    assert_eq!(line(declare), "person/bob 0, person/cas 20");
    assert!(
        declare.absent[0].why.contains("site/ams1"),
        "{:?}",
        declare.absent
    );
    let told = ask(house(), FRIDAY, &["team/dba"]);
    let restore = of(&told, Function::Restore);
    assert_eq!(line(restore), "team/ops 0");
    assert_eq!(restore.absent[0].who, "team/dba");
}

#[test]
fn a_person_all_of_whose_teams_are_lost_holds_nothing() {
    let mut records = house();
    records[6] = json!({ "kind": "person", "id": "bob", "teams": ["dba"] });
    let told = ask(records, FRIDAY, &["team/dba"]);
    assert_eq!(
        line(of(&told, Function::Declare)),
        "person/ann 0, person/cas 20"
    );
    assert!(of(&told, Function::Spend).gap.is_some());
}

#[test]
fn a_function_that_no_role_has_is_a_gap_and_so_is_a_role_that_nobody_holds() {
    let told = ask(house(), FRIDAY, &[]);
    let customers = of(&told, Function::SpeakToCustomers);
    assert_eq!(line(customers), "No role in force may speak to customers.");
    let mut records = house();
    records.retain(|it| it["id"] != "c1");
    let told = ask(records, FRIDAY, &[]);
    assert_eq!(line(of(&told, Function::Spend)), "Nobody holds chief.");
}

#[test]
fn a_role_of_two_is_held_by_two_at_once() {
    let mut records = house();
    records[3]["holders"] = json!(2);
    let told = ask(records, FRIDAY, &[]);
    let chain = line(of(&told, Function::Declare));
    assert_eq!(chain, "person/ann+person/bob 0, person/cas 20");
}

#[test]
fn every_hour_of_the_coming_quarter_is_looked_at() {
    let mut records = house();
    records.retain(|it| it["id"] != "d3");
    let registers = registers(Value::Array(records));
    let standpoint = Standpoint::new(&registers, instant(FRIDAY));
    let swept = sweep(&standpoint);
    let duty = &swept.roles["role/duty"];
    assert_eq!(duty.hours, HOURS);
    assert_eq!(duty.first_gap.as_deref(), Some("2026-06-19T16:00:00Z"));
    // From Friday 17:00 local: one hour, then 12 weeks of 50 hours, and the days that remain.
    let naive = |hour: usize| {
        let at = instant("2026-06-19T15:00:00Z") + jiff::SignedDuration::from_hours(hour as i64);
        let local = at.in_tz("Europe/Amsterdam").unwrap();
        let works = local.weekday().to_monday_one_offset() <= 5;
        works && (8..18).contains(&local.hour())
    };
    assert_eq!(duty.covered, (0..HOURS).filter(|hour| naive(*hour)).count());
    assert_eq!(swept.roles["role/chief"].first_gap, None);
    let silent = swept.functions.iter();
    let silent = silent.filter(|(_, coverage)| coverage.covered == 0);
    let silent: Vec<Function> = silent.map(|(function, _)| *function).collect();
    assert_eq!(silent, [Function::SpeakToCustomers]);
}
