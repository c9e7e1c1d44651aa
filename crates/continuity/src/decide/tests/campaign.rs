//! A campaign from its beginning to its end: who may do what, and how each questionnaire stands.

use serde_json::json;

use super::story::{Story, account, made, operator};
use crate::access::Function::*;
use crate::actor::Actor;
use crate::command::Command;
use crate::requirements::campaign::{CampaignStep, Standing};
use crate::requirements::questionnaire::{Answers, Topic};
use crate::written::Written;

const CAMPAIGN: &str = "spring";

pub(super) fn step(step: CampaignStep) -> Command {
    Command::Campaign {
        campaign: CAMPAIGN.into(),
        step,
    }
}

pub(super) fn begin(activities: &[&str]) -> Command {
    step(CampaignStep::Begin {
        name: "Spring 2026".into(),
        activities: activities.iter().map(|it| it.to_string()).collect(),
        due: None,
    })
}

pub(super) fn answer(topic: Topic, records: Vec<Written>) -> Command {
    step(CampaignStep::Answer {
        activity: "pay".into(),
        topic,
        remark: None,
        records,
        seen: None,
    })
}

pub(super) fn sign() -> Command {
    let activity = "pay".into();
    step(CampaignStep::Sign { activity })
}

pub(super) fn approve() -> Command {
    let activity = "pay".into();
    step(CampaignStep::Approve { activity })
}

fn contest(topic: Option<Topic>) -> Command {
    step(CampaignStep::Contest {
        activity: "pay".into(),
        topic,
        text: "Finance counted 2M.".into(),
    })
}

pub(super) fn impact(levels: &[u32]) -> Written {
    made(
        json!({ "kind": "impact", "id": "pay", "activity": "pay", "after": ["1h", "8h"],
        "owner": "person/ana", "levels": { "legal": levels } }),
    )
}

/// Ana owns the activity `pay`; Ben may change nothing; the manager runs the campaign.
pub(super) fn begun() -> (Story, Actor, Actor) {
    let mut story = Story::with(&[ContinuityManager, Reader]);
    let open = |account: &str, person: &str, function| Command::OpenAccount {
        account: account.into(),
        name: account.into(),
        person: Some(person.into()),
        functions: vec![(function, None)],
    };
    story.tell(&operator(), open("ana", "person/ana", ProcessOwner));
    story.tell(&operator(), open("ben", "person/ben", Reader));
    let manager = account("continuity-manager");
    for value in [
        json!({ "kind": "person", "id": "ana" }),
        json!({ "kind": "person", "id": "ben" }),
        json!({ "kind": "activity", "id": "pay", "owner": "person/ana" }),
        json!({ "kind": "activity", "id": "other" }),
    ] {
        assert_eq!(story.file(&manager, value), "filed");
    }
    (story, account("ana"), manager)
}

pub(super) fn standing(story: &Story) -> Standing {
    let campaign = story.state.campaign(CAMPAIGN).expect("it was begun");
    let sheet = campaign.sheets.get("pay").expect("it was sent");
    sheet.standing(&story.state, campaign)
}

/// Answers every question; the first with an impact.
pub(super) fn answer_all(story: &mut Story, actor: &Actor, levels: &[u32]) {
    for &topic in Topic::ALL {
        let records = match topic {
            Topic::Impact => vec![impact(levels)],
            _ => Vec::new(),
        };
        let told = story.tell(actor, answer(topic, records));
        assert!(told.ends_with("questionnaire-answered"), "{told}");
    }
}

#[test]
fn from_sent_to_closed() {
    let (mut story, ana, manager) = begun();
    assert_eq!(
        story.tell(&manager, begin(&["pay"])),
        "campaign-begun, questionnaire-sent"
    );
    assert_eq!(standing(&story), Standing::Sent);
    let chase = || CampaignStep::Chase {
        activities: Vec::new(),
        text: None,
    };
    assert_eq!(story.tell(&manager, step(chase())), "questionnaire-chased");
    assert_eq!(standing(&story), Standing::Chased);
    let told = story.tell(&ana, sign());
    assert!(
        told.contains("questions that nobody answered: 1, 2"),
        "{told}"
    );
    assert_eq!(
        story.tell(&ana, answer(Topic::Impact, vec![impact(&[1, 3])])),
        "filed, questionnaire-answered"
    );
    answer_all(&mut story, &ana, &[1, 3]);
    assert_eq!(
        story.life("impact", "pay"),
        "revision 1, in force None, shown draft, proposed None",
        "the same answer again changes no record"
    );
    assert_eq!(story.tell(&ana, sign()), "amended, questionnaire-signed");
    assert_eq!(standing(&story), Standing::Answered);
    let shown = story.state.registers.impacts.get("pay").expect("filed");
    let confirmed = shown.envelope.confirmed.as_ref().expect("it was signed");
    assert_eq!(confirmed.by, "person/ana");
    assert_eq!(story.tell(&manager, step(chase())), "nothing to do");
    assert_eq!(
        story.tell(&manager, contest(Some(Topic::Impact))),
        "answer-contested"
    );
    assert_eq!(standing(&story), Standing::Contested);
    let told = story.tell(&manager, approve());
    assert!(told.starts_with("wrong-state"), "{told}");
    assert!(story.tell(&ana, sign()).contains("contested answers"));
    assert_eq!(
        story.tell(&ana, answer(Topic::Impact, vec![impact(&[2, 3])])),
        "amended, questionnaire-answered"
    );
    assert_eq!(story.tell(&ana, sign()), "amended, questionnaire-signed");
    assert_eq!(story.tell(&manager, approve()), "approved");
    assert_eq!(standing(&story), Standing::Closed);
    assert!(story.state.questionnaire("pay").is_none(), "it is over");
    let in_force = Answers::in_force(&story.state.registers, "pay").expect("in force");
    let impact = in_force.impact.expect("in force");
    assert_eq!(impact.levels["legal"], [2, 3]);
    let reason = "all are in".to_string();
    assert_eq!(
        story.tell(&manager, step(CampaignStep::Close { reason })),
        "campaign-closed"
    );
    assert!(story.tell(&ana, sign()).starts_with("wrong-state"));
}

#[test]
fn what_is_in_force_counts_until_the_new_answers_are() {
    let (mut story, ana, manager) = begun();
    let mut first = impact(&[0, 3]);
    first.record.envelope_mut().status = Some(record::kind::Status::Approved);
    story.tell(&manager, Command::File { written: first });
    story.tell(&manager, begin(&["pay"]));
    answer_all(&mut story, &ana, &[3, 3]);
    story.tell(&ana, sign());
    let shown = || story.state.registers.impacts.get("pay").expect("filed");
    assert_eq!(shown().levels["legal"], [0, 3]);
    let latest = Answers::latest(&story.state, "pay").expect("filed");
    assert_eq!(latest.impact.expect("filed").levels["legal"], [3, 3]);
    let give_back = CampaignStep::Return {
        activity: "pay".into(),
        reason: "One hour?".into(),
    };
    assert_eq!(
        story.tell(&manager, step(give_back)),
        "returned, answer-contested"
    );
    assert_eq!(standing(&story), Standing::Contested);
    assert_eq!(
        story.tell(&ana, sign()),
        "amended, questionnaire-signed",
        "a doubt about all of it is answered by signing"
    );
    assert_eq!(story.tell(&ana, approve()), "approved");
}

#[test]
fn only_the_owner_and_the_delegate_answer() {
    let (mut story, ana, manager) = begun();
    let ben = account("ben");
    assert!(story.tell(&ben, begin(&["pay"])).starts_with("not-allowed"));
    assert!(
        story
            .tell(&ana, begin(&["other"]))
            .starts_with("not-allowed")
    );
    story.tell(&manager, begin(&["pay", "pay"]));
    let told = story.tell(&ana, begin(&["pay"]));
    assert!(told.starts_with("exists"), "{told}");
    let twice = Command::Campaign {
        campaign: "autumn".into(),
        step: CampaignStep::Begin {
            name: "Autumn".into(),
            activities: vec!["pay".into()],
            due: None,
        },
    };
    assert!(
        story
            .tell(&manager, twice)
            .contains("in the campaign spring already")
    );
    let told = story.tell(&ben, answer(Topic::Loss, Vec::new()));
    assert!(told.starts_with("not-allowed"), "{told}");
    let hand = |to: &str| {
        step(CampaignStep::Delegate {
            activity: "pay".into(),
            topic: Topic::Loss,
            to: to.into(),
        })
    };
    assert!(
        story
            .tell(&ana, hand("person/eve"))
            .contains("nobody known")
    );
    assert_eq!(
        story.tell(&ana, hand("person/ben")),
        "questionnaire-delegated"
    );
    let told = story.tell(&ben, answer(Topic::Impact, Vec::new()));
    assert!(
        told.starts_with("not-allowed"),
        "only what was handed on: {told}"
    );
    assert_eq!(
        story.tell(&ben, answer(Topic::Loss, vec![impact(&[1, 2])])),
        "filed, questionnaire-answered"
    );
    let foreign = made(json!({ "kind": "impact", "id": "pay", "activity": "other",
        "after": ["1h"], "levels": { "legal": [4] } }));
    let told = story.tell(&ana, answer(Topic::Impact, vec![foreign]));
    assert!(told.contains("no part of the answers"), "{told}");
    let service = made(json!({ "kind": "service", "id": "x" }));
    let told = story.tell(&ana, answer(Topic::Impact, vec![service]));
    assert!(told.contains("no part of the answers"), "{told}");
}

#[test]
fn where_a_role_demands_two_persons_the_signer_does_not_approve() {
    let (mut story, ana, manager) = begun();
    let role = json!({ "kind": "role", "id": "owner",
        "authority": { "approve": ["impact"], "two-person": true } });
    assert_eq!(story.file(&manager, role), "filed");
    story.tell(&manager, begin(&["pay"]));
    answer_all(&mut story, &ana, &[1, 3]);
    story.tell(&ana, sign());
    let told = story.tell(&ana, approve());
    assert!(told.contains("signed by the very person"), "{told}");
    assert_eq!(story.tell(&manager, approve()), "approved");
}

#[test]
fn an_answer_never_overwrites_what_someone_else_wrote_meanwhile() {
    let (mut story, ana, manager) = begun();
    story.tell(&manager, begin(&["pay"]));
    story.tell(&ana, answer(Topic::Impact, vec![impact(&[1, 3])]));
    let Command::Campaign { campaign, step } = answer(Topic::Impact, vec![impact(&[2, 3])]) else {
        unreachable!("it is one");
    };
    let CampaignStep::Answer {
        activity,
        topic,
        remark,
        records,
        ..
    } = step
    else {
        unreachable!("it is one");
    };
    let step = CampaignStep::Answer {
        activity,
        topic,
        remark,
        records,
        seen: Some(1),
    };
    let told = story.tell(&ana, Command::Campaign { campaign, step });
    assert!(told.contains("changed by someone else"), "{told}");
}
