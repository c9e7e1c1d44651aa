//! The real server, as a process of its own: started on a journal, struck down or told to stop,
//! started again. Whoever may ask it is let in at the journal itself, as an operator would.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, ensure};
use continuity::access::Function;
use continuity::actor::Actor;
use continuity::command::Command as Ask;
use jiff::Timestamp;
use journal::Journal;
use journal::credential::Credential;
use journal::entry::digest;
use journal::options::Options;
use ledger::{Ledger, Order, Settings};

/// How much of what a server says is kept.
const SAID_BYTES_MAX: usize = 64 * 1024;

/// A running server.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
    said: Arc<Mutex<String>>,
}

/// The binary: what `MAINSTAY_BINARY` names, else the one that was built with this program.
pub fn binary() -> anyhow::Result<PathBuf> {
    if let Some(named) = std::env::var_os("MAINSTAY_BINARY") {
        return Ok(named.into());
    }
    let mut folder = std::env::current_exe()?;
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let binary = folder.join("mainstay");
    ensure!(
        binary.exists(),
        "{} is missing: build it (cargo build -p mainstay), or run ./test",
        binary.display()
    );
    Ok(binary)
}

/// Builds the release binary and gives its path.
pub fn release() -> anyhow::Result<PathBuf> {
    let built = Command::new("cargo")
        .args(["build", "--release", "--quiet", "-p", "mainstay"])
        .status()?;
    ensure!(built.success(), "the release binary was not built");
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".into());
    Ok(Path::new(&target).join("release/mainstay").canonicalize()?)
}

impl Server {
    /// Starts it on a journal, with a folder for whatever it keeps beside, and waits until it
    /// listens. `wrap` stands before the command (`env FAKETIME=…`), mostly empty.
    pub fn start(
        binary: &Path,
        journal: &str,
        folder: &Path,
        wrap: &[&str],
    ) -> anyhow::Result<Server> {
        let serve = ["serve", "--journal", journal, "--listen", "127.0.0.1:0"];
        Server::begin(binary, &serve, folder, wrap)
    }

    /// Starts the demonstration, which keeps what it keeps in a folder below this one.
    pub fn demonstrate(binary: &Path, folder: &Path) -> anyhow::Result<Server> {
        Server::begin(binary, &["demo", "--listen", "127.0.0.1:0"], folder, &[])
    }

    fn begin(
        binary: &Path,
        serve: &[&str],
        folder: &Path,
        wrap: &[&str],
    ) -> anyhow::Result<Server> {
        let mut command = match wrap.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(binary);
                command
            }
            None => Command::new(binary),
        };
        let mut child = command
            .args(serve)
            .current_dir(folder)
            .env("HOME", folder)
            .env("XDG_DATA_HOME", folder)
            .env("TMPDIR", folder)
            .env("MAINSTAY_LOG_LEVEL", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} does not start", binary.display()))?;
        let said = Arc::default();
        let stderr = child.stderr.take().context("stderr is piped")?;
        gather(stderr, Arc::clone(&said));
        let mut stdout = BufReader::new(child.stdout.take().context("stdout is piped")?);
        let address = loop {
            let mut line = String::new();
            if stdout.read_line(&mut line)? == 0 {
                let _ = child.kill();
                let exit = child.wait()?;
                let said = said.lock().unwrap_or_else(PoisonError::into_inner);
                anyhow::bail!("the server ends at its start, {exit}: {said}");
            }
            if let Some(at) = line.find("http://") {
                break line[at + 7..].trim().parse()?;
            }
        };
        std::thread::spawn(move || {
            // Read on: a full pipe would stop the server.
            let _ = std::io::copy(&mut stdout, &mut std::io::sink());
        });
        Ok(Server {
            address,
            child,
            said,
        })
    }

    /// Strikes it down: it can do nothing any more, not even at the end of a write.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop and waits until it did.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        let told = Command::new("kill")
            .arg(self.child.id().to_string())
            .status()?;
        ensure!(told.success(), "the server cannot be told to stop");
        let exit = self.child.wait()?;
        ensure!(
            exit.success(),
            "the server ends with {exit}: {}",
            self.said()
        );
        Ok(())
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// What it said on stderr, the first of it.
    pub fn said(&self) -> String {
        self.said
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Its resident memory, in bytes.
    pub fn memory(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
        let kilobytes: u64 = kilobytes.context("the kernel tells no memory")?.parse()?;
        Ok(kilobytes * 1_024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

fn gather(mut stderr: ChildStderr, said: Arc<Mutex<String>>) {
    std::thread::spawn(move || {
        let mut piece = [0; 4_096];
        while let Ok(length) = stderr.read(&mut piece) {
            if length == 0 {
                return;
            }
            let text = String::from_utf8_lossy(&piece[..length]);
            let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
            if said.len() < SAID_BYTES_MAX {
                said.push_str(&text);
            }
        }
    });
}

/// Opens a ledger on a journal that no one else has to follow.
pub async fn open(url: &str) -> anyhow::Result<Ledger> {
    let journal = Journal::open(url, &Options::default()).await?;
    Ok(Ledger::open(journal, Settings::default()).await?)
}

/// Lets an account in at the journal, before a server opens it; gives its token. An account is
/// called like its function.
pub async fn admit(ledger: &Ledger, function: Function) -> anyhow::Result<String> {
    let account = function.as_str().to_string();
    let now = Timestamp::now();
    let next_year = now + jiff::SignedDuration::from_hours(24 * 365);
    let until = (function == Function::Auditor).then_some(next_year);
    let asks = [
        Ask::OpenAccount {
            account: account.clone(),
            name: account.clone(),
            person: None,
            functions: vec![(function, until)],
        },
        Ask::IssueToken {
            account: account.clone(),
            token: account.clone(),
            name: "torture".into(),
            functions: Vec::new(),
            until: None,
        },
    ];
    for ask in asks {
        let user = "torture".to_string();
        let order = Order::new(Actor::Operator { user }, ask);
        let done = ledger.execute(order).await;
        done.map_err(|denied| anyhow::anyhow!("{account} is not let in: {denied:?}"))?;
    }
    let token = format!("mst_{account}_torture");
    let credential = Credential {
        kind: "token".into(),
        id: account.clone(),
        owner: account,
        secret: digest(token.as_bytes()).to_string(),
        note: None,
        made_micros: now.as_microsecond(),
        expires_micros: None,
        used_micros: None,
    };
    ledger.journal().put_credential(&credential).await?;
    Ok(token)
}
