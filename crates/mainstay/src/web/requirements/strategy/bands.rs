//! What each band of recovery time costs, and how far the answer hangs on what is assumed.

use continuity::requirements::strategy::comparison::{Assumed, Comparison};
use maud::{Markup, html};
use record::kinds::Registers;

use super::bad_years;
use super::compare::name;
use super::{known, often};
use crate::web::navigation::Mark;
use crate::web::requirements::words::state;
use crate::web::when::span;

fn option(registers: &Registers, told: &Comparison, id: &Option<String>) -> Markup {
    let column = told.options.iter().find(|it| Some(&it.id) == id.as_ref());
    html! { @match column { Some(column) => (name(registers, column)),
    None => span.quiet { "none" } } }
}

/// The price of each band.
pub fn prices(registers: &Registers, told: &Comparison) -> Markup {
    html! {
        section.sheet aria-labelledby="bands" {
            h2 #bands { "What a shorter target costs" }
            div.scroll { table.stack {
                thead { tr { th { "Back within (RTO)" } th { "Cheapest that is" } th.num {
                    "Cost and loss a year" }
                    th.num { "More than the next longer" } th { "Asked for?" } } }
                tbody { @for band in &told.bands { tr {
                    th { (span(band.within_seconds)) }
                    td data-label="Cheapest that is" { (option(registers, told, &band.option)) }
                    td.num data-label="Cost and loss a year" { (known(band.total_per_year,
                        &told.currency)) }
                    td.num data-label="More than the next longer" { @match band.price_per_year {
                        Some(price) => (known(Some(price), &told.currency)),
                        None => span.quiet { "–" },
                    } }
                    td data-label="Asked for?" { @if band.asked { (state(Mark::Good,
                        "short enough")) }
                        @else { span.quiet { "too long" } } }
                } } }
            } }
            p.hint { "Only options that reach all else that is asked: data, level, what binds \
                them." }
        }
    }
}

/// The sliders, and what they change.
pub fn assumptions(registers: &Registers, told: &Comparison) -> Markup {
    let assumed = told.assumed;
    let percent = |factor: f64| format!("{:.0}", factor * 100.0);
    html! {
        section.sheet #assume aria-labelledby="sure" {
            h2 #sure { "If we are wrong about how often, or how much" }
            @if assumed != Assumed::NOTHING { p.banner { "Shown as if everything happened "
                strong { (percent(assumed.frequency)) " %" } " as often and every outage cost "
                strong { (percent(assumed.loss)) " %" } " as much. "
                a href={ "?mode=" (told.mode) } { "As the records say" } } }
            form.row method="get" action={ "#assume" } {
                input type="hidden" name="mode" value=(told.mode);
                div.field { label for="frequency" { "How often, in percent of what the records \
                    say: "
                        output { (percent(assumed.frequency)) } }
                    input #frequency name="frequency" type="range" min="10" max="500" step="10"
                        value=(percent(assumed.frequency)); }
                div.field { label for="loss" { "What an outage costs, in percent: "
                        output { (percent(assumed.loss)) } }
                    input #loss name="loss" type="range" min="10" max="500" step="10"
                        value=(percent(assumed.loss)); }
                button type="submit" { "Show" }
            }
            @if !told.sensitivity.is_empty() { div.scroll { table.stack {
                thead { tr { th { "It happens" } th { "Cheapest in time" } th { "Cheapest of all"
                    } } }
                tbody { @for row in &told.sensitivity { tr {
                    th { @match told.frequency_per_year {
                        Some(rate) => (often(rate * row.factor)), None => { (row.factor)
                            " times as often" } } }
                    td data-label="Cheapest in time" { (option(registers, told,
                        &row.cheapest_in_time)) }
                    td data-label="Cheapest of all" { (option(registers, told, &row.cheapest)) }
                } } }
            } } }
            @if !told.drivers.is_empty() {
                h3 { "What moves the advantage of the cheapest in time most" }
                (bad_years::drivers(registers, &told.drivers, &told.currency))
            }
        }
    }
}
