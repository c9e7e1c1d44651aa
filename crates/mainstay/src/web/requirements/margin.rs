//! Margin, service by service: what would stop each with one more loss, because of what is down or
//! always; what is said; what planned work takes. The worst first.

use axum::response::Response;
use continuity::requirements::margin::{Left, Margin, NextLoss, PlannedWork};
use continuity::requirements::margin::{ServiceMargin, SignalUsed, Standing};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kinds::Registers;

use super::words::{count, named, state};
use crate::http::call::Call;
use crate::http::grounds;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show};
use crate::web::home::margin::threats;
use crate::web::navigation::Mark;
use crate::web::when::{self, both, span};
use crate::web::{home, link};

/// How many rows of a long list stand on the page.
const ROWS_MAX: usize = 200;
/// How many losses of a service are named in its row.
const NAMED_MAX: usize = 4;

struct Seen<'a> {
    margin: &'a Margin,
    registers: &'a Registers,
    zone: TimeZone,
}

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let strip = home::margin::part(&call).await?;
    let (present, margin) = grounds::shown(&call).await?;
    let registers = &present.state.registers;
    let seen = Seen {
        margin: &margin,
        registers,
        zone: when::zone(registers),
    };
    let counts = margin.counts;
    let body = html! {
        h1 { "Margin now" }
        p.lead { "One more loss away from stopping: " strong { (counts.none) } ". Stopped: " strong { (counts.stopped) }
            ". On less than it was built with: " strong { (counts.reduced) } ". As built: " strong { (counts.full) } "." }
        p.quiet { "The alarm is for margin that is lost, not for an item that is down. What would have stopped it on any other day stands in a column of its own, and is a "
            a href="/findings" { "finding" } "." }
        (strip)
        (next(&seen))
        (last(&seen))
        (planned(&seen))
        (services(&seen))
        (said(&seen))
    };
    let page = Page::new("Margin now", "/requirements", body)
        .help("2-requirements#margin")
        .script("margin")
        .export([("JSON", "/api/v1/margin")]);
    show(&call, page).await
}

fn next(seen: &Seen<'_>) -> Markup {
    let threats = threats(seen.margin);
    html! {
        @if !threats.is_empty() {
            section aria-labelledby="next" {
                h2 #next { "What may not be lost now " small { "(" (threats.len()) ")" } }
                div.scroll { table.stack {
                    thead { tr { th scope="col" { "If this is lost too" } th scope="col" { "these stop" } th scope="col" { "down already" } } }
                    tbody { @for threat in threats.iter().take(ROWS_MAX) { tr {
                        th scope="row" { (named(seen.registers, threat.id)) }
                        td data-label="Stops" {
                            @for (place, (id, name)) in threat.stops.iter().enumerate() {
                                @if place > 0 { ", " } (link::record(id, name))
                            }
                            @if threat.late > 0 { " " (state(Mark::Bad, &format!("{} too late", threat.late))) }
                        }
                        td data-label="Down already" {
                            @if threat.instead_of.is_empty() { "its return waits for what is down" }
                            @for (place, id) in threat.instead_of.iter().enumerate() {
                                @if place > 0 { ", " } (named(seen.registers, id))
                            }
                        }
                    } } }
                } }
            }
        }
    }
}

fn last(seen: &Seen<'_>) -> Markup {
    let groups = &seen.margin.on_last_redundancy;
    html! {
        @if !groups.is_empty() {
            section aria-labelledby="last" {
                h2 #last { "Nothing to spare " small { "(" (groups.len()) ")" } }
                div.scroll { table.stack {
                    thead { tr { th scope="col" { "What" } th scope="col" { "Up" } th scope="col" { "Runs on" } th scope="col" { "Down" } } }
                    tbody { @for group in groups.iter().take(ROWS_MAX) { tr {
                        th scope="row" { (link::record(&group.id, &group.name)) }
                        td data-label="Up" { (group.up) " of " (group.of) ", " (group.k) " needed" }
                        td data-label="Runs on" { (link::several(seen.registers, &group.members_up, 5)) }
                        td data-label="Down" { (link::several(seen.registers, &group.members_down, 5)) }
                    } } }
                } }
            }
        }
    }
}

fn services(seen: &Seen<'_>) -> Markup {
    let rows = &seen.margin.services;
    html! {
        section aria-labelledby="services" {
            h2 #services { "Service by service" }
            @if rows.is_empty() { p { "No activity is on record, and no service with a target or a tier up to 2: there is nothing to keep margin for." } }
            @else {
                div.scroll { table.stack {
                    thead { tr {
                        th scope="col" { "Service or activity" } th scope="col" { "Margin" }
                        th scope="col" { "Would stop it now" } th scope="col" { "Would always have" }
                        th scope="col" { "Without margin" }
                    } }
                    tbody { @for row in rows.iter().take(ROWS_MAX) { (service(seen, row)) } }
                } }
                @if rows.len() > ROWS_MAX {
                    p { "The first " (ROWS_MAX) " of " (rows.len()) "; " a href="/api/v1/margin" { "all of them as JSON" } "." }
                }
            }
        }
    }
}

fn mark(left: Left) -> Mark {
    match left {
        Left::Stopped | Left::None => Mark::Bad,
        Left::Reduced => Mark::Warn,
        Left::Full => Mark::Good,
    }
}

fn service(seen: &Seen<'_>, row: &ServiceMargin) -> Markup {
    let is_new = |it: &&NextLoss| it.because_of_signal || it.late_because_of_signal;
    let new: Vec<&NextLoss> = row.next_losses.iter().filter(is_new).collect();
    let always: Vec<&NextLoss> = row.next_losses.iter().filter(|it| !is_new(it)).collect();
    let always_count = row.next_losses_count - row.because_of_signal_count;
    html! { tr {
        th scope="row" { (link::record(&row.id, &row.name))
            @if let Some(tier) = row.tier { " " small { "tier " (tier) } }
            @if let Some(day) = row.condition.as_ref().filter(|it| it.is_worth_saying()) {
                br; small { (day.words()) }
            } }
        td data-label="Margin" { (state(mark(row.margin), row.margin.as_str())) }
        td data-label="Would stop it now" {
            @if new.is_empty() { span.quiet { "nothing new" } }
            @for loss in new.iter().take(NAMED_MAX) { (way(seen, loss)) }
            @if row.because_of_signal_count > NAMED_MAX { small { "and " (row.because_of_signal_count - NAMED_MAX) " more" } }
        }
        td data-label="Would always have" {
            @if always_count == 0 { span.quiet { "nothing" } } @else {
                @for (place, loss) in always.iter().take(NAMED_MAX).enumerate() {
                    @if place > 0 { ", " } (link::record(&loss.members[0], &loss.name))
                }
                @if always_count > NAMED_MAX {
                    " and " a href={ "/items/" (row.id) } { (always_count - always.len().min(NAMED_MAX)) " more" }
                }
            }
        }
        td data-label="Without margin" { (hours(row)) }
    } }
}

/// A loss and its way to the service.
fn way(seen: &Seen<'_>, loss: &NextLoss) -> Markup {
    let between = loss.why.len().saturating_sub(2);
    html! { p.way {
        (link::record(&loss.members[0], &loss.name))
        @if between > 0 { small { " by way of "
            @for (place, id) in loss.why.iter().skip(1).take(between).enumerate() {
                @if place > 0 { " > " } (named(seen.registers, id))
            } } }
        @match loss.breaches {
            Some(true) => { ", " (state(Mark::Bad, "too late")) }
            Some(false) => { ", " (state(Mark::Good, "back in time")) }
            None => {}
        }
    } }
}

fn hours(row: &ServiceMargin) -> Markup {
    html! {
        @match row.without_margin {
            None => { span.quiet { "nothing heard yet" } }
            Some(it) => {
                (span(it.seconds)) " in " (it.days) " days"
                @if it.stopped_seconds > 0 { ", stopped " (span(it.stopped_seconds)) }
                @if it.planned_seconds > 0 { "; " (span(it.planned_seconds)) " planned" }
            }
        }
    }
}

fn said(seen: &Seen<'_>) -> Markup {
    let signals = &seen.margin.signals;
    html! {
        section aria-labelledby="said" {
            h2 #said { "What is said " small { "(" (signals.len()) ")" } }
            @if signals.is_empty() {
                p { "No monitor has said anything. " a href="/help/2-requirements#margin" { "How monitors speak here" } "." }
            } @else {
                div.scroll { table.stack {
                    thead { tr { th scope="col" { "What" } th scope="col" { "Is" } th scope="col" { "Since" } th scope="col" { "Says who" } } }
                    tbody {
                        @for signal in signals.iter().take(ROWS_MAX) { (signal_row(seen, signal)) }
                    }
                } }
                @if signals.len() > ROWS_MAX { p { "The first " (ROWS_MAX) "; " a href="/records/signals" { "every signal" } "." } }
            }
        }
    }
}

fn signal_row(seen: &Seen<'_>, signal: &SignalUsed) -> Markup {
    let time = |text: &Option<String>| text.as_deref().and_then(|it| it.parse::<Timestamp>().ok());
    let (shape, word) = match (signal.standing, signal.says) {
        (Standing::Ended, _) => (Mark::Open, "over"),
        (Standing::NotYet, _) => (Mark::Open, "still to come"),
        (_, "down") => (Mark::Bad, "down"),
        (_, "degraded") => (Mark::Warn, "degraded"),
        _ => (Mark::Good, "up"),
    };
    html! { tr {
        th scope="row" {
            @match &signal.item {
                Some(item) => { (named(seen.registers, item)) }
                None => { code { (signal.of) } " " (state(Mark::Warn, "no record answers to that name")) }
            }
        }
        td data-label="Is" { (state(shape, word))
            @if signal.stale { " " small { "not heard for "
                (span(seen.margin.stale_after_seconds)) " or more: it may be wrong" } }
            @if signal.clock_ahead { " " small { "its clock is ahead of ours" } } }
        td data-label="Since" { @match time(&signal.since) {
            Some(at) => { (both(at, &seen.zone)) } None => { span.quiet { "not said" } } } }
        td data-label="Says" { (signal.feed.as_deref().unwrap_or("nobody named")) " "
            (link::record(&signal.id, "signal"))
            @if let Some(text) = &signal.text { br; small { (text) } } }
    } }
}

fn planned(seen: &Seen<'_>) -> Markup {
    let all = &seen.margin.planned;
    html! {
        section aria-labelledby="planned" {
            h2 #planned { "Planned work " small { "(" (all.len()) ")" } }
            @if all.is_empty() { p { "No change with a time is planned. " a href="/records/changes" { "Changes" } } }
            @for work in all.iter().take(ROWS_MAX) { (work_sheet(seen, work)) }
        }
    }
}

fn work_sheet(seen: &Seen<'_>, work: &PlannedWork) -> Markup {
    let time = |text: &str| text.parse::<Timestamp>().ok();
    let harmless = work.stops.is_empty()
        && work.takes_last_redundancy.is_empty()
        && work.leaves_without_margin.is_empty();
    let list = |title: &str, ids: &[String]| {
        html! { @if !ids.is_empty() {
            dt { (title) } dd { (link::several(seen.registers, ids, 8)) }
        } }
    };
    let words = |title: &str, texts: &[String]| {
        html! { @if !texts.is_empty() {
            dt { (title) } dd { (state(Mark::Warn, &texts.join("; "))) }
        } }
    };
    html! {
        article.sheet {
            h3 { (link::record(&work.change, &work.name)) @if work.is_on { " " (state(Mark::Warn, "going on now")) } }
            p { @if let Some(from) = time(&work.from) { (both(from, &seen.zone)) }
                @match work.until.as_deref().and_then(time) {
                    Some(until) => { " to " (both(until, &seen.zone)) }
                    None => { ", nobody said until when" }
                } }
            @if harmless { p { (state(Mark::Good, "takes no last redundancy")) } }
            dl.facts {
                (list("takes down", &work.touches))
                @if !work.unresolved.is_empty() { dt { "not on record" } dd { (work.unresolved.join(", ")) } }
                (list("at the same time as", &work.together_with))
                (list("stops", &work.stops))
                @if !work.takes_last_redundancy.is_empty() { dt { "takes the last spare of" } dd {
                    @for (place, group) in work.takes_last_redundancy.iter().take(8).enumerate() {
                        @if place > 0 { "; " }
                        (link::record(&group.id, &group.name)) ", then on " (link::several(seen.registers, &group.members_up, 3)) " alone"
                    } } }
                @if !work.leaves_without_margin.is_empty() { dt { "leaves without margin" } dd {
                    (count(work.leaves_without_margin.len(), "service or activity", "services and activities")) ": "
                    @for (place, it) in work.leaves_without_margin.iter().take(8).enumerate() {
                        @if place > 0 { ", " } (link::record(&it.id, &it.name))
                    } } }
                (words("meets a peak", &work.meets_peak))
                (list("meets an exercise", &work.meets_exercise))
                (words("meets a warning", &work.meets_warning))
                (words("authority", &work.authority_gap))
            }
        }
    }
}
