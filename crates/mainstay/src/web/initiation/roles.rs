//! The role board: every role with holder, deputies, authority and the hours of the coming quarter
//! at which somebody is on duty. Who is assigned stands in `assign`.

use axum::response::Response;
use continuity::initiation::duty::Coverage;
use continuity::initiation::duty::sweep::Sweep;
use continuity::initiation::role_board::{RoleRow, role_board};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kinds::Registers;

use super::{agree, assign};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::{link, reckoned, when};

/// The board.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let (asked, zone) = (now.clone(), when::zone(now.registers()));
    let computed = call.doors.compute(move || {
        asked.given(|given| {
            let judge = given.judge();
            (role_board(&judge), judge.sweep().clone())
        })
    });
    let (board, sweep) = computed.await?;
    let registers = now.registers();
    let open = board.roles.iter().filter(|row| !row.in_force);
    let body = html! {
        h1 { "Roles" }
        p.lead { "Who holds each role, who stands in, what it may, and at which hours of the \
            coming 90 days somebody is on duty." }
        p { a href="/initiation/who" { "Who decides now, and who next" } " "
            a href="/records/roles/new" { "New role" } " "
            a href="/records/assignments/new" { "Assign a person" } }
        (functions(&sweep, &zone))
        @for row in open {
            (agree::banner(&call, &now.present.state, &row.id, "/initiation/roles")) }
        @if board.roles.is_empty() {
            p { "There is no role yet. " a href="/initiation/start" { "Twelve questions" }
                " make the first ones." }
        }
        @for row in &board.roles { (role(&call, registers, row, &zone)) }
    };
    let page = Page::new("Roles", "/initiation", body).help("1-initiation#who-may");
    framed(&call, page.export([("As JSON", "/api/v1/role-board")])).await
}

/// Each function of the day: at how many hours somebody has it.
fn functions(sweep: &Sweep, zone: &TimeZone) -> Markup {
    html! {
        section.sheet aria-labelledby="functions" {
            h2 #functions { "Every hour of the coming 90 days" }
            div.scroll { table.stack {
                thead { tr { th { "Who may" } th { "Covered" } th { "First hour without" } } }
                tbody { @for (function, coverage) in &sweep.functions { tr {
                    td { (function.words()) }
                    td data-label="Covered" { (covered(coverage)) }
                    td data-label="First hour without" { (gap(coverage, zone)) }
                } } }
            } }
            @for crossing in &sweep.crossings {
                p.fault { (crossing.person) " would act as " (crossing.roles.join(" and "))
                    " at once, at " (crossing.hours) " hours." }
            }
        }
    }
}

fn covered(coverage: &Coverage) -> Markup {
    let class = match coverage.covered {
        0 => "bad-word",
        all if all == coverage.hours => "good",
        _ => "warn",
    };
    html! { span.(class) { (coverage.covered) " of " (coverage.hours) " hours" } }
}

fn gap(coverage: &Coverage, zone: &TimeZone) -> Markup {
    let at = coverage.first_gap.as_ref().and_then(|gap| gap.parse().ok());
    html! { @match at { Some(at) => (when::both(at, zone)), None => "none" } }
}

fn role(call: &Call, registers: &Registers, row: &RoleRow, zone: &TimeZone) -> Markup {
    let id = row.id.replace('/', "-");
    html! {
        section.sheet aria-labelledby=(id) {
            h2 id=(id) { (link::record(&row.id, &row.name)) " "
                @if let Some(level) = row.level { span.tag { (level) } } }
            @for duty in &row.duties { p { (duty) } }
            dl.facts {
                dt { "May" }
                dd { @if row.may.is_empty() { "nothing of its own" } @else {
                    (row.may.join("; ")) } }
                dt { "Held by" }
                dd { @if row.held_by.is_empty() { "nobody" } @else {
                    ol.holders { @for held in &row.held_by { li value=(held.rank) {
                    (link::named(registers, &held.person))
                    @if let Some(hours) = &held.hours { " in " (link::named(registers, hours)) }
                    @if let Some(to) = &held.to { " until " (to) }
                    " " a.quiet href=(link::filed(&held.assignment)) { "assignment" }
                } } } } }
                @if let Some(coverage) = &row.coverage {
                    dt { "On duty" }
                    dd { (covered(coverage))
                        @if coverage.first_gap.is_some() { ", first without: "
                            (gap(coverage, zone)) } }
                }
            }
            @for fault in &row.faults { p.fault { (fault) } }
            (assign::field(call, &row.id, &row.name, !row.held_by.is_empty()))
        }
    }
}
