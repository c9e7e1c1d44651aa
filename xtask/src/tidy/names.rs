//! Names: words that say nothing are banned in files, folders, types and crates. If a function has
//! no home, the missing noun is the finding.

use super::Complaint;
use super::house::{File, House};

/// Banned as any word of a name.
const BANNED: &[&str] = &[
    "util",
    "utils",
    "utility",
    "utilities",
    "helper",
    "helpers",
    "manager",
    "managers",
    "handler",
    "handlers",
    "common",
    "misc",
    "info",
    "base",
    "impl",
    "core",
    "processor",
    "dto",
];

/// Banned as the last word only: `data_loss` names a thing, `plan_data` does not.
const BANNED_LAST: &[&str] = &["data"];

/// A service is a noun of the field here; a folder of services is a layer.
const BANNED_FOLDERS: &[&str] = &["services"];

const MEND: &str = "name the thing it is: a noun a continuity officer would say aloud";

/// Looks at the names of our crates, folders, Rust files and types.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let mut out = Vec::new();
    let mut folders_seen = Vec::new();
    for file in &house.files {
        if file.is_rust() {
            folders(file, &mut folders_seen, &mut out);
            if let Some(word) = banned(&snake(file.stem())) {
                out.push(complaint(&file.path, 1, "file", file.stem(), &word));
            }
            types(file, &mut out);
        } else if file.path.ends_with("Cargo.toml") {
            crates(file, &mut out);
        }
    }
    Ok(out)
}

fn complaint(path: &str, line: usize, what: &str, name: &str, word: &str) -> Complaint {
    let why = format!("the {what} `{name}` says `{word}`, which could be anything");
    Complaint::new(path, line, why, MEND)
}

/// The banned word in a name, if there is one.
fn banned(words: &[String]) -> Option<String> {
    let last = words
        .last()
        .filter(|word| BANNED_LAST.contains(&word.as_str()));
    words
        .iter()
        .find(|word| BANNED.contains(&word.as_str()))
        .or(last)
        .cloned()
}

fn folders(file: &File, seen: &mut Vec<String>, out: &mut Vec<Complaint>) {
    for (at, _) in file.path.match_indices('/') {
        let folder = &file.path[..at];
        if seen.iter().any(|known| known == folder) {
            continue;
        }
        seen.push(folder.to_owned());
        let name = folder.rsplit('/').next().unwrap_or_default();
        let layer = BANNED_FOLDERS.contains(&name).then(|| name.to_owned());
        if let Some(word) = banned(&snake(name)).or(layer) {
            out.push(complaint(folder, 1, "folder", name, &word));
        }
    }
}

fn crates(file: &File, out: &mut Vec<Complaint>) {
    let mut section = "";
    for (at, line) in file.text.lines().enumerate() {
        if line.starts_with('[') {
            section = line.trim();
        }
        let Some(name) = line
            .strip_prefix("name = \"")
            .and_then(|rest| rest.split('"').next())
        else {
            continue;
        };
        if let Some(word) = banned(&snake(name)).filter(|_| section == "[package]") {
            out.push(complaint(&file.path, at + 1, "crate", name, &word));
        }
    }
}

fn types(file: &File, out: &mut Vec<Complaint>) {
    let Some(source) = &file.source else { return };
    let mut before = (0, "");
    for (at, word) in source.words() {
        let keyword = matches!(before.1, "struct" | "enum" | "trait" | "type");
        let between = &source.code[before.0 + before.1.len()..at];
        if keyword
            && between.trim().is_empty()
            && let Some(said) = banned(&camel(word))
        {
            out.push(complaint(
                &file.path,
                source.line_of(at),
                "type",
                word,
                &said,
            ));
        }
        before = (at, word);
    }
}

fn snake(name: &str) -> Vec<String> {
    name.split(['_', '-', '.']).map(str::to_lowercase).collect()
}

fn camel(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if !c.is_uppercase() => word.push(c),
            _ => words.push(c.to_lowercase().collect()),
        }
    }
    words
}
