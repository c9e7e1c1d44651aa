//! What a year may cost: the exceedance curve with its table, what each hazard and item adds, what
//! moves the figure most, and what would be if a measure operated or did not. Nothing is filed.

use std::sync::Arc;

use axum::response::Response;
use continuity::requirements::risk_numbers::Register;
use continuity::requirements::risk_numbers::annual_loss::{Added, AnnualLoss, Driver};
use continuity::requirements::risk_numbers::downtime::Downtime;
use continuity::requirements::supposals::Supposals;
use maud::{Markup, html};
use record::kinds::Registers;

use super::places;
use super::still::{self, from};
use crate::answer::simulate::{self, Asked, Covers};
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::http::risk_api::asked as asked_of;
use crate::web::frame::{Page, show as framed};
use crate::web::link::{escaped, record as link_to};
use crate::web::reckoned::{self, Reckoned};
use crate::web::requirements::strategy::{amount, asked, grouped, known, without_money};
use crate::web::requirements::words::{count, name, named};

/// What may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("with", Sort::Typed, "Measures as if they operated.").many(),
    Parameter::new("without", Sort::Typed, "Measures as if they did not.").many(),
    Parameter::new(
        "scenario",
        Sort::Typed,
        "A scenario: only the risks that touch what it loses.",
    ),
    Parameter::new("runs", Sort::Typed, "Years drawn."),
    Parameter::new("seed", Sort::Typed, "The seed."),
];
/// Years drawn where nobody names a number.
const YEARS: usize = 100_000;
/// The most years that a page draws.
const YEARS_MOST: usize = 1_000_000;

/// What the page and its table show.
pub struct Told {
    /// What was asked.
    pub asked: Asked,
    /// Years drawn.
    pub years: usize,
    /// The register as supposed.
    pub register: Register,
    /// The year as supposed.
    pub year: AnnualLoss,
    /// Of which risks it is drawn.
    pub covers: Covers,
    /// How long what they stop stands still.
    pub downtime: Vec<Downtime>,
    /// What is supposed of recoveries.
    pub supposals: Supposals,
    /// The year as it is, where something is supposed.
    pub today: Option<AnnualLoss>,
}

/// Draws the years that a query asks for.
pub async fn told(call: &Call, now: &Arc<Reckoned>) -> Result<Told, Problem> {
    let mut question = asked_of(call, YEARS);
    question.runs = question.runs.min(YEARS_MOST);
    asked(call, now, move |given| {
        let drawn = simulate::year(given, &question)?;
        let as_it_is = Asked {
            supposed: Default::default(),
            ..question.clone()
        };
        let supposes = question.supposed != as_it_is.supposed;
        let today = match supposes {
            true => Some(simulate::year(given, &as_it_is)?.loss),
            false => None,
        };
        Ok(Told {
            supposals: Supposals::of(&given.standpoint().policy),
            asked: question,
            years: drawn.years,
            register: drawn.register,
            year: drawn.loss,
            covers: drawn.covers,
            downtime: drawn.downtime,
            today,
        })
    })
    .await
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let told = told(&call, &now).await?;
    let mut query = format!("runs={}&seed={}", told.asked.runs, told.asked.seed);
    let supposed = &told.asked.supposed;
    for (word, ids) in [("with", &supposed.with), ("without", &supposed.without)] {
        ids.iter()
            .for_each(|id| query.push_str(&format!("&{word}={}", escaped(id))));
    }
    if let Some(scenario) = &told.asked.scenario {
        query.push_str(&format!("&scenario={}", escaped(scenario)));
    }
    let page = Page::new(
        "What a year may cost",
        "/requirements",
        whole(&call, now.registers(), &told),
    )
    .help("2-requirements#risk-in-numbers")
    .export([
        ("CSV", format!("/requirements/risks/curve.csv?{query}")),
        ("JSON", format!("/api/v1/simulate?{query}")),
    ]);
    framed(&call, page).await
}

fn whole(call: &Call, registers: &Registers, told: &Told) -> Markup {
    let (year, currency) = (
        &told.year,
        told.year.currency.as_deref().unwrap_or_default(),
    );
    html! {
        h1 { "What a year may cost" }
        (places("/requirements/risks/curve"))
        (without_money(call))
        @if year.mean.is_none() { p.banner { "No risk says both how often and how dear: what a \
            year may cost is unknown, which is not nothing." } }
        @if told.today.is_some() { p.banner { strong { "What if. " } "Some measures are counted \
            otherwise than they are; nothing is filed. "
            a href="/requirements/risks/curve" { "As it is" } } }
        @if let Some(scenario) = &told.covers.scenario { (only(registers, scenario, &told.covers)) }
        @if year.lower_bound && year.mean.is_some() { p.banner { "Not everything is known, so the \
            truth is at least this. " a href="#missing" { "What is missing" } } }
        @if year.mean.is_some() { (figures(told, currency)) (curve(year, told.today.as_ref(),
            currency)) }
        (added(["What each hazard adds, and each risk that names none", "Hazard or risk"],
            registers, &year.hazards, currency))
        (added(["What each item adds", "Item"], registers, &year.items, currency))
        (still::block(registers, &told.downtime))
        (drivers(registers, &year.drivers, year.mean_by_formula.unwrap_or(0.0), currency))
        (what_if(registers, told))
        (assumed(registers, told))
        @if !year.missing.is_empty() { section.sheet #missing { h2 { "What is not known" }
            ul { @for it in &year.missing { li {
                (named(registers, &it.risk)) ": " (it.what) } } } } }
    }
}

fn figures(told: &Told, currency: &str) -> Markup {
    let year = &told.year;
    let rows = [
        (
            "Half of the years cost at most",
            "P50",
            year.p50,
            told.today.as_ref().map(|it| it.p50),
        ),
        (
            "Nine of ten",
            "P90",
            year.p90,
            told.today.as_ref().map(|it| it.p90),
        ),
        (
            "Nineteen of twenty",
            "P95",
            year.p95,
            told.today.as_ref().map(|it| it.p95),
        ),
        (
            "Ninety-nine of a hundred",
            "P99",
            year.p99,
            told.today.as_ref().map(|it| it.p99),
        ),
        (
            "The worst twentieth, on average",
            "TVaR95",
            year.tail_mean,
            told.today.as_ref().map(|it| it.tail_mean),
        ),
        (
            "All years, on average",
            "mean",
            year.mean,
            told.today.as_ref().map(|it| it.mean),
        ),
    ];
    html! { section.sheet aria-label="In figures" { div.scroll { table.stack {
        thead { tr { th scope="col" { "A year" } th scope="col" { "Loss" }
            @if told.today.is_some() { th scope="col" { "As it is today" } } } }
        tbody { @for (words, term, value, today) in rows { tr {
            th scope="row" { (words) " " small { (term) } }
            td data-label="Loss" { (known(value, currency)) }
            @if let Some(today) = today { td data-label="Today" { (known(today, currency)) } }
        } } }
    } }
    p { @if let Some(none) = year.none_probability { "Of a hundred years "
        (format!("{:.0}", none * 100.0)) " pass without any loss. " }
        "Without any measure a year would cost " (known(year.inherent_mean, currency))
        " on average." } } }
}

/// The curve, as drawn and as a table.
fn curve(year: &AnnualLoss, today: Option<&AnnualLoss>, currency: &str) -> Markup {
    let most = year
        .drawn
        .iter()
        .chain(today.iter().flat_map(|it| &it.drawn))
        .map(|it| it.loss);
    let most = round_up(most.fold(1.0, f64::max));
    // Losses to the right on an even scale; probabilities upwards on one of powers of ten.
    let x = |loss: f64| 90.0 + 540.0 * loss / most;
    let y = |share: f64| 20.0 + 260.0 * (share.clamp(0.001, 1.0).log10() / -3.0);
    let line = |of: &AnnualLoss| {
        let points = of.drawn.iter().filter(|it| it.probability >= 0.001);
        let words = points.map(|it| format!("{:.1},{:.1}", x(it.loss), y(it.probability)));
        words.collect::<Vec<String>>().join(" ")
    };
    html! { section.sheet aria-label="The curve" {
        h2 { "How likely a year costs more than so much" }
        div.scroll tabindex="0" role="group" aria-label="The curve as drawn" {
            svg.exceedance viewBox="0 0 650 330" role="img"
            aria-label="The higher the loss, the less likely it is exceeded; the same figures \
            stand in the table below." {
            @for (share, words) in [(1.0, "every year"), (0.1, "1 in 10"), (0.01, "1 in 100"),
                (0.001, "1 in 1,000")] {
                line.axis x1="90" y1=(y(share)) x2="630" y2=(y(share)) {}
                text.words x="84" y=(y(share) + 4.0) text-anchor="end" { (words) }
            }
            @for step in 0..=4 { @let loss = most * f64::from(step) / 4.0;
                text.words x=(x(loss)) y="304"
                    text-anchor=(if step == 4 { "end" } else { "middle" }) {
                    (grouped(loss)) } }
            text.words x="350" y="324" text-anchor="middle" { "loss in a year, " (currency) }
            @if let Some(today) = today { polyline.today points=(line(today)) {} }
            polyline.curve points=(line(year)) {}
        } }
        @if today.is_some() { p { "Whole line: as supposed. Broken line: as it is today." } }
        div.scroll { table.stack {
            thead { tr { th scope="col" { "So likely in a year" }
                th scope="col" { "Costs more than" }
                @if today.is_some() { th scope="col" { "Today" } } } }
            tbody { @for (place, it) in year.curve.iter().enumerate() { tr {
                th scope="row" { "1 in " (grouped(1.0 / it.probability)) " "
                    small { (format!("{:.2} %", it.probability * 100.0)) } }
                td data-label="More than" { (amount(it.loss, currency)) }
                @if let Some(today) = today { td data-label="Today" {
                    (known(today.curve.get(place).map(|it| it.loss), currency)) } }
            } } }
        } }
    } }
}

/// The next of 1, 2, 4, 6, 8 times a power of ten, so that quarters of a scale are round.
fn round_up(value: f64) -> f64 {
    let power = 10f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 4.0, 6.0, 8.0, 10.0];
    steps
        .iter()
        .map(|step| step * power)
        .find(|it| *it >= value)
        .unwrap_or(value)
}

fn added(
    [title, what]: [&str; 2],
    registers: &Registers,
    rows: &[Added],
    currency: &str,
) -> Markup {
    let most = rows
        .iter()
        .map(|it| it.mean.max(it.tail))
        .fold(1.0, f64::max);
    html! { @if !rows.is_empty() { section.sheet aria-label=(title) {
        h2 { (title) }
        div.scroll { table.stack {
            thead { tr { th scope="col" { (what) } th scope="col" { "A year, on average" }
                th scope="col" { "In the worst twentieth of the years" } } }
            tbody { @for it in rows.iter().take(25) { tr {
                th scope="row" { (link_to(&it.id, &name(registers, &it.id))) }
                td data-label="On average" { (amount(it.mean, currency)) (share(it.mean / most)) }
                td data-label="Worst years" { (amount(it.tail, currency)) (share(it.tail / most)) }
            } } }
        } }
        @if rows.len() > 25 { p.quiet { "The 25 greatest of " (rows.len())
            "; the JSON holds all." } }
    } } }
}

fn share(of: f64) -> Markup {
    html! { svg.range viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
        rect.swing x="0" y="2" width=(of * 100.0) height="4" {}
    } }
}

fn drivers(registers: &Registers, rows: &[Driver], mean: f64, currency: &str) -> Markup {
    let most = rows.iter().map(|it| it.high).fold(mean, f64::max).max(1.0);
    html! { @if !rows.is_empty() { section.sheet aria-label="What matters most" {
        h2 { "What matters most" }
        p { "The average year with one figure at a time at its low (one in ten is lower) and at \
            its high. What is widest is worth knowing better." }
        div.scroll { table.stack {
            thead { tr { th scope="col" { "Figure" } th scope="col" { "At its low" }
                th scope="col" { "At its high" } th scope="col" { "From low to high" } } }
            tbody { @for it in rows.iter().take(15) { tr {
                th scope="row" {
                    @if it.input == "frequency" { "How often: " } @else { "How dear: " }
                    (named(registers, &it.risk)) }
                td data-label="Low" { (amount(it.low, currency)) }
                td data-label="High" { (amount(it.high, currency)) }
                td { svg.range viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
                    rect.swing x=(it.low / most * 100.0) y="2" height="4"
                        width=((it.high - it.low) / most * 100.0) {}
                    line.middle x1=(mean / most * 100.0) y1="0" x2=(mean / most * 100.0) y2="8" {}
                } }
            } } }
        } }
    } } }
}

/// Of which risks a year is drawn where a scenario is asked about.
fn only(registers: &Registers, scenario: &str, covers: &Covers) -> Markup {
    html! { p.banner { strong { "Only part of the register. " }
    "Counted are the " (covers.risks.len()) " of " (count(covers.of, "risk", "risks"))
    " that touch what " (named(registers, scenario)) " loses; the others are left out. "
    a href="/requirements/risks/curve" { "The whole register" } } }
}

/// Measures to be counted otherwise than they are.
fn what_if(registers: &Registers, told: &Told) -> Markup {
    let supposed = &told.asked.supposed;
    let of = |pick: fn(&continuity::requirements::risk_numbers::RiskNumbers) -> &Vec<String>| {
        let all = told.register.risks.iter().flat_map(pick).cloned();
        all.collect::<std::collections::BTreeSet<String>>()
    };
    let mut waiting = of(|it| &it.planned);
    let mut working = of(|it| &it.measures);
    for id in &supposed.with {
        let reference = format!("measure/{id}");
        if working.remove(&reference) {
            waiting.insert(reference);
        }
    }
    for id in &supposed.without {
        let reference = format!("measure/{id}");
        if waiting.remove(&reference) {
            working.insert(reference);
        }
    }
    let boxes = |name_of_field: &str,
                 all: &std::collections::BTreeSet<String>,
                 chosen: &std::collections::BTreeSet<String>| {
        html! { @for reference in all { @let id = record::link::split(reference).1; label.check {
        input type="checkbox" name=(name_of_field) value=(id) checked[chosen.contains(id)]; " "
        (name(registers, reference)) } } }
    };
    html! { @if !waiting.is_empty() || !working.is_empty() { section.sheet.no-print #what-if {
        h2 { "What if" }
        form action="/requirements/risks/curve" {
            @if !waiting.is_empty() { fieldset { legend { "As if these operated" }
                (boxes("with", &waiting, &supposed.with)) } }
            @if !working.is_empty() { fieldset { legend { "As if these did not" }
                (boxes("without", &working, &supposed.without)) } }
            input type="hidden" name="seed" value=(told.asked.seed);
            @if let Some(scenario) = &told.asked.scenario {
                input type="hidden" name="scenario" value=(scenario); }
            p.actions { button type="submit" { "Draw it" } }
        }
        p.quiet { "Only this page changes; the register stays as it is." }
    } } }
}

fn assumed(registers: &Registers, told: &Told) -> Markup {
    let year = &told.year;
    let currency = year.currency.as_deref().unwrap_or_default();
    html! { section.sheet #assumed {
        h2 { "How this was drawn" }
        ul {
            li { (grouped(told.years as f64)) " years, seed " (told.asked.seed) ". The same seed \
                gives the same figures on every machine." }
            @if let (Some(error), Some(formula)) = (year.mean_error, year.mean_by_formula) {
                li { "The average is drawn to within " (amount(error * 2.0, currency)) " (19 times \
                    of 20); by formula it is " (amount(formula, currency)) "." } }
            @if let Some([low, high]) = year.p99_interval { li { "P99 as drawn lies between "
                (amount(low, currency)) " and " (amount(high, currency)) "." } }
            li { "Events come independently of each other (Poisson), at their mean rate; amounts \
                are lognormal, held at their cap where one is written." }
            li { "Risks of one hazard in one place are struck by the same event, drawn once; what \
                it costs each is alike by " (year.correlation) ", " (from(registers,
                year.correlation_from.as_deref())) "." }
            (still::assumed(registers, &told.supposals))
            @for group in &year.together { li { "Struck together: "
                @for (place, risk) in group.iter().enumerate() { @if place > 0 { ", " }
                    (named(registers, risk)) } } }
            li { "A risk on several items adds to each an equal share." }
        }
    } }
}
