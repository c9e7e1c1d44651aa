//! Stage 1: what the policies in force lay down.

pub mod holder;
pub mod policy_in_force;
