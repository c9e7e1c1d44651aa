//! A server for one test: the dev binary on a port of the system's choice, on a journal of either
//! database that is gone with the test, with an account and a token for each function.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use continuity::access::Function;
use continuity::actor::Actor;
use continuity::command::Command as Order;
use jiff::Timestamp;
use journal::Journal;
use journal::credential::Credential;
use journal::entry::digest;
use journal::options::Options;
use ledger::{Ledger, Settings};
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// How long a server may take to say where it listens.
const START: Duration = Duration::from_secs(60);

/// Which database holds a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    Sqlite,
    Postgres,
}

/// Both.
pub const STORES: [Store; 2] = [Store::Sqlite, Store::Postgres];

/// A running server.
pub struct Served {
    /// Its address, without a slash at the end.
    pub url: String,
    /// The address of its journal.
    pub journal: String,
    client: reqwest::Client,
    child: Child,
    _folder: tempfile::TempDir,
}

/// An answer, read to its end.
pub struct Told {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Told {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Asserts a problem: its status, its media type, its code; gives it back.
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], status);
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["type"], format!("urn:mainstay:problem:{code}"));
        for key in ["title", "detail", "remedy"] {
            let text = problem[key].as_str().unwrap_or_default();
            assert!(text.len() > 3, "{key} says nothing: {problem}");
        }
        problem
    }
}

/// The token of the account that acts in a function; the account is called like the function.
pub fn token(function: Function) -> String {
    format!("mst_{}_test", function.as_str())
}

impl Served {
    /// Starts one on a new journal.
    pub async fn start(store: Store) -> Served {
        Served::start_with(store, None).await
    }

    /// The same, which may open only so many files.
    pub async fn start_with(store: Store, files_max: Option<u32>) -> Served {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = match store {
            Store::Sqlite => format!("sqlite:{}", folder.path().join("journal.db").display()),
            Store::Postgres => database().await,
        };
        let ledger = open(&journal).await;
        for &function in Function::ALL {
            admit(&ledger, function).await;
        }
        drop(ledger);
        Served::on(journal, folder, files_max)
    }

    fn on(journal: String, folder: tempfile::TempDir, files_max: Option<u32>) -> Served {
        // The first that makes a client makes the choice for all.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let files = files_max.map_or("unlimited".into(), |files| files.to_string());
        let limited = format!("ulimit -n {files}; exec \"$@\"");
        let shell = ["-c", &limited, "sh", env!("CARGO_BIN_EXE_mainstay")];
        let mut command = match files_max {
            Some(_) => Command::new("sh"),
            None => Command::new(env!("CARGO_BIN_EXE_mainstay")),
        };
        command.args(files_max.map_or(&[][..], |_| &shell));
        let mut child = command
            .args(["serve", "--journal", &journal, "--listen", "127.0.0.1:0"])
            .current_dir(folder.path())
            .env("HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let (said, lines) = mpsc::channel();
        let outputs: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().expect("stdout is piped")),
            Box::new(child.stderr.take().expect("stderr is piped")),
        ];
        for output in outputs {
            let said = said.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    // Read on when nobody listens any more: a full pipe would stop the server.
                    let _ = said.send(line);
                }
            });
        }
        drop(said);
        let mut all = String::new();
        let url = loop {
            let Ok(line) = lines.recv_timeout(START) else {
                let _ = child.kill();
                panic!("the server does not say where it listens:\n{all}");
            };
            all.push_str(&format!("{line}\n"));
            if let Some(at) = line.find("http://127.0.0.1:") {
                let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '`' | ',');
                let rest = &line[at..];
                let url = &rest[..rest.find(ends).unwrap_or(rest.len())];
                let slash = url[7..].find('/').map_or(url.len(), |slash| slash + 7);
                break url[..slash].to_string();
            }
        };
        Served {
            url,
            journal,
            client: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                // The server ends connections that rest; the next request opens its own.
                .pool_max_idle_per_host(0)
                .build()
                .expect("a client"),
            child,
            _folder: folder,
        }
    }

    /// A request as the account of a function; nothing: as nobody.
    pub fn ask(&self, who: Option<Function>, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().expect("a verb");
        let request = self.client.request(method, format!("{}{path}", self.url));
        match who {
            Some(function) => request.bearer_auth(token(function)),
            None => request,
        }
    }

    /// Reads a path as the account of a function.
    pub async fn get(&self, who: Function, path: &str) -> Told {
        told(self.ask(Some(who), "GET", path)).await
    }

    /// Sends JSON as the account of a function, with some headers.
    pub async fn send(
        &self,
        who: Function,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Told {
        let mut request = self.ask(Some(who), method, path).json(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        told(request).await
    }
}

/// Sends a request and reads the answer to its end.
pub async fn told(request: RequestBuilder) -> Told {
    let response = request.send().await.expect("the server answers");
    Told {
        status: response.status(),
        headers: response.headers().clone(),
        text: response.text().await.expect("a text"),
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn open(url: &str) -> Ledger {
    let journal = Journal::open(url, &Options::default()).await;
    let journal = journal.expect("the journal opens");
    let ledger = Ledger::open(journal, Settings::default()).await;
    ledger.expect("the ledger opens")
}

/// Opens an account for a function, with a token for it. Its person is `person/FUNCTION`.
async fn admit(ledger: &Ledger, function: Function) {
    let operator = || Actor::Operator {
        user: "test".into(),
    };
    let (account, id) = (function.as_str().to_string(), function.as_str().to_string());
    let next_year = Timestamp::now() + jiff::SignedDuration::from_hours(24 * 365);
    let until = (function == Function::Auditor).then_some(next_year);
    let orders = [
        Order::OpenAccount {
            account: account.clone(),
            name: account.clone(),
            person: Some(account.clone()),
            functions: vec![(function, until)],
        },
        Order::IssueToken {
            account: account.clone(),
            token: id.clone(),
            name: "for the test".into(),
            functions: Vec::new(),
            until: None,
        },
    ];
    for order in orders {
        let order = ledger::Order::new(operator(), order);
        ledger.execute(order).await.expect("it is allowed");
    }
    let credential = Credential {
        kind: "token".into(),
        id,
        owner: account,
        secret: digest(token(function).as_bytes()).to_string(),
        note: None,
        made_micros: Timestamp::now().as_microsecond(),
        expires_micros: None,
        used_micros: None,
    };
    let kept = ledger.journal().put_credential(&credential).await;
    kept.expect("the digest is kept");
}

/// An empty database in the cluster that the test run started.
pub async fn database() -> String {
    let Ok(cluster) = std::env::var("MAINSTAY_POSTGRES") else {
        panic!(
            "this test needs PostgreSQL: run ./test, or set MAINSTAY_POSTGRES to the URL of a \
             throw-away cluster"
        );
    };
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let mut link = PgConnection::connect(&cluster)
        .await
        .expect("the cluster answers");
    let make = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    let made = sqlx::raw_sql(make).execute(&mut link).await;
    made.expect("the database is made");
    let (server, options) = cluster.split_once('?').unwrap_or((&cluster, ""));
    let (server, _) = server.rsplit_once('/').expect("a URL names a database");
    format!("{server}/{name}?{options}")
}
