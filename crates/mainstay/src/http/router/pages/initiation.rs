//! Pages of Initiation and of the stages.

use continuity::access::Action;

use super::{form, page};
use crate::http::route::{Needs, On, Route};
use crate::web::initiation::{
    acknowledge, agree, assign, budget, charter, overview, policy, programme, roles, scope, start,
    steering, who,
};

/// The rows.
pub const ROWS: &[Route] = &[
    page("/initiation", "Stage 1 and how far it has come.", |call| {
        Box::pin(overview::initiation(call))
    }),
    page("/initiation/start", "The twelve questions.", |call| {
        Box::pin(start::show(call))
    }),
    form("/initiation/start", "Takes the answers.", |call| {
        Box::pin(start::taken(call))
    }),
    Route {
        query: scope::ASKED,
        ..page("/initiation/scope", "The scope board.", |call| {
            Box::pin(scope::show(call))
        })
    },
    form("/initiation/scope", "Moves things on the board.", |call| {
        Box::pin(scope::moved(call))
    }),
    page("/initiation/roles", "The role board.", |call| {
        Box::pin(roles::show(call))
    }),
    form("/initiation/roles", "Assigns someone to a role.", |call| {
        Box::pin(assign::assigned(call))
    }),
    form("/initiation/budget", "Adds a line to the budget.", |call| {
        Box::pin(budget::added(call))
    }),
    Route {
        query: who::ASKED,
        ..page("/initiation/who", "Who decides, and who next.", |call| {
            Box::pin(who::show(call))
        })
    },
    page(
        "/initiation/policies/{id}",
        "A policy and its rules.",
        |call| Box::pin(policy::show(call)),
    ),
    Route {
        needs: Needs::May(Action::Import, On::Whole),
        ..page(
            "/initiation/policies/{id}/links",
            "Personal links to acknowledge a policy.",
            |call| Box::pin(acknowledge::links(call)),
        )
    },
    Route {
        needs: Needs::Nothing,
        query: acknowledge::ASKED,
        denies: &[403],
        ..page(
            "/acknowledge/policy/{id}",
            "A policy, to be acknowledged.",
            |call| Box::pin(acknowledge::show(call)),
        )
    },
    Route {
        needs: Needs::Nothing,
        denies: &[403],
        ..form(
            "/acknowledge/policy/{id}",
            "Acknowledges a policy.",
            |call| Box::pin(acknowledge::done(call)),
        )
    },
    page(
        "/initiation/programme",
        "The plan of the programme.",
        |call| Box::pin(programme::show(call)),
    ),
    form("/initiation/programme", "Changes a deliverable.", |call| {
        Box::pin(programme::changed(call))
    }),
    page("/initiation/budget", "The budget.", |call| {
        Box::pin(budget::show(call))
    }),
    page("/initiation/steering", "Who steers.", |call| {
        Box::pin(steering::show(call))
    }),
    form("/initiation/steering", "Keeps a meeting.", |call| {
        Box::pin(steering::met(call))
    }),
    page("/initiation/charter", "The charter.", |call| {
        Box::pin(charter::show(call))
    }),
    form("/initiation/charter", "Signs the charter.", |call| {
        Box::pin(charter::signed(call))
    }),
    form("/initiation/agree", "Agrees to a record.", |call| {
        Box::pin(agree::agreed(call))
    }),
    page(
        "/requirements",
        "Stage 2 and how far it has come.",
        |call| Box::pin(overview::requirements(call)),
    ),
    page(
        "/implementation",
        "Stage 3 and how far it has come.",
        |call| Box::pin(overview::implementation(call)),
    ),
    page("/invocation", "Stage 5 and how far it has come.", |call| {
        Box::pin(overview::invocation(call))
    }),
];
