//! Runs: the list of what is and was carried out.

use axum::response::Response;
use continuity::state::{Run, State};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use crate::answer::runs::{Row, row};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as frame};
use crate::web::navigation::Mark;
use crate::web::{link, when};

/// All runs, the latest first.
pub fn latest_first(state: &State) -> impl Iterator<Item = &Run> {
    let mut runs: Vec<&Run> = state.runs().collect();
    runs.sort_by_key(|run| std::cmp::Reverse((run.start.at, run.seq)));
    runs.into_iter()
}

/// The page.
pub async fn list(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let zone = when::zone(&present.state.registers);
    let rows: Vec<Row> = latest_first(&present.state).map(row).collect();
    let (on, over): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.ended_at.is_none());
    let body = html! {
        h1 { "Runs" }
        p { "Plans that are or were carried out, as an exercise or in earnest." }
        section.sheet {
            h2 { "Going on" }
            @if on.is_empty() { p { "Nothing." } } @else { (table(&on, &zone)) }
        }
        section.sheet {
            h2 { "At their end" }
            @if over.is_empty() { p { "Nothing yet." } } @else { (table(&over, &zone)) }
        }
    };
    frame(
        &call,
        Page::new("Runs", "/invocation", body).help("5-invocation"),
    )
    .await
}

/// The mode as a word that cannot be mistaken.
pub fn mode_word(mode: &str) -> &'static str {
    match mode {
        "live" => "In earnest",
        "precaution" => "Precaution",
        _ => "Exercise",
    }
}

/// What came of a run, as shape and word.
pub fn outcome_words(row: &Row) -> (Mark, String) {
    match row.outcome {
        None => (Mark::Warn, "goes on".into()),
        Some("passed") => (Mark::Good, "passed".into()),
        Some("aborted") => (Mark::Open, "aborted".into()),
        Some(outcome) => (Mark::Bad, outcome.into()),
    }
}

/// Runs as a table.
pub fn table(rows: &[Row], zone: &TimeZone) -> Markup {
    let instant = |text: &String| text.parse::<Timestamp>().ok();
    html! {
        div.scroll { table.stack {
            thead { tr { th { "Run" } th { "Mode" } th { "Began" } th { "Took" } th { "Outcome" } th { "Verified" } } }
            tbody { @for row in rows {
                @let began = instant(&row.started_at);
                @let ended = row.ended_at.as_ref().and_then(instant);
                @let (mark, words) = outcome_words(row);
                tr {
                    th scope="row" { a href={ "/runs/" (link::escaped(&row.run)) } { (row.title) } }
                    td data-label="Mode" {
                        span.tag.(row.mode) { (mode_word(row.mode)) }
                        @if let Some(sort) = row.sort { " " small { (sort) } }
                    }
                    td data-label="Began" { @if let Some(at) = began { (when::both(at, zone)) } }
                    td data-label="Took" {
                        @match began.zip(ended) {
                            Some((began, ended)) => {
                                (when::span(ended.as_second() - began.as_second()))
                            }
                            None => { "goes on" }
                        }
                    }
                    td data-label="Outcome" { span.(mark.class()) { (words) } }
                    td data-label="Verified" { @match row.verified {
                        Some(true) => { span.good { "yes" } }
                        Some(false) => { span.bad-word { "disputed" } }
                        None => { "not yet" }
                    } }
                }
            } }
        } }
    }
}
