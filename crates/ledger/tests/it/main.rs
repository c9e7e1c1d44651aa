//! The ledger on real journals, of both databases.

mod desk;
mod fold;
mod limits;
mod past;
mod requests;
mod story;
mod two_writers;
