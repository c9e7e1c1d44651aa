//! How we compute: algorithms on dense indices and plain numbers.
//!
//! Read `graph` first. This crate knows nothing of records, time zones or formats.

#![deny(clippy::disallowed_methods)]

pub mod annual_loss;
pub mod arcs;
pub mod availability;
pub mod bits;
pub mod breach;
pub mod component;
pub mod cut_sets;
pub mod deadline;
pub mod deadlock;
mod decision_diagram;
pub mod draw;
mod fault_tree;
mod footprint;
pub mod graph;
pub mod layers;
pub mod level;
pub mod loss_point;
pub mod normal;
pub mod order;
pub mod probability;
#[cfg(test)]
mod random_graph;
pub mod reach;
pub mod recovery;
pub mod redundancy;
pub mod schedule;
pub mod sphere;
pub mod standing;
pub mod three_point;
pub mod toll;
#[cfg(test)]
mod twin;
mod worlds;
