//! How we compute: algorithms on dense indices and plain numbers.
//!
//! Read `graph` first. This crate knows nothing of records, time zones or formats.

pub mod cut_sets;
mod decision_diagram;
mod fault_tree;
pub mod graph;
pub mod probability;
#[cfg(test)]
mod random_graphs;
pub mod schedule;
pub mod three_point;
mod worlds;
