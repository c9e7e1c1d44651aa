//! "Still right": one press says that what a record says still holds, by whom and when.

use axum::response::Response;
use continuity::command::Command;
use continuity::written::Written;
use record::kind::Confirmed;
use record::link::split;
use record::value::Date;

use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::{form, when};

/// Confirms the record that the form names, and goes back to where it was pressed.
pub async fn done(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let reference = fields.text("record").to_owned();
    let state = &call.doors.ledger.present().state;
    let (kind, id) = split(&reference);
    let latest = kind.and_then(|kind| state.latest(kind, id));
    let mut record = latest.ok_or_else(|| Problem::unknown(&reference))?;
    let zone = when::zone(&state.registers);
    let account = call.actor.account().and_then(|id| state.account(id));
    let by = account.map_or_else(|| call.actor.as_text(), |account| account.name.clone());
    record.envelope_mut().confirmed = Some(Confirmed {
        by,
        at: Date(call.now.to_zoned(zone).date()),
    });
    let command = Command::Amend {
        written: Written::made(record),
        expected: None,
    };
    let receipt = order::execute(&call, command).await?;
    let back =
        Some(fields.text("back")).filter(|back| back.starts_with('/') && !back.starts_with("//"));
    Ok(form::away(back.unwrap_or("/#due"), &receipt))
}
