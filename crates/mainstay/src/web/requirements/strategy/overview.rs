//! Every service with its strategy: the gaps and what is open first, what was decided, what that
//! costs and avoids in all.

use axum::response::Response;
use continuity::requirements::recovery_targets::Verdict;
use continuity::requirements::strategy::overview::{StrategyOverview, StrategyRow};
use maud::{Markup, html};
use record::kinds::Registers;

use super::{amount, asked, between, known, mode, reaches, standing, without_money};
use crate::answer::strategy;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::reckoned;
use crate::web::requirements::words::{count, named, verdict};
use crate::web::when::{needed, span_or_unknown};

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let told = asked(&call, &now, |given| Ok(strategy::overview(given))).await?;
    let body = html! {
        h1 { "How we recover, and what we pay for it" }
        p.lead { "Each service beside the ways to recover it: what is decided, what is open, and \
            where a gap is carried knowingly." }
        (without_money(&call))
        (sums(&told))
        (rows(now.registers(), &told))
        nav.actions aria-label="More" {
            a.button.plain href="/requirements/measures" { "What each measure does" }
            a.button.plain href="/requirements/turns" { "Many services at once" }
            a.button.plain href="/records/options/new" { "New option" }
        }
    };
    let page = Page::new("Strategy", "/requirements", body)
        .help("2-requirements#measures-and-options")
        .export([
            ("CSV", "/requirements/strategy.csv"),
            ("JSON", "/api/v1/strategy"),
        ]);
    framed(&call, page).await
}

/// Where one service is compared.
pub fn place(id: &str, mode: &str) -> String {
    format!("/requirements/strategy/{id}?mode={mode}")
}

fn sums(told: &StrategyOverview) -> Markup {
    let currency = &told.currency;
    html! {
        section.sheet aria-labelledby="sums" {
            h2 #sums { "In all" }
            dl.facts {
                dt { "decided" }
                dd { (told.decided) " of " (count(told.of, "service", "services"))
                    " have a decision for everything that stops them" }
                dt { "gaps accepted" }
                dd { (told.gaps_accepted) }
                dt { "cost a year" }
                dd { (between(Some(told.cost_per_year), currency))
                    span.hint { "Every option taken, and what several build on, counted once." }
                    @if !told.without_cost.is_empty() { span.hint { "Without "
                        (told.without_cost.join(", ")) ": nobody says what they cost." } }
                }
                dt { "loss avoided a year" }
                dd { (known(told.avoided_per_year, currency))
                    span.hint { "Expected, of the decisions below that say it." } }
                dt { "cost for each 1 avoided" }
                dd { @match told.cost_per_avoided {
                    Some(ratio) => (format!("{ratio:.2}")),
                    None => "unknown",
                } }
            }
        }
    }
}

fn rows(registers: &Registers, told: &StrategyOverview) -> Markup {
    let told_of = |row: &&StrategyRow| {
        let late = matches!(row.today, Verdict::Misses | Verdict::Infeasible);
        late || row.options > 0 || row.choice.is_some()
    };
    let (looked_at, rest): (Vec<&StrategyRow>, Vec<&StrategyRow>) =
        told.rows.iter().partition(told_of);
    html! {
        section.sheet aria-labelledby="services" {
            h2 #services { "Service by service" }
            @if told.rows.is_empty() { p { "No service is in scope, and no option covers \
                anything." } }
            @else { (table(registers, &looked_at, &told.currency)) }
            @if !rest.is_empty() { details {
                summary { (count(rest.len(), "more", "more")) ": nothing is decided, no option is \
                    filed, and what is known is in time" }
                (table(registers, &rest, &told.currency))
            } }
        }
    }
}

fn table(registers: &Registers, rows: &[&StrategyRow], currency: &str) -> Markup {
    html! { div.scroll { table.stack {
        thead { tr { th { "What" } th { "If" } th { "Today" } th { "Decision" }
            th { "Its option" } th.num { "Cost a year" } th.num { "Avoids a year" } } }
        tbody { @for row in rows { (one(registers, row, currency)) } }
    } } }
}

fn one(registers: &Registers, row: &StrategyRow, currency: &str) -> Markup {
    html! { tr {
        th { a href=(place(&row.id, row.mode)) { (row.name) }
            br; span.quiet { (count(row.options, "option", "options")) } }
        td data-label="If" { (mode(row.mode)) }
        td data-label="Today" { (verdict(row.today)) br; span.quiet {
            "back after " (span_or_unknown(row.today_seconds))
            @if let Some(needs) = row.required_seconds { ", " (needed(needs)) }
        } }
        td data-label="Decision" { (standing(row.standing)) }
        td data-label="Its option" { @match &row.option {
            Some(option) => { (named(registers, option))
                @if let Some(it) = row.verdict { br; (reaches(it)) } },
            None => @match &row.cheapest_in_time {
                Some(best) if best != "today" => { span.quiet { "cheapest in time: " }
                    (named(registers, best)) },
                _ => span.quiet { "none" },
            },
        } }
        td.num data-label="Cost a year" { @match row.cost_per_year {
            Some(_) => (between(row.cost_per_year, currency)),
            None => span.quiet { (if row.option.is_some() { "unknown" } else { "–" }) },
        } }
        td.num data-label="Avoids a year" { @match row.avoided_per_year {
            Some(avoided) if avoided < 0.0 => { "none, " (amount(-avoided, currency)) " more" }
            Some(avoided) => { (amount(avoided, currency))
                @if let Some(ratio) = row.cost_per_avoided { br; span.quiet {
                    (format!("{ratio:.2} for each 1 avoided")) } } },
            None => span.quiet { (if row.option.is_some() { "unknown" } else { "–" }) },
        } }
    } }
}
