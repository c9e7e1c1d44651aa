//! Dead files: every Rust file is reached by `mod` lines from a root that cargo builds. A test file
//! that nobody names would never run, and nobody would notice.

use std::collections::BTreeSet;

use super::Complaint;
use super::house::{File, House};

/// Walks the `mod` lines from every root and complains of what was not reached.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let mut open: Vec<&File> = house
        .rust()
        .filter(|file| is_root(house, &file.path))
        .collect();
    let mut reached: BTreeSet<&str> = open.iter().map(|file| file.path.as_str()).collect();
    while let Some(file) = open.pop() {
        for path in named_by(file, is_root(house, &file.path)) {
            if let Some(next) = house.file(&path)
                && reached.insert(&next.path)
            {
                open.push(next);
            }
        }
    }
    let lost = house
        .rust()
        .filter(|file| !reached.contains(file.path.as_str()));
    Ok(lost
        .map(|file| {
            let why = "no `mod` line leads to this file, so it is neither built nor run";
            Complaint::new(&file.path, 1, why, "name it in its parent, or remove it")
        })
        .collect())
}

/// Whether cargo builds this file by itself.
fn is_root(house: &House, path: &str) -> bool {
    let Some((folder, name)) = path.rsplit_once('/') else {
        return false;
    };
    let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
    let in_crate = |folder: &str| house.file(&format!("{folder}/Cargo.toml")).is_some();
    match folder.rsplit('/').next().unwrap_or_default() {
        "src" => in_crate(parent) && matches!(name, "lib.rs" | "main.rs"),
        "tests" | "benches" | "examples" => in_crate(parent),
        "bin" => parent.ends_with("/src"),
        _ if name == "build.rs" => in_crate(folder),
        _ => name == "main.rs" && parent.ends_with("/tests"),
    }
}

/// The files that the `mod` lines of a file may mean.
fn named_by(file: &File, root: bool) -> Vec<String> {
    let Some((folder, name)) = file.path.rsplit_once('/') else {
        return Vec::new();
    };
    let below = if root || name == "mod.rs" {
        folder.to_owned()
    } else {
        format!("{folder}/{}", file.stem())
    };
    let mut out = Vec::new();
    let Some(source) = &file.source else {
        return out;
    };
    let mut before = "";
    for (at, word) in source.words() {
        let after = source.code[at + word.len()..].trim_start();
        if before == "mod" && after.starts_with(';') {
            out.push(format!("{below}/{word}.rs"));
            out.push(format!("{below}/{word}/mod.rs"));
        }
        before = word;
    }
    out
}
