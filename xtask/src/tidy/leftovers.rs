//! Leftovers: marks of work put off, and tests switched off. What is not done is an issue or a
//! decision page; a test that asserts the wrong answer with a note beats one that never runs.

use super::Complaint;
use super::house::House;
use super::source::words;

/// Written apart, so that this file does not complain of itself.
const MARKS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

/// Looks for marks in code, manifests and scripts, and for ignored tests in code.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let mut out = Vec::new();
    for file in &house.files {
        let script = matches!(file.path.as_str(), "test" | ".ci/run");
        if !file.is_rust() && !file.path.ends_with(".toml") && !script {
            continue;
        }
        for (at, line) in file.text.lines().enumerate() {
            if let Some((_, mark)) = words(line).find(|(_, word)| MARKS.contains(word)) {
                out.push(Complaint::new(
                    &file.path,
                    at + 1,
                    format!("`{mark}` puts work off where nobody will look for it"),
                    "do it, or write down what is open as an issue or a decision page",
                ));
            }
        }
        for (at, line) in file.code().lines().enumerate() {
            let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
            if bare.contains("#[ignore") {
                out.push(Complaint::new(
                    &file.path,
                    at + 1,
                    "an ignored test proves nothing and rots",
                    "let it run, or assert today's wrong answer with a note that says so",
                ));
            }
        }
    }
    Ok(out)
}
