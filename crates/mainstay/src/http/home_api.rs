//! Folders that are homes, over HTTP: which there are, bringing one into step with preview, letting
//! go of one, and proposing a change of a record that is read-only here.

use std::path::PathBuf;

use axum::http::{StatusCode, header};
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::actor::Actor;
use continuity::command::Command;
use continuity::refusal::Refusal;
use continuity::written::Written;
use exchange::import::{File, mainstay};
use jiff::Timestamp;
use ledger::Present;

use super::call::{Call, Sent, SentFile};
use super::import_api::{complaints, moved};
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::{order, record_api, reply, withhold};
use crate::answer;
use crate::answer::sync::{Asked, Sync};

/// What a sync may be asked.
pub const SYNC: &[Parameter] = &[
    Parameter::new(
        "dry-run",
        Sort::Truth,
        "Only say what would change. The answer's `ETag` is the head of the journal: sent back as \
         `If-Match`, nothing is written if anything changed meanwhile.",
    ),
    Parameter::new(
        "folder",
        Sort::Text,
        "Where the folder is, for people. Default: the name of the home.",
    ),
];

/// The media type of a patch.
pub const PATCH: &str = "text/x-diff; charset=utf-8";

/// The folders that are homes.
pub async fn list(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let listed = answer::homes::listed(&present.state);
    Ok(reply::json_bytes(answer::json(&listed)))
}

/// Brings a folder into step, or says what that would change.
pub async fn sync(call: Call) -> Result<Response, Problem> {
    let expected = match call.parts.headers.contains_key(header::IF_MATCH) {
        true => call.expected()?,
        false => None,
    };
    let Sent::Files(files) = &call.sent else {
        return Err(Problem::invalid("There is no file in what was sent."));
    };
    let home = call.path.get("home").to_string();
    let folder = call.query.text("folder").unwrap_or(&home).to_string();
    let present = call.doors.ledger.present();
    let seen = present.seq;
    let (actor, files, now) = (call.actor.clone(), files.clone(), call.now);
    let compute = move || ready(&present, &actor, (&home, &folder), &files, now);
    let (shown, command) = call.doors.compute(compute).await??;
    let body = answer::json(&shown);
    let tag = |seq: u64| format!("\"{seq}\"");
    if call.query.truth("dry-run") {
        return Ok(reply::tagged(reply::json_bytes(body), &tag(seen)));
    }
    if let Some(expected) = expected.filter(|expected| *expected != seen) {
        return Err(moved(expected, seen));
    }
    let receipt = order::execute(&call, command).await?;
    let last = receipt.entries.map_or(seen, |(_, last)| last);
    Ok(reply::tagged(reply::json_bytes(body), &tag(last)))
}

fn ready(
    present: &Present,
    actor: &Actor,
    (home, folder): (&str, &str),
    files: &[SentFile],
    now: Timestamp,
) -> Result<(Sync, Command), Problem> {
    let read: Vec<File<'_>> = files
        .iter()
        .map(|file| File {
            name: &file.name,
            bytes: &file.bytes,
        })
        .collect();
    let imported = mainstay::import(&read);
    if !imported.complaints.is_empty() {
        return Err(complaints(&imported));
    }
    let records = imported.records.into_iter().map(|record| {
        let name = &files[record.origin().file as usize].name;
        Written::read_from(record, name)
    });
    let records: Vec<Written> = records.collect();
    let names: Vec<PathBuf> = files.iter().map(|file| PathBuf::from(&file.name)).collect();
    let asked = Asked {
        home,
        folder,
        files: &names,
        records: &records,
        at: now,
    };
    let shown = answer::sync::preview(&present.state, actor, &asked)?;
    Ok((shown, asked.command(present.seq)))
}

/// Ends a folder's being the home of records: they can be changed here from now on.
pub async fn leave(call: Call) -> Result<Response, Problem> {
    let home = call.path.get("home").to_string();
    let receipt = order::execute(&call, Command::LeaveHome { home }).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}

/// A change of a record whose home is a folder, as a patch.
pub async fn propose(call: Call) -> Result<Response, Problem> {
    let state = &call.doors.ledger.present().state;
    let (kind, id) = (call.path.kind(), call.path.get("id"));
    let current = state.latest(kind, id);
    let current = current.ok_or_else(|| Problem::from(Refusal::unknown(&call.path.reference())))?;
    let hidden = withhold::money(&mut current.write());
    if !hidden.is_empty() && !call.may(Action::ReadMoney) {
        // The patch would show what it takes away.
        let object = Object::Record(kind, id);
        let who = "whoever sees money".to_string();
        return Err(Refusal::not_allowed(Action::ReadMoney, object, who).into());
    }
    let wanted = record_api::sent(&call, Some(id))?;
    let patch = answer::propose::patch(state, &wanted)?;
    Ok(reply::body(PATCH, patch))
}
