//! From a request to a command and back: who asks, under which id, and how what the ledger says is
//! told.

use axum::http::{HeaderName, StatusCode, header};
use axum::response::Response;
use continuity::actor::Actor;
use continuity::command::Command;
use journal::attachment::Attachment;
use journal::failure::Failure as OfJournal;
use ledger::{Denied, Failure, Order, Receipt};
use record::node::Node;
use record::shape::Shape as _;

use super::call::Call;
use super::problem::Problem;
use super::reply;

/// Has a command carried out, and tells what came of it.
pub async fn execute(call: &Call, command: Command) -> Result<Receipt, Problem> {
    execute_with(call, command, Vec::new()).await
}

/// The same with files to stand beside the journal.
pub async fn execute_with(
    call: &Call,
    command: Command,
    attachments: Vec<Attachment>,
) -> Result<Receipt, Problem> {
    let request = call.request()?;
    let order = Order {
        actor: call.actor.clone(),
        asked: request.as_ref().map(|_| call.asked()),
        request,
        command,
        attachments,
    };
    let (begun, metrics) = (std::time::Instant::now(), &call.doors.access.metrics);
    let receipt = call.doors.ledger.execute(order).await;
    match receipt {
        Ok(receipt) => {
            metrics.commands.inc();
            metrics
                .command_seconds
                .observe(begun.elapsed().as_secs_f64());
            Ok(receipt)
        }
        Err(denied) => {
            let problem = self::denied(denied);
            metrics.refused(problem.code());
            Err(problem)
        }
    }
}

/// Has a command carried out that the server itself asks for.
pub async fn execute_as(call: &Call, actor: Actor, command: Command) -> Result<Receipt, Problem> {
    let receipt = call.doors.ledger.execute(Order::new(actor, command)).await;
    receipt.map_err(denied)
}

/// Why a command was not carried out, as a problem.
pub fn denied(denied: Denied) -> Problem {
    match denied {
        Denied::Refused(refusal) => Problem::from(refusal),
        Denied::Failed(failure) => failed(&failure),
    }
}

/// A receipt as it is answered. A repeated request gets the same one, and a header that says so.
pub fn receipt(receipt: &Receipt, status: StatusCode) -> Response {
    let subject = |(subject, revision): &(String, u32)| {
        Node::map([
            ("id", Node::text(subject.as_str())),
            ("revision", Node::bare(revision)),
        ])
    };
    let entry = |seq: Option<u64>| seq.map_or(Node::number(None), Node::bare);
    let node = Node::map([
        ("first", entry(receipt.entries.map(|(first, _)| first))),
        ("last", entry(receipt.entries.map(|(_, last)| last))),
        ("at", receipt.at.write()),
        ("subjects", Node::list(receipt.subjects.iter().map(subject))),
    ]);
    let mut response = reply::with_status(reply::node(&node), status);
    if let [(_, revision)] = receipt.subjects.as_slice() {
        response = reply::tagged(response, &format!("\"{revision}\""));
    }
    if receipt.repeated {
        let name = HeaderName::from_static("idempotency-replayed");
        response = reply::with(response, name, "true");
    }
    response
}

/// The same for something new, with where it is.
pub fn created(made: &Receipt, place: &str) -> Response {
    let response = receipt(made, StatusCode::CREATED);
    reply::with(response, header::LOCATION, place)
}

/// A failure of the world as a problem.
pub fn failed(failure: &Failure) -> Problem {
    match (failure, failure.of_journal()) {
        (Failure::Contended, _) => Problem::later("contended", &failure.to_string(), 1),
        (_, Some(OfJournal::Away { .. })) => {
            Problem::later("database-away", "The database is away.", 5)
        }
        (_, Some(OfJournal::Full)) => {
            let detail = "The disk is full: nothing new can be kept.";
            let remedy = "Make room; nothing needs to be started anew. Reading goes on.";
            Problem::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "disk-full",
                detail,
                remedy,
            )
        }
        _ => Problem::ours(failure),
    }
}
