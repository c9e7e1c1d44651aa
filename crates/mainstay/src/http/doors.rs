//! What all doors share: the ledger with its clock, and how much may be computed at once.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use ledger::Ledger;
use tokio::sync::Semaphore;

use super::grounds::Grounds;
use super::live::Live;
use super::problem::Problem;
use crate::access::Access;
use crate::keep::keeping::Keeping;
use crate::serve::health::Health;
use crate::web::generic::waiting::Waiting;
use crate::web::reckoned::Reckoning;

/// How long a question waits for its turn before it is sent away.
const TURN: Duration = Duration::from_secs(20);

/// What all doors share.
pub struct Doors {
    /// The present, and the single way to change it.
    pub ledger: Ledger,
    /// Who is at the door.
    pub access: Access,
    /// Most of what is sent.
    pub limits: Limits,
    /// Whether what the server stands on is well.
    pub health: Health,
    /// News to many at once.
    pub live: Arc<Live>,
    /// What the server does by itself to keep the journal.
    pub keeping: Keeping,
    /// What pages show, computed once for each entry.
    pub reckoning: Reckoning,
    /// The estate made ready for margins.
    pub grounds: Grounds,
    /// Files whose import was shown and waits for consent.
    pub waiting: Waiting,
    /// Whether this is a demonstration: nothing is kept.
    pub demonstration: bool,
    computing: Arc<Semaphore>,
}

/// How much is taken at once.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a body.
    pub body_bytes_max: usize,
    /// Bytes of an import or a file.
    pub import_bytes_max: usize,
    /// Streams of events at once: so many that those who only ask still find room.
    pub streams_max: usize,
    /// How long a body may take to arrive.
    pub body_patience: Duration,
    /// How long an answer may take.
    pub answer_patience: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            body_bytes_max: 10_000_000,
            import_bytes_max: 64_000_000,
            streams_max: 800,
            body_patience: Duration::from_secs(30),
            answer_patience: Duration::from_secs(60),
        }
    }
}

impl Doors {
    /// Doors to a ledger, and who is let in. Must be called within a runtime.
    pub fn new(access: Access, health: Health, limits: Limits, demonstration: bool) -> Arc<Doors> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Arc::new(Doors {
            live: Live::new(&access.ledger, limits.streams_max),
            ledger: access.ledger.clone(),
            access,
            health,
            limits,
            keeping: Keeping::default(),
            reckoning: Reckoning::default(),
            grounds: Grounds::default(),
            waiting: Waiting::default(),
            demonstration,
            computing: Arc::new(Semaphore::new(cores)),
        })
    }

    /// The instant.
    pub fn now(&self) -> Timestamp {
        self.ledger.clock().now()
    }

    /// Computes off the threads that answer, as many at once as there are cores: reading records
    /// never waits behind it. Errors: no turn within some seconds.
    pub async fn compute<T: Send + 'static>(
        &self,
        compute: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let busy = || Problem::later("busy", "Too many questions are being computed.", 5);
        let turn = tokio::time::timeout(TURN, Arc::clone(&self.computing).acquire_owned()).await;
        let turn = match turn {
            Ok(Ok(turn)) => turn,
            _ => return Err(busy()),
        };
        // The turn is over when the computing is, even where nobody waits for it any more.
        let work = move || {
            let _turn = turn;
            compute()
        };
        let computed = tokio::task::spawn_blocking(work).await;
        computed.map_err(|panic| Problem::ours(&panic))
    }
}
