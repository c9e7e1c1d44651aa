//! What the API offers, as a page: made from the OpenAPI document, so that it cannot differ.

use maud::{Markup, html};
use serde_json::Value;

use super::layout::{Width, page};

/// One route as the page shows it.
struct Row<'a> {
    verb: String,
    path: &'a str,
    about: &'a str,
    answers: String,
}

/// The page of an OpenAPI document.
pub fn api(document: &Value, who: Option<&str>) -> Markup {
    let rows = rows(document);
    let body = html! {
        h1 { "What the API offers" }
        p { "Everything under " code { "/api/v1" } " speaks JSON. A program sends its token as "
            code { "Authorization: Bearer mst_…" } ". Faults come as problem details (RFC 9457) with \
            a code, a reason and a remedy. " a href="/api/v1/openapi.json" { "The OpenAPI document" }
            " says the same to programs." }
        div.sheet { div.scroll { table {
            thead { tr { th { "Route" } th { "What for" } th { "Answers" } } }
            tbody { @for row in &rows { tr {
                td { span.verb { (row.verb) } " " code { (row.path) } }
                td { (row.about) }
                td { (row.answers) }
            } } }
        } } }
    };
    page("API", who, Width::Wide, &body)
}

fn rows(document: &Value) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
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
            rows.push(Row {
                verb: verb.to_uppercase(),
                path,
                about: route
                    .get("summary")
                    .and_then(Value::as_str)
                    .unwrap_or_default(),
                answers: answers.join(" "),
            });
        }
    }
    rows
}
