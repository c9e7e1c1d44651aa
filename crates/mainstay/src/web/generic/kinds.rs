//! All kinds of records, by stage, with how many there are of each and how far they have come.

use std::collections::BTreeMap;

use axum::response::Response;
use continuity::access::{Action, Object};
use maud::{Markup, html};
use record::kind::Status;
use record::kinds::{ALL, About, Registers};

use super::{HELP, label};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show};
use crate::web::reckoned;

/// How many records of a kind there are.
#[derive(Clone, Copy, Default)]
struct Count {
    used: usize,
    open: usize,
    retired: usize,
}

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let counts = counts(&now.present.state.registers);
    let mut stages: Vec<&str> = ALL.iter().map(|about| about.stage.as_str()).collect();
    stages.dedup();
    let body = html! {
        h1 { "Records" }
        p.lead { "What the organisation wrote down. All figures follow from this and from nothing else." }
        p.actions {
            @if call.may(Action::Import) { a.button href="/records/import" { "Import files" } }
            a.button.plain href="/api/v1/export/xlsx" { "All as a workbook" }
            a.button.plain href="/api/v1/export/mainstay" { "All as YAML" }
        }
        @for stage in stages {
            section.sheet {
                h2 { (label::sentence(stage)) }
                (table(&call, ALL.iter().filter(|about| about.stage.as_str() == stage), &counts))
            }
        }
    };
    show(&call, Page::new("Records", "/records", body).help(HELP)).await
}

fn counts(registers: &Registers) -> BTreeMap<&'static str, Count> {
    let mut counts: BTreeMap<&'static str, Count> = BTreeMap::new();
    registers.each_envelope(&mut |kind, _, _, _, status| {
        let count = counts.entry(kind).or_default();
        match status {
            Status::Approved => count.used += 1,
            Status::Retired => count.retired += 1,
            _ => count.open += 1,
        }
    });
    counts
}

fn table<'a>(
    call: &Call,
    kinds: impl Iterator<Item = &'a About>,
    counts: &BTreeMap<&'static str, Count>,
) -> Markup {
    let may = |about: &About| call.may_do(Action::File, Object::Kind(about.name));
    html! {
        table.stack {
            thead { tr {
                th scope="col" { "Kind" } th scope="col" { "What it is" }
                th.num scope="col" { "In force" } th.num scope="col" { "Draft or in review" }
                th.num scope="col" { "Retired" } th scope="col" { span.unseen { "New" } }
            } }
            tbody { @for about in kinds {
                @let count = counts.get(about.name).copied().unwrap_or_default();
                @let path = format!("/records/{}", about.plural);
                tr {
                    td { a href=(path) { (label::sentence(about.plural)) } }
                    td { (about.about) }
                    td.num data-label="In force" { (count.used) }
                    td.num data-label="Draft or in review" { (count.open) }
                    td.num data-label="Retired" { (count.retired) }
                    td { @if may(about) {
                        a href={ (path) "/new" } { "New" span.unseen { " " (label::inside(about.name)) } }
                    } }
                }
            } }
        }
    }
}
