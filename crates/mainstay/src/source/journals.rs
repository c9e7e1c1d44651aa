//! A journal as a source: opened, folded, and for an import written to by whoever sits at the
//! machine.

use std::path::PathBuf;

use continuity::homes::Homes;
use continuity::requirements::margin::Told;
use journal::Journal;
use journal::failure::Failure as OfJournal;
use journal::options::Options;
use ledger::{Denied, Failure, Ledger, Present, Settings};

use super::{Broken, Loaded};
use crate::keep::key;

/// The records of a journal, which is only read.
pub async fn load(address: &str) -> Result<Loaded, Broken> {
    let ledger = open(address, true).await?;
    Ok(loaded(&ledger.present()))
}

/// Whether there is a journal at an address.
pub async fn is_there(address: &str) -> Result<bool, Broken> {
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    match Journal::open(address, &options).await {
        Ok(journal) => {
            journal.close().await;
            Ok(true)
        }
        Err(OfJournal::NoJournal { .. }) => Ok(false),
        Err(failure) => Err(broken(&failure)),
    }
}

/// Opens a journal and folds it. One that is written to is made when missing.
pub async fn open(address: &str, read_only: bool) -> Result<Ledger, Broken> {
    let options = Options {
        read_only,
        ..Options::default()
    };
    let journal = Journal::open(address, &options).await;
    let journal = journal.map_err(|failure| broken(&failure))?;
    if !read_only && let Some(place) = key::beside(address) {
        // What is appended here is covered by checkpoints like what a server appends.
        let key = key::open(&journal, &place);
        journal
            .sign_with(key.map_err(|failure| broken(&failure))?)
            .await;
    }
    let settings = Settings {
        read_only,
        ..Settings::default()
    };
    Ledger::open(journal, settings)
        .await
        .map_err(|failure| failed(&failure))
}

/// The records of a snapshot.
pub fn loaded(present: &Present) -> Loaded {
    let names = present.state.file_names().iter();
    Loaded {
        files: names.map(|name| PathBuf::from(&**name)).collect(),
        registers: present.state.registers.clone(),
        state: Some(present.state.clone()),
        entry: Some(present.seq),
        homes: Homes::of(&present.state),
        told: Some(Told::of(&present.state, jiff::Timestamp::now())),
        ..Loaded::default()
    }
}

/// Why a command was not carried out.
pub fn denied(denied: &Denied) -> Broken {
    match denied {
        Denied::Refused(refusal) => {
            Broken::Refused(format!("{} {}", refusal.reason(), refusal.remedy()))
        }
        Denied::Failed(failure) => failed(failure),
    }
}

fn failed(failure: &Failure) -> Broken {
    match failure.of_journal() {
        Some(failure) => broken(failure),
        None => Broken::World(failure.to_string()),
    }
}

/// A failure of a journal, as the command line tells it.
pub fn broken(failure: &OfJournal) -> Broken {
    let text = told(failure);
    match failure {
        OfJournal::NoJournal { .. } | OfJournal::Newer { .. } | OfJournal::Unfit { .. } => {
            Broken::Input(text)
        }
        _ => Broken::World(text),
    }
}

/// A failure with its causes.
fn told(failure: &OfJournal) -> String {
    let mut text = failure.to_string();
    let mut cause = std::error::Error::source(failure);
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
