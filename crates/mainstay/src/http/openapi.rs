//! The OpenAPI 3.1 document, made from the table of routes and the kinds of records: what is not
//! in them is not in it, and the other way round.

use std::collections::BTreeMap;

use continuity::access::Function;
use exchange::import::FORMATS;
use record::kinds::{ALL, About};
use serde_json::{Map, Value, json};

use super::export_api;
use super::parameter::Parameter;
use super::problem;
use super::route::{Gives, Header, Needs, Route, Takes};
use super::shape::{self, Shape};

/// Chapters of routes.
type Chapters = [(&'static str, &'static [Route])];

/// The document of some chapters of routes.
pub fn document(chapters: &Chapters) -> Value {
    let mut shapes: BTreeMap<&str, Value> = BTreeMap::new();
    for shape in shape::BESIDE {
        shapes.insert(shape.name, (shape.schema)());
    }
    let mut paths: Map<String, Value> = Map::new();
    let rows = chapters
        .iter()
        .flat_map(|(chapter, routes)| routes.iter().map(move |route| (*chapter, route)))
        // Pages are for people; what is described here is for programs.
        .filter(|(_, route)| route.path.starts_with("/api/"));
    for (chapter, route) in rows {
        for shape in shapes_of(route) {
            shapes.insert(shape.name, (shape.schema)());
        }
        for (path, about) in paths_of(route) {
            let place = paths.entry(path).or_insert_with(|| json!({}));
            place[route.method.as_str().to_lowercase()] = operation(chapter, route, about);
        }
    }
    for about in ALL {
        let schema = exchange::write::schema::kind(about);
        shapes.insert(about.name, shape::value(&schema));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Mainstay",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "IT service continuity: what is known, and every answer to it.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }, { "session": [] }],
        "tags": chapters.iter().map(|(name, _)| json!({ "name": name })).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": shapes,
            "responses": problems(),
            "headers": { "ETag": { "description": "What `If-Match` takes.", "schema": { "type": "string" } } },
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "cookie", "name": "__Host-mainstay" },
            },
        },
    })
}

/// The paths of a route: one for each kind where it is for all kinds.
fn paths_of(route: &Route) -> Vec<(String, Option<&'static About>)> {
    if !route.path.contains("{plural}") {
        return vec![(route.path.to_string(), None)];
    }
    let path = |about: &'static About| (route.path.replace("{plural}", about.plural), Some(about));
    ALL.iter().map(path).collect()
}

fn shapes_of(route: &Route) -> Vec<&'static Shape> {
    let sent = match route.takes {
        Takes::Json(shape) | Takes::MaybeJson(shape) => Some(shape),
        _ => None,
    };
    let given = route.gives.iter().filter_map(|gives| gives.shape);
    sent.into_iter().chain(given).collect()
}

fn operation(chapter: &str, route: &Route, about: Option<&About>) -> Value {
    let mut name = route.name();
    if let Some(about) = about {
        name = name.replacen("plural", about.plural, 1);
    }
    let mut operation = json!({
        "operationId": name,
        "summary": route.says,
        "tags": [chapter],
        "x-route": route.path,
        "parameters": parameters(route),
        "responses": responses(route),
    });
    if let Some(body) = body(route, about) {
        operation["requestBody"] = body;
    }
    match route.needs {
        Needs::Nothing => operation["security"] = json!([]),
        Needs::SignedIn => operation["x-needs"] = json!({ "signed-in": true }),
        Needs::May(action, on) => {
            operation["x-needs"] = json!({ "action": action.as_str(), "object": on.as_str() });
        }
    }
    operation
}

fn parameters(route: &Route) -> Vec<Value> {
    let path = route
        .path_names()
        .filter(|name| *name != "plural")
        .map(|name| {
            json!({
                "name": name,
                "in": "path",
                "required": true,
                "schema": in_path(route, name),
            })
        });
    let query = route.query.iter().map(Parameter::described);
    let headers = route.headers.iter().map(|header| {
        let (name, says, required) = header.described();
        json!({
            "name": name,
            "in": "header",
            "description": says,
            "required": required,
            "schema": { "type": "string", "maxLength": 200 },
        })
    });
    path.chain(query).chain(headers).collect()
}

/// What may stand in a path.
fn in_path(route: &Route, name: &str) -> Value {
    let imports = FORMATS.iter().map(|(word, _)| *word);
    let functions = Function::ALL.iter().map(|function| function.as_str());
    match name {
        "format" if route.path.starts_with("/api/v1/import/") => {
            json!({ "type": "string", "enum": imports.collect::<Vec<_>>() })
        }
        "format" => json!({ "type": "string", "enum": export_api::FORMATS }),
        "function" => json!({ "type": "string", "enum": functions.collect::<Vec<_>>() }),
        "digest" => json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
        "id" if route.path.contains("{plural}") => {
            json!({ "type": "string", "pattern": "^[a-z0-9._-]+$", "maxLength": 200 })
        }
        "code" => json!({ "type": "string", "maxLength": 200, "examples": ["no-deputy"] }),
        _ => json!({ "type": "string", "minLength": 1, "maxLength": 200 }),
    }
}

impl Header {
    /// Its name, what it means, and whether it must be there.
    pub fn described(self) -> (&'static str, &'static str, bool) {
        match self {
            Header::IfMatch => ("If-Match", "The revision that you saw, or `*`.", true),
            Header::IfMatchHead => (
                "If-Match",
                "The head of the journal on which you saw the change: nothing is written if it \
                 has moved.",
                false,
            ),
            Header::IfNoneMatch => ("If-None-Match", "What you have already.", false),
            Header::IdempotencyKey => (
                "Idempotency-Key",
                "Your own id of the request: sent again, it is answered and not done again.",
                false,
            ),
            Header::LastEventId => ("Last-Event-ID", "The last event that you have.", false),
        }
    }
}

fn body(route: &Route, about: Option<&About>) -> Option<Value> {
    let schema = |shape: &Shape| match about {
        Some(about) if shape.name == shape::RECORD.name => shape::reference(about.name),
        _ => shape::reference(shape.name),
    };
    let json_of = |shape: &Shape, required: bool| {
        json!({
            "required": required,
            "content": { "application/json": { "schema": schema(shape) } },
        })
    };
    Some(match route.takes {
        Takes::Nothing => return None,
        Takes::Json(shape) => json_of(shape, true),
        Takes::MaybeJson(shape) => json_of(shape, false),
        Takes::Files => json!({
            "required": true,
            "content": {
                "multipart/form-data": { "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": { "file": {
                        "type": "array",
                        "minItems": 1,
                        "items": { "type": "string", "format": "binary" },
                    } },
                } },
                "application/json": { "schema": shape::reference(shape::FILES.name) },
            },
        }),
        Takes::Bytes => json!({
            "required": true,
            "content": { "application/octet-stream": {
                "schema": { "type": "string", "format": "binary" },
            } },
        }),
        Takes::Fields => {
            let any = json!({ "type": "object", "additionalProperties": { "type": "string" } });
            json!({
                "required": true,
                "content": {
                    "application/x-www-form-urlencoded": { "schema": any },
                    "multipart/form-data": { "schema": any },
                },
            })
        }
        Takes::Form(fields) => {
            let properties = fields
                .iter()
                .map(|field| (field.name.to_string(), field.sort.schema()));
            let properties: Map<String, Value> = properties.collect();
            json!({
                "required": true,
                "content": { "application/x-www-form-urlencoded": { "schema": {
                    "type": "object", "properties": properties, "additionalProperties": false,
                } } },
            })
        }
    })
}

fn responses(route: &Route) -> Value {
    let mut all: Map<String, Value> = Map::new();
    for gives in route.gives {
        let status = gives.status.to_string();
        let place = all
            .entry(status)
            .or_insert_with(|| json!({ "description": gives.says }));
        if !gives.media.is_empty() {
            place["content"][gives.media] = content(gives);
        }
    }
    for status in route.problems() {
        let name = format!("problem-{status}");
        all.insert(
            status.to_string(),
            json!({ "$ref": format!("#/components/responses/{name}") }),
        );
    }
    Value::Object(all)
}

fn content(gives: &Gives) -> Value {
    match gives.shape {
        Some(shape) => json!({ "schema": shape::reference(shape.name) }),
        None => json!({}),
    }
}

/// Every problem that a route may answer with, by status.
const PROBLEMS: &[(u16, &str)] = &[
    (400, "It is no request that can be understood."),
    (401, "Someone must sign in first."),
    (403, "The caller may not."),
    (
        404,
        "Nothing answers to the name, as far as the caller may know.",
    ),
    (408, "What was sent came too slowly."),
    (
        409,
        "It stands in the way of what is there, or a rule forbids it.",
    ),
    (410, "Its bytes were erased."),
    (412, "It was changed meanwhile."),
    (413, "What was sent is too large."),
    (
        415,
        "What was sent is of a media type that is not taken here.",
    ),
    (422, "What was sent cannot be understood."),
    (428, "`If-Match` is missing."),
    (429, "Too often."),
    (503, "Busy, or the database is away. Reading goes on."),
    (507, "The journal or the disk is full. Reading goes on."),
];

fn problems() -> Value {
    let all = PROBLEMS.iter().map(|(status, says)| {
        let content = json!({ problem::MEDIA: {
            "schema": shape::reference(shape::PROBLEM.name),
        } });
        let response = json!({ "description": says, "content": content });
        (format!("problem-{status}"), response)
    });
    Value::Object(all.collect())
}
