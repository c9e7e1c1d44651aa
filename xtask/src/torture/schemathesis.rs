//! A stranger's tool asks the real server everything its description allows, kind after kind and
//! seed after seed, on both databases, until the time is over: no fault of the server's own, no
//! answer that is not described. What it finds is told as the tool tells it.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use continuity::access::Function;

use crate::rig::place::{Cluster, Place};
use crate::rig::server::{self, Server};

/// How many kinds are asked in one call of the tool.
const KINDS_AT_ONCE: usize = 4;

/// The account that is asked about: a change to the tool's own would end its token, as it should.
const OTHERS: &str = "[parameters]\n\"path.account\" = \"scribe\"\n";

/// `torture schemathesis [--minutes N] [--seed FIRST] [--full]`: half of the time on each database.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let usual = if super::has(args, "--full") { 30 } else { 1 };
    let minutes = super::number(args, "--minutes", usual)?;
    let first = super::number(args, "--seed", 1)?;
    let half = Duration::from_secs(minutes * 30);
    let binary = server::release()?;
    let cluster = Cluster::any()?;
    for home in [None, Some(cluster.url.as_str())] {
        println!("{}", asked(&binary, home, half, first)?);
    }
    Ok(())
}

fn asked(
    binary: &Path,
    cluster: Option<&str>,
    time: Duration,
    first: u64,
) -> anyhow::Result<String> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let place = match cluster {
            None => Place::on_disk()?,
            Some(cluster) => Place::in_cluster(cluster).await?,
        };
        let ledger = server::open(&place.url).await?;
        let token = server::admit(&ledger, Function::Administrator).await?;
        server::admit(&ledger, Function::Scribe).await?;
        drop(ledger);
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("schemathesis.toml"), OTHERS)?;
        let mut server = Server::start(binary, &place.url, folder.path(), &[])?;
        let (started, mut calls) = (Instant::now(), 0);
        while started.elapsed() < time {
            ask(&server, &token, folder.path(), first + calls)?;
            ensure!(server.is_alive(), "the server ended: {}", server.said());
            calls += 1;
        }
        server.stop()?;
        let whole = super::kill::whole(&place.url).await?;
        let told = format!(
            "{}: asked {calls} times for {} s, from seed {first}: no find; {} entries, whole",
            place.url.split(':').next().unwrap_or_default(),
            started.elapsed().as_secs(),
            whole.entries
        );
        place.clear().await?;
        Ok(told)
    })
}

/// One call of the tool: everything that is not for a kind, and what is for a few of them.
fn ask(server: &Server, token: &str, folder: &Path, seed: u64) -> anyhow::Result<()> {
    let kinds = record::kinds::ALL;
    let begin = usize::try_from(seed)? * KINDS_AT_ONCE % kinds.len();
    let few = kinds.iter().cycle().skip(begin).take(KINDS_AT_ONCE);
    let plurals: Vec<&str> = few.map(|kind| kind.plural).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/schemathesis.sh");
    let output = Command::new("sh")
        .arg(script)
        .arg(format!("http://{}", server.address))
        .arg(plurals.join("|"))
        .args(["--max-examples", "20"])
        .args(["--phases", "examples,coverage,fuzzing,stateful"])
        .current_dir(folder)
        .env("TOKEN", token)
        .env("SEED", seed.to_string())
        .output()
        .context("tests/schemathesis.sh does not start")?;
    let told = String::from_utf8_lossy(&output.stdout);
    let talk = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "seed {seed}:\n{told}{talk}");
    Ok(())
}
