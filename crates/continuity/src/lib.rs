//! What follows: answers about the estate, findings and rules. Pure: no file, no clock, no chance;
//! the instant at which something is asked is handed in.
//!
//! Read `estate` first: it turns records into the engine's arrays and back. The answers stand
//! under their stages.

#![deny(clippy::disallowed_methods)]

pub mod access;
pub mod actor;
pub mod agreed_hours;
pub mod command;
pub mod decide;
pub mod estate;
pub mod event;
pub mod homes;
pub mod path;
pub mod refusal;
pub mod stamps;
pub mod standpoint;
pub mod state;
pub mod substance;
pub mod upcast;
pub mod written;

pub mod initiation;
pub mod requirements;
pub mod implementation;
pub mod operation;
pub mod invocation;

pub mod finding;
pub mod rule;

#[cfg(test)]
mod testing;
