//! The budget: each line against the measures, options and arrangements that it pays, and what
//! costs money and no line pays. Only for who may see money.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::initiation::budget_use::{BudgetLine, Cost};
use continuity::refusal::Refusal;
use continuity::state::State;
use continuity::written::Written;
use jiff::civil::Date as Day;
use maud::{Markup, html};
use record::initiation::Budget;
use record::initiation::budget::Line;
use record::kind::{Envelope, Filed, Status, read_alone};
use record::kinds::{Record, Registers};
use record::node::Node;
use record::value::{Date, Money};

use super::agree;
use crate::answer::boards;
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::{link, reckoned};

/// What was typed about a line.
#[derive(Default)]
struct Typed {
    title: String,
    amount: String,
    faults: Faults,
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    page(&call, StatusCode::OK, &Typed::default()).await
}

async fn page(call: &Call, status: StatusCode, typed: &Typed) -> Result<Response, Problem> {
    if !call.may(Action::ReadMoney) {
        let who = "whoever sees money".to_owned();
        return Err(Refusal::not_allowed(Action::ReadMoney, Object::Whole, who).into());
    }
    let now = reckoned::of(call).await?;
    let told = now.given(boards::budget);
    let registers = now.registers();
    let body = html! {
        h1 { "Budget" }
        (typed.faults.summary())
        p.lead { "What is set aside, what it pays, and what nobody pays." }
        @for it in registers.budgets.live() {
            (agree::banner(call, &now.present.state, &it.reference(), "/initiation/budget"))
        }
        @if told.lines.is_empty() {
            p { "No budget in force covers today. " a href="/records/budgets/new" { "New budget" } }
        } @else {
            section.sheet aria-labelledby="lines" {
                h2 #lines { "Lines" }
                div.scroll { table.stack {
                    thead { tr { th { "For" } th.num { "Set aside" } th.num { "Spent" }
                        th.num { "Left" } th { "Pays" } } }
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
        @if call.may_do(Action::File, Object::Kind("budget")) { (line(typed)) }
        section.sheet aria-labelledby="unpaid" {
            h2 #unpaid { "Costs money, and no line pays it" }
            @if told.unpaid.is_empty() { p { "Nothing." } }
            ul { @for cost in &told.unpaid { li { (of(registers, cost)) } } }
        }
    };
    let page = Page::new("Budget", "/initiation", body).help("1-initiation#what-you-decide-here");
    show_as(
        call,
        status,
        page.export([("As JSON", "/api/v1/budget-use")]),
    )
    .await
}

fn row(registers: &Registers, line: &BudgetLine) -> Markup {
    html! {
        tr {
            td { (link::record(&line.budget, &line.title))
                @if let Some(sort) = line.sort { " " span.quiet { (sort) } } }
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

/// The form of a new line.
fn line(typed: &Typed) -> Markup {
    html! {
        section.sheet aria-labelledby="add" {
            h2 #add { "Add a line to this year's budget" }
            form method="post" action="/initiation/budget" {
                (form::request())
                div.row {
                    (form::field(Ask::new("title", "For what", ""), &typed.title, &typed.faults))
                    (form::field(Ask::new("amount", "How much", "As 5000 EUR."), &typed.amount,
                        &typed.faults))
                }
                p.actions { button type="submit" { "Add the line" } }
            }
        }
    }
}

/// Adds a line to the budget that covers today; a budget of the year where there is none.
pub async fn added(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let mut typed = Typed {
        title: fields.text("title").trim().to_owned(),
        amount: fields.text("amount").trim().to_owned(),
        faults: Faults::default(),
    };
    if typed.title.is_empty() {
        typed.faults.add("title", "say what it is for");
    }
    let amount = read_alone::<Money>(&Node::text(typed.amount.as_str()));
    let Some(amount) = amount.ok().filter(|_| typed.faults.is_empty()) else {
        if read_alone::<Money>(&Node::text(typed.amount.as_str())).is_err() {
            typed
                .faults
                .add("amount", "write an amount with its currency: 5000 EUR");
        }
        return page(&call, StatusCode::UNPROCESSABLE_ENTITY, &typed).await;
    };
    let state = &call.doors.ledger.present().state;
    let today = call.now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let known = of_day(state, today);
    let expected = known.as_ref().and_then(|it| state.filing("budget", &it.id));
    let expected = expected.map(|filing| filing.revision);
    let mut budget = known.unwrap_or_else(|| of_year(state, today));
    budget.own.lines.push(Line {
        title: typed.title,
        amount,
        spent: None,
        sort: None,
        pays: Vec::new(),
    });
    if budget.status() != Status::Draft {
        budget.envelope.status = Some(Status::Approved);
    }
    let written = Written::made(Record::Budget(budget));
    let command = match expected {
        Some(_) => Command::Amend { written, expected },
        None => Command::File { written },
    };
    let receipt = order::execute(&call, command).await?;
    Ok(form::away("/initiation/budget", &receipt))
}

/// The latest content of the budget that covers a day.
fn of_day(state: &State, today: Day) -> Option<Filed<Budget>> {
    let covers = |it: &&Filed<Budget>| {
        let begun = it.own.from.is_none_or(|from| from.0 <= today);
        begun && it.own.to.is_none_or(|to| to.0 >= today)
    };
    let id = state.registers.budgets.live().find(covers)?.id.to_string();
    match state.latest("budget", &id) {
        Some(Record::Budget(budget)) => Some(budget),
        _ => None,
    }
}

fn of_year(state: &State, today: Day) -> Filed<Budget> {
    let year = today.year();
    let mut id = format!("year-{year}");
    while state.filing("budget", &id).is_some() {
        id.push_str("-b");
    }
    let mut envelope = Envelope::empty();
    envelope.name = Some(format!("Continuity budget {year}"));
    envelope.status = Some(Status::Draft);
    let own = Budget {
        from: Day::new(year, 1, 1).ok().map(Date),
        to: Day::new(year, 12, 31).ok().map(Date),
        holder: None,
        lines: Vec::new(),
    };
    Filed::made(&id, envelope, own)
}
