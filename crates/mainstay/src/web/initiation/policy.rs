//! A policy's page: its rules in words, each with its obligation above and its state below; what a
//! draft would break and for whom; its waivers; who has acknowledged it.

use axum::response::Response;
use continuity::access::Action;
use continuity::finding::{Finding, about};
use continuity::initiation::acknowledgement::{Acknowledged, acknowledged};
use continuity::path::humane;
use continuity::rule::condition;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::initiation::Policy;
use record::initiation::policy::{Certainties, Rule, Supposals, Why};
use record::kind::Filed;
use record::kinds::{Record, Registers};
use record::value::{Percent, Takes};

use super::{agree, preview};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::link::{self, escaped};
use crate::web::reckoned::{self, Reckoned};

/// Breaches of a rule that stand on the page.
const BROKEN_SHOWN: usize = 5;

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let id = call.path.get("id").to_owned();
    let now = reckoned::of(&call).await?;
    let state = &now.present.state;
    let latest = match state.latest("policy", &id) {
        Some(record) => Some(record),
        // The policy that ships stands in no journal.
        None => now.registers().record("policy", &id),
    };
    let Some(Record::Policy(policy)) = latest else {
        return Err(Problem::unknown(&format!("policy/{id}")));
    };
    let reference = policy.reference();
    let back = format!("/initiation/policies/{}", escaped(&id));
    let waits = !policy.is_approved() || policy.envelope.assumption;
    let preview = match waits && state.filing("policy", &id).is_some() {
        true => preview::of(&call, &now, &policy).await?,
        false => html! {},
    };
    let today = now.at.to_zoned(TimeZone::UTC).date();
    let read = acknowledged(now.registers(), Some(state), &policy, today);
    let body = html! {
        h1 { (policy.title()) }
        (agree::banner(&call, state, &reference, &back))
        @if let Some(text) = &policy.envelope.description { p.lead { (text) } }
        (preview)
        (laid_down(&policy.own))
        section.sheet aria-labelledby="rules" {
            h2 #rules { "Rules" }
            @if policy.own.rules.is_empty() { p { "It has none." } }
            @for rule in &policy.own.rules { (rule_of(&now, &policy, rule)) }
        }
        (waivers(now.registers(), &policy))
        (readers(&call, now.registers(), &policy, &read))
        p { a href=(link::filed(&reference)) { "The record, its history and its form" } }
    };
    let page = Page::new(policy.title(), "/initiation", body).help("1-initiation#rules-that-act");
    framed(&call, page.about(&reference)).await
}

/// What a policy lays down beside its rules, as a part of a page.
pub(super) fn laid_down(policy: &Policy) -> Markup {
    html! {
        section.sheet aria-labelledby="laid-down" {
            h2 #laid-down { "What it lays down" }
            (facts(policy))
        }
    }
}

/// The same alone.
pub(super) fn facts(policy: &Policy) -> Markup {
    let scale = policy.impact_scale.as_ref();
    html! {
            @if !policy.principles.is_empty() {
                ul { @for principle in &policy.principles { li { (principle) } } }
            }
            dl.facts {
                @if let Some(scale) = scale {
                    dt { "Harm is judged as" } dd { (scale.levels.join(", ")) }
                    @if let Some(level) = scale.intolerable {
                        dt { "Intolerable" }
                        dd { "from \u{201c}"
                            (scale.levels.get(level as usize).map_or("?", String::as_str))
                                "\u{201d} on"
                            @if let Some(loss) = scale.intolerable_loss { ", or a loss of "
                                (loss) } }
                    }
                }
                @if let Some(within) = policy.answer_within {
                    dt { "A duty passes on" }
                        dd { "when nobody answers within " (humane(within.0)) }
                }
                @if let Some(lead) = &policy.lead {
                    @if let Some(detect) = lead.detect { dt { "Until someone knows" }
                        dd { (humane(detect.0)) } }
                    @if let Some(decide) = lead.decide { dt { "Until someone has decided" }
                        dd { (humane(decide.0)) } }
                }
                @if let Some(dwell) = policy.dwell { dt { "An intruder may sit unseen" }
                    dd { (humane(dwell.0)) } }
                @if let Some(stale) = policy.signals_stale_after {
                    dt { "What a monitor said is stale" }
                        dd { "when it was not heard for " (humane(stale.0)) }
                }
                @if let Some(words) = &policy.certainty { dt { "A warning\u{2019}s word means" }
                    dd { (certainty(words)) } }
                @if let Some(supposed) = &policy.simulation {
                    dt { "Drawn by chance" } dd { (supposals(supposed)) } }
                @if !policy.mend_times.is_empty() {
                    dt { "Time that a mend takes" }
                    dd { @for (place, (sort, time)) in policy.mend_times.iter().enumerate() {
                        @if place > 0 { "; " }
                        (sort.replace('-', " ")) " " (humane(time.0))
                    } "; where the record says otherwise, that counts" }
                }
                @if !policy.tier_bands.is_empty() {
                    dt { "Tiers" }
                    dd { @for (tier, band) in policy.tier_bands.iter().enumerate() {
                        @if tier > 0 { "; " }
                        "tier " (tier + 1) ": back within " (humane(band.0))
                    } }
                }
            }
    }
}

/// How likely harm is held to be after each word.
fn certainty(words: &Certainties) -> String {
    let said = [
        ("observed", words.observed),
        ("likely", words.likely),
        ("possible", words.possible),
        ("unlikely", words.unlikely),
    ];
    let said = said
        .iter()
        .filter_map(|(word, share)| Some(format!("{word} {}", (*share)?)));
    let said: Vec<String> = said.collect();
    format!("harm is held likely: {}", said.join(", "))
}

/// What is supposed where recoveries and years are drawn.
fn supposals(it: &Supposals) -> String {
    let mut said = Vec::new();
    if let Some(alike) = it.durations_alike {
        said.push(format!("times of work by one team are alike by {alike}"));
    }
    if let Some(alike) = it.costs_alike {
        said.push(format!(
            "costs of one event in different places are alike by {alike}"
        ));
    }
    if let Some(spread) = &it.spread {
        let end = |of: Option<Percent>| of.map_or_else(|| "0%".into(), |it| it.to_string());
        said.push(format!(
            "a time given as one figure may be {} shorter and {} longer",
            end(spread.sooner),
            end(spread.later)
        ));
    }
    if let Some(takes) = it.takes {
        let takes = match takes {
            Takes::Fixed(time) => humane(time.0),
            Takes::ThreePoint {
                best,
                likely,
                worst,
            } => format!(
                "{}, at best {}, at worst {}",
                humane(likely.0),
                humane(best.0),
                humane(worst.0)
            ),
        };
        said.push(format!("what nobody gave a time takes {takes}"));
    }
    said.join("; ")
}

/// The words of a rule.
pub(super) fn words(rule: &Rule) -> String {
    let known = rule.says.clone();
    let demands = || condition(&rule.requires).map(|it| it.demands.to_owned());
    let means = || about(&rule.requires).map(|it| it.means.to_owned());
    known
        .or_else(demands)
        .or_else(means)
        .unwrap_or_else(|| rule.requires.clone())
}

fn rule_of(now: &Reckoned, policy: &Filed<Policy>, rule: &Rule) -> Markup {
    let registers = now.registers();
    let name = format!("{}#{}", policy.reference(), rule.id);
    let broken: Vec<&Finding> = now
        .findings
        .iter()
        .filter(|it| it.rules.contains(&name))
        .collect();
    let waived = broken.iter().filter(|it| it.waived_by.is_some()).count();
    let open: Vec<&&Finding> = broken.iter().filter(|it| it.waived_by.is_none()).collect();
    let page = format!("/rules/{}/{}", escaped(&policy.id), escaped(&rule.id));
    let severity = rule.severity.map(|severity| severity.as_str());
    html! {
        article.rule id={ "rule-" (rule.id) } {
            @match &rule.why {
                Some(Why::Record(obligation)) =>
                    p.above { "Because " (link::named(registers, &obligation.text)) " demands it" },
                Some(Why::Words(words)) => p.above { (words) },
                None => p.above.quiet { "Nobody wrote down why." },
            }
            h3 { a href=(page) { (words(rule)) } }
            p.below {
                @if !policy.is_approved() { span.open-word { "not in force" } }
                @else if open.is_empty() { span.good { "kept" } }
                @else { span.bad-word { (open.len()) " broken" } }
                @if waived > 0 { " " span.warn { (waived) " waived" } }
                @if let Some(severity) = severity { " "
                    span.quiet { "a breach counts as " (severity) } }
            }
            @if !open.is_empty() {
                ul { @for finding in open.iter().take(BROKEN_SHOWN) { li {
                    (link::named(registers, &finding.subject)) ": " (finding.text)
                } } }
                @if open.len() > BROKEN_SHOWN { p { a href=(page) { "All " (open.len()) } } }
            }
        }
    }
}

/// What realises the policy, and what is excused from it.
fn waivers(registers: &Registers, policy: &Filed<Policy>) -> Markup {
    let reference = policy.reference();
    let named = |what: &str| {
        policy.own.rules.iter().any(|rule| {
            what == rule.id || what == rule.requires || what == format!("{reference}#{}", rule.id)
        })
    };
    let waivers: Vec<_> = registers
        .waivers
        .live()
        .filter(|it| named(&it.finding))
        .collect();
    let answers = |it: &&Filed<record::requirements::Measure>| {
        it.own.answers.iter().any(|answer| {
            let text = &*answer.text;
            text == reference || text.starts_with(&format!("{reference}."))
        })
    };
    let measures: Vec<_> = registers.measures.live().filter(answers).collect();
    html! {
        div.columns {
            section.sheet aria-labelledby="realised" {
                h2 #realised { "What realises it" }
                @if measures.is_empty() {
                    p.quiet { "No measure names this policy under what it answers." } }
                ul { @for it in measures { li {
                    (link::record(&it.reference(), it.title())) " "
                    span.quiet { (it.own.state.map_or("not begun", |state| state.as_str())) }
                } } }
            }
            section.sheet aria-labelledby="waivers" {
                h2 #waivers { "What is excused from it" }
                @if waivers.is_empty() { p.quiet { "Nothing." } }
                ul { @for it in waivers { li {
                    (link::record(&it.reference(), it.title())) ": "
                        (link::named(registers, &it.subject.text))
                    @match it.expires { Some(day) => { ", until " (day) }
                        None => { ", " span.bad-word { "without an end" } } }
                    @if !it.is_approved() { " " span.warn { "not agreed" } }
                } } }
            }
        }
    }
}

/// Who has acknowledged it, and how one does.
fn readers(
    call: &Call,
    registers: &Registers,
    policy: &Filed<Policy>,
    read: &Acknowledged,
) -> Markup {
    let id = escaped(&policy.id);
    let enough = read.lack().is_none();
    html! {
        section.sheet aria-labelledby="read" {
            h2 #read { "Who has read it" }
            @if read.revision.is_none() {
                p { "It is not in force; nobody is asked to read it yet." } } @else {
                p { span.(if enough { "good" } else { "warn" }) { (read.by.len()) " of "
                    (read.asked) }
                    " persons have acknowledged revision " (read.revision.unwrap_or(0)) "; "
                    (read.aim_percent) " % is the aim"
                        @if !read.aim_agreed { " while the policy names none" } "." }
                p.places {
                    a href={ "/acknowledge/policy/" (id) } { "Acknowledge it yourself" } " "
                    @if call.may(Action::Import) { a
                        href={ "/initiation/policies/" (id) "/links" } {
                            "Personal links for those without an account" } }
                }
                @if !read.open.is_empty() { details { summary { (read.open.len()) " have not" }
                    p { (link::several(registers, &read.open, 200)) } } }
                @if !read.by.is_empty() { details { summary { (read.by.len()) " have" }
                    ul { @for reader
                        in read.by.iter().take(200) {
                            li { (link::named(registers, &reader.id)) " "
                                span.quiet { (reader.at) } } } } } }
            }
        }
    }
}
