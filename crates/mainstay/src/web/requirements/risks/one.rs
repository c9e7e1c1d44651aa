//! One risk: the arithmetic behind its figures, what is not known, what each measure would change,
//! and the form by which it is decided what is done about it.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::requirements::risk_numbers::{RiskNumbers, Supposed};
use continuity::requirements::strategy::cost::{Range, measure_per_year};
use maud::{Markup, html};
use record::kinds::Registers;

use super::decide;
use super::{frequency, loss, places, treatment};
use crate::answer::simulate;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::form::Typed;
use crate::web::frame::{Page, show_as};
use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::reckoned::{self, Reckoned};
use crate::web::requirements::strategy::{amount, asked, between, known, without_money};
use crate::web::requirements::words::{named, state};

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    page(&call, StatusCode::OK, &Typed::default()).await
}

/// A risk, and what it would be a year with each measure that is not in place.
struct Told {
    risk: RiskNumbers,
    currency: String,
    then: Vec<Then>,
}

/// A measure that is not in place.
struct Then {
    measure: String,
    cost: Option<Range>,
    per_year: Option<f64>,
}

/// The page, with what was typed into its form.
pub async fn page(call: &Call, status: StatusCode, typed: &Typed) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let reference = format!("risk/{}", call.path.get("id"));
    let unknown = || Problem::unknown(&format!("`{reference}`"));
    let wanted = reference.clone();
    let told = asked(call, &now, move |given| {
        let find = |supposed: &Supposed| {
            let register = simulate::risks(given, supposed);
            let found = register.risks.into_iter().find(|it| it.id == wanted);
            found.map(|risk| (risk, register.currency))
        };
        let Some((risk, currency)) = find(&Supposed::default()) else {
            return Ok(None);
        };
        let then = |measure: &String| {
            let id = record::link::split(measure).1.to_owned();
            let supposed = Supposed {
                with: [id.clone()].into(),
                ..Supposed::default()
            };
            let filed = given.registers.measures.get(&id);
            let code = currency
                .as_deref()
                .and_then(|it| it.as_bytes().try_into().ok());
            Then {
                measure: measure.clone(),
                cost: filed
                    .zip(code)
                    .and_then(|(it, code)| measure_per_year(&it.own, code)),
                per_year: find(&supposed).and_then(|(risk, _)| risk.residual_per_year),
            }
        };
        let then = risk.planned.iter().take(12).map(then).collect();
        let currency = currency.unwrap_or_default();
        Ok(Some(Told {
            risk,
            currency,
            then,
        }))
    })
    .await?;
    let told = told.ok_or_else(unknown)?;
    let body = html! {
        (waiting(&now, &told.risk))
        (whole(call, now.registers(), &told, typed))
    };
    let page = Page::new(told.risk.name.clone(), "/requirements", body)
        .help("2-requirements#risk-in-numbers");
    show_as(call, status, page).await
}

/// What is said where a decision was filed by someone who may not put it in force.
fn waiting(now: &Reckoned, it: &RiskNumbers) -> Markup {
    let id = record::link::split(&it.id).1;
    let filing = now.present.state.filing("risk", id);
    let proposed = filing.is_some_and(|filing| filing.proposed.is_some());
    html! { @if proposed { p.banner { strong { "A change is proposed and waits for approval. " }
    "What stands below is in force until then. "
    a href=(link::filed(&it.id)) { "See what would change, and approve it" } } } }
}

fn whole(call: &Call, registers: &Registers, told: &Told, typed: &Typed) -> Markup {
    let (it, currency) = (&told.risk, told.currency.as_str());
    html! {
        h1 { (it.name) }
        (places(""))
        (without_money(call))
        section.sheet {
            dl.facts {
                dt { "how often" } dd { (frequency(it.frequency.as_ref())) }
                dt { "what one strike costs" } dd { (loss(it.loss.as_ref(), currency)) }
                dt { "strikes" } dd { @if it.affects.is_empty() { "nothing named" }
                    (link::several(registers, &it.affects, 12)) }
                dt { "hazard" } dd { @match &it.hazard { Some(hazard) => (named(registers, hazard)),
                    None => "none named" } }
                dt { "carried by" } dd { @match &it.owner {
                    Some(owner) => (named(registers, owner)),
                    None => (state(Mark::Bad, "nobody")) } }
                dt { "what is done" } dd { (treatment(it)) @if let Some(by) = &it.accepted_by {
                    " by " (named(registers, by)) }
                    @if let Some(until) = &it.accepted_until { " until " (until) } }
            }
            p { a href=(link::filed(&it.id)) { "The record, its history and every field" } }
        }
        (arithmetic(registers, told))
        @if !it.missing.is_empty() { section.sheet { h2 { "What is not known" }
            ul { @for what in &it.missing { li { (what) } } } } }
        (decide::form(call, registers, it, typed))
    }
}

fn arithmetic(registers: &Registers, told: &Told) -> Markup {
    let (it, currency) = (&told.risk, told.currency.as_str());
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    html! { section.sheet #arithmetic {
        h2 { "How this is counted" }
        @if let Some(frequency) = &it.frequency {
            p { "How often: " (format!("{:.4}", frequency.per_year)) " times a year by "
                (named(registers, &frequency.from)) ", " (frequency.because) "." }
        }
        @if let Some(loss) = &it.loss {
            @if loss.from == "written" {
                p { "One strike: half cost less than " (amount(loss.median, currency))
                    ", nine of ten less than " (amount(loss.p90, currency))
                    "; read as a lognormal that is " (amount(loss.mean, currency)) " on average." }
            } @else {
                p { "One strike, from how long the recovery takes (80th percentiles added \
                    up):" }
                ul { @for part in &loss.parts { li { (part.what) ": "
                    (amount(part.amount, currency)) } } }
            }
        }
        p { "A year without measures: " strong { (known(it.inherent_per_year, currency)) } ". With \
            what is in place (" (percent(it.frequency_left)) " of how often and "
            (percent(it.severity_left)) " of how dear remain): "
            strong { (known(it.residual_per_year, currency)) } "." }
        @if !it.measures.is_empty() { p { "In place: "
            (link::several(registers, &it.measures, 12)) } }
        @if !told.then.is_empty() { div.scroll { table.stack {
            thead { tr { th scope="col" { "Not in place yet" } th scope="col" { "It costs a year" }
                th scope="col" { "A year with it" }
                th scope="col" { "On the curve" } } }
            tbody { @for then in &told.then { tr {
                th scope="row" { (named(registers, &then.measure)) }
                td data-label="Its cost" { (between(then.cost, currency)) }
                td data-label="A year" { (known(then.per_year, currency)) }
                td data-label="Curve" { a href={ "/requirements/risks/curve?with="
                    (record::link::split(&then.measure).1) } { "What if it operated" } }
            } } }
        } } }
    } }
}
