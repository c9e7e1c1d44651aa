//! How long sessions and tokens live, and what ends them at once, here and on another node
//! (reliability row S-13).

use continuity::access::Function;
use continuity::command::Command;
use serde_json::json;

use super::bench::{Place, Running, postgres, sqlite, start, start_with};
use super::browser::Browser;

#[tokio::test]
async fn what_changes_an_account_ends_its_sessions_and_tokens_in_sqlite() {
    what_changes_an_account_ends_them(sqlite()).await;
}

#[tokio::test]
async fn what_changes_an_account_ends_its_sessions_and_tokens_in_postgresql() {
    what_changes_an_account_ends_them(postgres().await).await;
}

async fn what_changes_an_account_ends_them(place: Place) {
    let server = start(place, &[]).await;
    server.person("root", &[Function::Administrator]).await;
    let mut root = server.signed_in("root").await;
    let (mut session, mut program) = known(&server, "ada").await;
    let password = json!({ "password": "an altogether new password" });
    let answer = root.post("/api/v1/accounts/ada/password", &password).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    over("password", &mut session, &mut program).await;
    assert_eq!(
        root.get("/api/v1/me").await.status,
        200,
        "of the account, not of who changed it"
    );

    let (mut session, mut program) = known(&server, "bea").await;
    let grant = json!({ "function": "sponsor" });
    assert_eq!(
        root.post("/api/v1/accounts/bea/functions", &grant)
            .await
            .status,
        200
    );
    over("grant", &mut session, &mut program).await;

    let (mut session, mut program) = known(&server, "cai").await;
    let path = "/api/v1/accounts/cai/functions/continuity-manager";
    assert_eq!(root.delete(path).await.status, 200);
    over("withdrawal", &mut session, &mut program).await;

    let (mut session, mut program) = known(&server, "dan").await;
    let reason = json!({ "reason": "left the house" });
    assert_eq!(
        root.post("/api/v1/accounts/dan/close", &reason)
            .await
            .status,
        200
    );
    over("closing", &mut session, &mut program).await;
    let body = json!({ "account": "dan", "password": super::bench::PASSWORD });
    assert_eq!(
        server.browser().post("/api/v1/session", &body).await.status,
        401
    );

    let (mut session, mut program) = known(&server, "eve").await;
    let command = Command::EndSessions {
        account: "eve".into(),
        why: "left elsewhere".into(),
    };
    server.order(command).await;
    over("leaving at the provider", &mut session, &mut program).await;
}

/// An account with a browser and a program that are both let in.
async fn known(server: &Running, account: &str) -> (Browser, Browser) {
    server
        .person(account, &[Function::ContinuityManager, Function::Reader])
        .await;
    let mut session = server.signed_in(account).await;
    let body = json!({ "name": "of the tests", "functions": ["reader"] });
    let path = format!("/api/v1/accounts/{account}/tokens");
    let answer = session.post(&path, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    let mut program = Browser::with_token(&server.origin, &token);
    assert_eq!(session.get("/api/v1/me").await.status, 200);
    let me = program.get("/api/v1/me").await.json();
    assert_eq!(
        me["functions"],
        json!(["reader"]),
        "no wider than it was issued"
    );
    (session, program)
}

async fn over(what: &str, session: &mut Browser, program: &mut Browser) {
    assert_eq!(
        session.get("/api/v1/me").await.status,
        401,
        "session after {what}"
    );
    assert_eq!(
        program.get("/api/v1/me").await.status,
        401,
        "token after {what}"
    );
}

#[tokio::test]
async fn on_another_node_it_is_over_within_seconds() {
    let place = postgres().await;
    let settings = place.settings(&[]);
    // Both nodes have the machine's clock: what one believes ends by the seconds of the other.
    let one = start_with(place, settings.clone(), ledger::Clock::Machine).await;
    let two = start_with(sqlite(), settings, ledger::Clock::Machine).await;
    one.person("ada", &[Function::Administrator]).await;
    let mut ada = one.signed_in("ada").await;
    let mut elsewhere = Browser::at(&two.origin);
    elsewhere.cookies = ada.cookies.clone();
    until(&mut elsewhere, 200).await;
    let id = ada.get("/api/v1/sessions").await.json()["items"][0]["id"].clone();
    let path = format!("/api/v1/sessions/{}", id.as_str().unwrap());
    assert_eq!(ada.delete(&path).await.status, 204);
    until(&mut elsewhere, 401).await;

    let mut ada = one.signed_in("ada").await;
    elsewhere.cookies = ada.cookies.clone();
    until(&mut elsewhere, 200).await;
    let body =
        json!({ "password": "an altogether new password", "current": super::bench::PASSWORD });
    assert_eq!(
        ada.post("/api/v1/accounts/ada/password", &body)
            .await
            .status,
        200
    );
    until(&mut elsewhere, 401).await;
}

/// Asks until the answer is so, for at most the five seconds that are promised.
async fn until(browser: &mut Browser, status: u16) {
    let asked = async {
        while browser.get("/api/v1/me").await.status != status {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    let done = tokio::time::timeout(std::time::Duration::from_secs(5), asked).await;
    assert!(done.is_ok(), "not {status} within five seconds");
}

#[tokio::test]
async fn a_session_ends_by_idleness_by_age_and_by_its_owner() {
    let pairs = [
        ("MAINSTAY_SESSIONS_IDLE", "1h"),
        ("MAINSTAY_SESSIONS_ABSOLUTE", "3h"),
    ];
    let server = start(sqlite(), &pairs).await;
    server.person("ada", &[Function::Reader]).await;
    let (mut used, mut idle) = (server.signed_in("ada").await, server.signed_in("ada").await);
    for _ in 0..5 {
        server.pass(35 * 60);
        assert_eq!(used.get("/api/v1/me").await.status, 200);
    }
    assert_eq!(
        idle.get("/api/v1/me").await.status,
        401,
        "an hour without a request"
    );
    server.pass(5 * 60);
    assert_eq!(
        used.get("/api/v1/me").await.status,
        401,
        "three hours at most"
    );

    let (mut here, mut there) = (server.signed_in("ada").await, server.signed_in("ada").await);
    let all = here.get("/api/v1/sessions").await.json();
    let all = all["items"].as_array().unwrap();
    assert_eq!(all.len(), 2, "those that are over are not shown");
    let other = all.iter().find(|session| session["this"] == false).unwrap();
    let path = format!("/api/v1/sessions/{}", other["id"].as_str().unwrap());
    server.person("mallory", &[Function::Reader]).await;
    let mut mallory = server.signed_in("mallory").await;
    assert_eq!(
        mallory.delete(&path).await.status,
        404,
        "others do not know of it"
    );
    assert_eq!(
        mallory.get("/api/v1/sessions?account=ada").await.status,
        404
    );
    assert_eq!(here.delete(&path).await.status, 204);
    assert_eq!(there.get("/api/v1/me").await.status, 401);
    assert_eq!(here.get("/api/v1/me").await.status, 200);
    let mut there = server.signed_in("ada").await;
    let all = "/api/v1/sessions?account=ada";
    assert_eq!(mallory.delete(all).await.status, 404);
    assert_eq!(here.delete("/api/v1/sessions").await.status, 200);
    assert_eq!(there.get("/api/v1/me").await.status, 401, "all of them");
    assert_eq!(
        mallory.get("/api/v1/me").await.status,
        200,
        "of this account alone"
    );
}

#[tokio::test]
async fn a_token_is_revoked_expires_and_cannot_make_others() {
    let server = start(sqlite(), &[]).await;
    server.person("ada", &[Function::Administrator]).await;
    let mut ada = server.signed_in("ada").await;
    let path = "/api/v1/accounts/ada/tokens";
    let until = jiff::Timestamp::from_second(super::bench::NOON + 600)
        .unwrap()
        .to_string();
    let body = json!({ "name": "short", "functions": [], "until": until });
    let short = ada.post(path, &body).await.json();
    let body = json!({ "name": "long", "functions": [] });
    let long = ada.post(path, &body).await.json();
    let program = |made: &serde_json::Value| {
        Browser::with_token(&server.origin, made["token"].as_str().unwrap())
    };
    let (mut first, mut second) = (program(&short), program(&long));
    assert_eq!(first.get("/api/v1/me").await.status, 200);
    assert_eq!(
        second.post(path, &body).await.status,
        403,
        "a token makes no tokens"
    );
    let listed = ada.get(path).await.text;
    assert!(
        listed.contains("\"short\"") && !listed.contains("mst_"),
        "{listed}"
    );
    server.pass(600);
    assert_eq!(first.get("/api/v1/me").await.status, 401);
    let path = format!("/api/v1/tokens/{}", long["id"].as_str().unwrap());
    assert_eq!(ada.delete(&path).await.status, 200);
    assert_eq!(second.get("/api/v1/me").await.status, 401);
    for forged in ["mst_", "mst_a_b", "Bearer", "", "mst_xx"] {
        let mut forger = Browser::with_token(&server.origin, forged);
        assert_eq!(forger.get("/api/v1/me").await.status, 401, "{forged}");
    }
    let wide = json!({ "name": "wide", "functions": ["sponsor"] });
    let answer = ada.post("/api/v1/accounts/ada/tokens", &wide).await;
    assert_eq!(
        answer.status, 422,
        "no wider than its owner: {}",
        answer.text
    );
}
