//! What holds for every answer, whatever the route: an id, a line in the log, figures, the headers
//! that keep a browser safe, and whether the request came from where it says.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tracing::Instrument as _;

use super::metrics::{self, Metrics};
use crate::http::problem::Problem;
use crate::settings::Network;

/// Nothing but our own files, no frame around us, no plug-ins, no inline script; and no text that
/// becomes elements or script, save by the one policy of our own.
const CONTENT: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; \
                       base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
                       require-trusted-types-for 'script'; trusted-types mainstay";
/// A year, as browsers expect it.
const TRANSPORT: &str = "max-age=31536000";
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the front of all routes knows.
pub struct Front {
    /// The figures.
    pub metrics: Arc<Metrics>,
    /// Whether people come by https.
    pub https: bool,
    /// Who may say on whose behalf a request comes.
    pub trusted_proxies: Vec<Network>,
}

/// The address a request comes from, as far as it can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct From(pub IpAddr);

/// Puts the front before all routes.
pub fn before(router: Router, front: &Arc<Front>) -> Router {
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(axum::middleware::from_fn(same_origin))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(front), around))
}

/// Notes who comes, lets the request through, and writes down how it went.
async fn around(State(front): State<Arc<Front>>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED));
    let from = client(peer, request.headers(), &front.trusted_proxies);
    let id = uuid::Uuid::now_v7().to_string();
    request.extensions_mut().insert(From(from));
    // The route and never the path: what someone typed there stays out of logs and figures.
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("other", |route| route.as_str()).to_owned();
    let method = request.method().clone();
    // Every line that is written on the way names the request.
    let span = tracing::info_span!("request", id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let seconds = begun.elapsed().as_secs_f64();
    let millis = (seconds * 1000.0).round();
    span.in_scope(|| tracing::info!(%method, route, status, millis, "answered"));
    let counted = metrics::Request {
        route: route.clone(),
        method: method.to_string(),
        status,
    };
    front.metrics.requests.get_or_create(&counted).inc();
    front
        .metrics
        .request_seconds
        .get_or_create(&metrics::Route { route })
        .observe(seconds);
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    let mut set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, CONTENT);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "no-referrer");
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    if front.https {
        set(header::STRICT_TRANSPORT_SECURITY, TRANSPORT);
    }
    response
}

/// Refuses what a foreign page makes a browser send. Only a browser sends cookies unasked, and it
/// says where a request comes from; a program with a token of its own is not asked.
async fn same_origin(request: Request, next: Next) -> Response {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    match safe || ours(request.headers()) {
        true => next.run(request).await,
        false => Problem::foreign_origin().into_response(),
    }
}

/// Whether a request that may change something comes from a page of ours, or from no page.
pub fn ours(headers: &HeaderMap) -> bool {
    if headers.contains_key(header::AUTHORIZATION) {
        return true;
    }
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text(&HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match text(&header::ORIGIN) {
        Some(origin) => {
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            authority.is_some() && authority == text(&header::HOST)
        }
        None => !headers.contains_key(header::COOKIE),
    }
}

fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response {
    // The words of a panic may hold what was sent; where it happened was told by its hook.
    drop(cause);
    Problem::ours(&"a handler panicked").into_response()
}

/// The address a request comes from: the peer, unless a proxy we trust names another.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let mut from = peer.to_canonical();
    let named = headers.get_all(HeaderName::from_static("x-forwarded-for"));
    let named: Vec<&str> = named
        .iter()
        .flat_map(|value| value.to_str().unwrap_or("?").split(','))
        .collect();
    for text in named.iter().rev() {
        if !is_trusted(from) {
            break;
        }
        let Ok(address) = text.trim().parse::<IpAddr>() else {
            break;
        };
        from = address.to_canonical();
    }
    from
}

#[cfg(test)]
mod tests;
