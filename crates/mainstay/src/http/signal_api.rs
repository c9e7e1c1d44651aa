//! What monitors say, at the doors they know: the webhook of Alertmanager and the Events API of
//! PagerDuty, version 2. A token in the header, or as routing key, says who speaks; the key itself
//! is looked at and never kept.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object, authorize};
use continuity::actor::Actor;
use continuity::command::Command;
use continuity::written::Written;
use exchange::import::alertmanager;
use exchange::import::pagerduty::{self, Asks};
use exchange::import::statement::{Heard, Hearing, Statement};
use ledger::Receipt;
use record::kinds::Record;
use record::node::Node;
use record::value::Moment;
use std::sync::Arc;

use super::call::{Call, Sent};
use super::order;
use super::problem::Problem;
use super::reply;

/// A message of Alertmanager.
pub async fn alertmanager(call: Call) -> Result<Response, Problem> {
    let sender = sender(&call.actor);
    let read = |node: &Node, hearing: &Hearing<'_>| alertmanager::read(node, hearing);
    let heard = placed(&call, sender, read).await?;
    let heard = heard.map_err(|why| Problem::invalid(&why))?;
    let Heard {
        records, remarks, ..
    } = heard;
    let told: Vec<Node> = records.iter().filter_map(shown).collect();
    let signals = records.into_iter().map(Written::made).collect();
    let receipt = order::execute(&call, Command::Hear { signals }).await?;
    Ok(reply::node(&Node::map([
        ("signals", Node::list(told)),
        ("remarks", Node::list(remarks.into_iter().map(Node::text))),
        ("last", last(&receipt)),
    ])))
}

/// An event of PagerDuty's interface, version 2, answered as there.
pub async fn enqueue(call: Call) -> Result<Response, Problem> {
    let empty = Node::map::<&str>([]);
    let node = match &call.sent {
        Sent::Json(node) => node,
        _ => &empty,
    };
    let Some(actor) = by_routing_key(&call, node).await? else {
        return Ok(invalid(vec!["'routing_key' opens nothing here".into()]));
    };
    let event = match pagerduty::read(node) {
        Ok(event) => event,
        Err(errors) => return Ok(invalid(errors)),
    };
    let key = event.dedup_key;
    let signal = match event.asks {
        Asks::Trigger(said) => {
            let said = move |_: &Node, hearing: &Hearing<'_>| said.record(hearing);
            match placed(&call, sender(&actor), said).await? {
                Ok(record) => Some(record),
                Err(why) => return Ok(invalid(vec![why])),
            }
        }
        asks => known(&call, &actor, &key).map(|record| moved(record, &asks, call.now)),
    };
    let signals: Vec<Written> = signals(signal);
    order::execute_as(&call, actor, Command::Hear { signals }).await?;
    let node = Node::map([
        ("status", Node::text("success")),
        ("message", Node::text("Event processed")),
        ("dedup_key", Node::text(key)),
    ]);
    Ok(reply::with_status(reply::node(&node), StatusCode::ACCEPTED))
}

fn signals(signal: Option<Record>) -> Vec<Written> {
    signal.into_iter().map(Written::made).collect()
}

/// Whom a routing key lets speak: an account whose token it is and who may file signals.
async fn by_routing_key(call: &Call, node: &Node) -> Result<Option<Actor>, Problem> {
    let Some(key) = node.get("routing_key").and_then(Node::as_text) else {
        return Ok(None);
    };
    let doors = &call.doors;
    let found = doors.access.tokens.find(&doors.ledger, key.trim()).await;
    let found = found.map_err(|failure| order::failed(&failure.into()))?;
    let Some(found) = found else {
        return Ok(None);
    };
    let actor = Actor::Account {
        id: found.account,
        via: Some(format!("token/{}", found.id)),
    };
    let present = doors.ledger.present();
    let object = Object::Kind("signal");
    let may = authorize(&present.state, &actor, Action::File, object, call.now).is_ok();
    Ok(may.then_some(actor))
}

/// Reads what was sent with the names of the records at hand, off the threads that answer.
async fn placed<T: Send + 'static>(
    call: &Call,
    sender: String,
    read: impl FnOnce(&Node, &Hearing<'_>) -> T + Send + 'static,
) -> Result<T, Problem> {
    let node = match &call.sent {
        Sent::Json(node) => node.clone(),
        _ => Node::map::<&str>([]),
    };
    let (doors, now) = (Arc::clone(&call.doors), call.now);
    let work = move || {
        let present = doors.ledger.present();
        let ground = doors.grounds.of(&present, now);
        let place = |name: &str| {
            let found = ground.find(name)?;
            Some(ground.reference(found).to_string())
        };
        let moment = Moment::Instant(now);
        let hearing = Hearing {
            sender: &sender,
            now: Some(&moment),
            place: &place,
        };
        read(&node, &hearing)
    };
    call.doors.compute(work).await
}

/// Who speaks, as a part of the ids of their signals: their account.
fn sender(actor: &Actor) -> String {
    actor.account().unwrap_or("operator").to_string()
}

/// The signal that an earlier event with a key left.
fn known(call: &Call, actor: &Actor, key: &str) -> Option<Record> {
    let id = Statement::id(pagerduty::FEED, &sender(actor), key);
    call.doors.ledger.present().state.latest("signal", &id)
}

/// A signal after someone took note of it, or after it was over.
fn moved(mut record: Record, asks: &Asks, now: jiff::Timestamp) -> Record {
    if let Record::Signal(signal) = &mut record {
        signal.own.heard = Some(Moment::Instant(now));
        if matches!(asks, Asks::Resolve) && signal.own.until.is_none() {
            let since = signal.own.since.as_ref().map(Moment::earliest);
            let end = since.map_or(now, |since| since.max(now));
            signal.own.until = Some(Moment::Instant(end));
        }
    }
    record
}

fn shown(record: &Record) -> Option<Node> {
    let Record::Signal(signal) = record else {
        return None;
    };
    let says = signal.own.says.map_or("", |says| says.as_str());
    Some(Node::map([
        ("id", Node::text(record.reference())),
        ("of", Node::text(&*signal.own.of.text)),
        ("says", Node::text(says)),
        ("ended", Node::bare(signal.own.until.is_some())),
    ]))
}

fn last(receipt: &Receipt) -> Node {
    receipt
        .entries
        .map_or(Node::number(None), |(_, last)| Node::bare(last))
}

/// What is wrong with an event, as PagerDuty says it.
fn invalid(errors: Vec<String>) -> Response {
    let node = Node::map([
        ("status", Node::text("invalid event")),
        ("message", Node::text("Event object is invalid")),
        ("errors", Node::list(errors.into_iter().map(Node::text))),
    ]);
    reply::with_status(reply::node(&node), StatusCode::BAD_REQUEST)
}
