//! The risks as a matrix, derived from their numbers each time and never stored, under the warning
//! of what it hides; in each cell the names, so that nothing is said by colour alone.

use axum::response::Response;
use continuity::requirements::risk_numbers::band::{HARD, OFTEN, WARNING, cell};
use continuity::requirements::risk_numbers::{Register, RiskNumbers};
use maud::{Markup, html};

use super::places;
use crate::answer::simulate;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::reckoned;
use crate::web::requirements::strategy::{asked, grouped, known, often, without_money};
use crate::web::requirements::words::count;

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let told = asked(&call, &now, |given| {
        Ok(simulate::risks(given, &Default::default()))
    })
    .await?;
    let page = Page::new("Risks as a matrix", "/requirements", whole(&call, &told))
        .help("2-requirements#risk-in-numbers");
    framed(&call, page).await
}

/// Where a risk stands with what is in place.
fn cell_of(it: &RiskNumbers) -> Option<(usize, usize)> {
    let frequency = it.frequency.as_ref()?.per_year * it.frequency_left;
    Some(cell(frequency, it.loss.as_ref()?.mean * it.severity_left))
}

fn whole(call: &Call, told: &Register) -> Markup {
    let currency = told.currency.as_deref().unwrap_or_default();
    let unplaced: Vec<&RiskNumbers> = told
        .risks
        .iter()
        .filter(|it| cell_of(it).is_none())
        .collect();
    html! {
        h1 { "Risks as a matrix" }
        (places("/requirements/risks/matrix"))
        (without_money(call))
        div.banner { p { (WARNING) } p { a href="/requirements/risks/curve" {
            "What a year may cost" } } }
        (reversals(told, currency))
        section.sheet aria-label="The matrix" { div.scroll { table.matrix {
            thead { tr { th scope="col" { "How often" } @for (place, (word, below)) in
                HARD.iter().enumerate() { th scope="col" { (word) br;
                small { (span_of(place, *below, currency)) } } } } }
            tbody { @for row in (0..OFTEN.len()).rev() { tr {
                th scope="row" { (OFTEN[row].0) br; small { @match row {
                    0 => { "less than " (often(OFTEN[0].1)) }
                    _ => { (often(OFTEN[row - 1].1)) " or more" }
                } } }
                @for column in 0..HARD.len() { td {
                    @for it in told.risks.iter().filter(|it| cell_of(it) == Some((row, column))) {
                        a href={ "/requirements/risks/of/" (record::link::split(&it.id).1) } {
                            (it.name) } br; small { (known(it.residual_per_year, currency))
                            " a year" } br;
                    }
                } }
            } } }
        } } }
        @if !unplaced.is_empty() { section.sheet { h2 { "In no cell: nobody said how often or how \
            dear" } ul { @for it in unplaced { li { a href={ "/requirements/risks/of/"
            (record::link::split(&it.id).1) } { (it.name) } } } } } }
    }
}

/// Pairs that the matrix ranks the wrong way round, the worst first: the higher cell is of the risk
/// that costs less.
fn reversed(told: &Register) -> Vec<(&RiskNumbers, &RiskNumbers)> {
    let placed: Vec<(&RiskNumbers, usize, f64)> = told
        .risks
        .iter()
        .filter_map(|it| {
            let (often, hard) = cell_of(it)?;
            Some((it, often + hard, it.residual_per_year?))
        })
        .collect();
    let mut pairs = Vec::new();
    for (small, higher, little) in &placed {
        for (large, lower, much) in &placed {
            if higher > lower && little < much {
                pairs.push((much / little.max(1.0), *small, *large));
            }
        }
    }
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0));
    pairs
        .into_iter()
        .map(|(_, small, large)| (small, large))
        .collect()
}

/// What the warning means, in figures: an example, and where it happens in this register.
fn reversals(told: &Register, currency: &str) -> Markup {
    let example = [("A", 0.09, 9_900_000.0), ("B", 0.11, 1_100_000.0)];
    let pairs = reversed(told);
    let [first, second] = example.map(|(_, often, loss)| often * loss);
    html! { details.sheet #misleads { summary { "Where a matrix misleads: an example"
            @if !pairs.is_empty() { ", and " (count(pairs.len(), "pair", "pairs"))
                " of this register" } }
        div.scroll { table.stack {
            thead { tr { th scope="col" { "Risk" } th.num scope="col" { "Times a year" }
                th.num scope="col" { "One strike" } th scope="col" { "Its cell" }
                th.num scope="col" { "A year" } } }
            tbody { @for (name, per_year, loss) in example { @let (row, column) = cell(per_year,
                loss); tr {
                th scope="row" { (name) }
                td.num data-label="Times a year" { (format!("{per_year:.2}")) }
                td.num data-label="One strike" { (grouped(loss)) }
                td data-label="Its cell" { (OFTEN[row].0) ", " (HARD[column].0) }
                td.num data-label="A year" { (grouped(per_year * loss)) }
            } } }
        } }
        p { "B stands in the higher cell, and A costs " (format!("{:.2}", first / second))
            " times as much a year." }
        @if !pairs.is_empty() { ul { @for (small, large) in pairs.iter().take(5) { li {
            (link_to(small)) " stands above " (link_to(large)) ", and costs "
            (known(small.residual_per_year, currency)) " a year against "
            (known(large.residual_per_year, currency)) "." } } } }
    } }
}

fn link_to(it: &RiskNumbers) -> Markup {
    html! { a href={ "/requirements/risks/of/" (record::link::split(&it.id).1) } { (it.name) } }
}

fn span_of(place: usize, below: f64, currency: &str) -> String {
    match place {
        0 => format!("below {} {currency}", grouped(below)),
        _ => format!("{} {currency} or more", grouped(HARD[place - 1].1)),
    }
}
