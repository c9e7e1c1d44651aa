//! Pages of items, the map, findings and what-if.

use super::{form, page};
use crate::http::route::{Gives, Route};
use crate::web::operation::{findings, rule};
use crate::web::requirements::{impact, item, items, map};

/// The rows.
pub const ROWS: &[Route] = &[
    Route {
        query: items::ASKED,
        ..page("/items", "Every item.", |call| Box::pin(items::all(call)))
    },
    Route {
        query: items::ASKED,
        gives: &[Gives::body(200, "text/csv; charset=utf-8", "The rows.")],
        ..page("/items.csv", "The same rows as a table.", |call| {
            Box::pin(items::csv(call))
        })
    },
    Route {
        query: items::ASKED,
        ..page("/requirements/services", "The services.", |call| {
            Box::pin(items::services(call))
        })
    },
    Route {
        query: items::ASKED,
        ..page("/requirements/activities", "The activities.", |call| {
            Box::pin(items::activities(call))
        })
    },
    page("/items/{kind}/{id}", "One item.", |call| {
        Box::pin(item::show(call))
    }),
    form(
        "/items/{kind}/{id}/confirm",
        "Says that what is written of an item is still right.",
        |call| Box::pin(item::confirmed(call)),
    ),
    Route {
        query: impact::ASKED,
        ..page(
            "/requirements/impact",
            "What if something is lost?",
            |call| Box::pin(impact::page(call)),
        )
    },
    Route {
        query: map::ASKED,
        ..page("/map", "The dependency map.", |call| {
            Box::pin(map::page(call))
        })
    },
    Route {
        query: map::ASKED,
        gives: &[
            Gives::body(200, "image/svg+xml", "The drawing."),
            Gives::body(200, "text/vnd.graphviz; charset=utf-8", "For Graphviz."),
            Gives::body(200, "text/plain; charset=utf-8", "For Mermaid."),
        ],
        ..page("/map/{form}", "The map as a file.", |call| {
            Box::pin(map::file(call))
        })
    },
    Route {
        query: findings::ASKED,
        ..page("/findings", "Every finding, by code.", |call| {
            Box::pin(findings::page(call))
        })
    },
    page("/findings/{code}", "One code, with its findings.", |call| {
        Box::pin(findings::of_code(call))
    }),
    page("/findings/{code}/{kind}/{id}", "One finding.", |call| {
        Box::pin(findings::of_subject(call))
    }),
    form(
        "/findings/{code}/{kind}/{id}/waive",
        "Files the draft of a waiver.",
        |call| Box::pin(findings::waived(call)),
    ),
    page("/rules/{policy}/{rule}", "One rule, both ways.", |call| {
        Box::pin(rule::page(call))
    }),
];
