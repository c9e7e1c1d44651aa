//! The guided tour: a strip on a page that says what to look at and where to go on. Nothing but
//! the address says that someone is on it.

use maud::Markup;

use crate::http::call::Call;

/// The strip of the stop that the address names.
pub fn strip(_call: &Call) -> Option<Markup> {
    None
}
