//! One risk: the arithmetic behind its figures, what is not known, what each measure would change,
//! and the form by which it is decided what is done about it.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::requirements::risk_numbers::{RiskNumbers, Supposed};
use continuity::requirements::strategy::treatment::Treatments;
use maud::{Markup, html};
use record::kinds::Registers;

use super::{decide, treated};
use super::{frequency, loss, places, treatment};
use crate::answer::{simulate, strategy};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::form::Typed;
use crate::web::frame::{Page, show_as};
use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::reckoned::{self, Reckoned};
use crate::web::requirements::strategy::{amount, asked, known, without_money};
use crate::web::requirements::words::{named, state};

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    page(&call, StatusCode::OK, &Typed::default()).await
}

/// A risk, and what can be done about it.
struct Told {
    risk: RiskNumbers,
    currency: String,
    treated: Treatments,
}

/// The page, with what was typed into its form.
pub async fn page(call: &Call, status: StatusCode, typed: &Typed) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let reference = format!("risk/{}", call.path.get("id"));
    let unknown = || Problem::unknown(&format!("`{reference}`"));
    let wanted = reference.clone();
    let told = asked(call, &now, move |given| {
        let register = simulate::risks(given, &Supposed::default());
        let found = register.risks.into_iter().find(|it| it.id == wanted);
        let treated = strategy::treated(given, &wanted);
        Ok(found.zip(treated).map(|(risk, (treated, _))| Told {
            risk,
            currency: register.currency.unwrap_or_default(),
            treated,
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
            p { @if !it.affects.is_empty() { a href={ "/requirements/impact?"
                    (it.affects.iter().map(|lost| format!("lose={}", link::escaped(lost)))
                        .collect::<Vec<String>>().join("&")) } { "What stops when it strikes" }
                    " " }
                a href=(link::filed(&it.id)) { "The record, its history and every field" } }
        }
        (treated::block(call, registers, &told.risk, &told.treated, currency))
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
                    (amount(part.amount, currency))
                    @if let Some(high) = part.high { ", nine of ten times less than "
                        (amount(high, currency)) } } } }
            }
        }
        p { "A year without measures: " strong { (known(it.inherent_per_year, currency)) } ". With \
            what is in place (" (percent(it.frequency_left)) " of how often and "
            (percent(it.severity_left)) " of how dear remain): "
            strong { (known(it.residual_per_year, currency)) } "." }
        @if !it.measures.is_empty() { p { "In place: "
            (link::several(registers, &it.measures, 12)) } }
    } }
}
