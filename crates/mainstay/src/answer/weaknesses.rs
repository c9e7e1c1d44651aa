//! The smallest combinations of losses that stop an item or make it late.

use continuity::requirements::recovery_targets::recovery_targets;
use continuity::requirements::weaknesses::{Question, Weaknesses, weaknesses as answer};

use super::{Given, Wrong, item};

/// The greatest number of losses in a set that can be asked for.
pub const ORDER_MAX: u8 = 8;
/// What is asked for where nothing is said.
pub const ORDER: u8 = 3;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The item that stops.
    pub of: String,
    /// Only losses after which it is not back in time.
    pub breach: bool,
    /// Teams can be lost too.
    pub people: bool,
    /// The greatest number of losses in a set.
    pub order: u8,
}

/// The sets, smallest first.
pub fn weaknesses(given: &Given<'_>, asked: &Asked) -> Result<Weaknesses, Wrong> {
    let standpoint = given.standpoint();
    let of = item(&standpoint.estate, &asked.of)?;
    let targets = recovery_targets(&standpoint);
    let question = Question {
        of,
        breach: asked.breach,
        people: asked.people,
        order: usize::from(asked.order),
    };
    Ok(answer(&standpoint, &targets, question))
}
