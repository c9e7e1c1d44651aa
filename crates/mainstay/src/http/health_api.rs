//! Whether the server lives, whether it is ready, and its figures: for what watches it.

use axum::http::{StatusCode, header};
use axum::response::Response;
use record::node::Node;

use super::call::Call;
use super::problem::Problem;
use super::reply;
use crate::keep::remark::Level;

/// The media type of OpenMetrics.
pub const FIGURES: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// It lives: it answers.
pub async fn lives(_: Call) -> Result<Response, Problem> {
    let response = reply::body("text/plain; charset=utf-8", "lives\n");
    Ok(reply::with(response, header::CACHE_CONTROL, "no-store"))
}

/// Whether it is ready: the journal answers, it is folded, there is room. What is read is read
/// from memory, whatever this says. How the journal is kept is remarked on, and closes no door.
pub async fn ready(call: Call) -> Result<Response, Problem> {
    let checks = call.doors.health.checks(&call.doors.ledger);
    let ready = checks.iter().all(|check| check.well);
    let checks = checks.iter().map(|check| {
        Node::map([
            ("name", Node::text(check.name)),
            ("well", Node::bare(check.well)),
            ("words", Node::text(check.words.as_str())),
        ])
    });
    let remarks = call.doors.keeping.remarks(&call.doors.ledger, call.now);
    let grave = remarks.iter().filter(|it| it.level >= Level::Warning);
    let grave = grave.map(|it| {
        Node::map([
            ("about", Node::text(it.about)),
            ("words", Node::text(it.words())),
        ])
    });
    let node = Node::map([
        ("ready", Node::bare(ready)),
        ("reading", Node::bare(true)),
        ("checks", Node::list(checks)),
        ("remarks", Node::list(grave)),
    ]);
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let response = reply::with_status(reply::node(&node), status);
    Ok(reply::with(response, header::CACHE_CONTROL, "no-store"))
}

/// The figures.
pub async fn figures(call: Call) -> Result<Response, Problem> {
    let (doors, metrics) = (&call.doors, &call.doors.access.metrics);
    let (present, load) = (doors.ledger.present(), doors.ledger.load());
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    #[allow(clippy::cast_precision_loss, reason = "a share need not be exact")]
    let share = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    metrics.head.set(whole(present.seq));
    metrics
        .entries_share
        .set(share(load.entries, load.entries_max));
    metrics.state_share.set(share(load.bytes, load.bytes_max));
    metrics
        .sessions
        .set(whole(doors.access.sessions.count() as u64));
    metrics.streams.set(whole(doors.live.streams() as u64));
    let up = doors
        .health
        .checks(&doors.ledger)
        .iter()
        .all(|check| check.well);
    metrics.journal_up.set(i64::from(up));
    let age = |what: &str| {
        let kept = present.state.kept(what).filter(|kept| kept.succeeded);
        kept.map_or(-1, |kept| {
            (call.now.as_second() - kept.at.as_second()).max(0)
        })
    };
    metrics.backup_age.set(age("backup"));
    metrics.rehearsal_age.set(age("rehearsal"));
    let confirmed = doors.keeping.deliveries().into_iter();
    let confirmed = confirmed.filter_map(|it| it.confirmed).map(|it| it.at);
    let delivered = confirmed
        .min()
        .map_or(-1, |at| (call.now.as_second() - at.as_second()).max(0));
    metrics.delivery_age.set(delivered);
    let response = reply::body(FIGURES, metrics.text());
    Ok(reply::with(response, header::CACHE_CONTROL, "no-store"))
}
