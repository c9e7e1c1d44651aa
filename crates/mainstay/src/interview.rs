//! The twelve questions with which a programme begins, and the first records that follow from the
//! answers. The command line and the browser ask the same ones; neither is known here.

pub mod first_records;
pub mod questions;

#[cfg(test)]
mod tests;

pub use questions::{Answers, Ask, QUESTIONS};
