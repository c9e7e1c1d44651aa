//! Forty secrets through every way in, and none of them in anything that is kept or shown: the
//! journal's files, the log, answers to others, figures (reliability row S-14).

use std::io::Write;
use std::sync::{Arc, Mutex};

use continuity::access::Function;
use reqwest::Method;
use serde_json::json;
use tracing_subscriber::layer::SubscriberExt as _;

use super::bench::{Running, sqlite, start};
use super::browser::{Answer, Browser};

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
    let mut planted = Planted::default();
    let secret = planted.canary();
    let pairs = [
        ("MAINSTAY_OIDC_ISSUER", "http://127.0.0.1:9"),
        ("MAINSTAY_OIDC_CLIENT_ID", "mainstay"),
        ("MAINSTAY_OIDC_CLIENT_SECRET", secret.as_str()),
    ];
    let mut server = start(sqlite(), &pairs).await;
    let mut ada = planted.first_start(&server).await;
    server.person("bea", &[Function::Reader]).await;
    planted.wrong_ones(&server).await;
    planted.in_headers_and_addresses(&server).await;
    planted.in_bodies_that_are_wrong(&server).await;
    planted.passwords(&server, &mut ada).await;
    planted.tokens_and_codes(&server, &mut ada).await;
    for path in [
        "/",
        "/metrics",
        "/readyz",
        "/api/v1/journal?limit=500",
        "/api/v1/accounts",
    ] {
        let answer = ada.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        planted.shown.push(answer);
    }
    planted.canaries.push(ada.cookies["mainstay"].clone());
    server.stop().await;
    let mut kept = planted.shown_bytes();
    for entry in std::fs::read_dir(server.place.folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && std::fs::metadata(&path).unwrap().len() > 0 {
            kept.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    (planted.canaries, kept)
}

/// Secrets, and the answers in which none of them may stand.
#[derive(Default)]
struct Planted {
    canaries: Vec<String>,
    shown: Vec<Answer>,
}

impl Planted {
    fn canary(&mut self) -> String {
        let canary = format!("canary-{:02}-of-the-tests-9f3a", self.canaries.len());
        self.canaries.push(canary.clone());
        canary
    }

    fn shown_bytes(&self) -> Vec<(String, Vec<u8>)> {
        let bytes = |answer: &Answer| {
            let url = answer.url.split('?').next().unwrap().to_owned();
            (
                url,
                format!("{:?}{}", answer.headers, answer.text).into_bytes(),
            )
        };
        self.shown.iter().map(bytes).collect()
    }

    /// The first administrator, whose browser is signed in.
    async fn first_start(&mut self, server: &Running) -> Browser {
        let (password, link) = (self.canary(), server.link.clone().unwrap());
        let fields = [
            ("link", link.reveal()),
            ("account", "ada"),
            ("name", "Ada"),
            ("password", &password),
            ("again", &password),
        ];
        let mut ada = server.browser();
        let page = ada.submit("/first-start", &fields).await;
        assert_eq!(page.status, 200, "{}", page.text);
        self.canaries.push(link.reveal().to_owned());
        ada
    }

    /// In fields that take a secret, and in one that does not.
    async fn wrong_ones(&mut self, server: &Running) {
        for _ in 0..4 {
            let (one, two, three) = (self.canary(), self.canary(), self.canary());
            let mut visitor = server.browser();
            let wrong = json!({ "account": "ada", "password": one });
            self.shown
                .push(visitor.post("/api/v1/session", &wrong).await);
            let wrong = json!({ "account": two, "password": "a wrong password" });
            self.shown
                .push(visitor.post("/api/v1/session", &wrong).await);
            let fields = [
                ("account", "ada"),
                ("password", ""),
                ("code", three.as_str()),
            ];
            self.shown.push(visitor.submit("/sign-in", &fields).await);
        }
    }

    async fn in_headers_and_addresses(&mut self, server: &Running) {
        for path in [
            "/first-start?link=",
            "/sign-in/oidc/back?state=a&code=",
            "/api/v1/me?token=",
        ] {
            let canary = self.canary();
            self.shown
                .push(server.browser().get(&format!("{path}{canary}")).await);
        }
        for header in ["authorization", "cookie", "x-api-key", "idempotency-key"] {
            let canary = self.canary();
            let value = match header {
                "authorization" => format!("Bearer mst_{canary}_x"),
                "cookie" => format!("mainstay={canary}"),
                _ => canary,
            };
            let mut visitor = server.browser();
            visitor.headers.insert(header, value.parse().unwrap());
            self.shown.push(visitor.get("/api/v1/me").await);
            self.shown
                .push(visitor.post("/api/v1/services", &json!({})).await);
        }
    }

    async fn in_bodies_that_are_wrong(&mut self, server: &Running) {
        for body in [
            json!({ "account": "ada", "pasword": self.canary() }),
            json!({ "account": "ada", "password": [self.canary()] }),
            json!({ "account": "ada", "password": self.canary(), "code": self.canary() }),
        ] {
            let answer = server.browser().post("/api/v1/session", &body).await;
            assert_eq!(answer.status, 422);
            self.shown.push(answer);
        }
        let broken = format!("{{\"password\":\"{}\"", self.canary());
        let broken = Some(("application/json", broken));
        self.shown.push(
            server
                .browser()
                .send(Method::POST, "/api/v1/session", broken)
                .await,
        );
        let token = self.canary();
        let fields = [("logout_token", token.as_str())];
        self.shown.push(
            server
                .browser()
                .submit("/sign-in/oidc/ended", &fields)
                .await,
        );
    }

    /// Passwords that are set, used and set anew.
    async fn passwords(&mut self, server: &Running, ada: &mut Browser) {
        let mut bea = server.signed_in("bea").await;
        for _ in 0..8 {
            let (new, wrong) = (self.canary(), self.canary());
            let body = json!({ "password": new, "current": wrong });
            self.shown
                .push(bea.post("/api/v1/accounts/bea/password", &body).await);
            let body = json!({ "password": new });
            let answer = ada.post("/api/v1/accounts/bea/password", &body).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            self.shown.push(answer);
            let body = json!({ "account": "bea", "password": new });
            assert_eq!(bea.post("/api/v1/session", &body).await.status, 200);
            server.pass(61);
        }
    }

    /// What is shown once, to its owner.
    async fn tokens_and_codes(&mut self, server: &Running, ada: &mut Browser) {
        let codes = ada
            .post("/api/v1/accounts/ada/recovery-codes", &json!({}))
            .await
            .json();
        let codes: Vec<String> = serde_json::from_value(codes["codes"].clone()).unwrap();
        let body = json!({ "account": "ada", "code": codes[0] });
        assert_eq!(ada.post("/api/v1/session", &body).await.status, 200);
        self.canaries.extend(codes);
        let body = json!({ "name": "ci", "functions": [] });
        let made = ada.post("/api/v1/accounts/ada/tokens", &body).await.json();
        let made = made["token"].as_str().unwrap().to_owned();
        let me = Browser::with_token(&server.origin, &made)
            .get("/api/v1/me")
            .await;
        assert_eq!(me.status, 200);
        self.shown.push(me);
        self.canaries.push(made);
    }
}
