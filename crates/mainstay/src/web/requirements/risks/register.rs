//! The register: every risk with how often, how dear, what that is a year, what is done about it
//! and until when that holds. The unknown stands first, then the dearest.

use axum::response::Response;
use continuity::requirements::risk_numbers::{Register, RiskNumbers};
use maud::{Markup, html};
use record::kinds::Registers;

use super::{frequency, loss, places, treatment};
use crate::answer::simulate;
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::reckoned;
use crate::web::requirements::strategy::{asked, known, without_money};
use crate::web::requirements::words::{count, name, named};

/// What may be asked.
pub const ASKED: &[Parameter] = &[Parameter::new(
    "of",
    Sort::Typed,
    "An item: only the risks that stop it.",
)];

/// The register, and the item whose risks alone are shown.
struct Told {
    register: Register,
    of: Option<String>,
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let wanted = call.query.text("of").map(str::to_owned);
    let told = asked(&call, &now, move |given| {
        let mut register = simulate::risks(given, &Default::default());
        let of = match wanted.filter(|it| !it.is_empty()) {
            Some(wanted) => Some(simulate::only_stopping(given, &mut register, &wanted)?),
            None => None,
        };
        Ok(Told { register, of })
    })
    .await?;
    let page = Page::new(
        "Risks",
        "/requirements",
        whole(&call, now.registers(), &told.register, told.of.as_deref()),
    )
    .help("2-requirements#risk-in-numbers")
    .export([
        ("CSV", "/requirements/risks.csv"),
        ("JSON", "/api/v1/risk-numbers"),
    ]);
    framed(&call, page).await
}

fn whole(call: &Call, registers: &Registers, told: &Register, of: Option<&str>) -> Markup {
    let currency = told.currency.as_deref().unwrap_or_default();
    let unknown = told
        .risks
        .iter()
        .filter(|it| it.residual_per_year.is_none())
        .count();
    let partly = told.risks.iter().any(|it| !it.missing.is_empty());
    let sum: f64 = told
        .risks
        .iter()
        .filter_map(|it| it.residual_per_year)
        .sum();
    html! {
        h1 { @match of { Some(of) => { "What may stop " (name(registers, of)) }
            None => "Risks" } }
        p.lead { "What may strike, how often, and what that costs. What nobody has put in numbers \
            stands first, then what costs most." }
        @if let Some(of) = of { p { "Only the risks that stop " (named(registers, of)) ". "
            a href="/requirements/risks" { "All risks" } " "
            a href={ "/requirements/strategy/" (of) } { "Ways to recover it" } } }
        (places("/requirements/risks"))
        (without_money(call))
        @if told.risks.is_empty() { p { @match of {
            Some(_) => "No risk is filed that stops it. ", None => "No risk is filed. " }
            a href="/records/risks/new" { "New risk" } } }
        @else {
            p { @if unknown < told.risks.len() { "On average a year costs "
                @if partly { "at least " }
                a href="/requirements/risks/curve" { strong { (known(Some(sum), currency)) } }
                ". " }
                @if unknown > 0 { (count(unknown, "risk has", "risks have"))
                    " no number yet: the truth is more." } }
            section.sheet aria-label="The register" { div.scroll { table.stack.risks {
                thead { tr {
                    th scope="col" { "Risk" } th scope="col" { "How often" }
                    th scope="col" { "What one strike costs" }
                    th scope="col" { "A year, on average" } th scope="col" { "What is done" }
                } }
                tbody { @for it in &told.risks { (row(registers, it, currency)) } }
            } }
            p.quiet { "Ranges: one in ten lies below, one in ten above. The bars stand on scales \
                of powers of ten: from once in 1,000 years to ten times a year, from 1,000 to \
                100,000,000 a strike; the line is the middle." } }
        }
    }
}

fn row(registers: &Registers, it: &RiskNumbers, currency: &str) -> Markup {
    let id = record::link::split(&it.id).1;
    html! { tr {
        th scope="row" {
            a href={ "/requirements/risks/of/" (id) } { (it.name) }
            br; small { @match it.affects.is_empty() {
                true => { "names nothing that it strikes" }
                false => { "strikes " @for (place, item) in it.affects.iter().enumerate() {
                    @if place > 0 { ", " } (named(registers, item)) } }
            } }
        }
        td data-label="How often" { (frequency(it.frequency.as_ref())) }
        td data-label="One strike" { (loss(it.loss.as_ref(), currency)) }
        td data-label="A year" {
            a href={ "/requirements/risks/of/" (id) "#arithmetic" } {
                (known(it.residual_per_year, currency)) }
            @if it.inherent_per_year != it.residual_per_year { br; small { "without measures "
                (known(it.inherent_per_year, currency)) } }
        }
        td data-label="What is done" {
            (treatment(it))
            @if let Some(until) = &it.accepted_until { br; small { "until " (until) } }
            br; small { @match &it.owner {
                Some(owner) => { "carried by " (named(registers, owner)) }
                None => { "carried by nobody" }
            } }
        }
    } }
}
