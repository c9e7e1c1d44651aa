//! The server, from its settings to the last connection: it opens the journal, folds it, listens,
//! and closes in order. Everything it needs is handed in; it reads no environment.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use continuity::command::Command;
use journal::Journal;
use journal::options::Options;
use ledger::{Clock, Denied, Ledger, Order};
use tokio::net::TcpListener;
use tokio::sync::broadcast::error::RecvError;

use super::accept::{self, Terms};
use super::front::{self, Front};
use super::health::{self, Health};
use super::metrics::Metrics;
use crate::access::{Access, first_link};
use crate::http::doors::{Doors, Limits};
use crate::http::router;
use crate::keep::keeping::Plan;
use crate::keep::remark::Level;
use crate::keep::{checkpoints, key, nightly, warning_folder};
use crate::settings::Settings;

/// How long requests may take to end once the doors close.
const GRACE: Duration = Duration::from_secs(20);
/// How long the last checkpoint may take once the doors are closed.
const LAST_CHECKPOINT: Duration = Duration::from_secs(5);
/// How often sessions that are over are cleared away.
const CLEARING: Duration = Duration::from_secs(3600);

/// Whether a one-time link is made for an administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstStart {
    /// Where nobody could sign in.
    WhenNeeded,
    /// In any case.
    Always,
}

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum Unstarted {
    /// The folder cannot be made.
    #[error("the folder {} cannot be made: {source}", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The journal.
    #[error("the journal {shown}: {source}")]
    Journal {
        /// Where, without its password.
        shown: String,
        /// Why.
        source: journal::failure::Failure,
    },
    /// The key that signs its checkpoints.
    #[error("the key that signs checkpoints: {0}")]
    Key(journal::failure::Failure),
    /// What the journal holds.
    #[error(transparent)]
    Ledger(#[from] ledger::Failure),
    /// The address is not to be had.
    #[error("{address} cannot be listened on: {source}")]
    Address {
        /// Which.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The provider.
    #[error("{0}")]
    Provider(String),
    /// The link.
    #[error("no link for an administrator could be made: {0}")]
    Link(String),
}

/// A journal that is open for a server, before it listens.
pub struct Opened {
    /// The ledger.
    pub ledger: Ledger,
    /// The secret of a one-time link, if one was made.
    pub link: Option<crate::access::secret::Secret>,
}

/// A server that listens and has not begun to answer.
pub struct Server {
    /// What all doors share.
    pub doors: Arc<Doors>,
    /// Where it listens.
    pub address: SocketAddr,
    listener: TcpListener,
    front: Arc<Front>,
    terms: Terms,
}

/// Opens the journal of these settings, and makes a link where one is wanted. `user` is who
/// started the server.
pub async fn open(
    settings: &Settings,
    clock: Clock,
    first_start: FirstStart,
    user: &str,
) -> Result<Opened, Unstarted> {
    make_folder(&settings.folder)?;
    let options = Options {
        patience: Duration::from_secs(settings.limits.patience_seconds),
        ..Options::default()
    };
    let journal = Journal::open(&settings.journal, &options).await;
    let journal = journal.map_err(|source| {
        let shown = crate::settings::without_password(&settings.journal);
        Unstarted::Journal { shown, source }
    })?;
    if let Some(place) = key::place(&settings.journal, &settings.folder) {
        let (there, last) = (place.exists(), journal.last_checkpoint().await);
        let key = key::open(&journal, &place).map_err(Unstarted::Key)?;
        if !there && matches!(last, Ok(Some(_))) {
            let place = place.display();
            tracing::warn!(
                %place,
                "the key that signed the checkpoints so far is not here; a new one was made: keep \
                 the public half of the old one for `verify --key`"
            );
        }
        journal.sign_with(key).await;
    }
    let limits = ledger::Limits {
        entries_max: settings.limits.entries,
        bytes_max: settings.limits.state_bytes,
    };
    let how = ledger::Settings {
        clock,
        limits,
        ..ledger::Settings::default()
    };
    let ledger = Ledger::open(journal, how).await?;
    let needed = !ledger
        .present()
        .state
        .has_administrator(ledger.clock().now());
    let link = match needed || first_start == FirstStart::Always {
        false => None,
        true => Some(make_link(&ledger, user).await?),
    };
    Ok(Opened { ledger, link })
}

impl Server {
    /// Listens. `files` is how many files may be open.
    pub fn listen(settings: &Settings, ledger: Ledger, files: u64) -> Result<Server, Unstarted> {
        let address = settings.listen;
        let taken = |source| Unstarted::Address { address, source };
        let listener = accept::listen(address).map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let metrics = Arc::new(Metrics::new());
        let plan = Plan::new(settings, &ledger).map_err(Unstarted::Key)?;
        let origin = settings.origin(address);
        let access = Access::new(ledger, settings, &origin, Arc::clone(&metrics));
        let access = access.map_err(Unstarted::Provider)?;
        let kept = settings.journal_file().and_then(|file| file.parent());
        let health = Health::new(kept.map(PathBuf::from));
        // A tenth of the files is for the journal and the like.
        let most = usize::try_from(files.saturating_mul(9) / 10).unwrap_or(usize::MAX);
        let connections_max = match settings.limits.connections {
            0 => most.clamp(16, 1_000_000),
            asked => asked.min(most.max(16)),
        };
        let limits = Limits {
            answer_patience: Duration::from_secs(settings.limits.request_seconds),
            // Four fifths of the files for streams: the connections beyond are for who only asks.
            streams_max: connections_max.saturating_mul(8) / 9,
            ..Limits::default()
        };
        let doors = Doors::new(access, health, limits, settings.demonstration);
        doors.keeping.begin(plan);
        let state = &doors.ledger.present().state;
        // The first backup is about to be made.
        let first = settings.backup.folder.is_some() && state.kept("backup").is_none();
        for remark in doors.keeping.remarks(&doors.ledger, doors.now()) {
            let grave = remark.level >= Level::Error;
            if grave && !(first && remark.about == "backup") {
                tracing::warn!(about = remark.about, "{}", remark.words());
            }
        }
        let front = Arc::new(Front {
            metrics,
            https: settings.https(),
            trusted_proxies: settings.trusted_proxies.clone(),
        });
        let terms = Terms {
            connections_max,
            patience: Duration::from_secs(settings.limits.silence_seconds),
            grace: GRACE,
        };
        Ok(Server {
            doors,
            address,
            listener,
            front,
            terms,
        })
    }

    /// Answers until told to stop, then lets what is under way end. Returns how many connections
    /// had to be cut off.
    pub async fn run(self, stop: impl Future<Output = ()>) -> usize {
        let doors = Arc::clone(&self.doors);
        let watching = tokio::spawn(watch(Arc::clone(&doors)));
        let clearing = tokio::spawn(clear(Arc::clone(&doors)));
        let counting = tokio::spawn(count(Arc::clone(&doors)));
        let signing = tokio::spawn(sign(Arc::clone(&doors)));
        let keeping = tokio::spawn(keep(Arc::clone(&doors)));
        let hearing = tokio::spawn(hear(Arc::clone(&doors)));
        let router = front::before(router::router(&doors), &self.front);
        let metrics = Arc::clone(&self.front.metrics);
        let stop = async {
            stop.await;
            // Streams never end by themselves.
            doors.live.close();
        };
        let cut = accept::serve(self.listener, router, self.terms, metrics, stop).await;
        watching.abort();
        clearing.abort();
        counting.abort();
        signing.abort();
        keeping.abort();
        hearing.abort();
        let closed = checkpoints::close(&doors.keeping, &doors.ledger);
        match tokio::time::timeout(LAST_CHECKPOINT, closed).await {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => tracing::warn!("the last checkpoint is not taken everywhere"),
            Ok(Err(failure)) => tracing::warn!(%failure, "no last checkpoint was signed"),
            Err(_) => tracing::warn!("the last checkpoint took too long"),
        }
        cut
    }
}

async fn make_link(
    ledger: &Ledger,
    user: &str,
) -> Result<crate::access::secret::Secret, Unstarted> {
    let actor = continuity::actor::Actor::Operator {
        user: user.to_owned(),
    };
    let made = ledger
        .execute(Order::new(actor, Command::MakeFirstLink))
        .await;
    made.map_err(|denied| match denied {
        Denied::Refused(refusal) => Unstarted::Link(refusal.reason()),
        Denied::Failed(failure) => Unstarted::Ledger(failure),
    })?;
    let link = first_link::make(ledger, user).await;
    link.map_err(|failure| Unstarted::Ledger(failure.into()))
}

fn make_folder(folder: &std::path::Path) -> Result<(), Unstarted> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let made = builder.create(folder);
    made.map_err(|source| Unstarted::Folder {
        path: folder.to_owned(),
        source,
    })
}

/// Looks now and then whether all is well.
async fn watch(doors: Arc<Doors>) {
    let mut well = true;
    loop {
        doors.health.look(&doors.ledger).await;
        let bad: Vec<_> = doors.health.checks(&doors.ledger);
        let bad: Vec<_> = bad.into_iter().filter(|check| !check.well).collect();
        if well && let Some(check) = bad.first() {
            tracing::error!(
                what = check.name,
                words = check.words,
                "not well; reading goes on"
            );
        } else if !well && bad.is_empty() {
            tracing::info!("all is well again");
        }
        well = bad.is_empty();
        tokio::time::sleep(health::EVERY).await;
    }
}

/// Counts what each append held.
async fn count(doors: Arc<Doors>) {
    let mut news = doors.ledger.watch();
    loop {
        match news.recv().await {
            Ok(news) => {
                #[allow(clippy::cast_precision_loss, reason = "an append holds few entries")]
                let entries = news.remembered.len() as f64;
                doors.access.metrics.append_entries.observe(entries);
            }
            // What was missed is missing in the figures alone.
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

/// Signs checkpoints and puts them elsewhere.
async fn sign(doors: Arc<Doors>) {
    checkpoints::run(&doors.keeping, &doors.ledger).await;
}

/// Makes backups and rehearses them.
async fn keep(doors: Arc<Doors>) {
    nightly::run(&doors.keeping, &doors.ledger).await;
}

/// Reads the folder that brings warnings.
async fn hear(doors: Arc<Doors>) {
    warning_folder::run(&doors.keeping, &doors.ledger).await;
}

/// Clears away sessions that are over.
async fn clear(doors: Arc<Doors>) {
    loop {
        tokio::time::sleep(CLEARING).await;
        // If the database is away, the next time will do.
        let _ = doors.access.sessions.clear(&doors.ledger).await;
    }
}

#[cfg(test)]
mod tests;
