//! Banned crates: what `deny.toml` bans must not be in `Cargo.lock`, and nothing there may come
//! from a git address. The licences themselves are cargo-deny's to read, where it is installed.

use super::Complaint;
use super::house::House;

/// Holds the lock file against the bans.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let banned: Vec<Ban<'_>> = match house.file("deny.toml") {
        Some(deny) => deny.text.lines().filter_map(Ban::read).collect(),
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
            && let Some(ban) = banned.iter().find(|ban| ban.name == name)
            && !ban.spares(lock)
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

/// A crate that must not be there, unless only some others bring it.
struct Ban<'a> {
    name: &'a str,
    wrappers: Vec<&'a str>,
}

impl<'a> Ban<'a> {
    fn read(line: &'a str) -> Option<Ban<'a>> {
        let wrappers = line.split_once("wrappers = [").map_or("", |(_, rest)| rest);
        let wrappers = wrappers.split_once(']').map_or("", |(list, _)| list);
        Some(Ban {
            name: quoted_after(line, "crate = ")?,
            wrappers: wrappers.split('"').skip(1).step_by(2).collect(),
        })
    }

    /// Whether everyone in the lock file who brings it is one of those who may.
    fn spares(&self, lock: &str) -> bool {
        let named = format!(" \"{}\",", self.name);
        let brings = |package: &&str| package.lines().any(|line| line == named);
        let mut who = lock.split("[[package]]").filter(brings);
        !self.wrappers.is_empty()
            && who.all(|package| {
                let name = quoted_after(package, "name = ");
                name.is_some_and(|name| self.wrappers.contains(&name))
            })
    }
}

fn quoted_after<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(key)?;
    rest.strip_prefix('"')?.split('"').next()
}
