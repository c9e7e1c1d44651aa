//! Answers that are successes: JSON, other bodies, tags and what the caller has already.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use exchange::write::json;
use record::node::Node;

/// A body of a media type.
pub fn body(media: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    response
}

/// JSON that is written already.
pub fn json_bytes(bytes: impl Into<Body>) -> Response {
    body("application/json", bytes)
}

/// A tree as JSON.
pub fn node(node: &Node) -> Response {
    json_bytes(format!("{}\n", json::pretty(node)))
}

/// No body.
pub fn nothing(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// The answer with another status.
pub fn with_status(mut response: Response, status: StatusCode) -> Response {
    *response.status_mut() = status;
    response
}

/// The answer with a header; a value that no header can hold is left out.
pub fn with(mut response: Response, name: HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}

/// The answer with its tag.
pub fn tagged(response: Response, tag: &str) -> Response {
    with(response, header::ETAG, tag)
}

/// The caller has it already.
pub fn unchanged(tag: &str) -> Response {
    tagged(nothing(StatusCode::NOT_MODIFIED), tag)
}
