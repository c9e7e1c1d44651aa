//! Stage 4: would it work today?

pub mod evidence;
pub mod freshness;
pub mod outcome;
pub mod readiness;
pub mod recovery_set;
