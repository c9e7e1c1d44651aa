//! What only SQLite needs: how a file is opened, made, looked after and copied whole.

use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _};

use crate::failure::Failure;
use crate::link::Link;
use crate::note::private_file;
use crate::options::{Options, Synchronous};
use crate::statements::Statement;

/// The tables, as SQLite is told of them.
pub(crate) const SCHEMA: &str = include_str!("schema/0001.sqlite.sql");
/// Oldest SQLite with the fix of the WAL-reset race: <https://sqlite.org/releaselog/3_51_3.html>.
const OLDEST: (u32, u32, u32) = (3, 51, 3);
/// A WAL of this size is emptied even if that has to wait for readers.
const WAL_BYTES_LARGE: i64 = 32 * 1024 * 1024;

/// Where a journal's file is.
#[derive(Clone, Debug)]
pub(crate) struct SqliteFile {
    /// The file; none for a journal in memory.
    pub path: Option<PathBuf>,
    options: Options,
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The one that writes.
    Writer,
    /// One of those that read.
    Reader,
}

impl SqliteFile {
    /// From what stands after `sqlite:`.
    pub(crate) fn of(place: &str, options: &Options) -> SqliteFile {
        let file = place.strip_prefix("//").unwrap_or(place);
        SqliteFile {
            path: (place != ":memory:").then(|| PathBuf::from(file)),
            options: options.clone(),
        }
    }

    /// Makes the file, empty and for its owner only, where there is none and one may be made.
    pub(crate) fn make(&self) -> Result<(), Failure> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        if path.is_dir() {
            let text = format!("{} is a folder", path.display());
            return Err(Failure::NoJournal { text });
        }
        if path.exists() || self.options.vfs.is_some() {
            return Ok(());
        }
        if self.options.read_only {
            let text = format!("there is no file {}", path.display());
            return Err(Failure::NoJournal { text });
        }
        let folder = folder_of(path);
        if !folder.is_dir() {
            let text = format!("there is no folder {}", folder.display());
            return Err(Failure::NoJournal { text });
        }
        private_file(path).map(|_| ())
    }

    /// Opens a connection.
    pub(crate) async fn connect(&self, role: Role) -> Result<Link, Failure> {
        let role = if self.options.read_only {
            Role::Reader
        } else {
            role
        };
        let settings = self.settings(role);
        let mut link = match settings.connect().await.map_err(Failure::from) {
            Ok(link) => Link::Sqlite(link),
            // A medium that cannot be written has no room for the index of a WAL.
            Err(_) if self.options.read_only && self.is_still() => {
                let settings = settings.read_only(true).immutable(true);
                Link::Sqlite(settings.connect().await?)
            }
            Err(failure) => return Err(failure),
        };
        check_version(&mut link).await?;
        if role == Role::Writer && self.path.is_some() {
            link.plain(BECOME_WAL).await?;
            let mode = link.row(&JOURNAL_MODE, &[]).await?;
            if mode
                .map(|row| row.text(0).map(str::to_owned))
                .transpose()?
                .as_deref()
                != Some("wal")
            {
                let text = "its file system cannot hold a write-ahead log".to_owned();
                return Err(Failure::NoJournal { text });
            }
            if self.options.synchronous == Synchronous::Normal {
                link.plain("PRAGMA synchronous = NORMAL").await?;
            }
        }
        Ok(link)
    }

    /// How a connection is set up.
    fn settings(&self, role: Role) -> SqliteConnectOptions {
        let settings = match &self.path {
            Some(path) => SqliteConnectOptions::new().filename(path),
            None => SqliteConnectOptions::new().filename(":memory:"),
        };
        let settings = settings
            .create_if_missing(self.options.vfs.is_some() && role == Role::Writer)
            .busy_timeout(self.options.busy_timeout)
            .foreign_keys(true)
            .row_buffer_size(1024)
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            .pragma("temp_store", "MEMORY")
            .disable_statement_logging();
        let settings = match &self.options.vfs {
            Some(vfs) => settings.vfs(vfs.clone()),
            None => settings,
        };
        match role {
            Role::Reader => settings.pragma("query_only", "ON"),
            Role::Writer => settings
                .pragma("wal_autocheckpoint", "0")
                // What is erased is overwritten, not just forgotten.
                .pragma("secure_delete", "ON"),
        }
    }

    /// Whether nothing is waiting in a write-ahead log beside the file.
    fn is_still(&self) -> bool {
        let wal = self.path.as_ref().map(|path| beside(path, "-wal"));
        wal.is_some_and(|wal| std::fs::metadata(wal).map_or(true, |about| about.len() == 0))
    }
}

/// The folder that a file is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The path of a file that belongs to another: the name with something after it.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Makes a database one with a write-ahead log. EXTRA is FULL with one sync more: of the folder,
/// after a rollback journal was removed from it. The one that this leaves behind would come back
/// in a power cut otherwise, undo the file's first page, and take the whole log with it.
const BECOME_WAL: &str = "PRAGMA synchronous = EXTRA; PRAGMA journal_mode = WAL";
const JOURNAL_MODE: Statement = Statement {
    sql: "PRAGMA journal_mode",
    takes: "",
};
const CHECKPOINT_PASSIVE: Statement = Statement {
    sql: "PRAGMA wal_checkpoint(PASSIVE)",
    takes: "",
};
const CHECKPOINT_TRUNCATE: Statement = Statement {
    sql: "PRAGMA wal_checkpoint(TRUNCATE)",
    takes: "",
};
const BUSY_TIMEOUT: Statement = Statement {
    sql: "PRAGMA busy_timeout",
    takes: "",
};
const PAGE_SIZE: Statement = Statement {
    sql: "PRAGMA page_size",
    takes: "",
};

/// What version it is.
pub(crate) const VERSION: Statement = Statement {
    sql: "SELECT sqlite_version()",
    takes: "",
};
/// Tables, indices and whatever else somebody may have put into the file.
pub(crate) const TABLES: Statement = Statement {
    sql: "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema \
          ORDER BY type, name",
    takes: "",
};
/// The columns of every table: its name, the column's name, its type.
pub(crate) const COLUMNS: Statement = Statement {
    sql: "SELECT m.name, c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c \
          WHERE m.type = 'table' ORDER BY m.name, c.name",
    takes: "",
};

/// Refuses a library that is too old to be trusted with a WAL.
async fn check_version(link: &mut Link) -> Result<(), Failure> {
    let row = link.row(&VERSION, &[]).await?;
    let text = row.map(|row| row.text(0).map(str::to_owned)).transpose()?;
    let text = text.unwrap_or_default();
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < OLDEST {
        return Err(Failure::Other {
            source: format!("SQLite {text} is too old").into(),
        });
    }
    Ok(())
}

/// Moves what was written from the log into the file, as far as readers let it.
pub(crate) async fn checkpoint(link: &mut Link) -> Result<(), Failure> {
    let page = link.row(&PAGE_SIZE, &[]).await?;
    let page = page.map_or(Ok(4096), |row| row.number(0))?;
    let done = link.row(&CHECKPOINT_PASSIVE, &[]).await?;
    let pages = done.map_or(Ok(0), |row| row.number(1))?;
    if pages.saturating_mul(page) > WAL_BYTES_LARGE {
        // Whoever appends next must not wait for a reader that takes its time.
        let row = link.row(&BUSY_TIMEOUT, &[]).await?;
        let patience = row.map_or(Ok(0), |row| row.number(0))?;
        set_busy_timeout(link, 50).await?;
        let emptied = link.rows(&CHECKPOINT_TRUNCATE, &[]).await;
        set_busy_timeout(link, patience).await?;
        emptied?;
    }
    Ok(())
}

/// Sets how long a connection waits for another one.
async fn set_busy_timeout(link: &mut Link, millis: i64) -> Result<(), Failure> {
    if let Link::Sqlite(link) = link {
        let pragma = AssertSqlSafe(format!("PRAGMA busy_timeout = {millis}"));
        sqlx::raw_sql(pragma).execute(link).await?;
    }
    Ok(())
}

/// Moves everything from the log into the file and empties the log.
///
/// After a failed write this is what makes the journal trustworthy again: whatever of the log the
/// system may have dropped is written anew. Errors: a reader is in the way.
pub(crate) async fn settle(link: &mut Link) -> Result<(), Failure> {
    let done = link.row(&CHECKPOINT_TRUNCATE, &[]).await?;
    let busy = done.map_or(Ok(0), |row| row.number(0))?;
    if busy != 0 {
        return Err(Failure::Away {
            source: "a reader holds the journal's log".into(),
        });
    }
    Ok(())
}

/// Whether the pages, rows and indices of the file are what SQLite left.
pub(crate) const INTEGRITY: Statement = Statement {
    sql: "PRAGMA integrity_check(20)",
    takes: "",
};

/// Writes the database as it is now into a file that is empty or not there.
pub(crate) const BACK_UP: Statement = Statement {
    sql: "VACUUM INTO $1",
    takes: "t",
};
