//! `mainstay demo`: serves an example organisation to look around in. Its journal lives as long as
//! the command; no setting of a server is read, so that nothing of yours is touched.

use std::io::Write as _;
use std::process::ExitCode;

use jiff::Timestamp;
use journal::Journal;
use journal::options::Options;
use ledger::{Clock, Ledger};

use super::{Failure, Setting};
use crate::demo::history;
use crate::demo::organisation::Organisation;
use crate::demo::place::Place;
use crate::serve::server::{FirstStart, Opened, Server, open};
use crate::serve::{log, open_files};
use crate::settings::{Flags, Settings};

/// Serves an example organisation to try everything out on: nothing is kept.
///
/// Open the address it prints, sign in with one click as whoever you want to be, and take the
/// tour. `--organisation gitlab-com` shows the public service catalogue of GitLab.com instead.
/// Whoever reaches the address may be anyone there, so it listens on this machine alone unless
/// told otherwise.
#[derive(clap::Args)]
pub struct Demo {
    /// Whose organisation.
    #[arg(long, value_enum, default_value_t = Organisation::Havensund)]
    organisation: Organisation,
    /// The address and port that take requests.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8480")]
    listen: String,
}

impl Demo {
    /// Runs the command.
    pub fn run(self, setting: &Setting) -> Result<ExitCode, Failure> {
        let world = |error: std::io::Error| Failure::World(format!("mainstay: {error}"));
        let place = Place::fresh().map_err(world)?;
        let settings = self.settings(&place)?;
        let files = open_files::raise();
        // Whoever installed a provider before us installed one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        log::begin(&settings.log);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let done = runtime.block_on(self.serve(&settings, files.now, setting.quiet));
        runtime.shutdown_timeout(std::time::Duration::from_secs(1));
        done
    }

    /// The settings of a server that nobody set up, with everything it keeps in this place.
    fn settings(&self, place: &Place) -> Result<Settings, Failure> {
        let home = place.folder().display().to_string();
        let home = ["HOME", "XDG_DATA_HOME"].map(|name| (name.to_owned(), home.clone()));
        let flags = Flags {
            journal: Some(place.journal()),
            listen: Some(self.listen.clone()),
            config: None,
        };
        let mut settings = Settings::gather(&flags, &home).map_err(Failure::Understood)?;
        settings.demonstration = true;
        settings.log.level = "error".into();
        Ok(settings)
    }

    async fn serve(
        &self,
        settings: &Settings,
        files: u64,
        quiet: bool,
    ) -> Result<ExitCode, Failure> {
        let world = |error: &dyn std::fmt::Display| Failure::World(format!("mainstay: {error}"));
        let stop = super::serve::stop()?;
        self.play(settings).await?;
        let user = crate::operator::user();
        let opened = open(settings, Clock::Machine, FirstStart::WhenNeeded, &user).await;
        let Opened { ledger, .. } = opened.map_err(|it| world(&it))?;
        let server = Server::listen(settings, ledger, files).map_err(|it| world(&it))?;
        if !quiet {
            self.say(settings, &server)?;
        }
        server.run(stop).await;
        Ok(ExitCode::SUCCESS)
    }

    /// Has the organisation's past happen, each part at its own hour.
    async fn play(&self, settings: &Settings) -> Result<(), Failure> {
        let world = |error: &dyn std::fmt::Display| Failure::World(format!("mainstay: {error}"));
        let journal = Journal::open(&settings.journal, &Options::default()).await;
        let journal = journal.map_err(|it| world(&it))?;
        let now = Timestamp::now();
        let how = ledger::Settings {
            clock: Clock::standing(now),
            ..ledger::Settings::default()
        };
        let ledger = Ledger::open(journal, how).await.map_err(|it| world(&it))?;
        let played = history::play(&ledger, self.organisation, now).await;
        // Whoever opens it next must find it whole.
        ledger.journal().close().await;
        played.map_err(|it| world(&it))
    }

    fn say(&self, settings: &Settings, server: &Server) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        let state = &server.doors.ledger.present().state;
        let records = state.filings().count();
        writeln!(out, "Mainstay  {}", settings.origin(server.address))?;
        writeln!(
            out,
            "shows     {}, {records} records, {} people to be",
            self.organisation.name(),
            state.accounts().count()
        )?;
        writeln!(out, "keeps     nothing; Ctrl-C ends it")?;
        Ok(out.flush()?)
    }
}
