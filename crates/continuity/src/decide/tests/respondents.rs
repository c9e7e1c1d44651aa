//! Several respondents, several conditions and an emptied workaround in one questionnaire: who may
//! write what, and what has to be decided before it is signed.

use serde_json::json;

use super::campaign::{answer, answer_all, approve, begin, begun, impact, sign, standing, step};
use super::story::{account, made};
use crate::command::Command;
use crate::initiation::policy_in_force::policy_in_force;
use crate::requirements::campaign::{CampaignStep, Standing};
use crate::requirements::questionnaire::turn::Turn;
use crate::requirements::questionnaire::{Answers, Topic};
use crate::requirements::respondents::Agreement;
use crate::written::Written;

fn judged(id: &str, more: serde_json::Value, levels: &[u32]) -> Written {
    let mut all = json!({ "kind": "impact", "id": id, "activity": "pay", "after": ["1h", "8h"],
        "owner": "person/ana", "levels": { "legal": levels } });
    for (field, value) in more.as_object().expect("a map") {
        all[field] = value.clone();
    }
    made(all)
}

fn pay(more: serde_json::Value) -> Written {
    let mut all = json!({ "kind": "activity", "id": "pay", "owner": "person/ana" });
    for (field, value) in more.as_object().expect("a map") {
        all[field] = value.clone();
    }
    made(all)
}

#[test]
fn nothing_is_signed_while_respondents_disagree_and_nobody_decided() {
    let (mut story, ana, manager) = begun();
    story.tell(&manager, begin(&["pay"]));
    answer_all(&mut story, &ana, &[3, 3]);
    let ben = judged("pay-ben", json!({ "respondent": "Ben" }), &[0, 3]);
    let told = story.tell(&ana, answer(Topic::Impact, vec![ben]));
    assert_eq!(told, "filed, questionnaire-answered");
    let told = story.tell(&ana, sign());
    assert!(
        told.contains("judged differently for normal times: impact/pay says 1h, Ben says 8h"),
        "{told}"
    );
    let latest = Answers::latest(&story.state, "pay").expect("filed");
    let policy = policy_in_force(&story.state.registers);
    let normal = &latest.conditions(&policy)[0];
    assert_eq!(normal.agreement, Agreement::Undecided);
    assert_eq!(normal.mtpd_seconds(), Some(3_600));

    let decided = pay(json!({ "targets": { "mtpd": "8h" } }));
    let told = story.tell(&ana, answer(Topic::Targets, vec![decided]));
    assert_eq!(told, "amended, questionnaire-answered");
    let told = story.tell(&ana, sign());
    assert_eq!(told, "submitted, amended, amended, questionnaire-signed");
    assert_eq!(
        story.tell(&manager, approve()),
        "approved, approved, approved"
    );
    assert_eq!(standing(&story), Standing::Closed);
    let in_force = Answers::in_force(&story.state.registers, "pay").expect("in force");
    assert_eq!(in_force.impacts().count(), 2, "nobody's answer was lost");
    let policy = policy_in_force(&story.state.registers);
    let normal = &in_force.conditions(&policy)[0];
    assert_eq!(normal.agreement, Agreement::Decided);
    assert_eq!(normal.mtpd_seconds(), Some(8 * 3_600));
}

#[test]
fn a_delegate_answers_as_themself_and_overwrites_nobody() {
    let (mut story, ana, manager) = begun();
    let ben = account("ben");
    story.tell(&manager, begin(&["pay"]));
    story.tell(&ana, answer(Topic::Impact, vec![impact(&[1, 3])]));
    let hand = |topic| {
        step(CampaignStep::Delegate {
            activity: "pay".into(),
            topic,
            to: "person/ben".into(),
        })
    };
    story.tell(&ana, hand(Topic::Impact));
    let told = story.tell(&ben, answer(Topic::Impact, vec![impact(&[3, 3])]));
    assert!(told.contains("holds what somebody else answered"), "{told}");
    let as_ana = judged("pay-ben", json!({ "respondent": "Ana" }), &[3, 3]);
    let told = story.tell(&ben, answer(Topic::Impact, vec![as_ana]));
    assert!(
        told.contains("you answer as yourself, person/ben"),
        "{told}"
    );
    let own = judged("pay-ben", json!({}), &[3, 3]);
    let told = story.tell(&ben, answer(Topic::Impact, vec![own]));
    assert_eq!(told, "filed, questionnaire-answered");
    let latest = |id: &str| {
        let mut answers = Answers::latest(&story.state, "pay").expect("filed");
        assert!(answers.turn(&Turn::Of(id.into())));
        answers.impact.expect("it was turned to").own
    };
    assert_eq!(latest("pay-ben").respondent.as_deref(), Some("person/ben"));
    assert_eq!(latest("pay").levels["legal"], [1, 3], "Ana's stays");

    story.tell(&ana, hand(Topic::Loss));
    let dearer = |levels: &[u32]| {
        let loss = json!({ "loss": ["1 EUR", "2 EUR"] });
        judged("pay", loss, levels)
    };
    let told = story.tell(&ben, answer(Topic::Loss, vec![dearer(&[1, 3])]));
    assert_eq!(
        told, "amended, questionnaire-answered",
        "what it costs was asked"
    );
    story.tell(&ana, hand(Topic::Loss));
    let told = story.tell(&ben, answer(Topic::Loss, vec![dearer(&[0, 0])]));
    assert!(told.contains("holds what somebody else answered"), "{told}");
}

#[test]
fn an_impact_judges_normal_times_or_a_peak_of_its_activity() {
    let (mut story, ana, manager) = begun();
    story.tell(&manager, begin(&["pay"]));
    answer_all(&mut story, &ana, &[1, 3]);
    let yule = || judged("pay-yule", json!({ "when": "yule" }), &[3, 3]);
    let told = story.tell(&ana, answer(Topic::Impact, vec![yule()]));
    assert!(
        told.contains("`yule` is no peak of activity/pay; it has none"),
        "{told}"
    );
    let peaks = || pay(json!({ "peaks": [{ "name": "yule" }] }));
    let told = story.tell(&ana, answer(Topic::Peaks, vec![peaks(), yule()]));
    assert_eq!(told, "amended, filed, questionnaire-answered");
    let renamed = pay(json!({ "peaks": [{ "name": "christmas" }] }));
    story.tell(&ana, answer(Topic::Peaks, vec![renamed]));
    let told = story.tell(&ana, sign());
    assert!(
        told.contains("has no peak called yule, which impact/pay-yule judges"),
        "{told}"
    );
    story.tell(&ana, answer(Topic::Peaks, vec![peaks()]));
    let told = story.tell(&ana, sign());
    assert_eq!(told, "submitted, amended, amended, questionnaire-signed");
}

#[test]
fn a_workaround_of_which_nothing_is_said_is_retired_with_the_answers() {
    let (mut story, ana, manager) = begun();
    let vouchers = |more: serde_json::Value| {
        let mut all = json!({ "kind": "workaround", "id": "vouchers", "activity": "pay",
            "owner": "person/ana" });
        for (field, value) in more.as_object().expect("a map") {
            all[field] = value.clone();
        }
        made(all)
    };
    let full = || vouchers(json!({ "start-within": "1h", "sustain-for": "8h" }));
    story.tell(&manager, Command::File { written: full() });
    story.tell(&manager, begin(&["pay"]));
    answer_all(&mut story, &ana, &[1, 3]);
    let told = story.tell(&ana, answer(Topic::Workaround, vec![vouchers(json!({}))]));
    assert_eq!(told, "amended, questionnaire-answered");
    let counts = |story: &super::story::Story| story.state.registers.workarounds.approved().count();
    assert_eq!(
        counts(&story),
        1,
        "what is in force counts until it is approved"
    );
    story.tell(&ana, sign());
    assert_eq!(story.tell(&manager, approve()), "approved, retired");
    assert_eq!(counts(&story), 0, "it takes part in nothing any more");
    assert_eq!(standing(&story), Standing::Closed);
    let latest = Answers::latest(&story.state, "pay").expect("filed");
    assert_eq!(latest.workaround, None);
}

#[test]
fn a_workaround_that_never_was_in_force_goes_at_once() {
    let (mut story, ana, manager) = begun();
    story.tell(&manager, begin(&["pay"]));
    let paper = |more: &str| {
        let mut all = json!({ "kind": "workaround", "id": "paper", "activity": "pay",
            "owner": "person/ana" });
        if !more.is_empty() {
            all["forms"] = more.into();
        }
        made(all)
    };
    let told = story.tell(&ana, answer(Topic::Workaround, vec![paper("")]));
    assert_eq!(
        told, "questionnaire-answered",
        "nothing is said, nothing filed"
    );
    let told = story.tell(&ana, answer(Topic::Workaround, vec![paper("shelf 3")]));
    assert_eq!(told, "filed, questionnaire-answered");
    let told = story.tell(&ana, answer(Topic::Workaround, vec![paper("")]));
    assert_eq!(told, "retired, questionnaire-answered");
    let latest = Answers::latest(&story.state, "pay").expect("filed");
    assert_eq!(latest.workaround, None);
}
