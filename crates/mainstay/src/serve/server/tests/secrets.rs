//! Forty secrets through every way in, and none of them in anything that is kept or shown: the
//! journal's files, the log, answers to others, figures (reliability row S-14).

use std::io::Write;
use std::sync::{Arc, Mutex};

use continuity::access::Function;
use reqwest::Method;
use serde_json::json;
use tracing_subscriber::layer::SubscriberExt as _;

use super::bench::{sqlite, start};
use super::browser::Browser;

/// Where a log goes.
#[derive(Clone, Default)]
struct Heap(Arc<Mutex<Vec<u8>>>);

impl Write for Heap {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_secret_is_kept_written_down_or_shown() {
    let heap = Heap::default();
    let written = heap.clone();
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .with_writer(move || written.clone());
    let all = tracing_subscriber::registry().with(lines);
    let guard = tracing::subscriber::set_default(all);
    // One thread, so that all of it writes into this log, whatever its level.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (canaries, mut kept) = runtime.block_on(plant());
    drop(guard);
    kept.push(("the log".into(), heap.0.lock().unwrap().clone()));
    assert!(canaries.len() >= 40, "{}", canaries.len());
    let log = String::from_utf8_lossy(&kept.last().unwrap().1).into_owned();
    assert!(
        log.contains("answered") && log.contains("signed in"),
        "the log was written: {log}"
    );
    for (what, bytes) in &kept {
        assert!(!bytes.is_empty(), "{what} is empty");
        for canary in &canaries {
            let found = bytes
                .windows(canary.len())
                .any(|window| window == canary.as_bytes());
            assert!(!found, "{canary} stands in {what}");
        }
    }
}

/// Plants secrets everywhere. Returns them, and everything that was kept or shown to others.
async fn plant() -> (Vec<String>, Vec<(String, Vec<u8>)>) {
    let mut canaries = Vec::new();
    let mut canary = || {
        canaries.push(format!("canary-{:02}-of-the-tests-9f3a", canaries.len()));
        canaries.last().unwrap().clone()
    };
    let secret = canary();
    let pairs = [
        ("MAINSTAY_OIDC_ISSUER", "http://127.0.0.1:9"),
        ("MAINSTAY_OIDC_CLIENT_ID", "mainstay"),
        ("MAINSTAY_OIDC_CLIENT_SECRET", secret.as_str()),
    ];
    let mut server = start(sqlite(), &pairs).await;
    let mut shown = Vec::new();
    let first = canary();
    let link = server.link.clone().unwrap();
    let fields = [("link", link.reveal()), ("account", "ada"), ("name", "Ada")];
    let typed = [("password", first.as_str()), ("again", first.as_str())];
    let mut ada = server.browser();
    let page = ada
        .submit("/first-start", &[fields.as_slice(), &typed].concat())
        .await;
    assert_eq!(page.status, 200, "{}", page.text);
    server.person("bea", &[Function::Reader]).await;
    let mut bea = server.signed_in("bea").await;

    // Wrong ones, in every field that takes a secret, and in fields that do not.
    for _ in 0..4 {
        let (one, two, three) = (canary(), canary(), canary());
        let mut visitor = server.browser();
        let wrong = json!({ "account": "ada", "password": one });
        shown.push(visitor.post("/api/v1/session", &wrong).await);
        let wrong = json!({ "account": two, "password": "a wrong password" });
        shown.push(visitor.post("/api/v1/session", &wrong).await);
        let fields = [
            ("account", "ada"),
            ("password", ""),
            ("code", three.as_str()),
        ];
        shown.push(visitor.submit("/sign-in", &fields).await);
    }
    let mut visitor = server.browser();
    for path in [
        "/first-start?link=",
        "/sign-in/oidc/back?state=a&code=",
        "/api/v1/me?token=",
    ] {
        let answer = visitor.get(&format!("{path}{}", canary())).await;
        // A form gives a link back to whoever holds it; a wrong one it does not show.
        shown.push(answer);
    }
    for header in ["authorization", "cookie", "x-api-key", "idempotency-key"] {
        let mut visitor = server.browser();
        let value = match header {
            "authorization" => format!("Bearer mst_{}_x", canary()),
            "cookie" => format!("mainstay={}", canary()),
            _ => canary(),
        };
        visitor.headers.insert(header, value.parse().unwrap());
        shown.push(visitor.get("/api/v1/me").await);
        shown.push(visitor.post("/api/v1/services", &json!({})).await);
    }
    for body in [
        json!({ "account": "ada", "pasword": canary() }),
        json!({ "account": "ada", "password": [canary()] }),
        json!({ "account": "ada", "password": canary(), "code": canary() }),
    ] {
        let answer = server.browser().post("/api/v1/session", &body).await;
        assert_eq!(answer.status, 422);
        shown.push(answer);
    }
    let broken = Some((
        "application/json",
        format!("{{\"password\":\"{}\"", canary()),
    ));
    shown.push(
        server
            .browser()
            .send(Method::POST, "/api/v1/session", broken)
            .await,
    );
    let token = [("logout_token", canary())];
    let token = [("logout_token", token[0].1.as_str())];
    shown.push(server.browser().submit("/sign-in/oidc/ended", &token).await);

    // Right ones: set, used, shown once to their owner.
    for _ in 0..8 {
        let (new, weak) = (canary(), canary());
        let body = json!({ "password": new, "current": weak });
        shown.push(bea.post("/api/v1/accounts/bea/password", &body).await);
        let body = json!({ "password": new });
        let answer = ada.post("/api/v1/accounts/bea/password", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        shown.push(answer);
        let body = json!({ "account": "bea", "password": new });
        assert_eq!(bea.post("/api/v1/session", &body).await.status, 200);
        server.pass(61);
    }
    let body = json!({ "name": "ci", "functions": [] });
    let made = ada.post("/api/v1/accounts/ada/tokens", &body).await;
    let made = made.json()["token"].as_str().unwrap().to_owned();
    let codes = ada
        .post("/api/v1/accounts/ada/recovery-codes", &json!({}))
        .await
        .json();
    let codes: Vec<String> = serde_json::from_value(codes["codes"].clone()).unwrap();
    let body = json!({ "account": "ada", "code": codes[0] });
    assert_eq!(ada.post("/api/v1/session", &body).await.status, 200);
    let mut program = Browser::with_token(&server.origin, &made);
    shown.push(program.get("/api/v1/me").await);
    for path in [
        "/",
        "/metrics",
        "/readyz",
        "/api/v1/journal?limit=500",
        "/api/v1/accounts",
    ] {
        let answer = ada.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        shown.push(answer);
    }
    let cookie = ada.cookies["mainstay"].clone();
    let mut kept: Vec<(String, Vec<u8>)> = shown
        .iter()
        .map(|answer| {
            let headers = format!("{:?}", answer.headers);
            (
                answer.url.split('?').next().unwrap().to_owned(),
                format!("{headers}{}", answer.text),
            )
        })
        .map(|(url, text)| (url, text.into_bytes()))
        .collect();
    server.stop().await;
    for entry in std::fs::read_dir(server.place.folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && std::fs::metadata(&path).unwrap().len() > 0 {
            kept.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    canaries.extend([link.reveal().to_owned(), made, cookie]);
    canaries.extend(codes);
    (canaries, kept)
}
