//! The ledger on real journals, of both databases.

mod clocks;
mod desk;
mod golden;
mod fold;
mod limits;
mod past;
mod requests;
mod story;
mod told;
mod two_writers;
