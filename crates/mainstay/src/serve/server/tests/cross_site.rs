//! What a foreign page or a forged cookie can do: nothing (reliability row S-11).

use continuity::access::Function;
use reqwest::header::{HeaderName, ORIGIN};
use serde_json::json;

use super::bench::{PASSWORD, sqlite, start};
use crate::http::router;

#[tokio::test]
async fn no_changing_route_takes_what_a_foreign_page_sends() {
    let server = start(sqlite(), &[]).await;
    server.person("ada", &[Function::Administrator]).await;
    let before = server.ledger().present().seq;
    let mut tried = 0;
    for route in router::routes().filter(|route| route.method.changes()) {
        let mut ada = server.signed_in("ada").await;
        let path = route.path.replace("{plural}", "services");
        let path = path.replace("{account}", "ada").replace(['{', '}'], "");
        let method: reqwest::Method = route.method.as_str().parse().unwrap();
        for (name, value) in [
            (ORIGIN, "https://evil.example"),
            (ORIGIN, "null"),
            (HeaderName::from_static("sec-fetch-site"), "cross-site"),
            (HeaderName::from_static("sec-fetch-site"), "same-site"),
        ] {
            ada.headers.clear();
            ada.headers.insert(name, value.parse().unwrap());
            let answer = ada.send(method.clone(), &path, None).await;
            assert_eq!(answer.status, 403, "{method} {path}: {}", answer.text);
            assert_eq!(answer.json()["code"], "foreign-origin");
            tried += 1;
        }
    }
    assert!(tried > 80, "{tried}");
    let signed_in = router::routes()
        .filter(|route| route.method.changes())
        .count() as u64;
    assert_eq!(
        server.ledger().present().seq,
        before + signed_in,
        "only the sign-ins"
    );
}

#[tokio::test]
async fn a_session_that_was_planted_does_not_live_on() {
    let server = start(sqlite(), &[]).await;
    server.person("mallory", &[Function::Reader]).await;
    server.person("ada", &[Function::Administrator]).await;
    let planted = server.signed_in("mallory").await.cookies;
    let mut ada = server.browser();
    ada.cookies = planted.clone();
    let body = json!({ "account": "ada", "password": PASSWORD });
    assert_eq!(ada.post("/api/v1/session", &body).await.status, 200);
    assert_ne!(ada.cookies, planted, "a new secret at each sign-in");
    let mut mallory = server.browser();
    mallory.cookies = planted;
    assert_eq!(
        mallory.get("/api/v1/me").await.status,
        401,
        "the old one is over"
    );
    let mut forged = server.browser();
    forged.cookies.insert("mainstay".into(), "A".repeat(43));
    assert_eq!(forged.get("/api/v1/me").await.status, 401);
}

#[tokio::test]
async fn the_secret_changes_with_the_rights_of_its_owner() {
    let server = start(sqlite(), &[]).await;
    server.person("ada", &[Function::Administrator]).await;
    let mut ada = server.signed_in("ada").await;
    let before = ada.cookies.clone();
    let body = json!({ "function": "sponsor" });
    let answer = ada.post("/api/v1/accounts/ada/functions", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_ne!(ada.cookies, before);
    assert_eq!(ada.get("/api/v1/me").await.status, 200);
    let mut old = server.browser();
    old.cookies = before;
    assert_eq!(old.get("/api/v1/me").await.status, 401);
}

#[tokio::test]
async fn every_answer_keeps_a_browser_safe() {
    let server = start(sqlite(), &[("MAINSTAY_PUBLIC_URL", "https://m.example")]).await;
    server.person("ada", &[Function::Administrator]).await;
    let mut browser = server.browser();
    for path in [
        "/sign-in",
        "/api/v1/me",
        "/nothing",
        "/livez",
        "/api/v1/services/%00",
    ] {
        let answer = browser.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(
            answer.header("strict-transport-security"),
            "max-age=31536000",
            "{path}"
        );
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
    }
    let body = json!({ "account": "ada", "password": PASSWORD });
    let answer = browser.post("/api/v1/session", &body).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-mainstay="), "{cookie}");
    for word in ["; Path=/;", "; HttpOnly;", "; SameSite=Lax;", "; Secure"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    let page = browser.get("/sign-in").await.text + &browser.get("/api").await.text;
    assert!(!page.contains("<script") && !page.contains(" style=") && !page.contains(" onclick"));
}
