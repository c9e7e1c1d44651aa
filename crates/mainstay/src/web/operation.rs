//! Pages of the stage: whether it would work today.

pub mod evidence;
pub mod exercises;
pub mod findings;
pub mod overview;
pub mod plan;
pub mod rule;
pub mod start;
