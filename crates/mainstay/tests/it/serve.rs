//! `mainstay serve` as whoever runs it sees it: its settings and their faults, what it prints, the
//! link for the first administrator, and how it stops.

#![allow(clippy::unwrap_used)] // what a test cannot go on without fails it

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

/// The program, with a home of its own and nothing of the environment's settings.
fn mainstay(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mainstay"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("MAINSTAY_") {
            command.env_remove(name);
        }
    }
    for name in [
        "XDG_DATA_HOME",
        "STATE_DIRECTORY",
        "JOURNAL_STREAM",
        "NOTIFY_SOCKET",
    ] {
        command.env_remove(name);
    }
    command
        .env("HOME", home)
        .current_dir(home)
        .args(arguments)
        .stdin(Stdio::null());
    command
}

fn run(home: &Path, arguments: &[&str]) -> Output {
    mainstay(home, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A server of the program; it is killed if a test leaves it.
struct Served {
    process: Child,
    lines: BufReader<ChildStdout>,
    address: String,
    printed: String,
}

impl Served {
    fn start(mut command: Command) -> Served {
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        let mut printed = String::new();
        while !printed.contains("files ") {
            assert!(
                lines.read_line(&mut printed).unwrap() > 0,
                "it ended: {printed}"
            );
        }
        let (_, rest) = printed.split_once("http://").unwrap();
        let address = rest.split_whitespace().next().unwrap().to_owned();
        Served {
            process,
            lines,
            address,
            printed,
        }
    }

    /// The line that holds the link.
    fn link(&mut self) -> String {
        let mut line = String::new();
        while !line.contains("/first-start?link=") {
            line.clear();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "no link");
        }
        line.trim().to_owned()
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let ask = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        );
        stream.write_all(ask.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Asks it to stop; what it printed and wrote.
    fn stop(mut self) -> (Option<i32>, String, String) {
        let id = self.process.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        let mut rest = String::new();
        self.lines.read_to_string(&mut rest).unwrap();
        let mut log = String::new();
        self.process
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        let code = self.process.wait().unwrap().code();
        (code, format!("{}{rest}", self.printed), log)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Stopped ones are gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn it_starts_prints_its_address_and_a_link_and_stops_when_asked() {
    let home = tempfile::tempdir().unwrap();
    let mut served = Served::start(mainstay(home.path(), &["serve", "--listen", "127.0.0.1:0"]));
    let link = served.link();
    assert!(
        link.starts_with(&format!("http://{}/first-start?link=", served.address)),
        "{link}"
    );
    let path = link.split_once(&served.address).unwrap().1.to_owned();
    assert!(served.get(&path).contains("Make the administrator"));
    assert!(served.get("/livez").starts_with("HTTP/1.1 200"));
    assert!(served.get("/readyz").starts_with("HTTP/1.1 200"));
    let (code, printed, log) = served.stop();
    assert_eq!(code, Some(0), "{log}");
    let folder = home.path().join(".local/share/mainstay");
    assert!(
        printed.contains(&format!("sqlite:{}", folder.display())),
        "{printed}"
    );
    let secret = link.split_once("link=").unwrap().1;
    assert!(
        !log.contains(secret),
        "the link is on the terminal only: {log}"
    );
    let last: serde_json::Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    assert_eq!(last["message"], "closed", "{log}");
    let answered = log.lines().find(|line| line.contains("answered")).unwrap();
    let answered: serde_json::Value = serde_json::from_str(answered).unwrap();
    assert_eq!(answered["route"], "/first-start");
    assert_eq!(answered["span"]["id"].as_str().unwrap().len(), 36);
    use std::os::unix::fs::PermissionsExt as _;
    for path in [folder.clone(), folder.join("journal.db")] {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o077;
        assert_eq!(mode, 0, "{}", path.display());
    }
}

#[test]
fn the_bare_name_serves_too() {
    let home = tempfile::tempdir().unwrap();
    let mut command = mainstay(home.path(), &[]);
    command
        .env("MAINSTAY_LISTEN", "127.0.0.1:0")
        .env("MAINSTAY_LISEN", "typo");
    let served = Served::start(command);
    assert!(served.get("/").contains("Not set up yet"));
    let (code, _, log) = served.stop();
    assert_eq!(code, Some(0));
    assert!(
        log.contains("MAINSTAY_LISEN sets nothing; did you mean"),
        "{log}"
    );
}

#[test]
fn faults_of_settings_are_told_with_their_lines_and_nothing_starts() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("mainstay.toml");
    std::fs::write(
        &file,
        "lisen = \"127.0.0.1:1\"\n\n[log]\nlevel = \"loud\"\n",
    )
    .unwrap();
    let output = run(home.path(), &["serve", "--config", "mainstay.toml"]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(text(&output.stderr), @"
    mainstay.toml:1: there is no setting `lisen`; did you mean `listen`?
    mainstay.toml:4: log.level: `loud` is none of error, warn, info, debug, trace
    ");
    assert_eq!(
        std::fs::read_dir(home.path()).unwrap().count(),
        1,
        "nothing was made"
    );
    let output = run(
        home.path(),
        &["serve", "--journal", "postgres://m:hunter2@127.0.0.1:9/m"],
    );
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(
        told.contains("MAINSTAY_JOURNAL") && !told.contains("hunter2"),
        "{told}"
    );
    let mut command = mainstay(home.path(), &["serve", "--listen", "127.0.0.1:0"]);
    command.env("MAINSTAY_JOURNAL", "postgres://m:hunter2@127.0.0.1:9/m");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    let told = text(&output.stderr) + &text(&output.stdout);
    assert!(
        told.contains("postgres://m:***@127.0.0.1:9/m") && !told.contains("hunter2"),
        "{told}"
    );
}

#[test]
fn a_file_that_is_no_journal_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join("notes.txt"),
        "not a journal, and longer than a header",
    )
    .unwrap();
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--journal",
        "sqlite:notes.txt",
    ];
    let output = run(home.path(), &arguments);
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    let kept = std::fs::read_to_string(home.path().join("notes.txt")).unwrap();
    assert_eq!(kept, "not a journal, and longer than a header");
}

#[test]
fn who_is_locked_out_gets_a_new_link_while_the_server_runs() {
    let home = tempfile::tempdir().unwrap();
    let mut served = Served::start(mainstay(home.path(), &["serve", "--listen", "127.0.0.1:0"]));
    let first = served.link();
    let address = served.address.clone();
    let output = run(
        home.path(),
        &["serve", "--first-start", "--listen", &address],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    let second = printed
        .lines()
        .find(|line| line.contains("link="))
        .unwrap()
        .trim()
        .to_owned();
    let path = |link: &str| link.split_once(&address).unwrap().1.to_owned();
    assert!(served.get(&path(&second)).starts_with("HTTP/1.1 200"));
    assert!(
        served.get(&path(&first)).starts_with("HTTP/1.1 403"),
        "the old one is over"
    );
    let output = run(home.path(), &["serve", "--listen", &address]);
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    assert!(
        text(&output.stderr).contains("cannot be listened on"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn under_a_service_keeper_the_link_stands_in_a_file_and_readiness_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let socket = home.path().join("notify");
    let keeper = std::os::unix::net::UnixDatagram::bind(&socket).unwrap();
    let mut command = mainstay(home.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let state = home.path().join("state");
    command
        .env("JOURNAL_STREAM", "8:1")
        .env("NOTIFY_SOCKET", &socket);
    command
        .env("STATE_DIRECTORY", &state)
        .env("WATCHDOG_USEC", "60000000");
    let served = Served::start(command);
    let mut heard = Vec::new();
    while heard.len() < 2 {
        let mut bytes = [0; 64];
        let length = keeper.recv(&mut bytes).unwrap();
        heard.push(text(&bytes[..length]));
    }
    heard.sort();
    assert_eq!(heard, ["READY=1", "WATCHDOG=1"]);
    let file = state.join("first-start");
    let link = std::fs::read_to_string(&file).unwrap();
    assert!(link.contains("/first-start?link="), "{link}");
    assert_eq!(
        std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let (code, printed, log) = served.stop();
    assert_eq!(code, Some(0));
    assert!(
        !printed.contains("link=") && !log.contains("link="),
        "{printed}{log}"
    );
    let mut bytes = [0; 64];
    let length = keeper.recv(&mut bytes).unwrap();
    assert_eq!(text(&bytes[..length]), "STOPPING=1");
}
