//! Many services at once: after a scenario, in which turn each team brings back what it must, the
//! earliest due first, and who is late by that.

use axum::response::Response;
use continuity::requirements::strategy::turns::TeamTurns;
use maud::{Markup, html};
use record::kinds::Registers;

mod standby;

use super::words::{count, named, state};
use crate::answer::strategy;
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::navigation::Mark;
use crate::web::reckoned;
use crate::web::when::{span, span_or_unknown};

/// What may be asked.
pub const ASKED: &[Parameter] = &[Parameter::new("scenario", Sort::Typed, "The scenario.")];

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let registers = now.registers();
    let wanted = call.query.text("scenario").unwrap_or_default();
    let found = registers
        .scenarios
        .live()
        .find(|it| it.reference() == wanted || &*it.id == wanted);
    let shown = found.or_else(|| registers.scenarios.live().next());
    let id = shown.map(|it| it.id.to_string());
    let asked = id.clone();
    let told = super::strategy::asked(&call, &now, move |given| match &asked {
        Some(id) => Ok((strategy::turns(given, id)?, strategy::standby(given, id)?)),
        None => Ok((Vec::new(), Vec::new())),
    });
    let (told, standby) = told.await?;
    let body = html! {
        h1 { "Many services at once" }
        p.lead { "What each team must bring back, the earliest due first: on one team that does \
            one thing \
            at a time, no other order has a smaller greatest delay." }
        form.row method="get" action="/requirements/turns" {
            div.field { label for="scenario" { "If this happens" }
                select #scenario name="scenario" { @for it in registers.scenarios.live() {
                    option value=(it.id) selected[id.as_deref() == Some(&*it.id)] { (it.title())
                        } } } }
            button type="submit" { "Show" }
        }
        @if told.is_empty() { p { "Nothing is lost that a team brings back." } }
        @for team in &told { (one(registers, team)) }
        (standby::block(registers, &standby))
        p.hint { "What waits for what, and several people of one team, are not in this: it is the \
            order to \
            agree on, not the timeline." }
    };
    let page = Page::new("Many services at once", "/requirements", body)
        .help("2-requirements#measures-and-options");
    framed(&call, page).await
}

fn one(registers: &Registers, team: &TeamTurns) -> Markup {
    let late = team
        .turns
        .iter()
        .filter(|turn| turn.late_seconds > 0)
        .count();
    html! {
        section.sheet aria-label=(team.team) {
            h2 { (named(registers, &team.team)) }
            p { @if late == 0 { (state(Mark::Good, "all in time")) }
                @else { (state(Mark::Bad, &format!("{} late", count(late, "is", "are")))) } }
            div.scroll { table.stack {
                thead { tr { th { "In turn" } th.num { "Takes" } th.num { "Due" } th.num { "Back"
                    } th { "Late" } } }
                tbody { @for turn in &team.turns { tr {
                    th { (named(registers, &turn.id)) }
                    td.num data-label="Takes" { (span(turn.takes_seconds)) }
                    td.num data-label="Due" { @match turn.due_seconds { Some(due) => (span(due)),
                        None => "whenever" } }
                    td.num data-label="Back" { (span(turn.ends_seconds)) }
                    td data-label="Late" { @if turn.late_seconds > 0 { (state(Mark::Bad,
                        &span(turn.late_seconds))) } @else { "in time" } }
                } } }
            } }
            @if !team.unknown.is_empty() { p { "Nobody says how long these take ("
                (span_or_unknown(None)) "): "
                @for (place, it) in team.unknown.iter().enumerate() { @if place > 0 { ", " }
                    (named(registers, it)) } } }
        }
    }
}
