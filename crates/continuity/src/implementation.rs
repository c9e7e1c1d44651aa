//! Implementation: putting what was decided to use in its proper order.

pub mod plan_timeline;
