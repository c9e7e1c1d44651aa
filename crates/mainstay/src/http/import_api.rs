//! Import over HTTP: foreign files in, what they would change out, and the change itself once it
//! was seen. What is written is what was shown.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::Response;
use continuity::command::Command;
use continuity::written::Written;
use exchange::import::change::Change;
use exchange::import::{FORMATS, File, Import, by_name};
use ledger::Present;
use record::complaint::suggestion;
use record::value::Date;

use super::call::{Call, Sent, SentFile};
use super::order;
use super::parameter::{Parameter, Sort};
use super::problem::{Fault, Problem};
use super::reply;
use crate::answer;

/// What an import may be asked.
pub const IMPORT: &[Parameter] = &[
    Parameter::new(
        "dry-run",
        Sort::Truth,
        "Only say what would change. The answer's `ETag` is the head of the journal: sent back as \
         `If-Match`, nothing is written if anything changed meanwhile.",
    ),
    Parameter::new(
        "source",
        Sort::Text,
        "From where the files are, for the journal. Default: the names of the files.",
    ),
];

/// An import ready to be written.
struct Ready {
    change: Change,
    written: Vec<Written>,
    present: Arc<Present>,
}

/// Brings foreign files in, or says what that would change.
pub async fn import(call: Call) -> Result<Response, Problem> {
    let expected = match call.parts.headers.contains_key(header::IF_MATCH) {
        true => call.expected()?,
        false => None,
    };
    let Sent::Files(files) = &call.sent else {
        return Err(Problem::invalid("There is no file in what was sent."));
    };
    let format = format(call.path.get("format"))?;
    let present = call.doors.ledger.present();
    let (sent, today) = (files.clone(), answer::import::today(call.now));
    let ready = call
        .doors
        .compute(move || ready(format, &sent, present, today))
        .await??;
    let seen = ready.present.seq;
    let shown = answer::json(&answer::import::as_json(&ready.change));
    let tag = |seq: u64| format!("\"{seq}\"");
    if call.query.truth("dry-run") {
        return Ok(reply::tagged(reply::json_bytes(shown), &tag(seen)));
    }
    if let Some(expected) = expected.filter(|expected| *expected != seen) {
        return Err(moved(expected, seen));
    }
    if ready.written.is_empty() {
        return Ok(reply::tagged(reply::json_bytes(shown), &tag(seen)));
    }
    let command = Command::Import {
        source: source(&call, files),
        records: ready.written,
        seen: Some(seen),
    };
    let receipt = order::execute(&call, command).await?;
    let last = receipt.entries.map_or(seen, |(_, last)| last);
    Ok(reply::tagged(reply::json_bytes(shown), &tag(last)))
}

pub(super) fn moved(expected: u64, found: u64) -> Problem {
    let detail = format!("The journal went on from entry {expected} to {found} meanwhile.");
    let remedy = "Look at what it would change now, and decide anew.";
    Problem::new(
        StatusCode::PRECONDITION_FAILED,
        "changed-meanwhile",
        detail,
        remedy,
    )
}

fn format(word: &str) -> Result<&'static str, Problem> {
    let names = FORMATS.iter().map(|(name, _)| *name);
    names.clone().find(|name| *name == word).ok_or_else(|| {
        let hint = suggestion(word, names.clone());
        let all = names.collect::<Vec<_>>().join(", ");
        let word = record::node::shorten(word);
        let detail = format!("`{word}` is no format{hint}.");
        let remedy = format!("There are {all}.");
        Problem::new(StatusCode::NOT_FOUND, "unknown", detail, remedy)
    })
}

fn source(call: &Call, files: &[SentFile]) -> String {
    if let Some(source) = call.query.text("source") {
        return source.to_string();
    }
    match files {
        [one] => one.name.clone(),
        [first, rest @ ..] => format!("{} and {} more", first.name, rest.len()),
        [] => String::new(),
    }
}

fn ready(
    format: &'static str,
    files: &[SentFile],
    present: Arc<Present>,
    today: Date,
) -> Result<Ready, Problem> {
    let importer = by_name(format).expect("it was looked for in the same list");
    let read: Vec<File<'_>> = files
        .iter()
        .map(|file| File {
            name: &file.name,
            bytes: &file.bytes,
        })
        .collect();
    let imported = importer(&read).known_until(today);
    if !imported.complaints.is_empty() {
        return Err(complaints(&imported));
    }
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let registers = &present.state.registers;
    let (change, written) = answer::import::to_write(imported, &names, registers);
    Ok(Ready {
        change,
        written,
        present,
    })
}

/// Most complaints that are listed.
const COMPLAINTS_MAX: usize = 1_000;

pub(super) fn complaints(imported: &Import) -> Problem {
    let all = &imported.complaints;
    let faults = all.iter().take(COMPLAINTS_MAX);
    let faults = faults.map(|(file, complaint)| Fault::in_file(file, complaint));
    let word = if all.len() == 1 { "fault" } else { "faults" };
    let detail = format!("{} {word} in the files; nothing was imported.", all.len());
    Problem::invalid(detail).with_faults(faults.collect())
}
