//! Strategy: the ways to recover an item beside each other, what each would do, cost and leave;
//! what was decided, and what each measure does. Nothing here decides: a business does.

pub mod altered;
pub mod capability;
pub mod comparison;
pub mod cost;
pub mod decision;
pub mod ends;
pub mod frontier;
pub mod measure_effect;
pub mod outage_loss;
pub mod overview;
pub mod payback;
pub mod standby_fit;
pub mod treatment;
pub mod turns;
pub mod workings;
pub mod years;

#[cfg(test)]
mod tests;
