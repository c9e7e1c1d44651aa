//! The home page: how ready we are, in three words that are never mixed, the worst first with why
//! and what to do next, and what is due. Every number leads to its arithmetic.

mod accepted;
mod ahead;
mod due;
mod filter;
mod orphans;
mod upkeep;
mod warnings;
mod worst;

pub mod confirm;
pub mod margin;
pub mod sum;
pub mod trend;

use axum::response::Response;
use continuity::operation::readiness::Readiness;
use maud::{Markup, html};

use self::filter::Filter;
use super::frame::{Page, show};
use super::{reckoned, when};
use crate::http::call::Call;
use crate::http::problem::Problem;

/// How many services stand on the page itself; the arithmetic shows all.
const SHOWN: usize = 10;

/// The page.
pub async fn show_home(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let registers = &now.present.state.registers;
    let zone = when::zone(registers);
    let filter = Filter::of(&call);
    let standing: Vec<_> = now
        .readiness
        .services
        .iter()
        .filter(|it| filter.takes(it))
        .collect();
    let open = standing.iter().filter(|it| !it.is_shown);
    let open: Vec<_> = open.copied().collect();
    let margin = margin::part(&call).await?;
    let coming = warnings::strip(&call, &now, &zone).await?;
    let body = html! {
        h1 { "Readiness" }
        (margin)
        (sentence(&now.readiness, &filter, &standing))
        @if now.readiness.required == 0 { (beginning(registers.services.is_empty())) } @else {
            section aria-labelledby="worst" {
                h2 #worst { "The worst first" }
                (filter.form(&now.readiness))
                @if open.is_empty() {
                    p { span.good { "Every one of them was shown to be back in time." } }
                } @else {
                    (worst::table(&open[..open.len().min(SHOWN)], &now, &zone))
                    @if open.len() > SHOWN {
                        p { a href={ "/readiness" (filter.query("?")) } { "All " (open.len()) " that were not shown yet" } }
                    }
                }
            }
        }
        (coming)
        div.columns {
            (accepted::sheet(&now, &zone))
            (due::sheet(&call, &now, &zone))
            (ahead::sheet(&call, &now).await?)
            (orphans::sheet(&now))
            (upkeep::sheet(&call))
            (trend::sheet(&call).await)
        }
    };
    show(
        &call,
        Page::new("Home", "/", body)
            .help("4-operation#readiness")
            .script("margin"),
    )
    .await
}

/// The sentence. With a filter it speaks of what the filter takes, and says so.
fn sentence(
    readiness: &Readiness,
    filter: &Filter,
    standing: &[&continuity::operation::readiness::Standing],
) -> Markup {
    use continuity::requirements::recovery_targets::Verdict;
    let (required, calculated, shown) = match filter.is_empty() {
        true => (readiness.required, readiness.calculated, readiness.shown),
        false => (
            standing.len(),
            standing
                .iter()
                .filter(|it| it.calculated == Verdict::Meets)
                .count(),
            standing.iter().filter(|it| it.is_shown).count(),
        ),
    };
    let query = filter.query("&");
    html! {
        p.lead.readiness {
            "Required of " a href={ "/readiness?of=required" (query) } { (required) } ". "
            "By calculation " a href={ "/readiness?of=calculated" (query) } { (calculated) } " would be back in time. "
            "Shown by a run: " a href={ "/readiness?of=shown" (query) } { (shown) } "."
        }
        @if !filter.is_empty() { p.quiet { "Of " (filter.words()) ". " a href="/" { "All" } } }
    }
}

/// What stands here before anything is required.
fn beginning(empty: bool) -> Markup {
    html! {
        section.sheet {
            @if empty {
                p { "No service is known yet. Begin with what is intolerable and when, or bring in a list." }
            } @else {
                p { "No service in force must be back by some time yet. A target comes from its own record, or from an activity that needs it." }
            }
            div.actions {
                a.button href="/initiation" { "Begin" }
                a.button.plain href="/records/services" { "Services" }
                a.button.plain href="/records/activities" { "Activities" }
            }
        }
    }
}
