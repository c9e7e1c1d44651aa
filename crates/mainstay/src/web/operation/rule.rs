//! The page of a rule, both ways: what demands it, and the things it applies to with who breaks it.

use std::sync::Arc;

use axum::response::Response;
use continuity::rule::{applies, condition, in_grace, is_sound, subjects};
use maud::{Markup, html};
use record::initiation::policy::{Rule, Why};
use record::kinds::Registers;
use record::shape::Shape as _;

use super::findings::address;
use crate::answer::explain;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show};
use crate::web::link::place;
use crate::web::navigation::Mark;
use crate::web::reckoned::{self, Reckoned};
use crate::web::requirements::words::{self, count, kind, name, named, state};

/// Things that stand open; more are a click away.
const OPEN: usize = 60;

/// What a rule is asked about.
struct Reached {
    /// The things that it applies to, `kind/id`.
    subjects: Vec<String>,
    /// Those to which it still grants time.
    in_grace: Vec<String>,
    /// Whether the rule can be asked at all.
    sound: bool,
}

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let (policy, id) = (
        call.path.get("policy").to_owned(),
        call.path.get("rule").to_owned(),
    );
    let registers = now.registers();
    let found = registers.policies.get(&policy);
    let rule = found.and_then(|it| it.own.rules.iter().find(|rule| rule.id == id));
    let (Some(filed), Some(rule)) = (found, rule.cloned()) else {
        return Err(Problem::unknown(&format!(
            "rule `{id}` of policy `{policy}`"
        )));
    };
    let asked = (Arc::clone(&now), rule.clone());
    let reached = call
        .doors
        .compute(move || reached(&asked.0, &asked.1))
        .await?;
    let full = format!("{}#{id}", filed.reference());
    let title = rule.says.clone().unwrap_or_else(|| rule.id.clone());
    let body = html! {
        p.quiet { "Rule of " a href=(place(&filed.reference())) { (filed.title()) }
            @if !filed.is_approved() { " " span.tag { (filed.status().as_str()) } } }
        h1 { (title) }
        (said(registers, &rule))
        (broken(&now, &full, &rule, &reached))
        (things(&now, &full, &reached))
    };
    let page = Page::new(title.clone(), "/initiation", body)
        .help("1-initiation")
        .about(&filed.reference());
    show(&call, page).await
}

fn reached(now: &Reckoned, rule: &Rule) -> Reached {
    now.given(|given| {
        let judge = given.judge();
        let kinds = condition(&rule.requires).map_or(&[][..], |it| it.kinds);
        let all = subjects(&judge, kinds).into_iter().map(|it| it.reference);
        // A rule about a finding without a selector speaks of every record: of no use as a list.
        let listed = condition(&rule.requires).is_some() || rule.applies.is_some();
        let of = all.filter(|it| listed && applies(&judge, rule, it));
        let (in_grace, subjects) = of.partition(|it| in_grace(&judge, rule, it));
        Reached {
            subjects,
            in_grace,
            sound: is_sound(judge.registers(), rule),
        }
    })
}

fn said(registers: &Registers, rule: &Rule) -> Markup {
    let selector = rule
        .applies
        .as_ref()
        .map(|it| exchange::write::json::line(&it.write()));
    html! {
        dl.facts {
            dt { "Demands" }
            dd { a href={ "/findings/" (rule.requires) } { (rule.requires.replace('-', " ")) }
                @if let Some(entry) = explain::entry(&rule.requires) { br; small { (entry.mend) }
                    } }
            dt { "Of" }
            dd { @match &selector { Some(selector) => { code { (selector) } }, None => {
                "everything it can be asked about" } } }
            @for (key, value) in &rule.with {
                dt { (key.replace('-', " ")) } dd { (value.as_text().map_or_else(||
                    exchange::write::json::line(value), str::to_owned)) }
            }
            dt { "A breach is" }
            dd { @match rule.severity { Some(severity) => { (words::severity(severity)) }, None
                => { "as grave as the finding says" } } }
            @if let Some(grace) = rule.grace { dt { "Grace" } dd { (grace)
                " after a record becomes valid" } }
            dt { "Because of" }
            dd { @match &rule.why {
                Some(Why::Record(why)) => { (named(registers, &why.text)) }
                Some(Why::Words(why)) => { (why) }
                None => { (state(Mark::Open, "nobody says why")) }
            } }
        }
    }
}

fn broken(now: &Reckoned, full: &str, rule: &Rule, reached: &Reached) -> Markup {
    let registers = now.registers();
    let broken: Vec<_> = now
        .findings
        .iter()
        .filter(|it| it.rules.iter().any(|it| it == full))
        .collect();
    html! {
        section.sheet #broken {
            h2 { "Who breaks it" }
            @if !reached.sound { p.banner.bad {
                "The rule itself has a fault, so that nobody is asked: see "
                a href="/findings/rule-unknown" { "its finding" } "." } }
            @if broken.is_empty() { p { (state(Mark::Good, "nobody")) } }
            ul.plain-list { @for finding in &broken { li {
                (words::severity(finding.severity)) " " a href=(address(finding)) { (finding.text) }
                @if let Some(waiver) = &finding.waived_by { " " span.tag { "waived: "
                    (named(registers, waiver)) } }
            } } }
            p.quiet { a href={ "/findings/" (rule.requires) } { "Every finding of this code" } }
        }
    }
}

fn things(now: &Reckoned, full: &str, reached: &Reached) -> Markup {
    let registers = now.registers();
    let breaks = |it: &str| {
        now.findings_of(it)
            .any(|finding| finding.rules.iter().any(|rule| rule == full))
    };
    let line = |it: &String| {
        html! { li {
            @if breaks(it) { (state(Mark::Bad, "breaks it")) } @else { (state(Mark::Good,
                "keeps it")) }
            " " (named(registers, it)) " " small { (kind(it)) }
        } }
    };
    html! {
        @if !reached.subjects.is_empty() { section.sheet #things {
            h2 { (count(reached.subjects.len(), "thing", "things")) " it applies to" }
            ul.plain-list { @for it in reached.subjects.iter().take(OPEN) { (line(it)) } }
            @if reached.subjects.len() > OPEN { details {
                summary { (reached.subjects.len() - OPEN) " more" }
                ul.plain-list { @for it in reached.subjects.iter().skip(OPEN) { (line(it)) } }
            } }
        } }
        @if !reached.in_grace.is_empty() { p { "Still granted time: "
            @for (place, it) in reached.in_grace.iter().enumerate() { @if place > 0 { ", " }
                (name(registers, it)) } } }
    }
}
