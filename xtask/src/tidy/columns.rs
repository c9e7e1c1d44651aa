//! Columns: 100, so that two files stand side by side. Lines that begin inside a string, and lines
//! that are one long string, are left alone: their width is part of what they say.

use super::Complaint;
use super::house::{File, House};

const COLUMNS_MAX: usize = 100;

/// Scripts have no ending to know them by.
const SCRIPTS: &[&str] = &["test", ".ci/run"];

/// Measures the lines of Rust and of scripts; a manifest's sentence cannot be broken.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let measured = |file: &&File| file.is_rust() || SCRIPTS.contains(&file.path.as_str());
    let mut out = Vec::new();
    for file in house.files.iter().filter(measured) {
        let inside = file
            .source
            .as_ref()
            .map_or(&[][..], |source| &source.inside_strings);
        for (at, line) in file.text.lines().enumerate() {
            let columns = line.chars().count();
            if columns > COLUMNS_MAX
                && !is_one_string(line)
                && inside.binary_search(&(at + 1)).is_err()
            {
                out.push(Complaint::new(
                    &file.path,
                    at + 1,
                    format!("{columns} columns; {COLUMNS_MAX} are read without scrolling"),
                    "break the line, or give a part of it a name",
                ));
            }
        }
    }
    Ok(out)
}

/// Whether a line would fit without what stands between its first and its last quote.
fn is_one_string(line: &str) -> bool {
    let quotes = line.find('"').zip(line.rfind('"'));
    quotes.is_some_and(|(first, last)| {
        line.chars().count().saturating_sub(last - first) <= COLUMNS_MAX
    })
}
