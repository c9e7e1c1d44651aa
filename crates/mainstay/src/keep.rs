//! Keeping the journal: is it whole, copies of it, whether they can be brought back, signed
//! checkpoints elsewhere, and how all that stands. What a row of the journal is, only `journal`
//! knows; when something is due and what is said of it is decided here.

pub mod backup_folder;
pub mod checkpoints;
pub mod examination;
mod forecasts;
pub mod keeping;
pub mod key;
pub mod nightly;
pub mod rehearsal;
pub mod remark;
pub mod standing;
pub mod warning_folder;
pub mod verified;
