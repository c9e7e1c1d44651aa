//! How we compute: algorithms on dense indices and plain numbers.
//!
//! Read `graph` first. This crate knows nothing of records, time zones or formats.

pub mod graph;
