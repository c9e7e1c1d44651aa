//! Stages: the same five words wherever the mission is shown, in the same order. A stage may still
//! be without records; no other word may stand in its place.

use super::house::House;
use super::{Complaint, STAGES};

/// A place that shows the stages as folders, and the folders that may stand beside them.
struct Place {
    folder: &'static str,
    beside: &'static [&'static str],
}

const PLACES: &[Place] = &[
    // `node`, `shape` and `value`: how records are written down, whatever their stage.
    Place {
        folder: "crates/record/src",
        beside: &["node", "shape", "value"],
    },
    // A finding, a rule and an answer may draw on every stage; the estate is one graph.
    Place {
        folder: "crates/continuity/src",
        beside: &[
            "access",
            "agreed_hours",
            "decide",
            "estate",
            "event",
            "finding",
            "rule",
            "stamps",
            "state",
        ],
    },
    Place {
        folder: "crates/mainstay/src/web",
        // Each page of no stage has its tests beside it; styles and scripts are loaded by pages.
        beside: &["generic", "home", "script", "style"],
    },
];

/// Looks at the stage folders, the order of their `mod` lines and the pages of the handbook.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let mut out = Vec::new();
    for place in PLACES {
        folders(house, place, &mut out);
        mod_order(house, place, &mut out);
    }
    handbook(house, &mut out);
    Ok(out)
}

fn folders(house: &House, place: &Place, out: &mut Vec<Complaint>) {
    for name in house.folders_in(place.folder) {
        let folder = format!("{}/{name}", place.folder);
        let known = STAGES.contains(&name.as_str()) || place.beside.contains(&name.as_str());
        if known || holds_only_tests(house, &folder) {
            continue;
        }
        out.push(Complaint::new(
            folder,
            1,
            format!("`{name}` is no stage: here the folders are the five words of the mission"),
            format!(
                "move its files under {}, or list the folder in xtask/src/tidy/stages.rs",
                STAGES.join(", ")
            ),
        ));
    }
}

/// `kind/tests.rs` beside `kind.rs` is how a file keeps its tests.
fn holds_only_tests(house: &House, folder: &str) -> bool {
    let prefix = format!("{folder}/");
    house.file(&format!("{folder}.rs")).is_some()
        && house
            .files
            .iter()
            .filter_map(|file| file.path.strip_prefix(&prefix))
            .all(|rest| rest == "tests.rs" || rest.contains("snapshots/"))
}

/// Folders sort by letter; the order of the mission is shown where code is read.
fn mod_order(house: &House, place: &Place, out: &mut Vec<Complaint>) {
    for parent in ["lib.rs", "mod.rs"] {
        let path = format!("{}/{parent}", place.folder);
        let Some(file) = house.file(&path) else {
            continue;
        };
        let mut last = 0;
        for (at, line) in file.code().lines().enumerate() {
            let Some(name) = declared(line) else { continue };
            let Some(rank) = STAGES.iter().position(|stage| *stage == name) else {
                continue;
            };
            if rank < last {
                out.push(Complaint::new(
                    &path,
                    at + 1,
                    format!("`{name}` stands after a later stage: reading order is the mission's"),
                    format!("order the `mod` lines: {}", STAGES.join(", ")),
                ));
            }
            last = last.max(rank);
        }
    }
}

/// The module a line declares.
fn declared(line: &str) -> Option<&str> {
    let rest = line.trim().strip_suffix(';')?;
    let (before, name) = rest.rsplit_once("mod ")?;
    (before.is_empty() || before.starts_with("pub")).then_some(name)
}

fn handbook(house: &House, out: &mut Vec<Complaint>) {
    if !house.has("handbook") {
        return;
    }
    let mut wanted: Vec<String> = STAGES
        .iter()
        .enumerate()
        .map(|(at, stage)| format!("{}-{stage}.md", at + 1))
        .collect();
    wanted.extend(["records.md", "glossary.md", "running.md", "keeping.md"].map(str::to_owned));
    for name in &wanted {
        if house.file(&format!("handbook/{name}")).is_none() {
            out.push(Complaint::new(
                format!("handbook/{name}"),
                1,
                "the handbook lacks this page, and `mainstay help` prints the handbook",
                "write the page: short and true",
            ));
        }
    }
    for file in &house.files {
        let Some(name) = file.path.strip_prefix("handbook/") else {
            continue;
        };
        // Made by `cargo xtask pictures`, a page for each stage.
        let pictured = name.starts_with("pictures/");
        if !pictured && !wanted.iter().any(|page| page == name) {
            out.push(Complaint::new(
                &file.path,
                1,
                "the handbook has a page per stage, numbered, a glossary, a page on running and one on keeping; this is neither",
                "put the text into the page of its stage",
            ));
        }
    }
}
