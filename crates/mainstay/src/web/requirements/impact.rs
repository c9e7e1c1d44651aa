//! What if: what stops, what goes on below normal, which targets are reached when, by when someone
//! must have decided, and in which order it all comes back.

mod charge;
mod day;
mod deadlines;
mod waves;

use std::sync::Arc;

use axum::response::Response;
use continuity::initiation::duty::Duty;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kinds::Registers;

use super::map::address::Address;
use super::map::overlay::{Overlay, overlay};
use super::words::{count, kind, named, percent, state};
use crate::answer::who::who;
use crate::answer::{Given, Wrong};
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::frame::{Page, show};
use crate::web::link::escaped;
use crate::web::navigation::Mark;
use crate::web::reckoned::{self, Reckoned};
use crate::web::when::{self, both, span};

/// What may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("lose", Sort::Typed, "What is lost.").many(),
    Parameter::new("at", Sort::Typed, "When: an instant, or local time."),
    Parameter::new("hours", Sort::Typed, "Hours after the loss."),
    Parameter::new("sort", Sort::Typed, "left, decide, back or name."),
    Parameter::new(
        "all",
        Sort::Typed,
        "targets, or the number of a wave: shown whole.",
    ),
];

/// What the parts of the page share.
struct Seen<'a> {
    now: &'a Reckoned,
    overlay: &'a Overlay,
    lose: &'a [String],
    hours: Option<u32>,
    sort: &'a str,
    /// Which long list is shown whole.
    all: &'a str,
    at: Timestamp,
    /// As it was typed; empty: now.
    typed: &'a str,
    zone: TimeZone,
    duties: Vec<Duty>,
}

impl Seen<'_> {
    fn registers(&self) -> &Registers {
        self.now.registers()
    }

    /// This page with other parameters.
    fn link(&self, lose: &[String], hours: Option<u32>, sort: &str) -> String {
        let mut parts: Vec<String> = lose
            .iter()
            .map(|it| format!("lose={}", escaped(it)))
            .collect();
        if !self.typed.is_empty() {
            parts.push(format!("at={}", escaped(self.typed)));
        }
        parts.extend(hours.map(|hours| format!("hours={hours}")));
        if sort != "left" {
            parts.push(format!("sort={}", escaped(sort)));
        }
        format!("/requirements/impact?{}", parts.join("&"))
    }
}

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let lose = Address::read(&call.query).lose;
    let zone = when::zone(now.registers());
    let typed = call.query.text("at").unwrap_or_default().trim().to_owned();
    let at = instant(&typed, &zone);
    let hours = call.query.text("hours").and_then(|it| it.parse().ok());
    let (asked, judged) = ((Arc::clone(&now), lose.clone()), at.unwrap_or(call.now));
    let compute = move || {
        asked.0.given(|given| {
            let given = Given {
                at: judged,
                ..*given
            };
            let overlay = overlay(&given, &asked.1, hours)?;
            let duties = match overlay.asked {
                true => who(&given, &asked.1)?.functions,
                false => Vec::new(),
            };
            Ok((overlay, duties))
        })
    };
    let ((overlay, duties), why) = match call.doors.compute(compute).await? {
        Ok(found) => (found, None),
        Err(Wrong(why)) => ((Overlay::default(), Vec::new()), Some(why)),
    };
    let lose = match overlay.asked {
        true => overlay.lost.clone(),
        false => lose,
    };
    let seen = Seen {
        now: &now,
        overlay: &overlay,
        lose: &lose,
        hours,
        sort: call.query.text("sort").unwrap_or("left"),
        all: call.query.text("all").unwrap_or_default(),
        at: at.unwrap_or(call.now),
        typed: &typed,
        zone,
        duties,
    };
    let bad_time = (!typed.is_empty() && at.is_none()).then(|| {
        format!(
            "`{}` is no time; write 2026-06-19 16:30",
            record::node::shorten(&typed)
        )
    });
    let why = why.or(bad_time);
    let exports = overlay.asked.then(|| {
        let lost: Vec<String> = lose
            .iter()
            .map(|it| format!("lose={}", escaped(it)))
            .collect();
        ("JSON", format!("/api/v1/impact?{}", lost.join("&")))
    });
    let page = Page::new("What if", "/requirements", whole(&seen, why.as_deref()))
        .help("2-requirements")
        .script("estate")
        .export(exports);
    show(&call, page).await
}

/// An instant with its offset, or local time as a field of a form sends it.
fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(at) = text.replace(' ', "+").parse::<Timestamp>() {
        return Some(at);
    }
    let local: jiff::civil::DateTime = text.replace(' ', "T").parse().ok()?;
    zone.to_ambiguous_timestamp(local).compatible().ok()
}

fn whole(seen: &Seen<'_>, why: Option<&str>) -> Markup {
    html! {
        h1 { "What if" @if !seen.lose.is_empty() {
            @for (place, lost) in seen.lose.iter().enumerate() {
                @if place > 0 { " and" } " " (super::words::name(seen.registers(), lost))
            } " " (if seen.lose.len() == 1 { "is" } else { "are" }) " lost?"
        } @else { " something is lost?" } }
        @if let Some(why) = why { p.banner.bad role="alert" { (why) } }
        (question(seen))
        @if seen.overlay.asked {
            (summary(seen))
            (charge::block(seen))
            (deadlines::block(seen))
            (day::block(seen))
            (slider(seen))
            (waves::block(seen))
            (goes_on(seen))
            (stopped(seen))
        } @else { (suggestions(seen)) }
    }
}

/// What is lost, and when: a form, and a link to take each back.
fn question(seen: &Seen<'_>) -> Markup {
    html! {
        section.sheet {
            @if !seen.lose.is_empty() { ul.plain-list { @for lost in seen.lose { li {
                (named(seen.registers(), lost)) " is lost. "
                @let rest: Vec<String> = seen.lose.iter().filter(|it| *it !=
                    lost).cloned().collect();
                a href=(seen.link(&rest, None, seen.sort)) { "Give it back" }
            } } } }
            form.row action="/requirements/impact" {
                @for lost in seen.lose { input type="hidden" name="lose" value=(lost); }
                div.field {
                    label for="lose" { "Lost" @if !seen.lose.is_empty() { ", too" }
                        span.hint { "A name, " code { "site/…" } ", " code { "supplier/…" }
                            " or " code { "scenario/…" } } }
                    input #lose name="lose" data-search="items";
                }
                div.field {
                    label for="at" { "When"
                        span.hint { "Local time; empty: now" } }
                    input #at name="at" type="datetime-local" value=(local(seen));
                }
                button type="submit" { "Show" }
            }
            @if let [one] = seen.lose { div.actions { a.button.plain href=(map_of(seen, one)) {
                "The same on the map" } } }
        }
    }
}

fn local(seen: &Seen<'_>) -> String {
    if seen.typed.is_empty() {
        return String::new();
    }
    let local = seen.at.to_zoned(seen.zone.clone());
    local.strftime("%Y-%m-%dT%H:%M").to_string()
}

fn map_of(seen: &Seen<'_>, lost: &str) -> String {
    let (of, lose) = (lost.to_owned(), seen.lose.to_vec());
    let view = Address {
        lose,
        ..Address::of(&of)
    };
    view.link()
}

fn suggestions(seen: &Seen<'_>) -> Markup {
    let registers = seen.registers();
    let link = |reference: String, title: &str| {
        html! { li { a href=(seen.link(&[reference], None, "left")) { (title) } } }
    };
    html! {
        div.columns {
            section.sheet { h2 { "Scenarios" } ul { @for it in registers.scenarios.live() {
                (link(it.reference(), it.title())) } } }
            section.sheet { h2 { "Sites" } ul { @for it in registers.sites.live().take(40) {
                (link(it.reference(), it.title())) } } }
            section.sheet { h2 { "Suppliers" } ul { @for it in
                registers.suppliers.live().take(40) { (link(it.reference(), it.title())) } } }
        }
    }
}

fn summary(seen: &Seen<'_>) -> Markup {
    let Some(exposure) = &seen.overlay.exposure else {
        return html! {};
    };
    let of = |word: &str| {
        exposure
            .stopped
            .iter()
            .filter(|it| kind(it) == word)
            .count()
    };
    html! {
        p.lead {
            (count(of("activity"), "activity stops", "activities stop")) ", "
            (count(of("service"), "service stops", "services stop")) ", "
            (count(exposure.stopped.len(), "thing", "things")) " in all, "
            (exposure.lost.len()) " of them lost themselves. "
            (exposure.degraded.len()) " go on below normal, "
            (exposure.on_redundancy.len()) " on redundancy."
        }
        p { "Lost at " (both(seen.at, &seen.zone)) "." }
    }
}

/// What is back so many hours later.
fn slider(seen: &Seen<'_>) -> Markup {
    let overlay = seen.overlay;
    let hours = seen.hours.unwrap_or(0);
    let at = i64::from(hours) * 3_600;
    let back = overlay
        .returns
        .iter()
        .filter(|it| super::map::overlay::from_loss(it).is_some_and(|back| back <= at));
    html! {
        section.sheet #later {
            h2 { "What is back by then?" }
            form.row action="/requirements/impact" {
                @for lost in seen.lose { input type="hidden" name="lose" value=(lost); }
                @if !seen.typed.is_empty() { input type="hidden" name="at" value=(seen.typed); }
                div.field {
                    label for="hours" { "Hours after the loss: " output { (hours) } }
                    input #hours name="hours" type="range" min="0"
                        max=(overlay.last_hours().max(1)) value=(hours);
                }
                button type="submit" { "Show" }
            }
            p { @for hours in overlay.steps() {
                a href=(seen.link(seen.lose, Some(hours), seen.sort)) { "after "
                    (span(i64::from(hours) * 3_600)) } " "
            } }
            p role="status" { "After " (span(at)) ", " (back.count()) " of "
                (overlay.returns.len()) " are back." }
        }
    }
}

fn goes_on(seen: &Seen<'_>) -> Markup {
    let Some(exposure) = &seen.overlay.exposure else {
        return html! {};
    };
    let registers = seen.registers();
    html! {
        @if !exposure.degraded.is_empty() { section.sheet #degraded {
            h2 { "Goes on below normal" }
            ul { @for it in &exposure.degraded { li {
                (named(registers, &it.id)) " at " (percent(it.to_percent.0)) " "
                @if it.below_minimum { (state(Mark::Bad, "below its minimum")) }
            } } }
        } }
        @if !exposure.on_redundancy.is_empty() { section.sheet #redundancy {
            h2 { "Runs on redundancy" }
            ul { @for it in &exposure.on_redundancy { li {
                (named(registers, &it.id)) ": " (it.up) " of " (it.of) " left, " (it.k) " needed"
                @if it.interrupted_seconds > 0 { "; interrupted " (span(it.interrupted_seconds)) }
                @if it.up == it.k { " " (state(Mark::Warn, "the next loss stops it")) }
            } } }
        } }
    }
}

fn stopped(seen: &Seen<'_>) -> Markup {
    let Some(exposure) = &seen.overlay.exposure else {
        return html! {};
    };
    html! {
        @if !exposure.unresolved.is_empty() {
            p.banner { "Names that no record answers to, so that what hangs on them is not known: "
                @for it in &exposure.unresolved { code { (it) } " " } }
        }
    }
}
