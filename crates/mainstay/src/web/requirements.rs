//! Pages of the stage: what must be back, how fast, at what loss.

pub mod ahead;
pub mod forecast;
pub mod impact;
pub mod item;
pub mod items;
pub mod map;
pub mod warnings;
pub mod words;
pub mod bia;
