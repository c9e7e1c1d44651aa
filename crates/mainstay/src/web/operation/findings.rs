//! Findings: what is wrong, with whom, by which rule; by code, each with its own page, and the way
//! to have one accepted for a time. Nothing is judged here.

mod code;
mod one;
mod waive;

pub use code::page as of_code;
pub use one::page as of_subject;
pub use waive::done as waived;

use std::collections::BTreeMap;

use axum::response::Response;
use continuity::finding::Finding;
use maud::{Markup, html};
use record::initiation::policy::Severity;
use record::kinds::{Registers, about};
use record::link::split;

use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::frame::{Page, show};
use crate::web::link::{escaped, place};
use crate::web::reckoned::{self, Reckoned};
use crate::web::requirements::words::{self, count, kind, name, named, party};

/// Findings of a code that stand open in the list of all.
const OPEN: usize = 8;

/// What the list may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new(
        "text",
        Sort::Typed,
        "A part of the sentence, the subject or the path.",
    ),
    Parameter::new("severity", Sort::Typed, "Only of this severity."),
    Parameter::new("code", Sort::Typed, "Only of this code."),
    Parameter::new("kind", Sort::Typed, "Only about this kind."),
    Parameter::new(
        "owner",
        Sort::Typed,
        "Only about what this party answers for.",
    ),
    Parameter::new("stage", Sort::Typed, "Only about records of this stage."),
    Parameter::new(
        "waived",
        Sort::Typed,
        "only: the accepted ones; all: these, too.",
    ),
];

/// The page of one finding.
pub fn address(finding: &Finding) -> String {
    format!(
        "/findings/{}/{}",
        finding.code,
        subject_path(&finding.subject)
    )
}

/// A subject as a part of a path.
fn subject_path(subject: &str) -> String {
    let (kind, id) = split(subject);
    format!("{}/{}", kind.unwrap_or("-"), escaped(id))
}

/// What was asked of a list.
struct Filter<'a> {
    call: &'a Call,
}

impl Filter<'_> {
    fn text(&self, name: &str) -> &str {
        self.call.query.text(name).unwrap_or_default().trim()
    }

    fn fits(&self, registers: &Registers, finding: &Finding) -> bool {
        let same = |name: &str, has: &str| self.text(name).is_empty() || self.text(name) == has;
        let text = self.text("text").to_lowercase();
        let holds = |it: &str| it.to_lowercase().contains(&text);
        let said = text.is_empty()
            || holds(&finding.text)
            || holds(&finding.subject)
            || finding.because.iter().any(|it| holds(it));
        let waived = match (self.text("waived"), finding.waived_by.is_some()) {
            ("only", waived) => waived,
            ("all", _) => true,
            (_, waived) => !waived,
        };
        let of_owner = || {
            let owner = owner(registers, &finding.subject);
            owner.is_some_and(|it| it == self.text("owner") || split(&it).1 == self.text("owner"))
        };
        said && waived
            && same("severity", finding.severity.as_str())
            && same("code", &finding.code)
            && same("kind", kind(&finding.subject))
            && same("stage", stage(&finding.subject))
            && (self.text("owner").is_empty() || of_owner())
    }
}

/// Who answers for a record.
fn owner(registers: &Registers, reference: &str) -> Option<String> {
    let (kind, id) = split(reference);
    let (envelope, ..) = registers.envelope(kind?, id)?;
    party(registers, &envelope.owner.as_ref()?.text)
}

fn stage(reference: &str) -> &'static str {
    let found = split(reference).0.and_then(about);
    found.map_or("", |about| about.stage.as_str())
}

/// The list, by code, the gravest first.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let registers = now.registers();
    let filter = Filter { call: &call };
    let chosen = now.findings.iter().filter(|it| filter.fits(registers, it));
    let mut codes: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in chosen {
        codes.entry(&finding.code).or_default().push(finding);
    }
    let mut codes: Vec<(&str, Vec<&Finding>)> = codes.into_iter().collect();
    let grave = |of: &[&Finding]| of.iter().map(|it| it.severity).max();
    codes.sort_by_key(|(code, of)| (std::cmp::Reverse(grave(of)), *code));
    let all: usize = codes.iter().map(|(_, of)| of.len()).sum();
    let body = html! {
        h1 { "Findings" }
        (counts(&now))
        (form(&filter))
        p role="status" { (count(all, "finding", "findings")) " of " (count(codes.len(), "code",
            "codes")) }
        @for (code, of) in &codes { (group(registers, code, of)) }
    };
    let page = Page::new("Findings", "/findings", body)
        .help("2-requirements")
        .export([
            ("JSON", "/api/v1/check"),
            ("SARIF", "/api/v1/check?format=sarif"),
            ("JUnit", "/api/v1/check?format=junit"),
        ]);
    show(&call, page).await
}

/// How many there are of each severity, each a link to them.
fn counts(now: &Reckoned) -> Markup {
    let of = |severity: Severity| {
        let all = now.findings.iter();
        all.filter(|it| it.waived_by.is_none() && it.severity == severity)
            .count()
    };
    let waived = now
        .findings
        .iter()
        .filter(|it| it.waived_by.is_some())
        .count();
    html! {
        p.lead {
            @for severity in [Severity::Refuse, Severity::Error, Severity::Warning,
                Severity::Note] {
                @let many = of(severity);
                @if many > 0 { a href={ "/findings?severity=" (severity.as_str()) } {
                    (words::severity(severity)) " " (many) } " " }
            }
            @if waived > 0 { a href="/findings?waived=only" { (waived) " waived for now" } }
        }
    }
}

fn form(filter: &Filter<'_>) -> Markup {
    let choice = |name: &str, label: &str, choices: &[(&str, &str)]| {
        html! { div.field { label for={ "filter-" (name) } { (label) }
        select id={ "filter-" (name) } name=(name) {
            @for (word, shown) in choices {
                option value=(word) selected[*word == filter.text(name)] { (shown) }
            }
        } } }
    };
    let typed = |name: &str, label: &str| {
        html! { div.field { label for={ "filter-" (name) } { (label) }
        input id={ "filter-" (name) } name=(name) value=(filter.text(name)); } }
    };
    let severities = [
        ("", "any"),
        ("refuse", "refuse"),
        ("error", "error"),
        ("warning", "warning"),
        ("note", "note"),
    ];
    let stages = [
        ("", "any"),
        ("initiation", "initiation"),
        ("requirements", "requirements"),
        ("implementation", "implementation"),
        ("operation", "operation"),
        ("invocation", "invocation"),
    ];
    let waived = [("", "not waived"), ("all", "all"), ("only", "only waived")];
    html! {
        form.row.filters action="/findings" {
            (typed("text", "Words"))
            (choice("severity", "Severity", &severities))
            (choice("stage", "Stage", &stages))
            (typed("kind", "About which kind"))
            (typed("owner", "Answers for it"))
            (choice("waived", "Accepted", &waived))
            button type="submit" { "Show" }
        }
    }
}

fn group(registers: &Registers, code: &str, of: &[&Finding]) -> Markup {
    html! {
        section.sheet {
            h2 { a href={ "/findings/" (code) } { (code.replace('-', " ")) } " " small {
                (of.len()) } }
            (list(registers, &of[..of.len().min(OPEN)]))
            @if of.len() > OPEN { p { a href={ "/findings/" (code) } { (of.len() - OPEN) " more"
                } } }
        }
    }
}

/// Findings as lines, each a link to its own page.
fn list(registers: &Registers, of: &[&Finding]) -> Markup {
    html! {
        ul.plain-list.findings { @for finding in of { li {
            (words::severity(finding.severity)) " "
            a href=(address(finding)) { (finding.text) }
            small { " " (kind(&finding.subject)) " " (name(registers, &finding.subject))
                @if let Some(owner) = owner(registers, &finding.subject) { " · " (name(registers,
                    &owner)) }
                @if finding.hangs_on > 0 { " · hangs on " (count(finding.hangs_on, "unsure fact",
                    "unsure facts")) }
            }
            @if let Some(waiver) = &finding.waived_by { " " span.tag { "waived: "
                (named(registers, waiver)) } }
        } } }
    }
}

/// A rule by its full name, `policy/id#rule`, as a link to its page.
pub fn rule_link(registers: &Registers, full: &str) -> Markup {
    let Some((policy, rule)) = full.split_once('#') else {
        return html! { code { (full) } };
    };
    let id = split(policy).1;
    let says = registers.policies.get(id).and_then(|policy| {
        let found = policy.own.rules.iter().find(|it| it.id == rule);
        found.and_then(|it| it.says.clone())
    });
    html! {
        a href={ "/rules/" (escaped(id)) "/" (escaped(rule)) } { (says.as_deref().unwrap_or(rule)) }
        " " small { "in " a href=(place(policy)) { (name(registers, policy)) } }
    }
}
