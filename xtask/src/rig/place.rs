//! Where a journal lives while it is tortured or measured: a file in a folder of its own, or a
//! database of its own in a throw-away cluster. What was found broken is left there for a look.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// A place for a journal.
pub struct Place {
    /// The journal's address.
    pub url: String,
    folder: Option<tempfile::TempDir>,
    database: Option<(String, String)>,
}

impl Place {
    /// A file that is not there yet, in memory where the system has room there: what is tortured
    /// so is what the program does, not what a disk does.
    pub fn in_memory() -> anyhow::Result<Place> {
        let memory = Path::new("/dev/shm");
        let folder = match memory.is_dir() {
            true => tempfile::tempdir_in(memory),
            false => tempfile::tempdir(),
        };
        Ok(Place::at(folder?))
    }

    /// A file that is not there yet, on the disk.
    pub fn on_disk() -> anyhow::Result<Place> {
        Ok(Place::at(tempfile::tempdir()?))
    }

    fn at(folder: tempfile::TempDir) -> Place {
        Place {
            url: format!("sqlite:{}", folder.path().join("journal.db").display()),
            folder: Some(folder),
            database: None,
        }
    }

    /// An empty database in a cluster.
    pub async fn in_cluster(cluster: &str) -> anyhow::Result<Place> {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("torture_{}_{number}", std::process::id());
        let mut link = PgConnection::connect(cluster).await?;
        let make = format!("CREATE DATABASE {name}");
        sqlx::raw_sql(AssertSqlSafe(make))
            .execute(&mut link)
            .await?;
        let (server, options) = cluster.split_once('?').unwrap_or((cluster, ""));
        let (server, _) = server.rsplit_once('/').context("a URL names a database")?;
        let mark = if options.is_empty() { "" } else { "?" };
        Ok(Place {
            url: format!("{server}/{name}{mark}{options}"),
            folder: None,
            database: Some((cluster.to_string(), name)),
        })
    }

    /// The journal's file, where it is one.
    pub fn file(&self) -> Option<PathBuf> {
        self.url.strip_prefix("sqlite:").map(PathBuf::from)
    }

    /// Clears it away: nothing was found.
    pub async fn clear(self) -> anyhow::Result<()> {
        if let Some((cluster, name)) = &self.database {
            let mut link = PgConnection::connect(cluster).await?;
            let drop = format!("DROP DATABASE {name} WITH (FORCE)");
            sqlx::raw_sql(AssertSqlSafe(drop))
                .execute(&mut link)
                .await?;
        }
        Ok(())
    }

    /// Keeps it: something was found. Gives its address.
    pub fn keep(self) -> String {
        if let Some(folder) = self.folder {
            let _ = folder.keep();
        }
        self.url
    }
}

/// A throw-away cluster, gone with this.
pub struct Cluster {
    /// The address of its first database.
    pub url: String,
    /// The one that runs it, and where; nothing where someone else runs it.
    ours: Option<(Child, tempfile::TempDir)>,
}

impl Cluster {
    /// The one that `MAINSTAY_POSTGRES` names, else one of our own.
    pub fn any() -> anyhow::Result<Cluster> {
        match std::env::var("MAINSTAY_POSTGRES") {
            Ok(url) => Ok(Cluster { url, ours: None }),
            Err(_) => Cluster::start(&[]),
        }
    }

    /// One of our own, with settings of PostgreSQL (`fsync=on`).
    pub fn start(settings: &[&str]) -> anyhow::Result<Cluster> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/postgres.sh");
        let folder = tempfile::tempdir()?;
        let child = Command::new("sh")
            .arg(script)
            .arg(folder.path())
            .args(settings)
            .stdin(Stdio::null())
            .spawn()?;
        let mut cluster = Cluster {
            url: String::new(),
            ours: Some((child, folder)),
        };
        cluster.url = cluster.answers()?;
        Ok(cluster)
    }

    /// The address, as soon as it is written down.
    fn answers(&mut self) -> anyhow::Result<String> {
        let (child, folder) = self.ours.as_mut().context("it is ours")?;
        let started = Instant::now();
        loop {
            if let Ok(url) = std::fs::read_to_string(folder.path().join("url")) {
                return Ok(url.trim().to_string());
            }
            if let Some(exit) = child.try_wait()? {
                anyhow::bail!("PostgreSQL does not start: {exit}");
            }
            anyhow::ensure!(
                started.elapsed() < Duration::from_secs(60),
                "PostgreSQL does not start within a minute"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.ours {
            // The script stops its server when it is told to; killed, it could not.
            let told = Command::new("kill").arg(child.id().to_string()).status();
            if told.is_ok_and(|exit| exit.success()) {
                let _ = child.wait();
            }
        }
    }
}
