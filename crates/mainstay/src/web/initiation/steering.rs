//! Steering: the bodies, what has reached them by their own thresholds, what they decided, and a
//! form for the next meeting.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::initiation::steering::BodyRow;
use continuity::path::humane;
use continuity::written::Written;
use maud::{Markup, html};
use record::initiation::body::Meeting;
use record::kind::Status;
use record::kinds::{Record, Registers};
use record::link::split;
use record::value::Date;

use super::agree;
use crate::answer::boards;
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::{link, reckoned};

/// What was typed about a meeting.
#[derive(Default)]
struct Typed {
    body: String,
    at: String,
    decisions: String,
    minutes: String,
    faults: Faults,
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    page(&call, StatusCode::OK, &Typed::default()).await
}

async fn page(call: &Call, status: StatusCode, typed: &Typed) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let told = now.given(boards::steer);
    let body = html! {
        h1 { "Steering" }
        p.lead { "Who decides, what has reached them, and what they decided." }
        (typed.faults.summary())
        @if told.bodies.is_empty() {
            p { "There is no steering body yet. " a href="/initiation/start" { "Twelve questions" }
                " make a first one." }
        }
        @for row in &told.bodies {
            (agree::banner(call, &now.present.state, &row.id, "/initiation/steering"))
            (body_of(now.registers(), row))
            @if call.may_do(Action::Amend, Object::Record("body", split(&row.id).1)) {
                (meeting(row, typed)) }
        }
    };
    let page = Page::new("Steering", "/initiation", body).help("1-initiation#what-you-decide-here");
    show_as(call, status, page.export([("As JSON", "/api/v1/steering")])).await
}

fn body_of(registers: &Registers, row: &BodyRow) -> Markup {
    let threshold = |text: &Option<String>| match text {
        Some(text) => html! { (text) },
        None => html! { span.warn { "not written down" } },
    };
    html! {
        div.sheet {
            h2 { (link::record(&row.id, &row.name)) }
            dl.facts {
                dt { "Chair" }
                    dd { @match &row.chair { Some(chair) => (link::named(registers, chair)), None =>
                        span.warn { "nobody" } } }
                dt { "Members" }
                    dd { @if row.members.is_empty() { "nobody" } @else {
                        (link::several(registers, &row.members, 20)) } }
                dt { "Reports to it" }
                    dd { @if row.reports.is_empty() { "nobody" } @else {
                        (link::several(registers, &row.reports, 20)) } }
                dt { "Decides" }
                    dd { @if row.decides.is_empty() { "not written down" } @else {
                        (row.decides.join(", ")) } }
                dt { "Meets" }
                    dd { @match row.meets_every_seconds {
                        Some(every) => { "every " (humane(every)) } None => "not agreed" }
                    @if let Some(next) = &row.next_due { ", next by " (next)
                        @if row.overdue { " " span.bad-word { "overdue" } } } }
                dt { "Reaches it: late by more than" } dd { (threshold(&row.after)) }
                dt { "Reaches it: costs above" } dd { (threshold(&row.above)) }
                dt { "Reaches it: risks above" } dd { (threshold(&row.risk_above)) }
            }
            h3 { "What has reached it " span.quiet { (row.reached.len()) } }
            @if row.reached.is_empty() { p.quiet { "Nothing exceeds its thresholds." } }
            ul { @for it
                in &row.reached {
                    li { (link::named(registers, &it.id)) ": " (it.why) " "
                        span.tag { (it.by) } } } }
            h3 { "What it decided" }
            @if row.meetings.is_empty() { p.quiet { "It has not met." } }
            @for held in &row.meetings {
                h4 { (held.at)
                    @if let Some(minutes) = &held.minutes { " "
                        span.quiet { "minutes: " (minutes) } } }
                @if held.decisions.is_empty() { p.quiet { "No decision is kept." } }
                ul { @for decision in &held.decisions { li { (decision) } } }
            }
        }
    }
}

fn meeting(row: &BodyRow, typed: &Typed) -> Markup {
    let nothing = Typed::default();
    let typed = if typed.body == row.id {
        typed
    } else {
        &nothing
    };
    html! {
        div.sheet {
            h3 { "A meeting was held" }
            form method="post" action="/initiation/steering" {
                (form::request())
                input type="hidden" name="body" value=(row.id);
                div.row {
                    (form::typed("date", Ask::new("at", "When", ""), &typed.at, &typed.faults))
                    (form::field(Ask::new("minutes", "Where the minutes are", ""), &typed.minutes,
                        &typed.faults))
                }
                (form::area(Ask::new("decisions", "What was decided",
                    "One decision a line; also that all stays as it is."),
                    &typed.decisions, 4, &typed.faults))
                p.actions { button type="submit" { "Keep the meeting" } }
            }
        }
    }
}

/// Keeps a meeting.
pub async fn met(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let mut typed = Typed {
        body: fields.text("body").to_owned(),
        at: fields.text("at").to_owned(),
        decisions: fields.text("decisions").to_owned(),
        minutes: fields.text("minutes").trim().to_owned(),
        faults: Faults::default(),
    };
    let lines = typed
        .decisions
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let decisions: Vec<String> = lines.map(str::to_owned).collect();
    let at = typed.at.parse::<jiff::civil::Date>().ok();
    let today = call.now.to_zoned(jiff::tz::TimeZone::UTC).date();
    if at.is_none_or(|at| at > today) {
        typed.faults.add("at", "name the day on which it was held");
    }
    if decisions.is_empty() {
        typed
            .faults
            .add("decisions", "write down at least one decision");
    }
    if typed.minutes.is_empty() {
        typed.faults.add("minutes", "say where the minutes are");
    }
    let (Some(at), true) = (at, typed.faults.is_empty()) else {
        return page(&call, StatusCode::UNPROCESSABLE_ENTITY, &typed).await;
    };
    let id = split(&typed.body).1;
    let state = &call.doors.ledger.present().state;
    let Some(Record::Body(mut body)) = state.latest("body", id) else {
        return Err(Problem::unknown(&typed.body));
    };
    body.own.meetings.push(Meeting {
        at: Date(at),
        decisions,
        minutes: Some(typed.minutes.clone()),
    });
    if body.status() != Status::Draft {
        body.envelope.status = Some(Status::Approved);
    }
    let expected = state.filing("body", id).map(|filing| filing.revision);
    let command = Command::Amend {
        written: Written::made(Record::Body(body)),
        expected,
    };
    let receipt = order::execute(&call, command).await?;
    Ok(form::away("/initiation/steering", &receipt))
}
