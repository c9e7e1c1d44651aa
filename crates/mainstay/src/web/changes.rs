//! What changed: the entries of the journal as sentences, newest first. Readers see what happened
//! to records; who may read the log sees all of it.

use axum::response::Response;
use continuity::access::Action;
use continuity::event::{Event, Moved, Remembered};
use jiff::tz::TimeZone;
use maud::{Markup, html};

use super::frame::{Page, show};
use super::{link, when};
use crate::http::call::Call;
use crate::http::order::failed;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;

/// Entries on a page.
const PAGE: u64 = 100;

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("of", Sort::Typed, "Only this record, `kind/id`."),
    Parameter::new(
        "before",
        Sort::Whole(1, u64::MAX >> 1),
        "Only entries before this one.",
    ),
];

/// What happened to records.
pub async fn page(call: Call) -> Result<Response, Problem> {
    if let Some(of) = call.query.text("of").filter(|of| !of.is_empty()) {
        return of_record(&call, of).await;
    }
    list(&call, "What changed", "/changes", false).await
}

/// Everything that happened.
pub async fn log(call: Call) -> Result<Response, Problem> {
    list(&call, "Journal", "/log", true).await
}

async fn list(
    call: &Call,
    title: &'static str,
    path: &'static str,
    all: bool,
) -> Result<Response, Problem> {
    let ledger = &call.doors.ledger;
    let present = ledger.present();
    let before = call.query.whole("before").unwrap_or(present.seq + 1);
    let from = before.saturating_sub(PAGE + 1);
    let count = usize::try_from(before - 1 - from).unwrap_or(0);
    let entries = ledger.remembered_after(from, count).await;
    let entries = entries.map_err(|failure| failed(&failure))?;
    let zone = when::zone(&present.state.registers);
    let shown = entries
        .iter()
        .rev()
        .filter(|entry| all || of_records(&entry.event));
    let body = html! {
        h1 { (title) }
        p.quiet {
            "Newest first. Nothing here is ever changed or taken away"
            @if !all && call.may(Action::ReadLog) { "; " a href="/log" { "the whole journal" } }
            "."
        }
        (table(shown, &zone, call.now))
        p.actions {
            @if from > 0 { a.button.plain href={ (path) "?before=" (from + 1) } { "Older" } }
            @if before <= present.seq { a.button.plain href=(path) { "Newest" } }
        }
    };
    show(call, Page::new(title, "/changes", body)).await
}

async fn of_record(call: &Call, of: &str) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let (kind, id) = record::link::split(of);
    let kind = kind.unwrap_or_default();
    if present.state.filing(kind, id).is_none() {
        return Err(Problem::unknown(of));
    }
    let history = call.doors.ledger.history(kind, id, PAGE as usize).await;
    let history = history.map_err(|failure| failed(&failure))?;
    let zone = when::zone(&present.state.registers);
    let body = html! {
        h1 { "What changed: " (link::record(of, of)) }
        (table(history.iter(), &zone, call.now))
        p { a href={ (link::filed(of)) "/history" } { "Each change in full, to compare and to undo" } }
    };
    show(call, Page::new("What changed", "/changes", body).about(of)).await
}

/// From how many entries of one command on they are shown as one line.
const MANY: usize = 4;

fn table<'e>(
    entries: impl Iterator<Item = &'e Remembered>,
    zone: &TimeZone,
    now: jiff::Timestamp,
) -> Markup {
    let entries: Vec<&Remembered> = entries.collect();
    // What one command did was written at one instant by one actor.
    let together = |a: &&Remembered, b: &&Remembered| a.at == b.at && a.actor == b.actor;
    html! {
        table.stack {
            thead { tr { @for word in ["Entry", "When", "Who", "What"] {
                th scope="col" { (word) }
            } } }
            tbody { @for group in entries.chunk_by(together) {
                @let newest = group[0];
                tr #{ "e" (newest.seq) } {
                    td data-label="Entry" {
                        @if group.len() > 1 { (group[group.len() - 1].seq) " to " } (newest.seq)
                    }
                    td {
                        (when::both(newest.at, zone)) " "
                        span.quiet { (when::ago(newest.at, now)) }
                    }
                    td data-label="By" { (who(&newest.actor)) }
                    td { (told(group)) }
                }
            } }
        }
    }
}

/// What one command did.
fn told(group: &[&Remembered]) -> Markup {
    html! {
        @if group.len() < MANY {
            @for entry in group { div { (sentence(entry)) } }
        } @else {
            details {
                summary { (group.len()) " changes at once" }
                ul { @for entry in group { li { (sentence(entry)) } } }
            }
        }
    }
}

/// Who did it, without the sort of actor where that says nothing.
fn who(actor: &str) -> &str {
    actor.strip_prefix("account/").unwrap_or(actor)
}

/// Whether an event is about records and what is done with them, not about accounts and keeping.
fn of_records(event: &Event) -> bool {
    let about = event.subject();
    let kind = about
        .as_deref()
        .and_then(|about| record::link::split(about).0);
    matches!(event, Event::Synced(_)) || kind.is_some_and(|kind| kind != "account")
}

/// What happened, in words: the event's word, what it is about, and what stands with it.
pub fn sentence(entry: &Remembered) -> Markup {
    let word = entry.event.word().replace('-', " ");
    html! {
        strong { (word) }
        @if let Some(subject) = entry.subject() {
            " "
            @if subject.starts_with("account/") { (subject) } @else { (link::record(&subject, &subject)) }
        }
        @match &entry.event {
            Event::Filed(it) | Event::Amended(it) => {
                span.quiet {
                    @let status = it.written.record.status().as_str().replace('-', " ");
                    " revision " (it.revision) ", " (status)
                    @if let Some(home) = &it.home { ", from folder " (home) }
                }
            }
            Event::Submitted(it) | Event::Approved(it) => { (because(it)) }
            Event::Returned(it) | Event::Retired(it) => { (because(it)) }
            Event::Kept(it) => { " " (it.what) ": " (it.text) }
            Event::Synced(it) => { " folder " (it.home) ", " (it.records) " records" }
            _ => {}
        }
    }
}

fn because(moved: &Moved) -> Markup {
    html! { @if let Some(reason) = &moved.reason { ": " (reason) } }
}
