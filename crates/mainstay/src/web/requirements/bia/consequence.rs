//! What would follow from the answers, at the side of every question: the same fragment for the
//! page, for what was saved, and for what is typed and not saved.

use std::sync::Arc;

use axum::response::Response;
use continuity::access::Action;
use continuity::requirements::questionnaire::consequence::{Brief, Consequence, Needed};
use continuity::requirements::questionnaire::{Answers, Topic};
use continuity::requirements::recovery_targets::Verdict;
use maud::{Markup, html};

use super::Asked;
use super::taken;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::http::reply;
use crate::web::frame::HTML;
use crate::web::navigation::Mark;
use crate::web::{link, reckoned, when};

/// Sorts of findings that are named.
const FINDINGS: usize = 5;
/// Characters of a finding that are shown.
const SENTENCE: usize = 140;
/// Things needed that are named.
const NEEDS: usize = 8;

/// The fragment for what is saved, or for what was typed.
pub async fn fragment(call: Call) -> Result<Response, Problem> {
    let mut asked = Asked::of(&call)?;
    let number = call.fields().text("n").parse().unwrap_or(0);
    if let Some(topic) = Topic::numbered(number) {
        let money = call.may(Action::ReadMoney);
        let state = &asked.present.state;
        // What is not yet whole changes nothing: the figures stay those of what was saved.
        let _ = taken::take(state, &mut asked.answers, topic, call.fields(), money);
    }
    let found = compute(&call, asked.answers).await?;
    Ok(reply::body(HTML, markup(&found).into_string()))
}

/// What would follow from some answers, off the threads that answer.
pub(super) async fn compute(call: &Call, answers: Answers) -> Result<Arc<Consequence>, Problem> {
    let now = reckoned::of(call).await?;
    call.doors.compute(move || now.consequence(&answers)).await
}

/// The fragment.
pub(super) fn markup(found: &Consequence) -> Markup {
    html! {
        h2 { "What follows" }
        (mtpd(found))
        (back(found))
        (needs(found))
        (findings("new findings", Mark::Bad, &found.new))
        (findings("mended", Mark::Good, &found.mended))
    }
}

fn mtpd(found: &Consequence) -> Markup {
    let from = match found.mtpd_from.as_str() {
        "declared" => "as declared".to_string(),
        "impact" => match found.shown.as_ref().and_then(|it| it.category.clone()) {
            Some(category) => format!("{category} decides"),
            None => "the money lost decides".into(),
        },
        other => other.to_string(),
    };
    html! {
        p.lead {
            @match found.mtpd_seconds {
                Some(seconds) => {
                    "Intolerable after " strong { (when::span(seconds)) }
                    " " small { "(MTPD; " (from) ")" }
                }
                None => { "When it becomes intolerable is " strong { "unknown" } "." }
            }
        }
        @if let Some(shown) = &found.shown {
            p.quiet {
                @match shown.first_intolerable_seconds {
                    Some(first) => {
                        "The harm judged: still tolerable after " (when::span(shown.last_tolerable_seconds))
                        ", no longer after " (when::span(first)) "."
                    }
                    None => { "The harm judged stays tolerable for " (when::span(shown.last_tolerable_seconds))
                        ", as far as it was judged." }
                }
                @if let Some(crossing) = shown.loss_crossing_seconds {
                    " The money lost becomes intolerable after about " (when::span(crossing)) "."
                }
            }
        }
        @if found.mtpd_before_seconds != found.mtpd_seconds {
            p.quiet { "Today it counts as " (when::span_or_unknown(found.mtpd_before_seconds)) "." }
        }
    }
}

fn back(found: &Consequence) -> Markup {
    html! {
        p {
            @match found.required_seconds {
                Some(seconds) => {
                    "So it must be back " strong { (when::span(seconds)) } " after recovery work starts "
                    small { "(required RTO)" } "; by calculation "
                    @match found.back_seconds {
                        Some(back) => { "it would be after " strong { (when::span(back)) } ": " }
                        None => { "that is unknown: " }
                    }
                    (verdict(found.verdict)) "."
                }
                None => { "Nothing is required of it yet." }
            }
        }
    }
}

/// A verdict as shape, word and colour.
pub(super) fn verdict(verdict: Verdict) -> Markup {
    let mark = match verdict {
        Verdict::Meets => Mark::Good,
        Verdict::Misses | Verdict::Infeasible => Mark::Bad,
        Verdict::Unknown | Verdict::NoTarget => Mark::Open,
    };
    html! { span.state.(mark.class()) { (verdict.as_str()) } }
}

fn needs(found: &Consequence) -> Markup {
    let less: Vec<&Needed> = found.needs.iter().filter(|it| it.promises_less).collect();
    let (count, less_count) = (found.needs_count, found.promise_less_count);
    html! {
        @if count > 0 {
            p { @match less_count {
                0 => { "None of the " (count) " things it needs promises less than that." }
                1 => { strong { "1 of the " (count) } " things it needs promises less than that:" }
                _ => { strong { (less_count) " of the " (count) } " things it needs promise less than that:" }
            } }
            @if !less.is_empty() {
                ul.plain-list { @for needed in less.iter().take(NEEDS) { li {
                    (link::record(&needed.id, &needed.name)) ": must be back after "
                    (when::span_or_unknown(needed.required_seconds)) ", promises "
                    (when::span_or_unknown(needed.promised_seconds))
                } } }
            }
            @if less.len() > NEEDS || less_count > less.len() {
                p.quiet { "and " (less_count - less.len().min(NEEDS)) " more" }
            }
        }
    }
}

fn findings(title: &str, mark: Mark, all: &[Brief]) -> Markup {
    let mut codes: Vec<(&str, Vec<&Brief>)> = Vec::new();
    for it in all {
        match codes.iter_mut().find(|(code, _)| *code == it.code) {
            Some((_, same)) => same.push(it),
            None => codes.push((&it.code, vec![it])),
        }
    }
    html! {
        @if !all.is_empty() {
            h3 { (all.len()) " " (title) }
            ul.plain-list { @for (code, same) in codes.iter().take(FINDINGS) { li {
                span.(mark.class()) { a href={ "/findings?code=" (code) } { (code.replace('-', " ")) } }
                ": " (short(&same[0].text))
                @if same.len() > 1 { span.quiet { " and " (same.len() - 1) " more such" } }
            } } }
            @if codes.len() > FINDINGS { p.quiet { "and " (codes.len() - FINDINGS) " other sorts" } }
        }
    }
}

/// The beginning of a long sentence: a path of twenty steps is read on its own page.
fn short(text: &str) -> String {
    if text.chars().count() <= SENTENCE {
        return text.to_string();
    }
    let begin: String = text.chars().take(SENTENCE).collect();
    format!("{}\u{2026}", begin.trim_end())
}
