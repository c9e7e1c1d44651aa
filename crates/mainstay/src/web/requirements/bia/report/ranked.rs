//! The ranked list with its heat: activities, when each becomes intolerable, and how bad it is at a
//! few moments. A level is told by its number and its mark, and only then by its colour.

use maud::{Markup, html};

use super::super::consequence::verdict;
use super::super::{named, place};
use super::{Chosen, ROWS};
use crate::answer::impact_report::method::Method;
use crate::answer::impact_report::roll_up::{MOMENTS, Row};
use crate::answer::impact_report::target::Headline;
use crate::web::navigation::Mark;
use crate::web::reckoned::Reckoned;
use crate::web::requirements::words::state;
use crate::web::{link, when};

/// The list, a page of it.
pub(super) fn table(now: &Reckoned, rows: &[&Row], method: &Method, chosen: &Chosen) -> Markup {
    let shown = rows.iter().skip(chosen.from).take(ROWS);
    html! {
        @if rows.is_empty() { p { "None." } } @else {
            (heads(shown.map(|row| line(now, row, method))))
            (legend(method))
        }
        (onward(rows.len(), chosen))
    }
}

/// The whole list, on paper.
pub(super) fn whole(now: &Reckoned, rows: &[Row], method: &Method) -> Markup {
    html! {
        @if rows.is_empty() { p { "None." } } @else {
            (heads(rows.iter().map(|row| line(now, row, method))))
            (legend(method))
        }
    }
}

fn heads(rows: impl Iterator<Item = Markup>) -> Markup {
    html! { div.scroll { table.stack.ranked {
        thead { tr {
            th scope="col" { "Activity" }
            th scope="col" { "Intolerable after " small { "(MTPD)" } }
            th scope="col" { "Back within " small { "(required RTO)" } }
            th scope="col" { "Would be back" }
            @for at in MOMENTS { th.num scope="col" { (when::span(at)) } }
            th scope="col" { "Impact" }
        } }
        tbody { @for row in rows { (row) } }
    } } }
}

fn onward(count: usize, chosen: &Chosen) -> Markup {
    let to = (chosen.from + ROWS).min(count);
    html! { @if count > ROWS {
        nav.filter aria-label="Other pages of the list" {
            span { (chosen.from.min(count) + 1) " to " (to) " of " (count) }
            @if chosen.from > 0 {
                a href=(chosen.place(chosen.from.saturating_sub(ROWS))) rel="prev" { "Before" } }
            @if to < count { a href=(chosen.place(to)) rel="next" { "Next" } }
        }
    } }
}

/// MTPD in words, with its interval and what decides.
pub(super) fn mtpd(headline: &Headline) -> Markup {
    html! {
        @match (headline.seconds, headline.beyond_seconds) {
            (Some(seconds), _) => (when::span(seconds)),
            (None, Some(beyond)) => { "more than " (when::span(beyond)) }
            (None, None) => "unknown",
        }
        @if let Some(why) = why(headline) { br; small { (why) } }
    }
}

/// Why it is that MTPD.
pub(super) fn why(headline: &Headline) -> Option<String> {
    let mut parts = Vec::new();
    let (last, first) = (
        headline.last_tolerable_seconds,
        headline.first_intolerable_seconds,
    );
    if let (Some(last), Some(first)) = (last, first) {
        parts.push(format!("in ({}, {}]", when::span(last), when::span(first)));
    }
    match (headline.indicative, headline.driver.as_deref()) {
        (true, _) => parts.push("indicative: where the money crosses".into()),
        (false, Some(driver)) => parts.push(format!("{driver} decides")),
        (false, None) => {}
    }
    match headline.from {
        Some("declared") => parts.push("declared".into()),
        Some("peak") => parts.push("declared for the peak".into()),
        _ => {}
    }
    if let Some(condition) = headline.condition.as_deref().filter(|it| *it != "normal") {
        parts.push(format!("condition {condition}"));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn line(now: &Reckoned, row: &Row, method: &Method) -> Markup {
    let activity = record::link::split(&row.id).1;
    let intolerable = method.intolerable_level;
    html! {
        tr {
            th scope="row" { a href=(place(activity, "report")) { (row.name) }
                br; small { @match &row.owner {
                    Some(owner) => (named(&now.present, owner)),
                    None => "nobody owns it",
                } } }
            td data-label="Intolerable after" { (mtpd(&row.mtpd))
                @if !row.contested.is_empty() { br; (state(Mark::Bad, "contested")) } }
            td data-label="Back within" { a href={ (link::place(&row.id)) "#targets" } {
                (when::span_or_unknown(row.required_seconds)) } }
            td data-label="Would be back" { (when::span_or_unknown(row.back_seconds)) " "
                (verdict(row.verdict)) }
            @for (at, level) in MOMENTS.iter().zip(&row.heat) {
                td.num.heat data-label={ "After " (when::span(*at)) } { (level_mark(*level, intolerable)) }
            }
            td data-label="Impact" { a href=(place(activity, "start")) { @match row.covered {
                Some(covered) => (covered.as_str()), None => "in no scope" } } }
        }
    }
}

/// A level by number, mark and colour.
pub(super) fn level_mark(level: Option<u32>, intolerable: u32) -> Markup {
    html! { @match level {
        Some(level) => span.level.(heat(level, intolerable)) { (level)
            @if level >= intolerable { "\u{25B2}" span.unseen { " intolerable" } } },
        None => span.quiet { "\u{2013}" span.unseen { "not judged" } },
    } }
}

/// How hot a level is: by its share of the intolerable one.
fn heat(level: u32, intolerable: u32) -> &'static str {
    match (level, intolerable) {
        (0, _) => "cold",
        (level, intolerable) if level > intolerable => "hottest",
        (level, intolerable) if level == intolerable => "hot",
        (level, intolerable) if level * 2 > intolerable => "warm",
        _ => "mild",
    }
}

fn legend(method: &Method) -> Markup {
    html! {
        p.quiet { "The worst level of any category, condition and view in force, at the last time "
            "judged by then: " @for (at, level) in method.levels.iter().enumerate() {
            @if at > 0 { ", " } (level.level) " " (level.word.as_deref().unwrap_or("without a word"))
            @if level.intolerable { " \u{25B2}" }
        } ". \u{25B2} is intolerable; \u{2013} was not judged by then." }
    }
}
