//! The routes of the answers of Initiation.

use continuity::access::Action::Read;

use crate::http::board_api as boards;
use crate::http::call::Call;
use crate::http::route::Needs::May;
use crate::http::route::On::Whole;
use crate::http::route::{Gives, Reply, Route};
use crate::http::shape::initiation as shape;

const fn answer(path: &'static str, says: &'static str, does: fn(Call) -> Reply) -> Route {
    Route {
        query: boards::BOARD,
        ..Route::get(path, says, May(Read, Whole), does)
    }
}

/// The rows.
pub const ANSWERS: &[Route] = &[
    Route {
        gives: &[Gives::json(
            200,
            &shape::PROGRAMME_STATUS,
            "Every sub-stage.",
        )],
        ..answer(
            "/api/v1/programme-status",
            "How far the programme has come, sub-stage by sub-stage, with what each is done by.",
            |call| Box::pin(boards::programme_status(call)),
        )
    },
    Route {
        query: boards::WHO,
        gives: &[Gives::json(200, &shape::WHO, "Every function.")],
        ..answer(
            "/api/v1/who",
            "Who holds each function at an instant, and each deputy with the minute at which it passes on.",
            |call| Box::pin(boards::who(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::SCOPE_BOARD, "The board.")],
        ..answer(
            "/api/v1/scope-board",
            "Everything known: in scope, out or undecided, and why.",
            |call| Box::pin(boards::scope(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::ROLE_BOARD, "The board.")],
        ..answer(
            "/api/v1/role-board",
            "Every role: who holds it, what it may, and at how many hours of the quarter someone is there.",
            |call| Box::pin(boards::roles(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::PROGRAMME_PLAN, "The plan.")],
        ..answer(
            "/api/v1/programme-plan",
            "What the programme delivers, and how far each deliverable has slipped.",
            |call| Box::pin(boards::programme(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::BUDGET_USE, "The lines.")],
        ..answer(
            "/api/v1/budget-use",
            "Budget lines against what they pay, and what no line pays.",
            |call| Box::pin(boards::budget(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &shape::STEERING, "The bodies.")],
        ..answer(
            "/api/v1/steering",
            "Who steers, what they decided, and what has reached them.",
            |call| Box::pin(boards::steering(call)),
        )
    },
];
