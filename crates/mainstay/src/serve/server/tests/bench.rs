//! A server for a test: its settings, its clock, its people. It is gone with the test.

use std::sync::Arc;

use continuity::access::Function;
use continuity::actor::Actor;
use continuity::command::Command;
use jiff::Timestamp;
use ledger::{Clock, Ledger, Order};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::browser::Browser;
use crate::access::secret::Secret;
use crate::http::doors::Doors;
use crate::serve::server::{FirstStart, Server, open};
use crate::settings::{Flags, Settings};

/// The instant at which stories begin.
pub const NOON: i64 = 1_800_000_000;
/// A password that is taken.
pub const PASSWORD: &str = "seven boats at anchor";

/// A place for a journal.
pub struct Place {
    pub url: String,
    folder: tempfile::TempDir,
}

/// A server that runs.
pub struct Running {
    pub origin: String,
    pub doors: Arc<Doors>,
    pub clock: Clock,
    pub link: Option<Secret>,
    pub place: Place,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<usize>>,
}

/// A file.
pub fn sqlite() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("journal.db").display());
    Place { url, folder }
}

/// A database of its own.
pub async fn postgres() -> Place {
    let cluster = std::env::var("MAINSTAY_POSTGRES")
        .expect("this test needs PostgreSQL: run ./test, or set MAINSTAY_POSTGRES");
    let name = format!("s{}", uuid::Uuid::now_v7().simple());
    let mut link = PgConnection::connect(&cluster).await.unwrap();
    let make = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::raw_sql(make).execute(&mut link).await.unwrap();
    let (server, options) = cluster.split_once('?').unwrap_or((&cluster, ""));
    let (server, _) = server.rsplit_once('/').unwrap();
    let url = format!("{server}/{name}?{options}");
    Place {
        url,
        folder: tempfile::tempdir().unwrap(),
    }
}

impl Place {
    /// Its folder.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Settings of a server on it.
    pub fn settings(&self, pairs: &[(&str, &str)]) -> Settings {
        let own = [
            ("HOME", self.folder.path().to_str().unwrap()),
            ("MAINSTAY_JOURNAL", &self.url),
        ];
        let pairs = own.iter().chain(pairs);
        let variables: Vec<(String, String)> = pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let flags = Flags {
            listen: Some("127.0.0.1:0".into()),
            ..Flags::default()
        };
        Settings::gather(&flags, &variables).unwrap()
    }
}

/// Starts a server with these variables of the environment.
pub async fn start(place: Place, pairs: &[(&str, &str)]) -> Running {
    let settings = place.settings(pairs);
    let clock = Clock::standing(Timestamp::from_second(NOON).unwrap());
    start_with(place, settings, clock).await
}

/// Starts a server with these settings.
pub async fn start_with(place: Place, settings: Settings, clock: Clock) -> Running {
    // The first test of a process installs it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let opened = open(&settings, clock.clone(), FirstStart::WhenNeeded, "tester")
        .await
        .unwrap();
    let server = Server::listen(&settings, opened.ledger, 4096).unwrap();
    let (stop, stopped) = oneshot::channel();
    let doors = Arc::clone(&server.doors);
    let origin = format!("http://{}", server.address);
    let task = tokio::spawn(server.run(async move {
        // A test that ends without a word stops the server too.
        let _ = stopped.await;
    }));
    let (stop, task) = (Some(stop), Some(task));
    Running {
        origin,
        doors,
        clock,
        link: opened.link,
        place,
        stop,
        task,
    }
}

/// Until when a function is held: an auditor's has an end.
fn until(function: Function) -> Option<Timestamp> {
    let end = Timestamp::from_second(NOON + 90 * 86_400).unwrap();
    (function == Function::Auditor).then_some(end)
}

impl Running {
    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.doors.ledger
    }

    /// A browser without cookies.
    pub fn browser(&self) -> Browser {
        Browser::at(&self.origin)
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: i64) {
        let now = self.clock.now().as_second() + seconds;
        self.clock.set(Timestamp::from_second(now).unwrap());
    }

    /// Opens an account with these functions and the password of all tests.
    pub async fn person(&self, account: &str, functions: &[Function]) {
        self.order(Command::OpenAccount {
            account: account.into(),
            name: format!("{account} of the tests"),
            person: None,
            functions: functions.iter().map(|it| (*it, until(*it))).collect(),
        })
        .await;
        self.doors
            .access
            .keep_password(account, Secret::new(PASSWORD))
            .await
            .unwrap();
    }

    /// A browser in which an account is signed in.
    pub async fn signed_in(&self, account: &str) -> Browser {
        let mut browser = self.browser();
        let body = serde_json::json!({ "account": account, "password": PASSWORD });
        let answer = browser.post("/api/v1/session", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        browser
    }

    /// Has an operator's command carried out.
    pub async fn order(&self, command: Command) {
        let actor = Actor::Operator {
            user: "tester".into(),
        };
        self.ledger()
            .execute(Order::new(actor, command))
            .await
            .unwrap();
    }

    /// The events of the journal, by their words.
    pub async fn events(&self) -> Vec<String> {
        let all = self.ledger().remembered_after(0, 10_000).await.unwrap();
        all.iter()
            .map(|entry| entry.event.word().to_owned())
            .collect()
    }

    /// Stops it and waits. Returns how many connections were cut off.
    pub async fn stop(&mut self) -> usize {
        drop(self.stop.take());
        self.task.take().unwrap().await.unwrap()
    }
}
