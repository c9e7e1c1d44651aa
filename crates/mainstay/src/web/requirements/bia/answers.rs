//! All answers on one page: to be checked and signed by who answered, and to be approved, returned
//! or contested by who approves. The approver sees what changed since last time first.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::requirements::campaign::{CampaignStep, Sheet, Standing};
use continuity::requirements::questionnaire::change::{Change, changes, said};
use continuity::requirements::questionnaire::{Answers, Topic};
use continuity::requirements::respondents::{self, ConditionViews};
use maud::{Markup, html};
use record::kinds::Record;

use super::said::Words;
use super::{Asked, HELP, PLACE, consequence, mark, views, whose};
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show as framed, show_as};
use crate::web::{link, when};

/// Check your answers, and sign.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let asked = Asked::of(&call)?;
    if asked.sheet().is_none() {
        return Ok(form::to(&asked.place("start")));
    }
    checked(&call, asked, &Faults::default()).await
}

/// The same, with what is wrong with a decision.
pub(super) async fn checked(
    call: &Call,
    asked: Asked,
    faults: &Faults,
) -> Result<Response, Problem> {
    let Some((_, _, sheet)) = asked.sheet() else {
        return Ok(form::to(&asked.place("start")));
    };
    let found = consequence::compute(call, asked.answers.clone()).await?;
    let money = call.may(Action::ReadMoney);
    let words = Words::of(&asked.present.state.registers, &asked.answers, None);
    let all = views::conditions(&asked);
    let decides = asked.may_change(call) && asked.standing() != Some(Standing::Answered);
    let body = html! {
        p.quiet { a href=(asked.place("start")) { (asked.title()) } }
        h1 { "Check your answers" }
        (faults.summary())
        (doubts(&asked, sheet))
        div.columns.bia {
            div {
                (views::markup(&asked, &all, decides, faults))
                @for &topic in Topic::ALL { (one(&asked, sheet, topic, money, &words)) }
            }
            aside.sheet aria-label="What follows" { (consequence::markup(&found)) }
        }
        (sign(call, &asked, sheet, &all))
    };
    let title = format!("Check: {}", asked.title());
    let status = match faults.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    show_as(call, status, Page::new(title, PLACE, body).help(HELP)).await
}

/// What changed since last time, for whoever approves it.
pub async fn approver(call: Call) -> Result<Response, Problem> {
    let asked = Asked::of(&call)?;
    let Some((_, _, sheet)) = asked.sheet() else {
        return Ok(form::to(&asked.place("start")));
    };
    let found = consequence::compute(&call, asked.answers.clone()).await?;
    let before = Answers::in_force(&asked.present.state.registers, &asked.activity);
    let mut all = changes(before.as_ref(), &asked.answers);
    if !call.may(Action::ReadMoney) {
        all.retain(|change| change.topic != Some(Topic::Loss.as_str()));
    }
    let body = html! {
        p.quiet { a href=(asked.place("start")) { (asked.title()) } " · "
            a href=(asked.place("answers")) { "all answers" } }
        h1 { "What changed since last time" }
        (signed(&call, &asked, sheet))
        (doubts(&asked, sheet))
        div.columns.bia {
            div {
                div.sheet { (since(&asked, &all, before.as_ref())) (remarks(&asked, sheet)) }
                (views::markup(&asked, &views::conditions(&asked), false, &Faults::default()))
            }
            aside.sheet aria-label="What follows" { (consequence::markup(&found)) }
        }
        (decide(&call, &asked, sheet))
    };
    let title = format!("Approve: {}", asked.title());
    framed(&call, Page::new(title, PLACE, body).help(HELP)).await
}

/// Signs, approves, returns or contests.
pub async fn done(call: Call) -> Result<Response, Problem> {
    let asked = Asked::of(&call)?;
    let Some((campaign, ..)) = asked.sheet() else {
        return Ok(form::to(&asked.place("start")));
    };
    let campaign = campaign.to_string();
    let fields = call.fields();
    if fields.text("do") == "decide" {
        return views::decided(&call, asked, campaign).await;
    }
    let activity = asked.activity.clone();
    let (step, next) = match fields.text("do") {
        "sign" => (CampaignStep::Sign { activity }, "approve"),
        "approve" => (CampaignStep::Approve { activity }, "start"),
        "return" => {
            let reason = fields.text("reason").to_string();
            (CampaignStep::Return { activity, reason }, "start")
        }
        "contest" => {
            let topic = fields.text("n").parse().ok().and_then(Topic::numbered);
            let step = CampaignStep::Contest {
                activity,
                topic,
                text: fields.text("text").to_string(),
            };
            (step, "approve")
        }
        _ => return Err(Problem::invalid("Nothing is called so here.")),
    };
    let receipt = order::execute(&call, Command::Campaign { campaign, step }).await?;
    Ok(form::away(&asked.place(next), &receipt))
}

fn one(asked: &Asked, sheet: &Sheet, topic: Topic, money: bool, words: &Words) -> Markup {
    let answered = sheet.answers.get(topic.as_str());
    let hidden = topic == Topic::Loss && !money;
    let all = match hidden {
        true => Vec::new(),
        false => said(&asked.answers, topic),
    };
    let place = asked.place(&topic.number().to_string());
    html! {
        section.sheet.answer {
            h2 { (topic.number()) ". " (topic.asks()) }
            @for (record, fields) in &all {
                @if let Some(whose) = whose(asked, record) {
                    h3 { a href={ (place) "?of=" (link::escaped(record.id())) } { (whose) } }
                }
                dl.facts { @for (field, value) in fields {
                    dt { (super::said::field(field)) }
                    dd { (words.value(&record.reference(), field, value)) }
                } }
            }
            @if hidden { p.quiet { "Figures of money are not shown to you." } }
            @else if all.is_empty() { p.quiet { "Nothing is said." } }
            @if let Some(remark) = answered.and_then(|it| it.remark.as_ref()) { p { "\u{201C}" (remark) "\u{201D}" } }
            p {
                @match answered {
                    Some(it) => { span.state.good { "answered" } span.quiet { " by " (asked.named(&it.by)) } },
                    None => span.state.open-word { "not answered yet" },
                }
                " " a href=(asked.place(&topic.number().to_string())) { "Change" span.unseen { " answer " (topic.number()) } }
            }
        }
    }
}

/// Whose judgement a record is, and of which condition, where there are several.
pub(super) fn whose(asked: &Asked, record: &Record) -> Option<String> {
    let Record::Impact(impact) = record else {
        return None;
    };
    if asked.answers.impacts().count() < 2 {
        return None;
    }
    let when = match respondents::when(impact) {
        respondents::NORMAL => "In normal times",
        peak => peak,
    };
    Some(match &impact.own.respondent {
        Some(name) => format!("{when}, {}", asked.called(name)),
        None => when.to_string(),
    })
}

fn doubts(asked: &Asked, sheet: &Sheet) -> Markup {
    html! {
        @for doubt in sheet.doubts(None) {
            div.banner.bad { p { strong { "Contested" }
                @if let Some(topic) = doubt.topic {
                    ", " a href=(asked.place(&topic.number().to_string())) { "question " (topic.number()) }
                }
                ", by " (asked.named(&doubt.by)) ": " (doubt.text) } }
        }
    }
}

fn sign(call: &Call, asked: &Asked, sheet: &Sheet, all: &[ConditionViews]) -> Markup {
    let open: Vec<Topic> = sheet.open().collect();
    let undecided = views::undecided(all);
    html! {
        div.sheet {
            @if asked.standing() == Some(Standing::Answered) {
                (signed(call, asked, sheet))
                p { a.button href=(asked.place("approve")) { "What changed since last time" } }
            } @else if !open.is_empty() {
                p { "Still open: " @for (at, topic) in open.iter().enumerate() {
                    @if at > 0 { ", " } a href=(asked.place(&topic.number().to_string())) { "question " (topic.number()) }
                } ". Then it can be signed." }
            } @else if !undecided.is_empty() {
                p { "The respondents disagree about " @for (at, it) in undecided.iter().enumerate() {
                    @if at > 0 { ", " } (whose::named(it).to_lowercase()) }
                    ". " a href="#respondents" { "Decide what counts" } "; then it can be signed." }
            } @else if asked.may_change(call) {
                p { "By signing you say that this is how you see it today. It counts once it is approved." }
                form method="post" action=(asked.place("answers")) {
                    (form::request())
                    button type="submit" name="do" value="sign" { "Sign the answers" }
                }
            } @else { p.quiet { "Whoever owns the activity signs." } }
        }
    }
}

fn signed(call: &Call, asked: &Asked, sheet: &Sheet) -> Markup {
    let zone = when::zone(&asked.present.state.registers);
    html! {
        @match &sheet.signed {
            Some(signed) => p { @if let Some(standing) = asked.standing() { (mark(standing)) } ": signed by "
                (asked.named(&signed.by)) ", " (when::both(signed.at, &zone)) " (" (when::ago(signed.at, call.now)) "). It waits for approval." },
            None => p { span.state.open-word { "not signed yet" } },
        }
    }
}

fn since(asked: &Asked, all: &[Change], before: Option<&Answers>) -> Markup {
    let place = |topic: Topic| asked.place(&topic.number().to_string());
    let words = Words::of(&asked.present.state.registers, &asked.answers, before);
    html! {
        @if before.is_none() { p { "There is no last time: all of it is new." } }
        @if all.is_empty() { p { "Nothing changed: all was confirmed as it was." } }
        @else { (super::said::changes(all, &words, &place)) }
    }
}

fn remarks(asked: &Asked, sheet: &Sheet) -> Markup {
    let remarks: Vec<(Topic, &str, &str)> = Topic::ALL
        .iter()
        .filter_map(|&topic| {
            let answered = sheet.answers.get(topic.as_str())?;
            Some((topic, answered.by.as_str(), answered.remark.as_deref()?))
        })
        .collect();
    html! {
        @if !remarks.is_empty() {
            h2 { "Remarks" }
            ul { @for (topic, by, text) in remarks { li {
                a href=(asked.place(&topic.number().to_string())) { "Question " (topic.number()) } ", "
                (asked.named(by)) ": " (text)
            } } }
        }
    }
}

/// Approving, returning, contesting: each only where it is possible now.
fn decide(call: &Call, asked: &Asked, sheet: &Sheet) -> Markup {
    let may = call.may_do(Action::Approve, Object::Record("activity", &asked.activity));
    let waits = asked.standing() == Some(Standing::Answered);
    let none = Faults::default();
    let question = |topic: &Topic| format!("{}. {}", topic.number(), topic.asks());
    html! {
        div.columns {
            @if may && waits {
                div.sheet {
                    h2 { "Approve" }
                    p { "From then on it counts in every figure." }
                    @if let Some(signed) = &sheet.signed {
                        ul.plain-list { @for it in &signed.records {
                            li { (link::record(it, it)) }
                        } }
                    }
                    form method="post" action=(asked.place("answers")) {
                        (form::request())
                        button type="submit" name="do" value="approve" { "Approve" }
                    }
                }
                div.sheet {
                    h2 { "Give it back" }
                    form method="post" action=(asked.place("answers")) {
                        (form::request())
                        (form::area(Ask::new("reason", "Why", "It is kept for good.").required(), "", 2, &none))
                        button.plain type="submit" name="do" value="return" { "Give it back" }
                    }
                }
            }
            @if call.may(Action::File) {
                div.sheet {
                    h2 { "Contest an answer" }
                    form method="post" action=(asked.place("answers")) {
                        (form::request())
                        div.field {
                            label for="f-n" { "Which" }
                            select #f-n name="n" {
                                option value="" { "All of it" }
                                @for topic in Topic::ALL {
                                    option value=(topic.number()) { (question(topic)) }
                                }
                            }
                        }
                        (form::area(Ask::new("text", "Why you see it otherwise", "It is kept for good.").required(), "", 2, &none))
                        button.plain type="submit" name="do" value="contest" { "Contest it" }
                    }
                }
            }
        }
    }
}
