//! Keeping a journal from the command line: verified, copied, backed up, brought back; on both
//! databases.

use std::path::Path;

use continuity::access::Function::Administrator;
use journal::Journal;
use journal::note::SigningKey;
use journal::options::Options;
use serde_json::{Value, json};
use sqlx::{Connection, Executor};

use crate::binary::{Outcome, mainstay_in};
use crate::served::{STORES, Served, Store, database};

async fn place(store: Store, folder: &Path, name: &str) -> String {
    match store {
        Store::Sqlite => format!("sqlite:{}", folder.join(name).display()),
        Store::Postgres => database().await,
    }
}

/// Runs it in a folder, for JSON.
fn run(folder: &Path, arguments: &[&str]) -> Outcome {
    mainstay_in(folder, &[arguments, &["--format", "json"]].concat(), "")
}

fn told(folder: &Path, arguments: &[&str]) -> Value {
    let out = run(folder, arguments);
    assert_eq!(out.code, 0, "{arguments:?}: {}{}", out.out, out.err);
    out.json()
}

/// A journal with a small estate in it.
async fn filled(store: Store, folder: &Path) -> String {
    let estate = folder.join("estate");
    std::fs::create_dir_all(&estate).expect("a folder");
    let text: String = (0..150)
        .map(|n| format!("---\nkind: service\nid: s{n}\nname: Service {n}\n"))
        .collect();
    std::fs::write(estate.join("services.yaml"), text).expect("written");
    let journal = place(store, folder, "journal.db").await;
    told(folder, &["sync", "estate", "--into", &journal, "--yes"]);
    journal
}

/// What an administrator of the database could do.
async fn tamper(journal: &str, sql: &'static str) {
    let journal = journal.replacen("sqlite:", "sqlite://", 1);
    if journal.starts_with("sqlite") {
        let mut link = sqlx::SqliteConnection::connect(&journal)
            .await
            .expect("it opens");
        link.execute(sql).await.expect("it takes it");
        link.close().await.expect("closed");
    } else {
        let mut link = sqlx::PgConnection::connect(&journal)
            .await
            .expect("it opens");
        link.execute(sql).await.expect("it takes it");
    }
}

#[tokio::test]
async fn what_was_changed_is_named_and_the_exit_code_says_so() {
    for store in STORES {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = filled(store, folder.path()).await;
        let whole = told(folder.path(), &["verify", &journal]);
        assert_eq!(whole["whole"], true);
        assert_eq!(whole["entries"], 152);
        assert_eq!(whole["first_bad"], Value::Null);
        tamper(
            &journal,
            "UPDATE entry SET body = replace(body, 'Service 7\"', 'Service X\"')",
        )
        .await;
        let out = run(folder.path(), &["verify", &journal]);
        assert_eq!(out.code, 1, "{}{}", out.out, out.err);
        let verified = out.json();
        // The first entry is the journal's own; records stand in the order of their ids.
        let mut ids: Vec<String> = (0..150).map(|n| format!("s{n}")).collect();
        ids.sort();
        let seq = 2 + ids.iter().position(|id| id == "s7").expect("it is there");
        assert_eq!(verified["whole"], false);
        assert_eq!(verified["first_bad"], seq);
        let text = mainstay_in(folder.path(), &["verify", &journal], "").out;
        let told = format!("NOT WHOLE. The first bad entry is {seq} of 152.\n");
        assert!(text.starts_with(&told), "{text}");
    }
}

#[tokio::test]
async fn a_checkpoint_kept_elsewhere_tells_of_a_journal_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = filled(Store::Sqlite, folder.path()).await;
    let elsewhere = folder.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).expect("a folder");
    let journal = Journal::open(&address, &Options::default())
        .await
        .expect("it opens");
    let place = folder.path().join("journal.db.key");
    let key = SigningKey::open(&place, &journal.origin()).expect("a key");
    // So many entries at once were covered by one at once.
    let made = journal.last_checkpoint().await.expect("read");
    let made = made.expect("there is one");
    assert_eq!(made.size, 152);
    made.deliver(&elsewhere).expect("delivered");
    journal.close().await;
    let verifier = key.verifier().to_string();
    let verify = [
        "verify",
        &address,
        "--key",
        &verifier,
        "--checkpoint",
        "elsewhere",
    ];
    let whole = told(folder.path(), &verify);
    assert_eq!(
        (&whole["signatures_checked"], &whole["outside"]),
        (&json!(true), &json!(1))
    );
    // The key beside the journal is found without being named.
    let whole = told(folder.path(), &["verify", &address]);
    assert_eq!(whole["signatures_checked"], true);
    // Another journal of that name, whole in itself, is not what the checkpoint speaks of.
    std::fs::remove_file(folder.path().join("journal.db")).expect("removed");
    let anew = filled(Store::Sqlite, folder.path()).await;
    let whole = run(folder.path(), &["verify", &anew]);
    assert_eq!(whole.code, 0, "{}", whole.out);
    let out = run(folder.path(), &verify);
    assert_eq!(out.code, 1, "{}", out.out);
    let other = "o+11111111+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    assert_eq!(
        run(folder.path(), &["verify", &anew, "--key", other]).code,
        2
    );
}

#[tokio::test]
async fn what_cannot_be_verified_is_told_from_what_is_not_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases = [
        ("postgres://nobody@127.0.0.1:1/none", 4),
        ("sqlite:none.db", 2),
        ("http://127.0.0.1:1", 2),
        (".", 2),
    ];
    for (address, code) in cases {
        let out = run(folder.path(), &["verify", address]);
        assert_eq!(out.code, code, "{address}: {}", out.err);
        assert!(out.err.len() > 20, "{}", out.err);
    }
}

/// the same root on the other database, and back.
#[tokio::test]
async fn a_journal_moves_to_the_other_database_and_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = filled(Store::Sqlite, folder.path()).await;
    let second = place(Store::Postgres, folder.path(), "").await;
    let third = place(Store::Sqlite, folder.path(), "third.db").await;
    let root = told(folder.path(), &["verify", &first])["root"].clone();
    for (from, to) in [(&first, &second), (&second, &third)] {
        let copied = told(folder.path(), &["journal", "copy", from, to]);
        assert_eq!(copied["root"], root);
        let verified = told(folder.path(), &["verify", to]);
        assert_eq!(
            (&verified["root"], &verified["whole"]),
            (&root, &json!(true))
        );
    }
    let answers = [&first, &third].map(|journal| run(folder.path(), &["check", journal]).out);
    assert_eq!(answers[0], answers[1]);
    let full = run(folder.path(), &["journal", "copy", &first, &third]);
    assert_eq!(full.code, 2);
    assert!(full.err.contains("not empty"), "{}", full.err);
}

/// backed up while a server writes, brought back elsewhere, verified, answers compared.
#[tokio::test]
async fn a_backup_under_load_comes_back_as_it_was() {
    for store in STORES {
        let served = Served::start(store).await;
        let folder = tempfile::tempdir().expect("a folder");
        let file = async |n: usize| {
            let record = json!({ "kind": "service", "id": format!("s{n}"), "name": "S" });
            let told = served
                .send(Administrator, "POST", "/api/v1/services", &[], &record)
                .await;
            assert_eq!(told.status, 201, "{}", told.text);
        };
        for n in 0..20 {
            file(n).await;
        }
        let load = async {
            for n in 20..80 {
                file(n).await;
            }
        };
        let (inner, journal) = (folder.path().to_path_buf(), served.journal.clone());
        let backup = tokio::task::spawn_blocking(move || {
            told(&inner, &["backup", &journal, "--to", "kept", "--keep", "2"])
        });
        let (backup, ()) = tokio::join!(async { backup.await.expect("it ends") }, load);
        let entries = backup["entries"].as_u64().expect("a count");
        assert!(entries > 20);
        let into = place(store, folder.path(), "restored.db").await;
        let restored = told(folder.path(), &["restore", "kept", "--into", &into]);
        for key in ["entries", "head", "root"] {
            assert_eq!(restored[key], backup[key], "{key}");
        }
        assert_eq!(told(folder.path(), &["verify", &into])["whole"], true);
        let path = format!("/api/v1/export/mainstay?format=json&as-of={entries}");
        let then = served.get(Administrator, &path).await;
        assert_eq!(then.status, 200, "{}", then.text);
        let now = run(folder.path(), &["export", "mainstay", &into]);
        assert_eq!(now.json(), then.json());
        // That it was made is remembered where it was made; whoever writes next has read so far.
        file(80).await;
        let log = served
            .get(Administrator, "/api/v1/journal?limit=500")
            .await
            .json();
        let kept = log["items"].as_array().expect("a list").iter();
        let kept: Vec<&Value> = kept.filter(|it| it["event"] == "kept").collect();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0]["what"]["head"], entries);
    }
}

#[tokio::test]
async fn nothing_is_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = filled(Store::Sqlite, folder.path()).await;
    let backup = told(folder.path(), &["backup", &journal, "--to", "kept"]);
    let restore = ["restore", "kept", "--into", &journal];
    let out = run(folder.path(), &restore);
    assert_eq!(out.code, 3, "{}", out.err);
    assert!(out.err.contains("--replace"), "{}", out.err);
    // A backup that is not what its manifest says costs nothing that is there.
    let path = backup["backup"].as_str().expect("a path");
    let whole = std::fs::read(folder.path().join(path)).expect("read");
    let mut broken = whole.clone();
    broken[5000] ^= 1;
    std::fs::write(folder.path().join(path), &broken).expect("written");
    let replace = [&restore[..], &["--replace"]].concat();
    let out = run(folder.path(), &replace);
    assert_eq!(out.code, 4, "{}", out.err);
    assert!(out.err.contains("manifest"), "{}", out.err);
    assert_eq!(told(folder.path(), &["verify", &journal])["entries"], 153);
    std::fs::write(folder.path().join(path), &whole).expect("written");
    let restored = told(folder.path(), &replace);
    assert_eq!(restored["entries"], 152);
    assert_eq!(told(folder.path(), &["verify", &journal])["entries"], 152);
    let aside = format!("sqlite:{}", restored["aside"].as_str().expect("a path"));
    assert_eq!(told(folder.path(), &["verify", &aside])["entries"], 153);
}
