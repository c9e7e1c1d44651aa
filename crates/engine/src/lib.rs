//! How we compute: algorithms on dense indices and plain numbers.
//!
//! Read `graph` first. This crate knows nothing of records, time zones or formats.

#![deny(clippy::disallowed_methods)]

pub mod arcs;
pub mod bits;
pub mod component;
pub mod deadline;
pub mod deadlock;
pub mod graph;
pub mod level;
pub mod loss_point;
pub mod order;
#[cfg(test)]
mod random_graph;
pub mod recovery;
pub mod redundancy;
pub mod standing;
