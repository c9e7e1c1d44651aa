//! Floors: which of our crates leans on which of ours, and on which of theirs. What cargo says is
//! held against the table; code inside a crate is not looked at, the compiler does that.

use anyhow::Context;
use serde_json::Value;

use super::house::House;
use super::{Complaint, FLOORS, Room};

const WHERE: &str = "the table FLOORS in xtask/src/tidy.rs";

/// Holds the workspace against the table of this house.
///
/// Errors: cargo cannot read the workspace.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    check_against(house, FLOORS)
}

/// Holds the workspace against a table of rooms.
///
/// Errors: cargo cannot read the workspace.
pub fn check_against(house: &House, rooms: &[Room]) -> anyhow::Result<Vec<Complaint>> {
    let metadata = metadata(house)?;
    let mut out = Vec::new();
    let packages = list(&metadata, "packages");
    for package in packages {
        let name = text(package, "name");
        let manifest = manifest(house, package);
        let Some(room) = rooms.iter().find(|room| room.name == name) else {
            out.push(Complaint::new(
                manifest,
                1,
                format!("crate `{name}` has no floor: nobody has said what it may lean on"),
                format!("give it a row in {WHERE}, or put its code into a room that stands"),
            ));
            continue;
        };
        for dependency in list(package, "dependencies") {
            out.extend(edge(house, &manifest, room, dependency));
        }
    }
    for room in rooms {
        if !packages
            .iter()
            .any(|package| text(package, "name") == room.name)
        {
            out.push(Complaint::new(
                "xtask/src/tidy.rs",
                1,
                format!("the table names a room `{}` that does not stand", room.name),
                "take its row out until the room is built: the map shows no empty rooms",
            ));
        }
    }
    Ok(out)
}

/// One dependency of one room.
fn edge(house: &House, manifest: &str, room: &Room, dependency: &Value) -> Option<Complaint> {
    let to = text(dependency, "name");
    let kind = dependency
        .get("kind")
        .and_then(Value::as_str)
        .unwrap_or("normal");
    let ours = dependency.get("path").is_some_and(Value::is_string);
    let named = |list: &[(&str, &str)]| list.iter().any(|(name, _)| *name == to);
    let (allowed, why, mend) = if ours {
        (
            room.ours.contains(&to),
            format!(
                "`{}` must not know of `{to}`: imports go down the floors",
                room.name
            ),
            format!("move what needs both to a higher room, or argue for the row in {WHERE}"),
        )
    } else if kind == "build" {
        (
            false,
            format!(
                "`{}` builds with `{to}`: nothing is made before the build here",
                room.name
            ),
            "do without a build script; the program must build from its source alone".to_owned(),
        )
    } else {
        let in_tests = kind == "dev" && named(room.tests);
        (
            named(room.theirs) || in_tests,
            format!(
                "`{}` leans on `{to}`, which no one has given a reason for",
                room.name
            ),
            format!("do without it, or add it with its reason to {WHERE}"),
        )
    };
    let line = line_of_dependency(house, manifest, to);
    (!allowed).then(|| Complaint::new(manifest, line, why, mend))
}

fn metadata(house: &House) -> anyhow::Result<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let answer = std::process::Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(&house.root)
        .output()
        .context("cannot start cargo to read the workspace")?;
    let said = String::from_utf8_lossy(&answer.stderr);
    anyhow::ensure!(
        answer.status.success(),
        "cargo cannot read the workspace: {said}"
    );
    serde_json::from_slice(&answer.stdout).context("cargo's metadata is not JSON")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn manifest(house: &House, package: &Value) -> String {
    let path = std::path::Path::new(text(package, "manifest_path"));
    let from_root = path.strip_prefix(&house.root).unwrap_or(path);
    from_root.to_string_lossy().replace('\\', "/")
}

fn line_of_dependency(house: &House, manifest: &str, name: &str) -> usize {
    let lines = house
        .file(manifest)
        .map_or("", |file| file.text.as_str())
        .lines();
    let starts = |line: &str| {
        line.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
    };
    1 + lines.into_iter().position(starts).unwrap_or(0)
}
