//! Changelog: what is new stands under `Unreleased`, in the user's words, in the same change.

use super::Complaint;
use super::house::House;

const PATH: &str = "CHANGELOG.md";

/// Looks for the section and for at least one line in it.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let text = house.file(PATH).map_or("", |file| file.text.as_str());
    let heading = |line: &str| line.starts_with("## ");
    let unreleased = text.lines().position(|line| {
        heading(line) && matches!(line[3..].trim(), "Unreleased" | "[Unreleased]")
    });
    let Some(at) = unreleased else {
        let why = "there is no `Unreleased` section: readers cannot see what is new";
        let mend = "write `## Unreleased` and under it what changes for the user";
        return Ok(vec![Complaint::new(PATH, 1, why, mend)]);
    };
    let mut section = text.lines().skip(at + 1).take_while(|line| !heading(line));
    if section.any(|line| line.starts_with("- ")) {
        return Ok(Vec::new());
    }
    let why = "the `Unreleased` section is empty";
    let mend = "write one line that begins with `- ` and says the change in the user's words";
    Ok(vec![Complaint::new(PATH, at + 1, why, mend)])
}
