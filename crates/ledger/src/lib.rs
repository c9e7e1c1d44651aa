//! Now: the present, and the single way to change it. It opens a journal, folds it, executes
//! commands one at a time, hands out snapshots and tells who watches. It knows no kind by name and
//! no door.

#![allow(clippy::disallowed_methods)] // the clock that entries are written by is read here

mod clock;
mod failure;
mod fold;
mod follow;
mod held;
mod ledger;
mod limit;
mod order;
mod past;
mod present;
mod requests;
mod skim;
mod wire;
mod writer;

pub use clock::Clock;
pub use failure::{Denied, Failure};
pub use ledger::{Commits, Ledger, Settings};
pub use limit::{Limits, Load};
pub use order::{Order, Receipt};
pub use past::Point;
pub use present::{News, Present};
pub use wire::{draft, remembered};
