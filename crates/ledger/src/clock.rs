//! The clock of a ledger: the machine's, or one that a test sets. Order in the journal never
//! depends on it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// Where a ledger takes the time from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    Machine,
    /// Microseconds since 1970 that someone sets.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at an instant until it is set.
    pub fn standing(at: Timestamp) -> Clock {
        Clock::Set(Arc::new(AtomicI64::new(at.as_microsecond())))
    }

    /// Sets a clock that can be set.
    pub fn set(&self, at: Timestamp) {
        if let Clock::Set(micros) = self {
            micros.store(at.as_microsecond(), Ordering::SeqCst);
        }
    }

    /// Now, to the microsecond, which is what the journal keeps.
    pub fn now(&self) -> Timestamp {
        let micros = match self {
            Clock::Machine => Timestamp::now().as_microsecond(),
            Clock::Set(micros) => micros.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}
