//! How far a record of Initiation is agreed, and the button by which someone with the authority
//! agrees. What rests on defaults stays so marked until then.

use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::{Command, Step};
use continuity::refusal::Refusal;
use continuity::state::State;
use continuity::written::Written;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kind::{Confirmed, Status};
use record::kinds::Record;
use record::link::split;
use record::value::Date;

use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::{form, link};

/// How far a record has come, in words.
pub fn words(record: &Record) -> &'static str {
    let assumed = record.envelope().assumption;
    match (record.status(), assumed) {
        (Status::Retired, _) => "out of use",
        (_, true) => "default, not yet agreed",
        (Status::Approved, false) => "agreed",
        (Status::InReview, false) => "waits for approval",
        (Status::Draft, false) => "draft, not yet agreed",
    }
}

/// The name by which the journal's actors are shown.
pub fn actor(state: &State, actor: &str) -> String {
    let id = actor.strip_prefix("account/");
    let account = id.and_then(|id| state.account(id));
    account.map_or_else(|| actor.to_owned(), |account| account.name.clone())
}

/// What is agreed of a record, and what the reader may do about it. `back` is where one goes on.
pub fn banner(call: &Call, state: &State, reference: &str, back: &str) -> Markup {
    let (kind, id) = split(reference);
    let kind = kind.unwrap_or_default();
    let Some((filing, latest)) = state.filing(kind, id).zip(state.latest(kind, id)) else {
        return html! {};
    };
    let word = words(&latest);
    if word == "agreed" {
        let by = filing.approver.as_deref().map(|by| actor(state, by));
        return html! { p.quiet {
            span.good { "agreed" } " revision " (filing.in_force.unwrap_or(filing.revision))
            @if let Some(by) = by { ", put in force by " (by) }
            ". " a href=(link::filed(reference)) { "The record" }
        } };
    }
    let object = Object::Record(kind, id);
    let may = call.may_do(Action::Approve, object);
    let submits = latest.status() == Status::Draft && call.may_do(Action::Amend, object);
    html! {
        div.banner {
            p { strong { (link::record(reference, &title(&latest))) ": " span.warn { (word) } "." }
                @if filing.in_force.is_some() && latest.status() != Status::Approved {
                    " What was agreed before stays in force until this is."
                }
            }
            @if may || submits {
                form method="post" action="/initiation/agree" {
                    (form::request())
                    input type="hidden" name="subject" value=(reference);
                    input type="hidden" name="revision" value=(filing.revision);
                    input type="hidden" name="back" value=(back);
                    p.actions {
                        @if may { button type="submit" name="step"
                            value="agree" { "Agree and put in force" } }
                        @else { button type="submit" name="step"
                            value="submit" { "Put up for approval" } }
                    }
                }
            } @else {
                p.quiet { "Someone who may approve it has not yet." }
            }
        }
    }
}

fn title(record: &Record) -> String {
    let name = record.envelope().name.as_deref();
    name.unwrap_or(record.id()).to_owned()
}

/// Agrees to a record, or puts it up for approval.
pub async fn agreed(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let subject = fields.text("subject").to_owned();
    let expected = fields.text("revision").parse().ok();
    let back = fields.text("back");
    let ours = ["/initiation", "/requirements/strategy/"];
    let back = match ours.iter().any(|ours| back.starts_with(ours)) {
        true => back.to_owned(),
        false => "/initiation".to_owned(),
    };
    let step = Step {
        expected,
        ..Step::of(&subject)
    };
    let command = match fields.text("step") {
        "submit" => Command::Submit(step),
        _ => agree(&call, step)?,
    };
    let receipt = order::execute(&call, command).await?;
    Ok(form::away(&back, &receipt))
}

/// Puts the latest content in force. What was a default is one no more: whoever agrees confirms it.
fn agree(call: &Call, step: Step) -> Result<Command, Problem> {
    let state = &call.doors.ledger.present().state;
    let (kind, id) = split(&step.subject);
    let latest = state.latest(kind.unwrap_or_default(), id);
    let mut latest = latest.ok_or_else(|| Problem::from(Refusal::unknown(&step.subject)))?;
    if !latest.envelope().assumption {
        return Ok(Command::Approve(step));
    }
    let (kind, id) = (latest.kind(), latest.id().to_owned());
    if !call.may_do(Action::Approve, Object::Record(kind, &id)) {
        let who = "whoever may approve it".to_owned();
        let refused = Refusal::not_allowed(Action::Approve, Object::Record(kind, &id), who);
        return Err(refused.into());
    }
    let envelope = latest.envelope_mut();
    envelope.assumption = false;
    envelope.status = Some(Status::Approved);
    envelope.confirmed = Some(Confirmed {
        by: actor(state, &call.actor.as_text()),
        at: Date(call.now.to_zoned(TimeZone::UTC).date()),
    });
    Ok(Command::Amend {
        written: Written::made(latest),
        expected: step.expected,
    })
}
