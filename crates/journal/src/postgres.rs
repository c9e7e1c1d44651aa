//! What only PostgreSQL needs: how a connection is made, and how others are told of new entries.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

use crate::failure::Failure;
use crate::link::Link;
use crate::options::Options;
use crate::sqlite::Role;
use crate::statements::Statement;

/// The tables, as PostgreSQL is told of them.
pub(crate) const SCHEMA: &str = include_str!("schema/0001.postgres.sql");
/// Longest a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// The channel on which writers tell of new entries: a hint, never the truth.
pub(crate) const CHANNEL: &str = "mainstay_journal";

/// Where a journal's database is. It holds a secret, so that it has no form for a trace.
#[derive(Clone)]
pub(crate) struct PostgresDatabase {
    /// Its address.
    pub url: String,
    settings: PgConnectOptions,
    read_only: bool,
}

impl PostgresDatabase {
    /// From a URL.
    pub(crate) fn of(url: &str, options: &Options) -> Result<PostgresDatabase, Failure> {
        let settings = PgConnectOptions::from_str(url).map_err(|_| Failure::NoJournal {
            text: "the address of the database cannot be read".to_owned(),
        })?;
        Ok(PostgresDatabase {
            url: url.to_owned(),
            settings: settings
                .application_name("mainstay")
                .disable_statement_logging(),
            read_only: options.read_only,
        })
    }

    /// Opens a connection.
    pub(crate) async fn connect(&self, role: Role) -> Result<Link, Failure> {
        let connecting = tokio::time::timeout(CONNECT, self.settings.connect()).await;
        let mut link = Link::Postgres(connecting.map_err(|late| Failure::Away {
            source: late.into(),
        })??);
        if role == Role::Reader || self.read_only {
            link.plain("SET default_transaction_read_only TO on")
                .await?;
            return Ok(link);
        }
        let row = link.row(&SYNCHRONOUS, &[]).await?;
        let synchronous = row.map(|row| row.text(0).map(str::to_owned)).transpose()?;
        // Whoever is told that an entry is kept is told the truth, whatever the server's default.
        if synchronous.as_deref() == Some("off") {
            link.plain("SET synchronous_commit TO on").await?;
        }
        Ok(link)
    }
}

/// What version it is.
pub(crate) const VERSION: Statement = Statement {
    sql: "SELECT current_setting('server_version')",
    takes: "",
};

const SYNCHRONOUS: Statement = Statement {
    sql: "SELECT current_setting('synchronous_commit')",
    takes: "",
};
const TELL: Statement = Statement {
    sql: "SELECT pg_notify('mainstay_journal', '')",
    takes: "",
};
/// The tables of the schema that a bare name means.
pub(crate) const TABLES: Statement = Statement {
    sql: "SELECT 'table ' || table_name::text FROM information_schema.tables \
          WHERE table_schema = current_schema() ORDER BY table_name",
    takes: "",
};
/// The columns of every table: its name, the column's name, its type.
pub(crate) const COLUMNS: Statement = Statement {
    sql: "SELECT table_name::text, column_name::text, data_type::text \
          FROM information_schema.columns WHERE table_schema = current_schema() \
          ORDER BY table_name, column_name",
    takes: "",
};

/// Tells whoever listens that there are new entries. That nobody may hear it does not matter.
pub(crate) async fn tell(link: &mut Link) -> Result<(), Failure> {
    link.rows(&TELL, &[]).await.map(|_| ())
}
