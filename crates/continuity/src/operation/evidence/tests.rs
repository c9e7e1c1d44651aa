//! TV-47: a service with a target of 240 minutes and a recovery set of three; today is 2026-11-22.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Evidence, Proofs};
use crate::access::Function;
use crate::command::{Command, Start, Tick, Told};
use crate::decide::tests::story::{Story, account, operator};
use crate::event::{Criterion, Minimum, Mode, Outcome, RunStoodDown};
use crate::requirements::recovery_targets::recovery_targets;
use crate::standpoint::Standpoint;
use crate::testing::instant;

const TODAY: &str = "2026-11-22T12:00:00Z";

/// The estate long ago: a service that needs three components.
fn estate() -> Story {
    let mut story = Story::with(&[Function::ExerciseDirector, Function::ContinuityManager]);
    story.now = instant("2023-01-01T08:00:00Z");
    for id in ["app", "db", "iam"] {
        story.file(&operator(), json!({"kind": "component", "id": id}));
    }
    story.file(
        &operator(),
        json!({"kind": "service", "id": "pay", "name": "Payments", "tier": 1,
               "targets": {"rto": {"within": "240m", "from": "invocation"}},
               "recovery": {"takes": "0s"}, "requires": ["app", "db", "iam"]}),
    );
    story
}

/// A plan of three steps, with durations or without.
fn plan(story: &mut Story, takes: Option<&str>) {
    let step = |id: &str, after: Value| {
        let mut step = json!({"id": id, "title": id, "restores": id, "after": after});
        if let Some(takes) = takes {
            step["takes"] = takes.into();
        }
        step
    };
    let steps = json!([
        step("iam", json!([])),
        step("db", json!(["iam"])),
        step("app", json!(["db"])),
    ]);
    story.file(
        &operator(),
        json!({"kind": "plan", "id": "p", "name": "Bring payments back", "status": "approved",
               "covers": ["service/pay"], "steps": steps}),
    );
}

/// An exercise of a sort, carried out on a day, whole, and verified by someone else.
fn exercise(story: &mut Story, sort: &str, day: &str, minutes: i64) {
    let id = format!("{sort}-{day}");
    story.file(
        &operator(),
        json!({"kind": "exercise", "id": id, "type": sort, "plans": ["p"],
               "environment": "production", "pass-criteria": ["it works"]}),
    );
    let start = instant(&format!("{day}T06:00:00Z"));
    run(
        story,
        &id,
        Mode::Exercise,
        Some(&id),
        start,
        minutes,
        &["iam", "db", "app"],
    );
}

fn run(
    story: &mut Story,
    id: &str,
    mode: Mode,
    exercise: Option<&str>,
    at: Timestamp,
    minutes: i64,
    done: &[&str],
) {
    let real = mode.is_real();
    story.now = at;
    let start = Start {
        run: id.into(),
        mode,
        plan: "p".into(),
        exercise: exercise.map(str::to_string),
        scenario: None,
        at: None,
        began: None,
        reason: real.then(|| "it is down".into()),
        typed: real.then(|| "p".into()),
    };
    let root = operator();
    assert_eq!(
        story.tell(&root, Command::StartRun(Box::new(start))),
        "run-started"
    );
    story.now = at + SignedDuration::from_mins(minutes);
    for step in ["iam", "db", "app"] {
        let (what, note) = match done.contains(&step) {
            true => (Told::Done, None),
            false => (Told::Skip, Some("it was up".to_string())),
        };
        let tick = Tick {
            run: id.into(),
            step: step.into(),
            what,
            at: None,
            started: None,
            note,
        };
        story.tell(&root, Command::Tick(tick));
    }
    ended(story, id, exercise.is_some());
}

/// Stands a run down and has it verified by someone else.
fn ended(story: &mut Story, id: &str, exercise: bool) {
    let root = operator();
    let criteria = exercise.then(|| Criterion {
        text: "it works".into(),
        met: Some(true),
        note: None,
    });
    let end = RunStoodDown {
        run: id.into(),
        at: story.now,
        outcome: Outcome::Passed,
        criteria: criteria.into_iter().collect(),
        minimum: Some(Minimum {
            by: "head of payments".into(),
            at: story.now,
        }),
        data_volume: None,
        note: None,
    };
    assert_eq!(
        story.tell(&root, Command::StandDown(Box::new(end))),
        "run-stood-down"
    );
    let verify = Command::VerifyRun {
        run: id.into(),
        confirmed: true,
        note: None,
    };
    assert_eq!(
        story.tell(&account("exercise-director"), verify),
        "run-verified"
    );
}

fn asked(story: &Story, reference: &str) -> Evidence {
    let standpoint = Standpoint::new(&story.state.registers, instant(TODAY));
    let targets = recovery_targets(&standpoint);
    let item = standpoint.estate.find(reference).expect("it is there");
    Proofs::new(&story.state, &standpoint, &targets).of(item)
}

/// Level, verdict and freshness in one line.
fn pay(story: &Story) -> String {
    let evidence = asked(story, "service/pay");
    let freshness = evidence.freshness.map_or("", |it| it.as_str());
    let (level, verdict) = (evidence.level.as_str(), evidence.verdict.as_str());
    format!("{level} / {verdict} {freshness}")
        .trim()
        .to_string()
}

#[test]
fn tv_47_a_without_a_plan_there_is_nothing() {
    assert_eq!(pay(&estate()), "none / unknown");
}

#[test]
fn tv_47_b_what_is_said_and_talked_through_is_claimed() {
    let mut story = estate();
    plan(&mut story, None);
    exercise(&mut story, "tabletop", "2026-09-01", 90);
    assert_eq!(pay(&story), "claimed / unknown fresh");
}

#[test]
fn tv_47_c_a_plan_with_estimates_is_projected() {
    let mut story = estate();
    plan(&mut story, Some("77m"));
    assert_eq!(pay(&story), "projected / meets");
}

#[test]
fn tv_47_d_a_promise_of_a_supplier_caps_it() {
    let mut story = estate();
    let root = operator();
    story.amend(
        &root,
        json!({"kind": "component", "id": "iam", "recovery": {"takes": "60m"}}),
    );
    story.file(
        &root,
        json!({"kind": "contract", "id": "c", "name": "The contract", "supplier": "saas", "rto": "60m",
               "covers": ["component/iam"]}),
    );
    let steps = json!([
        {"id": "db", "title": "db", "restores": "db", "takes": "60m"},
        {"id": "app", "title": "app", "restores": "app", "takes": "60m", "after": ["db"]},
    ]);
    story.file(
        &root,
        json!({"kind": "plan", "id": "p", "status": "approved", "covers": ["service/pay"],
               "steps": steps}),
    );
    assert_eq!(pay(&story), "claimed / unknown");
    let reasons = asked(&story, "service/pay").reasons;
    assert_eq!(
        reasons[0].text,
        "iam is back only because The contract promises it."
    );
}

#[test]
fn tv_47_e_a_parallel_test_of_all_is_tested() {
    let mut story = estate();
    plan(&mut story, None);
    exercise(&mut story, "parallel", "2026-05-10", 221);
    assert_eq!(pay(&story), "tested / meets fresh");
    let shown = asked(&story, "service/pay").shown.expect("a run speaks");
    assert_eq!(shown.seconds, Some(221 * 60));
    assert_eq!(
        shown.recovery_set,
        [
            "component/app",
            "component/db",
            "component/iam",
            "service/pay"
        ]
    );
}

#[test]
fn tv_47_f_a_change_to_what_it_rests_on_lowers_it_and_is_named() {
    let mut story = estate();
    plan(&mut story, Some("77m"));
    exercise(&mut story, "parallel", "2026-05-10", 221);
    story.now = instant("2026-07-01T09:00:00Z");
    story.amend(
        &account("continuity-manager"),
        json!({"kind": "component", "id": "db", "class": "another engine"}),
    );
    assert_eq!(pay(&story), "projected / meets stale");
    let evidence = asked(&story, "service/pay");
    let reason = &evidence.reasons[0];
    assert_eq!(reason.text, "db changed after it (class).");
    assert_eq!(reason.about.as_deref(), Some("component/db"));
    assert_eq!(reason.by.as_deref(), Some("account/continuity-manager"));
    assert_eq!(reason.at, Some(instant("2026-07-01T09:00:00Z")));
}

#[test]
fn a_new_dependency_was_not_brought_back() {
    let mut story = estate();
    plan(&mut story, Some("40m"));
    exercise(&mut story, "parallel", "2026-05-10", 221);
    story.now = instant("2026-07-01T09:00:00Z");
    let root = operator();
    story.file(&root, json!({"kind": "component", "id": "hsm"}));
    story.amend(
        &root,
        json!({"kind": "component", "id": "app", "requires": ["hsm"]}),
    );
    let evidence = asked(&story, "service/pay");
    assert_eq!(evidence.level.as_str(), "projected");
    assert_eq!(evidence.reasons[0].text, "app changed after it (requires).");
}

#[test]
fn tv_47_g_a_full_interruption_with_all_conditions_is_proven() {
    let mut story = estate();
    plan(&mut story, None);
    exercise(&mut story, "full-interruption", "2026-03-02", 205);
    assert_eq!(pay(&story), "proven / meets fresh");
}

#[test]
fn tv_47_h_proven_and_too_late_is_a_known_gap() {
    let mut story = estate();
    plan(&mut story, None);
    exercise(&mut story, "full-interruption", "2026-03-02", 290);
    assert_eq!(pay(&story), "proven / misses fresh");
}

#[test]
fn tv_47_i_past_its_interval_it_is_one_level_less() {
    let mut story = estate();
    plan(&mut story, None);
    exercise(&mut story, "full-interruption", "2025-03-02", 205);
    assert_eq!(pay(&story), "tested / meets stale");
}

#[test]
fn tv_47_j_a_later_miss_contradicts_an_older_pass() {
    let mut story = estate();
    plan(&mut story, None);
    exercise(&mut story, "full-interruption", "2026-03-02", 205);
    exercise(&mut story, "parallel", "2026-10-01", 310);
    assert_eq!(pay(&story), "tested / misses fresh");
}

#[test]
fn a_later_pass_of_a_weaker_sort_leaves_the_stronger_one() {
    let mut story = estate();
    plan(&mut story, None);
    exercise(&mut story, "full-interruption", "2026-03-02", 205);
    exercise(&mut story, "parallel", "2026-10-01", 200);
    assert_eq!(pay(&story), "proven / meets fresh");
}

#[test]
fn tv_47_k_components_apart_are_no_test_of_the_whole() {
    let mut story = estate();
    plan(&mut story, Some("77m"));
    exercise(&mut story, "component", "2026-05-10", 60);
    assert_eq!(pay(&story), "projected / meets");
    assert_eq!(asked(&story, "component/db").level.as_str(), "tested");
}

/// With the identities unaffected, and with everything lost.
#[test]
fn tv_47_l_a_real_event_proves_what_it_brought_back() {
    let mut story = estate();
    plan(&mut story, Some("77m"));
    let at = instant("2026-02-01T06:00:00Z");
    run(&mut story, "r", Mode::Live, None, at, 180, &["db", "app"]);
    let db = asked(&story, "component/db");
    assert_eq!(db.level.as_str(), "proven", "{:?}", db.reasons);
    assert_eq!(pay(&story), "projected / meets fresh");
    let texts: Vec<String> = asked(&story, "service/pay")
        .reasons
        .into_iter()
        .map(|reason| reason.text)
        .collect();
    assert!(
        texts.contains(&"It needs iam, which the recovery did not bring back.".to_string()),
        "{texts:?}"
    );
}

#[test]
fn tv_47_m_an_open_finding_stands_in_the_way() {
    let mut story = estate();
    plan(&mut story, Some("77m"));
    exercise(&mut story, "full-interruption", "2026-03-02", 205);
    let finding = |closed: Option<&str>| {
        let mut finding = json!({"kind": "finding", "id": "f", "name": "The key is missing",
                                 "blocks": ["service/pay"]});
        if let Some(day) = closed {
            finding["closed"] = day.into();
        }
        finding
    };
    story.file(&operator(), finding(None));
    assert_eq!(pay(&story), "projected / meets fresh");
    story.amend(&operator(), finding(Some("2026-11-01")));
    assert_eq!(pay(&story), "proven / meets fresh");
}

#[test]
fn tv_47_n_past_twice_its_interval_it_is_a_claim() {
    let mut story = estate();
    plan(&mut story, None);
    exercise(&mut story, "full-interruption", "2024-03-02", 205);
    assert_eq!(pay(&story), "claimed / unknown stale");
}

#[test]
fn a_run_that_was_not_verified_proves_nothing() {
    let mut story = estate();
    plan(&mut story, None);
    exercise(&mut story, "full-interruption", "2026-03-02", 205);
    let verify = |confirmed: bool| Command::VerifyRun {
        run: "full-interruption-2026-03-02".into(),
        confirmed,
        note: Some("the stopwatch stood still".into()),
    };
    story.tell(&account("exercise-director"), verify(false));
    assert_eq!(pay(&story), "claimed / unknown fresh");
}

#[test]
fn a_plan_that_changed_must_be_carried_out_again() {
    let mut story = estate();
    plan(&mut story, Some("77m"));
    exercise(&mut story, "parallel", "2026-05-10", 221);
    story.now = instant("2026-06-01T00:00:00Z");
    let steps = json!([{"id": "all", "title": "All", "restores": "db", "takes": "1h"}]);
    story.amend(
        &operator(),
        json!({"kind": "plan", "id": "p", "name": "Bring payments back", "status": "approved",
               "covers": ["service/pay"], "steps": steps}),
    );
    let reasons = asked(&story, "service/pay").reasons;
    assert_eq!(
        reasons[0].text,
        "Bring payments back changed after it (steps)."
    );
}
