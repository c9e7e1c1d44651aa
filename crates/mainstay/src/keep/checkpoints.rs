//! Checkpoints as a server makes them: signed when due, and put where whoever can write to the
//! journal cannot reach them. A delivery counts once it was confirmed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use journal::checkpoint::Checkpoint;
use journal::failure::Failure;
use ledger::Ledger;

use super::keeping::Keeping;
use super::standing::{Confirmed, Failed};
use crate::settings::{Checkpoints, without_password};

/// How often it is looked whether one is due.
const EVERY: Duration = Duration::from_secs(1);
/// How long a delivery by address may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long is waited after a delivery that failed, in rounds.
const ROUNDS_AFTER_FAILURE: u32 = 15;

/// Where checkpoints go beyond the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A folder: a file for each.
    Folder(PathBuf),
    /// An address: each is put below it under its own name.
    Address(String),
}

impl Target {
    /// Those of the settings.
    pub fn all(settings: &Checkpoints) -> Vec<Target> {
        let folder = settings.folder.clone().map(Target::Folder);
        let address = settings.url.clone().map(Target::Address);
        folder.into_iter().chain(address).collect()
    }

    /// As it may be shown.
    pub fn shown(&self) -> String {
        match self {
            Target::Folder(folder) => folder.display().to_string(),
            Target::Address(address) => without_password(address),
        }
    }

    /// Puts a checkpoint there. Errors: why that is not certain, in words.
    async fn take(&self, client: &reqwest::Client, checkpoint: &Checkpoint) -> Result<(), String> {
        match self {
            Target::Folder(folder) => {
                let (folder, checkpoint) = (folder.clone(), checkpoint.clone());
                let work = move || checkpoint.deliver(&folder).map(|_| ());
                let done = tokio::task::spawn_blocking(work).await;
                let done = done.map_err(|failure| failure.to_string())?;
                done.map_err(|failure| failure.to_string())
            }
            Target::Address(address) => {
                let base = address.trim_end_matches('/');
                let place = format!("{base}/checkpoint-{:010}.txt", checkpoint.number);
                let request = client
                    .put(place)
                    .header("content-type", "text/plain; charset=utf-8")
                    .body(checkpoint.note.clone());
                let answer = request.send().await;
                let answer = answer.map_err(|error| told(error.without_url()))?;
                match answer.status().is_success() {
                    true => Ok(()),
                    false => Err(format!("it answered {}", answer.status())),
                }
            }
        }
    }
}

fn told(error: reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

/// The last checkpoint that was delivered into a folder.
pub fn last_in(folder: &Path) -> std::io::Result<Option<Checkpoint>> {
    let notes = super::verified::notes(folder)?;
    Ok(notes.iter().rev().find_map(|note| Checkpoint::read(note)))
}

/// Signs and delivers checkpoints for as long as the server runs.
pub async fn run(keeping: &Keeping, ledger: &Ledger) {
    let (mut well, mut pause) = (true, 0_u32);
    if let Ok(Some(last)) = ledger.journal().last_checkpoint().await {
        keeping.saw(last);
    }
    loop {
        let done = round(keeping, ledger, pause == 0).await;
        match &done {
            Err(failure) if well => {
                tracing::warn!(%failure, "no checkpoint could be signed");
            }
            Ok(false) if pause == 0 => pause = ROUNDS_AFTER_FAILURE,
            _ => pause = pause.saturating_sub(1),
        }
        well = done.is_ok();
        tokio::time::sleep(EVERY).await;
    }
}

/// Signs one if it is due, and delivers the last one where it is not yet. Whether all have it.
async fn round(keeping: &Keeping, ledger: &Ledger, deliver: bool) -> Result<bool, Failure> {
    let now = ledger.clock().now();
    if ledger.journal().checkpoint_due(now.as_microsecond()) {
        sign(keeping, ledger, now).await?;
    }
    match deliver {
        true => deliver_last(keeping, ledger, now).await,
        false => Ok(true),
    }
}

/// Signs the last checkpoint before the doors close, and delivers it.
pub async fn close(keeping: &Keeping, ledger: &Ledger) -> Result<bool, Failure> {
    let now = ledger.clock().now();
    sign(keeping, ledger, now).await?;
    deliver_last(keeping, ledger, now).await
}

async fn sign(keeping: &Keeping, ledger: &Ledger, now: Timestamp) -> Result<(), Failure> {
    let Some(key) = keeping.plan().and_then(|plan| plan.key.as_ref()) else {
        return Ok(());
    };
    let made = ledger
        .journal()
        .checkpoint(key, now.as_microsecond())
        .await?;
    if let Some(made) = made {
        tracing::debug!(number = made.number, size = made.size, "checkpoint signed");
        keeping.saw(made);
    }
    Ok(())
}

async fn deliver_last(keeping: &Keeping, ledger: &Ledger, now: Timestamp) -> Result<bool, Failure> {
    let Some(plan) = keeping.plan().filter(|plan| !plan.targets.is_empty()) else {
        return Ok(true);
    };
    let Some(last) = ledger.journal().last_checkpoint().await? else {
        return Ok(true);
    };
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build();
    let Ok(client) = client else {
        return Ok(false);
    };
    let mut all = true;
    for (index, target) in plan.targets.iter().enumerate() {
        let known = keeping.deliveries().get(index).cloned();
        let has = known.and_then(|known| known.confirmed).map(|it| it.number);
        if has == Some(last.number) {
            continue;
        }
        let taken = target.take(&client, &last).await;
        all &= taken.is_ok();
        keeping.note(index, |delivery| match taken {
            Ok(()) => {
                delivery.failed = None;
                delivery.confirmed = Some(Confirmed {
                    number: last.number,
                    size: last.size,
                    at: now,
                });
            }
            Err(why) => {
                if delivery.failed.is_none() {
                    tracing::warn!(to = delivery.to, why, "a checkpoint was not taken");
                }
                let since = delivery.failed.as_ref().map_or(now, |failed| failed.since);
                delivery.failed = Some(Failed { since, why });
            }
        });
    }
    Ok(all)
}
