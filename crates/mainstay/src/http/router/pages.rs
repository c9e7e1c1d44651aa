//! The routes of pages and of what watches the server. They are no part of the API's description.
//! The pages of each part of the product are listed in a file of their own.

pub mod ahead;
pub mod bia;
pub mod black_start;
pub mod demo;
pub mod documents;
pub mod estate;
pub mod forecast;
pub mod frame;
pub mod implementation;
pub mod initiation;
pub mod margin;
pub mod records;
pub mod rollout;
pub mod risks;
pub mod strategy;
pub mod thread;
pub mod unknown;
pub mod warnings;

use crate::http::call::Call;
use crate::http::health_api::{self as health, FIGURES};
use crate::http::page_api as pages;
use crate::http::route::Needs::Nothing;
use crate::http::route::On;
use crate::http::route::{Gives, Needs, Reply, Route, Takes, Verb};
use crate::http::shape;
use continuity::access::Action;

const HTML: &str = "text/html; charset=utf-8";
const PAGE: &[Gives] = &[Gives::body(200, HTML, "A page.")];
const PAGE_OR_AWAY: &[Gives] = &[
    Gives::body(200, HTML, "A page."),
    Gives::nothing(303, "Somewhere else."),
];
const STRIP: &[Gives] = &[Gives::body(200, HTML, "A part of a page.")];
const AWAY: &[Gives] = &[Gives::nothing(303, "Somewhere else.")];

/// A page for whoever has signed in and may read.
const fn page(path: &'static str, says: &'static str, does: fn(Call) -> Reply) -> Route {
    Route {
        gives: PAGE_OR_AWAY,
        ..Route::new(Verb::Get, path, says, READS, does)
    }
}

/// What a page's form does. Whether one may is decided with the command.
const fn form(path: &'static str, says: &'static str, does: fn(Call) -> Reply) -> Route {
    Route {
        takes: Takes::Fields,
        gives: PAGE_OR_AWAY,
        ..Route::new(Verb::Post, path, says, READS, does)
    }
}

const READS: Needs = Needs::May(Action::Read, On::Whole);

/// Health, for what watches.
pub const HEALTH: &[Route] = &[
    Route {
        gives: &[Gives::body(200, "text/plain; charset=utf-8", "It does.")],
        ..Route::get("/livez", "Whether the server lives.", Nothing, |call| {
            Box::pin(health::lives(call))
        })
    },
    Route {
        gives: &[Gives::json(
            200,
            &shape::ANY,
            "It is; 503 with the same shape if not.",
        )],
        ..Route::get(
            "/readyz",
            "Whether it is ready: the journal answers, all is read, there is room.",
            Nothing,
            |call| Box::pin(health::ready(call)),
        )
    },
    Route {
        gives: &[Gives::body(200, FIGURES, "The figures.")],
        ..Route::get("/metrics", "Its figures.", Nothing, |call| {
            Box::pin(health::figures(call))
        })
    },
];

/// Pages, for people.
pub const PAGES: &[Route] = &[
    Route {
        query: pages::HOME,
        gives: PAGE_OR_AWAY,
        ..Route::get("/", "Home.", Nothing, |call| Box::pin(pages::home(call)))
    },
    Route {
        gives: PAGE,
        ..Route::get("/api", "What the API offers.", Nothing, |call| {
            Box::pin(pages::api(call))
        })
    },
    Route {
        gives: &[Gives::body(200, "*/*", "It, to be kept for ever.")],
        ..Route::get("/assets/{name}", "What pages load.", Nothing, |call| {
            Box::pin(pages::asset(call))
        })
    },
    Route {
        query: pages::LINK,
        denies: &[403],
        gives: PAGE,
        ..Route::get(
            "/first-start",
            "Makes the administrator.",
            Nothing,
            |call| Box::pin(pages::first_start(call)),
        )
    },
    Route {
        takes: Takes::Form(pages::FIRST_START),
        headers: &[],
        denies: &[403],
        gives: PAGE,
        ..Route::post(
            "/first-start",
            "Makes the administrator.",
            Nothing,
            |call| Box::pin(pages::first_start_done(call)),
        )
    },
    Route {
        query: pages::NEXT,
        gives: PAGE_OR_AWAY,
        ..Route::get("/sign-in", "Signing in.", Nothing, |call| {
            Box::pin(pages::sign_in(call))
        })
    },
    Route {
        takes: Takes::Form(pages::SIGN_IN),
        headers: &[],
        denies: &[401, 403, 429],
        gives: AWAY,
        ..Route::post("/sign-in", "Signs in.", Nothing, |call| {
            Box::pin(pages::sign_in_done(call))
        })
    },
    Route {
        gives: PAGE_OR_AWAY,
        ..Route::get("/sign-out", "Signing out.", Nothing, |call| {
            Box::pin(pages::sign_out(call))
        })
    },
    Route {
        takes: Takes::Form(&[]),
        headers: &[],
        denies: &[403],
        gives: AWAY,
        ..Route::post("/sign-out", "Signs out.", Nothing, |call| {
            Box::pin(pages::sign_out_done(call))
        })
    },
    Route {
        query: pages::NEXT,
        denies: &[404],
        gives: AWAY,
        ..Route::get("/sign-in/oidc", "To the provider.", Nothing, |call| {
            Box::pin(pages::oidc(call))
        })
    },
    Route {
        query: pages::BACK,
        denies: &[403, 404],
        gives: AWAY,
        ..Route::get(
            "/sign-in/oidc/back",
            "Back from the provider.",
            Nothing,
            |call| Box::pin(pages::oidc_back(call)),
        )
    },
    Route {
        takes: Takes::Form(pages::ENDED),
        headers: &[],
        denies: &[403, 404],
        gives: &[Gives::nothing(200, "Their sessions are over.")],
        ..Route::post(
            "/sign-in/oidc/ended",
            "The provider says that someone left.",
            Nothing,
            |call| Box::pin(pages::oidc_ended(call)),
        )
    },
    Route {
        query: pages::GONE,
        denies: &[404],
        gives: PAGE,
        ..Route::get(
            "/sign-in/oidc/gone",
            "A session there is over.",
            Nothing,
            |call| Box::pin(pages::oidc_gone(call)),
        )
    },
];
