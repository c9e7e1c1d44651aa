//! How many hours a year activities and services stand still, each with its arithmetic, and what
//! was supposed when recoveries were drawn.

use continuity::requirements::risk_numbers::downtime::{Downtime, Part};
use continuity::requirements::supposals::Supposals;
use maud::{Markup, html};
use record::kinds::Registers;

use crate::web::navigation::Mark;
use crate::web::requirements::words::{count, name, named, state};
use crate::web::when::span;

/// So many are shown.
const SHOWN: usize = 15;

/// The table, the longest standstill first.
pub fn block(registers: &Registers, rows: &[Downtime]) -> Markup {
    html! { @if !rows.is_empty() { section.sheet #stopped aria-labelledby="stopped-title" {
        h2 #stopped-title { "How long it stands still" }
        p { "Hours a year in which an activity or service is stopped: how often each risk strikes, \
            times how long the recovery from it takes, from the same drawn years as the loss." }
        div.scroll { table.stack {
            thead { tr { th scope="col" { "What" } th.num scope="col" { "A year, on average" }
                th.num scope="col" { "Nine of ten years, at most " small { "P90" } }
                th scope="col" { "From: times a year, each time" } } }
            tbody { @for it in rows.iter().take(SHOWN) { (row(registers, it)) } }
        } }
        @if rows.len() > SHOWN { p.quiet { "The " (SHOWN) " longest of " (rows.len())
            "; the JSON holds all." } }
        p.quiet { "A P90 of nothing means that nine of ten years pass without a stop; the \
            tenth may be long. Strikes add up; what one event stops in two ways counts once." }
    } } }
}

fn row(registers: &Registers, it: &Downtime) -> Markup {
    html! { tr {
        th scope="row" { (named(registers, &it.id)) }
        td.num data-label="On average" { @match it.hours {
            None => (state(Mark::Open, "unknown")),
            Some(hours) => { @if it.lower_bound { "at least " } (humane(hours.mean)) }
        } }
        td.num data-label="P90" { @match it.hours {
            None => (state(Mark::Open, "unknown")),
            Some(hours) => { @if it.lower_bound { "at least " } (humane(hours.p90))
                br; small { "stopped at all in " (percent(hours.any_probability)) " of years" } }
        } }
        td data-label="From" {
            @for part in it.parts.iter().take(1) { (part_of(registers, part)) }
            @if it.parts.len() > 1 { details {
                summary { "and " (count(it.parts.len() - 1, "risk", "risks")) " more" }
                ul { @for part in &it.parts[1..] { li { (part_of(registers, part)) } } }
            } }
        }
    } }
}

/// A risk with how often and how long each time.
fn part_of(registers: &Registers, it: &Part) -> Markup {
    let id = record::link::split(&it.risk).1;
    html! {
        a href={ "/requirements/risks/of/" (id) } { (name(registers, &it.risk)) } ": "
        @match it.per_year { Some(often) => { (times(often)) }, None => "nobody says how often" }
        ", "
        @match it.hours_each { Some(hours) => { (humane(hours)) },
            None => "nobody can say how long" }
    }
}

/// What is supposed of recoveries, as entries of a list.
pub fn assumed(registers: &Registers, it: &Supposals) -> Markup {
    html! {
        li { "Each recovery is drawn from the three points of every time and every step of a plan; \
            what one team works on is alike by " (it.durations_alike.value) ", "
            (from(registers, it.durations_alike.from.as_deref())) ". People\u{2019}s limits are \
            not looked at." }
        li { @match &it.spread {
            Some(spread) => { "A time given as one figure may be " (percent(spread.sooner))
                " shorter and " (percent(spread.later)) " longer, "
                (from(registers, Some(&spread.from))) "." }
            None => { "A time given as one figure is taken to be exact: no policy says how sure it \
                is." }
        } }
        @if let Some(takes) = &it.takes_seconds { li { "What nobody gave a time is supposed to take "
            (span(takes.likely)) ", " (from(registers, Some(&takes.from))) "." } }
    }
}

/// Who says so.
pub fn from(registers: &Registers, policy: Option<&str>) -> Markup {
    html! { @match policy {
        Some(policy) => { "as " (named(registers, policy)) " lays down" }
        None => { "a judgement that ships; a policy may lay down another" }
    } }
}

fn times(often: f64) -> String {
    match often {
        1.0.. => format!("{often:.1} times"),
        0.01..1.0 => format!("{often:.2} times"),
        _ => format!("{often:.4} times"),
    }
}

fn humane(hours: f64) -> String {
    match (hours > 0.0, (hours * 60.0).round() as i64) {
        (true, 0) => "less than a minute".into(),
        (_, minutes) => span(minutes * 60),
    }
}

fn percent(share: f64) -> String {
    match share * 100.0 {
        low if low > 0.0 && low < 1.0 => format!("{low:.1} %"),
        whole => format!("{whole:.0} %"),
    }
}
