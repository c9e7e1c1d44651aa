//! Stage order is import order: a record kind may name the types of its own or an earlier stage.
//! What points backward in life (a finding caused by a disruption) is an untyped link.

use super::house::House;
use super::{Complaint, STAGES};

const ROOM: &str = "crates/record/src/";

/// Looks at every path segment in the stage folders of `record`.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let mut out = Vec::new();
    for file in house.rust() {
        let Some((stage, _)) = file
            .path
            .strip_prefix(ROOM)
            .and_then(|rest| rest.split_once('/'))
        else {
            continue;
        };
        let Some(rank) = STAGES.iter().position(|word| *word == stage) else {
            continue;
        };
        let Some(source) = &file.source else { continue };
        for (at, word) in source.words() {
            let Some(named) = STAGES.iter().position(|stage| *stage == word) else {
                continue;
            };
            let before = source.code[..at].trim_end();
            let after = source.code[at + word.len()..].trim_start();
            let is_path = before.ends_with("::") || after.starts_with("::");
            if named > rank && is_path {
                out.push(Complaint::new(
                    &file.path,
                    source.line_of(at),
                    format!("a kind of {stage} names {word}, which comes later"),
                    "hold an untyped link (kind and id), or move the kind to the later stage",
                ));
            }
        }
    }
    Ok(out)
}
