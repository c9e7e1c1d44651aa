//! A change of what is read-only is proposed as a patch, and `git` takes it.

use std::path::Path;
use std::process::{Command, Stdio};

use continuity::access::Function::{Administrator, Reader};
use serde_json::{Value, json};

use super::with_token;
use crate::served::{Served, Store};

/// Puts a patch on a folder as git does, which takes nothing that does not fit to the letter.
fn apply(folder: &Path, patch: &str) -> Result<(), String> {
    let mut child = Command::new("git")
        .args(["apply", "--whitespace=nowarn", "-"])
        .current_dir(folder)
        .env(
            "GIT_CEILING_DIRECTORIES",
            folder.parent().expect("a parent"),
        )
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("these tests need git");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    std::io::Write::write_all(&mut stdin, patch.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// Three services: as we would write them, or as a person does.
const PLAIN: &str = "kind: service\nid: a\nname: A\nrequires: [b]\n---\n\
                     kind: service\nid: b\nname: B\n---\nkind: service\nid: c\nname: C\n";
const OWN: &str = "# Services of ours.\nkind: service\nid: a\nname:   A  # the first\n\
                   requires:\n  - b\n---\nkind: service\nid: b\nname: 'B'\n# the last\n---\n\
                   kind: service\nid: c\nname: C\n";

async fn proposed(served: &Served, id: &str, wanted: &Value) -> String {
    let path = format!("/api/v1/services/{id}/propose");
    let told = served.send(Administrator, "POST", &path, &[], wanted).await;
    assert_eq!(told.status, 200, "{}", told.text);
    assert_eq!(told.header("content-type"), "text/x-diff; charset=utf-8");
    told.text
}

fn names(folder: &Path) -> Vec<String> {
    let out = with_token(
        folder,
        &["export", "mainstay", "estate", "--format", "json"],
    );
    let records: Value = serde_json::from_str(&out.out).expect("JSON");
    let records = records.as_array().expect("a list").iter();
    records
        .map(|record| record["name"].as_str().unwrap_or_default().to_string())
        .collect()
}

#[tokio::test]
async fn a_patch_of_the_server_fits_a_file_as_we_write_it_and_is_made_to_fit_any_other() {
    for (text, plain) in [(PLAIN, true), (OWN, false)] {
        let served = Served::start(Store::Sqlite).await;
        let folder = tempfile::tempdir().expect("a folder");
        let estate = folder.path().join("estate");
        std::fs::create_dir(&estate).expect("a folder");
        std::fs::write(estate.join("our services.yaml"), text).expect("written");
        let sync = ["sync", "estate", "--into", &served.url, "--yes"];
        assert_eq!(with_token(folder.path(), &sync).code, 0);
        for (id, name) in [("b", "B2"), ("c", "C2"), ("a", "A2")] {
            let mut wanted = json!({ "kind": "service", "id": id, "name": name });
            if id == "a" {
                wanted["requires"] = json!(["b"]);
            }
            let patch = proposed(&served, id, &wanted).await;
            std::fs::write(folder.path().join("p"), &patch).expect("written");
            let propose = ["sync", "estate", "--propose", "p"];
            let made = with_token(folder.path(), &propose);
            assert_eq!(made.code, 0, "{}", made.err);
            match plain {
                true => assert_eq!(apply(&estate, &patch), Ok(())),
                false => {
                    // Only the last document is written as we would.
                    if id != "c" {
                        assert!(apply(&estate, &patch).is_err(), "{patch}");
                    }
                    assert_eq!(apply(&estate, &made.out), Ok(()), "{}", made.out);
                }
            }
            assert_eq!(with_token(folder.path(), &sync).code, 0);
            let path = format!("/api/v1/services/{id}");
            let now = served.get(Reader, &path).await.json();
            assert_eq!(now["record"]["name"], name);
        }
        assert_eq!(names(folder.path()), ["A2", "B2", "C2"]);
        if !plain {
            let text = std::fs::read_to_string(estate.join("our services.yaml")).expect("read");
            assert!(
                text.contains("# Services of ours.") && text.contains("# the last"),
                "{text}"
            );
        }
    }
}

#[tokio::test]
async fn a_line_of_a_file_of_lines_is_a_patch_too_and_a_list_is_not() {
    let served = Served::start(Store::Sqlite).await;
    let folder = tempfile::tempdir().expect("a folder");
    let estate = folder.path().join("estate");
    std::fs::create_dir(&estate).expect("a folder");
    let line = |id: &str| format!("{{\"kind\":\"service\",\"id\":\"{id}\"}}\n");
    let lines = ["a", "b", "c", "d", "e", "f"].map(line).concat();
    std::fs::write(estate.join("services.jsonl"), lines).expect("written");
    let list = r#"[{ "kind": "service", "id": "z" }]"#;
    std::fs::write(estate.join("list.json"), list).expect("written");
    let sync = ["sync", "estate", "--into", &served.url, "--yes"];
    assert_eq!(with_token(folder.path(), &sync).code, 0);
    for id in ["a", "d", "f"] {
        let wanted = json!({ "kind": "service", "id": id, "name": "New" });
        let patch = proposed(&served, id, &wanted).await;
        assert_eq!(apply(&estate, &patch), Ok(()), "{patch}");
        assert_eq!(with_token(folder.path(), &sync).code, 0);
    }
    assert_eq!(names(folder.path()), ["New", "", "", "New", "", "New", ""]);
    let wanted = json!({ "kind": "service", "id": "z", "name": "New" });
    let path = "/api/v1/services/z/propose";
    let told = served.send(Administrator, "POST", path, &[], &wanted).await;
    told.problem(409, "wrong-state");
}

#[tokio::test]
async fn what_has_its_home_here_is_changed_here() {
    let served = Served::start(Store::Sqlite).await;
    let wanted = json!({ "kind": "service", "id": "a", "name": "A" });
    let send = |path: &'static str| served.send(Administrator, "POST", path, &[], &wanted);
    send("/api/v1/services/a/propose")
        .await
        .problem(404, "unknown");
    assert_eq!(send("/api/v1/services").await.status, 201);
    send("/api/v1/services/a/propose")
        .await
        .problem(409, "wrong-state");
}

#[test]
fn records_become_a_patch_of_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let estate = folder.path().join("estate");
    std::fs::create_dir(&estate).expect("a folder");
    std::fs::write(estate.join("services.yaml"), OWN).expect("written");
    let wanted = "kind: service\nid: b\nname: B2\n---\nkind: team\nid: ops\nname: Operations\n";
    std::fs::write(folder.path().join("wanted.yaml"), wanted).expect("written");
    let propose = ["sync", "estate", "--propose", "wanted.yaml"];
    let out = with_token(folder.path(), &propose);
    assert_eq!(out.code, 0, "{}", out.err);
    let before = std::fs::read_to_string(estate.join("services.yaml")).expect("read");
    assert_eq!(before, OWN, "nothing is changed");
    assert_eq!(apply(&estate, &out.out), Ok(()));
    assert_eq!(names(folder.path()), ["Operations", "A", "B2", "C"]);
    let again = with_token(folder.path(), &propose);
    assert_eq!(again.out.trim(), "", "it is as wanted");
}
