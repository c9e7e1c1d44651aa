//! Pages of the stage: whether it would work today.

pub mod findings;
pub mod rule;
pub mod evidence;
pub mod exercises;
pub mod overview;
pub mod plan;
pub mod start;
