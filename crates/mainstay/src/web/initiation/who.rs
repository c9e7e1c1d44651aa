//! `/initiation/who`: who holds each function at an instant, with what is lost, and each deputy
//! with the minute at which the duty passes.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::initiation::duty::{Duties, Duty, Function, Holder};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kinds::Registers;

use crate::answer::Wrong;
use crate::answer::who::who;
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::reckoned::{self, Reckoned};
use crate::web::{link, when};

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new(
        "at",
        Sort::Typed,
        "The instant, with its offset or in local time. Default: now.",
    ),
    Parameter::new(
        "lose",
        Sort::Typed,
        "What is lost, several apart by commas.",
    ),
    Parameter::new(
        "items",
        Sort::Truth,
        "Every item that someone must restore.",
    ),
];

/// Items that stand on the page before all are asked for.
const ITEMS_SHOWN: usize = 30;

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let zone = when::zone(now.registers());
    let typed = call.query.text("at").unwrap_or_default().to_owned();
    let lose = call.query.text("lose").unwrap_or_default().to_owned();
    let mut faults = Faults::default();
    let at = match typed.trim() {
        "" => Some(call.now),
        text => instant(text, &zone),
    };
    if at.is_none() {
        faults.add(
            "at",
            "write 2026-06-19T16:30, or with an offset 2026-06-19T16:30:00+02:00",
        );
    }
    let names = lose
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(str::to_owned).collect();
    let told = match at {
        Some(at) => asked(&call, now.clone(), at, names).await?,
        None => Err(Wrong(String::new())),
    };
    let told = told.map_err(|Wrong(why)| {
        if !why.is_empty() {
            faults.add("lose", why);
        }
    });
    let status = match faults.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let all = call.query.truth("items");
    let body = html! {
        h1 { "Who decides" }
        p.lead { "Who holds each function at an instant, and when it passes on if nobody answers." }
        (faults.summary())
        form.sheet method="get" action="/initiation/who" {
            div.row {
                (form::typed("datetime-local", Ask::new("at", "When", "Local time; empty is now."),
                    &typed, &faults))
                (form::field(Ask::new("lose", "What is lost",
                    "A site, a team, a supplier; several apart by commas."), &lose, &faults))
            }
            p.actions { button type="submit" { "Show" } }
        }
        @if let Ok(duties) = &told { (functions(now.registers(), duties, &zone, all)) }
    };
    let page = Page::new("Who decides", "/initiation", body).help("1-initiation#who-may");
    show_as(&call, status, page.export([("As JSON", "/api/v1/who")])).await
}

async fn asked(
    call: &Call,
    now: std::sync::Arc<Reckoned>,
    at: Timestamp,
    names: Vec<String>,
) -> Result<Result<Duties, Wrong>, Problem> {
    let compute = move || {
        now.given(|given| {
            let given = crate::answer::Given { at, ..*given };
            who(&given, &names)
        })
    };
    call.doors.compute(compute).await
}

/// An instant as it is typed: with its offset, else in local time.
fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let known = text.replace(' ', "+").parse().ok();
    known.or_else(|| {
        let local: DateTime = text.parse().ok()?;
        local.to_zoned(zone.clone()).ok().map(|at| at.timestamp())
    })
}

fn functions(registers: &Registers, duties: &Duties, zone: &TimeZone, all: bool) -> Markup {
    let order = [
        Function::Declare,
        Function::Command,
        Function::DecideToRestore,
        Function::Spend,
        Function::SpeakToStaff,
        Function::SpeakToCustomers,
        Function::SpeakToRegulator,
        Function::Restore,
    ];
    let at = duties.at.parse().ok();
    html! {
        p { "At " @if let Some(at) = at { (when::both(at, zone)) }
            @if !duties.lost.is_empty() { ", with " (link::several(registers, &duties.lost, 10))
                " lost" } "." }
        @for function in order {
            @let rows = duties.functions.iter().filter(|it| it.function == function);
            @let rows: Vec<&Duty> = rows.collect();
            @let few = !all && function == Function::Restore;
            @let shown = if few { ITEMS_SHOWN } else { rows.len() };
            section.sheet aria-labelledby=(anchor(function)) {
                h2 id=(anchor(function)) { (capital(function.words())) }
                @for duty in rows.iter().take(shown) { (row(registers, duty, zone)) }
                @if rows.len() > shown {
                    p { a href="?items=true#restore" { "All " (rows.len()) " items" } }
                }
            }
        }
    }
}

fn anchor(function: Function) -> String {
    function.words().replace(' ', "-")
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn row(registers: &Registers, duty: &Duty, zone: &TimeZone) -> Markup {
    let of = duty.item.as_ref().or(duty.role.as_ref());
    html! {
        div.duty {
            @if let Some(of) = of { h3 {
                (link::record(of, &duty.name))
                @if let Some(limit) = &duty.limit { " " span.quiet { (limit) } }
                @if duty.two_person { " " span.tag { "two must agree" } }
            } }
            @if let Some(gap) = &duty.gap { p { span.bad-word { (gap) } } }
            @if let Some(holder) = &duty.holder {
                ol.chain {
                    li { (held(registers, holder, zone)) }
                    @for deputy in &duty.deputies { li { (held(registers, deputy, zone)) } }
                }
            }
            @for absent in &duty.absent {
                p.quiet { "Not " (link::named(registers, &absent.who)) ": " (absent.why) }
            }
        }
    }
}

fn held(registers: &Registers, holder: &Holder, zone: &TimeZone) -> Markup {
    let from = holder.from.parse().ok();
    html! {
        strong { (link::several(registers, &holder.who, 10)) }
        @match (holder.after_seconds, from) {
            (0, _) | (_, None) => " at once",
            (after, Some(from)) => {
                " after " (when::span(after)) span.quiet { ", from " (when::both(from, zone)) }
            }
        }
    }
}
