//! Pages of the business impact analysis. Pages about one activity have its id before their name,
//! so that no activity can be called like a page.

use super::{form, page};
use crate::http::route::{Gives, Route};
use crate::web::requirements::bia::{
    answers, begin, board, consequence, interview, question, report, start, table,
};

const CSV: &[Gives] = &[Gives::body(200, "text/csv; charset=utf-8", "The rows.")];

/// The rows.
pub const ROWS: &[Route] = &[
    Route {
        query: board::ASKED,
        ..page(
            "/requirements/bia",
            "Campaigns of the impact analysis.",
            |call| Box::pin(board::show(call)),
        )
    },
    Route {
        query: begin::ASKED,
        ..page("/requirements/bia/begin", "Choosing whom to ask.", |call| {
            Box::pin(begin::show(call))
        })
    },
    form("/requirements/bia/begin", "Begins a campaign.", |call| {
        Box::pin(begin::done(call))
    }),
    form(
        "/requirements/bia/chase",
        "Reminds who has not answered.",
        |call| Box::pin(board::chased(call)),
    ),
    form("/requirements/bia/close", "Closes a campaign.", |call| {
        Box::pin(board::closed(call))
    }),
    Route {
        query: table::ASKED,
        ..page(
            "/requirements/bia/table",
            "Impacts of many activities at once.",
            |call| Box::pin(table::show(call)),
        )
    },
    form(
        "/requirements/bia/table",
        "Shows what a table would change, or saves it.",
        |call| Box::pin(table::done(call)),
    ),
    Route {
        query: report::ASKED,
        ..page(
            "/requirements/bia/report",
            "The report of the impact analysis.",
            |call| Box::pin(report::show(call)),
        )
    },
    Route {
        query: report::paper::ASKED,
        ..page(
            "/requirements/bia/report/paper",
            "The whole report, for paper.",
            |call| Box::pin(report::paper::show(call)),
        )
    },
    Route {
        gives: CSV,
        ..page(
            "/requirements/bia/report.csv",
            "The report as a table, a row for each activity.",
            |call| Box::pin(report::export::activities(call)),
        )
    },
    Route {
        gives: CSV,
        ..page(
            "/requirements/bia/harm.csv",
            "The report as a table, a row for each activity, condition and time.",
            |call| Box::pin(report::export::harm(call)),
        )
    },
    page(
        "/requirements/bia/{activity}/report",
        "All that the analysis knows of an activity.",
        |call| Box::pin(report::one::show(call)),
    ),
    page(
        "/requirements/bia/{activity}/interview",
        "All questions on paper.",
        |call| Box::pin(interview::show(call)),
    ),
    page(
        "/requirements/bia/{activity}/start",
        "The greeting of a questionnaire.",
        |call| Box::pin(start::show(call)),
    ),
    page(
        "/requirements/bia/{activity}/answers",
        "Check your answers.",
        |call| Box::pin(answers::show(call)),
    ),
    form(
        "/requirements/bia/{activity}/answers",
        "Signs, approves, returns, contests or decides answers.",
        |call| Box::pin(answers::done(call)),
    ),
    page(
        "/requirements/bia/{activity}/approve",
        "What changed since last time.",
        |call| Box::pin(answers::approver(call)),
    ),
    page(
        "/requirements/bia/{activity}/consequence",
        "What would follow from what is saved.",
        |call| Box::pin(consequence::fragment(call)),
    ),
    form(
        "/requirements/bia/{activity}/consequence",
        "What would follow from what is typed; nothing is saved.",
        |call| Box::pin(consequence::fragment(call)),
    ),
    Route {
        query: question::ASKED,
        ..page(
            "/requirements/bia/{activity}/{n}",
            "A question of the questionnaire.",
            |call| Box::pin(question::show(call)),
        )
    },
    form(
        "/requirements/bia/{activity}/{n}",
        "Saves an answer.",
        |call| Box::pin(question::saved(call)),
    ),
];
