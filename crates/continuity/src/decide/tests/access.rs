//! Accounts, functions, tokens, and what happens at the door.

use jiff::ToSpan;

use super::story::{Story, account, operator};
use crate::access::{Action, Function, Object, authorize};
use crate::actor::Actor;
use crate::command::Command;

fn grant(account: &str, function: Function) -> Command {
    Command::Grant {
        account: account.into(),
        function,
        until: None,
    }
}

#[test]
fn the_last_administrator_stays_one() {
    let mut story = Story::with(&[Function::Administrator]);
    let boss = account("administrator");
    let withdraw = |id: &str| Command::Withdraw {
        account: id.into(),
        function: Function::Administrator,
    };
    let close = |id: &str| Command::CloseAccount {
        account: id.into(),
        reason: "gone".into(),
    };
    let open = Command::OpenAccount {
        account: "second".into(),
        name: "Second".into(),
        person: None,
        functions: vec![(Function::Administrator, None)],
    };
    let told = [
        story.tell(&boss, withdraw("administrator")),
        story.tell(&boss, close("administrator")),
        story.tell(&boss, open),
        story.tell(&boss, close("administrator")),
        story.tell(&account("second"), withdraw("second")),
        story.tell(&boss, grant("second", Function::Reader)),
    ];
    assert_eq!(
        told,
        [
            "wrong-state: account/administrator is the last administrator.",
            "wrong-state: account/administrator is the last administrator.",
            "account-opened, granted",
            "account-closed",
            "wrong-state: account/second is the last administrator.",
            // Closed: no function is left, and what others have is not to be known.
            "not-allowed: You may not look after the accounts of the estate.",
        ]
    );
}

#[test]
fn an_auditor_reads_until_the_day_and_changes_nothing() {
    let mut story = Story::with(&[Function::Auditor]);
    let auditor = account("auditor");
    let may = |story: &Story, action| {
        authorize(&story.state, &auditor, action, Object::Whole, story.now).is_ok()
    };
    for action in [
        Action::Read,
        Action::ReadMoney,
        Action::ReadLog,
        Action::Export,
    ] {
        assert!(may(&story, action), "{action:?}");
    }
    for action in [
        Action::ReadContacts,
        Action::File,
        Action::Approve,
        Action::Import,
    ] {
        assert!(!may(&story, action), "{action:?}");
    }
    story.now = story.now.checked_add(8_000.hours()).expect("within range");
    assert!(!may(&story, Action::Read));
    let told = story.tell(&operator(), grant("auditor", Function::Auditor));
    assert_eq!(
        told,
        "invalid: until: an auditor reads for a limited time: say until when"
    );
}

#[test]
fn a_token_is_no_wider_than_its_account_and_opens_no_account() {
    let mut story = Story::with(&[Function::ContinuityManager]);
    let manager = account("continuity-manager");
    let issue = |token: &str, functions: Vec<Function>| Command::IssueToken {
        account: "continuity-manager".into(),
        token: token.into(),
        name: "pipeline".into(),
        functions,
        until: None,
    };
    let by_token = |token: &str| Actor::Account {
        id: "continuity-manager".into(),
        via: Some(format!("token/{token}")),
    };
    let told = [
        story.tell(&manager, issue("t1", vec![Function::Administrator])),
        story.tell(&manager, issue("t1", vec![])),
        story.tell(&by_token("t1"), issue("t2", vec![])),
        story.tell(&account("stranger"), issue("t3", vec![])),
    ];
    assert_eq!(
        told,
        [
            "invalid: functions: the account has not the function administrator",
            "token-issued",
            "not-allowed: You may not look after account/continuity-manager.",
            "unknown: Nothing is called account/continuity-manager.",
        ]
    );
    let may = |story: &Story, token: &str| {
        let actor = by_token(token);
        authorize(
            &story.state,
            &actor,
            Action::File,
            Object::Kind("service"),
            story.now,
        )
        .is_ok()
    };
    assert!(may(&story, "t1"));
    assert!(!may(&story, "never-issued"));
    let revoke = Command::RevokeToken {
        account: "continuity-manager".into(),
        token: "t1".into(),
    };
    assert_eq!(story.tell(&manager, revoke), "token-revoked");
    assert!(!may(&story, "t1"));
}

#[test]
fn a_recovery_code_rings_until_someone_has_looked() {
    let mut story = Story::with(&[Function::Administrator]);
    let sign_in = |how: &str| Command::SignIn {
        account: "administrator".into(),
        how: how.into(),
    };
    assert_eq!(story.tell(&Actor::Server, sign_in("password")), "signed-in");
    assert!(story.state.alarms().is_empty());
    let told = story.tell(&Actor::Server, sign_in("recovery-code"));
    assert_eq!(told, "break-glass-used, signed-in");
    assert_eq!(story.state.alarms().len(), 1);
    let acknowledge = Command::AcknowledgeAlarm {
        account: "administrator".into(),
        found: "provider was down".into(),
    };
    let told = story.tell(&account("administrator"), acknowledge);
    assert_eq!(told, "alarm-acknowledged");
    assert!(story.state.alarms().is_empty());
    // Only the door itself says who came in.
    let told = story.tell(&account("administrator"), sign_in("password"));
    assert_eq!(
        told,
        "not-allowed: You may not look after the accounts of the estate."
    );
}

#[test]
fn the_server_admits_whom_a_provider_vouches_for_but_no_administrator() {
    let mut story = Story::with(&[Function::Administrator]);
    let open = |functions| Command::OpenAccount {
        account: "carl".into(),
        name: "Carl".into(),
        person: None,
        functions,
    };
    let refused = story.tell(&Actor::Server, open(vec![(Function::Administrator, None)]));
    assert_eq!(
        refused,
        "not-allowed: You may not look after the accounts of the estate."
    );
    let told = story.tell(&Actor::Server, open(vec![(Function::Reader, None)]));
    assert_eq!(told, "account-opened, granted");
    let link = |account: &str| Command::LinkIdentity {
        account: account.into(),
        issuer: "https://id.example".into(),
        subject: "4711".into(),
    };
    assert_eq!(story.tell(&Actor::Server, link("carl")), "identity-linked");
    assert_eq!(
        story.tell(&Actor::Server, link("administrator")),
        "wrong-state: account/carl is linked to that identity already."
    );
}
