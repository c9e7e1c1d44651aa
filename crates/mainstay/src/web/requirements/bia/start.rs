//! The greeting: how many questions, how long it takes, what is known already, and where to go on.

use axum::response::Response;
use continuity::requirements::campaign::{Campaign, Sheet};
use continuity::requirements::questionnaire::Topic;
use maud::{Markup, html};

use super::{Asked, HELP, PLACE, mark, views, whose};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::form;
use crate::web::frame::{Page, show as framed};
use crate::web::{link, when};

/// The greeting.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let asked = Asked::of(&call)?;
    let body = html! {
        p.quiet { a href="/requirements/bia" { "Impact analysis" } " · "
            (link::record(&asked.answers.activity.reference(), "the activity")) }
        h1 { "What if \u{201C}" (asked.title()) "\u{201D} stops?" }
        @match asked.sheet() {
            Some((_, campaign, sheet)) => {
                (greeting(&call, &asked, campaign, sheet))
                (questions(&call, &asked, sheet))
            }
            None => (not_asked(&call, &asked)),
        }
    };
    let title = format!("Impact analysis: {}", asked.title());
    framed(&call, Page::new(title, PLACE, body).help(HELP)).await
}

fn greeting(call: &Call, asked: &Asked, campaign: &Campaign, sheet: &Sheet) -> Markup {
    let due = campaign.due.map(|it| it.0.to_string());
    let (all, minutes) = (Topic::ALL.len(), asked.answers.minutes());
    let first = sheet.open().next();
    let answered = sheet.answers.len();
    let zone = when::zone(&asked.present.state.registers);
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    html! {
        div.sheet {
            p.lead { (all) " questions, about " (minutes) " " (unit) ", saved as you go." }
            dl.facts {
                dt { "Campaign" } dd { (campaign.name) @if let Some(due) = due { ", due " (due) } }
                dt { "Asked" } dd { @match &sheet.to { Some(to) => (asked.named(to)), None => "nobody owns it" }
                    ", " (when::both(sheet.sent, &zone)) " (" (when::ago(sheet.sent, call.now)) ")" }
                dt { "State" } dd { @if let Some(standing) = asked.standing() { (mark(standing)) }
                    ", " (answered) " of " (all) " answered" }
            }
            @for doubt in sheet.doubts(None).filter(|it| it.topic.is_none()) {
                div.banner.bad { p { strong { "Contested" } " by " (asked.named(&doubt.by)) ": " (doubt.text) } }
            }
            div.actions {
                @match first {
                    Some(topic) => a.button href=(asked.place(&topic.number().to_string())) {
                        @if answered == 0 { "Begin" } @else { "Go on with question " (topic.number()) }
                    },
                    None => a.button href=(asked.place("answers")) { "Check your answers" },
                }
                @if first.is_some() && answered > 0 {
                    a.button.plain href=(asked.place("answers")) { "Check what is answered" }
                }
                a.button.plain href=(asked.place("interview")) { "Print for an interview" }
            }
        }
    }
}

fn questions(call: &Call, asked: &Asked, sheet: &Sheet) -> Markup {
    let all = views::conditions(asked);
    let open = views::undecided(&all);
    html! {
        @if !open.is_empty() {
            div.banner { p { span.state.bad-word { "they disagree" } " about "
                @for (at, it) in open.iter().enumerate() {
                    @if at > 0 { ", " } (whose::named(it)) " (" (whose::range(it)) ")" }
                ": " a href=(asked.place("answers#respondents")) { "see who says what, and decide" } "." } }
        }
        h2 { "The questions" }
        ol.questions { @for &topic in Topic::ALL { li {
            a href=(asked.place(&topic.number().to_string())) { (topic.asks()) } " "
            (state(asked, sheet, topic))
            @let delegate = asked.may_answer(call, topic) && !asked.may_change(call);
            @if delegate {
                " " strong { "You are asked this one." }
            }
        } } }
    }
}

fn state(asked: &Asked, sheet: &Sheet, topic: Topic) -> Markup {
    let contested = sheet.doubts(Some(topic)).next().is_some();
    html! {
        @if contested { span.state.bad-word { "contested" } }
        @else if let Some(answered) = sheet.answers.get(topic.as_str()) {
            span.state.good { "answered" } span.quiet { " by " (asked.named(&answered.by)) }
        }
        @else if let Some(to) = sheet.delegated.get(topic.as_str()) {
            span.state.warn { "handed on" } span.quiet { " to " (asked.named(to)) }
        }
        @else if asked.answers.knows(topic) { span.state.open-word { "known, to be confirmed" } }
        @else { span.state.open-word { "open" } }
    }
}

/// No campaign asks: what is in force, and how to begin.
fn not_asked(call: &Call, asked: &Asked) -> Markup {
    html! {
        div.sheet {
            p.lead { "Nobody asks about this at the moment." }
            p { @match &asked.answers.impact {
                Some(impact) => { "Its impact is judged in " (link::record(&impact.reference(), &impact.reference()))
                    ", " (impact.status().as_str().replace('-', " ")) "." }
                None => "Its impact was never judged.",
            } }
            @if asked.may_change(call) {
                form method="post" action="/requirements/bia/begin" {
                    (form::request())
                    input type="hidden" name="activity" value=(asked.activity);
                    input type="hidden" name="name" value={ "Impact of " (asked.title()) };
                    input type="hidden" name="then" value=(asked.activity);
                    button type="submit" { "Begin the questionnaire" }
                }
            }
        }
    }
}
