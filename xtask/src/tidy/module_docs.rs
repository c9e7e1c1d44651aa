//! Module docs: every Rust file opens with one to five `//!` lines that say what it is and what it
//! deliberately does not do. Whether they are good is for the reader to say.

use super::Complaint;
use super::house::House;

const LINES_MAX: usize = 5;

/// Looks at the first lines of every Rust file.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let mut out = Vec::new();
    for file in house.rust() {
        let lines = file
            .text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .count();
        if lines == 0 {
            out.push(Complaint::new(
                &file.path,
                1,
                "the file does not say what it is",
                "open it with one to five `//!` lines: what it is, what it does not do",
            ));
        } else if lines > LINES_MAX {
            out.push(Complaint::new(
                &file.path,
                LINES_MAX + 1,
                format!("{lines} opening lines: nobody reads more than {LINES_MAX}"),
                "keep what a newcomer needs; the rest belongs to an item or to a decision page",
            ));
        }
    }
    Ok(out)
}
