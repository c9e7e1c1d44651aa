//! `mainstay import`: shows first, writes only when told, and what it wrote reads back.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A fresh folder of this test's own.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("import-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder is made");
    folder
}

/// Runs it without a terminal: exit code, stdout, stderr.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_mainstay"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the binary starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
    let code = output.status.code().expect("it exits by itself");
    (code, text(output.stdout), text(output.stderr))
}

const PROJECT: &str = "services:\n  web: { depends_on: [ api ] }\n  api:\n";

#[test]
fn it_writes_only_when_told_and_changes_only_its_own_documents() {
    let folder = fresh("told");
    std::fs::write(folder.join("compose.yaml"), PROJECT).expect("written");
    let import = ["import", "compose", "compose.yaml", "--into", "estate"];
    let (code, out, err) = run(&folder, &import);
    assert_eq!(code, 2, "{out}{err}");
    assert!(
        out.contains("+ service/web") && out.contains("2 services are new."),
        "{out}"
    );
    assert!(err.contains("nothing was written"), "{err}");
    assert!(!folder.join("estate").exists());
    let (code, ..) = run(&folder, &[&import[..], &["--dry-run"]].concat());
    assert_eq!((code, folder.join("estate").exists()), (0, false));
    let (code, _, err) = run(&folder, &[&import[..], &["--yes"]].concat());
    assert_eq!(code, 0, "{err}");

    // A person moves a record to a file of its own, beside another and under comments.
    let own = "# ours\nkind: service\nid: mail\n--- # the shop\n# seen by all\n\
               kind: service\nid: web\nname: Shop # a name\nsource: compose compose.yaml\nrequires: [service/mail]\n# below\n\
               ---\nkind: team\nid: ops\n";
    std::fs::write(folder.join("estate/own.yaml"), own).expect("written");
    let api = "kind: service\nid: api\nsource: compose compose.yaml\n";
    std::fs::write(folder.join("estate/services.yaml"), api).expect("written");
    let more = "services:\n  web: { depends_on: [ api ] }\n  api:\n  cache:\n";
    std::fs::write(folder.join("compose.yaml"), more).expect("written");
    let (code, out, err) = run(
        &folder,
        &[&import[..], &["--yes", "--format", "json"]].concat(),
    );
    assert_eq!(code, 0, "{err}");
    let change: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(change["added"], serde_json::json!(["service/cache"]));
    assert_eq!(
        change["changed"],
        serde_json::json!([{
            "id": "service/web",
            "fields": ["requires (+service/api, -service/mail)"]
        }])
    );
    let text = std::fs::read_to_string(folder.join("estate/own.yaml")).expect("read");
    insta::assert_snapshot!(text);
    let services = std::fs::read_to_string(folder.join("estate/services.yaml")).expect("read");
    assert_eq!(
        services,
        format!("{api}---\nkind: service\nid: cache\nsource: compose compose.yaml\n")
    );
    let (code, out, _) = run(&folder, &[&import[..], &["--yes"]].concat());
    assert_eq!(code, 0);
    assert!(out.ends_with("3 stay as before.\n"), "{out}");
}

#[test]
fn json_lines_are_rewritten_line_by_line_and_json_is_not() {
    let folder = fresh("lines");
    std::fs::create_dir(folder.join("estate")).expect("made");
    std::fs::write(folder.join("compose.yaml"), PROJECT).expect("written");
    let lines = "{\"kind\":\"service\",\"id\":\"web\"}\n{\"kind\":\"service\",\"id\":\"api\"}\n";
    std::fs::write(folder.join("estate/all.jsonl"), lines).expect("written");
    let import = [
        "import",
        "compose",
        "compose.yaml",
        "--into",
        "estate",
        "--yes",
    ];
    let (code, _, err) = run(&folder, &import);
    assert_eq!(code, 0, "{err}");
    let text = std::fs::read_to_string(folder.join("estate/all.jsonl")).expect("read");
    assert_eq!(text.lines().count(), 2);
    assert!(text.contains("\"requires\":[\"service/api\"]"), "{text}");

    std::fs::remove_file(folder.join("estate/all.jsonl")).expect("removed");
    let json = "[{\"kind\":\"service\",\"id\":\"web\"}]";
    std::fs::write(folder.join("estate/all.json"), json).expect("written");
    let (code, _, err) = run(&folder, &import);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("YAML and JSON Lines"), "{err}");
    let kept = std::fs::read_to_string(folder.join("estate/all.json")).expect("read");
    assert_eq!(kept, json);
    assert!(
        !folder.join("estate/services.yaml").exists(),
        "nothing at all is written"
    );
}

#[test]
fn what_cannot_be_understood_exits_2() {
    let folder = fresh("wrong");
    std::fs::write(folder.join("compose.yaml"), "services: [").expect("written");
    for arguments in [
        &["import", "compos", "compose.yaml", "--into", "x", "--yes"][..],
        &["import", "compose", "compose.yaml", "--into", "x", "--yes"],
        &["import", "compose", "nowhere.yaml", "--into", "x", "--yes"],
        &[
            "import",
            "compose",
            "compose.yaml",
            "--into",
            "compose.yaml",
            "--yes",
        ],
        &[
            "import",
            "compose",
            "compose.yaml",
            "--into",
            "x",
            "--yes",
            "--dry-run",
        ],
    ] {
        let (code, out, err) = run(&folder, arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
    }
}
