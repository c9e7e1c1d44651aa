//! The page of a code: what it means, why it matters, how it is mended, which rules demand it, and
//! all findings of it.

use axum::response::Response;
use continuity::finding::Finding;
use maud::{Markup, html};
use record::initiation::policy::Why;
use record::kinds::Registers;

use super::{list, rule_link};
use crate::answer::explain::{self, Entry};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show};
use crate::web::reckoned;
use crate::web::requirements::words::{count, named};

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let code = call.path.get("code");
    let Some(entry) = explain::entry(code) else {
        return Err(Problem::unknown(&format!("finding `{code}`")));
    };
    let now = reckoned::of(&call).await?;
    let registers = now.registers();
    let all: Vec<&Finding> = now.findings.iter().filter(|it| it.code == code).collect();
    let body = html! {
        p.quiet { a href="/findings" { "Findings" } " · " (entry.what) }
        h1 { (code.replace('-', " ")) }
        (explained(&entry))
        (rules(registers, code))
        section {
            h2 { (count(all.len(), "finding", "findings")) " of it" }
            (list(registers, &all))
            @if all.is_empty() { p.quiet { "None: it is so nowhere." } }
        }
    };
    show(
        &call,
        Page::new(code.replace('-', " "), "/findings", body).help("2-requirements"),
    )
    .await
}

/// What is said of a code.
pub(super) fn explained(entry: &Entry) -> Markup {
    html! {
        section.sheet {
            h2 { "What it means" } p { (entry.means) }
            h2 { "Why it matters" } p { (entry.matters) }
            h2 { @if entry.what == "condition" { "What it demands" } @else { "How to mend it" } }
                p { (entry.mend) }
            @if !entry.with.is_empty() {
                h2 { "What a rule may set" }
                ul { @for key in &entry.with { li {
                    code { (key.key) } ": " (key.means) ", " (key.expects)
                    @if let Some(default) = key.default { "; " (default) " where nothing is said" }
                } } }
            }
            p.quiet { "Severity " (entry.severity) " unless a policy says otherwise."
                @if entry.breaks_target { " It breaks a target: no policy can soften it." } }
        }
    }
}

/// The rules of all policies that demand it, with the obligation behind each.
fn rules(registers: &Registers, code: &str) -> Markup {
    let mut found = Vec::new();
    for policy in registers.policies.live() {
        for rule in policy.own.rules.iter().filter(|it| it.requires == code) {
            found.push((
                format!("{}#{}", policy.reference(), rule.id),
                rule,
                policy.is_approved(),
            ));
        }
    }
    html! {
        @if !found.is_empty() { section.sheet #rules {
            h2 { "Rules that demand it" }
            ul { @for (full, rule, in_force) in &found { li {
                (rule_link(registers, full))
                @if !in_force { " " span.tag { "draft" } }
                @match &rule.why {
                    Some(Why::Record(why)) => { br; small { "because of " (named(registers,
                        &why.text)) } }
                    Some(Why::Words(why)) => { br; small { "because " (why) } }
                    None => {}
                }
            } } }
        } }
    }
}
