//! Whether a reader reaches for a file or a door: a pipe that holds whoever opens it, a door
//! that hears who knocks, and where it is here, `strace`, which sees every call. The watch is tried
//! first on a process that does reach.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};

use super::Bait;
use super::child::{MARKS, Wanted, call};

/// A door at which nobody may knock, and a pipe that nobody may open.
pub(super) struct Door {
    listener: TcpListener,
    /// Where they are.
    pub bait: Bait,
}

impl Door {
    /// Opens one; the pipe stands in a folder.
    pub(super) fn open(folder: &Path) -> anyhow::Result<Door> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let pipe = folder.join("canary");
        let made = Command::new("mkfifo").arg(&pipe).status()?;
        ensure!(made.success(), "no pipe could be made");
        let bait = Bait {
            file: pipe.display().to_string(),
            address: listener.local_addr()?.to_string(),
        };
        Ok(Door { listener, bait })
    }

    fn knocked(&self) -> bool {
        self.listener.accept().is_ok()
    }
}

/// The calls for files and doors between the marks, one a line.
fn calls(log: &str) -> Vec<&str> {
    let mut reading = false;
    let mut found = Vec::new();
    for line in log.lines() {
        if line.contains(MARKS.0) {
            reading = true;
        } else if line.contains(MARKS.1) {
            reading = false;
        } else if reading && !line.contains("+++") {
            found.push(line);
        }
    }
    found
}

/// Watches all files being read; says how. Errors: someone reached for something, or the watch sees
/// nothing.
pub(super) fn watched(door: &Door, folder: &Path, files: &[Wanted]) -> anyhow::Result<String> {
    ensure!(!door.knocked(), "someone knocked while the files were read");
    let there = Command::new("strace")
        .arg("-V")
        .stdout(Stdio::null())
        .status();
    if !there.is_ok_and(|it| it.success()) {
        return Ok("strace is not here: only the pipe and the door watched; nobody came".into());
    }
    let traced = |files: &[Wanted], reach: bool| -> anyhow::Result<String> {
        let log = folder.join("calls.txt");
        let (program, mut arguments) = call(folder, files)?;
        arguments.extend(reach.then(|| "--reach".to_string()));
        let status = Command::new("strace")
            .args(["-f", "-qq", "-e", "trace=%file,%network", "-o"])
            .arg(&log)
            .arg(program)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .context("strace starts")?;
        ensure!(status.success(), "the watched process ended with {status}");
        Ok(std::fs::read_to_string(&log)?)
    };
    let tried = traced(&files[..1], true)?;
    let seen = calls(&tried);
    let sees = |word: &str| seen.iter().any(|line| line.contains(word));
    ensure!(
        sees("open") && sees("connect"),
        "the watch sees nothing: {seen:?}"
    );
    let log = traced(files, false)?;
    let begun = log.matches(MARKS.0).count();
    ensure!(
        begun == files.len(),
        "{begun} of {} readings were watched",
        files.len()
    );
    let seen = calls(&log);
    ensure!(
        seen.is_empty(),
        "a reader reached out: {:?}",
        &seen[..seen.len().min(5)]
    );
    ensure!(!door.knocked(), "someone knocked while the watch was on");
    Ok(format!(
        "{begun} readings watched by strace: no call for a file or for the network; nobody knocked"
    ))
}
