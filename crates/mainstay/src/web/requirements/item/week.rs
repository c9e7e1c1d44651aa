//! The week judged hour by hour: lost then, would it be back in time? A grid of shapes and words,
//! and the same in sentences.

use continuity::requirements::hours_walk::{HoursVerdict, Moment};
use jiff::Timestamp;
use maud::{Markup, html};

use super::Seen;
use crate::web::when::{span, words};

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

pub(super) fn block(seen: &Seen<'_>) -> Markup {
    let Some(hours) = &seen.told.target.hours else {
        return html! {};
    };
    let late: Vec<String> = runs(&hours.week, Some(false))
        .iter()
        .map(run_words)
        .collect();
    let unknown = hours.week.iter().filter(|hour| hour.is_none()).count();
    html! {
        section.sheet #week {
            h2 { "The week, hour by hour" }
            p { (headline(hours)) }
            @if let Some(worst) = &hours.worst { p { (worst_words(seen, worst)) } }
            @if !late.is_empty() { p { "Too late when lost " (late.join("; ")) "." } }
            @if unknown > 0 && unknown < hours.week.len() { p.quiet { "For " (unknown)
                " hours a fact is missing." } }
            @if hours.week.iter().all(|hour| *hour == hours.week[0]) {
                p.quiet { "Every hour of the week is alike." }
            } @else { (grid(&hours.week)) }
            @if !hours.late_around_exceptions.is_empty() {
                details {
                    summary { "Late around holidays and other exceptions: "
                        (hours.late_around_exceptions.len()) " hours" }
                    ul { @for moment in hours.late_around_exceptions.iter().take(30) {
                        li { (worst_words(seen, moment)) }
                    } }
                }
            }
        }
    }
}

fn headline(hours: &HoursVerdict) -> String {
    match hours.share_in_time {
        Some(share) => {
            let in_time = hours
                .week
                .iter()
                .filter(|hour| **hour == Some(true))
                .count();
            format!(
                "Lost in {in_time} of the {} hours of a week it would be back in time: {:.0} %.",
                hours.week.len(),
                share * 100.0
            )
        }
        None => "Whether it would be back in time is not known for every hour.".into(),
    }
}

/// One moment of loss in a sentence.
fn worst_words(seen: &Seen<'_>, moment: &Moment) -> String {
    let at = |text: &str| text.parse::<Timestamp>().ok();
    let shown = |text: Option<Timestamp>| {
        text.map_or_else(|| "an unknown time".into(), |at| words(at, &seen.zone))
    };
    let (due, back) = (
        moment.due.as_deref().and_then(at),
        moment.back.as_deref().and_then(at),
    );
    let verdict = match (due, back) {
        (Some(due), Some(back)) if back > due => {
            format!(", {} late", span(back.duration_since(due).as_secs()))
        }
        (Some(due), Some(back)) => {
            format!(", {} to spare", span(due.duration_since(back).as_secs()))
        }
        _ => String::new(),
    };
    format!(
        "Lost on {} it would be back on {}; due {}{verdict}.",
        shown(at(&moment.lost)),
        shown(back),
        shown(due)
    )
}

fn grid(week: &[Option<bool>]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="The week as a grid" { table.week {
            caption { "Lost in this hour: " span.good { "in time" } ", " span.bad-word {
                "too late" } ", "
                span.open-word { "unknown" } }
            thead { tr {
                th scope="col" { "Day" }
                @for hour in 0..24 { th scope="col" { (format!("{hour:02}")) } }
            } }
            tbody { @for (day, hours) in DAYS.iter().zip(week.chunks(24)) { tr {
                th scope="row" { (day) }
                @for hour in hours { @match hour {
                    Some(true) => { td.in-time { span.unseen { "in time" } } }
                    Some(false) => { td.late { span.unseen { "too late" } } }
                    None => { td.not-known { span.unseen { "unknown" } } }
                } }
            } } }
        } }
    }
}

/// Runs of hours with the same verdict, from and to (exclusive).
fn runs(week: &[Option<bool>], of: Option<bool>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (hour, verdict) in week.iter().enumerate() {
        if *verdict != of {
            continue;
        }
        match runs.last_mut() {
            Some(last) if last.1 == hour => last.1 = hour + 1,
            _ => runs.push((hour, hour + 1)),
        }
    }
    runs
}

fn run_words(run: &(usize, usize)) -> String {
    let at = |hour: usize| format!("{} {:02}:00", DAYS[hour / 24 % 7], hour % 24);
    format!("from {} to {}", at(run.0), at(run.1))
}
