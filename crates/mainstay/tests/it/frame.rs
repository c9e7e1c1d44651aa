//! The frame around all pages: who gets in, what a problem looks like, what search finds.

use continuity::access::Function;
use reqwest::StatusCode;

use crate::served::{Served, Store, told};

#[tokio::test]
async fn whoever_is_not_signed_in_is_sent_to_do_so_and_comes_back() {
    let served = Served::start(Store::Sqlite).await;
    for path in ["/search?q=a", "/changes", "/log", "/help", "/account"] {
        let sent = told(served.ask(None, "GET", path)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path}");
        let to = sent.header("location");
        let next = path
            .replace('/', "%2F")
            .replace('?', "%3F")
            .replace('=', "%3D");
        assert_eq!(to, format!("/sign-in?next={next}"));
    }
}

#[tokio::test]
async fn a_problem_is_told_as_a_page() {
    let served = Served::start(Store::Sqlite).await;
    let unknown = served.get(Function::Reader, "/help/no-such-page").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.header("content-type").starts_with("text/html"));
    assert!(
        unknown.text.contains("The handbook has no page"),
        "{}",
        unknown.text
    );
    let denied = served.get(Function::Reader, "/log").await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    assert!(denied.header("content-type").starts_with("text/html"));
    let stranger = served.ask(Some(Function::Reader), "GET", "/nowhere");
    let stranger = told(stranger.header("accept", "text/html")).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    assert!(stranger.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn search_finds_names_ids_and_pages_and_shows_hostile_names_as_text() {
    let served = Served::start(Store::Sqlite).await;
    let hostile = "<img src=x onerror=alert(1)>\"'";
    let record = serde_json::json!({ "kind": "service", "id": "gateway", "name": hostile });
    let filed = served
        .send(
            Function::Administrator,
            "POST",
            "/api/v1/services",
            &[],
            &record,
        )
        .await;
    assert_eq!(filed.status, StatusCode::CREATED, "{}", filed.text);
    let seq = filed.json()["last"].to_string();
    let page = served
        .get(Function::Reader, &format!("/search?q=gateway&after={seq}"))
        .await;
    assert!(
        page.text.contains("/items/service/gateway"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("<img src=x"), "{}", page.text);
    let found = served
        .get(Function::Reader, "/search.json?q=initiation")
        .await;
    assert_eq!(found.json()["items"][0]["href"], "/initiation");
}
