//! A full disk (R-04): a small disk of its own fills up while clients file records over HTTP. They
//! are told so in plain words, reading goes on, what makes room or closes a door is still taken,
//! and once there is space again nothing has to be started anew. Acknowledged is what is there.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use continuity::access::Function;

use super::kill::compare;
use crate::rig::client::{Answer, Client};
use crate::rig::server::{self, Server};
use crate::seeded::Seeded;

/// How many clients file at once.
const CLIENTS: usize = 4;
/// How often each of them is told that the disk is full before it believes it.
const TOLD: usize = 5;
/// What must be free before the journal takes new entries again, and some more.
const ROOM_BYTES: u64 = 4 << 20;
/// The sizes of disks, in MB.
const SIZES: [usize; 4] = [24, 32, 48, 64];

/// `torture full [--fills N] [--full]`: fills so many disks. Mounting one needs root.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let full = args.iter().any(|arg| arg == "--full");
    let usual = if full { "50" } else { "5" };
    let count: u64 = super::option(args, "--fills").unwrap_or(usual).parse()?;
    let seed: u64 = super::option(args, "--seed").unwrap_or("1").parse()?;
    println!("{}", fills(&server::release()?, seed, count)?);
    Ok(())
}

/// Fills so many disks; what was done. A find is an error.
pub fn fills(binary: &Path, seed: u64, count: u64) -> anyhow::Result<String> {
    let runtime = tokio::runtime::Runtime::new()?;
    let (mut acknowledged, mut told) = (0, 0);
    for seed in seed..seed + count {
        let filled = runtime.block_on(filled(binary, &mut Seeded(seed)));
        let (kept, refused) = filled.with_context(|| format!("seed {seed}"))?;
        acknowledged += kept;
        told += refused;
    }
    Ok(format!(
        "{count} disks filled, {acknowledged} acknowledged and present, {told} told that the disk \
         is full, no restart"
    ))
}

/// A disk in memory, gone with this.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    fn mount(megabytes: usize) -> anyhow::Result<Disk> {
        let folder = tempfile::tempdir()?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o"])
            .arg(format!("size={megabytes}m,mode=0700"))
            .arg("torture")
            .arg(folder.path())
            .status()?;
        ensure!(
            mounted.success(),
            "a small disk cannot be mounted: it needs root"
        );
        Ok(Disk { folder })
    }

    fn filler(&self) -> PathBuf {
        self.folder.path().join("filler")
    }

    /// Writes until nothing more fits. What is given back at the end must be room enough: a disk
    /// that the journal itself had filled would stay full.
    fn fill(&self) -> anyhow::Result<()> {
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.filler())?;
        for length in [1 << 20, 4_096, 1] {
            let piece = vec![b'x'; length];
            while file.write_all(&piece).is_ok() {}
        }
        let given = file.metadata()?.len();
        ensure!(given > ROOM_BYTES, "the journal itself filled the disk");
        Ok(())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount")
            .arg("-l")
            .arg(self.folder.path())
            .status();
    }
}

async fn filled(binary: &Path, random: &mut Seeded) -> anyhow::Result<(usize, usize)> {
    let disk = Disk::mount(SIZES[random.below(SIZES.len())])?;
    let journal = format!("sqlite:{}", disk.folder.path().join("journal.db").display());
    let ledger = server::open(&journal).await?;
    let token = server::admit(&ledger, Function::ContinuityManager).await?;
    drop(ledger);
    let beside = tempfile::tempdir()?;
    let mut server = Server::start(binary, &journal, beside.path(), &[])?;
    let filing: Vec<_> = (0..CLIENTS)
        .map(|number| tokio::spawn(file(server.address, token.clone(), number)))
        .collect();
    tokio::time::sleep(Duration::from_millis(50 + random.below(150) as u64)).await;
    disk.fill()?;
    let (mut acknowledged, mut told, mut open) = (BTreeSet::new(), 0, BTreeSet::new());
    for filing in filing {
        let filed = tokio::time::timeout(Duration::from_secs(120), filing).await;
        let (done, refused) = filed.context("the disk never got full")???;
        acknowledged.extend(done);
        told += refused.len();
        open.extend(refused);
    }
    let mut client = Client::connect(server.address, &token).await?;
    read_on(&mut client, &acknowledged).await?;
    close_a_door(&mut client, &acknowledged).await?;
    std::fs::remove_file(disk.filler())?;
    for number in 0..20 {
        let id = format!("after-{number}");
        let answer = post(&mut client, &id).await?;
        ensure!(answer.status == 201, "with space again: {}", answer.text());
        acknowledged.insert(id);
    }
    ensure!(server.is_alive(), "the server ended: {}", server.said());
    server.stop()?;
    compare(&journal, &acknowledged, &open).await?;
    Ok((acknowledged.len(), told))
}

async fn post(client: &mut Client, id: &str) -> anyhow::Result<Answer> {
    let body = format!(
        r#"{{"kind":"service","id":"{id}","name":"Filed by {id}","tags":["{}"]}}"#,
        "t".repeat(1_000)
    );
    client.post("/api/v1/services", &body).await
}

/// Files until it was told often enough that the disk is full. Gives what was acknowledged, and
/// what was refused.
async fn file(
    address: std::net::SocketAddr,
    token: String,
    number: usize,
) -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let mut client = Client::connect(address, &token).await?;
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for asked in 0.. {
        let id = format!("n{asked}-c{number}");
        let answer = post(&mut client, &id).await?;
        match answer.status {
            201 => done.push(id),
            507 => {
                let text = answer.text();
                ensure!(
                    text.contains("\"disk-full\"") && text.contains("disk is full"),
                    "not in plain words: {text}"
                );
                refused.push(id);
            }
            other => anyhow::bail!("{id}: {other} {}", answer.text()),
        }
        if refused.len() == TOLD {
            break;
        }
    }
    Ok((done, refused))
}

/// Reading goes on: records, lists and answers.
async fn read_on(client: &mut Client, acknowledged: &BTreeSet<String>) -> anyhow::Result<()> {
    let known = acknowledged.first().context("nothing was acknowledged")?;
    let record = format!("/api/v1/services/{known}");
    for path in [
        record.as_str(),
        "/api/v1/services?limit=500",
        "/api/v1/check",
        "/livez",
    ] {
        let answer = client.get(path).await?;
        ensure!(answer.status == 200, "{path}: {}", answer.text());
    }
    Ok(())
}

/// What makes room is taken into the reserve.
async fn close_a_door(client: &mut Client, acknowledged: &BTreeSet<String>) -> anyhow::Result<()> {
    let known = acknowledged.last().context("nothing was acknowledged")?;
    let path = format!("/api/v1/services/{known}/retire");
    let if_match = [("If-Match", "\"1\"")];
    let reason = r#"{"reason":"no room"}"#;
    let answer = client.ask("POST", &path, &if_match, Some(reason)).await?;
    ensure!(answer.is_success(), "{path}: {}", answer.text());
    Ok(())
}
