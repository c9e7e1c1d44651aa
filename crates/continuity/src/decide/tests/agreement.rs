//! What people put their name to: only for oneself, only what is in force, once for a revision.

use serde_json::json;

use super::story::{Story, account, operator};
use crate::access::Function::{ContinuityManager, Reader, ServiceOwner, Sponsor};
use crate::actor::Actor;
use crate::command::{Command, Step};
use crate::finding::{Judge, check};
use crate::standpoint::Standpoint;
use crate::testing::instant;

fn acknowledge(revision: u32, person: Option<&str>) -> Command {
    Command::Acknowledge {
        subject: "policy/house".into(),
        revision,
        person: person.map(str::to_string),
    }
}

fn house() -> Story {
    let mut story = Story::with(&[Reader, Sponsor, ServiceOwner, ContinuityManager]);
    story.file(&operator(), json!({ "kind": "person", "id": "ann" }));
    let left = json!({ "kind": "person", "id": "bob", "leaves": "2026-05-01" });
    story.file(&operator(), left);
    let policy = json!({ "kind": "policy", "id": "house", "status": "draft" });
    story.file(&operator(), policy);
    story
}

#[test]
fn a_policy_is_acknowledged_in_force_and_once_for_each_revision() {
    let mut story = house();
    let reader = account("reader");
    let early = story.tell(&reader, acknowledge(1, None));
    assert!(early.starts_with("unknown"), "a draft is not read: {early}");
    story.tell(
        &account("sponsor"),
        Command::Approve(Step::of("policy/house")),
    );
    assert!(
        story
            .tell(&reader, acknowledge(1, None))
            .starts_with("changed-meanwhile")
    );
    assert_eq!(story.tell(&reader, acknowledge(2, None)), "acknowledged");
    assert_eq!(story.tell(&reader, acknowledge(2, None)), "nothing to do");
    let known = story
        .state
        .acknowledgement("policy/house", "account/reader");
    assert_eq!(known.map(|known| known.revision), Some(2));
}

#[test]
fn one_speaks_for_oneself_and_a_link_for_a_person_who_is_still_here() {
    let mut story = house();
    story.tell(
        &account("sponsor"),
        Command::Approve(Step::of("policy/house")),
    );
    let other = story.tell(&account("reader"), acknowledge(2, Some("ann")));
    assert!(other.starts_with("invalid"), "{other}");
    assert!(
        story
            .tell(&operator(), acknowledge(2, Some("ann")))
            .starts_with("invalid")
    );
    assert!(
        story
            .tell(&Actor::Server, acknowledge(2, None))
            .starts_with("invalid")
    );
    assert!(
        story
            .tell(&Actor::Anonymous, acknowledge(2, None))
            .starts_with("not-allowed")
    );
    assert!(
        story
            .tell(&Actor::Server, acknowledge(2, Some("bob")))
            .starts_with("unknown")
    );
    assert_eq!(
        story.tell(&Actor::Server, acknowledge(2, Some("ann"))),
        "acknowledged"
    );
    assert!(
        story
            .state
            .acknowledgement("policy/house", "person/ann")
            .is_some()
    );
}

#[test]
fn a_charter_is_signed_by_whoever_may_approve_policies() {
    let mut story = house();
    let sign = |digest: &str| Command::Sign {
        document: "charter".into(),
        entry: 3,
        digest: digest.into(),
        statement: None,
    };
    let whole = "a".repeat(64);
    let refused = story.tell(&account("service-owner"), sign(&whole));
    assert!(refused.starts_with("not-allowed"), "{refused}");
    assert!(
        story
            .tell(&account("sponsor"), sign("abc"))
            .starts_with("invalid")
    );
    assert_eq!(story.tell(&account("sponsor"), sign(&whole)), "signed");
    let signed: Vec<_> = story.state.signatures("charter").collect();
    assert_eq!((signed.len(), signed[0].entry), (1, 3));
    assert_eq!(signed[0].by, "account/sponsor");
}

#[test]
fn a_gap_is_accepted_by_somebody_and_until_a_day_or_not_at_all() {
    let mut story = Story::with(&[ContinuityManager, Sponsor]);
    let (sponsor, manager) = (account("sponsor"), account("continuity-manager"));
    let choice = |fields: serde_json::Value| {
        let mut choice = json!({ "kind": "choice", "id": "shop", "status": "draft",
            "covers": ["service/shop"], "option": "warm", "gap-accepted": true });
        for (key, value) in fields.as_object().expect("fields") {
            choice[key] = value.clone();
        }
        choice
    };
    assert_eq!(story.file(&manager, choice(json!({}))), "filed");
    let approve = || Command::Approve(Step::of("choice/shop"));
    let refused = story.tell(&sponsor, approve());
    assert!(refused.contains("say who accepts the gap"), "{refused}");
    let named = choice(json!({ "id": "shop-2", "approver": "role/cfo" }));
    assert_eq!(story.file(&manager, named), "filed");
    let second = || Command::Approve(Step::of("choice/shop-2"));
    let refused = story.tell(&sponsor, second());
    assert!(
        refused.contains("until when the gap is accepted"),
        "{refused}"
    );
    let whole = choice(json!({ "id": "shop-3", "approver": "role/cfo",
        "expires": "2030-01-01" }));
    assert_eq!(story.file(&manager, whole), "filed");
    let third = Command::Approve(Step::of("choice/shop-3"));
    assert_eq!(story.tell(&sponsor, third), "approved");
}

/// What a choice is found to be by the clock of the story.
fn found(story: &Story, choice: &str) -> Vec<(String, String)> {
    let judge = Judge::new(Standpoint::new(&story.state.registers, story.now));
    let findings = check(&judge).into_iter();
    let about = findings.filter(|it| it.subject == choice);
    about.map(|it| (it.code, it.text)).collect()
}

#[test]
fn an_accepted_gap_comes_back_once_its_day_has_passed_and_goes_when_it_is_decided_anew() {
    let mut story = Story::with(&[ContinuityManager, Sponsor]);
    let (sponsor, manager) = (account("sponsor"), account("continuity-manager"));
    let option = json!({ "kind": "option", "id": "warm", "covers": ["service/shop"],
        "type": "intermediate", "mode": "loss", "rtc": "24h" });
    let service = json!({ "kind": "service", "id": "shop", "targets": { "rto": "8h" } });
    for record in [service, option] {
        story.file(&manager, record);
    }
    let choice = |expires: &str| {
        json!({ "kind": "choice", "id": "shop", "status": "draft", "covers": ["service/shop"],
            "option": "warm", "approver": "role/cfo", "reason": "no money this year",
            "gap-accepted": true, "gap": "16 hours too late", "expires": expires })
    };
    let is_back = |story: &Story| {
        let found = found(story, "choice/shop");
        found.iter().any(|(code, _)| code == "accepted-gap-expired")
    };
    assert_eq!(story.file(&manager, choice("2026-06-30")), "filed");
    let approve = || Command::Approve(Step::of("choice/shop"));
    assert_eq!(story.tell(&sponsor, approve()), "approved");
    assert!(!is_back(&story), "{:?}", found(&story, "choice/shop"));

    // Its last day still counts; the day after it is a finding, without anybody doing anything.
    story.now = instant("2026-06-30T23:59:59Z");
    assert!(!is_back(&story));
    story.now = instant("2026-07-01T00:00:00Z");
    let back = found(&story, "choice/shop");
    let text =
        "The gap that shop accepts was accepted until 2026-06-30. The gap: 16 hours too late.";
    let gap = ("accepted-gap-expired".to_string(), text.to_string());
    assert!(back.contains(&gap), "{back:?}");

    // Amended it is a proposal, and the gap stays open until somebody accepts it again.
    assert_eq!(story.amend(&manager, choice("2027-06-30")), "amended");
    assert!(is_back(&story));
    assert_eq!(story.tell(&sponsor, approve()), "approved");
    assert!(!is_back(&story), "{:?}", found(&story, "choice/shop"));
    story.now = instant("2027-07-01T00:00:00Z");
    assert!(is_back(&story));
}
