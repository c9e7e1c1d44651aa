//! File length: one file, one noun. 1,200 lines are the end; and where more than one file in ten
//! is above 450, the house as a whole has grown slack.

use super::Complaint;
use super::house::{File, House};

const LINES_MAX: usize = 1_200;
const LINES_LONG: usize = 450;
const ONE_IN: usize = 10;

/// Counts the lines of every Rust file.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let lines = |file: &File| file.text.lines().count();
    let mend = "find the second noun in it and give that a file";
    let mut out: Vec<Complaint> = house
        .rust()
        .filter(|file| lines(file) > LINES_MAX)
        .map(|file| {
            let why = format!("{} lines; no file has more than {LINES_MAX}", lines(file));
            Complaint::new(&file.path, LINES_MAX + 1, why, mend)
        })
        .collect();
    let long: Vec<&File> = house
        .rust()
        .filter(|file| lines(file) > LINES_LONG)
        .collect();
    let all = house.rust().count();
    if long.len() * ONE_IN > all {
        for file in &long {
            let why = format!(
                "{} lines, and {} of {all} files are above {LINES_LONG}: more than one in {ONE_IN}",
                lines(file),
                long.len(),
            );
            out.push(Complaint::new(&file.path, LINES_LONG + 1, why, mend));
        }
    }
    Ok(out)
}
