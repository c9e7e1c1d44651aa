//! Pages of the stage: what is carried out, on purpose or because it happened.

pub mod run;
pub mod runs;
