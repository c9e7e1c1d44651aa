//! What the same readers would wait for a static file: files of the pages' sizes, read from the
//! disk and sent by the plainest server there is.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::rig::client::Client;

/// The times of files of these sizes, asked for by so many readers for so long.
pub async fn times(
    sizes: &[usize],
    readers: usize,
    look: Duration,
    round: Duration,
) -> anyhow::Result<Vec<Vec<Duration>>> {
    let folder = tempfile::tempdir()?;
    for (at, size) in sizes.iter().enumerate() {
        std::fs::write(folder.path().join(at.to_string()), vec![b'x'; *size])?;
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let root: Arc<Path> = folder.path().into();
    let serving = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, Arc::clone(&root)));
        }
    });
    let mut reading = Vec::new();
    for number in 0..readers {
        reading.push(tokio::spawn(read(
            address,
            number,
            sizes.len(),
            look,
            round,
        )));
    }
    let mut times = vec![Vec::new(); sizes.len()];
    for reading in reading {
        for (at, took) in reading.await?? {
            times[at].push(took);
        }
    }
    serving.abort();
    Ok(times)
}

async fn read(
    address: SocketAddr,
    number: usize,
    count: usize,
    look: Duration,
    round: Duration,
) -> anyhow::Result<Vec<(usize, Duration)>> {
    let mut client = Client::connect(address, "").await?;
    let mut seen = Vec::new();
    let began = Instant::now();
    while began.elapsed() < round {
        let at = (number + seen.len()) % count;
        let asked = Instant::now();
        let answer = client.get(&format!("/{at}")).await?;
        anyhow::ensure!(answer.status == 200, "/{at}: {}", answer.status);
        seen.push((at, asked.elapsed()));
        tokio::time::sleep(look).await;
    }
    Ok(seen)
}

/// Answers one connection until it ends.
async fn serve(stream: TcpStream, root: Arc<Path>) -> anyhow::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    loop {
        let mut first = String::new();
        if stream.read_line(&mut first).await? == 0 {
            return Ok(());
        }
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
        }
        let name = first
            .split(' ')
            .nth(1)
            .unwrap_or("/")
            .trim_start_matches('/');
        let path: PathBuf = root.join(name.parse::<usize>()?.to_string());
        let bytes = tokio::fs::read(path).await?;
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", bytes.len());
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(&bytes).await?;
        stream.flush().await?;
    }
}
