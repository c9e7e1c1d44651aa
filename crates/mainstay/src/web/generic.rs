//! Pages that are built from the fields of a kind and know none by name, and what pages of several
//! stages share.

pub mod cells;
pub mod difference;
pub mod draft;
pub mod edit;
pub mod grid;
pub mod history;
pub mod import;
pub mod inputs;
pub mod kinds;
pub mod label;
pub mod list;
pub mod names;
pub mod outline;
pub mod preview;
pub mod reading;
pub mod show;
pub mod stage;
pub mod step;
pub mod subject;
pub mod table;
pub mod values;
pub mod waiting;

/// Where the handbook tells of these pages.
const HELP: &str = "running#records-in-the-browser";

#[cfg(test)]
mod tests;
