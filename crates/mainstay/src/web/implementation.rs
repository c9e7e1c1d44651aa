//! Pages of the stage: how we get it back.

pub mod documents;
pub mod black_start;
pub mod recover;
pub mod rollout;
