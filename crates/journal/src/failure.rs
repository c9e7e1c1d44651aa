//! What can go wrong with a journal, as few sorts as a caller treats differently. The words are
//! for a person; no secret of an address or a row gets into them.

use std::path::{Path, PathBuf};

use crate::entry::Seq;

/// Why the journal could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Someone else appended first: read on from there and decide again.
    #[error("the journal has moved on to entry {found}")]
    HeadMoved {
        /// The last entry there is.
        found: Seq,
    },
    /// The disk, or the database's share of it, is full. Reading goes on.
    #[error("the disk is full; nothing was written")]
    Full,
    /// The database cannot be reached, or someone else holds it for too long.
    #[error("the journal's database cannot be reached now")]
    Away {
        /// What the driver said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// There is no journal where one was expected.
    #[error("no journal: {text}")]
    NoJournal {
        /// What was found instead.
        text: String,
    },
    /// A later version of this program wrote the journal.
    #[error("the journal has format {found}; this program knows formats up to {known}")]
    Newer {
        /// Its format.
        found: i64,
        /// The latest format known here.
        known: i64,
    },
    /// It was opened for reading only, or may not be written.
    #[error("the journal is open for reading only")]
    ReadOnly,
    /// What is stored contradicts itself.
    #[error("the journal is damaged: {text}")]
    Broken {
        /// Where, and how.
        text: String,
    },
    /// What was handed in is not fit to be kept.
    #[error("not fit for the journal: {text}")]
    Unfit {
        /// What is wrong with it.
        text: String,
    },
    /// A file beside the journal could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Anything else the database said.
    #[error("the journal's database failed")]
    Other {
        /// What the driver said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Failure {
    /// A failure of a file, with its path.
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Failure + '_ {
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Failure::Full,
            _ => Failure::File {
                path: path.to_owned(),
                source,
            },
        }
    }

    /// Damage, in words.
    pub(crate) fn broken(text: impl Into<String>) -> Failure {
        Failure::Broken { text: text.into() }
    }

    /// Something not fit to be kept, in words.
    pub(crate) fn unfit(text: impl Into<String>) -> Failure {
        Failure::Unfit { text: text.into() }
    }

    /// Whether the same call may go through a little later, or on a new connection.
    pub(crate) fn passes(&self) -> bool {
        matches!(self, Failure::Away { .. })
    }

    /// Whether the database is as it was: the call was turned down, and nothing is in doubt.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(
            self,
            Failure::HeadMoved { .. }
                | Failure::NoJournal { .. }
                | Failure::Newer { .. }
                | Failure::ReadOnly
                | Failure::Unfit { .. }
        )
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Failure {
        match &error {
            sqlx::Error::Database(said) => {
                let code = said.code().unwrap_or_default().into_owned();
                let unique = said.is_unique_violation();
                match said.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
                    _ if unique => Failure::unfit("an entry with that id is there already"),
                    Some(_) => of_sqlite(code.parse().unwrap_or(1), error),
                    None => of_postgres(&code, error),
                }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Failure::Away {
                source: error.into(),
            },
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Failure::broken(error.to_string())
            }
            _ => Failure::Other {
                source: error.into(),
            },
        }
    }
}

/// SQLite's result codes: <https://www.sqlite.org/rescode.html>. The low byte is the sort.
fn of_sqlite(code: i32, error: sqlx::Error) -> Failure {
    match code & 0xff {
        5 | 6 => Failure::Away {
            source: error.into(),
        },
        8 => Failure::ReadOnly,
        11 => Failure::broken(error.to_string()),
        13 => Failure::Full,
        26 => Failure::NoJournal {
            text: "the file is not an SQLite database".to_owned(),
        },
        _ => Failure::Other {
            source: error.into(),
        },
    }
}

/// PostgreSQL's codes: appendix A of its manual. The first two letters are the class.
fn of_postgres(code: &str, error: sqlx::Error) -> Failure {
    match code {
        "53100" => Failure::Full,
        "25006" => Failure::ReadOnly,
        "3D000" => Failure::NoJournal {
            text: "the database does not exist".to_owned(),
        },
        // Lost races and a server that starts, stops or is short of connections pass by.
        "40001" | "40P01" | "55P03" | "57P01" | "57P02" | "57P03" => Failure::Away {
            source: error.into(),
        },
        _ if code.starts_with("08") || code.starts_with("53") => Failure::Away {
            source: error.into(),
        },
        "XX001" | "XX002" => Failure::broken(error.to_string()),
        _ => Failure::Other {
            source: error.into(),
        },
    }
}
