//! Banned crates: what `deny.toml` bans must not be in `Cargo.lock`, and nothing there may come
//! from a git address. The licences themselves are cargo-deny's to read, where it is installed.

use super::Complaint;
use super::house::House;

/// Holds the lock file against the bans.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let banned: Vec<&str> = match house.file("deny.toml") {
        Some(deny) => deny
            .text
            .lines()
            .filter_map(|line| quoted_after(line, "crate = "))
            .collect(),
        None => Vec::new(),
    };
    let lock = house
        .file("Cargo.lock")
        .map_or("", |file| file.text.as_str());
    let mut out = Vec::new();
    for (at, line) in lock.lines().enumerate() {
        if let Some(name) = line
            .starts_with("name")
            .then(|| quoted_after(line, "name = "))
            .flatten()
            && banned.contains(&name)
        {
            out.push(Complaint::new(
                "Cargo.lock",
                at + 1,
                format!("`{name}` came in: with it Rust and a C compiler no longer suffice"),
                format!("find who brings it (`cargo tree -i {name}`) and turn that feature off"),
            ));
        }
        if line.starts_with("source = \"git+") {
            out.push(Complaint::new(
                "Cargo.lock",
                at + 1,
                "a crate comes from a git address, which may be gone when the build is needed",
                "take a published version",
            ));
        }
    }
    Ok(out)
}

fn quoted_after<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(key)?;
    rest.strip_prefix('"')?.split('"').next()
}
