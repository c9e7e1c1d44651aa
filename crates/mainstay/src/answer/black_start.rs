//! What locks recovery from a loss of everything, the fewest break-glass ways that open it, and
//! the order in which everything then comes up.

use continuity::implementation::black_start;
pub use continuity::implementation::black_start::{BlackStart, Locked, Way};

use super::Given;

/// Of the whole estate.
pub fn black_start(given: &Given<'_>) -> BlackStart {
    black_start::black_start(&given.standpoint().estate)
}
