//! `mainstay sync`: a folder is the home of what it holds, in a journal of either database and at
//! a server; answers are those of the folder, to the byte and to the line.

mod propose;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use continuity::access::Function::{Administrator, Reader};
use serde_json::{Value, json};

use crate::binary::{Outcome, mainstay_in};
use crate::served::{STORES, Served, Store, database, token, told};

const AT: &str = "2026-11-22T12:00:00Z";

/// A copy of the example that a test may change, in a folder of its own.
fn estate(folder: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/havensund");
    let to = folder.join("havensund");
    let mut open = vec![(from, to.clone())];
    while let Some((from, to)) = open.pop() {
        std::fs::create_dir_all(&to).expect("a folder");
        for entry in std::fs::read_dir(&from).expect("a folder").flatten() {
            let target = to.join(entry.file_name());
            match entry.path().is_dir() {
                true => open.push((entry.path(), target)),
                false => {
                    std::fs::copy(entry.path(), target).expect("copied");
                }
            }
        }
    }
    to
}

async fn place(store: Store, folder: &Path) -> String {
    match store {
        Store::Sqlite => format!("sqlite:{}", folder.join("journal.db").display()),
        Store::Postgres => database().await,
    }
}

fn edit(path: &Path, change: impl Fn(&str) -> String) {
    let text = std::fs::read_to_string(path).expect("read");
    let changed = change(&text);
    assert_ne!(text, changed, "the edit of {} takes", path.display());
    std::fs::write(path, changed).expect("written");
}

/// Runs it with the token of the administrator.
fn with_token(folder: &Path, arguments: &[&str]) -> Outcome {
    let output = Command::new(env!("CARGO_BIN_EXE_mainstay"))
        .args(arguments)
        .current_dir(folder)
        .env("MAINSTAY_TOKEN", token(Administrator))
        .stdin(Stdio::null())
        .output()
        .expect("the binary starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
    Outcome {
        code: output.status.code().expect("it exits by itself"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

fn same_answers(folder: &Path, into: &str) {
    for command in ["check", "targets", "ask"] {
        let ask = |source: &str| {
            let arguments = [command, source, "--format", "json", "--at", AT];
            with_token(folder, &arguments)
        };
        let (of_folder, of_journal) = (ask("havensund"), ask(into));
        assert_eq!(of_folder.out, of_journal.out, "{command} on {into}");
        assert_eq!(of_folder.code, of_journal.code, "{}", of_journal.err);
    }
}

fn counts(out: &Outcome) -> Value {
    assert_eq!(out.code, 0, "{}{}", out.out, out.err);
    let mut counts = out.json()["counts"].clone();
    let all = counts.as_object_mut().expect("counts");
    all.retain(|_, count| *count != 0);
    counts
}

/// Changes the folder: records move, one has another name, one is gone, one is new.
fn change(folder: &Path) {
    let services = folder.join("havensund/requirements/services/crossings.yaml");
    edit(&services, |text| {
        let moved = text.replacen(
            "requires:",
            "# a line that moves what follows\nrequires:",
            1,
        );
        let (first, rest) = moved.split_once("\n---\n").expect("two documents");
        format!(
            "# a line above all\n{first}\n---\n{}",
            rest.replacen("name: ", "name: New ", 1)
        )
    });
    edit(&folder.join("havensund/initiation/people.yaml"), |text| {
        let from = text
            .find("---\nkind: assignment\nid: head-of-freight.emil-thorn")
            .expect("it is there");
        let length = text[from + 4..].find("---\n").expect("another follows") + 4;
        format!("{}{}", &text[..from], &text[from + length..])
    });
    let added = "kind: service\nid: from-the-folder\nname: New one\n";
    std::fs::write(folder.join("havensund/new.yaml"), added).expect("written");
}

/// How many records the example holds: the lines that name a kind.
fn havensund_records() -> usize {
    let mut count = 0;
    let mut folders = vec![crate::binary::fixtures().join("../../../../examples/havensund")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "yaml") {
                let text = std::fs::read_to_string(&path).expect("read");
                count += text
                    .lines()
                    .filter(|line| line.starts_with("kind: "))
                    .count();
            }
        }
    }
    count
}

/// One year of a folder: taken over, changed, moved about, thinned out.
fn story(folder: &Path, into: &str) {
    let sync = |more: &[&str]| {
        let arguments = [
            &["sync", "havensund", "--into", into, "--format", "json"],
            more,
        ];
        with_token(folder, &arguments.concat())
    };
    let out = sync(&[]);
    assert_eq!(out.code, 2, "{}", out.err);
    assert!(out.err.contains("no terminal to ask on"), "{}", out.err);
    assert_eq!(
        counts(&sync(&["--dry-run"])),
        json!({ "added": havensund_records() })
    );
    assert_eq!(
        counts(&sync(&["--yes"])),
        json!({ "added": havensund_records() })
    );
    assert_eq!(
        counts(&sync(&["--yes"])),
        json!({ "unchanged": havensund_records() })
    );
    same_answers(folder, into);

    change(folder);
    let dry = sync(&["--dry-run"]);
    let shown = dry.json();
    let ids = |key: &str| -> Vec<String> {
        let rows = shown[key].as_array().expect("a list").iter();
        rows.map(|row| row["id"].as_str().expect("an id").to_string())
            .collect()
    };
    assert_eq!(ids("added"), ["service/from-the-folder"]);
    assert_eq!(ids("retired"), ["assignment/head-of-freight.emil-thorn"]);
    assert_eq!(ids("changed").len(), 1);
    assert_eq!(shown["changed"][0]["fields"], json!(["name"]));
    assert!(shown["counts"]["moved"].as_u64().expect("a count") > 10);
    let drift = shown["findings"].as_array().expect("a list");
    let drift: Vec<(&str, &str)> = drift
        .iter()
        .map(|it| {
            (
                it["code"].as_str().expect("code"),
                it["subject"].as_str().expect("subject"),
            )
        })
        .collect();
    let changed = ids("changed")[0].clone();
    let mut told = vec![
        ("home-drift", "assignment/head-of-freight.emil-thorn"),
        ("home-drift", "service/from-the-folder"),
        ("home-drift", changed.as_str()),
    ];
    told.sort_unstable();
    assert_eq!(drift, told);
    assert_eq!(
        sync(&["--yes"]).out.replace("\"findings\": []", ""),
        dry.out.replace("\"findings\": []", "")
    );
    assert_eq!(
        counts(&sync(&["--dry-run"])),
        json!({ "unchanged": havensund_records() })
    );
    same_answers(folder, into);
    let text = mainstay_in(folder, &["explain", "home-drift"], "");
    assert!(text.out.contains("mainstay sync"), "{}", text.out);
}

#[tokio::test]
async fn a_journal_follows_its_folder() {
    for store in STORES {
        let folder = tempfile::tempdir().expect("a folder");
        estate(folder.path());
        story(folder.path(), &place(store, folder.path()).await);
    }
}

#[tokio::test]
async fn a_server_follows_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    estate(folder.path());
    for store in STORES {
        let served = Served::start(store).await;
        let inner = tempfile::tempdir().expect("a folder");
        estate(inner.path());
        story(inner.path(), &served.url);
        let homes = served.get(Reader, "/api/v1/homes").await.json();
        assert_eq!(homes["items"][0]["home"], "havensund");
        assert_eq!(homes["items"][0]["records"], havensund_records());
    }
}

#[tokio::test]
async fn a_record_that_stands_in_two_places_is_left_alone_and_found() {
    let served = Served::start(Store::Sqlite).await;
    let folder = tempfile::tempdir().expect("a folder");
    let ours = json!({ "kind": "service", "id": "shop", "name": "Ours" });
    let filed = served
        .send(Administrator, "POST", "/api/v1/services", &[], &ours)
        .await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    let estate = folder.path().join("estate");
    std::fs::create_dir(&estate).expect("a folder");
    let theirs = "kind: service\nid: shop\nname: Theirs\n---\nkind: service\nid: mail\n";
    std::fs::write(estate.join("services.yaml"), theirs).expect("written");
    let sync = [
        "sync",
        "estate",
        "--into",
        &served.url,
        "--home",
        "git",
        "--yes",
    ];
    let out = with_token(folder.path(), &sync);
    let told = "+ service/mail  services.yaml:5\n\
                ! service/shop  has its home in the journal: left alone  services.yaml:1\n\
                git: 1 new; 1 left alone, their home being elsewhere.\n";
    assert_eq!((out.code, out.out.as_str()), (0, told), "{}", out.err);
    let shop = served.get(Reader, "/api/v1/services/shop").await.json();
    assert_eq!(shop["record"]["name"], "Ours");
    // By the server, by the command on the server and on the journal: the same finding.
    let of_server = served
        .get(Reader, &format!("/api/v1/check?at={AT}"))
        .await
        .text;
    for source in [&served.url, &served.journal] {
        let check = ["check", source, "--format", "json", "--at", AT];
        assert_eq!(with_token(folder.path(), &check).out, of_server);
    }
    let checked: Value = serde_json::from_str(&of_server).expect("JSON");
    let found = checked["findings"].as_array().expect("a list").iter();
    let found: Vec<&Value> = found.filter(|it| it["code"] == "home-collision").collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["subject"], "service/shop");
    // Read-only here, until the folder is no home any more.
    let mail = json!({ "kind": "service", "id": "mail", "name": "Mail" });
    let amend = async |etag: &str| {
        let path = "/api/v1/services/mail";
        let headers = [("if-match", etag)];
        served
            .send(Administrator, "PUT", path, &headers, &mail)
            .await
    };
    let problem = amend("\"1\"").await.problem(409, "home-is-a-folder");
    let detail = problem["detail"].as_str().expect("words");
    assert!(detail.contains("services.yaml:5"), "{detail}");
    told_ok(&served, "DELETE", "/api/v1/homes/git").await;
    assert_eq!(amend("\"2\"").await.status, 200);
}

async fn told_ok(served: &Served, verb: &str, path: &str) {
    let answer = told(served.ask(Some(Administrator), verb, path)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[test]
fn what_cannot_be_meant_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let estate = folder.path().join("estate");
    std::fs::create_dir(&estate).expect("a folder");
    std::fs::write(estate.join("a.yaml"), "kind: service\nid: a\n").expect("written");
    let cases: &[(&[&str], &str)] = &[
        (
            &["sync", "nowhere", "--into", "sqlite:j"],
            "`nowhere` is no folder",
        ),
        (
            &["sync", "estate", "--into", "other"],
            "`other` is no journal and no server",
        ),
        (
            &["sync", "estate", "--into", "sqlite:j", "--home", "My Own"],
            "`My Own` is no name of a home",
        ),
        (&["sync", "estate"], "--into"),
    ];
    for (arguments, words) in cases {
        let out = mainstay_in(folder.path(), arguments, "");
        assert_eq!(out.code, 2, "{}{}", out.out, out.err);
        assert!(out.err.contains(words), "{}", out.err);
    }
    assert!(!folder.path().join("j").exists(), "nothing was made");
}
