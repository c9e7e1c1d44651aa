//! The options of one item beside each other: which are in time, what each costs and leaves, how
//! sure that is, and what was decided. It reads as one paper for the board, in print as well.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::requirements::strategy::comparison::{Assumed, Column, Comparison};
use maud::{Markup, html};
use record::kinds::Registers;
use record::requirements::scenario::Mode;

use super::overview::place;
use super::{amount, asked, bands, chart, columns, decided, mode, often, tried, without_money};
use crate::answer::strategy::{self, Asked};
use crate::answer::{Given, Wrong};
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::Typed;
use crate::web::frame::{Page, show_as};
use crate::web::reckoned;
use crate::web::requirements::words::{named, percent};
use crate::web::when::span;
use crate::web::{link, when};

/// What may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("mode", Sort::Typed, "The failure mode."),
    Parameter::new("frequency", Sort::Typed, "Percent as often."),
    Parameter::new("loss", Sort::Typed, "Percent as costly."),
    Parameter::new(
        "like",
        Sort::Typed,
        "The option that the one tried is a copy of.",
    ),
    Parameter::new(
        "try",
        Sort::Typed,
        "The name of an option that is only tried.",
    ),
    Parameter::new("rtc", Sort::Typed, "Its recovery time."),
    Parameter::new("rpc", Sort::Typed, "Its recovery point."),
    Parameter::new("level", Sort::Typed, "The level it reaches."),
    Parameter::new("cost", Sort::Typed, "What it costs once."),
    Parameter::new("cost-per-year", Sort::Typed, "What it costs a year."),
    Parameter::new("option", Sort::Typed, "The option to decide for."),
];

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    page(&call, StatusCode::OK, &Typed::default()).await
}

/// What is asked by the path and the query of a request.
pub fn asked_of(call: &Call) -> Asked {
    let reference = format!("{}/{}", call.path.get("kind"), call.path.get("id"));
    let word = call.query.text("mode").unwrap_or_default();
    let known = Mode::ALL.iter().find(|mode| mode.as_str() == word);
    Asked {
        mode: known.map(|mode| mode.as_str().to_owned()),
        assumed: Assumed {
            frequency: factor(call, "frequency"),
            loss: factor(call, "loss"),
            ..Assumed::NOTHING
        },
        tried: None,
        ..Asked::of(&reference)
    }
}

/// Errors: the path names no item.
pub fn there_is(call: &Call, registers: &Registers) -> Result<(), Problem> {
    let (kind, id) = (call.path.get("kind"), call.path.get("id"));
    match link::ITEMS.contains(&kind) && registers.has(kind, id) {
        true => Ok(()),
        false => Err(Problem::unknown(&format!("`{kind}/{id}`"))),
    }
}

fn factor(call: &Call, name: &str) -> f64 {
    let percent = call.query.text(name).and_then(|it| it.parse::<u32>().ok());
    let percent = percent.filter(|it| (1..=10_000).contains(it));
    f64::from(percent.unwrap_or(100)) / 100.0
}

/// The page with what was typed into the form of a decision.
pub async fn page(call: &Call, status: StatusCode, typed: &Typed) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let mut question = asked_of(call);
    there_is(call, now.registers())?;
    let attempt = tried::read(call, now.registers());
    question.tried.clone_from(&attempt.option);
    let put = question.clone();
    let compute =
        move |given: &Given<'_>| -> Result<Comparison, Wrong> { strategy::compare(given, &put) };
    let told = asked(call, &now, compute).await?;
    let registers = now.registers();
    let day = call.now.to_zoned(when::zone(registers)).date();
    let body = html! { div.board {
        h1 { "How to bring " (told.name) " back" }
        p.lead { (link::record(&told.id, &told.name)) ", if " (mode(told.mode)) "." }
        (around(&told))
        (modes(&told))
        (without_money(call))
        (summary(registers, &told, day))
        @for decision in &told.decisions { (decided::block(call, &now, &told, decision)) }
        (columns::block(registers, &told))
        (drawing(&told))
        div.pair { (chart::block(&told)) (bands::prices(registers, &told)) }
        (bands::assumptions(registers, &told))
        (unknown(registers, &told))
        (tried::form(&told, &attempt))
        (super::decide::form(call, registers, &told, typed))
    } };
    let address = format!("/requirements/strategy/{}", told.id);
    let page = Page::new(format!("Options for {}", told.name), "/requirements", body)
        .help("2-requirements#measures-and-options")
        .about(&told.id)
        .export([
            ("CSV", format!("{address}/options.csv?mode={}", told.mode)),
            (
                "JSON",
                format!("/api/v1/strategy?of={}&mode={}", told.id, told.mode),
            ),
        ]);
    show_as(call, status, page).await
}

fn modes(told: &Comparison) -> Markup {
    html! { @if told.modes.len() > 1 { nav.choices.no-print aria-label="What happens" { p { "If "
        @for word in &told.modes {
            @if *word == told.mode { strong { (mode(word)) } " " }
            @else { a href=(place(&told.id, word)) { (mode(word)) } " " }
        }
    } } } }
}

/// What it comes to, before any table.
fn summary(registers: &Registers, told: &Comparison, day: jiff::civil::Date) -> Markup {
    let column = |id: &Option<String>| told.options.iter().find(|it| Some(&it.id) == id.as_ref());
    let (best, cheapest) = (column(&told.cheapest_in_time), column(&told.cheapest));
    html! {
        section.sheet aria-labelledby="short" {
            h2 #short { "In short" }
            dl.facts {
                dt { "needed" }
                dd { @match told.required_seconds {
                    Some(needs) => { "back within " strong { (span(needs)) }
                        " of the start of work" },
                    None => "nobody asks how soon",
                }
                @if let Some(point) = told.rpo_required_seconds { ", at most the last "
                    strong { (span(point)) } " of data lost" }
                @if let Some(level) = told.mbco_percent { ", at " strong { (percent(level.0)) }
                    " at least" }
                }
                dt { "happens" }
                dd { @match told.frequency_per_year {
                    Some(rate) => { (often(rate)) " "
                        span.quiet { "(" (format!("{rate:.3}"))
                            " a year, all scenarios together)" } },
                    None => "nobody says how often",
                } }
                @if let Some(first) = told.options.first() {
                    dt { "doing nothing" }
                    dd { (nothing(told, first)) }
                }
                dt { "cheapest in time" }
                dd { (told_column(registers, told, best,
                    "None of these is in time with all amounts known.")) }
                @if told.cheapest != told.cheapest_in_time {
                    dt { "cheapest of all" }
                    dd { (told_column(registers, told, cheapest, "Unknown."))
                        span.hint { "It is not in time. Taking it means to agree a later target: \
                            a decision of the business, with a name and an end." } }
                }
                dt { "amounts" }
                dd { "in " (told.currency) ", a year, by the records of " (day) }
            }
        }
    }
}

/// What it costs to leave it as it is.
fn nothing(told: &Comparison, first: &Column) -> Markup {
    let currency = &told.currency;
    html! {
        "costs " strong { (super::known(first.total_per_year, currency)) } " a year on average"
        @if let (Some(year), true) = (&first.year, first.total_per_year.is_some()) {
            ", and 1 year in 20 more than " strong { (amount(year.p95, currency)) } " (P95)" }
        @if first.residual_per_year.is_none() && first.residual_at_least > 0.0 {
            ", at least " (amount(first.residual_at_least, currency)) }
    }
}

/// Where to go from here: what it is good for, what threatens it.
fn around(told: &Comparison) -> Markup {
    let lost = crate::web::link::escaped(&told.id);
    html! { p.no-print.around {
        a href={ "/requirements/risks?of=" (lost) } { "Risks that stop it" } " "
        a href={ "/requirements/impact?lose=" (lost) } { "What its loss does" } " "
        a href="/requirements/measures" { "What each measure does" }
    } }
}

/// How the years were drawn.
fn drawing(told: &Comparison) -> Markup {
    html! { @if let Some(drawn) = &told.drawn { p.quiet.no-print { "A bad year: "
    (super::grouped(drawn.years as f64)) " years drawn with seed " (drawn.seed)
    ", the same luck for every way, so that what lies between two is no noise. An outage is \
    taken as long as it is reckoned (80th percentile); the loss is that of the scenarios \
    named in each column. What one costs is drawn, too: by the most that impacts name, else as \
    widely as a risk that strikes the same; where nobody says either, it is taken as sure. All \
    risks together: the whole register, where the option says what \
    it changes." } } }
}

fn told_column(
    registers: &Registers,
    told: &Comparison,
    column: Option<&Column>,
    nothing: &str,
) -> Markup {
    html! { @match column {
        None => (nothing),
        Some(it) => { strong { (name(registers, it)) } ": " (super::known(it.total_per_year,
            &told.currency))
            " a year, cost and remaining loss together" },
    } }
}

/// An option by its name, with a link where it is filed.
pub fn name(registers: &Registers, column: &Column) -> Markup {
    html! { @if column.id.contains('/') { (named(registers, &column.id)) } @else { (column.name) } }
}

/// What nobody said, so that figures are unknown or too small.
fn unknown(registers: &Registers, told: &Comparison) -> Markup {
    let gaps = !told.without_frequency.is_empty() || !told.unpriced.is_empty();
    html! { @if gaps {
        section.sheet #gaps-sheet aria-labelledby="gaps" {
            h2 #gaps { "What nobody has said yet" }
            ul {
                @for it in &told.without_frequency { li { "How often " (named(registers, it))
                    " happens: without it the expected loss is unknown." } }
                @for it in &told.unpriced { li { "What an hour without " (named(registers, it))
                    " costs in " (told.currency) ": the loss shown leaves it out." } }
            }
        }
    } }
}

/// An amount with its sign in words, for advantages.
pub fn advantage(value: f64, currency: &str) -> Markup {
    html! { @if value >= 0.0 { (amount(value, currency)) " better" } @else {
    (amount(-value, currency)) " worse" } }
}
