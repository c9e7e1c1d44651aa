//! What would follow from the answers, at the side of every question: the same fragment for the
//! page, for what was saved, and for what is typed and not saved.

use std::sync::Arc;

use axum::response::Response;
use continuity::access::Action;
use continuity::requirements::questionnaire::consequence::{Brief, Consequence, Needed};
use continuity::requirements::questionnaire::limit::{Clearing, Limit};
use continuity::requirements::questionnaire::{Answers, Topic};
use continuity::requirements::recovery_targets::Verdict;
use continuity::requirements::respondents::{Agreement, NORMAL};
use maud::{Markup, html};

use super::Asked;
use super::{taken, whose};
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
        super::whose::turn(&call, &mut asked, topic)?;
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
        @if let Some(left) = &found.limit { (limit(left)) }
        (back(found))
        (needs(found))
        (findings("new findings", Mark::Bad, &found.new))
        (findings("mended", Mark::Good, &found.mended))
    }
}

fn mtpd(found: &Consequence) -> Markup {
    let driver = found.driver();
    let at = match found.mtpd_when.as_str() {
        "" | NORMAL => String::new(),
        peak => format!(" at {peak}"),
    };
    let from = match found.mtpd_from.as_str() {
        "declared" => "as declared".to_string(),
        "impact" => match driver {
            Some(category) => format!("{category} decides{at}"),
            None => format!("the money lost decides{at}"),
        },
        _ => format!("as declared for the peak{at}"),
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
        @if let Some(shown) = found.shown.as_ref().filter(|it| it.at_once) {
            p { span.state.bad-word { "at once" } ": the first moment asked about, "
                (when::span_or_unknown(shown.first_intolerable_seconds)) ", is intolerable already"
                @if let Some(category) = &shown.category { " (" (category) ")" }
                ". It needs an option that works immediately, or finer times: nothing is known between 0 and "
                (when::span_or_unknown(shown.first_intolerable_seconds)) "." }
        }
        (conditions(found))
        @if found.mtpd_before_seconds != found.mtpd_seconds {
            p.quiet { "Today it counts as " (when::span_or_unknown(found.mtpd_before_seconds)) "." }
        }
    }
}

/// What each condition comes to, where there are several or respondents differ.
fn conditions(found: &Consequence) -> Markup {
    let judged = || found.conditions.iter().filter(|it| !it.views.is_empty());
    let several = judged().count() > 1 || judged().any(|it| it.differs());
    html! {
        @if several { ul.plain-list { @for condition in judged() { li {
            (whose::named(condition)) ": "
            @match condition.mtpd_seconds() {
                Some(seconds) => strong { (when::span(seconds)) },
                None => (whose::range(condition)),
            }
            @match condition.agreement {
                Agreement::Undecided => { ", " span.bad-word { "they disagree" } " (" (whose::range(condition)) ")" }
                Agreement::Decided => { ", decided (they said " (whose::range(condition)) ")" }
                _ => {}
            }
            @if condition.when == found.mtpd_when { ", " strong { "the least: it is the headline" } }
        } } } }
    }
}

/// What recovery time is left, and what a backlog makes of it.
fn limit(limit: &Limit) -> Markup {
    let catching_up = match limit.ends_at_minimum {
        true => "catching up takes nothing of it".to_string(),
        false => format!("{} to catch up", when::span(limit.wrt_seconds)),
    };
    html! {
        p { "Proposed: back within " strong { (when::span(limit.rto_at_most_seconds.max(0))) } " of the disruption "
            small { "(RTO at most: " (when::span(limit.mtpd_seconds)) " less " (catching_up) ", less "
                (when::span(limit.margin_seconds)) " margin)" } "."
            @if limit.rto_at_most_seconds <= 0 { " " span.bad-word { "No recovery is fast enough." } }
            @else if limit.is_exceeded() { " " span.bad-word { "Your " (when::span_or_unknown(limit.rto_seconds)) " is longer." } }
        }
        @if let Some(backlog) = &limit.backlog { (clearing(backlog, limit)) }
    }
}

fn clearing(backlog: &Clearing, limit: &Limit) -> Markup {
    html! {
        p { (backlog.arrives) " arrive and " (backlog.clears) " are cleared in an hour: "
            @match backlog.cleared_after_seconds {
                Some(after) => {
                    "after " (when::span(backlog.down_seconds)) " down the backlog takes another "
                    strong { (when::span(after)) } " to clear"
                    @if backlog.fits { "." } @else {
                        ", " span.bad-word { "more than " (when::span(limit.mtpd_seconds)) " allows" }
                        @if limit.rto_seconds.is_some() { ": an RTO of " (when::span(backlog.down_seconds)) " is impossible" } "."
                    }
                }
                None => { span.bad-word { "it is never cleared" } ". That is a problem of capacity, not of recovery." }
            }
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
