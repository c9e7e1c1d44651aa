//! Words and tables for what a year may cost with and without something, when it has paid for
//! itself, and what moves that most. The figures come from elsewhere.

use continuity::requirements::risk_numbers::year::{Less, Year};
use continuity::requirements::strategy::ends::Said;
use continuity::requirements::strategy::frontier::Driver;
use continuity::requirements::strategy::payback::Payback;
use maud::{Markup, html};
use record::kinds::Registers;

use super::compare::advantage;
use super::{amount, grouped};
use crate::web::requirements::words::named;

/// A bad year, a very bad one and the worst that is looked at, in a few lines.
pub fn short(year: &Year, less: Option<&Less>, currency: &str) -> Markup {
    let line = |one_in: &str, loss: f64, less: Option<f64>| {
        html! { li { "1 in " (one_in) ": " strong { (amount(loss, currency)) }
        @if let Some(less) = less.filter(|it| *it != 0.0) {
            " " span.quiet { (shift(less)) } } } }
    };
    html! { ul.plain-list {
        (line("10", year.p90, less.map(|it| it.p90)))
        (line("20", year.p95, less.map(|it| it.p95)))
        (line("100", year.p99, less.map(|it| it.p99)))
    } }
}

/// So much less, or more.
fn shift(less: f64) -> String {
    match less >= 0.0 {
        true => format!("{} less", grouped(less)),
        false => format!("{} more", grouped(-less)),
    }
}

/// A year without and with something, and what lies between, figure by figure.
pub fn beside(without: &Year, with: &Year, less: &Less, currency: &str) -> Markup {
    let rows = [
        (
            "All years, on average",
            "mean",
            without.mean,
            with.mean,
            less.mean,
        ),
        (
            "Nine of ten years cost at most",
            "P90",
            without.p90,
            with.p90,
            less.p90,
        ),
        ("Nineteen of twenty", "P95", without.p95, with.p95, less.p95),
        (
            "Ninety-nine of a hundred",
            "P99",
            without.p99,
            with.p99,
            less.p99,
        ),
        (
            "The worst twentieth, on average",
            "TVaR95",
            without.tail_mean,
            with.tail_mean,
            less.tail_mean,
        ),
    ];
    html! { div.scroll { table.stack {
        thead { tr { th scope="col" { "A year of all risks" } th.num scope="col" { "Without it" }
            th.num scope="col" { "With it" } th.num scope="col" { "Less" } } }
        tbody { @for (words, term, without, with, less) in rows { tr {
            th scope="row" { (words) " " small { (term) } }
            td.num data-label="Without it" { (amount(without, currency)) }
            td.num data-label="With it" { (amount(with, currency)) }
            td.num data-label="Less" { (amount(less, currency)) }
        } } }
    } } }
}

/// When it has paid for itself.
pub fn payback(of: &Payback) -> Markup {
    let years = |years: Option<f64>| match years {
        None => "never".to_owned(),
        Some(years) if years <= 0.0 => "from the first year on".into(),
        Some(years) if years < 0.125 => "after a month".into(),
        Some(years) if years < 1.95 => format!("after {:.0} months", (years * 12.0).max(2.0)),
        Some(years) if years < 100.0 => format!("after {years:.1} years"),
        Some(_) => "after more than 100 years".into(),
    };
    html! {
        strong { (years(of.years)) }
        @if of.soonest_years != of.years || of.latest_years != of.years { br; span.quiet {
            "soonest " (years(of.soonest_years)) ", latest " (years(of.latest_years))
            @match of.said {
                Said::Stated => "",
                Said::Partly => ", half to twice as often assumed where nobody says",
                Said::Assumed => ", half to twice as often assumed",
            } } }
        @if let Some(likely) = of.probability { br; span.quiet {
            (format!("{:.0}", likely * 100.0)) " % likely within " (of.within_years)
            @if of.within_years == 1 { " year" } @else { " years" } } }
    }
}

/// Each assumption as a bar between its ends, the longest first.
pub fn drivers(registers: &Registers, rows: &[Driver], currency: &str) -> Markup {
    let ends = rows.iter().flat_map(|it| [it.low, it.high]);
    let (least, most) = ends.fold((0.0f64, 0.0f64), |(least, most), it| {
        (least.min(it), most.max(it))
    });
    let width = (most - least).max(1.0);
    let at = |value: f64| 100.0 * (value - least) / width;
    html! { ul.plain-list.drivers { @for it in rows.iter().take(12) { li {
        @if let Some(about) = &it.about { (named(registers, about)) ", " }
        (it.what) ": from " (advantage(it.low.min(it.high), currency)) " to "
        (advantage(it.low.max(it.high), currency))
        svg.bar viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" {
            line.axis x1=(at(0.0)) y1="0" x2=(at(0.0)) y2="6" {}
            rect.swing x=(at(it.low.min(it.high))) y="1" width=(at(it.low.max(it.high)) -
                at(it.low.min(it.high))) height="4" {}
        }
    } } } }
}
