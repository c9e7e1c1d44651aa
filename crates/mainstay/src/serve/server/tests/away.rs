//! The database away: reading goes on, changes are refused with a time to come back, and what
//! watches is told. A cluster of its own is stopped for it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::time::Duration;

use continuity::access::Function;
use serde_json::json;

use super::bench::{sqlite, start_with};
use super::browser::Browser;

/// A cluster that runs until it is dropped.
struct Cluster {
    process: Child,
    folder: PathBuf,
}

impl Cluster {
    async fn start(folder: &Path) -> Cluster {
        assert!(
            std::env::var("MAINSTAY_POSTGRES").is_ok(),
            "this test needs PostgreSQL: run ./test, or set MAINSTAY_POSTGRES"
        );
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/postgres.sh");
        let mut process = Process::new("sh");
        process.arg(script).arg(folder);
        let process = process
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let cluster = Cluster {
            process,
            folder: folder.to_owned(),
        };
        let there = async {
            while std::fs::read_to_string(cluster.folder.join("url")).is_err() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), there)
            .await
            .expect("the cluster answers");
        cluster
    }

    fn url(&self) -> String {
        std::fs::read_to_string(self.folder.join("url"))
            .unwrap()
            .trim()
            .to_owned()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let id = self.process.id().to_string();
        let _ = Process::new("kill").args(["-TERM", &id]).status();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn while_the_database_is_away_reading_goes_on_and_changes_wait() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::start(folder.path()).await;
    let place = sqlite();
    let mut settings = place.settings(&[("MAINSTAY_LIMITS_PATIENCE", "1s")]);
    settings.journal = cluster.url();
    let server = start_with(place, settings, ledger::Clock::Machine).await;
    server.person("ada", &[Function::Administrator]).await;
    let mut ada = server.signed_in("ada").await;
    let body = json!({ "name": "of the tests", "functions": [] });
    let token = ada.post("/api/v1/accounts/ada/tokens", &body).await.json();
    let mut program = Browser::with_token(&server.origin, token["token"].as_str().unwrap());
    let service = json!({ "kind": "service", "id": "mail", "name": "Mail" });
    assert_eq!(program.post("/api/v1/services", &service).await.status, 201);
    assert_eq!(ada.get("/readyz").await.status, 200);
    drop(cluster);

    until(&mut ada, "/readyz", 503).await;
    assert_eq!(ada.get("/readyz").await.json()["reading"], true);
    assert_eq!(ada.get("/livez").await.status, 200);
    for reader in [&mut ada, &mut program] {
        assert_eq!(reader.get("/api/v1/services/mail").await.status, 200);
        assert_eq!(reader.get("/api/v1/check").await.status, 200);
    }
    assert!(
        ada.get("/").await.text.contains("bad-word"),
        "the page says so"
    );
    let other = json!({ "kind": "service", "id": "chat", "name": "Chat" });
    let answer = program.post("/api/v1/services", &other).await;
    assert_eq!(answer.status, 503, "{}", answer.text);
    assert!(!answer.header("retry-after").is_empty());
    let body = json!({ "account": "ada", "password": super::bench::PASSWORD });
    assert_eq!(
        server.browser().post("/api/v1/session", &body).await.status,
        503
    );
    assert!(
        ada.get("/metrics")
            .await
            .text
            .contains("mainstay_journal_up 0\n")
    );
}

async fn until(browser: &mut Browser, path: &str, status: u16) {
    let asked = async {
        while browser.get(path).await.status != status {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asked)
        .await
        .expect("it is noticed");
}
