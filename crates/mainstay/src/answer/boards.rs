//! The boards of Initiation: scope, roles, the plan of the programme, budget, steering.

use continuity::initiation::budget_use::{BudgetUse, budget_use};
use continuity::initiation::programme_plan::{ProgrammePlan, programme_plan};
use continuity::initiation::role_board::{RoleBoard, role_board};
use continuity::initiation::scope_board::{ScopeBoard, scope_board};
use continuity::initiation::steering::{Steering, steering};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Given;

fn today(given: &Given<'_>) -> Date {
    given.at.to_zoned(TimeZone::UTC).date()
}

/// Everything known: in, out or undecided, and why.
pub fn scope(given: &Given<'_>) -> ScopeBoard {
    scope_board(&given.judge())
}

/// Every role: who holds it, what it may, at which hours.
pub fn roles(given: &Given<'_>) -> RoleBoard {
    role_board(&given.judge())
}

/// What the programme delivers, and how far each deliverable has slipped.
pub fn programme(given: &Given<'_>) -> ProgrammePlan {
    programme_plan(given.registers, today(given))
}

/// Budget lines against what they pay.
pub fn budget(given: &Given<'_>) -> BudgetUse {
    budget_use(given.registers, today(given))
}

/// Who steers, what they decided and what has reached them.
pub fn steer(given: &Given<'_>) -> Steering {
    steering(given.registers, today(given))
}
