//! Pages that belong to the frame: search, changes, handbook, account.

use continuity::access::Action;

use super::{PAGE_OR_AWAY, page};
use crate::http::page_api;
use crate::http::route::{Gives, Needs, On, Route};
use crate::http::shape;
use crate::web::{changes, handbook, search};

/// The rows.
pub const ROWS: &[Route] = &[
    Route {
        query: search::ASKED,
        ..page("/search", "Search.", |call| Box::pin(search::page(call)))
    },
    Route {
        query: search::ASKED,
        gives: &[Gives::json(200, &shape::ANY, "What was found.")],
        ..page("/search.json", "Search, for scripts of pages.", |call| {
            Box::pin(search::json(call))
        })
    },
    Route {
        query: changes::ASKED,
        ..page("/changes", "What changed.", |call| {
            Box::pin(changes::page(call))
        })
    },
    Route {
        query: changes::ASKED,
        needs: Needs::May(Action::ReadLog, On::Journal),
        ..page("/log", "The journal as sentences.", |call| {
            Box::pin(changes::log(call))
        })
    },
    page("/help", "The handbook.", |call| {
        Box::pin(handbook::contents(call))
    }),
    page("/help/{page}", "A page of the handbook.", |call| {
        Box::pin(handbook::page(call))
    }),
    Route {
        needs: Needs::SignedIn,
        gives: PAGE_OR_AWAY,
        ..page("/account", "One's own account.", |call| {
            Box::pin(page_api::account(call))
        })
    },
];
