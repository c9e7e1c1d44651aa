//! Which database holds the journal, chosen by its address; and whether what is there is a journal.

use crate::attachment::random;
use crate::entry::Digest;
use crate::failure::Failure;
use crate::link::Link;
use crate::options::Options;
use crate::postgres::{self, PostgresDatabase};
use crate::sqlite::{self, Role, SqliteFile};
use crate::statements as sql;

/// The format that this program writes.
pub(crate) const VERSION: i64 = 1;

/// A database that holds a journal, or is to hold one.
#[derive(Clone)]
pub(crate) enum Store {
    /// A file or memory.
    Sqlite(SqliteFile),
    /// A server.
    Postgres(Box<PostgresDatabase>),
}

impl Store {
    /// The database of an address.
    pub(crate) fn of(url: &str, options: &Options) -> Result<Store, Failure> {
        if let Some(place) = url.strip_prefix("sqlite:") {
            return Ok(Store::Sqlite(SqliteFile::of(place, options)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Store::Postgres(Box::new(PostgresDatabase::of(
                url, options,
            )?)));
        }
        Err(Failure::NoJournal {
            text: "an address is sqlite:FILE or postgres://…".to_owned(),
        })
    }

    /// Whether the journal is in memory, where only one connection can see it.
    pub(crate) fn is_memory(&self) -> bool {
        matches!(self, Store::Sqlite(file) if file.path.is_none())
    }

    /// Whether the journal is a file.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self, Store::Sqlite(file) if file.path.is_some())
    }

    /// Opens a connection to a journal that is known to be there.
    pub(crate) async fn connect(&self, role: Role) -> Result<Link, Failure> {
        match self {
            Store::Sqlite(file) => file.connect(role).await,
            Store::Postgres(database) => database.connect(role).await,
        }
    }

    /// Opens the first connection, makes the journal where there is none and one may be made, and
    /// says which journal it is.
    pub(crate) async fn open(&self, options: &Options) -> Result<(Link, String), Failure> {
        if let Store::Sqlite(file) = self {
            file.make()?;
        }
        let mut link = self.connect(Role::Writer).await?;
        if let Some(origin) = identity(&mut link).await? {
            return Ok((link, origin));
        }
        if options.read_only {
            let text = "the database is empty".to_owned();
            return Err(Failure::NoJournal { text });
        }
        if let Err(failure) = make(&mut link).await {
            // Someone else may have made it at the same moment.
            let _ = link.plain("ROLLBACK").await;
            return match identity(&mut link).await {
                Ok(Some(origin)) => Ok((link, origin)),
                _ => Err(failure),
            };
        }
        let origin = identity(&mut link).await?;
        let origin = origin.ok_or_else(|| Failure::broken("the journal that was made is gone"))?;
        Ok((link, origin))
    }
}

/// What is in the database beside our own doing, in a form that can be compared.
pub(crate) async fn tables(link: &mut Link) -> Result<Vec<String>, Failure> {
    let tables = match link {
        Link::Sqlite(_) => &sqlite::TABLES,
        Link::Postgres(_) => &postgres::TABLES,
    };
    let rows = link.rows(tables, &[]).await?;
    rows.iter()
        .map(|row| row.text(0).map(str::to_owned))
        .collect()
}

/// Which journal it is; none if the database is empty.
///
/// Errors: the database holds something else, or a journal from the future.
async fn identity(link: &mut Link) -> Result<Option<String>, Failure> {
    let tables = tables(link).await?;
    let ours = |table: &String| table == "table journal" || table.starts_with("table journal ");
    if tables.is_empty() {
        return Ok(None);
    }
    if !tables.iter().any(ours) {
        return Err(Failure::NoJournal {
            text: "the database holds something else".to_owned(),
        });
    }
    let row = link
        .row(&sql::JOURNAL, &[])
        .await
        .map_err(|failure| match failure {
            Failure::Other { .. } => Failure::NoJournal {
                text: "the database has a table `journal` that is not ours".to_owned(),
            },
            other => other,
        })?;
    let row = row.ok_or_else(|| Failure::broken("the table `journal` is empty"))?;
    let found = row.number(0)?;
    if found > VERSION {
        let known = VERSION;
        return Err(Failure::Newer { found, known });
    }
    Ok(Some(row.text(1)?.to_owned()))
}

/// Makes an empty journal in an empty database.
async fn make(link: &mut Link) -> Result<(), Failure> {
    let random = Digest(random()?).to_string();
    let origin = format!("mainstay/{}", &random[..16]);
    link.begin().await?;
    link.plain(match link {
        Link::Sqlite(_) => sqlite::SCHEMA,
        Link::Postgres(_) => postgres::SCHEMA,
    })
    .await?;
    let values = [VERSION.into(), origin.as_str().into()];
    link.execute(&sql::MAKE_JOURNAL, &values).await?;
    let zero = Digest::ZERO;
    link.execute(&sql::MAKE_HEAD, &[(&zero).into(), (&zero).into()])
        .await?;
    link.plain("COMMIT").await
}
