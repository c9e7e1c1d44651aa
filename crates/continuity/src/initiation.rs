//! Stage 1: what is in scope, who decides, and how far the programme has come.

pub mod acknowledgement;
pub mod budget_use;
pub mod duty;
pub mod holder;
pub mod policy_in_force;
pub mod programme_plan;
pub mod programme_status;
pub mod role_board;
pub mod scope_board;
pub mod steering;

#[cfg(test)]
mod tests;
