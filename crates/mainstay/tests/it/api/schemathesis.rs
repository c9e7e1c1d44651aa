//! A stranger's tool reads the description and asks everything that it allows, and much that it
//! does not: no fault of the server's own, no answer that is not described. It asks twice: with
//! names of its own, and with names of things that are there, so that what is asked is done.

use std::path::Path;
use std::process::Command;

use continuity::access::Function::{Administrator, Reader};
use record::kinds::about;

use super::{example, import};
use crate::served::{Served, Store, token, told};

/// The account that is asked about: a change to the tool's own would end its token, as it should.
const OTHERS: &str = "[parameters]\n\"path.account\" = \"scribe\"\n";

/// What is there and may be changed, closed, retired and erased.
async fn furnish(served: &Served, kinds: &[&str]) -> String {
    let imported = import(served, &example("havensund"), "").await;
    assert_eq!(imported.status, 200, "{}", imported.text);
    for kind in kinds {
        let plural = about(kind).expect("a kind").plural;
        let path = format!("/api/v1/{plural}");
        let found = served
            .get(Administrator, &format!("{path}?limit=1"))
            .await
            .json();
        let mut record = found["items"][0]["record"].clone();
        record["id"] = "there".into();
        let filed = served
            .send(Administrator, "POST", &path, &[], &record)
            .await;
        assert_eq!(filed.status, 201, "{}", filed.text);
    }
    let plural = about(kinds[0]).expect("a kind").plural;
    let path = format!("/api/v1/{plural}/there/attachments?name=a");
    let put = told(served.ask(Some(Administrator), "POST", &path).body("x")).await;
    let digest = put.json()["digest"].as_str().expect("a digest").to_string();
    format!(
        "{OTHERS}\"path.id\" = \"there\"\n\
         \"path.digest\" = \"{digest}\"\n\"header.If-Match\" = \"*\"\n\
         \"query.of\" = \"service/there\"\n\"query.lose\" = \"service/there\"\n\
         \"query.calendar\" = \"office\"\n\"query.within\" = \"4h\"\n\"query.entry\" = 1\n"
    )
}

async fn asked(store: Store, kinds: &[&str], seed: &str) {
    let python = std::env::var("MAINSTAY_PYTHON");
    assert!(
        python.is_ok(),
        "this test needs Python: run ./test, or set MAINSTAY_PYTHON to one with \
         tests/requirements.txt"
    );
    let served = Served::start(store).await;
    let names = furnish(&served, kinds).await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/schemathesis.sh");
    let plurals = kinds.iter().map(|kind| about(kind).expect("a kind").plural);
    let plurals = plurals.collect::<Vec<_>>().join("|");
    let passes = [
        (OTHERS, "4", "fuzzing"),
        (names.as_str(), "8", "examples,coverage,fuzzing,stateful"),
    ];
    for (names, examples, phases) in passes {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("schemathesis.toml"), names).expect("written");
        let output = Command::new("sh")
            .arg(&script)
            .args([&served.url, &plurals, "--max-examples", examples])
            .args(["--phases", phases])
            .current_dir(folder.path())
            .env("TOKEN", token(Administrator))
            .env("SEED", seed)
            .output()
            .expect("the script starts");
        let told = String::from_utf8_lossy(&output.stdout);
        let talk = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}{talk}");
        let counted = told.lines().any(|line| line.contains("selected /"));
        assert!(counted, "nothing was asked:\n{told}{talk}");
    }
    // Whoever was asked so much still answers.
    let told = served.get(Reader, "/api/v1/check").await;
    assert_eq!(told.status, 200, "{}", told.text);
}

#[tokio::test]
async fn no_question_breaks_a_server_on_sqlite() {
    asked(
        Store::Sqlite,
        &["service", "plan", "policy", "calendar"],
        "1",
    )
    .await;
}

#[tokio::test]
async fn no_question_breaks_a_server_on_postgresql() {
    asked(
        Store::Postgres,
        &["component", "impact", "scenario", "service"],
        "2",
    )
    .await;
}
