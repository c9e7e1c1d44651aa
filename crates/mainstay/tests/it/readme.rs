//! The README's first ten minutes, walked: every command it shows is run, and every line it shows
//! of an answer must stand in the real one, in that order. A line `…` passes over others.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::binary::{fixtures, mainstay_in};

/// The folder in which a reader of the README begins: nothing but a list of services.
fn beginning() -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("first-ten-minutes");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("the folder is ours");
    }
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let list = fixtures().join("first_ten_minutes/services.csv");
    std::fs::copy(list, folder.join("services.csv")).expect("the list is there");
    folder
}

/// The commands of the section's console blocks, each with the lines shown below it.
fn transcript(readme: &str) -> Vec<(String, Vec<String>)> {
    let section = readme
        .split("## The first ten minutes")
        .nth(1)
        .expect("the section is there");
    let section = section.split("\n## ").next().unwrap_or_default();
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    for block in section.split("```console\n").skip(1) {
        for line in block.split("```").next().unwrap_or_default().lines() {
            match (line.strip_prefix("$ mainstay "), commands.last_mut()) {
                (Some(command), _) => commands.push((command.to_string(), Vec::new())),
                (None, Some((_, shown))) => shown.push(line.to_string()),
                (None, None) => panic!("an answer without a command: {line}"),
            }
        }
    }
    commands
}

/// What the first command of all shows, on a port of the system's choice.
#[test]
fn the_demonstration_begins_as_the_readme_shows_it() {
    let readme = include_str!("../../../../README.md");
    let first = readme
        .split("```sh")
        .nth(1)
        .expect("the commands are shown");
    assert!(first.contains("cargo run --release -- demo\n"), "{first}");
    let shown = readme.split("$ mainstay demo\n").nth(1).expect("shown");
    let shown: Vec<&str> = shown
        .split("```")
        .next()
        .unwrap_or_default()
        .lines()
        .collect();
    assert_eq!(shown.len(), 3, "{shown:?}");
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_mainstay"))
        .args(["demo", "--listen", "127.0.0.1:0"])
        .env("TMPDIR", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let out = BufReader::new(child.stdout.take().expect("stdout is piped"));
    let real: Vec<String> = out.lines().map_while(Result::ok).take(3).collect();
    let ended = child.kill().and_then(|()| child.wait());
    ended.expect("it ends when told to");
    let port = real[0].rsplit(':').next().expect("an address");
    assert_eq!(shown[0].replace("8480", port), real[0]);
    assert_eq!(shown[1..], real[1..], "the README shows what it says");
}

#[test]
fn the_first_ten_minutes_are_as_the_readme_shows_them() {
    let readme = include_str!("../../../../README.md");
    let folder = beginning();
    let commands = transcript(readme);
    assert!(commands.len() >= 4, "init, import, check and ask are shown");
    for (command, shown) in commands {
        let arguments: Vec<&str> = command.split_whitespace().collect();
        let outcome = mainstay_in(&folder, &arguments, "");
        let real = format!("{}{}", outcome.out, outcome.err);
        let mut lines = real.lines().map(str::trim_end);
        for line in shown.iter().filter(|line| !matches!(line.trim(), "…" | "")) {
            let found = lines.any(|real| real == line.trim_end());
            assert!(
                found,
                "`mainstay {command}` no longer says\n{line}\nbut\n{real}"
            );
        }
    }
}
