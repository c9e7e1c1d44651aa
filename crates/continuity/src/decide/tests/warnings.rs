//! Warnings come in once, raise a hazard, bring a precaution that a role accepts, and are scored.

use jiff::ToSpan;
use serde_json::json;

use super::story::{Story, account, operator, record};
use crate::access::Function::{ContinuityManager, Crisis, Reader, RiskOwner};
use crate::actor::Actor;
use crate::command::{Command, DecidePrecaution, JudgeWarning, ReceiveWarnings};
use crate::event::{Came, Event, Mode};
use crate::requirements::warning::precaution::{Advice, precautions, probability, threshold};
use crate::requirements::warning::score::{Tally, scores};
use crate::requirements::warning::{
    Certainty, Circle, Message, Reference, Severity, Spot, Urgency, WarnedArea, Warning,
};
use crate::state::State;

/// A surge that is expected in eight hours, round the site.
fn surge(story: &Story, identifier: &str) -> Warning {
    let mut warning = Warning::named(identifier, "CAP 1.2");
    warning.sender = Some("met@example.org".into());
    warning.sent = Some(story.now);
    warning.onset = Some(story.now + 8.hours());
    warning.expires = Some(story.now + 20.hours());
    warning.events = vec!["Storm surge warning".into()];
    warning.urgency = Some(Urgency::Expected);
    warning.severity = Some(Severity::Severe);
    warning.certainty = Some(Certainty::Likely);
    warning.areas = vec![WarnedArea {
        description: None,
        polygons: Vec::new(),
        circles: vec![Circle {
            middle: Spot {
                lat: 54.0,
                lon: 12.0,
            },
            km: 20.0,
        }],
        codes: Vec::new(),
        unread: false,
    }];
    warning
}

fn receive(warnings: Vec<Warning>) -> Command {
    Command::ReceiveWarnings(Box::new(ReceiveWarnings {
        feed: "met".into(),
        digest: Some("00".into()),
        warnings,
        errors: Vec::new(),
    }))
}

fn decide(warning: &str, measure: &str, accept: bool) -> DecidePrecaution {
    DecidePrecaution {
        warning: warning.into(),
        measure: measure.into(),
        accept,
        reason: Some("the water is coming".into()),
        run: "r1".into(),
        typed: Some("Before the surge".into()),
    }
}

fn story() -> Story {
    let mut story = Story::with(&[Reader, RiskOwner, ContinuityManager, Crisis]);
    let root = operator();
    story.file(
        &root,
        json!({"kind": "site", "id": "hall", "location": {"lat": 54.0, "lon": 12.1}}),
    );
    story.file(
        &root,
        json!({"kind": "hazard", "id": "storm-surge", "sites": ["hall"]}),
    );
    let steps = json!([
        {"id": "call", "title": "Call", "takes": "1h"},
        {"id": "walls", "title": "Set the walls", "takes": "2h", "after": ["call"]},
        {"id": "pumps", "title": "Start the pumps", "takes": "30m", "after": ["call"]},
    ]);
    story.file(
        &root,
        json!({"kind": "plan", "id": "before", "name": "Before the surge",
               "status": "approved", "type": "response", "steps": steps}),
    );
    story.file(
        &root,
        json!({"kind": "measure", "id": "walls", "answers": ["hazard/storm-surge"],
               "plan": "plan/before", "cost-to-act": "8000 EUR", "avoids": "120000 EUR"}),
    );
    story.file(
        &root,
        json!({"kind": "measure", "id": "move", "answers": ["hazard/storm-surge"],
               "effective-after": "4h", "after": ["walls"], "cost-to-act": "900 EUR",
               "avoids": "1000 EUR"}),
    );
    story.file(
        &root,
        json!({"kind": "measure", "id": "dike", "answers": ["hazard/storm-surge"],
               "effective-after": "90d"}),
    );
    story
}

fn received(story: &mut Story) -> String {
    let warning = surge(story, "a1");
    let id = warning.id();
    assert_eq!(
        story.tell(&account("risk-owner"), receive(vec![warning])),
        "feed-heard, warning-received"
    );
    id
}

#[test]
fn a_warning_comes_in_once_and_from_those_who_may() {
    let mut story = story();
    let warning = surge(&story, "a1");
    let refused = story.tell(&account("reader"), receive(vec![warning.clone()]));
    assert!(refused.starts_with("not-allowed"), "{refused}");
    received(&mut story);
    let again = receive(vec![warning.clone(), warning]);
    assert_eq!(story.tell(&Actor::Server, again.clone()), "nothing to do");
    story.now += 15.minutes();
    assert_eq!(story.tell(&Actor::Server, again), "feed-heard");
    let feed = story.state.feed("met").unwrap();
    assert_eq!((feed.alerts, feed.heard), (1, story.now));
    assert!(feed.news < Some(feed.heard));
    assert_eq!(story.state.warnings().count(), 1);
}

#[test]
fn an_event_comes_back_as_it_was() {
    let mut story = story();
    let mut warning = surge(&story, "a1");
    warning.message = Message::Update;
    warning.references = vec![Reference {
        sender: None,
        identifier: "a0".into(),
        sent: None,
    }];
    let events = story.ask(&Actor::Server, receive(vec![warning])).unwrap();
    for event in events {
        let mut complaints = record::complaint::Complaints::new();
        let read = Event::read(event.word(), &event.write(), &mut complaints);
        assert_eq!(read, Some(event), "{:?}", complaints.all);
    }
}

#[test]
fn cost_by_loss_avoided_is_the_likelihood_from_which_acting_pays() {
    // TV-39: 8,000 to act, 120,000 avoided.
    let money = |text: &str| {
        let measure = record(json!({"kind": "measure", "id": "m", "avoids": text}));
        let record::kinds::Record::Measure(measure) = measure else {
            panic!("a measure")
        };
        measure.own.avoids.unwrap()
    };
    let from = threshold(money("8000 EUR"), money("120000 EUR")).unwrap();
    assert!((from - 0.0667).abs() < 5e-5, "{from}");
    assert_eq!(threshold(money("8000 EUR"), money("120000 USD")), None);
    assert_eq!(threshold(money("8000 EUR"), money("0 EUR")), None);
}

#[test]
fn measures_stand_by_their_latest_useful_minute() {
    let mut story = story();
    let id = received(&mut story);
    let proposed = precautions(&story.state, &id, story.now).unwrap();
    assert_eq!(proposed.lead_seconds, Some(8 * 3600));
    let rows: Vec<_> = proposed
        .list
        .iter()
        .map(|it| {
            let latest = it
                .latest
                .map(|at| (at.as_second() - story.now.as_second()) / 60);
            (it.measure.as_str(), latest, it.path_seconds, it.advice)
        })
        .collect();
    // The walls take three hours by the longest path of their plan, and the move, which waits for
    // them, four more: so the walls must begin within an hour. The dike would take months.
    assert_eq!(
        rows,
        [
            ("measure/walls", Some(60), Some(3 * 3600), Advice::Act),
            (
                "measure/move",
                Some(240),
                Some(7 * 3600),
                Advice::NotWorthIt
            ),
            (
                "measure/dike",
                Some(8 * 60 - 90 * 1440),
                Some(90 * 86_400),
                Advice::TooLate
            ),
        ]
    );
    let steps: Vec<_> = proposed.list[0]
        .steps
        .iter()
        .map(|it| {
            (
                it.id.as_str(),
                (it.latest.unwrap().as_second() - story.now.as_second()) / 60,
            )
        })
        .collect();
    assert_eq!(steps, [("call", 60), ("walls", 120), ("pumps", 210)]);
}

#[test]
fn the_role_that_decides_accepts_and_a_run_begins() {
    let mut story = story();
    let id = received(&mut story);
    let ask = |it: DecidePrecaution| Command::DecidePrecaution(Box::new(it));
    let refused = story.tell(
        &account("continuity-manager"),
        ask(decide(&id, "walls", true)),
    );
    assert!(refused.starts_with("not-allowed"), "{refused}");
    // The one whom the measure names may, though their function alone would not do.
    let root = operator();
    story.file(&root, json!({"kind": "person", "id": "ana"}));
    story.file(&root, json!({"kind": "role", "id": "warden"}));
    story.file(
        &root,
        json!({"kind": "assignment", "id": "w", "role": "warden", "person": "ana"}),
    );
    story.tell(
        &root,
        Command::OpenAccount {
            account: "ana".into(),
            name: "Ana".into(),
            person: Some("person/ana".into()),
            functions: vec![(Reader, None)],
        },
    );
    let refused = story.tell(&account("ana"), ask(decide(&id, "walls", true)));
    assert!(refused.starts_with("not-allowed"), "{refused}");
    story.amend(
        &root,
        json!({"kind": "measure", "id": "walls", "answers": ["hazard/storm-surge"],
               "plan": "plan/before", "cost-to-act": "8000 EUR", "avoids": "120000 EUR",
               "decides": "role/warden"}),
    );
    let untyped = DecidePrecaution {
        typed: None,
        ..decide(&id, "walls", true)
    };
    let refused = story.tell(&account("ana"), ask(untyped));
    assert!(refused.contains("type `Before the surge`"), "{refused}");
    assert_eq!(
        story.tell(&account("ana"), ask(decide(&id, "walls", true))),
        "precaution-accepted, run-started"
    );
    let run = story.state.run("r1").unwrap();
    assert_eq!(run.mode(), Mode::Precaution);
    let decided = &story.state.warning(&id).unwrap().decided[0].what;
    assert_eq!(decided.run.as_deref(), Some("r1"));
    assert_eq!(
        (decided.advice.as_str(), decided.probability),
        ("act", Some(0.7))
    );
    let again = story.tell(&account("ana"), ask(decide(&id, "walls", true)));
    assert!(again.starts_with("wrong-state"), "{again}");
    assert_eq!(
        story.tell(&account("crisis"), ask(decide(&id, "move", false))),
        "precaution-declined"
    );
}

fn judge(warning: &str, came: Came, story: &Story) -> Command {
    Command::JudgeWarning(JudgeWarning {
        warning: warning.into(),
        came,
        struck: (came == Came::Hit).then_some(story.now),
        note: None,
    })
}

fn tally_of(state: &State) -> Tally {
    scores(state).warnings[0].tally
}

#[test]
fn what_came_of_warnings_scores_sender_rule_and_hazard() {
    let mut story = story();
    let id = received(&mut story);
    story.tell(
        &account("crisis"),
        Command::DecidePrecaution(Box::new(decide(&id, "walls", true))),
    );
    let early = JudgeWarning {
        warning: id.clone(),
        came: Came::Hit,
        struck: Some(story.now + 1.hours()),
        note: None,
    };
    let refused = story.tell(&account("crisis"), Command::JudgeWarning(early));
    assert!(refused.contains("still to come"), "{refused}");
    story.now += 9.hours();
    let hit = judge(&id, Came::Hit, &story);
    assert_eq!(
        story.tell(&account("crisis"), hit.clone()),
        "warning-judged"
    );
    assert_eq!(story.tell(&account("crisis"), hit), "nothing to do");
    assert_eq!(scores(&story.state).warnings[0].leads_seconds, [9 * 3600]);
    for (number, came) in [(2, Came::FalseAlarm), (3, Came::FalseAlarm)] {
        let warning = surge(&story, &format!("a{number}"));
        let id = warning.id();
        story.tell(&Actor::Server, receive(vec![warning]));
        let said = judge(&id, came, &story);
        story.tell(&account("risk-owner"), said);
        story.now += 1.hours();
    }
    let tally = tally_of(&story.state);
    assert_eq!((tally.hits, tally.false_alarms), (1, 2));
    assert_eq!(tally.false_alarm_ratio(), Some(2.0 / 3.0));
    let all = scores(&story.state);
    assert_eq!(all.rules[0].tally.hits, 1);
    // A surge of which nobody warned.
    let root = operator();
    story.file(
        &root,
        json!({"kind": "occurrence", "id": "o", "hazard": "storm-surge", "site": "hall",
               "at": "2031-01-04"}),
    );
    let hazards = scores(&story.state).hazards;
    assert_eq!(
        hazards[0].tally,
        Tally {
            hits: 1,
            false_alarms: 2,
            misses: 1
        }
    );
    // The word of the sender counts as four cases: (0.7 * 4 + 1) / (4 + 3).
    let next = surge(&story, "a9");
    let likely = probability(&story.state, &next).0.unwrap();
    assert!((likely - 3.8 / 7.0).abs() < 1e-12, "{likely}");
}

#[test]
fn a_test_an_end_and_another_place_propose_nothing() {
    let mut story = story();
    let mut test = surge(&story, "t");
    test.status = "Test".into();
    let mut far = surge(&story, "f");
    far.areas[0].circles[0].middle.lat = 10.0;
    let mut over = surge(&story, "o");
    over.expires = Some(story.now - 1.hours());
    let unsure = {
        let mut it = surge(&story, "u");
        it.certainty = None;
        it
    };
    let ids = [test.id(), far.id(), over.id(), unsure.id()];
    story.tell(&Actor::Server, receive(vec![test, far, over, unsure]));
    for id in &ids[..3] {
        let proposed = precautions(&story.state, id, story.now).unwrap();
        assert!(proposed.list.is_empty(), "{id}");
    }
    let proposed = precautions(&story.state, &ids[3], story.now).unwrap();
    assert_eq!(proposed.probability, None);
    let walls = proposed
        .list
        .iter()
        .find(|it| it.measure == "measure/walls");
    assert_eq!(walls.unwrap().advice, Advice::Unknown);
}
