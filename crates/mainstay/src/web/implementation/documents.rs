//! Every document that is made from the records, with a link for each format. The documents
//! themselves are answers; this page only names them.

use axum::response::Response;
use continuity::access::Action;
use maud::{Markup, html};
use record::kind::{Filed, RecordKind};
use record::register::Register;

use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, asked, show as framed};
use crate::web::link::{self, escaped};
use crate::web::reckoned;

/// The formats of a document, for people: word and ending.
const FORMS: [(&str, &str); 5] = [
    ("PDF", "pdf"),
    ("HTML", "html"),
    ("Word", "docx"),
    ("Excel", "xlsx"),
    ("Markdown", "md"),
];

/// The documents about the whole: word, name, what it is for.
const WHOLE: [(&str, &str, &str); 7] = [
    (
        "charter",
        "Charter",
        "All that is agreed: policies, scope, roles, steering, programme.",
    ),
    (
        "bia-report",
        "Impact analysis",
        "How harm was judged, what cannot wait, each activity.",
    ),
    (
        "risk-register",
        "Risk register",
        "Each risk in numbers, what a year may cost, who carries it.",
    ),
    (
        "strategy-paper",
        "Strategy paper",
        "How each service comes back: decided, open, what it costs.",
    ),
    (
        "management-review",
        "Management review",
        "The pack for the yearly look at it all.",
    ),
    (
        "call-list",
        "Call list",
        "Who decides, who is called, where teams meet.",
    ),
    ("contact-card", "Contact card", "The same for a wallet."),
];

/// Links to a document in each format: word and address.
pub fn forms(word: &str, of: Option<&str>) -> Vec<(&'static str, String)> {
    let of = of.map_or(String::new(), |of| format!("&of={}", escaped(of)));
    let address = |ending: &str| format!("/api/v1/documents/{word}?format={ending}{of}");
    FORMS
        .iter()
        .map(|(name, ending)| (*name, address(ending)))
        .collect()
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let registers = &now.present.state.registers;
    let past = asked(&call, "as-of");
    let past = past.as_deref();
    let body = html! {
        h1 { "Documents" }
        p.lead { "Made from the records as they are now, or as they were at an entry. Each says \
            its revision, until when it holds and the digest of its content; the code on it leads to \
            the live page." }
        @if !call.may(Action::Export) {
            p.banner { "You may read the records here, but not take them away as files." }
        }
        @if cfg!(not(feature = "pdf")) {
            p.banner { "This program was built without PDF: take HTML and print it." }
        }
        section.sheet { h2 { "About the whole" }
            div.scroll { table {
                thead { tr { th { "Document" } th { "What for" } th { "Take it as" } } }
                tbody { @for (word, name, what) in WHOLE { tr {
                    td { (name) } td { (what) } td { (links(word, None, past)) }
                } } }
            } }
        }
        (each("Recovery plans", "plan-book", &registers.plans, past))
        (each("Role cards for three in the morning", "role-card", &registers.roles, past))
        (each("Policies", "policy", &registers.policies, past))
    };
    let page = Page::new("Documents", "/implementation", body).help("3-implementation#documents");
    framed(&call, page).await
}

/// A document for each record of a kind that is in use.
fn each<K: RecordKind>(
    title: &str,
    word: &str,
    register: &Register<K>,
    past: Option<&str>,
) -> Markup {
    let all: Vec<&Filed<K>> = register.live().collect();
    html! { section.sheet { h2 { (title) }
        @if all.is_empty() { p { "None is on record." } } @else { div.scroll { table {
            thead { tr { th { "About" } th { "Standing" } th { "Take it as" } } }
            tbody { @for it in all { tr {
                @let reference = it.reference();
                td { (link::record(&reference, it.title())) }
                td { (it.status().as_str()) }
                td { (links(word, Some(&reference), past)) }
            } } }
        } } }
    } }
}

fn links(word: &str, of: Option<&str>, past: Option<&str>) -> Markup {
    let past = past.map_or(String::new(), |past| format!("&as-of={}", escaped(past)));
    html! { @for (at, (name, address)) in forms(word, of).into_iter().enumerate() {
        @if at > 0 { " · " }
        a href={ (address) (past) } { (name) }
    } }
}
