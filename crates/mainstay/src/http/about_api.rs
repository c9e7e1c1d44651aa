//! What the API says of itself: its description and the kinds of records it knows.

use std::sync::OnceLock;

use axum::response::Response;
use record::kinds::{ALL, About};
use record::node::Node;

use super::call::Call;
use super::problem::Problem;
use super::{openapi, reply, router};

/// The OpenAPI document of all routes.
pub async fn description(_: Call) -> Result<Response, Problem> {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| {
        let document = openapi::document(router::CHAPTERS);
        format!("{document:#}\n")
    });
    Ok(reply::json_bytes(text.as_str()))
}

/// The kinds of records, with their fields.
pub async fn kinds(_: Call) -> Result<Response, Problem> {
    let kind = |about: &About| {
        let fields = (about.fields)();
        let fields = fields.iter().map(|field| {
            Node::map([
                ("key", Node::text(field.key.as_str())),
                ("says", Node::text(field.help)),
                ("required", Node::bare(field.required)),
                ("schema", field.schema.clone()),
            ])
        });
        Node::map([
            ("kind", Node::text(about.name)),
            ("plural", Node::text(about.plural)),
            ("stage", Node::text(about.stage.as_str())),
            ("says", Node::text(about.about)),
            ("fields", Node::list(fields)),
        ])
    };
    let items = Node::list(ALL.iter().map(kind));
    Ok(reply::node(&Node::map([("items", items)])))
}
