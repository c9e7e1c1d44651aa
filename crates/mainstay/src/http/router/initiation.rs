//! The routes of the answers of Initiation.

use continuity::access::Action::Read;

use crate::http::answer_api as answers;
use crate::http::route::Needs::May;
use crate::http::route::On::Whole;
use crate::http::route::{Gives, Route};
use crate::http::shape;

/// The rows.
pub const ANSWERS: &[Route] = &[Route {
    query: answers::PROGRAMME_STATUS,
    gives: &[Gives::json(
        200,
        &shape::PROGRAMME_STATUS,
        "Every sub-stage.",
    )],
    ..Route::get(
        "/api/v1/programme-status",
        "How far the programme has come, sub-stage by sub-stage, with what each is done by.",
        May(Read, Whole),
        |call| Box::pin(answers::programme_status(call)),
    )
}];
