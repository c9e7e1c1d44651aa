//! Pages of the stage: how we get it back.

pub mod documents;
