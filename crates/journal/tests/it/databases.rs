//! Places for journals: a file in a folder of its own, a database of its own in the cluster that
//! `./test` starts. Both are gone when the test is over.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// A place for a journal, gone when this is dropped.
pub struct Place {
    /// The journal's address.
    pub url: String,
    _folder: Option<tempfile::TempDir>,
    database: Option<(String, String)>,
}

/// A file that is not there yet.
pub fn sqlite() -> Place {
    let folder = tempfile::tempdir().unwrap();
    Place {
        url: format!("sqlite:{}", folder.path().join("journal.db").display()),
        _folder: Some(folder),
        database: None,
    }
}

/// An empty database.
pub async fn postgres() -> Place {
    let cluster = std::env::var("MAINSTAY_POSTGRES")
        .expect("this test needs PostgreSQL: run ./test, or set MAINSTAY_POSTGRES");
    let name = format!("journal_{:032x}", fresh());
    let mut link = PgConnection::connect(&cluster).await.unwrap();
    let make = format!("CREATE DATABASE {name}");
    sqlx::raw_sql(AssertSqlSafe(make))
        .execute(&mut link)
        .await
        .unwrap();
    Place {
        url: in_database(&cluster, &name),
        _folder: None,
        database: Some((cluster, name)),
    }
}

impl Place {
    /// The journal's file.
    #[allow(dead_code)] // one of the two places that include this file does not look at files
    pub fn path(&self) -> std::path::PathBuf {
        self.url.strip_prefix("sqlite:").unwrap().into()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((cluster, name)) = self.database.take() else {
            return;
        };
        // A test's runtime is busy ending: the database is dropped from a thread of its own.
        let drop = async move {
            let mut link = PgConnection::connect(&cluster).await.unwrap();
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let _ = sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut link).await;
        };
        let work = move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.unwrap().block_on(drop);
        };
        let _ = std::thread::spawn(work).join();
    }
}

/// The address of another database of a cluster.
fn in_database(cluster: &str, name: &str) -> String {
    let (address, query) = cluster.split_once('?').unwrap_or((cluster, ""));
    let (server, _) = address.rsplit_once('/').unwrap();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{server}/{name}{mark}{query}")
}

/// A number that no other test has.
fn fresh() -> u128 {
    let mut bytes = [0; 16];
    let random = ring::rand::SystemRandom::new();
    ring::rand::SecureRandom::fill(&random, &mut bytes).unwrap();
    u128::from_be_bytes(bytes)
}
