//! One story: every way it happens, when each activity is back, which plan covers it.

use axum::response::Response;
use continuity::requirements::unknown::cover::Covered;
use continuity::requirements::unknown::{Late, Story};
use maud::{Markup, html};
use record::kinds::Registers;

use super::answered::{answered, missing};
use super::stories::likely;
use super::{found, order};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as frame};
use crate::web::link::{escaped, several};
use crate::web::reckoned;
use crate::web::requirements::words::{count, named};
use crate::web::when::{needed, span};

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let all = found(&call, &now, order(&call)).await?;
    let key = call.path.get("story");
    let story = all.stories.iter().find(|it| it.key == key);
    let Some(story) = story else {
        return Err(Problem::unknown("so; the estate may have changed since"));
    };
    let page = Page::new(&story.title, "/requirements", body(now.registers(), story))
        .help("2-requirements#unknown-disasters");
    frame(&call, page).await
}

fn body(registers: &Registers, story: &Story) -> Markup {
    html! {
        p { a href="/requirements/unknown" { "Unknown disasters" } }
        h1 { (story.title) }
        p.lead { (story.text) }
        p { (answered(story)) " " (likely(story)) }
        section.sheet {
            h2 { "What would take it away" }
            p { (story.mend) }
            div.actions {
                a.button href={ "/records/measures/new?name=" (escaped(&story.mend)) } { "Plan a measure" }
                a.button.plain href=(adhoc(story)) { "Make it a scenario" }
            }
        }
        section.sheet {
            h2 { (count(story.sets.len(), "way", "ways")) }
            div.scroll { table {
                thead { tr { th { "Lost at once" } th { (if story.due_seconds.is_some() { "Late" } else { "Stopped" }) } th { "Answered by" } th { "Try it" } } }
                tbody { @for set in &story.sets { tr {
                    td { (several(registers, &set.members, 8)) }
                    td { ul.plain-list { @for late in &set.activities { li {
                        (told(registers, late)) } } } }
                    td { (plans(registers, &set.activities)) }
                    td { a href={ "/requirements/impact?" (lost(&set.members)) } { "What if" } }
                } } }
            } }
        }
    }
}

/// `lose=a&lose=b`.
fn lost(members: &[String]) -> String {
    let parts: Vec<String> = members
        .iter()
        .map(|it| format!("lose={}", escaped(it)))
        .collect();
    parts.join("&")
}

fn adhoc(story: &Story) -> String {
    let first = story.sets.first().map_or(&[][..], |set| &set.members);
    let (lost, name) = (lost(first), escaped(&story.title));
    format!("/requirements/unknown/adhoc?name={name}&{lost}")
}

fn told(registers: &Registers, late: &Late) -> Markup {
    html! {
        (named(registers, &late.id)) ": "
        @match late.back_seconds {
            Some(back) => { "back after " (span(back)) }
            None => { "back after a time that is not known" }
        }
        @match late.required_seconds {
            Some(due) => { ", " (needed(due)) }
            None => { ", and nothing says by when it is needed" }
        }
    }
}

/// The plans that answer it; for what none answers whole, what is missing, said once.
fn plans(registers: &Registers, late: &[Late]) -> Markup {
    let mut plans: Vec<String> = late.iter().flat_map(|it| it.covered_by.clone()).collect();
    plans.sort();
    plans.dedup();
    let bare: Vec<&Late> = late
        .iter()
        .filter(|it| it.covered != Covered::Whole)
        .collect();
    let mut told: Vec<&Late> = Vec::new();
    for late in &bare {
        if !told.iter().any(|it| it.missing == late.missing) {
            told.push(late);
        }
    }
    html! {
        @if plans.is_empty() { p { "no plan in force" } }
        @else { p { (several(registers, &plans, 4)) @if !bare.is_empty() { ", in part" } } }
        @for late in told { p.quiet { (named(registers, &late.id)) } (missing(registers, late, 3)) }
    }
}
