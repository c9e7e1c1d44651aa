//! For tests: a journal of either database that is gone with the test, and orders in one line.

use continuity::access::Function;
use continuity::actor::Actor;
use continuity::command::Command;
use continuity::written::Written;
use exchange::read::json;
use jiff::Timestamp;
use journal::Journal;
use journal::options::Options;
use ledger::{Clock, Denied, Ledger, Limits, Order, Receipt, Settings};
use record::complaint::Complaints;
use record::kinds::Record;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// The instant at which stories begin.
pub const NOON: &str = "2026-05-15T12:00:00Z";

/// Where a journal is, for as long as this is held.
pub struct Home {
    pub url: String,
    _folder: Option<tempfile::TempDir>,
}

/// A place for a journal in SQLite.
pub fn sqlite() -> Home {
    let folder = tempfile::tempdir().expect("a folder for the test");
    Home {
        url: format!("sqlite:{}", folder.path().join("journal.db").display()),
        _folder: Some(folder),
    }
}

/// An empty database in the cluster that the test run started.
pub async fn postgres() -> Home {
    let Ok(cluster) = std::env::var("MAINSTAY_POSTGRES") else {
        panic!(
            "this test needs PostgreSQL: run ./test, or set MAINSTAY_POSTGRES to the URL of a throw-away cluster"
        );
    };
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let mut link = PgConnection::connect(&cluster)
        .await
        .expect("the cluster answers");
    let make = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::raw_sql(make)
        .execute(&mut link)
        .await
        .expect("the database is made");
    let (server, options) = cluster.split_once('?').unwrap_or((&cluster, ""));
    let (server, _) = server.rsplit_once('/').expect("a URL names a database");
    let url = format!("{server}/{name}?{options}");
    Home { url, _folder: None }
}

/// Opens a ledger on it with a clock that stands.
pub async fn open(home: &Home) -> Ledger {
    let settings = Settings {
        clock: Clock::standing(NOON.parse().expect("an instant")),
        ..Settings::default()
    };
    open_with(home, settings).await
}

/// Opens a ledger on it.
pub async fn open_with(home: &Home, settings: Settings) -> Ledger {
    let options = Options {
        read_only: settings.read_only,
        ..Options::default()
    };
    let journal = Journal::open(&home.url, &options)
        .await
        .expect("the journal opens");
    Ledger::open(journal, settings)
        .await
        .expect("the ledger opens")
}

/// Limits that are reached soon.
pub fn narrow(entries_max: u64) -> Settings {
    Settings {
        limits: Limits {
            entries_max,
            ..Limits::default()
        },
        ..Settings::default()
    }
}

/// Who acts in stories.
pub fn operator() -> Actor {
    Actor::Operator {
        user: "root".into(),
    }
}

/// A record from JSON.
pub fn record(text: &str) -> Record {
    let node = json::read(text, 1, 10_000).expect("JSON");
    let mut complaints = Complaints::new();
    let record = Record::read(&node, 0, &mut complaints);
    record.unwrap_or_else(|| panic!("{text}: {:#?}", complaints.all))
}

/// A command that files a service.
pub fn service(id: &str, name: &str) -> Command {
    let text = format!(r#"{{"kind":"service","id":"{id}","name":"{name}"}}"#);
    Command::file(record(&text))
}

/// A command that gives a service another name.
pub fn rename(id: &str, name: &str) -> Command {
    let text = format!(r#"{{"kind":"service","id":"{id}","name":"{name}"}}"#);
    Command::Amend {
        written: Written::made(record(&text)),
        expected: None,
    }
}

/// A command that opens an account.
pub fn account(id: &str, function: Function) -> Command {
    Command::OpenAccount {
        account: id.into(),
        name: id.into(),
        person: None,
        functions: vec![(function, None)],
    }
}

/// Executes as the operator.
pub async fn ask(ledger: &Ledger, command: Command) -> Result<Receipt, Denied> {
    ledger.execute(Order::new(operator(), command)).await
}

/// Sets the clock of a ledger.
pub fn at(ledger: &Ledger, instant: &str) -> Timestamp {
    let instant = instant.parse().expect("an instant");
    ledger.clock().set(instant);
    instant
}
