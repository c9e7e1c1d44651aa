//! A run of four steps, looked at while it goes on. Whatever it says may come next, `decide` takes.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{Situation, Wanted, situation};
use crate::command::{Command, Start, Tick, Told};
use crate::decide::tests::story::{Story, operator};
use crate::event::Mode;

fn story() -> Story {
    let mut story = Story::new();
    let root = operator();
    story.file(&root, json!({"kind": "service", "id": "pay"}));
    let steps = json!([
        {"id": "call", "title": "Call", "takes": "10m"},
        {"id": "net", "title": "Net", "takes": "20m", "after": ["call"]},
        {"id": "db", "title": "Restore", "takes": "60m", "after": ["call"]},
        {"id": "pay", "title": "Start", "takes": "5m", "after": ["net", "db"], "restores": "pay"},
    ]);
    story.file(
        &root,
        json!({"kind": "plan", "id": "p", "status": "approved", "covers": ["pay"],
               "steps": steps}),
    );
    let start = Start {
        run: "r".into(),
        mode: Mode::Exercise,
        plan: "p".into(),
        exercise: None,
        scenario: None,
        at: None,
        began: None,
        reason: None,
        typed: None,
    };
    story.tell(&root, Command::StartRun(Box::new(start)));
    story
}

fn tick(story: &mut Story, step: &str, what: Told) -> String {
    let tick = Tick {
        run: "r".into(),
        step: step.into(),
        what,
        at: None,
        started: None,
        note: Some("so it was".into()),
    };
    story.tell(&operator(), Command::Tick(tick))
}

fn now(story: &Story) -> Situation {
    let wanted = Wanted {
        id: "service/pay".into(),
        name: "Payments".into(),
        within_seconds: 90 * 60,
        lead_seconds: 0,
    };
    let run = story.state.run("r").expect("it was started");
    situation(run, &[wanted], story.now)
}

fn after(story: &Story, minutes: i64) -> Timestamp {
    story.now + SignedDuration::from_mins(minutes)
}

#[test]
fn at_the_start_the_plan_says_when_it_ends() {
    let story = story();
    let now = now(&story);
    assert_eq!(now.done_by, Some(after(&story, 75)));
    assert_eq!(now.targets[0].left_seconds, 90 * 60);
    assert_eq!(now.targets[0].verdict.as_str(), "meets");
    assert!(!now.targets[0].is_back);
}

#[test]
fn what_takes_longer_moves_the_end() {
    let mut story = story();
    tick(&mut story, "call", Told::Start);
    story.now += SignedDuration::from_mins(40);
    let now = now(&story);
    assert_eq!(now.steps[0].late_seconds, Some(30 * 60));
    assert_eq!(now.done_by, Some(after(&story, 65)));
    assert_eq!(now.targets[0].verdict.as_str(), "misses");
    assert_eq!(now.targets[0].left_seconds, 50 * 60);
}

#[test]
fn once_it_is_back_the_clock_says_so() {
    let mut story = story();
    for step in ["call", "net", "db", "pay"] {
        tick(&mut story, step, Told::Done);
    }
    let now = now(&story);
    assert_eq!((now.past, now.steps.len()), (4, 4));
    assert!(now.targets[0].is_back);
}

/// For every step in every phase: what may be said is taken, and what may not is refused.
#[test]
fn what_may_come_next_is_what_is_taken() {
    let words = Told::ALL;
    for first in words {
        for second in words {
            let mut story = story();
            for (step, what) in [("call", *first), ("call", Told::Done), ("net", *second)] {
                tick(&mut story, step, what);
            }
            let shown = now(&story);
            for step in &shown.steps {
                for what in words {
                    let mut copy = Story::new();
                    copy.state = story.state.clone();
                    copy.now = story.now;
                    let took = tick(&mut copy, &step.id, *what);
                    let may = step.may.contains(&what.as_str());
                    let taken = took.starts_with("step-");
                    assert_eq!(taken, may, "{} {what:?} in {}: {took}", step.id, step.phase);
                }
            }
        }
    }
}
