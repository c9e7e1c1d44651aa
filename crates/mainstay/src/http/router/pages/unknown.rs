//! Pages of unknown disasters.

use super::{form, page};
use crate::http::parameter::{Parameter, Sort};
use crate::http::route::Route;
use crate::web::requirements::unknown::{self, adhoc, one, scenario};

const ORDER: Parameter = Parameter::new("order", Sort::Typed, "How many losses at once.");

/// The rows.
pub const ROWS: &[Route] = &[
    Route {
        query: &[
            Parameter::new("all", Sort::Typed, "Show every story."),
            ORDER,
        ],
        ..page(
            "/requirements/unknown",
            "What may make an activity late, whatever the cause.",
            |call| Box::pin(unknown::show(call)),
        )
    },
    Route {
        query: &[ORDER],
        ..page(
            "/requirements/unknown/stories/{story}",
            "One story.",
            |call| Box::pin(one::show(call)),
        )
    },
    Route {
        query: adhoc::ASKED,
        ..page(
            "/requirements/unknown/adhoc",
            "What if something nobody listed is lost.",
            |call| Box::pin(adhoc::show(call)),
        )
    },
    form(
        "/requirements/unknown/scenario",
        "Files a scenario from what was picked.",
        |call| Box::pin(scenario::done(call)),
    ),
];
