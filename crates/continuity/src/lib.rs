//! What follows: answers, findings and rules.

pub mod agreed_hours;
pub mod stamps;
