//! Folders that no one would make on purpose: each answer is clear, quick and ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A fresh folder of this test's own.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder is made");
    folder
}

/// `mainstay check .` there: exit code, and all it says.
fn check(folder: &Path, source: &str) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_mainstay"))
        .args(["check", source])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the binary starts");
    let both = [output.stdout, output.stderr].concat();
    let code = output.status.code().expect("it exits by itself");
    (code, String::from_utf8(both).expect("it writes UTF-8"))
}

#[track_caller]
fn says(folder: &Path, expected: &str) {
    let (code, said) = check(folder, ".");
    assert!(said.contains(expected), "exit {code}: {said}");
    assert_eq!(code, 2, "{said}");
}

#[test]
fn a_file_of_two_gigabytes_is_refused_by_its_size() {
    let folder = fresh("sparse");
    let file = fs::File::create(folder.join("a.yaml")).expect("created");
    file.set_len(2_000_000_000).expect("a sparse file");
    says(
        &folder,
        "the file has 2000000000 bytes; more than 1000000000 are not read",
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_named_and_never_opened() {
    let folder = fresh("links");
    fs::create_dir(folder.join("folder.yaml")).expect("a folder named like a file");
    fs::write(folder.join("folder.yaml/a.yaml"), "kind: site\nid: a\n").expect("written");
    std::os::unix::fs::symlink("nowhere", folder.join("dangling.yaml")).expect("linked");
    std::os::unix::fs::symlink("/etc", folder.join("outside")).expect("linked");
    let made = Command::new("mkfifo")
        .arg(folder.join("pipe.yaml"))
        .status();
    assert!(made.expect("mkfifo starts").success());
    let (code, said) = check(&folder, ".");
    assert_eq!(code, 2, "{said}");
    for name in ["dangling.yaml", "pipe.yaml"] {
        assert!(said.contains(name), "{name}: {said}");
    }
    assert!(
        said.contains("this is a link or no plain file; it is not followed"),
        "{said}"
    );
    let (code, said) = check(&folder, "pipe.yaml");
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains("`pipe.yaml` is neither a file nor a folder"),
        "{said}"
    );
}

#[test]
fn complaints_name_their_file_and_come_all_at_once() {
    let folder = fresh("several");
    fs::write(folder.join("a.yaml"), "kind: site\nid: a\n").expect("written");
    fs::write(folder.join("b.yaml"), "# twice\nkind: site\nid: a\n").expect("written");
    fs::write(
        folder.join("c.jsonl"),
        "{\"kind\":\"site\"\n\n{\"kind\":\"sit\",\"id\":\"c\"}\n",
    )
    .expect("written");
    fs::write(folder.join("d.yaml"), b"kind: site\nid: d\nname: \xff\n").expect("written");
    fs::write(folder.join("e.yaml"), "").expect("written");
    let (code, said) = check(&folder, ".");
    assert_eq!(code, 2, "{said}");
    for expected in [
        "site/a stands twice; it is first in ./a.yaml:1",
        "c.jsonl:2:1",
        "unknown kind `sit`; did you mean `site`?",
        "d.yaml:3:7",
        "this is not UTF-8 text",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

#[test]
fn a_flood_of_complaints_is_counted_not_kept() {
    let folder = fresh("flood");
    fs::write(folder.join("a.jsonl"), "x\n".repeat(30_000)).expect("written");
    says(
        &folder,
        "20000 more complaints are not listed; mend these first",
    );
}

#[test]
fn an_empty_folder_and_cycles_of_every_kind_are_answered() {
    let folder = fresh("empty");
    let (code, said) = check(&folder, ".");
    assert_ne!(code, 101, "{said}");
    let text = "kind: service\nid: self\nrequires: [self]\n---\n\
                kind: service\nid: a\nrequires: [b]\n---\nkind: service\nid: b\nrequires: [a]\n---\n\
                kind: site\nid: s\nsite: s\nsupplier: f\n---\n\
                kind: supplier\nid: f\nsupplier: f\nsite: s\n---\n\
                kind: team\nid: t\ndeputy: t\nrecovery: { takes: 1h, by: t }\n---\n\
                kind: dataset\nid: d\nrequires: [c]\n---\nkind: component\nid: c\nholds: [d]\n";
    fs::write(folder.join("a.yaml"), text).expect("written");
    let (code, said) = check(&folder, ".");
    assert!(code < 2, "{code}: {said}");
    assert!(
        said.contains("self") && said.contains("service/b"),
        "{said}"
    );
}
