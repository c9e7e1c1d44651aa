//! A programme in which every criterion of the first three stages holds, and each of them broken
//! by one change to one record: exactly its sub-stage is no longer done, and the reason says why.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{ProgrammeStatus, Progress, SubStage, programme_status};
use crate::event::{Acknowledged, Event, Mode, Outcome, Remembered, Revised, RunStarted};
use crate::event::{RunStoodDown, RunVerified, StepTold};
use crate::finding::{Judge, check};
use crate::standpoint::Standpoint;
use crate::state::State;
use crate::testing::{NOON, instant, node};
use crate::written::Written;

/// Records, and the persons who have acknowledged the policy.
struct Case {
    records: Vec<Value>,
    read_by: &'static [&'static str],
    told: Vec<Event>,
}

fn whole() -> Case {
    let held = |role: &str, rank: u32, person: &str| {
        json!({ "kind": "assignment", "id": format!("{role}-{rank}"), "role": role,
                "person": person, "rank": rank })
    };
    let trained = |role: &str| json!({ "role": role, "at": "2026-01-10" });
    let person = |id: &str, role: &str| {
        json!({ "kind": "person", "id": id, "contact-verified": "2026-05-01",
                "trained": [trained(role)] })
    };
    let mut records = vec![
        json!({ "kind": "policy", "id": "house", "review-due": "2027-01-01",
                "acknowledged-share": "75%",
                "impact-scale": { "levels": ["none", "some", "grave"], "intolerable": 2,
                                  "intolerable-loss": "1000 EUR" } }),
        json!({ "kind": "scope", "id": "all", "includes": ["activity/pay", "service/shop"],
                "excludes": [{ "item": "service/blog", "reason": "harmless",
                               "approver": "role/chief", "expires": "2027-01-01" }] }),
        json!({ "kind": "role", "id": "chief", "level": "gold",
                "authority": { "spend": "1000 EUR" } }),
        json!({ "kind": "role", "id": "duty", "level": "silver",
                "authority": { "invoke": ["any"] } }),
        person("ann", "chief"),
        person("bob", "chief"),
        person("cas", "duty"),
        person("dee", "duty"),
        held("chief", 1, "ann"),
        held("chief", 2, "bob"),
        held("duty", 1, "cas"),
        held("duty", 2, "dee"),
        json!({ "kind": "budget", "id": "year", "from": "2026-01-01", "to": "2026-12-31",
                "lines": [{ "title": "Tests", "amount": "500 EUR" }] }),
        json!({ "kind": "body", "id": "steering", "escalate-above": "500 EUR",
                "escalate-after": "14d", "escalate-risk-above": "900 EUR",
                "meetings": [{ "at": "2026-04-01", "decisions": ["go"], "minutes": "wiki/1" }] }),
        json!({ "kind": "programme", "id": "first",
                "deliverables": [{ "title": "Analysis", "accepted-when": "all signed",
                                   "owner": "role/chief", "due": "2026-09-01" }] }),
    ];
    records.extend(later());
    Case {
        records,
        read_by: &["ann", "bob", "cas"],
        told: Vec::new(),
    }
}

/// What the stages after Initiation rest on.
fn later() -> Vec<Value> {
    vec![
        json!({ "kind": "activity", "id": "pay", "owner": "role/chief", "requires": ["shop"],
                "targets": { "mtpd": "8h", "rto": "4h" } }),
        json!({ "kind": "impact", "id": "pay-1", "status": "approved", "activity": "pay",
                "after": ["4h", "8h"], "levels": { "financial": [1, 2] },
                "review-due": "2027-01-01" }),
        json!({ "kind": "service", "id": "shop", "owner": "role/duty",
                "recovery": { "takes": "1h", "by": "crew" }, "targets": { "rto": "4h" } }),
        json!({ "kind": "service", "id": "blog", "name": "Blog" }),
        json!({ "kind": "team", "id": "crew", "capacity": 2 }),
        json!({ "kind": "hazard", "id": "fire" }),
        json!({ "kind": "risk", "id": "fire", "hazard": "fire", "owner": "role/chief",
                "treatment": "accept", "accepted-by": "role/chief",
                "accepted-until": "2026-12-31" }),
        json!({ "kind": "scenario", "id": "shop-lost", "loses": ["shop"] }),
        json!({ "kind": "option", "id": "warm", "covers": ["shop"], "rtc": "2h" }),
        json!({ "kind": "choice", "id": "warm", "status": "approved", "covers": ["shop"],
                "option": "warm", "approver": "role/chief",
                "rejected": [{ "option": "cold", "reason": "too slow" }] }),
        json!({ "kind": "arrangement", "id": "spare", "covers": ["shop"], "capacity": 2.0,
                "demand": 1.0, "tried": "2026-03-01", "expires": "2027-01-01" }),
        json!({ "kind": "measure", "id": "ups", "state": "verified", "owner": "role/duty",
                "verified": "2026-02-01", "verified-by": "role/chief" }),
        json!({ "kind": "plan", "id": "shop", "status": "approved", "owner": "role/duty",
                "covers": ["shop"], "scenarios": ["shop-lost"], "trigger": "it is gone",
                "deactivation": "it is back", "offline-copy": "2026-05-01",
                "steps": [{ "id": "start", "by": "crew", "takes": "1h", "check": "it answers",
                            "procedure": "start", "restores": "shop" }] }),
        json!({ "kind": "procedure", "id": "start", "executed": "2026-03-01" }),
    ]
}

impl Case {
    /// The same with a field of a record put, or taken out where the value is null.
    fn put(mut self, reference: &str, field: &str, value: Value) -> Case {
        let (kind, id) = reference.split_once('/').unwrap();
        let record = self
            .records
            .iter_mut()
            .find(|it| it["kind"] == kind && it["id"] == id);
        let record = record.unwrap_or_else(|| panic!("no {reference}"));
        match value.is_null() {
            true => drop(record.as_object_mut().unwrap().remove(field)),
            false => record[field] = value,
        }
        self
    }

    fn without(mut self, reference: &str) -> Case {
        let (kind, id) = reference.split_once('/').unwrap();
        self.records
            .retain(|it| it["kind"] != kind || it["id"] != id);
        self
    }

    fn and(mut self, record: Value) -> Case {
        self.records.push(record);
        self
    }

    fn status(&self) -> ProgrammeStatus {
        let mut state = State::new();
        let mut seq = 0;
        let mut tell = |event: Event| {
            seq += 1;
            let remembered = Remembered {
                seq,
                at: instant(NOON),
                id: String::new(),
                actor: "operator/root".into(),
                via: None,
                request: None,
                asked: None,
                event,
            };
            state.apply(&remembered, 0);
        };
        for value in &self.records {
            let mut complaints = record::complaint::Complaints::new();
            let record = record::kinds::Record::read(&node(value), 0, &mut complaints);
            let record = record.unwrap_or_else(|| panic!("{value}: {:#?}", complaints.all));
            tell(Event::Filed(Revised {
                written: Written::made(record),
                revision: 1,
                previous: None,
                home: None,
                unchanged_since: None,
                changes: Vec::new(),
            }));
        }
        for person in self.read_by {
            tell(Event::Acknowledged(Acknowledged {
                subject: "policy/house".into(),
                revision: 1,
                by: format!("person/{person}"),
            }));
        }
        self.told.iter().cloned().for_each(&mut tell);
        let judge = Judge::new(Standpoint::new(&state.registers, instant(NOON)));
        programme_status(&judge, &check(&judge), Some(&state))
    }
}

fn part<'s>(status: &'s ProgrammeStatus, id: &str) -> &'s SubStage {
    let found = status.sub_stages.iter().find(|part| part.id == id);
    found.unwrap_or_else(|| panic!("no {id}"))
}

fn undone(status: &ProgrammeStatus) -> BTreeSet<&'static str> {
    let parts = status.sub_stages.iter();
    let early = parts.filter(|part| part.stage <= 3 && part.id != "S3.6");
    early
        .filter(|part| part.state != Progress::Done)
        .map(|part| part.id)
        .collect()
}

#[test]
fn all_of_the_first_three_stages_can_be_done() {
    let status = whole().status();
    for part in &status.sub_stages {
        if part.stage <= 3 && part.id != "S3.6" {
            assert_eq!(part.state, Progress::Done, "{part:#?}");
        }
    }
}

#[test]
fn an_empty_programme_has_not_started() {
    let status = Case {
        records: Vec::new(),
        read_by: &[],
        told: Vec::new(),
    }
    .status();
    let states: BTreeSet<_> = status
        .sub_stages
        .iter()
        .map(|it| it.state.words())
        .collect();
    assert_eq!(states, BTreeSet::from(["not started"]));
    let ids: Vec<_> = status.sub_stages.iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), 21, "{ids:?}");
}

/// What is changed, which sub-stages are no longer done, and what the reason says.
fn breaks(case: Case, ids: &[&'static str], because: &str) {
    let status = case.status();
    assert_eq!(undone(&status), ids.iter().copied().collect(), "{because}");
    let first = part(&status, ids[0]);
    let why: Vec<&str> = first
        .criteria
        .iter()
        .filter(|it| !it.holds)
        .map(|it| it.why.as_str())
        .collect();
    let why = why.join(" ").to_lowercase();
    assert!(why.contains(&because.to_lowercase()), "{because}: {why:?}");
}

#[test]
fn each_criterion_of_initiation_fails_alone() {
    let drop = Value::Null;
    breaks(
        whole().put("policy/house", "status", json!("in-review")),
        &["S1.1"],
        "not approved",
    );
    let default = whole().put("policy/house", "assumption", json!(true));
    breaks(default, &["S1.1"], "defaults that nobody agreed to");
    let far = json!("2027-08-01");
    breaks(
        whole().put("policy/house", "review-due", far),
        &["S1.1"],
        "only on 2027-08-01",
    );
    let undated = whole().put("policy/house", "review-due", drop.clone());
    breaks(undated, &["S1.1"], "no day of its next review");
    let scale = json!({ "levels": ["none", "some", "grave"], "intolerable": 2 });
    breaks(
        whole().put("policy/house", "impact-scale", scale),
        &["S1.1"],
        "intolerable",
    );
    let unread = Case {
        read_by: &["ann", "bob"],
        ..whole()
    };
    breaks(unread, &["S1.1"], "2 of 4 have (50 %), and 75 % is the aim");
}

#[test]
fn each_criterion_of_scope_and_organisation_fails_alone() {
    let drop = Value::Null;
    let imported = json!({ "kind": "service", "id": "new", "name": "New shop",
                           "owner": "role/duty" });
    breaks(
        whole().and(imported),
        &["S1.2"],
        "New shop is neither in nor out",
    );
    breaks(
        whole().without("scope/all"),
        &["S1.2", "S2.3", "S3.4"],
        "There is no scope",
    );
    let hasty = json!([{ "item": "service/blog", "reason": "harmless",
                         "approver": "role/chief" }]);
    breaks(
        whole().put("scope/all", "excludes", hasty),
        &["S1.2"],
        "without an end",
    );
    breaks(
        whole().put("service/shop", "owner", drop.clone()),
        &["S1.2"],
        "nobody answers",
    );
    breaks(
        whole().without("assignment/chief-2"),
        &["S1.3", "S3.1"],
        "chief has no deputy",
    );
    let over = json!("2026-05-14");
    breaks(
        whole().put("budget/year", "to", over),
        &["S1.3"],
        "does not cover today",
    );
    breaks(
        whole().put("body/steering", "meetings", json!([])),
        &["S1.4"],
        "has not met",
    );
    breaks(
        whole().put("body/steering", "escalate-after", drop.clone()),
        &["S1.4"],
        "sets none for delay",
    );
    let vague = json!([{ "title": "Analysis", "owner": "role/chief", "due": "2026-09-01" }]);
    breaks(
        whole().put("programme/first", "deliverables", vague),
        &["S1.5"],
        "says not when it is good enough",
    );
}

#[test]
fn each_criterion_of_requirements_fails_alone() {
    let drop = Value::Null;
    breaks(
        whole().put("impact/pay-1", "status", json!("draft")),
        &["S2.1"],
        "is not approved",
    );
    breaks(
        whole().put("impact/pay-1", "review-due", drop.clone()),
        &["S2.1"],
        "nobody says when the assessment of pay was made",
    );
    let unknown = whole().put("impact/pay-1", "when", json!("month-end"));
    breaks(unknown, &["S2.1"], "`month-end`, which is no peak");
    let other = json!({ "kind": "impact", "id": "pay-2", "status": "approved",
                        "activity": "pay", "respondent": "dee", "review-due": "2027-01-01",
                        "after": ["4h", "8h"], "levels": { "financial": [1, 1] } });
    let open = whole().put("activity/pay", "targets", json!({ "rto": "4h" }));
    breaks(open.and(other), &["S2.1"], "until somebody decides");
    breaks(
        whole().put("activity/pay", "requires", json!([])),
        &["S2.1"],
        "nothing is named",
    );
    let late = json!({ "mtpd": "8h", "rto": "9h" });
    breaks(
        whole().put("activity/pay", "targets", late),
        &["S2.1"],
        "9h",
    );
    breaks(
        whole().put("risk/fire", "hazard", drop.clone()),
        &["S2.2"],
        "no risk judges fire",
    );
    breaks(
        whole().put("risk/fire", "treatment", drop.clone()),
        &["S2.2"],
        "nothing is decided",
    );
    let over = json!("2026-05-14");
    breaks(
        whole().put("risk/fire", "accepted-until", over),
        &["S2.2"],
        "until 2026-05-14",
    );
}

#[test]
fn each_criterion_of_strategy_fails_alone() {
    breaks(
        whole().put("choice/warm", "status", json!("draft")),
        &["S2.3"],
        "nothing is decided",
    );
    breaks(
        whole().put("option/warm", "rtc", json!("5h")),
        &["S2.3"],
        "too late",
    );
    let accepted = whole().put("option/warm", "rtc", json!("5h"));
    let accepted = accepted.put("choice/warm", "gap-accepted", json!(true));
    assert_eq!(undone(&accepted.status()), BTreeSet::new());
    // What its seller claims decides nothing where its changes are written: it is computed.
    let slow = json!([{ "item": "service/shop", "takes": "5h" }]);
    breaks(
        whole().put("option/warm", "changes", slow),
        &["S2.3"],
        "too late",
    );
    let quick = json!([{ "item": "service/shop", "takes": "10m" }]);
    let quick = whole().put("option/warm", "changes", quick);
    let quick = quick.put("option/warm", "rtc", json!("5h"));
    assert_eq!(undone(&quick.status()), BTreeSet::new());
    let silent = json!([{ "option": "cold" }]);
    breaks(
        whole().put("choice/warm", "rejected", silent),
        &["S2.3"],
        "why cold was not taken",
    );
}

#[test]
fn each_criterion_of_implementation_fails_alone() {
    let drop = Value::Null;
    breaks(
        whole().put("plan/shop", "owner", drop.clone()),
        &["S3.1"],
        "nobody owns shop",
    );
    breaks(
        whole().put("arrangement/spare", "demand", json!(3.0)),
        &["S3.2"],
        "carries less",
    );
    breaks(
        whole().put("arrangement/spare", "tried", drop.clone()),
        &["S3.2"],
        "never called on",
    );
    let own = json!("role/duty");
    breaks(
        whole().put("measure/ups", "verified-by", own),
        &["S3.3"],
        "by the one who owns it",
    );
    breaks(
        whole().put("plan/shop", "offline-copy", drop.clone()),
        &["S3.4"],
        "no offline copy",
    );
    let vague = json!([{ "id": "start", "by": "crew", "takes": "1h", "restores": "shop" }]);
    breaks(
        whole().put("plan/shop", "steps", vague),
        &["S3.4"],
        "one sees that it is done",
    );
    breaks(
        whole().put("procedure/start", "executed", drop),
        &["S3.5"],
        "no deputy",
    );
}

#[test]
fn what_should_have_been_looked_at_again_is_overdue() {
    let past = json!("2026-05-14");
    let status = whole().put("impact/pay-1", "review-due", past).status();
    let part = part(&status, "S2.1");
    assert_eq!(part.state, Progress::Overdue);
    assert_eq!(part.overdue[0].id, "impact/pay-1");
    assert_eq!(undone(&status), BTreeSet::from(["S2.1"]));
}

#[test]
fn an_assessment_of_more_than_a_year_ago_is_overdue_though_its_record_names_no_day() {
    let old = json!({ "by": "ann", "at": "2025-05-14" });
    let dated = |confirmed: Value| {
        let case = whole().put("impact/pay-1", "review-due", Value::Null);
        case.put("impact/pay-1", "confirmed", confirmed).status()
    };
    let status = dated(old);
    let analysis = part(&status, "S2.1");
    assert_eq!(analysis.state, Progress::Overdue);
    let overdue = &analysis.overdue[0];
    assert_eq!(
        (&*overdue.id, &*overdue.due),
        ("activity/pay", "2026-05-14")
    );
    let young = json!({ "by": "ann", "at": "2025-05-15" });
    assert_eq!(part(&dated(young), "S2.1").state, Progress::Done);
}

#[test]
fn a_folder_keeps_no_acknowledgements_and_says_so() {
    let case = whole();
    let registers = crate::testing::registers(Value::Array(case.records));
    let judge = Judge::new(Standpoint::new(&registers, instant(NOON)));
    let status = programme_status(&judge, &check(&judge), None);
    let part = part(&status, "S1.1");
    assert_eq!(part.state, Progress::InProgress);
    assert!(
        part.next()
            .unwrap()
            .why
            .contains("folder keeps no acknowledgements")
    );
}

/// A run of the plan of the whole case that began and ended on a day, in a mode.
fn run(id: &str, day: &str, mode: Mode) -> Vec<Event> {
    let at = |time: &str| instant(&format!("{day}T{time}Z"));
    let plan = later().into_iter().find(|it| it["kind"] == "plan").unwrap();
    let mut complaints = record::complaint::Complaints::new();
    let plan = record::kinds::Record::read(&node(&plan), 0, &mut complaints).unwrap();
    vec![
        Event::RunStarted(RunStarted {
            run: id.into(),
            mode,
            at: at("08:00:00"),
            began: None,
            reason: None,
            exercise: Some("exercise/yearly".into()),
            plan: Written::made(plan),
            plan_revision: 1,
            scenario: None,
            recovers: vec!["service/shop".into()],
            type_: Some(record::operation::exercise::Rung::Functional),
            environment: None,
            announced: None,
            pass_criteria: Vec::new(),
        }),
        Event::StepDone(StepTold {
            run: id.into(),
            step: "start".into(),
            at: at("09:00:00"),
            started: Some(at("08:05:00")),
            note: None,
        }),
        Event::RunStoodDown(RunStoodDown {
            run: id.into(),
            at: at("09:30:00"),
            outcome: Outcome::Passed,
            criteria: Vec::new(),
            minimum: None,
            data_volume: None,
            note: None,
        }),
    ]
}

/// The whole case in operation: everything that the later stages ask for was done this year.
fn operating() -> Case {
    let mut case = whole();
    let people = [
        ("ann", "chief"),
        ("bob", "chief"),
        ("cas", "duty"),
        ("dee", "duty"),
    ];
    for (person, role) in people {
        case = case.and(json!({ "kind": "training", "id": format!("{person}-all"),
                                "person": person, "course": "awareness", "at": "2026-02-01" }));
        let id = format!("{person}-{role}");
        case = case.and(
            json!({ "kind": "training", "id": id, "person": person, "role": role,
                                "at": "2026-02-01" }),
        );
    }
    let review = |id: &str, sort: &str| {
        json!({ "kind": "review", "id": id, "type": sort, "at": "2026-03-01", "by": "role/chief",
                "of": ["scope/all"], "conclusions": ["sound"], "decisions": ["go on"] })
    };
    case = case
        .and(json!({ "kind": "exercise", "id": "yearly", "at": "2026-04-01", "plans": ["shop"],
                     "participants": ["role/chief", "role/duty"] }))
        .and(review("board", "management"))
        .and(review("audit", "audit"))
        .and(review("word", "assurance"))
        .and(json!({ "kind": "change", "id": "c1", "assessed-by": "role/duty",
                     "material": false }))
        .and(json!({ "kind": "lesson", "id": "l1", "from": "run/real", "no-change": "it went well" }));
    case.told = run("trial", "2026-04-01", Mode::Exercise);
    case.told.extend(run("real", "2026-05-01", Mode::Live));
    case.told.push(Event::RunVerified(RunVerified {
        run: "real".into(),
        confirmed: true,
        note: None,
    }));
    case
}

/// The later sub-stages that are not done.
fn undone_later(case: &Case) -> BTreeSet<&'static str> {
    let status = case.status();
    let parts = status.sub_stages.iter();
    let late = parts.filter(|part| part.stage > 3 || part.id == "S3.6");
    late.filter(|part| part.state != Progress::Done)
        .map(|part| part.id)
        .collect()
}

#[test]
fn the_later_stages_can_be_done_and_each_fails_alone() {
    assert_eq!(undone_later(&operating()), BTreeSet::new());
    let fails =
        |case: Case, id: &'static str| assert_eq!(undone_later(&case), BTreeSet::from([id]));
    let drop = Value::Null;
    let mut untimed = operating();
    let timed = |event: &Event| !matches!(event, Event::StepDone(_));
    untimed.told.retain(timed);
    fails(untimed, "S3.6");
    fails(operating().without("training/dee-all"), "S4.1");
    let ended = json!("2026-05-14");
    let expired = operating().put("training/dee-duty", "expires", ended);
    let expired = expired.put("person/dee", "trained", json!([]));
    fails(expired, "S4.2");
    let absent = json!(["role/duty"]);
    fails(
        operating().put("exercise/yearly", "participants", absent),
        "S4.2",
    );
    let old = json!("2025-05-01");
    fails(operating().put("review/audit", "at", old), "S4.3");
    let grave = json!({ "kind": "finding", "id": "f", "class": "major", "due": "2026-05-01" });
    fails(operating().and(grave), "S4.3");
    let missed = json!({ "kind": "exercise", "id": "missed", "at": "2026-05-01" });
    fails(operating().and(missed), "S4.4");
    fails(
        operating().put("change/c1", "assessed-by", drop.clone()),
        "S4.5",
    );
    fails(
        operating().put("review/word", "conclusions", json!([])),
        "S4.6",
    );
    fails(operating().put("lesson/l1", "no-change", drop), "S5");
    let mut unseen = operating();
    unseen
        .told
        .retain(|event| !matches!(event, Event::RunVerified(_)));
    fails(unseen, "S5");
}
