//! Pages of the stage: what must be back, how fast, at what loss.

pub mod bia;
