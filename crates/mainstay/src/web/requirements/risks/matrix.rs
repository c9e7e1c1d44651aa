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

fn span_of(place: usize, below: f64, currency: &str) -> String {
    match place {
        0 => format!("below {} {currency}", grouped(below)),
        _ => format!("{} {currency} or more", grouped(HARD[place - 1].1)),
    }
}
