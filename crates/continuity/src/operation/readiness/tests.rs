//! The three words, and what comes first.

use serde_json::json;

use super::{Next, Readiness, readiness};
use crate::command::{Command, Start, Tick, Told};
use crate::decide::tests::story::{Story, operator};
use crate::event::{Mode, Outcome, RunStoodDown};
use crate::requirements::recovery_targets::recovery_targets;
use crate::standpoint::Standpoint;

fn now(story: &Story) -> Readiness {
    let standpoint = Standpoint::new(&story.state.registers, story.now);
    let targets = recovery_targets(&standpoint);
    readiness(&story.state, &standpoint, &targets)
}

fn words(story: &Story) -> (usize, usize, usize) {
    let now = now(story);
    (now.required, now.calculated, now.shown)
}

/// Each service with what would help it, the worst first.
fn next(story: &Story) -> Vec<(String, Next)> {
    let now = now(story);
    let one = |it: super::Standing| (it.evidence.id, it.next);
    now.services.into_iter().map(one).collect()
}

/// Three services: in time, too late, and of unknown time.
fn story() -> Story {
    let mut story = Story::new();
    for (id, takes, within) in [
        ("a", Some("1h"), "4h"),
        ("b", Some("9h"), "4h"),
        ("c", None, "4h"),
    ] {
        let mut record = json!({"kind": "service", "id": id,
            "targets": {"rto": {"within": within, "from": "invocation"}}});
        if let Some(takes) = takes {
            let steps = json!([{"id": "s", "title": "Start", "takes": takes, "restores": id}]);
            story.file(
                &operator(),
                json!({"kind": "plan", "id": id, "status": "approved", "covers": [id],
                       "steps": steps}),
            );
        } else {
            record["tier"] = 1.into();
        }
        story.file(&operator(), record);
    }
    story.file(&operator(), json!({"kind": "service", "id": "free"}));
    story
}

#[test]
fn what_nobody_asks_of_is_not_counted() {
    assert_eq!(words(&story()), (3, 1, 0));
}

#[test]
fn the_worst_is_what_is_known_to_be_late() {
    let expected = [
        ("service/b".to_string(), Next::CloseGap),
        ("service/c".to_string(), Next::WritePlan),
        ("service/a".to_string(), Next::Exercise),
    ];
    assert_eq!(next(&story()), expected);
}

#[test]
fn a_run_that_was_in_time_is_shown() {
    let mut story = story();
    let root = operator();
    story.file(
        &root,
        json!({"kind": "exercise", "id": "e", "type": "parallel"}),
    );
    let start = Start {
        run: "r".into(),
        mode: Mode::Exercise,
        plan: "a".into(),
        exercise: Some("e".into()),
        scenario: None,
        at: None,
        began: None,
        reason: None,
        typed: None,
    };
    story.tell(&root, Command::StartRun(Box::new(start)));
    assert_eq!(
        words(&story),
        (3, 1, 0),
        "a run that goes on shows nothing yet"
    );
    let tick = Tick {
        run: "r".into(),
        step: "s".into(),
        what: Told::Done,
        at: None,
        started: None,
        note: None,
    };
    story.tell(&root, Command::Tick(tick));
    let end = RunStoodDown {
        run: "r".into(),
        at: story.now,
        outcome: Outcome::Passed,
        criteria: Vec::new(),
        minimum: None,
        data_volume: None,
        note: None,
    };
    story.tell(&root, Command::StandDown(Box::new(end)));
    assert_eq!(words(&story), (3, 1, 1));
    assert_eq!(next(&story)[2], ("service/a".to_string(), Next::Nothing));
}
