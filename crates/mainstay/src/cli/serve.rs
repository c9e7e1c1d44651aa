//! `mainstay serve`, and `mainstay` by itself: starts the server and stays until it is told to
//! stop. What it prints is for whoever started it; the log is on stderr.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use ledger::Clock;

use super::{Failure, Setting};
use crate::access::secret::Secret;
use crate::serve::notify::Notify;
use crate::serve::server::{FirstStart, Opened, Server, Unstarted, open};
use crate::serve::{log, open_files, permissions};
use crate::settings::{Flags, Settings};

/// Serves pages and the API.
///
/// Settings come from a TOML file, then from the environment (MAINSTAY_…), then from these flags;
/// `mainstay doctor` explains them all. Without any, it serves on 127.0.0.1:8480 and keeps its
/// journal in your own data folder.
#[derive(clap::Args, Default)]
pub struct Serve {
    /// Where everything is remembered: sqlite:FILE or postgres://…
    #[arg(long, value_name = "URL")]
    journal: Option<String>,
    /// The address and port that take requests.
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// A TOML file of settings.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Make a new one-time link for an administrator, when nobody can sign in any more.
    #[arg(long)]
    first_start: bool,
}

impl Serve {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let environment: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let flags = Flags {
            journal: self.journal,
            listen: self.listen,
            config: self.config,
        };
        let settings = Settings::gather(&flags, &environment).map_err(Failure::Understood)?;
        let files = open_files::raise();
        // Whoever installed a provider before us installed one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        log::begin(&settings.log);
        for remark in &settings.remarks {
            tracing::warn!("{remark}");
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let first_start = match self.first_start {
            true => FirstStart::Always,
            false => FirstStart::WhenNeeded,
        };
        let start = Start {
            settings,
            files,
            first_start,
            environment,
            quiet: setting.quiet,
        };
        let done = runtime.block_on(start.run());
        // What still computes is not waited for: nothing of it was promised to anyone.
        runtime.shutdown_timeout(std::time::Duration::from_secs(1));
        done
    }
}

struct Start {
    settings: Settings,
    files: open_files::OpenFiles,
    first_start: FirstStart,
    environment: Vec<(String, String)>,
    quiet: bool,
}

impl Start {
    async fn run(self) -> Result<ExitCode, Failure> {
        let world = |unstarted: Unstarted| Failure::World(format!("mainstay: {unstarted}"));
        let stop = stop()?;
        let user = crate::operator::user();
        let opened = open(&self.settings, Clock::Machine, self.first_start, &user).await;
        let Opened { ledger, link } = opened.map_err(world)?;
        self.remark_on_permissions();
        let server = match Server::listen(&self.settings, ledger.clone(), self.files.now) {
            Ok(server) => server,
            Err(unstarted) => return self.taken(unstarted, link),
        };
        let notify = Notify::of(&self.environment);
        self.say(&server, link)?;
        notify.ready();
        let alive = tokio::spawn(stay_alive(notify.clone()));
        let stopping = notify.clone();
        let cut = server
            .run(async move {
                stop.await;
                stopping.stopping();
                tracing::info!("closing the doors");
            })
            .await;
        alive.abort();
        if cut > 0 {
            tracing::warn!(cut, "connections were cut off");
        }
        tracing::info!("closed");
        Ok(ExitCode::SUCCESS)
    }

    /// Says where it is, in few lines.
    fn say(&self, server: &Server, link: Option<Secret>) -> Result<(), Failure> {
        let origin = self.settings.origin(server.address);
        let mut out = std::io::stdout().lock();
        if !self.quiet {
            let journal = crate::settings::without_password(&self.settings.journal);
            let entries = server.doors.ledger.present().seq;
            let files = self.files;
            writeln!(out, "Mainstay  {origin}")?;
            writeln!(out, "journal   {journal} ({entries} entries)")?;
            writeln!(
                out,
                "files     {} may be open ({} before)",
                files.now, files.before
            )?;
        }
        drop(out);
        if let Some(link) = link {
            self.show_link(&origin, &link)?;
        }
        Ok(())
    }

    /// Shows the one-time link: on the terminal; where the service keeper reads along and keeps
    /// what it reads, in a file that only its owner can read.
    fn show_link(&self, origin: &str, link: &Secret) -> Result<(), Failure> {
        let address = format!("{origin}/first-start?link={}", link.reveal());
        let kept = self
            .environment
            .iter()
            .any(|(name, _)| name == "JOURNAL_STREAM");
        let mut out = std::io::stdout().lock();
        if !kept {
            writeln!(
                out,
                "\nMake the administrator within an hour, once:\n  {address}\n"
            )?;
            return Ok(out.flush()?);
        }
        let path = self.settings.folder.join("first-start");
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options
            .open(&path)
            .and_then(|mut file| writeln!(file, "{address}"));
        let path = path.display();
        written.map_err(|error| Failure::World(format!("{path} cannot be written: {error}")))?;
        writeln!(
            out,
            "The link for the first administrator stands in {path}."
        )?;
        Ok(out.flush()?)
    }

    /// The address is taken. If only a link was wanted, whoever listens there takes it too.
    fn taken(&self, unstarted: Unstarted, link: Option<Secret>) -> Result<ExitCode, Failure> {
        let ours = self.first_start == FirstStart::Always;
        match (&unstarted, link) {
            (Unstarted::Address { address, source }, Some(link))
                if ours && source.kind() == std::io::ErrorKind::AddrInUse =>
            {
                self.show_link(&self.settings.origin(*address), &link)?;
                eprintln!("{address} is in use already: the server there takes the link");
                Ok(ExitCode::SUCCESS)
            }
            _ => Err(Failure::World(format!("mainstay: {unstarted}"))),
        }
    }

    fn remark_on_permissions(&self) {
        let file = self.settings.journal_file().map(PathBuf::from);
        let key = file.as_ref().map(|file| {
            let mut name = file.clone().into_os_string();
            name.push(".key");
            PathBuf::from(name)
        });
        let own = [Some(self.settings.folder.clone()), file, key]
            .into_iter()
            .flatten();
        let secrets = self.settings.secret_files.iter().cloned();
        let paths: Vec<PathBuf> = own.chain(secrets).collect();
        for remark in permissions::remarks(paths.iter().map(PathBuf::as_path)) {
            tracing::warn!("{remark}");
        }
    }
}

/// Becomes ready when the system asks the process to stop.
pub(super) fn stop() -> Result<impl Future<Output = ()>, Failure> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut term = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        Ok(async move {
            tokio::select! {
                _ = term.recv() => {}
                _ = interrupt.recv() => {}
            }
            // Whoever asks twice does not want to wait.
            tokio::spawn(async move {
                tokio::select! {
                    _ = term.recv() => {}
                    _ = interrupt.recv() => {}
                }
                std::process::exit(130);
            });
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Without a way to ask, it goes on until it is ended.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

async fn stay_alive(notify: Notify) {
    let Some(every) = notify.alive_every() else {
        return;
    };
    loop {
        notify.alive();
        tokio::time::sleep(every).await;
    }
}
