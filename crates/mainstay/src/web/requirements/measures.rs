//! What each measure does: how much rarer, milder or faster, what that is worth beside its cost,
//! how far it is, and who else has seen that it works.

use axum::response::Response;
use continuity::requirements::strategy::measure_effect::MeasureEffect;
use maud::{Markup, html};
use record::kinds::Registers;

use super::strategy::{asked, bad_years, between, grouped, known, without_money};
use super::words::{named, party, state};
use crate::answer::strategy;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::reckoned;
use crate::web::when::span_or_unknown;

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let told = asked(&call, &now, |given| Ok(strategy::measures(given))).await?;
    let registers = now.registers();
    let body = html! {
        h1 { "Measures" }
        p.lead { "What makes harm rarer or milder, or recovery faster; the one that is worth most \
            first." }
        (without_money(&call))
        @if told.measures.is_empty() { p { "No measure is filed. "
            a href="/records/measures/new" { "New measure" } } }
        @for it in &told.measures { (one(registers, it, &told.currency)) }
        section.sheet aria-labelledby="how" {
            h2 #how { "How this is counted" }
            p { "A risk costs what one strike costs on average times how often it strikes. What \
                operates already comes off first; each measure is judged on top of that. Worth is \
                the loss taken away less the cost a year, with what is paid once spread over its \
                years." }
            p { "The years without and with a measure are " (grouped(told.years as f64))
                " years of the whole register, seed " (told.seed) ", drawn with the same luck: \
                what lies between them is what the measure does, and no noise."
                @if told.lower_bound { " Not every risk is known in numbers, so that the years \
                    cost more than shown." } }
            p { "Soonest: at the lower price, if every risk struck as often as the upper end of \
                what is believed; latest: at the upper price, as seldom as the lower end. Where nobody \
                says those ends, twice and half as often are assumed, and that is said." }
        }
    };
    let page = Page::new("Measures", "/requirements", body)
        .help("2-requirements#measures-and-options")
        .export([
            ("CSV", "/requirements/measures.csv"),
            ("JSON", "/api/v1/measure-effects"),
        ]);
    framed(&call, page).await
}

fn one(registers: &Registers, it: &MeasureEffect, currency: &str) -> Markup {
    html! {
        section.sheet aria-label=(it.name) {
            h2 { (link::record(&it.id, &it.name)) }
            p { (how_far(it)) " " @match it.value_per_year {
                Some(value) if value >= 0.0 => (state(Mark::Good, &format!("worth {} a year",
                    known(Some(value), currency)))),
                Some(value) => (state(Mark::Warn, &format!("costs {} a year more than it saves",
                    known(Some(-value), currency)))),
                None => (state(Mark::Open, "its worth is unknown")),
            } }
            dl.facts {
                dt { "works by" } dd { @match it.sort {
                    Some("prevents") => "keeping it from happening",
                    Some("detects") => "showing that it happens",
                    Some("corrects") => "lessening what happened",
                    Some("recovers") => "bringing back faster",
                    _ => "nobody says",
                } }
                dt { "protects" } dd { @if it.protects.is_empty() { "nothing named" }
                    (link::several(registers, &it.protects, 8)) }
                dt { "leaves" } dd { @match (it.frequency_left_percent, it.severity_left_percent) {
                    (None, None) => "nobody says how much remains",
                    (often, hard) => {
                        @if let Some(often) = often { (often) " % of how often" }
                        @if often.is_some() && hard.is_some() { ", " }
                        @if let Some(hard) = hard { (hard) " % of how hard" }
                    } } }
                dt { "cost a year" } dd { (between(it.cost_per_year, currency)) }
                @if let Some(payback) = &it.payback {
                    dt { "has paid for itself" } dd { (bad_years::payback(payback)) } }
                dt { "seen to work" } dd { (seen(registers, it)) }
            }
            (risks(it, currency))
            (years(it, currency))
            @if !it.drivers.is_empty() {
                h3 { "What moves its worth most" }
                (bad_years::drivers(registers, &it.drivers, currency))
            }
            (recovery(registers, it))
        }
    }
}

/// A year of the whole register without it and with it.
fn years(it: &MeasureEffect, currency: &str) -> Markup {
    let drawn = it.without_year.zip(it.with_year).zip(it.less);
    let id = record::link::split(&it.id).1;
    let word = match it.state {
        Some("operating" | "verified") => "without",
        _ => "with",
    };
    html! { @if let Some(((without, with), less)) = drawn {
        (bad_years::beside(&without, &with, &less, currency))
        p { a href={ "/requirements/risks/curve?" (word) "=" (id) } { "As a curve" } }
    } }
}

fn how_far(it: &MeasureEffect) -> Markup {
    html! {
        (match it.state {
            Some("verified") => state(Mark::Good, "shown to work"),
            Some("operating") => state(Mark::Warn, "in use, not yet shown to work"),
            Some("building") => state(Mark::Warn, "being built"),
            Some("planned") => state(Mark::Open, "planned"),
            _ => state(Mark::Open, "nobody says how far it is"),
        })
        @match &it.due {
            Some(day) if it.overdue => { " " (state(Mark::Bad, &format!("was due {day}"))) },
            Some(day) => { " due " (day) },
            None => {},
        }
    }
}

fn seen(registers: &Registers, it: &MeasureEffect) -> Markup {
    html! {
        @match (&it.verified, &it.verified_by) {
            (None, None) => "by nobody yet",
            (day, by) => {
                @if let Some(day) = day { (day) }
                @if let Some(by) = by { " by " @match party(registers, by) {
                    Some(party) => (named(registers, &party)), None => (by) } }
            }
        }
        @if let Some(fault) = &it.verification_fault { br; (state(Mark::Bad, fault)) }
    }
}

fn risks(it: &MeasureEffect, currency: &str) -> Markup {
    html! { @if !it.risks.is_empty() { div.scroll { table.stack {
        thead { tr { th { "Risk" } th.num { "Loss a year without" } th.num { "With it" } } }
        tbody { @for risk in &it.risks { tr {
            th { a href={ "/requirements/risks/of/" (record::link::split(&risk.id).1) } {
                (risk.name) } }
            td.num data-label="Loss a year without" { (known(risk.before_per_year, currency)) }
            td.num data-label="With it" { (known(risk.after_per_year, currency)) }
        } } }
        @if it.avoided_per_year.is_some() { tfoot { tr { th { "Taken away in all" } td { }
            td.num data-label="Taken away in all" { (known(it.avoided_per_year, currency)) } } } }
    } } } @else { p.quiet { "It answers no risk of the register, so its worth in money is \
        unknown." } } }
}

fn recovery(registers: &Registers, it: &MeasureEffect) -> Markup {
    html! { @if !it.recovery.is_empty() { div.scroll { table.stack {
        thead { tr { th { "Back after" } th { "If" } th.num { "Without" } th.num { "With it" } } }
        tbody { @for row in it.recovery.iter().take(40) { tr {
            th { (named(registers, &row.id)) }
            td data-label="If" { (named(registers, &row.scenario)) }
            td.num data-label="Without" { (span_or_unknown(row.before_seconds)) }
            td.num data-label="With it" { (span_or_unknown(row.after_seconds)) }
        } } }
    } }
    @if it.recovery.len() > 40 { p.quiet { "And " (it.recovery.len() - 40) " more." } } } }
}
