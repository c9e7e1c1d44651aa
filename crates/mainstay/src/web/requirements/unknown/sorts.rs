//! Sorts of loss against the most urgent activities: covered, not, or no scenario at all.

use continuity::requirements::unknown::sorts::{Matrix, State};
use maud::{Markup, html};
use record::kinds::Registers;

use crate::web::link::{self, several};
use crate::web::navigation::Mark;
use crate::web::requirements::words::{named, state};

/// Scenarios and plans named in one cell.
const NAMED: usize = 3;

/// The table.
pub(super) fn block(registers: &Registers, all: &Matrix) -> Markup {
    html! {
        section.sheet #sorts {
            h2 { "By sort of loss" }
            p { "Plan by what is gone, not by what took it. "
                @if all.tier_1_only { "Shown are the activities of tier 1." }
                @else { "Shown are the activities of tier 1 and those that must be back next." } }
            div.scroll { table {
                thead { tr { th scope="col" { "What is gone" } th scope="col" { "Scenarios" }
                    @for (id, name) in &all.activities {
                        th scope="col" { (link::record(id, name)) } } } }
                tbody { @for row in &all.rows { tr {
                    th scope="row" { (row.words) " " small { (row.code) } }
                    td { @if row.scenarios.is_empty() { span.quiet { "none" } }
                        @else { (several(registers, &row.scenarios, NAMED)) } }
                    @for cell in &row.cells { td {
                        (state(mark(cell.state), cell.state.as_str()))
                        @for plan in cell.plans.iter().take(NAMED) {
                            br; small { (named(registers, plan)) } }
                        @if let Some(first) = cell.missing.first() {
                            br; small.quiet { (first.text) } } } }
                } } }
            } }
            @if !all.unsorted.is_empty() { p.quiet { "The sort of " (all.unsorted.len())
                " scenarios was read off what they lose: they name none." } }
        }
    }
}

fn mark(state: State) -> Mark {
    match state {
        State::Covered | State::Spared | State::Enough => Mark::Good,
        State::Part => Mark::Warn,
        State::NotCovered | State::TooFew => Mark::Bad,
        State::NotJudged | State::NoScenario => Mark::Open,
    }
}
