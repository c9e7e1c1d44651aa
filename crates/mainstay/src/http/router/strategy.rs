//! The routes of the answers about strategy.

use continuity::access::Action::Read;

use crate::http::call::Call;
use crate::http::parameter::Parameter;
use crate::http::route::Needs::May;
use crate::http::route::On::Whole;
use crate::http::route::{Gives, Reply, Route};
use crate::http::shape::strategy as shape;
use crate::http::strategy_api as strategy;

const fn answer(
    path: &'static str,
    says: &'static str,
    query: &'static [Parameter],
    does: fn(Call) -> Reply,
) -> Route {
    Route {
        query,
        ..Route::get(path, says, May(Read, Whole), does)
    }
}

/// The rows.
pub const ANSWERS: &[Route] = &[
    Route {
        gives: &[Gives::json(
            200,
            &shape::STRATEGY,
            "All services, or the options of one item.",
        )],
        ..answer(
            "/api/v1/strategy",
            "Every service with its strategy; with `of`, the options of one item beside each other.",
            strategy::STRATEGY,
            |call| Box::pin(strategy::strategy(call)),
        )
    },
    Route {
        gives: &[Gives::json(
            200,
            &shape::MEASURES,
            "The measures, worth most first.",
        )],
        ..answer(
            "/api/v1/measure-effects",
            "What each measure does to frequency, impact and recovery, and what that is worth.",
            strategy::MEASURES,
            |call| Box::pin(strategy::measures(call)),
        )
    },
    Route {
        gives: &[Gives::json(
            200,
            &shape::TURNS,
            "The teams, the latest first.",
        )],
        ..answer(
            "/api/v1/recovery-turns",
            "Who comes back when on each team after a scenario, the earliest due first.",
            strategy::TURNS,
            |call| Box::pin(strategy::turns(call)),
        )
    },
    Route {
        gives: &[Gives::json(
            200,
            &shape::STANDBY,
            "The arrangements, those that are short first.",
        )],
        ..answer(
            "/api/v1/standby-fit",
            "Whether what is held ready carries the least level of all that a scenario stops.",
            strategy::TURNS,
            |call| Box::pin(strategy::standby(call)),
        )
    },
];
