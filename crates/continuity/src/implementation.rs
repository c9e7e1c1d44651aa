//! Implementation: putting what was decided to use in its proper order.

pub mod plan_timeline;
pub mod black_start;
pub mod rollout;
pub mod call_times;
pub mod recovery_schedule;
