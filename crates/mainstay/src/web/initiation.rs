//! Pages of stage 1: what is in scope, who decides, and by which rules.

pub mod acknowledge;
pub mod agree;
pub mod assign;
pub mod budget;
pub mod charter;
pub mod overview;
pub mod policy;
pub mod preview;
pub mod programme;
pub mod roles;
pub mod scope;
pub mod start;
pub mod steering;
pub mod who;
