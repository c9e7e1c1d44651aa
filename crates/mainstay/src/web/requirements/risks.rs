//! Pages of risk in numbers: the register, one risk with its arithmetic and its decision, what a
//! year may cost and how long things stand still, and the matrix with what it hides. They compute
//! nothing; here are the words and drawings that they share.

pub mod curve;
pub mod decide;
pub mod export;
pub mod matrix;
pub mod one;
pub mod register;
mod still;
mod treated;

use continuity::requirements::risk_numbers::{Frequency, Loss, RiskNumbers};
use maud::{Markup, html};

use super::strategy::{amount, grouped, often};
use super::words::state;
use crate::web::navigation::Mark;

/// The pages of this part, to go from one to the other.
pub fn places(here: &str) -> Markup {
    let all = [
        ("/requirements/risks", "Register"),
        ("/requirements/risks/curve", "What a year may cost"),
        ("/requirements/risks/matrix", "As a matrix"),
    ];
    html! { p.row { @for (place, words) in all {
        @if place == here { strong aria-current="page" { (words) } } @else { a href=(place) { (words) } }
        " "
    } } }
}

/// How often, with its range where one is known.
pub fn frequency(of: Option<&Frequency>) -> Markup {
    html! { @match of {
        None => { (state(Mark::Open, "unknown")) }
        Some(it) => {
            (often(it.per_year))
            @if let (Some(low), Some(high)) = (it.p10, it.p90) { br; small {
                "from " (often(low)) " to " (often(high)) } }
            (bar("how often", it.p10.unwrap_or(it.per_year), it.per_year,
                it.p90.unwrap_or(it.per_year), (0.001, 10.0)))
        }
    } }
}

/// What one strike costs, with its range.
pub fn loss(of: Option<&Loss>, currency: &str) -> Markup {
    html! { @match of {
        None => { (state(Mark::Open, "unknown")) }
        Some(it) => {
            @if it.at_least { "at least " }
            @if it.p90 > it.p10 * 1.001 {
                (grouped(it.p10)) " to " (amount(it.p90, currency))
                br; small { "on average " (amount(it.mean, currency)) }
            } @else { (amount(it.mean, currency)) br; small { "computed; no range is known" } }
            (bar("how dear", it.p10, it.median, it.p90, (1_000.0, 100_000_000.0)))
        }
    } }
}

/// A range on a scale of powers of ten, with a mark at its middle. The words stand beside it.
fn bar(class: &str, low: f64, middle: f64, high: f64, ends: (f64, f64)) -> Markup {
    let at = |value: f64| {
        let place = (value.max(ends.0) / ends.0).ln() / (ends.1 / ends.0).ln();
        (place * 100.0).clamp(0.0, 100.0)
    };
    let (low, middle, high) = (at(low), at(middle), at(high));
    html! { svg.range viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"
        data-of=(class) {
        line.axis x1="0" y1="4" x2="100" y2="4" {}
        rect.swing x=(low) y="2" width=((high - low).max(0.8)) height="4" {}
        line.middle x1=(middle) y1="0" x2=(middle) y2="8" {}
    } }
}

/// What is done about it, in a word and a sign.
pub fn treatment(it: &RiskNumbers) -> Markup {
    match (it.treatment, it.acceptance_expired) {
        (Some("accept"), true) => state(Mark::Bad, "acceptance ran out: decide anew"),
        (Some("accept"), false) => state(Mark::Warn, "accepted"),
        (Some("reduce"), _) if it.measures.is_empty() => {
            state(Mark::Warn, "to be reduced; nothing is in place")
        }
        (Some("reduce"), _) => state(Mark::Good, "reduced"),
        (Some("transfer"), _) => state(Mark::Good, "transferred"),
        (Some("avoid"), _) => state(Mark::Good, "avoided"),
        _ => state(Mark::Bad, "nobody decided"),
    }
}
