//! Are the tables those that we made, and is the file in itself what SQLite left?

use crate::failure::Failure;
use crate::link::Link;
use crate::options::Options;
use crate::sqlite::{self, Role, SqliteFile};
use crate::statements::Statement;
use crate::{postgres, store};

use super::Faults;

/// Compares the tables with those of an empty journal, made for this in memory.
pub(super) async fn examine(link: &mut Link, faults: &mut Faults) -> Result<(), Failure> {
    let mut fresh = SqliteFile::of(":memory:", &Options::default())
        .connect(Role::Writer)
        .await?;
    fresh.plain(sqlite::SCHEMA).await?;
    let (found, expected) = match link {
        Link::Sqlite(_) => (store::tables(link).await?, store::tables(&mut fresh).await?),
        Link::Postgres(_) => {
            let expected = columns(&mut fresh, &sqlite::COLUMNS).await?;
            (columns(link, &postgres::COLUMNS).await?, expected)
        }
    };
    for text in found.iter().filter(|text| !expected.contains(text)) {
        faults.add(None, "schema", format!("was added: {text}"));
    }
    for text in expected.iter().filter(|text| !found.contains(text)) {
        faults.add(None, "schema", format!("is missing: {text}"));
    }
    if matches!(link, Link::Sqlite(_)) {
        for row in link.rows(&sqlite::INTEGRITY, &[]).await? {
            let text = row.text(0)?;
            if text != "ok" {
                faults.add(None, "file", text);
            }
        }
    }
    Ok(())
}

/// Table, column and type, in PostgreSQL's words.
async fn columns(link: &mut Link, statement: &Statement) -> Result<Vec<String>, Failure> {
    let rows = link.rows(statement, &[]).await?;
    let line = |row: &crate::link::Row| {
        let sort = match row.text(2)? {
            "INTEGER" => "bigint",
            "BLOB" => "bytea",
            "TEXT" => "text",
            other => other,
        };
        Ok(format!("{}.{} {sort}", row.text(0)?, row.text(1)?))
    };
    rows.iter().map(line).collect()
}
