//! The arithmetic of readiness: from all services to those that count, every service listed with
//! what takes it out.

use axum::response::Response;
use continuity::operation::readiness::Standing;
use continuity::requirements::recovery_targets::Verdict;
use maud::{Markup, html};

use super::filter::Filter;
use super::worst;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, asked, show as frame};
use crate::web::{reckoned, when};

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let zone = when::zone(&now.present.state.registers);
    let filter = Filter::of(&call);
    let of = asked(&call, "of").unwrap_or_default();
    let all: Vec<&Standing> = now
        .readiness
        .services
        .iter()
        .filter(|it| filter.takes(it))
        .collect();
    let shown: Vec<&Standing> = match of.as_str() {
        "calculated" => all
            .iter()
            .filter(|it| it.calculated == Verdict::Meets)
            .copied()
            .collect(),
        "shown" => all.iter().filter(|it| it.is_shown).copied().collect(),
        _ => all.clone(),
    };
    let in_force = now.present.state.registers.services.approved().count();
    let body = html! {
        h1 { "The arithmetic of readiness" }
        @if !filter.is_empty() { p { "Of " (filter.words()) ". " a href="/readiness" { "All" } } }
        (filter.form(&now.readiness))
        (arithmetic(&all, in_force, filter.is_empty(), &filter.query("&")))
        section aria-labelledby="list" {
            h2 #list { (title(&of)) ": " (shown.len()) }
            @if shown.is_empty() { p { "None." } } @else { (worst::table(&shown, &now, &zone)) }
        }
    };
    let page = Page::new("The arithmetic of readiness", "/", body)
        .help("4-operation#readiness")
        .export([("JSON", "/api/v1/readiness")]);
    frame(&call, page).await
}

fn title(of: &str) -> &'static str {
    match of {
        "calculated" => "Back in time by calculation",
        "shown" => "Shown by a run",
        _ => "Required",
    }
}

/// Each figure as a sum whose parts are counted.
fn arithmetic(all: &[&Standing], in_force: usize, whole: bool, query: &str) -> Markup {
    let count = |of: &dyn Fn(&Standing) -> bool| all.iter().filter(|it| of(it)).count();
    let late = count(&|it| matches!(it.calculated, Verdict::Misses | Verdict::Infeasible));
    let unknown = count(&|it| it.calculated == Verdict::Unknown);
    let calculated = count(&|it| it.calculated == Verdict::Meets);
    let shown = count(&|it| it.is_shown);
    let never = count(&|it| it.evidence.shown.is_none());
    let lapsed = all.len() - shown - never;
    html! {
        section.sheet {
            table.sum {
                tbody {
                    @if whole {
                        tr { td { "Services in force" } td.num { (in_force) } }
                        tr { td { "less those of which nothing asks that they be back by some time" }
                            td.num { "− " (in_force - all.len()) } }
                    }
                    tr { th scope="row" { a href={ "/readiness?of=required" (query) } { "Required" } } th.num { (all.len()) } }
                    tr { td { "less those that would be late by calculation" } td.num { "− " (late) } }
                    tr { td { "less those whose time nobody can say" } td.num { "− " (unknown) } }
                    tr { th scope="row" { a href={ "/readiness?of=calculated" (query) } { "Back in time by calculation" } } th.num { (calculated) } }
                    tr { td { "Required" } td.num { (all.len()) } }
                    tr { td { "less those of which no run has shown anything" } td.num { "− " (never) } }
                    tr { td { "less those whose run was late, is too old, or showed less than a tested time" } td.num { "− " (lapsed) } }
                    tr { th scope="row" { a href={ "/readiness?of=shown" (query) } { "Shown by a run" } } th.num { (shown) } }
                }
            }
        }
    }
}
