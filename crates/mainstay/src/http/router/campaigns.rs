//! The routes of campaigns of the business impact analysis, and of the questionnaire.

use continuity::access::Action::{File, Read};

use crate::http::call::Call;
use crate::http::campaign_api as campaigns;
use crate::http::impact_report_api;
use crate::http::route::Needs::May;
use crate::http::route::On::Whole;
use crate::http::route::{Gives, Reply, Route, Takes};
use crate::http::shape::{self, Shape, campaign};

/// The rows.
pub const CAMPAIGNS: &[Route] = &[
    Route {
        gives: &[Gives::json(200, &campaign::CAMPAIGNS, "The campaigns.")],
        ..Route::get(
            "/api/v1/campaigns",
            "The campaigns of the business impact analysis, the open ones first.",
            May(Read, Whole),
            |call| Box::pin(campaigns::list(call)),
        )
    },
    Route {
        takes: Takes::Json(&campaign::BEGIN),
        denies: &[404],
        gives: &[Gives::json(201, &shape::RECEIPT, "It is begun.")],
        ..Route::post(
            "/api/v1/campaigns",
            "Begins a campaign: each activity's questionnaire is sent to whoever answers for it.",
            May(File, Whole),
            |call| Box::pin(campaigns::begin(call)),
        )
    },
    Route {
        gives: &[Gives::json(200, &campaign::CAMPAIGN, "The campaign.")],
        ..Route::get(
            "/api/v1/campaigns/{campaign}",
            "A campaign with its questionnaires and how each stands.",
            May(Read, Whole),
            |call| Box::pin(campaigns::read(call)),
        )
    },
    Route {
        takes: Takes::Json(&campaign::ANSWER),
        gives: DONE,
        ..Route::post(
            "/api/v1/campaigns/{campaign}/answer",
            "Answers one question: changes the records as drafts, and remembers that it was \
             answered. A delegate may answer what was handed to them.",
            May(Read, Whole),
            |call| Box::pin(campaigns::answer(call)),
        )
    },
    step(
        "/api/v1/campaigns/{campaign}/delegate",
        "Hands one question to someone else.",
        &campaign::HANDING,
        |call| Box::pin(campaigns::delegate(call)),
    ),
    step(
        "/api/v1/campaigns/{campaign}/contest",
        "Doubts an answer, or all about an activity, with a reason.",
        &campaign::DOUBT,
        |call| Box::pin(campaigns::contest(call)),
    ),
    step(
        "/api/v1/campaigns/{campaign}/sign",
        "Signs the answers about an activity: they wait for approval.",
        &campaign::STEP,
        |call| Box::pin(campaigns::sign(call)),
    ),
    step(
        "/api/v1/campaigns/{campaign}/approve",
        "Puts the signed answers about an activity in force.",
        &campaign::STEP,
        |call| Box::pin(campaigns::approve(call)),
    ),
    step(
        "/api/v1/campaigns/{campaign}/return",
        "Gives the signed answers about an activity back, with a reason.",
        &campaign::STEP,
        |call| Box::pin(campaigns::give_back(call)),
    ),
    step(
        "/api/v1/campaigns/{campaign}/chase",
        "Reminds whoever has not answered.",
        &campaign::REMINDER,
        |call| Box::pin(campaigns::chase(call)),
    ),
    step(
        "/api/v1/campaigns/{campaign}/close",
        "Closes a campaign, with a reason.",
        &campaign::CLOSING,
        |call| Box::pin(campaigns::close(call)),
    ),
    Route {
        gives: &[Gives::json(
            200,
            &campaign::QUESTIONNAIRE,
            "The questionnaire.",
        )],
        ..Route::get(
            "/api/v1/questionnaires/{activity}",
            "What an activity is asked, what is known, what similar ones answered, what changed \
             since last time, and what would follow.",
            May(Read, Whole),
            |call| Box::pin(campaigns::questionnaire(call)),
        )
    },
    Route {
        query: impact_report_api::ASKED,
        gives: &[Gives::json(200, &campaign::REPORT, "The report.")],
        ..Route::get(
            "/api/v1/impact-report",
            "The report of the impact analysis: method, every activity with all that was answered \
             about it, and the whole ranked by how soon a stop becomes intolerable.",
            May(Read, Whole),
            |call| Box::pin(impact_report_api::report(call)),
        )
    },
];

const DONE: &[Gives] = &[Gives::json(200, &shape::RECEIPT, "It is done.")];

const fn step(
    path: &'static str,
    says: &'static str,
    takes: &'static Shape,
    does: fn(Call) -> Reply,
) -> Route {
    Route {
        takes: Takes::Json(takes),
        gives: DONE,
        ..Route::post(path, says, May(File, Whole), does)
    }
}
