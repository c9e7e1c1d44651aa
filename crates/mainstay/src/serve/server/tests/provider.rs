//! Sign-in by a real provider (tests/oidc): the whole way there and back, strangers, groups,
//! leaving, and the provider's being away.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command as Process, Stdio};

use continuity::access::Function;
use continuity::command::Command;
use serde_json::json;

use super::bench::{Running, sqlite, start};
use super::browser::{Answer, Browser};

/// A provider that runs.
struct Provider {
    issuer: String,
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Provider {
    fn start() -> Provider {
        let node = std::env::var("MAINSTAY_NODE")
            .expect("this test needs Node 20: run ./test, or set MAINSTAY_NODE");
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/oidc");
        let mut process = Process::new(node)
            .arg("provider.mjs")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut provider = Provider {
            issuer: String::new(),
            process,
            input,
            output,
        };
        let line = provider.line();
        let first: serde_json::Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("no provider: run `npm ci` in tests/oidc, or ./test"));
        provider.issuer = first["issuer"].as_str().unwrap().to_owned();
        provider
    }

    /// Tells it where the server is.
    fn know(&mut self, origin: &str) {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{}", json!({ "origin": origin })).unwrap();
        assert_eq!(self.line(), "{\"ready\":true}\n");
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line
    }

    /// Ends it.
    fn stop(&mut self) {
        drop(self.input.take());
        self.process.wait().unwrap();
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // Also when a test fails, nothing stays behind.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn server_and_provider() -> (Running, Provider) {
    let mut provider = Provider::start();
    let server = start(
        sqlite(),
        &[
            ("MAINSTAY_OIDC_ISSUER", &provider.issuer),
            ("MAINSTAY_OIDC_NAME", "the house"),
            ("MAINSTAY_OIDC_CLIENT_ID", "mainstay"),
            (
                "MAINSTAY_OIDC_CLIENT_SECRET",
                "a secret of the tests and of nobody else",
            ),
            ("MAINSTAY_OIDC_CLAIM", "groups"),
            (
                "MAINSTAY_OIDC_FUNCTIONS",
                "continuity=continuity-manager, staff=reader",
            ),
        ],
    )
    .await;
    provider.know(&server.origin);
    // A token says when it was made, and it was made now.
    server.clock.set(jiff::Timestamp::now());
    server.person("root", &[Function::Administrator]).await;
    (server, provider)
}

/// Signs in at the provider, and comes back.
async fn go(browser: &mut Browser, account: &str) -> Answer {
    let answer = browser.get("/sign-in/oidc?next=/api").await;
    let form = browser.follow(answer).await;
    let action = form.attribute("action=\"").to_owned();
    let fields = [("prompt", "login"), ("login", account), ("password", "any")];
    let answer = browser.submit(&action, &fields).await;
    let form = browser.follow(answer).await;
    let action = form.attribute("action=\"").to_owned();
    let answer = browser.submit(&action, &[("prompt", "consent")]).await;
    browser.follow(answer).await
}

#[tokio::test]
async fn who_comes_from_the_provider_with_a_group_is_let_in() {
    let (server, _provider) = server_and_provider().await;
    let mut ada = server.browser();
    assert!(
        ada.get("/sign-in")
            .await
            .text
            .contains("Sign in with the house")
    );
    let back = go(&mut ada, "ada").await;
    assert_eq!(
        (back.status, back.url.as_str()),
        (200, &*format!("{}/api", server.origin))
    );
    let me = ada.get("/api/v1/me").await.json();
    assert_eq!(me["account"], "ada");
    assert_eq!(me["name"], "Ada of the tests");
    assert_eq!(me["functions"], json!(["continuity-manager"]));
    let events = server.events().await;
    let story = ["account-opened", "granted", "identity-linked", "signed-in"];
    assert_eq!(events[events.len() - 4..], story);
    // The second time she is known, whatever she is called by then.
    let mut again = server.browser();
    go(&mut again, "ada").await;
    assert_eq!(again.get("/api/v1/me").await.json()["account"], "ada");
    assert_eq!(server.ledger().present().state.accounts().count(), 2);
}

#[tokio::test]
async fn an_account_of_the_same_name_is_somebody_else() {
    let (server, _provider) = server_and_provider().await;
    server.person("grace", &[Function::Administrator]).await;
    let mut grace = server.browser();
    go(&mut grace, "grace").await;
    let me = grace.get("/api/v1/me").await.json();
    assert_eq!(
        (&me["account"], &me["functions"]),
        (&json!("grace-2"), &json!(["reader"]))
    );
}

#[tokio::test]
async fn a_stranger_is_told_whom_to_ask_and_is_let_in_once_linked() {
    let (server, provider) = server_and_provider().await;
    let mut eve = server.browser();
    let page = go(&mut eve, "eve").await;
    assert_eq!(page.status, 403, "{}", page.text);
    assert!(page.text.contains("Not let in yet") && page.text.contains(&provider.issuer));
    assert_eq!(eve.get("/api/v1/me").await.status, 401);

    let mut root = server.signed_in("root").await;
    let open = json!({ "account": "eve", "name": "Eve", "functions": [{ "function": "reader" }] });
    assert_eq!(root.post("/api/v1/accounts", &open).await.status, 201);
    let link = json!({ "identity": { "issuer": provider.issuer, "subject": "eve" } });
    let body = Some(("application/json", link.to_string()));
    let answer = root
        .send(reqwest::Method::PATCH, "/api/v1/accounts/eve", body)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut eve = server.browser();
    assert_eq!(go(&mut eve, "eve").await.status, 200);
    assert_eq!(eve.get("/api/v1/me").await.json()["account"], "eve");
}

#[tokio::test]
async fn nobody_comes_back_in_anothers_place() {
    let (server, _provider) = server_and_provider().await;
    let mut ada = server.browser();
    let sent = ada.get("/sign-in/oidc").await;
    let state = sent.header("location").split_once("state=").unwrap().1;
    let state = state
        .split_once('&')
        .map_or(state, |(state, _)| state)
        .to_owned();
    for (cookies, query) in [
        (false, format!("code=stolen&state={state}")),
        (true, "code=stolen&state=forged".to_owned()),
        (true, format!("error=access_denied&state={state}")),
    ] {
        let mut other = server.browser();
        if cookies {
            other.cookies = ada.cookies.clone();
        }
        let answer = other.get(&format!("/sign-in/oidc/back?{query}")).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.text);
        assert!(!other.cookies.contains_key("mainstay"));
    }
    let forged = [("logout_token", "e30.e30.e30")];
    assert_eq!(
        server
            .browser()
            .submit("/sign-in/oidc/ended", &forged)
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn who_leaves_at_the_provider_has_left_here() {
    let (server, provider) = server_and_provider().await;
    let mut ada = server.browser();
    go(&mut ada, "ada").await;
    let body = json!({ "name": "of the tests", "functions": [] });
    let token = ada.post("/api/v1/accounts/ada/tokens", &body).await.json();
    let mut program = Browser::with_token(&server.origin, token["token"].as_str().unwrap());
    assert_eq!(program.get("/api/v1/me").await.status, 200);
    let mut elsewhere = server.browser();
    elsewhere.cookies = ada.cookies.clone();
    let form = ada.get(&format!("{}/session/end", provider.issuer)).await;
    let secret = form.attribute("name=\"xsrf\" value=\"").to_owned();
    let fields = [("xsrf", secret.as_str()), ("logout", "yes")];
    ada.submit(&format!("{}/session/end/confirm", provider.issuer), &fields)
        .await;
    assert_eq!(elsewhere.get("/api/v1/me").await.status, 401);
    assert_eq!(program.get("/api/v1/me").await.status, 401);
    assert_eq!(server.events().await.last().unwrap(), "sessions-ended");
}

#[tokio::test]
async fn a_session_over_at_the_provider_is_over_here_alone() {
    let (server, provider) = server_and_provider().await;
    server.person("bea", &[Function::Reader]).await;
    let (access, comer) = (
        &server.doors.access,
        crate::access::sign_in::Comer {
            from: std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
            agent: "",
        },
    );
    let mut browsers = Vec::new();
    for there in ["one", "two"] {
        let opened = access
            .open("bea", "oidc", Some(there.into()), comer)
            .await
            .unwrap();
        let mut browser = server.browser();
        browser
            .cookies
            .insert("mainstay".into(), opened.secret.reveal().to_owned());
        browsers.push(browser);
    }
    let path = format!("/sign-in/oidc/gone?iss={}&sid=one", provider.issuer);
    assert_eq!(server.browser().get(&path).await.status, 200);
    assert_eq!(browsers[0].get("/api/v1/me").await.status, 401);
    assert_eq!(browsers[1].get("/api/v1/me").await.status, 200);
    let foreign = "/sign-in/oidc/gone?iss=https://evil.example&sid=two";
    assert_eq!(server.browser().get(foreign).await.status, 404);
    assert_eq!(browsers[1].get("/api/v1/me").await.status, 200);
}

#[tokio::test]
async fn while_the_provider_is_away_known_people_go_on_and_codes_open() {
    let (server, mut provider) = server_and_provider().await;
    let mut ada = server.browser();
    go(&mut ada, "ada").await;
    let codes = ada
        .post("/api/v1/accounts/ada/recovery-codes", &json!({}))
        .await
        .json();
    let code = codes["codes"][0].as_str().unwrap().to_owned();
    provider.stop();
    server.pass(7200);
    assert_eq!(
        ada.get("/api/v1/me").await.status,
        200,
        "her session goes on"
    );
    let away = server.browser().get("/sign-in/oidc").await;
    // What it said of itself an hour ago still leads people there; a browser then says more.
    assert_eq!(away.status, 303, "{}", away.text);
    let body = json!({ "account": "ada", "code": code });
    assert_eq!(
        server.browser().post("/api/v1/session", &body).await.status,
        200
    );
    assert_eq!(
        server
            .signed_in("root")
            .await
            .get("/api/v1/me")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_provider_that_was_never_there_is_said_to_be_away() {
    let server = start(
        sqlite(),
        &[
            ("MAINSTAY_OIDC_ISSUER", "http://127.0.0.1:9"),
            ("MAINSTAY_OIDC_CLIENT_ID", "mainstay"),
        ],
    )
    .await;
    server.order(Command::MakeFirstLink).await;
    let page = server.browser().get("/sign-in/oidc").await;
    assert_eq!(page.status, 503);
    assert!(page.text.contains("recovery codes"), "{}", page.text);
}
