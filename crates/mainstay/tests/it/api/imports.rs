//! Import over HTTP and by the command line into journals and servers: seen first, whole or not at
//! all, and never onto what nobody saw.

use std::process::{Command, Stdio};

use continuity::access::Function::{Administrator, Reader};
use serde_json::json;

use super::{example, files, import};
use crate::binary::{fixtures, mainstay, mainstay_in};
use crate::served::{STORES, Served, Store, token, told};

#[tokio::test]
async fn what_is_shown_is_what_the_command_shows_and_what_is_written() {
    let served = Served::start(Store::Sqlite).await;
    let folder = fixtures().join("shop");
    let shown = import(&served, &folder, "?dry-run=true").await;
    let empty = tempfile::tempdir().expect("a folder");
    let into = empty.path().to_str().expect("a readable path");
    let command = [
        "import",
        "mainstay",
        "shop",
        "--into",
        into,
        "--dry-run",
        "--format",
        "json",
    ];
    assert!(shown.text == mainstay(&command).out, "{}", shown.text);
    let none = served.get(Reader, "/api/v1/services").await.json();
    assert_eq!(none["items"], json!([]));

    // Something is filed between the look and the deed: nothing is written.
    let seen = shown.header("etag").to_string();
    let role = json!({ "kind": "role", "id": "new" });
    served
        .send(Administrator, "POST", "/api/v1/roles", &[], &role)
        .await;
    let parts: Vec<_> = files(&folder)
        .into_iter()
        .map(|(name, bytes)| {
            let text = String::from_utf8(bytes).expect("text");
            json!({ "name": name, "text": text })
        })
        .collect();
    let body = json!({ "files": parts });
    let path = "/api/v1/import/mainstay";
    let late = served
        .send(Administrator, "POST", path, &[("if-match", &seen)], &body)
        .await;
    late.problem(412, "changed-meanwhile");
    let shown = served
        .send(
            Administrator,
            "POST",
            &format!("{path}?dry-run=true"),
            &[],
            &body,
        )
        .await;
    let seen = shown.header("etag").to_string();
    let done = served
        .send(Administrator, "POST", path, &[("if-match", &seen)], &body)
        .await;
    assert_eq!((done.status.as_u16(), &done.text), (200, &shown.text));
    let again = served
        .send(Administrator, "POST", path, &[], &body)
        .await
        .json();
    assert_eq!(again["counts"]["unchanged"], 11, "{again}");
}

#[tokio::test]
async fn faults_of_files_are_told_with_file_and_line_and_nothing_is_written() {
    let served = Served::start(Store::Sqlite).await;
    let send = async |format: &str, name: &str, text: &str| {
        let body = json!({ "files": [{ "name": name, "text": text }] });
        let path = format!("/api/v1/import/{format}");
        served.send(Administrator, "POST", &path, &[], &body).await
    };
    let two = "kind: service\nid: good\n---\nkind: service\nid: bad\nonwer: x\n";
    let problem = send("mainstay", "a/b.yaml", two)
        .await
        .problem(422, "invalid");
    let fault = &problem["errors"][0];
    assert_eq!(
        (&fault["file"], &fault["line"]),
        (&"a/b.yaml".into(), &6.into())
    );
    served
        .get(Reader, "/api/v1/services/good")
        .await
        .problem(404, "unknown");
    send("mainstay", "../b.yaml", two)
        .await
        .problem(422, "invalid");
    send("mainstay", "", two).await.problem(422, "invalid");
    let problem = send("compos", "compose.yaml", "services:\n")
        .await
        .problem(404, "unknown");
    assert!(
        problem["detail"]
            .to_string()
            .contains("did you mean `compose`?")
    );
    let compose = "services:\n  web: { depends_on: [ api ] }\n  api:\n";
    let told = send("compose", "compose.yaml", compose).await;
    assert_eq!(told.status, 200, "{}", told.text);
    let web = served.get(Reader, "/api/v1/services/web").await.json();
    assert_eq!(web["record"]["source"], "compose compose.yaml");
}

/// The command line with a source that is no folder.
fn run(arguments: &[&str], token: Option<&str>) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mainstay"));
    command
        .args(arguments)
        .current_dir(fixtures())
        .stdin(Stdio::null());
    command.env_remove("MAINSTAY_TOKEN");
    if let Some(token) = token {
        command.env("MAINSTAY_TOKEN", token);
    }
    let output = command.output().expect("the binary starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
    let code = output.status.code().expect("it exits by itself");
    (code, text(output.stdout), text(output.stderr))
}

#[tokio::test]
async fn the_command_line_takes_servers_and_journals_as_sources() {
    for store in STORES {
        let served = Served::start(store).await;
        let folder = example("gitlab-com");
        let folder = folder.to_str().expect("a readable path");
        let (journal, server) = (served.journal.as_str(), served.url.as_str());
        let administrator = token(Administrator);
        let into = [
            "import", "mainstay", folder, "--into", server, "--yes", "--quiet",
        ];
        let (code, out, err) = run(&into, Some(&administrator));
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        let at = "2026-06-01T10:00:00Z";
        for command in [
            &["check", "--at", at][..],
            &["targets", "--at", at],
            &["ask", "--at", at],
            &["impact", "--lose", "site/us-east1", "--at", at],
            &["export", "mainstay"],
        ] {
            let asked = |source: &str| {
                let mut words = vec![command[0]];
                words.extend(&command[1..]);
                let place = if command[0] == "export" { 2 } else { 1 };
                words.insert(place, source);
                words.extend(["--format", "json"]);
                run(&words, Some(&administrator))
            };
            let (of_folder, of_journal, of_server) = (asked(folder), asked(journal), asked(server));
            assert!(
                of_folder == of_journal,
                "{command:?} of the journal: {}",
                of_journal.2
            );
            assert!(
                of_folder == of_server,
                "{command:?} of the server: {}",
                of_server.2
            );
        }
        let (code, _, err) = run(&["check", server], None);
        assert_eq!(code, 3, "{err}");
        assert!(err.contains("MAINSTAY_TOKEN"), "{err}");
        let (code, _, err) = run(&["check", server], Some("mst_reader_wrong"));
        assert_eq!(code, 3, "{err}");
        let reader = token(Reader);
        let (code, _, err) = run(
            &["import", "mainstay", "shop", "--into", server, "--yes"],
            Some(&reader),
        );
        assert_eq!(code, 3, "{err}");
    }
}

#[tokio::test]
async fn an_import_into_a_local_journal_is_the_work_of_whoever_sits_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = format!("sqlite:{}", folder.path().join("own.db").display());
    let shop = fixtures().join("shop");
    let shop = shop.to_str().expect("a readable path");
    let import = ["import", "mainstay", shop, "--into", &journal];
    let asked = mainstay_in(folder.path(), &import, "");
    assert_eq!(asked.code, 2, "{}", asked.err);
    let done = mainstay_in(folder.path(), &[&import[..], &["--yes"]].concat(), "");
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("written: entries 2 to"), "{}", done.err);
    let missing = mainstay_in(folder.path(), &["check", "sqlite:none.db"], "");
    assert_eq!(missing.code, 2, "{}", missing.err);
    assert!(
        !folder.path().join("none.db").exists(),
        "a source is not made by reading it"
    );
    let nobody = mainstay_in(folder.path(), &["check", "http://127.0.0.1:1"], "");
    assert_eq!(nobody.code, 4, "{}", nobody.err);
    let away = "postgres://u:hunter2@127.0.0.1:1/x";
    let away = mainstay_in(folder.path(), &["check", away], "");
    assert_eq!(away.code, 4, "{}", away.err);
    assert!(!away.err.contains("hunter2"), "{}", away.err);

    let served = Served::start(Store::Sqlite).await;
    let request = served.ask(Some(Administrator), "GET", "/api/v1/journal");
    let entries = told(request).await.json();
    assert_eq!(entries["items"][1]["actor"], "operator/test");
}
