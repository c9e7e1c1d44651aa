//! All questions on paper: what is known, and room to write, for an interview.

use axum::response::Response;
use continuity::access::Action;
use continuity::initiation::policy_in_force::policy_in_force;
use continuity::requirements::questionnaire::change::said;
use continuity::requirements::questionnaire::turn::Turn;
use continuity::requirements::questionnaire::{Answers, Topic};
use maud::{Markup, html};

use super::grid::Grid;
use super::said::Words;
use super::{Asked, HELP, PLACE, whose};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::{link, when};

/// The questions, to be printed.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let asked = Asked::of(&call)?;
    let money = call.may(Action::ReadMoney);
    let zone = when::zone(&asked.present.state.registers);
    let reference = asked.answers.activity.reference();
    let owner = asked.answers.activity.envelope.owner.as_ref();
    let body = html! {
        p.quiet.unprinted { a href=(asked.place("start")) { (asked.title()) } }
        h1 { "Interview: " (asked.title()) }
        dl.facts {
            dt { "Record" } dd { (link::record(&reference, &reference)) }
            dt { "Owner" } dd { @match owner { Some(owner) => (asked.named(&owner.text)), None => "nobody" } }
            dt { "As of" } dd { (when::both(call.now, &zone)) ", entry " (asked.present.seq) }
            dt { "Asked by, on" } dd.write {}
            dt { "Answered by" } dd.write {}
        }
        @for &topic in Topic::ALL { (one(&asked, topic, money)) }
        p.sign { span.write { "Signature" } span.write { "Date" } }
    };
    let title = format!("Interview: {}", asked.title());
    framed(&call, Page::new(title, PLACE, body).help(HELP)).await
}

fn one(asked: &Asked, topic: Topic, money: bool) -> Markup {
    let hidden = topic == Topic::Loss && !money;
    let known = match hidden {
        true => Vec::new(),
        false => said(&asked.answers, topic),
    };
    let words = Words::of(&asked.present.state.registers, &asked.answers, None);
    html! {
        section.sheet.paper {
            h2 { (topic.number()) ". " (topic.asks()) }
            @if topic == Topic::Impact { (grids(asked)) } @else {
                @if hidden { p.quiet { "Figures of money are not shown to you." } }
                @for (record, fields) in &known {
                    @if let Some(whose) = super::answers::whose(asked, record) { h3 { (whose) } }
                    dl.facts { @for (field, value) in fields {
                        dt { (super::said::field(field)) }
                        dd { (words.value(&record.reference(), field, value)) span.box { "\u{2610} right" } }
                    } }
                }
            }
            p.lines aria-hidden="true" { }
        }
    }
}

/// A grid for each condition and each who judged it; one to be filled where nobody has.
fn grids(asked: &Asked) -> Markup {
    let policy = policy_in_force(&asked.present.state.registers);
    let all = asked.answers.conditions(&policy);
    let turned = |turn: &Turn| {
        let mut answers = asked.answers.clone();
        answers.turn(turn);
        answers
    };
    let several = all.len() > 1 || all.iter().any(|it| it.views.len() > 1);
    html! {
        @for condition in &all {
            @if condition.views.is_empty() {
                h3 { (whose::named(condition)) ", not judged yet" }
                (grid(asked, &turned(&Turn::In(condition.when.clone()))))
            }
            @for view in &condition.views {
                @if several { h3 { (whose::named(condition)) ", " (asked.by(view)) } }
                @let id = record::link::split(&view.impact).1.to_string();
                (grid(asked, &turned(&Turn::Of(id))))
            }
        }
    }
}

/// The grid with a box for each level, the known one marked.
fn grid(asked: &Asked, answers: &Answers) -> Markup {
    let grid = Grid::of(&asked.present.state.registers, answers);
    let own = answers.impact.as_ref().map(|it| &it.own.levels);
    let known = |category: &str, at: usize| own.and_then(|all| all.get(category)?.get(at).copied());
    html! {
        p { @for level in 0..grid.levels.len() { @if level > 0 { ", " } (grid.level(level)) } }
        table.stack {
            thead { tr { th scope="col" { "Harm to" }
                @for time in &grid.times { th scope="col" { "after " (when::span(time.0)) } } } }
            tbody { @for category in &grid.categories { tr {
                th scope="row" { (category) }
                @for (at, time) in grid.times.iter().enumerate() {
                    @let label = format!("after {}", when::span(time.0));
                    td data-label=(label) {
                    @for level in 0..grid.levels.len() {
                        @let is = known(category, at) == Some(level as u32);
                        span.box { @if is { "\u{2611}" span.unseen { "known: " } } @else { "\u{2610}" } (level) } " "
                    }
                } }
            } } }
        }
    }
}
