//! The page of one finding: the path that leads there as steps, what is needed and what there is,
//! how to mend it, which rule asks for it, and the form to have it accepted for a time.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::finding::Finding;
use maud::{Markup, html};
use record::kinds::Registers;

use super::{owner, rule_link, waive};
use crate::answer::explain;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::form::Faults;
use crate::web::frame::{Page, show_as};
use crate::web::link;
use crate::web::reckoned::{self, Reckoned};
use crate::web::requirements::words::{self, kind, name, named};
use crate::web::when::{span, span_or_unknown};

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    shown(&call, StatusCode::OK, &Faults::default()).await
}

/// The page with what is wrong with its form.
pub(super) async fn shown(
    call: &Call,
    status: StatusCode,
    faults: &Faults,
) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let (code, subject) = (call.path.get("code"), subject(call));
    let mut all = now.findings.iter();
    let found = all.find(|it| it.code == code && it.subject == subject);
    let Some(entry) = explain::entry(code) else {
        return Err(Problem::unknown(&format!("finding `{code}`")));
    };
    let title = code.replace('-', " ");
    let may_waive = call.may_do(Action::File, Object::Kind("waiver"));
    let body = html! {
        p.quiet { a href="/findings" { "Findings" } " · " a href={ "/findings/" (code) } {
            (title) } }
        @match found {
            Some(finding) => {
                h1 { (title) ": " (name(now.registers(), &subject)) }
                p.lead { (finding.text) }
                (facts(&now, finding))
                (path(now.registers(), finding))
                section.sheet #mend {
                    h2 { "How to mend it" }
                    p { (finding.mend) }
                    @if finding.mend != entry.mend { p.quiet { (entry.mend) } }
                    div.actions {
                        a.button href=(link::place(&subject)) {
                            "Go to " (name(now.registers(), &subject))
                        }
                        a href={ (link::filed(record_of(&subject))) "/edit" } {
                            "Change its record"
                        }
                    }
                }
                (waive::block(&now, call, finding, may_waive, faults))
            }
            None => {
                h1 { "It is not so any more" }
                p.lead { "There is no finding " strong { (title) } " about "
                    (named(now.registers(), &subject)) " now." }
                p { a href={ "/findings/" (code) } { "Other findings of this code" } }
            }
        }
        (super::code::explained(&entry))
    };
    let page = Page::new(title.clone(), "/findings", body)
        .help("2-requirements")
        .about(&subject);
    show_as(call, status, page).await
}

/// The record of a subject: of a rule its policy.
pub(super) fn record_of(subject: &str) -> &str {
    subject
        .split_once('#')
        .map_or(subject, |(record, _)| record)
}

/// The subject that the path names.
pub(super) fn subject(call: &Call) -> String {
    let (kind, id) = (call.path.get("kind"), call.path.get("id"));
    match kind {
        "-" => id.to_owned(),
        kind => format!("{kind}/{id}"),
    }
}

fn facts(now: &Reckoned, finding: &Finding) -> Markup {
    let registers = now.registers();
    html! {
        dl.facts {
            dt { "How grave" }
            dd { (words::severity(finding.severity)) @if finding.is_bound { " " small {
                "by a safe bound, not by simulation" } } }
            dt { "About" }
            dd { (named(registers, &finding.subject)) " " small { (kind(&finding.subject)) } }
            dt { "Answers for it" }
            dd { @match owner(registers, &finding.subject) { Some(owner) => { (named(registers,
                &owner)) }, None => { span.quiet { "nobody" } } } }
            @if finding.needs_seconds.is_some() || finding.has_seconds.is_some() {
                dt { "Needed" } dd { (span_or_unknown(finding.needs_seconds)) }
                dt { "There is" } dd { (span_or_unknown(finding.has_seconds))
                    @if let (Some(needs), Some(has)) = (finding.needs_seconds,
                        finding.has_seconds) {
                        @if has > needs { ": " span.bad-word { (span(has - needs)) " too much" } }
                    } }
            }
            @if finding.hangs_on > 0 {
                dt { "Hangs on" } dd { (words::count(finding.hangs_on, "fact", "facts"))
                    " that nobody confirmed or that are missing" }
            }
            @if !finding.rules.is_empty() {
                dt { "Asked for by" }
                dd { ul.plain-list { @for rule in &finding.rules { li { (rule_link(registers,
                    rule)) } } } }
            }
            @if !finding.obligations.is_empty() {
                dt { "Because of" }
                dd { @for (place, it) in finding.obligations.iter().enumerate() { @if place > 0 {
                    ", " } (named(registers, it)) } }
            }
        }
    }
}

/// The records that led there, as steps.
fn path(registers: &Registers, finding: &Finding) -> Markup {
    html! {
        @if !finding.because.is_empty() { section.sheet #path {
            h2 { "The path that leads there" }
            ol.path { @for step in &finding.because { li {
                (named(registers, step)) " " small { (kind(step)) }
            } } }
        } }
    }
}
