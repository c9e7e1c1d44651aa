//! What is done, as a list that reads on paper, and the chain that decides the end.

use continuity::implementation::recovery_schedule::Task;
use maud::{Markup, html};

use super::Seen;
use crate::web::link;
use crate::web::requirements::words::named;
use crate::web::when::span;

/// `+1:05`: hours and minutes after work starts.
pub(super) fn clock(seconds: i64) -> String {
    let minutes = seconds.div_euclid(60);
    format!("+{}:{:02}", minutes / 60, minutes.rem_euclid(60))
}

/// The list of all tasks.
pub(super) fn list(seen: &Seen<'_>) -> Markup {
    html! { section.sheet #tasks {
        h2 { "Do this, in this order" }
        p.quiet { "Hours and minutes after work starts. Who is asked for is at work then and \
            nowhere else." }
        div.scroll { table.stack {
            thead { tr { th scope="col" { "From" } th scope="col" { "Until" }
                th scope="col" { "Who" } th scope="col" { "What" } th scope="col" { "For" }
                th scope="col" { "Waited for people" } } }
            tbody { @for task in &seen.found.tasks { (row(seen, task)) } }
        } }
    } }
}

fn row(seen: &Seen<'_>, task: &Task) -> Markup {
    html! { tr {
        td data-label="From" { (clock(task.starts_seconds)) }
        td data-label="Until" { (clock(task.ends_seconds)) }
        td data-label="Who" { @match &task.by {
            Some(by) => { (named(seen.registers, by))
                @if task.people > 1 { " " small { (task.people) " people" } } }
            None => { "nobody in particular" } } }
        th scope="row" { (task.title) " " small { @match &task.plan {
            Some(plan) => { a href=(link::place(plan)) { (task.id) } }
            None => { (task.id) } } } }
        td data-label="For" { (named(seen.registers, &task.item)) }
        td data-label="Waited" { @if task.waits_seconds > 0 { (span(task.waits_seconds)) }
            @else { "not" } }
    } }
}

/// The chain of tasks that decides the end.
pub(super) fn critical(seen: &Seen<'_>) -> Markup {
    let found = seen.found;
    let task = |id: &String| found.tasks.iter().find(|task| task.id == *id);
    html! { @if !found.critical.is_empty() { section.sheet #critical {
        h2 { "What decides the end" }
        p.quiet { "Each waits for the one before, or for its people. An hour saved elsewhere \
            saves nothing." }
        ol { @for id in &found.critical { @if let Some(task) = task(id) { li {
            (clock(task.starts_seconds)) " " (task.title) ", " (span(task.ends_seconds
                - task.starts_seconds))
            @if let Some(by) = &task.by { ", " (named(seen.registers, by)) }
            @if task.waits_seconds > 0 { " " small { "after " (span(task.waits_seconds))
                " of waiting for people" } }
        } } } }
    } } }
}
