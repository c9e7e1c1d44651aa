//! What a server does by itself to keep its journal: where backups and checkpoints go, and what
//! became of the last ones. Shared by the tasks that do it and the doors that tell of it.

use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::Timestamp;
use jiff::civil::Time;
use journal::checkpoint::Checkpoint;
use journal::failure::Failure;
use journal::note::{SigningKey, VerifierKey};
use ledger::Ledger;

use super::backup_folder::shares_device;
use super::remark::Remark;
use super::standing::{Delivery, Standing};
use super::{checkpoints, key, warning_folder};
use crate::settings::Settings;

/// What a server keeps, once it was told.
#[derive(Default)]
pub struct Keeping {
    plan: OnceLock<Plan>,
    deliveries: Mutex<Vec<Delivery>>,
    last: Mutex<Option<Checkpoint>>,
    /// Held by whoever makes a backup: one at a time.
    pub(super) night: tokio::sync::Mutex<()>,
}

/// What a server was told to keep.
pub struct Plan {
    /// The file of the journal, where it is one.
    pub journal: Option<PathBuf>,
    /// The folder of the server.
    pub folder: PathBuf,
    /// Where backups go; none are made without it.
    pub backup_folder: Option<PathBuf>,
    /// The folder that brings warnings.
    pub warning_folder: Option<PathBuf>,
    /// How long a feed of warnings may be silent, in seconds.
    pub warnings_silent_seconds: i64,
    /// When, in UTC.
    pub backup_at: Time,
    /// How many stay.
    pub backup_keep: usize,
    /// The key that signs checkpoints; none for a journal in memory.
    pub key: Option<SigningKey>,
    /// Where checkpoints go beyond the journal.
    pub targets: Vec<checkpoints::Target>,
}

impl Plan {
    /// From the settings of a server, and its journal's key, which is made where there is none.
    pub fn new(settings: &Settings, ledger: &Ledger) -> Result<Plan, Failure> {
        let place = key::place(&settings.journal, &settings.folder);
        let key = place.map(|place| key::open(ledger.journal(), &place));
        Ok(Plan {
            journal: settings.journal_file().map(PathBuf::from),
            folder: settings.folder.clone(),
            backup_folder: settings.backup.folder.clone(),
            warning_folder: settings.warnings.folder.clone(),
            warnings_silent_seconds: settings.warnings.silent_seconds,
            backup_at: settings.backup.at,
            backup_keep: settings.backup.keep,
            key: key.transpose()?,
            targets: checkpoints::Target::all(&settings.checkpoints),
        })
    }
}

impl Keeping {
    /// Says what is to be kept; the first word counts.
    pub fn begin(&self, plan: Plan) {
        let waiting = plan.targets.iter().map(|target| Delivery {
            to: target.shown(),
            confirmed: None,
            failed: None,
        });
        *self.lock() = waiting.collect();
        // A second plan would be a second server on the same doors.
        let _ = self.plan.set(plan);
    }

    /// How long a feed of warnings may be silent, and the feeds that should be heard.
    pub fn warnings(&self) -> (i64, Vec<String>) {
        let plan = self.plan();
        let silent = plan.map_or(3 * 3_600, |it| it.warnings_silent_seconds);
        let watched = plan.is_some_and(|it| it.warning_folder.is_some());
        let expected = watched.then(|| warning_folder::FEED.to_string());
        (silent, expected.into_iter().collect())
    }

    /// What is to be kept, once that was said.
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.get()
    }

    /// The public half of the key that signs checkpoints.
    pub fn verifier(&self) -> Option<&VerifierKey> {
        let key = self.plan()?.key.as_ref()?;
        Some(key.verifier())
    }

    /// What became of the last deliveries, in the order of the targets.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.lock().clone()
    }

    /// Notes what became of a delivery.
    pub fn note(&self, target: usize, change: impl FnOnce(&mut Delivery)) {
        if let Some(delivery) = self.lock().get_mut(target) {
            change(delivery);
        }
    }

    /// Remembers the last checkpoint, for when the journal does not answer.
    pub fn saw(&self, checkpoint: Checkpoint) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(checkpoint);
    }

    /// How the keeping stands. Asks the journal for its last checkpoint.
    pub async fn standing(&self, ledger: &Ledger, now: Timestamp) -> Result<Standing, Failure> {
        if let Some(last) = ledger.journal().last_checkpoint().await? {
            self.saw(last);
        }
        Ok(self.standing_at_hand(ledger, now))
    }

    /// What is to be said of backups, rehearsals and deliveries: known without asking anybody.
    pub fn remarks(&self, ledger: &Ledger, now: Timestamp) -> Vec<Remark> {
        let remarks = self.standing_at_hand(ledger, now).remarks().into_iter();
        remarks.filter(|it| it.about != "checkpoints").collect()
    }

    /// The same without asking the journal: what is known while its database is away.
    pub fn standing_at_hand(&self, ledger: &Ledger, now: Timestamp) -> Standing {
        let present = ledger.present();
        let mut standing = Standing::of(&present.state, present.seq, now);
        standing.deliveries = self.deliveries();
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        standing.checkpoint.clone_from(&last);
        drop(last);
        if let Some(plan) = self.plan() {
            standing.backup_folder.clone_from(&plan.backup_folder);
            let both = plan.backup_folder.as_ref().zip(plan.journal.as_ref());
            standing.same_device = both.is_some_and(|(folder, file)| shares_device(folder, file));
        }
        standing
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Delivery>> {
        self.deliveries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
