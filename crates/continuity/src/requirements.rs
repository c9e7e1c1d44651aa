//! Stage 2: what must be back, how fast, and what follows from a loss.

pub mod bond;
pub mod campaign;
pub mod coverage;
pub mod drift;
pub mod exposure;
pub mod hazard_outlook;
pub mod hazard_rate;
pub mod hours_walk;
pub mod kept_forecast;
pub mod lead;
pub mod local_history;
pub mod loss;
pub mod neighbourhood;
pub mod own_target;
pub mod questionnaire;
pub mod questions;
pub mod rate;
pub mod recovery_points;
pub mod recovery_targets;
pub mod restore_growth;
pub mod return_order;
pub mod score;
pub mod tolerance;
pub mod warning;
pub mod weaknesses;
