//! One connection to either database. What differs between them ends here: above, a statement is a
//! text with values, and a row is asked for numbers, texts and bytes.

use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnection, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqliteRow};
use sqlx::{Arguments as _, Connection as _, Row as _};

use crate::entry::Digest;
use crate::failure::Failure;
use crate::statements::Statement;

/// A connection.
pub(crate) enum Link {
    /// To an SQLite file or memory.
    Sqlite(SqliteConnection),
    /// To a PostgreSQL server.
    Postgres(PgConnection),
}

/// A parameter of a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    /// A whole number, or none.
    Number(Option<i64>),
    /// A text, or none.
    Text(Option<&'a str>),
    /// Bytes, or none.
    Bytes(Option<&'a [u8]>),
}

/// A row of an answer.
pub(crate) enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

impl Link {
    /// Runs a statement, and says how many rows it touched.
    pub(crate) async fn execute(
        &mut self,
        statement: &Statement,
        values: &[Value<'_>],
    ) -> Result<u64, Failure> {
        check(statement, values);
        match self {
            Link::Sqlite(link) => {
                let query = sqlx::query_with(statement.sql, for_sqlite(values)?);
                Ok(query.execute(link).await?.rows_affected())
            }
            Link::Postgres(link) => {
                let query = sqlx::query_with(statement.sql, for_postgres(values)?);
                Ok(in_time(query.execute(link)).await?.rows_affected())
            }
        }
    }

    /// Runs a statement that answers with rows; all of them are held in memory.
    pub(crate) async fn rows(
        &mut self,
        statement: &Statement,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, Failure> {
        check(statement, values);
        match self {
            Link::Sqlite(link) => {
                let query = sqlx::query_with(statement.sql, for_sqlite(values)?);
                let rows = query.fetch_all(link).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Link::Postgres(link) => {
                let query = sqlx::query_with(statement.sql, for_postgres(values)?);
                let rows = in_time(query.fetch_all(link)).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// Runs a statement that answers with one row at most.
    pub(crate) async fn row(
        &mut self,
        statement: &Statement,
        values: &[Value<'_>],
    ) -> Result<Option<Row>, Failure> {
        Ok(self.rows(statement, values).await?.into_iter().next())
    }

    /// Runs one or several fixed texts without parameters.
    pub(crate) async fn plain(&mut self, sql: &'static str) -> Result<(), Failure> {
        match self {
            Link::Sqlite(link) => sqlx::raw_sql(sql).execute(link).await.map(|_| ())?,
            Link::Postgres(link) => in_time(sqlx::raw_sql(sql).execute(link))
                .await
                .map(|_| ())?,
        }
        Ok(())
    }

    /// Closes the connection and waits until it is closed. What it had to say no longer matters.
    pub(crate) async fn close(self) {
        let _ = match self {
            Link::Sqlite(link) => link.close().await,
            Link::Postgres(link) => link.close().await,
        };
    }

    /// Starts a transaction that writes.
    pub(crate) async fn begin(&mut self) -> Result<(), Failure> {
        self.plain(match self {
            Link::Sqlite(_) => "BEGIN IMMEDIATE",
            Link::Postgres(_) => "BEGIN",
        })
        .await
    }

    /// Starts a transaction that reads one state, however long it takes.
    pub(crate) async fn begin_reading(&mut self) -> Result<(), Failure> {
        self.plain(match self {
            Link::Sqlite(_) => "BEGIN",
            Link::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        })
        .await
    }
}

impl Row {
    /// A whole number of the database's own sort.
    pub(crate) fn number(&self, at: usize) -> Result<i64, Failure> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(at)?,
            Row::Postgres(row) => row.try_get(at)?,
        })
    }

    /// A whole number, or none.
    pub(crate) fn number_or_none(&self, at: usize) -> Result<Option<i64>, Failure> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(at)?,
            Row::Postgres(row) => row.try_get(at)?,
        })
    }

    /// A count or place: a number that is not negative.
    pub(crate) fn count(&self, at: usize) -> Result<u64, Failure> {
        let number = self.number(at)?;
        number
            .try_into()
            .map_err(|_| Failure::broken(format!("{number} where a count should be")))
    }

    /// A text.
    pub(crate) fn text(&self, at: usize) -> Result<&str, Failure> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(at)?,
            Row::Postgres(row) => row.try_get(at)?,
        })
    }

    /// A text, or none.
    pub(crate) fn text_or_none(&self, at: usize) -> Result<Option<&str>, Failure> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(at)?,
            Row::Postgres(row) => row.try_get(at)?,
        })
    }

    /// Bytes, or none.
    pub(crate) fn bytes_or_none(&self, at: usize) -> Result<Option<&[u8]>, Failure> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(at)?,
            Row::Postgres(row) => row.try_get(at)?,
        })
    }

    /// A digest.
    pub(crate) fn digest(&self, at: usize) -> Result<Digest, Failure> {
        Digest::read(match self {
            Row::Sqlite(row) => row.try_get(at)?,
            Row::Postgres(row) => row.try_get(at)?,
        })
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Number(Some(number))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(number: Option<i64>) -> Self {
        Value::Number(number)
    }
}

/// A place or count. None reaches the end of what a database can count.
impl From<u64> for Value<'_> {
    fn from(count: u64) -> Self {
        Value::Number(Some(i64::try_from(count).unwrap_or(i64::MAX)))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Some(text))
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Value::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Value::Bytes(Some(bytes))
    }
}

impl<'a> From<Option<&'a [u8]>> for Value<'a> {
    fn from(bytes: Option<&'a [u8]>) -> Self {
        Value::Bytes(bytes)
    }
}

impl<'a> From<&'a Digest> for Value<'a> {
    fn from(digest: &'a Digest) -> Self {
        Value::Bytes(Some(&digest.0))
    }
}

/// Longest that a server may take for a statement; none of ours takes a tenth of it.
const STATEMENT: Duration = Duration::from_secs(60);

/// Waits for a server that may have gone without a word.
async fn in_time<T>(answer: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, Failure> {
    match tokio::time::timeout(STATEMENT, answer).await {
        Ok(answer) => Ok(answer?),
        Err(late) => Err(Failure::Away {
            source: late.into(),
        }),
    }
}

/// The list of statements says what each takes; a caller that differs is a fault of ours.
fn check(statement: &Statement, values: &[Value<'_>]) {
    debug_assert!(
        statement
            .takes
            .chars()
            .eq(values.iter().map(|value| match value {
                Value::Number(_) => 'i',
                Value::Text(_) => 't',
                Value::Bytes(_) => 'b',
            })),
        "{} takes {}",
        statement.sql,
        statement.takes
    );
}

/// The values as SQLite takes them.
fn for_sqlite(values: &[Value<'_>]) -> Result<SqliteArguments, Failure> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        let added = match *value {
            Value::Number(number) => arguments.add(number),
            Value::Text(text) => arguments.add(text),
            Value::Bytes(bytes) => arguments.add(bytes),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// The values as PostgreSQL takes them.
fn for_postgres(values: &[Value<'_>]) -> Result<PgArguments, Failure> {
    let mut arguments = PgArguments::default();
    for value in values {
        let added = match *value {
            Value::Number(number) => arguments.add(number),
            Value::Text(text) => arguments.add(text),
            Value::Bytes(bytes) => arguments.add(bytes),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}
