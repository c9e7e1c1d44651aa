//! Cost against the loss that remains, as a drawing with a table beside it that says the same.

use continuity::requirements::recovery_targets::Verdict;
use continuity::requirements::strategy::comparison::{Column, Comparison};
use maud::{Markup, html};

use super::{grouped, known, reaches};
use crate::web::navigation::Mark;
use crate::web::requirements::words::state;
use crate::web::when::span_or_unknown;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 70.0;
const BELOW: f64 = 300.0;
const ABOVE: f64 = 24.0;
const RIGHT: f64 = 600.0;

/// One option on the drawing.
struct Dot<'c> {
    number: usize,
    column: &'c Column,
    cost: f64,
    left: f64,
}

/// The drawing and its table; nothing where fewer than two options are known.
pub fn block(told: &Comparison) -> Markup {
    let dots: Vec<Dot<'_>> = told
        .options
        .iter()
        .enumerate()
        .filter_map(|(place, column)| {
            Some(Dot {
                number: place + 1,
                cost: column.cost.per_year?.middle(),
                left: column.residual_per_year?,
                column,
            })
        })
        .collect();
    if dots.len() < 2 {
        return html! {};
    }
    html! {
        section.sheet aria-labelledby="frontier" {
            h2 #frontier { "What more money buys" }
            p.no-print { "Each option by its cost and the loss it leaves. Below and to the \
                left is better; \
                the \
                line joins those that no other one beats. Hollow ones do not reach what is asked." }
            div.scroll tabindex="0" role="group" aria-label="Drawing" { (drawing(&dots,
                &told.currency)) }
            div.scroll.frontier-table { (table(&dots, told)) }
        }
    }
}

fn drawing(dots: &[Dot<'_>], currency: &str) -> Markup {
    let most = |of: fn(&Dot<'_>) -> f64| dots.iter().map(of).fold(1.0, f64::max);
    let (cost, left) = (most(|it| it.cost), most(|it| it.left));
    let x = |value: f64| LEFT + (RIGHT - LEFT) * value / cost;
    let y = |value: f64| BELOW - (BELOW - ABOVE) * value / left;
    let mut front: Vec<&Dot<'_>> = dots
        .iter()
        .filter(|it| it.column.beaten_by.is_none())
        .collect();
    front.sort_by(|one, other| one.cost.total_cmp(&other.cost));
    let line: Vec<String> = front
        .iter()
        .map(|it| format!("{:.1},{:.1}", x(it.cost), y(it.left)))
        .collect();
    html! {
        svg.frontier viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img"
            aria-label="Cost a year against the loss that remains; the table below says the same." {
            line.axis x1=(LEFT) y1=(BELOW) x2=(RIGHT + 20.0) y2=(BELOW) {}
            line.axis x1=(LEFT) y1=(BELOW) x2=(LEFT) y2=(ABOVE - 10.0) {}
            text.words x=(RIGHT + 20.0) y=(HEIGHT - 12.0) text-anchor="end" { "cost a year, "
                (currency) " →" }
            text.words x="4" y="14" { "loss that remains, " (currency) " ↑" }
            @for part in [0.5, 1.0] {
                text.words x=(x(cost * part)) y=(BELOW + 20.0) text-anchor="middle" {
                    (grouped(cost * part)) }
                text.words x=(LEFT - 6.0) y=(y(left * part) + 5.0) text-anchor="end" {
                    (short(left * part)) }
            }
            polyline.front points=(line.join(" ")) fill="none" {}
            @for dot in dots {
                @let beaten = dot.column.beaten_by.is_some();
                @let short = dot.column.verdict != Verdict::Meets;
                circle.dot.beaten[beaten].short[short] cx=(x(dot.cost)) cy=(y(dot.left)) r="13" {}
                text.number.beaten[beaten || short] x=(x(dot.cost)) y=(y(dot.left) + 5.0)
                    text-anchor="middle" { (dot.number) }
            }
        }
    }
}

/// A large amount in few letters: `349 k`.
fn short(amount: f64) -> String {
    match amount {
        it if it >= 9.5e6 => format!("{:.0} M", it / 1e6),
        it if it >= 1e6 => format!("{:.1} M", it / 1e6),
        it if it >= 1e4 => format!("{:.0} k", it / 1e3),
        it => grouped(it),
    }
}

fn table(dots: &[Dot<'_>], told: &Comparison) -> Markup {
    html! { table.stack {
        thead { tr { th { "Number and option" } th.num { "Cost a year" } th.num {
            "Loss that remains" }
            th.num { "Back after" } th { "Reaches what is asked?" } th { "On the line?" } } }
        tbody { @for dot in dots { tr {
            th { (dot.number) ". " (dot.column.name) }
            td.num data-label="Cost a year" { (known(Some(dot.cost), &told.currency)) }
            td.num data-label="Loss that remains" { (known(Some(dot.left), &told.currency)) }
            td.num data-label="Back after" { (span_or_unknown(dot.column.rtc_seconds)) }
            td data-label="Reaches what is asked?" { (reaches(dot.column.verdict)) }
            td data-label="On the line?" { @match &dot.column.beaten_by {
                None => (state(Mark::Good, "nothing beats it")),
                Some(by) => { (state(Mark::Warn, "beaten by")) " "
                    (told.options.iter().find(|it| &it.id == by).map_or(by.as_str(), |it|
                        &it.name)) },
            } }
        } } }
    } }
}
