//! Pages of the stage: whether it would work today.

pub mod findings;
pub mod rule;
