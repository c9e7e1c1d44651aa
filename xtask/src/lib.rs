//! Chores of the house as a library, so that the tests can run them too.

#![allow(clippy::disallowed_methods)] // a chore may look at the clock: benchmarks measure time

pub mod bench;
pub mod golden;
pub mod pictures;
pub mod rig;
mod seeded;
pub mod tidy;
pub mod torture;
