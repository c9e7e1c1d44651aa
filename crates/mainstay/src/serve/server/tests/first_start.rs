//! From the link on the terminal to someone who is signed in, on both databases.

use super::bench::{PASSWORD, Place, Running, postgres, sqlite, start};
use crate::access::secret::Secret;

#[tokio::test]
async fn the_first_start_leads_from_the_link_to_the_home_page_in_sqlite() {
    first_start(sqlite()).await;
}

#[tokio::test]
async fn the_first_start_leads_from_the_link_to_the_home_page_in_postgresql() {
    first_start(postgres().await).await;
}

async fn first_start(place: Place) {
    let server = start(place, &[]).await;
    let link = server.link.clone().unwrap();
    let mut browser = server.browser();
    let home = browser.get("/").await;
    assert!(home.text.contains("Not set up yet"), "{}", home.text);
    let form = browser
        .get(&format!("/first-start?link={}", link.reveal()))
        .await;
    assert_eq!(form.status, 200);
    assert_eq!(form.attribute("name=\"link\" value=\""), link.reveal());

    let wrong = [
        ("account", "Ada L"),
        ("name", ""),
        ("password", "short"),
        ("again", ""),
    ];
    let answer = browser
        .submit("/first-start", &with_link(&link, &wrong))
        .await;
    assert_eq!(answer.status, 422);
    for fault in ["account-fault", "name-fault", "password-fault"] {
        assert!(answer.text.contains(fault), "{fault}: {}", answer.text);
    }
    assert!(
        !answer.text.contains("short"),
        "a password is not given back"
    );

    let right = [
        ("account", "ada"),
        ("name", "Ada <b>"),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ];
    let codes = browser
        .submit("/first-start", &with_link(&link, &right))
        .await;
    assert_eq!(codes.status, 200, "{}", codes.text);
    assert_eq!(codes.text.matches("<li><code>").count(), 10);
    assert!(
        codes.text.contains("Ada &lt;b&gt;"),
        "what people type is escaped"
    );
    assert_eq!(codes.header("cache-control"), "no-store");
    let home = browser.get("/").await;
    assert!(home.text.contains("<h1>Readiness</h1>"), "{}", home.text);
    let me = browser.get("/api/v1/me").await.json();
    assert_eq!(me["functions"], serde_json::json!(["administrator"]));

    let again = server
        .browser()
        .submit("/first-start", &with_link(&link, &right))
        .await;
    assert_eq!(again.status, 403, "the link works once");
    sign_in_and_out(&server).await;
    let events = server.events().await;
    let story = [
        "first-link-made",
        "account-opened",
        "granted",
        "signed-in",
        "signed-in",
    ];
    assert_eq!(events[events.len() - 6..events.len() - 1], story);
    assert_eq!(events.last().unwrap(), "signed-out");
}

async fn sign_in_and_out(server: &Running) {
    let mut browser = server.browser();
    let home = browser.get("/").await;
    let form = browser.follow(home).await;
    assert!(form.url.ends_with("/sign-in") && form.status == 200);
    let fields = [
        ("account", " ADA "),
        ("password", PASSWORD),
        ("code", ""),
        ("next", "/api"),
    ];
    let answer = browser.submit("/sign-in", &fields).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/api"),
        "{}",
        answer.text
    );
    let api = browser.follow(answer).await;
    assert!(api.text.contains("/api/v1/check"), "{}", api.text);
    let answer = browser.submit("/sign-out", &[]).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/sign-in")
    );
    assert!(browser.cookies.is_empty());
    assert_eq!(browser.get("/api/v1/me").await.status, 401);
}

fn with_link<'a>(link: &'a Secret, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![("link", link.reveal())];
    all.extend(fields);
    all
}

#[tokio::test]
async fn the_link_lasts_an_hour_and_another_start_makes_a_new_one() {
    let mut server = start(sqlite(), &[]).await;
    let link = server.link.clone().unwrap();
    let path = format!("/first-start?link={}", link.reveal());
    server.pass(3599);
    assert_eq!(server.browser().get(&path).await.status, 200);
    server.pass(1);
    let over = server.browser().get(&path).await;
    assert_eq!(over.status, 403);
    assert!(over.text.contains("--first-start"), "{}", over.text);
    assert_eq!(server.browser().get("/first-start").await.status, 403);
    assert_eq!(server.browser().get("/first-start?link=").await.status, 403);
    server.stop().await;
}
