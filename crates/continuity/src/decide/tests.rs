//! Given what happened, when this is asked, then these events or this refusal.

mod access;
mod agreement;
mod campaign;
mod forecasts;
mod homes;
mod records;
mod respondents;
mod rules;
pub(crate) mod story;
mod runs;
mod signals;
mod warnings;
