//! `/initiation/start`: the twelve questions, the answers looked at once more, and from them the
//! first records, filed as drafts in one step. What was typed is kept for who typed it.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::Action;
use continuity::command::Command;
use continuity::state::State;
use continuity::written::Written;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::complaint::Complaints;
use record::kind::Status;
use record::kinds::Record;

use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::interview::first_records::files;
use crate::interview::{Answers, QUESTIONS};
use crate::web::form::{self, Ask as Field, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::generic::draft;
use crate::web::generic::values::Values;
use crate::web::link;

/// The name under which what was typed is kept.
const ABOUT: &str = "initiation/start";
const HELP: &str = "1-initiation#what-you-decide-here";

/// The questions, with what was typed before.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let kept = draft::kept(&call, ABOUT).await;
    let values = kept.map(|kept| kept.values).unwrap_or_default();
    asked(&call, StatusCode::OK, &values, &Faults::default()).await
}

async fn asked(
    call: &Call,
    status: StatusCode,
    values: &Values,
    faults: &Faults,
) -> Result<Response, Problem> {
    let may = call.may(Action::Import);
    let body = html! {
        h1 { "Twelve questions" }
        p.lead { "From the answers follow a first policy with rules, a scope, hours of service, \
            roles, a steering body and a plan of the first year." }
        p { "An empty answer takes the default, and what follows from it is marked \
            \u{201c}default, not yet agreed\u{201d} until someone with the authority agrees. All of \
            it can be changed later." }
        @if !may {
            p.banner { "A continuity manager files the answers; you can look at them here." } }
        (faults.summary())
        form.questions method="post" action="/initiation/start" novalidate {
            (form::request())
            ol.asked { @for question in QUESTIONS { li {
                @let hint = format!("Default: {}", question.default);
                (form::field(Field::new(question.field, question.text, &hint),
                    values.get(question.field), faults))
            } } }
            p.actions {
                button type="submit" name="step" value="check" { "Check the answers" }
                button.plain type="submit" name="step" value="keep" { "Keep for later" }
            }
        }
    };
    let page = Page::new("Twelve questions", "/initiation", body).help(HELP);
    show_as(call, status, page).await
}

/// Takes the answers: keeps them, shows them once more, or files what follows from them.
pub async fn taken(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let values = Values::sent(fields.pairs());
    let step = fields.text("step").to_owned();
    if call.actor.account().is_some() {
        draft::keep(&call, ABOUT, &values).await?;
    }
    match step.as_str() {
        "keep" => return Ok(form::to("/initiation/start")),
        "change" => return asked(&call, StatusCode::OK, &values, &Faults::default()).await,
        _ => {}
    }
    let (answers, faults) = read(&values);
    if !faults.is_empty() {
        return asked(&call, StatusCode::UNPROCESSABLE_ENTITY, &values, &faults).await;
    }
    match step.as_str() {
        "file" => file(&call, &answers).await,
        _ => checked(&call, &answers).await,
    }
}

fn read(values: &Values) -> (Answers, Faults) {
    let (mut answers, mut faults) = (Answers::defaults(), Faults::default());
    for (index, question) in QUESTIONS.iter().enumerate() {
        if let Err(why) = answers.answer(index, values.get(question.field)) {
            faults.add(question.field, why);
        }
    }
    (answers, faults)
}

/// The records that follow from the answers, as drafts.
fn drafts(call: &Call, answers: &Answers) -> Result<Vec<Record>, Problem> {
    let today = call.now.to_zoned(TimeZone::UTC).date();
    let mut all = Vec::new();
    for file in files(answers, today) {
        for node in file.records() {
            let mut complaints = Complaints::new();
            let Some(mut record) = Record::read(node, 0, &mut complaints) else {
                return Err(Problem::complaints(&complaints.all));
            };
            let envelope = record.envelope_mut();
            envelope.status = Some(Status::Draft);
            envelope.source = Some(format!("the twelve questions, {today}"));
            all.push(record);
        }
    }
    Ok(all)
}

/// Splits what is new from what is there already and stays as it is.
fn split_known(state: &State, records: Vec<Record>) -> (Vec<Record>, Vec<Record>) {
    let known = |record: &Record| state.filing(record.kind(), record.id()).is_some();
    records.into_iter().partition(|record| !known(record))
}

/// The answers once more, and what will be filed.
async fn checked(call: &Call, answers: &Answers) -> Result<Response, Problem> {
    let state = &call.doors.ledger.present().state;
    let (new, known) = split_known(state, drafts(call, answers)?);
    let body = html! {
        h1 { "Check the answers" }
        section.sheet aria-labelledby="answers" {
            h2 #answers { "What you said" }
            dl.facts.long { @for (index, question) in QUESTIONS.iter().enumerate() {
                dt { (question.text) }
                dd { @match answers.said(index) {
                    Some(said) => (said),
                    None => { (question.default) " " span.warn { "default" } }
                } }
            } }
        }
        (follows(&new, &known))
        form method="post" action="/initiation/start" {
            (form::request())
            @for (index, question) in QUESTIONS.iter().enumerate() {
                @if let Some(said) = answers.said(index) {
                    input type="hidden" name=(question.field) value=(said);
                }
            }
            p.actions {
                @if !new.is_empty() && call.may(Action::Import) {
                    button type="submit" name="step" value="file" { "File these drafts" }
                }
                button.plain type="submit" name="step" value="change" { "Change an answer" }
            }
        }
    };
    let page = Page::new("Check the answers", "/initiation", body).help(HELP);
    show_as(call, StatusCode::OK, page).await
}

fn follows(new: &[Record], known: &[Record]) -> Markup {
    html! {
        section.sheet aria-labelledby="follows" {
            h2 #follows { "What will be filed, each as a draft" }
            @if new.is_empty() { p { "Nothing: all of it is there already." } }
            ul { @for record in new { li {
                strong { (record.envelope().name.as_deref().unwrap_or(record.id())) } " "
                span.quiet { (record.kind()) } " "
                @if record.envelope().assumption { span.warn { "default, not yet agreed" } }
            } } }
            @if !known.is_empty() {
                p { "These are there already and stay as they are: "
                    @for (place, record) in known.iter().enumerate() {
                        @if place > 0 { ", " }
                        @let name = record.envelope().name.as_deref().unwrap_or(record.id());
                        (link::record(&record.reference(), name))
                    } "."
                }
            }
        }
    }
}

async fn file(call: &Call, answers: &Answers) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let (new, _) = split_known(&present.state, drafts(call, answers)?);
    let command = Command::Import {
        source: "the twelve questions".into(),
        records: new.into_iter().map(Written::made).collect(),
        seen: Some(present.seq),
    };
    let receipt = order::execute(call, command).await?;
    draft::erase(call, ABOUT).await;
    Ok(form::away("/initiation", &receipt))
}
