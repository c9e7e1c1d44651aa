//! Who holds each function at an instant, and each deputy after.

use continuity::initiation::duty::{Duties, duties};

use super::impact::after_loss;
use super::{Given, Wrong};

/// Every function, with what some names lose: `kind/id`, an unambiguous id, another name, or
/// `scenario/ID`.
pub fn who(given: &Given<'_>, lose: &[String]) -> Result<Duties, Wrong> {
    let (standpoint, losses) = after_loss(given, lose)?;
    Ok(duties(&standpoint, &losses.items))
}
