//! What went wrong with a page, told as a page: what, why, and what would help.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use continuity::actor::Actor;
use maud::html;

use super::frame::HTML;
use super::layout::{Width, page};
use super::{form, link};
use crate::http::problem::Problem;
use crate::http::reply;
use crate::http::route::Route;

/// Tells a browser of a problem.
pub struct Teller {
    signed_in: bool,
    safe: bool,
    here: String,
}

impl Teller {
    /// A teller for a page that a browser asks for; none for a program.
    pub fn of(route: &Route, actor: &Actor, parts: &Parts) -> Option<Teller> {
        if !route.is_page() {
            return None;
        }
        let here = parts.uri.path_and_query().map_or("/", |it| it.as_str());
        Some(Teller {
            signed_in: *actor != Actor::Anonymous,
            safe: parts.method == Method::GET,
            here: here.to_owned(),
        })
    }

    /// A teller where no route answers, for a browser.
    pub fn of_stranger(headers: &HeaderMap) -> Option<Teller> {
        let accept = headers.get(header::ACCEPT)?.to_str().ok()?;
        accept.contains("text/html").then(|| Teller {
            signed_in: false,
            safe: true,
            here: "/".to_owned(),
        })
    }

    /// The page that tells of it. Who has not signed in is sent to do so, and comes back.
    pub fn tell(&self, problem: &Problem) -> Response {
        if problem.status() == StatusCode::UNAUTHORIZED && !self.signed_in && self.safe {
            return form::to(&format!("/sign-in?next={}", link::escaped(&self.here)));
        }
        let body = html! {
            div.sheet role="alert" {
                h1 { (problem.detail()) }
                p { (problem.remedy()) }
                @if problem.faults().next().is_some() {
                    ul { @for (field, text) in problem.faults() {
                        li { @if !field.is_empty() { code { (field) } ": " } (text) }
                    } }
                }
                p { a.button href="/" { "Home" } " " a href="/help" { "Handbook" } }
                p.quiet { "Nothing was changed. The name of this problem is " code { (problem.code()) } "." }
            }
        };
        let page = page("Not done", None, Width::Narrow, &body);
        problem.onto(reply::body(HTML, page.into_string()))
    }
}
