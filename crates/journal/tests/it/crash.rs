//! What is acknowledged stays, whatever happens in between: a process killed between write and
//! reply, two that append at once, a server that cuts connections at the worst moment.
//! Reliability rows in small.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use journal::Journal;
use journal::entry::Seq;
use journal::failure::Failure;
use journal::options::Options;
use sqlx::{Connection as _, PgConnection};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::databases;
use crate::drafts::{draft, drafts};

/// Where the child process finds its orders: a journal's address and the number of its first entry.
const ORDERS: &str = "MAINSTAY_TEST_APPEND";

/// The child process: appends until it is killed, and says each place once it is kept. Without
/// orders, it is only seen to have none.
#[test]
fn child() {
    let Ok(orders) = std::env::var(ORDERS) else {
        assert!(std::env::args().len() > 0);
        return;
    };
    let (url, first) = orders.rsplit_once(' ').unwrap();
    let first: u64 = first.parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(async {
        let journal = Journal::open(url, &Options::default()).await.unwrap();
        let mut head = journal.head().await.unwrap().seq;
        for number in first.. {
            head = append(&journal, head, number).await;
            println!("kept {head} {number}");
        }
    });
}

/// Appends one entry, following whoever appends at the same time. Returns its place.
async fn append(journal: &Journal, head: Seq, number: u64) -> Seq {
    let mut head = head;
    loop {
        match journal.append(head, vec![draft(number)], Vec::new()).await {
            Ok(entries) => return entries[0].seq,
            Err(Failure::HeadMoved { found }) => head = found,
            Err(failure) => panic!("{failure:?}"),
        }
    }
}

/// Starts the child, reads so many of its lines, kills it, and returns what it said.
fn killed_after(url: &str, first: u64, lines: usize) -> Vec<(Seq, u64)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture"])
        .env(ORDERS, format!("{url} {first}"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let read = |line: String| -> Option<(Seq, u64)> {
        let (_, numbers) = line.split_once("kept ")?;
        let (seq, number) = numbers.split_once(' ')?;
        Some((seq.parse().ok()?, number.parse().ok()?))
    };
    while said.len() < lines {
        let line = output
            .next()
            .expect("the child goes on until it is killed")
            .unwrap();
        said.extend(read(line));
    }
    child.kill().unwrap();
    // What it said before it died counts, also what was still in the pipe.
    said.extend(output.map_while(Result::ok).filter_map(read));
    child.wait().unwrap();
    said
}

/// kills it again and again; every entry it said it kept is there, and nothing is broken.
async fn survives(url: &str) {
    let mut kept: Vec<(Seq, u64)> = Vec::new();
    for round in 0..8_u64 {
        kept.extend(killed_after(url, round * 1_000_000, 1 + round as usize * 7));
        let journal = Journal::open(url, &Options::default()).await.unwrap();
        let report = journal.verify(&[], &[]).await.unwrap();
        assert!(report.is_whole(), "round {round}: {:?}", report.faults);
        for (seq, number) in &kept {
            let entry = journal.read(&[*seq]).await.unwrap();
            assert_eq!(entry[0].id, draft(*number).id, "round {round}: entry {seq}");
        }
    }
    assert!(kept.len() > 100, "{}", kept.len());
}

#[tokio::test]
async fn killed_on_sqlite() {
    survives(&databases::sqlite().url.clone()).await;
}

#[tokio::test]
async fn killed_on_postgres() {
    let place = databases::postgres().await;
    survives(&place.url).await;
}

/// Several handles and another process append at once: no gap, no double, nothing lost.
async fn shared(url: &str) {
    let mut tasks = Vec::new();
    let journal = Journal::open(url, &Options::default()).await.unwrap();
    for task in 1..4_u64 {
        let other = Journal::open(url, &Options::default()).await.unwrap();
        tasks.push(tokio::spawn(async move {
            let mut head = 0;
            for number in 0..40 {
                head = append(&other, head, task * 1_000_000 + number).await;
            }
        }));
    }
    let place = url.to_owned();
    let child = tokio::task::spawn_blocking(move || killed_after(&place, 9_000_000, 20));
    for task in tasks {
        task.await.unwrap();
    }
    let child = child.await.unwrap();
    let entries = journal.read_after(0, usize::MAX).await.unwrap();
    assert!(entries.iter().zip(1..).all(|(entry, seq)| entry.seq == seq));
    for task in 1..4_u64 {
        for number in 0..40 {
            let id = draft(task * 1_000_000 + number).id;
            assert_eq!(entries.iter().filter(|entry| entry.id == id).count(), 1);
        }
    }
    for (seq, number) in child {
        assert_eq!(entries[seq as usize - 1].id, draft(number).id);
    }
    assert!(journal.verify(&[], &[]).await.unwrap().is_whole());
}

#[tokio::test]
async fn shared_on_sqlite() {
    let place = databases::sqlite();
    shared(&place.url).await;
}

#[tokio::test]
async fn shared_on_postgres() {
    let place = databases::postgres().await;
    shared(&place.url).await;
}

/// R-07 in small: a server that throws everyone out, over and over, loses and doubles nothing.
#[tokio::test]
async fn thrown_out_by_the_server() {
    let place = databases::postgres().await;
    let journal = Journal::open(&place.url, &Options::default())
        .await
        .unwrap();
    let mut link = PgConnection::connect(&place.url).await.unwrap();
    let mut thrown = 0;
    for head in 0..40 {
        let throw = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                     WHERE datname = current_database() AND application_name = 'mainstay'";
        let throwing = sqlx::query_scalar(throw).fetch_one(&mut link);
        let appending = journal.append(head, drafts(head + 1..head + 2), Vec::new());
        let (count, entries): (Result<i64, _>, _) = tokio::join!(throwing, appending);
        thrown += count.unwrap();
        assert_eq!(entries.unwrap()[0].seq, head + 1);
        assert_eq!(journal.head().await.unwrap().seq, head + 1);
    }
    assert!(thrown >= 40, "{thrown}");
    assert_eq!(journal.read_after(0, usize::MAX).await.unwrap().len(), 40);
    assert!(journal.verify(&[], &[]).await.unwrap().is_whole());
}

/// What the go-between does with the next COMMIT.
const PASS: u8 = 0;
/// The connection is cut before the server hears of it.
const CUT_BEFORE: u8 = 1;
/// The connection is cut after the server did it, and before we hear that it did.
const CUT_AFTER: u8 = 2;

/// A commit whose outcome nobody heard is neither lost nor done twice.
#[tokio::test]
async fn a_commit_that_nobody_heard_of() {
    let place = databases::postgres().await;
    let orders = Arc::new(AtomicU8::new(PASS));
    let url = between(&place.url, orders.clone()).await;
    let journal = Journal::open(&url, &Options::default()).await.unwrap();
    let mut head = 0;
    for order in [PASS, CUT_BEFORE, CUT_AFTER, CUT_AFTER, CUT_BEFORE, PASS] {
        orders.store(order, Ordering::SeqCst);
        let entries = journal
            .append(head, drafts(head + 1..head + 4), Vec::new())
            .await
            .unwrap();
        assert_eq!(
            orders.load(Ordering::SeqCst),
            PASS,
            "the order was carried out"
        );
        head += 3;
        assert_eq!(entries.last().unwrap().seq, head);
        let kept = journal.read_after(head - 3, 10).await.unwrap();
        assert_eq!(kept, entries);
    }
    assert!(journal.verify(&[], &[]).await.unwrap().is_whole());
}

/// Puts a go-between before a server. Returns its address.
async fn between(url: &str, orders: Arc<AtomicU8>) -> String {
    let (before, rest) = url.split_once('@').unwrap();
    let (server, database) = rest.split_once('/').unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let address = format!("{before}@127.0.0.1:{port}/{database}");
    let server = server.to_owned();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = TcpStream::connect(&server).await.unwrap();
            tokio::spawn(carry(client, server, orders.clone()));
        }
    });
    address
}

async fn carry(mut client: TcpStream, mut server: TcpStream, orders: Arc<AtomicU8>) {
    let (mut up, mut down) = ([0; 65_536], [0; 65_536]);
    loop {
        tokio::select! {
            count = client.read(&mut up) => {
                let Ok(count @ 1..) = count else { return };
                let commits = up[..count].windows(7).any(|bytes| bytes == b"COMMIT\0");
                let order = if commits { orders.swap(PASS, Ordering::SeqCst) } else { PASS };
                if order == CUT_BEFORE {
                    return;
                }
                server.write_all(&up[..count]).await.unwrap();
                if order == CUT_AFTER {
                    // Its answer to COMMIT came; nobody is told.
                    assert!(server.read(&mut down).await.unwrap() > 0);
                    return;
                }
            }
            count = server.read(&mut down) => {
                let Ok(count @ 1..) = count else { return };
                if client.write_all(&down[..count]).await.is_err() {
                    return;
                }
            }
        }
    }
}
