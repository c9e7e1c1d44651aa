//! Results of backups and replication, a small form of our own: JSON or JSON Lines with `dataset`,
//! `at`, `job`, `result`, `newest-point`, `lag`, `took`, `verified`, `heard`. They say how new a
//! copy is and how long it took, never that the data itself is down.

use record::node::{Node, shorten};

use super::alertmanager::each;
use super::names::{list, said};
use super::statement::{Heard, Hearing, Statement, as_reference, moment, take};
use super::{File, Import};

const FEED: &str = "protection";
/// The fields that are read.
const FIELDS: &[&str] = &[
    "dataset",
    "at",
    "job",
    "result",
    "newest-point",
    "lag",
    "took",
    "used",
    "verified",
    "heard",
];

fn is_result(node: &Node) -> bool {
    node.get("dataset").is_some()
}

/// Reads one result. Errors: what is wrong with it.
fn statement(node: &Node) -> Result<(Statement, Option<String>), String> {
    let dataset = said(node, "dataset").ok_or("`dataset` names nothing")?;
    let known = |key: &str| FIELDS.contains(&key);
    let entries = node.as_map().unwrap_or_default().iter();
    let strange: Vec<String> = entries
        .filter(|entry| !known(&entry.key))
        .map(|entry| format!("`{}`", shorten(&entry.key)))
        .collect();
    let remark = (!strange.is_empty())
        .then(|| format!("{}: passed by {}", shorten(dataset), strange.join(", ")));
    let heard = said(node, "heard");
    if heard.is_some_and(|text| moment(text).is_none()) {
        return Err(format!("{}: `heard` is no instant", shorten(dataset)));
    }
    let place = said(node, "at").unwrap_or_default();
    let job = said(node, "job").unwrap_or_default();
    let mut further = Vec::new();
    let mut add = |field: &'static str, from: &str| {
        further.extend(said(node, from).map(|text| (field, text.to_string())));
    };
    add("newest-point", "newest-point");
    add("lag", "lag");
    add("took", "took");
    add("used", "used");
    add("heard", "heard");
    let copy = said(node, "at").map(as_reference);
    further.extend(copy.map(|text| ("copy-at", text)));
    let words = [
        said(node, "result").map(|it| format!("result {it}")),
        said(node, "verified").map(|it| format!("verified: {it}")),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    let statement = Statement {
        feed: FEED,
        key: [dataset, place, job].join("|"),
        names: vec![dataset.to_string()],
        since: heard.map(str::to_string),
        text: (!words.is_empty()).then(|| words.join(", ")),
        further,
        ..Statement::default()
    };
    Ok((statement, remark))
}

/// Imports results.
pub fn import(files: &[File<'_>]) -> Import {
    let nowhere = |_: &str| None;
    let hearing = Hearing {
        sender: "file",
        now: None,
        place: &nowhere,
    };
    each(files, "no result here (`dataset`)", |node| {
        let results = match node.as_list() {
            Some(results) => results,
            None if node.get("results").is_some() => list(node, "results"),
            None => std::slice::from_ref(node),
        };
        if results.is_empty() || !results.iter().all(is_result) {
            return None;
        }
        let mut heard = Heard::default();
        for result in results {
            match statement(result) {
                Ok((statement, remark)) => {
                    heard.remarks.extend(remark);
                    take(&mut heard, &statement, &hearing);
                }
                Err(why) => return Some(Err(why)),
            }
        }
        Some(Ok(heard))
    })
}
