//! Pages of the stage: what must be back, how fast, at what loss.

pub mod ahead;
pub mod forecast;
pub mod impact;
pub mod item;
pub mod items;
pub mod map;
pub mod margin;
pub mod unknown;
pub mod warnings;
pub mod risks;
pub mod words;
pub mod bia;
pub mod measures;
pub mod strategy;
pub mod turns;
