//! How we compute: algorithms on dense indices and plain numbers.
//!
//! Read `graph` first. This crate knows nothing of records, time zones or formats.

pub mod arcs;
pub mod bits;
pub mod component;
pub mod deadline;
pub mod graph;
pub mod level;
pub mod loss_point;
pub mod order;
pub mod recovery;
pub mod redundancy;
pub mod standing;
