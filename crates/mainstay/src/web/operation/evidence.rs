//! What speaks for an item's coming back in time, as a block for its page.

use axum::response::Response;
use continuity::operation::evidence::{Evidence, Level, Reason};
use continuity::operation::freshness::Freshness;
use continuity::requirements::recovery_targets::Verdict;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as frame};
use crate::web::navigation::Mark;
use crate::web::{link, reckoned, when};

/// The page of one item's evidence.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let reference = format!("{}/{}", call.path.get("kind"), call.path.get("id"));
    let evidence = now.evidence(&reference);
    let evidence = evidence.ok_or_else(|| Problem::unknown(&reference))?;
    let zone = when::zone(&now.present.state.registers);
    let body = html! {
        h1 { (evidence.name) }
        p { (link::record(&reference, &reference)) }
        (block(evidence, now.at, &zone))
    };
    let address = format!("/api/v1/evidence?of={}", link::escaped(&reference));
    let page = Page::new(
        format!("What shows it: {}", evidence.name),
        "/operation",
        body,
    )
    .help("4-operation#readiness")
    .export([("JSON", address)])
    .about(&reference);
    frame(&call, page).await
}

/// How strong it is, in words for everyone.
pub fn level_words(level: Level) -> &'static str {
    match level {
        Level::None => "nothing shows it",
        Level::Claimed => "only said",
        Level::Projected => "calculated, never shown",
        Level::Tested => "tested, with measured time",
        Level::Proven => "proven in earnest",
    }
}

/// What it shows, as shape and words.
pub fn verdict_words(verdict: Verdict) -> (Mark, &'static str) {
    match verdict {
        Verdict::Meets => (Mark::Good, "in time"),
        Verdict::Misses => (Mark::Bad, "too late"),
        Verdict::Infeasible => (Mark::Bad, "cannot be in time"),
        Verdict::Unknown => (Mark::Warn, "unknown"),
        Verdict::NoTarget => (Mark::Open, "no target"),
    }
}

/// The level with its age, in one line.
pub fn level(evidence: &Evidence, now: Timestamp) -> Markup {
    html! {
        (level_words(evidence.level))
        @if let Some(shown) = &evidence.shown {
            ", " a href={ "/runs/" (shown.run) } { (when::ago(shown.at, now)) }
            @match evidence.freshness {
                Some(Freshness::Stale) => { " " span.warn { "no longer counts" } }
                Some(Freshness::DueSoon) => { " " span.warn { "counts until " (shown.due) } }
                _ => {}
            }
        }
        " " small { "(" (evidence.level.as_str()) ")" }
    }
}

/// The block: level, verdict, the three times, and why.
pub fn block(evidence: &Evidence, now: Timestamp, zone: &TimeZone) -> Markup {
    let (mark, words) = verdict_words(evidence.verdict);
    html! {
        section.sheet.evidence aria-labelledby="evidence" {
            h2 #evidence { "What shows it" }
            p.lead { span.(mark.class()) { (words) } ": " (level_words(evidence.level)) "." }
            dl.facts {
                dt { "Must be back" }
                dd { @match evidence.target_seconds {
                    Some(target) => { "within " (when::span(target)) " of the call to recovery " small { "(RTO)" } }
                    None => { "nobody says by when" }
                } }
                dt { "By calculation" }
                dd { (when::span_or_unknown(evidence.calculated_seconds)) " " small { "(RTC)" } }
                dt { "Shown" }
                dd { (shown(evidence, now, zone)) }
            }
            @if !evidence.reasons.is_empty() {
                h3 { "Why" }
                ul { @for reason in &evidence.reasons { li { (reason_words(reason, zone)) } } }
            }
            @for plan in &evidence.plans {
                @let id = record::link::split(plan).1;
                p { a.button href={ "/operation/plans/" (link::escaped(id)) } { "Exercise it: " (id) } }
            }
        }
    }
}

fn shown(evidence: &Evidence, now: Timestamp, zone: &TimeZone) -> Markup {
    html! {
        @match &evidence.shown {
            None => { "never" }
            Some(shown) => {
                @match shown.seconds {
                    Some(seconds) => { (when::span(seconds)) " after the call " small { "(RTA)" } }
                    None => { "no time" }
                }
                @if let Some(whole) = shown.from_disruption_seconds {
                    ", " (when::span(whole)) " after the disruption"
                }
                ", " a href={ "/runs/" (shown.run) } { (shown.sort.unwrap_or(shown.mode)) }
                " " (when::both(shown.at, zone)) " (" (when::ago(shown.at, now)) "); counts until "
                (shown.due)
                details {
                    summary { "What was to be recovered" }
                    ul { @for id in &shown.recovery_set { li { (link::record(id, id)) } } }
                }
            }
        }
    }
}

/// A reason, with the record it speaks of and the change behind it.
pub fn reason_words(reason: &Reason, zone: &TimeZone) -> Markup {
    html! {
        (reason.text)
        @if let (Some(about), None) = (&reason.about, reason.seq) {
            @if let Some(run) = about.strip_prefix("run/") {
                " " a href={ "/runs/" (run) } { "The run" }
            } @else {
                " " (link::record(about, about))
            }
        }
        @if let (Some(about), Some(seq), Some(at)) = (&reason.about, reason.seq, reason.at) {
            " " (link::record(about, about)) ", entry "
            a href={ "/changes?of=" (about) } { (seq) }
            ", " (when::both(at, zone))
            @if let Some(by) = &reason.by { ", by " (crate::web::operation::start::who(by)) }
            "."
        }
    }
}
