//! `mainstay doctor`: what it finds on a machine that is well kept and on one that is not.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;
use sqlx::{Connection, Executor};

use crate::binary::mainstay_in;
use crate::served::database;

fn run(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let out = mainstay_in(folder, &[arguments, &["--format", "json"]].concat(), "");
    assert_eq!(out.err, "", "{}", out.out);
    (out.code, out.json())
}

/// A folder with a journal of a few records.
fn kept(folder: &Path, address: &str) {
    let estate = folder.join("estate");
    std::fs::create_dir_all(&estate).expect("a folder");
    let text = "kind: service\nid: a\n---\nkind: service\nid: b\n";
    std::fs::write(estate.join("services.yaml"), text).expect("written");
    let sync = ["sync", "estate", "--into", address, "--yes"];
    assert_eq!(mainstay_in(folder, &sync, "").code, 0);
}

fn remark<'a>(told: &'a Value, about: &str) -> &'a Value {
    let remarks = told["remarks"].as_array().expect("a list");
    let mut found = remarks.iter().filter(|it| it["about"] == about);
    let first = found
        .next()
        .unwrap_or_else(|| panic!("nothing about {about}: {told:#}"));
    found.fold(first, |worst, it| match it["level"] == "error" {
        true => it,
        false => worst,
    })
}

async fn tamper(file: &Path, sql: &'static str) {
    let address = format!("sqlite://{}", file.display());
    let mut link = sqlx::SqliteConnection::connect(&address)
        .await
        .expect("it opens");
    link.execute(sql).await.expect("it takes it");
    link.close().await.expect("closed");
}

#[tokio::test]
async fn a_journal_that_is_well_is_said_to_be() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = format!("sqlite:{}", folder.path().join("journal.db").display());
    for address in [file, database().await] {
        kept(folder.path(), &address);
        let (code, told) = run(folder.path(), &["doctor", &address]);
        assert_eq!(code, 0);
        for about in ["journal", "room", "chain", "clock", "files"] {
            assert_eq!(remark(&told, about)["level"], "well", "{told:#}");
        }
        let text = remark(&told, "journal")["text"].as_str().expect("words");
        let database = if address.starts_with("sqlite") {
            "SQLite 3."
        } else {
            "PostgreSQL 1"
        };
        assert!(
            text.contains(database) && text.starts_with("4 entries"),
            "{text}"
        );
        assert_eq!(
            told["settings"],
            serde_json::json!([]),
            "they are of another journal"
        );
    }
}

#[tokio::test]
async fn what_needs_someone_is_said_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("journal.db");
    let config = format!(
        "journal = \"sqlite:{0}/journal.db\"\nfolder = \"{0}\"\n[limits]\nentries = 5\n\
         [backup]\nfolder = \"{0}/kept\"\n[checkpoints]\nfolder = \"{0}/elsewhere\"\n",
        folder.path().display()
    );
    std::fs::write(folder.path().join("mainstay.toml"), config).expect("written");
    kept(folder.path(), &format!("sqlite:{}", file.display()));
    std::fs::create_dir(folder.path().join("kept")).expect("a folder");
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&file, open).expect("changed");
    tamper(&file, "UPDATE entry SET body = body || ' ' WHERE seq = 3").await;
    let doctor = ["doctor", "--config", "mainstay.toml"];
    let (code, told) = run(folder.path(), &doctor);
    assert_eq!((code, &told["worst"]), (0, &Value::from("error")));
    let words = |about: &str| {
        remark(&told, about)["text"]
            .as_str()
            .unwrap_or_default()
            .to_string()
    };
    assert_eq!(words("chain"), "Entry 3 is not as it was written.");
    assert!(
        words("room").starts_with("Half of the room is used: 4 of 5 entries"),
        "{told:#}"
    );
    assert!(
        words("device").contains("same device"),
        "{}",
        words("device")
    );
    let remarks = told["remarks"].as_array().expect("a list").iter();
    let mut loose = remarks.filter_map(|it| it["text"].as_str());
    assert!(
        loose.any(|text| text.contains("journal.db has mode 0644")),
        "{told:#}"
    );
    assert!(
        words("delivery").contains("waits for the first checkpoint"),
        "{told:#}"
    );
    let settings = told["settings"].as_array().expect("a list");
    let limit = settings
        .iter()
        .find(|it| it["name"] == "limits.entries")
        .expect("explained");
    assert_eq!(
        (&limit["value"], &limit["from"]),
        (&"5".into(), &"mainstay.toml:4".into())
    );
    let text = mainstay_in(folder.path(), &doctor, "").out;
    let first = text.lines().nth(3).expect("a fourth line");
    assert!(first.starts_with("ERROR"), "{text}");
}

#[test]
fn a_journal_out_of_reach_is_an_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    for address in ["sqlite:none.db", "postgres://nobody@127.0.0.1:1/none"] {
        let (code, told) = run(folder.path(), &["doctor", address]);
        assert_eq!(
            (code, &remark(&told, "journal")["level"]),
            (0, &"error".into())
        );
    }
    let out = mainstay_in(folder.path(), &["doctor", "estate"], "");
    assert_eq!(out.code, 2);
}

/// a journal of the first release is read by this version; one that is not is told so.
#[tokio::test]
async fn an_upgrade_is_checked_before_it_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ledger/tests/golden/first.db");
    let copy = |name: &str| {
        let file = folder.path().join(name);
        std::fs::copy(&golden, &file).expect("copied");
        let own = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(&file, own).expect("changed");
        file
    };
    let check = |file: &Path| {
        let address = format!("sqlite:{}", file.display());
        run(folder.path(), &["doctor", &address, "--upgrade-check"])
    };
    let (code, told) = check(&copy("first.db"));
    assert_eq!((code, &told["reads"]), (0, &Value::from(true)), "{told:#}");
    let later = copy("later.db");
    tamper(
        &later,
        "UPDATE entry SET body = replace(body, '\"filed\"', '\"dreamt\"')",
    )
    .await;
    let (code, told) = check(&later);
    assert_eq!((code, &told["reads"]), (2, &Value::from(false)), "{told:#}");
    let text = remark(&told, "upgrade")["text"].as_str().expect("words");
    assert!(
        text.contains("`dreamt` is no event of this version"),
        "{text}"
    );
}
