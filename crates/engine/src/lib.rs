//! How we compute: algorithms on dense indices and plain numbers.
//!
//! Read `graph` first. This crate knows nothing of records, time zones or formats.

#![deny(clippy::disallowed_methods)]

pub mod annual_loss;
pub mod arcs;
pub mod area;
pub mod availability;
pub mod beta;
pub mod bits;
pub mod black_start;
pub mod breach;
pub mod call_chain;
pub mod component;
pub mod curve;
pub mod cut_sets;
pub mod deadline;
pub mod deadlock;
mod decision_diagram;
pub mod dispersion;
pub mod draw;
pub mod due_first;
mod fault_tree;
mod footprint;
pub mod frontier;
pub mod gamma_poisson;
pub mod graph;
pub mod incomplete_gamma;
pub mod layers;
pub mod level;
pub mod loss_point;
pub mod next_loss;
pub mod normal;
pub mod order;
pub mod probability;
#[cfg(test)]
mod random_graph;
pub mod rate_fit;
pub mod reach;
pub mod recovery;
pub mod redundancy;
pub mod rolling_origin;
pub mod shared_cause;
pub mod shedding;
pub mod sphere;
pub mod standing;
pub mod three_point;
pub mod timetable;
pub mod toll;
pub mod trend;
#[cfg(test)]
mod twin;
mod worlds;
