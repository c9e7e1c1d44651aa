//! Pages of stage 1: what is in scope, who decides, and by which rules.

pub mod overview;
