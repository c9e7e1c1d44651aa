//! Map paths: every path that ARCHITECTURE.md names in code marks exists. A map of rooms that are
//! gone is worse than none. Drawings in fences are not read.

use super::Complaint;
use super::house::House;

const MAP: &str = "ARCHITECTURE.md";

/// A mark with one of these endings is a path, even without a `/`.
const ENDINGS: &[&str] = &[".rs", ".md", ".toml", ".txt", ".yaml"];

/// Looks up every path of the map, from the root or from `crates/`.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let mut out = Vec::new();
    let Some(map) = house.file(MAP) else {
        out.push(Complaint::new(
            MAP,
            1,
            "the house has no map",
            "write one page",
        ));
        return Ok(out);
    };
    let mut fenced = false;
    for (at, line) in map.text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        for path in line
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|mark| is_path(mark))
        {
            let path = path.trim_end_matches('/');
            if !house.has(path) && !house.has(&format!("crates/{path}")) {
                out.push(Complaint::new(
                    MAP,
                    at + 1,
                    format!("the map names `{path}`, which is not there"),
                    "correct the path, or take it off the map",
                ));
            }
        }
    }
    Ok(out)
}

fn is_path(mark: &str) -> bool {
    let plain = mark
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    plain && (mark.contains('/') || ENDINGS.iter().any(|end| mark.ends_with(end)))
}
