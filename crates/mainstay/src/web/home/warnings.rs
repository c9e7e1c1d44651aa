//! The strip of warnings on the home page: what may strike a site of ours in the coming three days,
//! by when one must begin, and feeds that are silent. Nothing to say leaves one quiet line.

use std::sync::Arc;

use continuity::requirements::warning::precaution::{Advice, precautions};
use jiff::tz::TimeZone;
use maud::{Markup, html};

use crate::answer::warnings::{Board, Row};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::reckoned::Reckoned;
use crate::web::requirements::warnings::{event, name, posture_word, reckon, touches};
use crate::web::{link, when};

/// How far the strip looks ahead, in seconds.
const AHEAD_SECONDS: i64 = 72 * 3_600;
/// Most warnings of the strip.
const ROWS_MAX: usize = 5;

/// The strip; nothing where no warning was ever received and no feed is expected.
pub async fn strip(call: &Call, now: &Arc<Reckoned>, zone: &TimeZone) -> Result<Markup, Problem> {
    let (_, expected) = call.doors.keeping.warnings();
    let state = &now.present.state;
    if state.warnings().next().is_none() && state.feeds().next().is_none() && expected.is_empty() {
        return Ok(html! {});
    }
    let board = reckon(call, now).await?;
    Ok(markup(call, now, zone, &board))
}

fn markup(call: &Call, now: &Reckoned, zone: &TimeZone, board: &Board) -> Markup {
    let last = call.now.as_second() + AHEAD_SECONDS;
    let soon = |it: &&Row| it.begins.is_none_or(|begins| begins.as_second() <= last);
    let rows: Vec<&Row> = board
        .warnings
        .iter()
        .filter(|it| it.holds && !it.affected.is_empty())
        .filter(soon)
        .collect();
    let silent: Vec<&str> = board
        .feeds
        .iter()
        .filter(|it| it.silent)
        .map(|it| it.feed.as_str())
        .collect();
    html! {
        section.sheet aria-labelledby="warnings" {
            h2 #warnings { "The next 72 hours" }
            @if rows.is_empty() { p { span.good { "No warning in force touches a site of ours" } "." } }
            ul.plain-list { @for row in rows.iter().take(ROWS_MAX) {
                li {
                    (posture_word(row.raises)) " "
                    a href={ "/requirements/warnings/" (row.id) } { (event(row)) }
                    ": " (touches(row, now))
                    @if let Some(begins) = row.begins { br; small { "expected " (when::both(begins, zone)) } }
                    (next_measure(call, now, zone, row))
                }
            } }
            @if rows.len() > ROWS_MAX { p { (rows.len() - ROWS_MAX) " more" } }
            @if !silent.is_empty() {
                p { span.bad-word { "Silent" } ": " (silent.join(", ")) " was not heard for too long; what it would warn of is not known here." }
            }
            p { a href="/requirements/warnings" { "All warnings" } }
        }
    }
}

/// The measure that must be begun first, of those that are worth it and not decided.
fn next_measure(call: &Call, now: &Reckoned, zone: &TimeZone, row: &Row) -> Markup {
    let proposed = precautions(&now.present.state, &row.id, call.now);
    let list = proposed.map_or_else(Vec::new, |it| it.list);
    let open = |it: &&continuity::requirements::warning::precaution::Precaution| {
        it.decided.is_none() && matches!(it.advice, Advice::Act | Advice::Unknown)
    };
    html! {
        @if let Some(it) = list.iter().find(open) {
            br; small {
                "Next: " (link::record(&it.measure, &it.name))
                @if let Some(latest) = it.latest { ", begin by " (when::both(latest, zone)) }
                @if let Some(decides) = &it.decides { ", decided by " (name(decides, now)) }
            }
        }
    }
}
