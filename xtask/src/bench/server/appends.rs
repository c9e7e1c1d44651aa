//! Durable appends a second at 64 at once, together and each with a commit of its own; and the same
//! asked of the server over as many connections.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use continuity::access::Function;
use continuity::actor::Actor;
use continuity::command::Command;
use journal::Journal;
use journal::options::Options;
use ledger::{Commits, Ledger, Order, Settings};
use record::complaint::Complaints;
use record::kinds::Record;

use super::super::papers::Row;
use super::{places, plain};
use crate::rig::client::Client;
use crate::rig::server::{self, Server};

/// How many ask at once.
const AT_ONCE: u64 = 64;
/// How long one round is.
const ROUND: Duration = Duration::from_secs(4);
/// Rounds of each sort, in turn; the middle one counts.
const ROUNDS: usize = 3;
/// How many times more together than each by itself, at least, on a quiet disk.
const RATIO_MIN: f64 = 5.0;

pub(super) async fn measure(binary: &Path, cluster: &str) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (name, place) in places(cluster).await? {
        let (mut together, mut each) = (Vec::new(), Vec::new());
        // In turn, so that a busy moment of the disk hits both.
        for _ in 0..ROUNDS {
            together.push(appended(&place.url, Commits::Together).await?);
            each.push(appended(&place.url, Commits::Each).await?);
        }
        let (together, each) = (middle(together), middle(each));
        let served = served(binary, &place.url).await?;
        let ratio = together / each;
        rows.push(plain(
            format!("{name}: commands carried out and durable, {AT_ONCE} at once"),
            format!("{together:.0} /s"),
        ));
        rows.push(plain(
            format!("{name}: the same with a commit each"),
            format!("{each:.0} /s"),
        ));
        rows.push(Row {
            what: format!("{name}: how many times more together"),
            measured: format!("{ratio:.1}"),
            limit: match name {
                "SQLite" => format!("at least {RATIO_MIN}"),
                _ => "-".into(),
            },
            share: match name {
                "SQLite" => RATIO_MIN / ratio,
                _ => f64::NAN,
            },
        });
        rows.push(plain(
            format!("{name}: filed over HTTP at {AT_ONCE} connections"),
            format!("{served:.0} /s"),
        ));
        place.clear().await?;
    }
    Ok(rows)
}

fn middle(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

/// Commands a second, each acknowledged before its asker asks again.
async fn appended(url: &str, commits: Commits) -> anyhow::Result<f64> {
    let journal = Journal::open(url, &Options::default()).await?;
    let settings = Settings {
        commits,
        ..Settings::default()
    };
    let ledger = Ledger::open(journal, settings).await?;
    let from = ledger.present().seq;
    let started = Instant::now();
    let asking: Vec<_> = (0..AT_ONCE)
        .map(|asker| {
            let ledger = ledger.clone();
            tokio::spawn(async move {
                let mut done = 0;
                while started.elapsed() < ROUND {
                    let id = format!("s{from}-{asker}-{done}");
                    let order = Order::new(operator(), Command::file(service(&id)));
                    let receipt = ledger.execute(order).await;
                    ensure!(receipt.is_ok(), "{receipt:?}");
                    done += 1;
                }
                anyhow::Ok(done)
            })
        })
        .collect();
    let mut done = 0;
    for asking in asking {
        done += asking.await??;
    }
    let rate = f64::from(done) / started.elapsed().as_secs_f64();
    let head = ledger.journal().head().await?.seq;
    ensure!(
        head >= from + u64::from(done as u32),
        "not all were written"
    );
    Ok(rate)
}

/// Records filed a second over HTTP.
async fn served(binary: &Path, url: &str) -> anyhow::Result<f64> {
    let ledger = server::open(url).await?;
    let token = server::admit(&ledger, Function::ContinuityManager).await?;
    drop(ledger);
    let folder = tempfile::tempdir()?;
    let mut server = Server::start(binary, url, folder.path(), &[])?;
    let done = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let mut asking = Vec::new();
    for asker in 0..AT_ONCE {
        let mut client = Client::connect(server.address, &token).await?;
        let done = Arc::clone(&done);
        asking.push(tokio::spawn(async move {
            for number in 0.. {
                if started.elapsed() > ROUND {
                    break;
                }
                let body = format!(
                    r#"{{"kind":"service","id":"h-{asker}-{number}","name":"Service {number}"}}"#
                );
                let answer = client.post("/api/v1/services", &body).await?;
                ensure!(answer.status == 201, "{}", answer.text());
                done.fetch_add(1, Ordering::Relaxed);
            }
            anyhow::Ok(())
        }));
    }
    for asking in asking {
        asking.await??;
    }
    let rate = done.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64();
    server.stop()?;
    Ok(rate)
}

fn operator() -> Actor {
    Actor::Operator {
        user: "bench".into(),
    }
}

/// A service as small as they are.
pub(super) fn service(id: &str) -> Record {
    let text = format!(
        r#"{{"kind":"service","id":"{id}","name":"Service {id}","owner":"team/platform","targets":{{"rto":"4h"}}}}"#
    );
    let node = exchange::read::json::read(&text, 1, 1_000).expect("our own JSON");
    let mut complaints = Complaints::new();
    Record::read(&node, 0, &mut complaints).expect("our own record")
}
