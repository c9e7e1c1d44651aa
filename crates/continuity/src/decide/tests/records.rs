//! The life of records: filing, approving, changing, retiring.

use serde_json::json;

use super::story::{Story, account, made, operator, step};
use crate::access::Function::*;
use crate::command::{Command, Step};

#[test]
fn who_may_not_approve_proposes_and_what_is_in_force_stays() {
    let mut story = Story::with(&[ContinuityManager, SecurityLead]);
    let (manager, security) = (account("continuity-manager"), account("security-lead"));
    let first = json!({ "kind": "hazard", "id": "flood", "class": "natural" });
    assert_eq!(story.file(&manager, first), "filed");
    assert_eq!(
        story.life("hazard", "flood"),
        "revision 1, in force Some(1), shown approved, proposed None"
    );
    let second = json!({ "kind": "hazard", "id": "flood", "class": "technical" });
    assert_eq!(story.amend(&security, second.clone()), "amended");
    assert_eq!(
        story.life("hazard", "flood"),
        "revision 2, in force Some(1), shown approved, proposed Some(\"in-review\")"
    );
    // The same again is nothing to do.
    assert_eq!(story.amend(&security, second), "nothing to do");
    let approve = |story: &mut Story, who: &str, revision| {
        let step = Step {
            expected: Some(revision),
            ..Step::of("hazard/flood")
        };
        story.tell(&account(who), Command::Approve(step))
    };
    assert_eq!(
        approve(&mut story, "security-lead", 2),
        "not-allowed: You may not approve or return hazard/flood."
    );
    assert_eq!(
        approve(&mut story, "continuity-manager", 1),
        "changed-meanwhile: hazard/flood was changed meanwhile: you saw revision 1, it is at 2."
    );
    assert_eq!(approve(&mut story, "continuity-manager", 2), "approved");
    assert_eq!(
        story.life("hazard", "flood"),
        "revision 3, in force Some(3), shown approved, proposed None"
    );
    let shown = story
        .state
        .registers
        .hazards
        .get("flood")
        .expect("it was filed");
    assert_eq!(shown.own.class.as_deref(), Some("technical"));
}

#[test]
fn a_draft_is_submitted_returned_and_at_last_approved() {
    let mut story = Story::with(&[ContinuityManager]);
    let manager = account("continuity-manager");
    let plan = json!({ "kind": "plan", "id": "p", "steps": [
        { "id": "a", "title": "Call", "takes": "5m" },
    ] });
    let mut told = vec![story.file(&manager, plan)];
    for command in [
        Command::Return(step("plan/p")),
        Command::Submit(step("plan/p")),
        Command::Submit(step("plan/p")),
        Command::Return(Step::of("plan/p")),
        Command::Return(step("plan/p")),
        Command::Approve(step("plan/p")),
        Command::Approve(step("plan/p")),
        Command::Retire(Step::of("plan/p")),
        Command::Retire(step("plan/p")),
        Command::Retire(step("plan/p")),
        Command::Approve(step("plan/p")),
        Command::Approve(step("plan/q")),
    ] {
        told.push(story.tell(&manager, command));
    }
    assert_eq!(
        told,
        [
            "filed",
            "wrong-state: plan/p waits for no approval.",
            "submitted",
            "wrong-state: plan/p is no draft.",
            "invalid: reason: say why, in a sentence: it is kept for good",
            "returned",
            "approved",
            "wrong-state: plan/p is in force already.",
            "invalid: reason: say why, in a sentence: it is kept for good",
            "retired",
            "nothing to do",
            "wrong-state: plan/p is retired.",
            "unknown: Nothing is called plan/q.",
        ]
    );
}

#[test]
fn an_import_is_whole_and_approved_only_by_one_who_may() {
    let records = || {
        vec![
            made(json!({ "kind": "service", "id": "shop" })),
            made(json!({ "kind": "policy", "id": "ours" })),
        ]
    };
    let import = || Command::Import {
        source: "a file".into(),
        records: records(),
        seen: None,
    };
    let mut story = Story::with(&[ContinuityManager, Reader]);
    assert_eq!(
        story.tell(&account("reader"), import()),
        "not-allowed: You may not import into the estate."
    );
    let manager = account("continuity-manager");
    assert_eq!(story.tell(&manager, import()), "filed, filed");
    // The method's owner approves services, but a policy is top management's.
    assert_eq!(
        story.life("service", "shop"),
        "revision 1, in force Some(1), shown approved, proposed None"
    );
    assert_eq!(
        story.life("policy", "ours"),
        "revision 1, in force None, shown in-review, proposed None"
    );
    assert_eq!(story.tell(&operator(), import()), "amended");
    assert_eq!(
        story.life("policy", "ours"),
        "revision 2, in force Some(2), shown approved, proposed None"
    );
    assert_eq!(story.tell(&operator(), import()), "nothing to do");
}

#[test]
fn an_owner_changes_what_is_theirs_and_a_stranger_does_not() {
    let mut story = Story::new();
    let open = |id: &str, person: &str| Command::OpenAccount {
        account: id.into(),
        name: id.into(),
        person: Some(format!("person/{person}")),
        functions: vec![(ServiceOwner, None)],
    };
    story.tell(&operator(), open("anna", "anna"));
    story.tell(&operator(), open("ben", "ben"));
    for value in [
        json!({ "kind": "person", "id": "anna", "teams": ["payments"] }),
        json!({ "kind": "person", "id": "ben" }),
        json!({ "kind": "role", "id": "shop-owner" }),
        json!({ "kind": "assignment", "id": "a", "role": "shop-owner", "person": "ben" }),
        json!({ "kind": "team", "id": "payments" }),
        json!({ "kind": "service", "id": "pay", "owner": "team/payments" }),
        json!({ "kind": "service", "id": "shop", "owner": "role/shop-owner" }),
        json!({ "kind": "service", "id": "stray" }),
    ] {
        assert_eq!(story.file(&operator(), value), "filed");
    }
    let mut told = Vec::new();
    for (who, id, owner) in [
        ("anna", "pay", "team/payments"),
        ("ben", "pay", "team/payments"),
        ("ben", "shop", "role/shop-owner"),
        ("anna", "shop", "role/shop-owner"),
        ("anna", "stray", "person/anna"),
    ] {
        let value = json!({ "kind": "service", "id": id, "owner": owner, "name": who });
        told.push(story.amend(&account(who), value));
    }
    assert_eq!(
        told,
        [
            "amended",
            "not-allowed: You may not change service/pay.",
            "amended",
            "not-allowed: You may not change service/shop.",
            "not-allowed: You may not change service/stray.",
        ]
    );
}

#[test]
fn a_role_with_authority_approves_and_two_persons_are_two() {
    let mut story = Story::new();
    for (id, function) in [("anna", RiskOwner), ("ben", RiskOwner)] {
        let command = Command::OpenAccount {
            account: id.into(),
            name: id.into(),
            person: Some(format!("person/{id}")),
            functions: vec![(function, None)],
        };
        story.tell(&operator(), command);
        story.file(&operator(), json!({ "kind": "person", "id": id }));
        let assignment = json!({ "kind": "assignment", "id": id, "role": "board", "person": id });
        story.file(&operator(), assignment);
    }
    let authority = json!({ "approve": ["hazard"], "two-person": true });
    story.file(
        &operator(),
        json!({ "kind": "role", "id": "board", "authority": authority }),
    );
    let hazard = json!({ "kind": "hazard", "id": "ice", "class": "natural" });
    assert_eq!(story.file(&account("anna"), hazard), "filed");
    // A two-person authority puts nothing in force at filing by itself once it is written down.
    let again = json!({ "kind": "hazard", "id": "ice", "class": "technical" });
    assert_eq!(story.amend(&account("anna"), again), "amended");
    let approve = || Command::Approve(step("hazard/ice"));
    assert_eq!(
        story.tell(&account("anna"), approve()),
        "not-allowed: You may not approve or return hazard/ice."
    );
    assert_eq!(story.tell(&account("ben"), approve()), "approved");
}
