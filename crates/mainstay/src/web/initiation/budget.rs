//! The budget: each line against the measures, options and arrangements that it pays, and what costs
//! money and no line pays. Only for who may see money.

use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::initiation::budget_use::{BudgetLine, Cost};
use continuity::refusal::Refusal;
use maud::{Markup, html};
use record::kinds::Registers;

use super::agree;
use crate::answer::boards;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::{link, reckoned};

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    if !call.may(Action::ReadMoney) {
        let who = "whoever sees money".to_owned();
        return Err(Refusal::not_allowed(Action::ReadMoney, Object::Whole, who).into());
    }
    let now = reckoned::of(&call).await?;
    let told = now.given(boards::budget);
    let registers = now.registers();
    let body = html! {
        h1 { "Budget" }
        p.lead { "What is set aside, what it pays, and what nobody pays." }
        @for it in registers.budgets.live() {
            (agree::banner(&call, &now.present.state, &it.reference(), "/initiation/budget"))
        }
        @if told.lines.is_empty() {
            p { "No budget in force covers today. " a href="/records/budgets/new" { "New budget" } }
        } @else {
            section.sheet aria-labelledby="lines" {
                h2 #lines { "Lines" }
                div.scroll { table.stack {
                    thead { tr { th { "For" } th.num { "Set aside" } th.num { "Spent" } th.num { "Left" } th { "Pays" } } }
                    tbody { @for line in &told.lines { (row(registers, line)) } }
                    tfoot { @for total in &told.totals { tr {
                        th { "In all, " (total.currency) }
                        td.num data-label="Set aside" { (total.amount) }
                        td.num data-label="Spent" { (total.spent) }
                        td { } td { }
                    } } }
                } }
            }
        }
        section.sheet aria-labelledby="unpaid" {
            h2 #unpaid { "Costs money, and no line pays it" }
            @if told.unpaid.is_empty() { p { "Nothing." } }
            ul { @for cost in &told.unpaid { li { (of(registers, cost)) } } }
        }
    };
    let page = Page::new("Budget", "/initiation", body).help("1-initiation#what-you-decide-here");
    framed(&call, page.export([("As JSON", "/api/v1/budget-use")])).await
}

fn row(registers: &Registers, line: &BudgetLine) -> Markup {
    html! {
        tr {
            td { (link::record(&line.budget, &line.title)) @if let Some(sort) = line.sort { " " span.quiet { (sort) } } }
            td.num data-label="Set aside" { (line.amount) }
            td.num data-label="Spent" { (line.spent.as_deref().unwrap_or("unknown")) }
            td.num data-label="Left" {
                @match &line.left { Some(left) => (left), None => "unknown" }
                @if line.overspent { br; span.bad-word { "overspent" } }
            }
            td data-label="Pays" {
                @if line.pays.is_empty() { span.quiet { "nothing named" } }
                ul.plain-list { @for cost in &line.pays { li { (of(registers, cost)) } } }
                @match line.short {
                    Some(true) => span.bad-word { "costs more than is set aside" },
                    Some(false) => span.good { "enough for a first year" },
                    None if line.pays.is_empty() => {},
                    None => span.warn { "a cost is unknown" },
                }
            }
        }
    }
}

fn of(registers: &Registers, cost: &Cost) -> Markup {
    html! {
        (link::named(registers, &cost.id))
        @if let Some(once) = &cost.once { " " (once) " once" }
        @if let Some(yearly) = &cost.per_year { " " (yearly) " a year" }
        @if cost.once.is_none() && cost.per_year.is_none() { " " span.quiet { "cost unknown" } }
    }
}
