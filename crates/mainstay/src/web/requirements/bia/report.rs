//! The report of the analysis: ranked activities, harm over time, conflicts, and what is not
//! approved. Each figure leads to where it comes from.

use std::sync::Arc;

use axum::response::Response;
use continuity::finding::Finding;
use continuity::initiation::policy_in_force::policy_in_force;
use continuity::requirements::coverage::Covered;
use maud::{Markup, html};

use super::consequence::verdict;
use super::grid::levels;
use super::{HELP, PLACE, board, named, place};
use crate::answer::impact_report::{ImpactReport, MOMENTS, Row, conflicts, impact_report};
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::reckoned::Reckoned;
use crate::web::{link, reckoned, when};

/// Conflicts that are named.
const CONFLICTS: usize = 100;
/// Rows that are shown.
const ROWS: usize = 300;

/// What the report may be asked.
pub const ASKED: &[Parameter] = &[Parameter::new(
    "covered",
    Sort::Typed,
    "Only activities that are covered so.",
)];

/// The report.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let compute = {
        let now = Arc::clone(&now);
        move || now.given(|given| impact_report(given, &now.items))
    };
    let report = call.doors.compute(compute).await?;
    let word = call.query.text("covered").unwrap_or_default();
    let chosen = Covered::ALL.iter().find(|it| board::slug(**it) == word);
    let rows: Vec<&Row> = report
        .rows
        .iter()
        .filter(|row| chosen.is_none_or(|chosen| row.covered == Some(*chosen)))
        .collect();
    let body = html! {
        p.quiet { a href="/requirements/bia" { "Impact analysis" } }
        h1 { "Report of the impact analysis" }
        p { "As of " (when::both(now.at, &when::zone(now.registers()))) ", entry " (now.present.seq) " of the journal." }
        (counts(&report, chosen.copied()))
        h2 { "Soonest intolerable first" }
        (ranked(&now, &rows))
        (scale(&now))
        h2 #conflicts { "Conflicts" }
        (conflicting(&conflicts(&now.findings)))
        h2 #open { "Not approved, or not in date" }
        (open(&report))
    };
    framed(
        &call,
        Page::new("Report of the impact analysis", PLACE, body).help(HELP),
    )
    .await
}

fn counts(report: &ImpactReport, chosen: Option<Covered>) -> Markup {
    let current = |is: bool| is.then_some("true");
    html! {
        nav.filter aria-label="Which activities" {
            a href="/requirements/bia/report" aria-current=[current(chosen.is_none())] {
                (report.rows.len()) " in all"
            }
            @for (covered, count) in &report.counts {
                @let here = format!("/requirements/bia/report?covered={}", board::slug(*covered));
                a href=(here) aria-current=[current(chosen == Some(*covered))] {
                    (count) " " (covered.as_str())
                }
            }
            @if report.excluded_count > 0 { span { (report.excluded_count) " out of scope" } }
            @if report.undecided_count > 0 {
                a href="/initiation/scope" { (report.undecided_count) " neither in scope nor out" }
            }
        }
    }
}

fn ranked(now: &Reckoned, rows: &[&Row]) -> Markup {
    let intolerable = policy_in_force(now.registers()).intolerable_level();
    html! {
        @if rows.is_empty() { p { "None." } } @else { div.scroll { table.stack {
            thead { tr {
                th scope="col" { "Activity" } th scope="col" { "Intolerable after " small { "(MTPD)" } }
                th scope="col" { "Back within " small { "(required)" } } th scope="col" { "Would be back" }
                @for at in MOMENTS { th.num scope="col" { (when::span(at)) } }
                th scope="col" { "Impact" }
            } }
            tbody { @for row in rows.iter().take(ROWS) { (line(now, row, intolerable)) } }
        } } }
        @if rows.len() > ROWS { p.quiet { "and " (rows.len() - ROWS) " more" } }
    }
}

fn line(now: &Reckoned, row: &Row, intolerable: u32) -> Markup {
    let activity = record::link::split(&row.id).1;
    html! {
        tr {
            th scope="row" { (link::record(&row.id, &row.name))
                br; small { @match &row.owner {
                    Some(owner) => (named(&now.present, owner)),
                    None => "nobody owns it",
                } } }
            td data-label="Intolerable after" { (when::span_or_unknown(row.mtpd_seconds))
                @if let Some(category) = &row.category { br; small { (category) " decides" } } }
            td data-label="Back within" { (when::span_or_unknown(row.required_seconds)) }
            td data-label="Would be back" { (when::span_or_unknown(row.back_seconds)) " " (verdict(row.verdict)) }
            @for (at, level) in MOMENTS.iter().zip(&row.heat) {
                td.num.heat data-label={ "After " (when::span(*at)) } { @match level {
                    Some(level) => span.level.(heat(*level, intolerable)) { (level)
                        @if *level >= intolerable { "\u{25B2}" span.unseen { " intolerable" } } },
                    None => span.quiet { "\u{2013}" span.unseen { "not judged" } },
                } }
            }
            td data-label="Impact" { a href=(place(activity, "start")) { @match row.covered {
                Some(covered) => (covered.as_str()), None => "not in scope" } } }
        }
    }
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

fn scale(now: &Reckoned) -> Markup {
    let policy = policy_in_force(now.registers());
    let intolerable = policy.intolerable_level() as usize;
    html! {
        p.quiet { "Levels: " @for (at, word) in levels(&policy).iter().enumerate() {
            @if at > 0 { ", " } (at) " " (word) @if at >= intolerable { " \u{25B2}" }
        } ". \u{25B2} is intolerable; \u{2013} was not judged by then." }
    }
}

fn conflicting(found: &[&Finding]) -> Markup {
    html! {
        @if found.is_empty() { p { span.good { "None." } } }
        ul.plain-list { @for finding in found.iter().take(CONFLICTS) { li {
            a href={ "/findings?code=" (finding.code) } { (finding.code.replace('-', " ")) } ": "
            (link::record(&finding.subject, &finding.subject)) ": " (finding.text)
        } } }
        @if found.len() > CONFLICTS { p { a href="/findings" { "and " (found.len() - CONFLICTS) " more" } } }
    }
}

fn open(report: &ImpactReport) -> Markup {
    let open: Vec<&Row> = report
        .rows
        .iter()
        .filter(|row| row.covered.is_some_and(|it| it != Covered::InDate))
        .collect();
    html! {
        @if open.is_empty() { p { span.good { "None." } } }
        ul.plain-list { @for row in open { li {
            a href=(place(record::link::split(&row.id).1, "start")) { (row.name) } ": "
            @if let Some(covered) = row.covered { (covered.as_str()) }
        } } }
    }
}
