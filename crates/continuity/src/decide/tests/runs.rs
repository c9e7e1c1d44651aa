//! Runs: only what may come next, told by whoever did it, verified by someone else.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::story::{Story, account, operator};
use crate::access::Function;
use crate::actor::Actor;
use crate::command::{Command, Start, Tick, Told};
use crate::event::{Criterion, Mode, Outcome, RunStoodDown};
use crate::state::run::Phase;

fn start(mode: Mode, plan: &str) -> Start {
    Start {
        run: "r1".into(),
        mode,
        plan: plan.into(),
        exercise: None,
        scenario: None,
        at: None,
        began: None,
        reason: None,
        typed: None,
    }
}

fn tick(step: &str, what: Told) -> Command {
    Command::Tick(Tick {
        run: "r1".into(),
        step: step.into(),
        what,
        at: None,
        started: None,
        note: None,
    })
}

fn skip(step: &str, why: &str) -> Command {
    let Command::Tick(tick) = tick(step, Told::Skip) else {
        unreachable!("it is a tick")
    };
    let note = Some(why.to_string());
    Command::Tick(Tick { note, ..tick })
}

fn stand_down(at: Timestamp, met: Option<bool>) -> Command {
    Command::StandDown(Box::new(RunStoodDown {
        run: "r1".into(),
        at,
        outcome: Outcome::Passed,
        criteria: vec![Criterion {
            text: "Payments are taken".into(),
            met,
            note: None,
        }],
        minimum: None,
        data_volume: None,
        note: None,
    }))
}

/// A plan of two steps in force, and an exercise of it.
fn story() -> Story {
    let mut story = Story::with(&[
        Function::ContinuityManager,
        Function::ExerciseDirector,
        Function::RecoveryTeam,
        Function::Crisis,
        Function::Reader,
    ]);
    let root = operator();
    story.file(&root, json!({"kind": "component", "id": "db"}));
    story.file(
        &root,
        json!({"kind": "service", "id": "pay", "requires": ["db"]}),
    );
    let steps = json!([
        {"id": "call", "title": "Call"},
        {"id": "db", "title": "Restore", "after": ["call"], "restores": "db"},
    ]);
    story.file(
        &root,
        json!({"kind": "plan", "id": "p", "name": "Restore payments", "status": "approved",
               "type": "recovery", "covers": ["service/pay"], "steps": steps}),
    );
    story.file(
        &root,
        json!({"kind": "exercise", "id": "e", "type": "parallel", "plans": ["p"],
               "pass-criteria": ["Payments are taken"]}),
    );
    story
}

fn exercise() -> Command {
    let exercise = Some("e".into());
    Command::StartRun(Box::new(Start {
        exercise,
        ..start(Mode::Exercise, "p")
    }))
}

fn later(story: &mut Story, minutes: i64) {
    story.now += SignedDuration::from_mins(minutes);
}

#[test]
fn a_run_goes_from_step_to_step() {
    let mut story = story();
    let (director, team) = (account("exercise-director"), account("recovery-team"));
    assert_eq!(story.tell(&director, exercise()), "run-started");
    let run = story.state.run("r1").expect("it was started");
    assert_eq!(run.start.recovers, ["component/db", "service/pay"]);
    let early = story.tell(&team, tick("db", Told::Start));
    assert_eq!(early, "wrong-state: run/r1 waits with db for call.");
    assert_eq!(story.tell(&team, tick("call", Told::Start)), "step-started");
    later(&mut story, 10);
    assert_eq!(story.tell(&team, tick("call", Told::Done)), "step-done");
    assert_eq!(story.tell(&team, tick("call", Told::Done)), "nothing to do");
    assert_eq!(story.tell(&team, tick("db", Told::Start)), "step-started");
    let back = story.tell(&team, tick("call", Told::Undo));
    assert_eq!(
        back,
        "wrong-state: run/r1 has begun with db, which comes after call."
    );
    later(&mut story, 25);
    assert_eq!(story.tell(&team, tick("db", Told::Done)), "step-done");
    let run = story.state.run("r1").expect("it was started");
    let took: Vec<Option<i64>> = run.steps.iter().map(|step| step.took_seconds()).collect();
    assert_eq!(took, [Some(600), Some(1_500)]);
}

#[test]
fn what_is_taken_back_stays_known() {
    let mut story = story();
    let team = account("recovery-team");
    story.tell(&account("exercise-director"), exercise());
    story.tell(&team, tick("call", Told::Done));
    assert_eq!(story.tell(&team, tick("call", Told::Undo)), "step-undone");
    let run = story.state.run("r1").expect("it was started");
    assert_eq!(run.steps[0].phase, Phase::Waiting);
    let words: Vec<&str> = run.log.iter().map(|line| line.word).collect();
    assert_eq!(words, ["run-started", "step-done", "step-undone"]);
}

#[test]
fn a_step_is_left_out_only_with_a_reason() {
    let mut story = story();
    story.tell(&account("exercise-director"), exercise());
    let team = account("recovery-team");
    let silent = story.tell(&team, tick("call", Told::Skip));
    assert_eq!(silent, "invalid: note: say why, in a sentence");
    let told = story.tell(&team, skip("call", "the bridge was open already"));
    assert_eq!(told, "step-skipped");
}

#[test]
fn nothing_is_told_of_what_is_still_to_come() {
    let mut story = story();
    story.tell(&account("exercise-director"), exercise());
    let at = Some(story.now + SignedDuration::from_mins(1));
    let Command::Tick(tick) = tick("call", Told::Done) else {
        unreachable!("it is a tick")
    };
    let told = story.tell(
        &account("recovery-team"),
        Command::Tick(Tick { at, ..tick }),
    );
    assert_eq!(told, "invalid: at: that is still to come");
}

#[test]
fn one_who_carried_it_out_does_not_verify_it() {
    let mut story = story();
    let (director, team) = (account("exercise-director"), account("recovery-team"));
    story.tell(&director, exercise());
    for step in ["call", "db"] {
        story.tell(&account("continuity-manager"), tick(step, Told::Done));
    }
    let verify = || Command::VerifyRun {
        run: "r1".into(),
        confirmed: true,
        note: None,
    };
    let early = story.tell(&director, verify());
    assert_eq!(early, "wrong-state: run/r1 still goes on.");
    let now = story.now;
    let others = story.tell(&team, stand_down(now, Some(true)));
    assert!(others.starts_with("not-allowed"), "{others}");
    let unmet = story.tell(&director, stand_down(now, Some(false)));
    assert!(
        unmet.starts_with("invalid: note: not every criterion"),
        "{unmet}"
    );
    assert_eq!(
        story.tell(&director, stand_down(now, Some(true))),
        "run-stood-down"
    );
    assert_eq!(
        story.tell(&team, tick("db", Told::Undo)),
        "wrong-state: run/r1 was stood down."
    );
    let own = story.tell(&account("continuity-manager"), verify());
    assert_eq!(
        own,
        "wrong-state: run/r1 was carried out by the one who would verify it."
    );
    assert_eq!(story.tell(&director, verify()), "run-verified");
}

#[test]
fn in_earnest_only_by_who_may_invoke_and_says_so() {
    let mut story = story();
    let live = |typed: &str, reason: &str| {
        Command::StartRun(Box::new(Start {
            typed: Some(typed.into()),
            reason: Some(reason.into()),
            ..start(Mode::Live, "p")
        }))
    };
    let named = live("Restore payments", "the site is dark");
    let director = story.tell(&account("exercise-director"), named.clone());
    assert!(director.starts_with("not-allowed"), "{director}");
    let crisis = account("crisis");
    assert_eq!(
        story.tell(&crisis, live("restore", "the site is dark")),
        "invalid: typed: this is no exercise: type `Restore payments` to say so"
    );
    assert_eq!(
        story.tell(&crisis, live("Restore payments", " ")),
        "invalid: reason: say why it is decided, in a sentence"
    );
    assert_eq!(story.tell(&crisis, named), "run-started");
}

/// The authority is a property of the role that someone's person holds.
#[test]
fn a_role_that_may_invoke_this_sort_of_plan_is_enough() {
    let mut story = story();
    let root = operator();
    for (role, sort) in [("duty", "recovery"), ("press", "communication")] {
        story.file(
            &root,
            json!({"kind": "role", "id": role, "authority": {"invoke": [sort]}}),
        );
        story.file(&root, json!({"kind": "person", "id": role}));
        story.file(
            &root,
            json!({"kind": "assignment", "id": role, "role": role, "person": role}),
        );
        story.tell(
            &root,
            Command::OpenAccount {
                account: role.into(),
                name: role.into(),
                person: Some(format!("person/{role}")),
                functions: vec![(Function::Reader, None)],
            },
        );
    }
    let live = |run: &str| {
        Command::StartRun(Box::new(Start {
            run: run.into(),
            typed: Some("p".into()),
            reason: Some("the site is dark".into()),
            ..start(Mode::Live, "p")
        }))
    };
    let press = story.tell(&account("press"), live("r1"));
    assert!(press.starts_with("not-allowed"), "{press}");
    assert_eq!(story.tell(&account("duty"), live("r2")), "run-started");
}

#[test]
fn a_draft_is_not_carried_out() {
    let mut story = story();
    let root = operator();
    let steps = json!([{"id": "call", "title": "Call"}]);
    story.file(&root, json!({"kind": "plan", "id": "q", "steps": steps}));
    let told = story.tell(
        &root,
        Command::StartRun(Box::new(start(Mode::Exercise, "q"))),
    );
    assert_eq!(told, "wrong-state: plan/q is not in force.");
}

/// The run stays with the plan that it began with.
#[test]
fn a_plan_may_change_while_it_is_carried_out() {
    let mut story = story();
    story.tell(&account("exercise-director"), exercise());
    let steps = json!([{"id": "other", "title": "Something else"}]);
    story.amend(
        &operator(),
        json!({"kind": "plan", "id": "p", "status": "approved", "steps": steps}),
    );
    let run = story.state.run("r1").expect("it was started");
    assert_eq!(run.start.plan_revision, 1);
    assert_eq!(run.told().count(), 2);
}

/// What a record last changed in, of all that a proof rests on.
fn changed(story: &Story, kind: &str, id: &str) -> (u64, Vec<String>) {
    let filing = story.state.filing(kind, id).expect("it was filed");
    let since = filing.changed.as_ref().expect("it was written today");
    (since.seq, since.fields.clone())
}

#[test]
fn a_name_changes_nothing_that_was_shown() {
    let mut story = Story::new();
    let root: Actor = operator();
    story.file(&root, json!({"kind": "component", "id": "db"}));
    story.amend(
        &root,
        json!({"kind": "component", "id": "db", "name": "Orders",
               "confirmed": {"by": "Ana", "at": "2026-05-01"},
               "recovery": {"observed": [{"took": "2h", "at": "2026-05-01"}]}}),
    );
    assert_eq!(changed(&story, "component", "db"), (1, Vec::new()));
    story.amend(
        &root,
        json!({"kind": "component", "id": "db", "class": "database"}),
    );
    assert_eq!(
        changed(&story, "component", "db"),
        (3, vec!["class".to_string()])
    );
}

#[test]
fn a_proposal_changes_something_once_it_is_in_force() {
    let mut story = Story::with(&[Function::RecoveryTeam]);
    let root = operator();
    let plan = |status: &str, step: &str| {
        let steps = json!([{"id": step, "title": "Do it"}]);
        json!({"kind": "plan", "id": "p", "status": status, "steps": steps})
    };
    story.file(&root, plan("approved", "a"));
    let before = changed(&story, "plan", "p").0;
    story.amend(&root, plan("draft", "b"));
    assert_eq!(changed(&story, "plan", "p").0, before);
    story.tell(&root, Command::Approve(super::story::step("plan/p")));
    assert_eq!(
        changed(&story, "plan", "p"),
        (before + 2, vec!["steps".to_string()])
    );
}
