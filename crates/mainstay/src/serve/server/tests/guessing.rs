//! Guessing: few guesses a minute, the same answer for an unknown account, and recovery codes that
//! always open and always ring (reliability row S-12).

use continuity::access::Function;
use serde_json::json;

use super::bench::{PASSWORD, sqlite, start};
use super::browser::Browser;

#[tokio::test]
async fn ten_guesses_a_minute_and_the_right_one_waits_too() {
    let server = start(sqlite(), &[]).await;
    server.person("ada", &[Function::Administrator]).await;
    let mut browser = server.browser();
    for guess in 0..10 {
        let body = json!({ "account": "ada", "password": format!("a wrong password {guess}") });
        let answer = browser.post("/api/v1/session", &body).await;
        assert_eq!(answer.status, 401, "{}", answer.text);
    }
    let right = json!({ "account": "ada", "password": PASSWORD });
    let answer = browser.post("/api/v1/session", &right).await;
    assert_eq!(answer.status, 429, "{}", answer.text);
    assert_eq!(answer.header("retry-after"), "60");
    let page = browser
        .submit("/sign-in", &[("account", "ada"), ("password", PASSWORD)])
        .await;
    assert_eq!(page.status, 429);
    assert!(page.text.contains("Too many guesses"), "{}", page.text);
    assert_eq!(
        server.doors.access.passwords.checked(),
        10,
        "a refused guess is not checked"
    );
    let refused = server
        .events()
        .await
        .iter()
        .filter(|word| *word == "sign-in-refused")
        .count();
    assert_eq!(refused, 1, "who guesses cannot fill the journal");
    server.pass(60);
    assert_eq!(browser.post("/api/v1/session", &right).await.status, 200);
}

#[tokio::test]
async fn an_unknown_account_cannot_be_told_from_a_wrong_password() {
    let server = start(sqlite(), &[]).await;
    server.person("ada", &[Function::Reader]).await;
    server.person("grace", &[Function::Reader]).await;
    let close = continuity::command::Command::CloseAccount {
        account: "grace".into(),
        reason: "left".into(),
    };
    server.order(close).await;
    let mut answers = Vec::new();
    for account in ["ada", "nobody", "grace", "no such\u{7f} name", "../ada"] {
        let before = server.doors.access.passwords.checked();
        let body = json!({ "account": account, "password": "a wrong password" });
        let answer = server.browser().post("/api/v1/session", &body).await;
        let work = server.doors.access.passwords.checked() - before;
        answers.push((answer.status, answer.text, work));
    }
    assert_eq!(answers[0].2, 1);
    assert!(
        answers.iter().all(|answer| answer == &answers[0]),
        "{answers:#?}"
    );
}

#[tokio::test]
async fn a_recovery_code_opens_once_is_exempt_from_lock_out_and_rings() {
    let server = start(sqlite(), &[]).await;
    server.person("ada", &[Function::Administrator]).await;
    server.person("grace", &[Function::Reader]).await;
    let mut ada = server.signed_in("ada").await;
    let codes = ada
        .post("/api/v1/accounts/ada/recovery-codes", &json!({}))
        .await;
    assert_eq!(codes.status, 200, "{}", codes.text);
    let code = codes.json()["codes"][3].as_str().unwrap().to_owned();
    assert_eq!(
        ada.get("/api/v1/me").await.json()["alarms"],
        json!([]),
        "still signed in"
    );
    for _ in 0..12 {
        let body = json!({ "account": "ada", "password": "a wrong password" });
        server.browser().post("/api/v1/session", &body).await;
    }
    let wrong = json!({ "account": "grace", "code": code });
    assert_eq!(
        server
            .browser()
            .post("/api/v1/session", &wrong)
            .await
            .status,
        401,
        "not hers"
    );
    let body = json!({ "account": "ada", "code": code.to_lowercase().replace('-', " ") });
    let mut rescued = server.browser();
    let answer = rescued.post("/api/v1/session", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        server.browser().post("/api/v1/session", &body).await.status,
        401,
        "once"
    );

    let alarms = ada.get("/api/v1/me").await.json()["alarms"].clone();
    assert_eq!(alarms[0]["account"], "ada");
    let mut grace = server.signed_in("grace").await;
    assert_eq!(
        grace.get("/api/v1/me").await.json()["alarms"],
        json!([]),
        "administrators only"
    );
    assert!(
        ada.get("/")
            .await
            .text
            .contains("A recovery code opened the door")
    );
    let figures = grace.get("/metrics").await.text;
    assert!(
        figures.contains("mainstay_recovery_codes_used_total 1\n"),
        "{figures}"
    );
    assert!(
        server
            .events()
            .await
            .contains(&"break-glass-used".to_owned())
    );

    take_note(&mut ada, &mut grace).await;
}

async fn take_note(ada: &mut Browser, grace: &mut Browser) {
    let found = json!({ "found": "It was Ada, the provider was down." });
    let path = "/api/v1/alarms/ada/acknowledge";
    assert_eq!(grace.post(path, &found).await.status, 403);
    assert_eq!(ada.post(path, &found).await.status, 200);
    assert_eq!(ada.get("/api/v1/me").await.json()["alarms"], json!([]));
}
