//! From the table of routes to a running router. Everything that holds for all routes stands here
//! once and in this order: who asks, whether they may, what they sent, and only then the handler.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, RawPathParams, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use continuity::access::authorize;
use continuity::actor::Actor;
use continuity::refusal::Sort;

use super::call::{Call, Path};
use super::caller::caller;
use super::doors::Doors;
use super::parameter::Asked;
use super::problem::Problem;
use super::route::{Needs, Route, Verb};
use super::sent;
use crate::serve::front::From;
use crate::web::told::Teller;

/// The router of some routes.
pub fn mount(doors: &Arc<Doors>, routes: impl Iterator<Item = &'static Route>) -> Router {
    let add = |router: Router, route: &'static Route| router.route(route.path, one(doors, route));
    routes
        .fold(Router::new(), add)
        .fallback(async |headers: HeaderMap| {
            let problem = Problem::unknown("that");
            match Teller::of_stranger(&headers) {
                Some(teller) => teller.tell(&problem),
                None => problem.into_response(),
            }
        })
        .method_not_allowed_fallback(async || not_here().into_response())
        // Each row has its own limit, which `sent` keeps.
        .layer(DefaultBodyLimit::disable())
}

fn one(doors: &Arc<Doors>, route: &'static Route) -> MethodRouter {
    let filter = match route.method {
        Verb::Get => MethodFilter::GET,
        Verb::Post => MethodFilter::POST,
        Verb::Put => MethodFilter::PUT,
        Verb::Patch => MethodFilter::PATCH,
        Verb::Delete => MethodFilter::DELETE,
    };
    let doors = Arc::clone(doors);
    on(
        filter,
        async move |path: RawPathParams, request: Request| {
            let answer = answer(Arc::clone(&doors), route, path, request);
            match tokio::time::timeout(doors.limits.answer_patience, answer).await {
                Ok(Ok(response)) => response,
                Ok(Err(problem)) => problem.into_response(),
                Err(_) => Problem::later("slow", "It took too long.", 30).into_response(),
            }
        },
    )
}

async fn answer(
    doors: Arc<Doors>,
    route: &'static Route,
    path: RawPathParams,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let actor = caller(&doors, &parts).await?;
    let teller = Teller::of(route, &actor, &parts);
    let told = taken(doors, route, actor, path, parts, body).await;
    match (told, teller) {
        (Err(problem), Some(teller)) => Ok(teller.tell(&problem)),
        (told, _) => told,
    }
}

/// Reads all that came with a request, and hands it to the row.
async fn taken(
    doors: Arc<Doors>,
    route: &'static Route,
    actor: Actor,
    path: RawPathParams,
    parts: axum::http::request::Parts,
    body: axum::body::Body,
) -> Result<Response, Problem> {
    let path = Path::read(path.iter())?;
    let now = doors.now();
    allowed(&doors, route, &actor, &path, now)?;
    let query = parts.uri.query().unwrap_or_default();
    let query = match route.is_page() && route.needs != Needs::Nothing {
        true => Asked::read_of_page(query, route.query)?,
        false => Asked::read(query, route.query)?,
    };
    let sent = sent::read(&doors.limits, route, &parts, body).await?;
    let from = parts.extensions.get::<From>().map(|from| from.0);
    let from = from.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let call = Call {
        doors,
        route,
        actor,
        now,
        path,
        query,
        parts,
        sent,
        from,
    };
    (route.does)(call).await
}

/// Whether the caller may use a route for what the path names. Who has not signed in is asked to;
/// whoever has is told no, or that there is no such thing.
pub fn allowed(
    doors: &Doors,
    route: &Route,
    actor: &Actor,
    path: &Path,
    now: jiff::Timestamp,
) -> Result<(), Problem> {
    let known = *actor != Actor::Anonymous;
    match route.needs {
        Needs::Nothing => Ok(()),
        _ if !known => Err(Problem::sign_in()),
        Needs::SignedIn => Ok(()),
        Needs::May(action, on) => {
            let present = doors.ledger.present();
            let refused = authorize(&present.state, actor, action, on.object(path), now);
            refused.map_err(|refusal| {
                debug_assert!(matches!(refusal.sort(), Sort::NotAllowed | Sort::Unknown));
                Problem::from(refusal)
            })
        }
    }
}

fn not_here() -> Problem {
    let detail = "This path does not know that verb.";
    let remedy = "The header `Allow` lists those it knows; /api/v1/openapi.json says more.";
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "no-such-verb",
        detail,
        remedy,
    )
}
