//! The forecast of the day, kept by a server that keeps backups: what may come to each site and
//! what will be missed in the own estate, one entry a day, to be scored by what comes.

use continuity::actor::Actor;
use continuity::command::Command;
use continuity::homes::AGREED;
use jiff::Timestamp;
use ledger::{Ledger, Order};

use crate::answer::{Given, default_policy, forecast};

/// Keeps the forecast of this moment; nothing where nothing can be foreseen.
pub async fn keep(ledger: &Ledger) {
    let (present, now) = (ledger.present(), ledger.clock().now());
    let made = tokio::task::spawn_blocking(move || of(&present, now)).await;
    let Ok(Ok(statements)) = made else {
        tracing::error!("no forecast could be made");
        return;
    };
    let command = Command::KeepForecasts { statements };
    if let Err(denied) = ledger.execute(Order::new(Actor::Server, command)).await {
        tracing::error!(?denied, "the forecast of the day was not kept");
    }
}

fn of(
    present: &ledger::Present,
    at: Timestamp,
) -> Result<Vec<continuity::requirements::kept_forecast::Statement>, crate::answer::Wrong> {
    let mut registers = present.state.registers.clone();
    default_policy::add(&mut registers);
    let given = Given {
        registers: &registers,
        files: &[],
        source: std::path::Path::new(""),
        at,
        homes: &AGREED,
    };
    forecast::to_keep(&given, &present.state, forecast::WITHIN)
}

#[cfg(test)]
mod tests;
