//! The clock of a real server jumps while it is written to (R-06): a library that Debian packs
//! (libfaketime) stands between it and the system. Every answer is a success, what was acknowledged
//! is there in the order of its numbers, and the journal is whole.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use continuity::access::Function;

use super::kill::compare;
use crate::rig::client::Client;
use crate::rig::place::Place;
use crate::rig::server::{self, Server};
use crate::seeded::Seeded;

/// Where the clock stands in turn, in seconds from now.
const OFFSETS: [i64; 9] = [
    0,
    1,
    -1,
    3_600,
    -3_600,
    86_400,
    315_576_000,
    -315_576_000,
    -86_400,
];

/// `torture clock [--jumps N] [--full]`.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let full = args.iter().any(|arg| arg == "--full");
    let usual = if full { "500" } else { "40" };
    let count: u64 = super::option(args, "--jumps").unwrap_or(usual).parse()?;
    let binary = server::release()?;
    let runtime = tokio::runtime::Runtime::new()?;
    println!("{}", runtime.block_on(jumps(&binary, count))?);
    Ok(())
}

/// The library, by its place in Debian.
fn library() -> anyhow::Result<PathBuf> {
    for machine in ["x86_64-linux-gnu", "aarch64-linux-gnu"] {
        let path = format!("/usr/lib/{machine}/faketime/libfaketime.so.1");
        if Path::new(&path).exists() {
            return Ok(path.into());
        }
    }
    anyhow::bail!(
        "libfaketime is missing; run: apt-get install --no-install-recommends libfaketime"
    )
}

async fn jumps(binary: &Path, count: u64) -> anyhow::Result<String> {
    let place = Place::on_disk()?;
    let ledger = server::open(&place.url).await?;
    let token = server::admit(&ledger, Function::ContinuityManager).await?;
    drop(ledger);
    let folder = tempfile::tempdir()?;
    let offset = folder.path().join("offset");
    std::fs::write(&offset, "+0\n")?;
    let wrap = [
        "env".to_string(),
        format!("LD_PRELOAD={}", library()?.display()),
        format!("FAKETIME_TIMESTAMP_FILE={}", offset.display()),
        "FAKETIME_NO_CACHE=1".into(),
        // What is measured is measured by a clock that does not jump.
        "DONT_FAKE_MONOTONIC=1".into(),
    ];
    let wrap: Vec<&str> = wrap.iter().map(String::as_str).collect();
    let mut server = Server::start(binary, &place.url, folder.path(), &wrap)?;
    let mut client = Client::connect(server.address, &token).await?;
    let mut random = Seeded(1);
    let mut filed = BTreeSet::new();
    let mut instants = BTreeSet::new();
    for jump in 0..count {
        let seconds = OFFSETS[random.below(OFFSETS.len())];
        // Written beside and moved: the server never reads half a number.
        let draft = folder.path().join("offset.part");
        std::fs::write(&draft, format!("{seconds:+}\n"))?;
        std::fs::rename(&draft, &offset)?;
        for number in 0..5 {
            let id = format!("j{jump}-{number}");
            let body = format!(r#"{{"kind":"service","id":"{id}","name":"At {seconds}"}}"#);
            let answer = client.post("/api/v1/services", &body).await?;
            ensure!(answer.status == 201, "at {seconds:+} s: {}", answer.text());
            let text = answer.text();
            let at = text
                .split("\"at\"")
                .nth(1)
                .and_then(|rest| rest.split('"').nth(1));
            instants.insert(at.context("a receipt says when")?[..4].to_string());
            filed.insert(id);
        }
        let answer = client.get("/api/v1/check").await?;
        ensure!(answer.status == 200, "at {seconds:+} s: {}", answer.text());
    }
    ensure!(
        instants.len() >= 3,
        "the clock did not jump: {instants:?} are all years there were"
    );
    server.stop()?;
    let entries = compare(&place.url, &filed, &BTreeSet::new()).await?;
    place.clear().await?;
    Ok(format!(
        "{count} jumps of the clock, {entries} entries in the order of their numbers, whole"
    ))
}
