//! What torture and benchmarks stand on: places for journals, the real server on one of them, and
//! a plain client of its API.

pub mod client;
pub mod place;
pub mod server;
