//! Filing a scenario from what someone picked: a draft, to be looked at and approved.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::written::Written;
use record::complaint::Complaints;
use record::kinds::{Record, Registers};
use record::link::to_id;
use record::node::Node;

use crate::http::call::Call;
use crate::http::order::execute;
use crate::http::problem::Problem;
use crate::web::form::{self, Faults};

/// Whether the caller may do that to scenarios.
pub(super) fn may(call: &Call, action: Action) -> bool {
    call.may_do(action, Object::Kind("scenario"))
}

/// Files it.
pub async fn done(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let mut faults = Faults::default();
    let lose: Vec<&str> = fields
        .all("lose")
        .filter(|it| !it.trim().is_empty())
        .collect();
    let Some(name) = fields.filled("name") else {
        faults.add("name", "say in a few words what happens");
        return super::adhoc::shown(&call, StatusCode::UNPROCESSABLE_ENTITY, &faults).await;
    };
    if lose.is_empty() {
        faults.add("lose", "say what is lost");
    }
    let registers = &call.doors.ledger.present().state.registers;
    let share = fields
        .filled("share")
        .map(|share| share.trim_end_matches('%').trim());
    let share = share.map(|share| format!("{share}%"));
    let loses = lose
        .iter()
        .map(|item| match (&share, record::link::split(item)) {
            (Some(share), (Some("team"), id)) => {
                Node::map([("team", Node::text(id)), ("share", Node::bare(share))])
            }
            _ => Node::text(*item),
        });
    let mut entries = vec![
        ("kind", Node::text("scenario")),
        ("id", Node::text(free_id(registers, name))),
        ("name", Node::text(name)),
        ("status", Node::text("draft")),
        ("loses", Node::list(loses)),
    ];
    if let Some(kind) = fields.filled("type") {
        entries.push(("loss-types", Node::list([Node::text(kind)])));
    }
    for field in ["mode", "lasts"] {
        entries.extend(fields.filled(field).map(|value| (field, Node::text(value))));
    }
    let mut complaints = Complaints::new();
    let record = Record::read(&Node::map(entries), 0, &mut complaints);
    for complaint in &complaints.all {
        let field = match &*complaint.field {
            "loses" => "lose",
            "loss-types" => "type",
            other => other,
        };
        faults.add(field, complaint.text.clone());
    }
    let (Some(record), true) = (record, faults.is_empty()) else {
        return super::adhoc::shown(&call, StatusCode::UNPROCESSABLE_ENTITY, &faults).await;
    };
    let path = format!("/records/scenarios/{}", record.id());
    let written = Written::made(record);
    let receipt = execute(&call, Command::File { written }).await?;
    Ok(form::away(&path, &receipt))
}

/// An id that no scenario has yet.
fn free_id(registers: &Registers, name: &str) -> String {
    let first: String = to_id(name).chars().take(60).collect();
    let more = (2..).map(|number| format!("{first}-{number}"));
    let mut all = std::iter::once(first.clone()).chain(more);
    all.find(|id| registers.scenarios.get(id).is_none())
        .unwrap_or(first)
}
