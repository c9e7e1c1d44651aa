//! The routes at which monitors speak.

use continuity::access::Action::File;

use crate::http::route::Needs::{May, Nothing};
use crate::http::route::On::Signals;
use crate::http::route::{Gives, Route, Takes};
use crate::http::{shape, signal_api as signals};

/// The rows.
pub const SIGNALS: &[Route] = &[
    Route {
        takes: Takes::Json(&shape::signal::ALERTMANAGER),
        gives: &[Gives::json(200, &shape::signal::HEARD, "What was heard.")],
        ..Route::post(
            "/api/v1/signals/alertmanager",
            "Hears a message of Prometheus Alertmanager (webhook, version 4): each alert is a \
             signal. The same message twice is heard once.",
            May(File, Signals),
            |call| Box::pin(signals::alertmanager(call)),
        )
    },
    Route {
        takes: Takes::Json(&shape::signal::EVENT),
        gives: &[Gives::json(
            202,
            &shape::signal::PROCESSED,
            "It is processed.",
        )],
        ..Route::post(
            "/v2/enqueue",
            "Hears an event of the PagerDuty Events API, version 2; the routing key is a token of \
             ours that may file signals.",
            Nothing,
            |call| Box::pin(signals::enqueue(call)),
        )
    },
];
