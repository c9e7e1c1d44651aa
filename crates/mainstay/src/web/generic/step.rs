//! The steps of a record's life from its page, "still right", and the way back: an undo is a new
//! revision that says what an earlier one said; nothing is taken out of the history.

use axum::response::Response;
use continuity::command::{Command, Step};
use continuity::written::Written;
use jiff::tz::TimeZone;
use record::kind::{Confirmed, Status};
use record::kinds::Record;
use record::value::Date;

use super::subject::{self, Subject};
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form;

/// Takes a step.
pub async fn taken(call: Call) -> Result<Response, Problem> {
    let subject = Subject::of(&call, &call.doors.ledger.present().state)?;
    let word = call.fields().text("step").to_owned();
    let reason = call
        .fields()
        .filled(&format!("reason-{word}"))
        .map(str::to_owned);
    let step = Step {
        subject: subject.reference(),
        expected: expected(&call),
        reason,
    };
    let command = match word.as_str() {
        "submit" => Command::Submit(step),
        "approve" => Command::Approve(step),
        "return" => Command::Return(step),
        "retire" => Command::Retire(step),
        "confirm" => still_right(&call, &subject),
        _ => return Err(Problem::invalid("There is no such step.")),
    };
    let before = subject.filing.revision;
    carry_out(
        &call,
        &subject,
        command,
        &format!("did={word}&undo={before}"),
    )
    .await
}

/// Goes back to what a revision said.
pub async fn undone(call: Call) -> Result<Response, Problem> {
    let subject = Subject::of(&call, &call.doors.ledger.present().state)?;
    let to: u32 = call.fields().text("to").parse().unwrap_or(u32::MAX);
    let content = match to {
        0 => None,
        _ => {
            let changes = subject::changes(&call).await?;
            let found = changes.into_iter().find(|change| change.revision == to);
            let unknown = || Problem::invalid("There is no such revision to go back to.");
            Some(
                found
                    .and_then(|change| change.content)
                    .ok_or_else(unknown)?,
            )
        }
    };
    let command = match content {
        Some(record) if record.status() != Status::Retired => Command::Amend {
            written: Written::made(record),
            expected: expected(&call),
        },
        // What was not there before is out of use again; so is what was retired.
        _ => Command::Retire(Step {
            subject: subject.reference(),
            expected: expected(&call),
            reason: Some("undone".into()),
        }),
    };
    let before = subject.filing.revision;
    carry_out(&call, &subject, command, &format!("did=undo&undo={before}")).await
}

async fn carry_out(
    call: &Call,
    subject: &Subject,
    command: Command,
    did: &str,
) -> Result<Response, Problem> {
    let receipt = order::execute(call, command).await?;
    let did = if receipt.entries.is_none() {
        "did=nothing"
    } else {
        did
    };
    Ok(form::away(&format!("{}?{did}", subject.path()), &receipt))
}

fn expected(call: &Call) -> Option<u32> {
    call.fields().text("revision").parse().ok()
}

/// The latest content, confirmed by the caller today.
fn still_right(call: &Call, subject: &Subject) -> Command {
    let state = &call.doors.ledger.present().state;
    let actor = call.actor.as_text();
    let account = call.actor.account().and_then(|id| state.account(id));
    let mut record: Record = subject.latest.clone();
    record.envelope_mut().confirmed = Some(Confirmed {
        by: account.map_or(actor, |account| account.name.clone()),
        at: Date(call.now.to_zoned(TimeZone::UTC).date()),
    });
    Command::Amend {
        written: Written::made(record),
        expected: expected(call),
    }
}
