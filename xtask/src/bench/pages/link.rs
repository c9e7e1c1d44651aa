//! When each page can be read on a slow link: Chromium, told to have one (tests/browser).

use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};

/// How long after asking each page could be read, with nothing kept from before.
pub fn readable(address: SocketAddr, token: &str, pages: &[&str]) -> anyhow::Result<Vec<Duration>> {
    let node = std::env::var("MAINSTAY_NODE").unwrap_or_else(|_| "node".into());
    let output = Command::new(node)
        .arg("readable.mjs")
        .args(pages)
        .current_dir("tests/browser")
        .env("ORIGIN", format!("http://{address}"))
        .env("TOKEN", token)
        .stderr(Stdio::inherit())
        .output()
        .context("this needs Node 20 and `npm ci` in tests/browser")?;
    ensure!(output.status.success(), "the browser measured nothing");
    let text = String::from_utf8(output.stdout)?;
    let times = text.lines().map(|line| {
        let milliseconds: f64 = line.trim().parse()?;
        Ok(Duration::from_secs_f64(milliseconds / 1e3))
    });
    let times: Vec<Duration> = times.collect::<anyhow::Result<_>>()?;
    ensure!(times.len() == pages.len(), "{text}");
    Ok(times)
}
