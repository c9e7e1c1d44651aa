//! Pages of records of every kind.

use super::{form, page};
use crate::http::route::Route;
use crate::web::generic::{edit, grid, history, import, kinds, list, show, step};

/// The rows.
pub const ROWS: &[Route] = &[
    page("/records", "All kinds of records.", |call| {
        Box::pin(kinds::page(call))
    }),
    Route {
        query: import::ASKED,
        ..page("/records/import", "Import of files.", |call| {
            Box::pin(import::page(call))
        })
    },
    form(
        "/records/import",
        "Shows what files would change, or writes what was shown.",
        |call| Box::pin(import::taken(call)),
    ),
    Route {
        query: list::ASKED,
        ..page("/records/{plural}", "The records of a kind.", |call| {
            Box::pin(list::page(call))
        })
    },
    Route {
        query: edit::ASKED,
        ..page("/records/{plural}/new", "A new record.", |call| {
            Box::pin(edit::new(call))
        })
    },
    form("/records/{plural}/new", "Files a record.", |call| {
        Box::pin(edit::filed(call))
    }),
    Route {
        query: grid::ASKED,
        ..page(
            "/records/{plural}/grid",
            "The records of a kind as a table.",
            |call| Box::pin(grid::page(call)),
        )
    },
    form(
        "/records/{plural}/grid",
        "Shows what cells would change, or saves what was shown.",
        |call| Box::pin(grid::taken(call)),
    ),
    Route {
        query: show::ASKED,
        ..page("/records/{plural}/{id}", "A record.", |call| {
            Box::pin(show::page(call))
        })
    },
    Route {
        query: edit::ASKED,
        ..page("/records/{plural}/{id}/edit", "A record's form.", |call| {
            Box::pin(edit::edit(call))
        })
    },
    form("/records/{plural}/{id}/edit", "Changes a record.", |call| {
        Box::pin(edit::amended(call))
    }),
    form(
        "/records/{plural}/{id}/step",
        "A step in the life of a record.",
        |call| Box::pin(step::taken(call)),
    ),
    form(
        "/records/{plural}/{id}/undo",
        "Goes back to an earlier revision.",
        |call| Box::pin(step::undone(call)),
    ),
    Route {
        query: history::ASKED,
        ..page(
            "/records/{plural}/{id}/history",
            "What happened to a record.",
            |call| Box::pin(history::page(call)),
        )
    },
    Route {
        query: history::COMPARED,
        ..page(
            "/records/{plural}/{id}/compare",
            "Two revisions beside each other.",
            |call| Box::pin(history::compare(call)),
        )
    },
];
