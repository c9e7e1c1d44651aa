//! What the API offers, as a page: made from the OpenAPI document, so that it cannot differ.

use maud::{Markup, html};
use record::kinds::ALL;
use serde_json::Value;

use super::layout::{Width, page};

/// One route as the page shows it.
#[derive(Debug, PartialEq, Eq)]
struct Row<'a> {
    chapter: &'a str,
    verb: String,
    path: String,
    about: &'a str,
    answers: String,
}

/// The page of an OpenAPI document.
pub fn api(document: &Value, who: Option<&str>) -> Markup {
    let rows = rows(document);
    let kinds = ALL
        .iter()
        .map(|about| about.plural)
        .collect::<Vec<_>>()
        .join(", ");
    let body = html! {
        h1 { "What the API offers" }
        p { "Everything under " code { "/api/v1" } " speaks JSON. A program sends its token as "
            code { "Authorization: Bearer mst_…" } ". Faults come as problem details (RFC 9457) with \
            a code, a reason and a remedy. " a href="/api/v1/openapi.json" { "The OpenAPI document" }
            " says the same to programs, with every shape." }
        @for chapter in rows.chunk_by(|one, other| one.chapter == other.chapter) {
            section.sheet {
                h2 { (chapter[0].chapter) }
                div.scroll tabindex="0" { table {
                    thead { tr { th { "Route" } th { "What for" } th { "Answers" } } }
                    tbody { @for row in chapter { tr {
                        td { span.verb { (row.verb) } " " code { (row.path) } }
                        td { (row.about) }
                        td { (row.answers) }
                    } } }
                } }
            }
        }
        p.quiet { code { "{plural}" } " is one of " (kinds) "." }
    };
    page("API", who, Width::Wide, &body)
}

/// The routes in the document's order, those of all kinds once.
fn rows(document: &Value) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        return rows;
    };
    for (path, verbs) in paths {
        let Some(verbs) = verbs.as_object() else {
            continue;
        };
        for (verb, route) in verbs {
            let Some(answers) = route.get("responses").and_then(Value::as_object) else {
                continue;
            };
            let answers: Vec<&str> = answers.keys().map(String::as_str).collect();
            let row = Row {
                chapter: route["tags"][0].as_str().unwrap_or_default(),
                verb: verb.to_uppercase(),
                path: general(path),
                about: route["summary"].as_str().unwrap_or_default(),
                answers: answers.join(" "),
            };
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    // The chapters stay in their order: the sort is stable.
    let order: Vec<&str> = rows.iter().map(|row| row.chapter).collect();
    rows.sort_by_key(|row| order.iter().position(|chapter| *chapter == row.chapter));
    rows
}

/// A path with `{plural}` in place of a kind's own word.
fn general(path: &str) -> String {
    let own = |part: &str| ALL.iter().any(|about| about.plural == part);
    let parts = path
        .split('/')
        .enumerate()
        .map(|(at, part)| match at == 3 && own(part) {
            true => "{plural}",
            false => part,
        });
    parts.collect::<Vec<_>>().join("/")
}
