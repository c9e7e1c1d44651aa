//! How we compute: algorithms on dense indices and plain numbers.
//!
//! Read `graph` first. This crate knows nothing of records, time zones or formats.

#![deny(clippy::disallowed_methods)]

pub mod graph;
