//! A source of records: a folder or a file, a journal, or a running server. All hold the same
//! records, and everything that computes takes them from here.

mod files;
pub mod journals;
pub mod server;

use std::path::{Path, PathBuf};

use continuity::homes::Homes;
use continuity::requirements::margin::Told;
use continuity::state::State;
use jiff::Timestamp;
use record::complaint::Complaint;
use record::kinds::Registers;

use crate::answer::Given;

/// Everything read from a source.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The files, by the index that records' origins name.
    pub files: Vec<PathBuf>,
    /// The records.
    pub registers: Registers,
    /// The whole present, where the source is a journal: runs and readings too.
    pub state: Option<State>,
    /// The entry of the journal after which all this held; nothing where records stand in files.
    pub entry: Option<u64>,
    /// Where folders that are homes and the journal do not agree.
    pub homes: Homes,
    /// What a journal tells of margin beyond its records, now; nothing where there is none.
    pub told: Option<Told>,
    /// What is wrong, with the index of its file.
    pub complaints: Vec<(usize, Complaint)>,
    /// JSON files that hold something else, passed by.
    pub foreign: Vec<PathBuf>,
    /// What a person should know of it.
    pub remarks: Vec<String>,
    /// How many complaints are not listed.
    unlisted: usize,
}

impl Loaded {
    /// The records as answers take them; `source` is the word they were asked for by.
    pub fn given<'a>(&'a self, source: &'a str, at: Timestamp) -> Given<'a> {
        Given {
            registers: &self.registers,
            files: &self.files,
            source: Path::new(source),
            at,
            homes: &self.homes,
        }
    }
}

/// Why a source cannot be read at all.
#[derive(Debug)]
pub enum Broken {
    /// What was asked for cannot be meant.
    Input(String),
    /// It is not allowed.
    Refused(String),
    /// The outside world failed.
    World(String),
}

/// What a word on the command line means as a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A folder or a file.
    Files(PathBuf),
    /// A journal, by its address.
    Journal(String),
    /// A running server, by its address.
    Server(String),
}

impl Source {
    /// What a word means.
    pub fn of(word: &str) -> Source {
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| word.starts_with(prefix));
        if begins(&["sqlite:", "postgres://", "postgresql://"]) {
            return Source::Journal(word.to_string());
        }
        if begins(&["http://", "https://"]) {
            return Source::Server(word.trim_end_matches('/').to_string());
        }
        Source::Files(PathBuf::from(word))
    }

    /// As it may be shown: without a password.
    pub fn shown(&self) -> String {
        match self {
            Source::Files(path) => path.display().to_string(),
            Source::Journal(address) | Source::Server(address) => without_password(address),
        }
    }
}

/// An address without what stands between `//` and `@`, and without its parameters.
fn without_password(address: &str) -> String {
    let address = address.split('?').next().unwrap_or_default();
    match (address.split_once("//"), address.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, rest))) => format!("{scheme}//{rest}"),
        _ => address.to_string(),
    }
}

/// Loads a source. `tick` is called with the number of records so far.
pub fn load(source: &Source, tick: &dyn Fn(usize)) -> Result<Loaded, Broken> {
    match source {
        Source::Files(path) => files::load(path, tick),
        Source::Journal(address) => wait(journals::load(address)),
        Source::Server(address) => wait(server::load(address)).map(|estate| estate.loaded),
    }
}

/// Waits for something of the outside world, on a runtime of its own.
pub fn wait<T, E: From<Broken>>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| Broken::World(format!("no runtime: {error}")))?;
    runtime.block_on(work)
}
