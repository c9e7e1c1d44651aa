//! Pictures of every screen of the demonstration, put into the handbook: `cargo xtask pictures`.
//! Which screens there are stands in tests/browser/pictures.mjs; here the demonstration is started.

use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};

use crate::rig::server::{Server, binary};

/// Where the pictures go, from the root of the repository.
pub const FOLDER: &str = "handbook/pictures";

/// Takes them all anew.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    ensure!(args.is_empty(), "usage: cargo xtask pictures");
    let folder = tempfile::tempdir()?;
    let mut server = Server::demonstrate(&binary()?, folder.path())?;
    let node = std::env::var("MAINSTAY_NODE").unwrap_or_else(|_| "node".into());
    let taken = Command::new(node)
        .arg("pictures.mjs")
        .current_dir("tests/browser")
        .env("ORIGIN", format!("http://{}", server.address))
        .env("FOLDER", std::env::current_dir()?.join(FOLDER))
        .stdin(Stdio::null())
        .status()
        .context("this needs Node 20 and `npm ci` in tests/browser")?;
    server.stop()?;
    ensure!(taken.success(), "not every picture was taken; see above");
    Ok(())
}
