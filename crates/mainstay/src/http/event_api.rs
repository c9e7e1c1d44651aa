//! What happens, as it happens: server-sent events that resume by number, and the same by asking
//! again and again.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderName, header};
use axum::response::Response;
use continuity::access::{Action, Object, authorize};
use continuity::actor::Actor;
use futures_util::stream;
use record::node::Node;
use tokio::sync::broadcast::Receiver;

use super::call::Call;
use super::caller::caller;
use super::doors::Doors;
use super::live::{Counted, Encoded, View};
use super::order::failed;
use super::parameter::{Parameter, Sort};
use super::problem::{Fault, Problem};
use super::record_api::{LIMIT, PAGE_MAX};
use super::reply;

/// What the news may be asked for.
pub const EVENTS: &[Parameter] = &[
    Parameter::new(
        "after",
        Sort::Whole(0, u64::MAX >> 1),
        "Begin after this entry of the journal. Default: `Last-Event-ID`, else now.",
    ),
    Parameter::new("poll", Sort::Truth, "Answer at once as JSON, and end."),
    LIMIT,
];

/// The media type of server-sent events.
pub const EVENT_STREAM: &str = "text/event-stream";

/// How often a stream shows that it lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How often it is asked whether the reader still may: a revoked session ends within 5 seconds.
const LOOK: Duration = Duration::from_secs(3);
/// How many entries are read up at once.
const PIECE: usize = 500;

/// What happened after an entry, and what happens from now on.
pub async fn events(call: Call) -> Result<Response, Problem> {
    let view = View {
        log: call.may(Action::ReadLog),
        money: call.may(Action::ReadMoney),
    };
    let after = after(&call)?;
    if call.query.truth("poll") {
        return poll(&call, view, after.unwrap_or(0)).await;
    }
    let full = || {
        Problem::later(
            "too-many-streams",
            "There are too many streams already.",
            10,
        )
    };
    let counted = call.doors.live.count().ok_or_else(full)?;
    // First the subscription, then the head: nothing falls between.
    let news = call.doors.live.subscribe().ok_or_else(full)?;
    let head = call.doors.ledger.present().seq;
    let reader = Reader {
        sent: after.unwrap_or(head).min(head),
        doors: call.doors,
        parts: call.parts,
        actor: call.actor,
        view,
        news,
        head,
        quiet: Duration::ZERO,
        begun: false,
        _counted: counted,
    };
    let body = Body::from_stream(stream::unfold(reader, Reader::next));
    let response = reply::body(EVENT_STREAM, body);
    // A proxy that gathers the stream before it passes it on would make it useless.
    let response = reply::with(response, HeaderName::from_static("x-accel-buffering"), "no");
    Ok(reply::with(response, header::CACHE_CONTROL, "no-store"))
}

fn after(call: &Call) -> Result<Option<u64>, Problem> {
    if let Some(after) = call.query.whole("after") {
        return Ok(Some(after));
    }
    let Some(text) = call.header(HeaderName::from_static("last-event-id")) else {
        return Ok(None);
    };
    let wrong = |_| {
        let fault = Fault::of("Last-Event-ID", "it is no number of an entry");
        Problem::parameters(vec![fault])
    };
    text.trim().parse().map(Some).map_err(wrong)
}

async fn poll(call: &Call, view: View, after: u64) -> Result<Response, Problem> {
    let limit = call.query.whole("limit").unwrap_or(PAGE_MAX) as usize;
    let entries = call.doors.ledger.remembered_after(after, limit).await;
    let entries = entries.map_err(|failure| failed(&failure))?;
    let last = entries.last().map_or(after, |entry| entry.seq);
    let items = entries.iter().filter_map(|entry| view.shown(entry));
    Ok(reply::node(&Node::map([
        ("items", Node::list(items)),
        ("after", Node::bare(last)),
    ])))
}

/// One stream.
struct Reader {
    doors: Arc<Doors>,
    parts: Parts,
    actor: Actor,
    view: View,
    news: Receiver<Arc<Encoded>>,
    /// The head when the stream began: up to here it is read from the journal.
    head: u64,
    /// The last entry that was sent.
    sent: u64,
    /// How long nothing was sent.
    quiet: Duration,
    begun: bool,
    _counted: Counted,
}

type Piece = Option<(Result<Bytes, std::convert::Infallible>, Reader)>;

impl Reader {
    /// The next piece, or the end: of the doors, of the reader's right to it, or because the
    /// reader is too slow.
    async fn next(mut self) -> Piece {
        if !self.begun {
            // Something must be sent for the headers to leave.
            self.begun = true;
            return self.give(Bytes::from_static(b"retry: 2000\n\n"));
        }
        if self.sent < self.head {
            return self.read_up().await;
        }
        loop {
            match tokio::time::timeout(LOOK, self.news.recv()).await {
                Ok(Ok(news)) if news.seq() <= self.sent => {}
                Ok(Ok(news)) => {
                    let bytes = news.after(self.sent, self.view);
                    self.sent = news.seq();
                    self.quiet = Duration::ZERO;
                    return self.give(bytes);
                }
                Ok(Err(_)) => return None,
                Err(_) => {
                    if !self.may().await {
                        return None;
                    }
                    self.quiet += LOOK;
                    if self.quiet >= KEEP_ALIVE {
                        self.quiet = Duration::ZERO;
                        return self.give(Bytes::from_static(b": keep-alive\n\n"));
                    }
                }
            }
        }
    }

    async fn read_up(mut self) -> Piece {
        let entries = self
            .doors
            .ledger
            .remembered_after(self.sent, PIECE)
            .await
            .ok()?;
        let last = entries.last()?.seq;
        let bytes = self.view.encoded(entries.iter());
        self.sent = last;
        self.give(bytes)
    }

    fn give(self, bytes: Bytes) -> Piece {
        Some((Ok(bytes), self))
    }

    /// Whether the reader is still who they were, and still may read.
    async fn may(&self) -> bool {
        let same =
            matches!(caller(&self.doors, &self.parts).await, Ok(actor) if actor == self.actor);
        let present = self.doors.ledger.present();
        let now = self.doors.now();
        same && authorize(
            &present.state,
            &self.actor,
            Action::Read,
            Object::Whole,
            now,
        )
        .is_ok()
    }
}
