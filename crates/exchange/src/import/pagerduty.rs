//! The PagerDuty Events API, version 2, as it is sent to us: an event triggers, acknowledges or
//! resolves what its key names. The routing key is the sender's secret; it is looked at by the
//! door alone and never kept.

use record::node::{Node, shorten};
use record::operation::signal::Says;

use super::alertmanager::each;
use super::names::{list, said};
use super::statement::{Heard, Hearing, Statement, moment, take};
use super::{File, Import};

/// The feed that its signals name.
pub const FEED: &str = "pagerduty";
/// Characters of a key, by its interface.
const KEY_MAX: usize = 255;
/// Characters of a summary, by its interface.
const SUMMARY_MAX: usize = 1_024;

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    /// What it is about, for the events to come.
    pub dedup_key: String,
    /// What it asks.
    pub asks: Asks,
}

/// What an event asks.
#[derive(Clone, Debug)]
pub enum Asks {
    /// Something is wrong.
    Trigger(Box<Statement>),
    /// Someone knows; it goes on.
    Acknowledge,
    /// It is over.
    Resolve,
}

/// Reads an event. Errors: everything that is wrong with it, as its interface tells it.
pub fn read(node: &Node) -> Result<Event, Vec<String>> {
    let mut errors = Vec::new();
    let key = said(node, "dedup_key").map(str::to_string);
    if key
        .as_ref()
        .is_some_and(|key| key.chars().count() > KEY_MAX)
    {
        errors.push(format!("'dedup_key' must be at most {KEY_MAX} characters"));
    }
    let action = said(node, "event_action").unwrap_or_default();
    match action {
        "trigger" => return trigger(node, key, errors),
        "acknowledge" | "resolve" => {}
        "" => errors.push("'event_action' is missing or blank".into()),
        other => {
            let other = shorten(other);
            errors.push(format!(
                "'event_action' is not trigger, acknowledge or resolve: {other}"
            ));
        }
    }
    let Some(dedup_key) = key else {
        errors.push("'dedup_key' is missing or blank".into());
        return Err(errors);
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    let asks = match action {
        "resolve" => Asks::Resolve,
        _ => Asks::Acknowledge,
    };
    Ok(Event { dedup_key, asks })
}

fn trigger(
    node: &Node,
    key: Option<String>,
    mut errors: Vec<String>,
) -> Result<Event, Vec<String>> {
    let empty = Node::map::<&str>([]);
    let payload = node.get("payload").unwrap_or(&empty);
    let mut need = |field: &str| {
        let found = said(payload, field);
        if found.is_none() {
            errors.push(format!("'payload.{field}' is missing or blank"));
        }
        found.unwrap_or_default().to_string()
    };
    let (summary, source, severity) = (need("summary"), need("source"), need("severity"));
    let says = match severity.as_str() {
        "critical" | "error" => Some(Says::Down),
        "warning" | "info" => Some(Says::Degraded),
        "" => None,
        _ => {
            errors.push("'payload.severity' is not critical, error, warning or info".into());
            None
        }
    };
    if summary.chars().count() > SUMMARY_MAX {
        errors.push(format!(
            "'payload.summary' must be at most {SUMMARY_MAX} characters"
        ));
    }
    let since = said(payload, "timestamp").map(str::to_string);
    if since.as_deref().is_some_and(|text| moment(text).is_none()) {
        errors.push("'payload.timestamp' is no instant with its offset".into());
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let details = payload.get("custom_details").unwrap_or(&empty);
    let own = ["mainstay", "mainstay_item"]
        .iter()
        .filter_map(|key| said(details, key));
    let usual = ["component", "source", "class", "group"];
    let usual = usual.iter().filter_map(|key| said(payload, key));
    let names: Vec<String> = own.chain(usual).map(str::to_string).collect();
    // Without a key of theirs, what is said and of whom is the key, so that a repetition is none.
    let dedup_key = key.unwrap_or_else(|| Statement::id("event", &source, &summary));
    let statement = Statement {
        feed: FEED,
        key: dedup_key.clone(),
        names,
        says,
        since,
        text: Some(summary),
        ..Statement::default()
    };
    let asks = Asks::Trigger(Box::new(statement));
    Ok(Event { dedup_key, asks })
}

/// Imports events that were kept as files, in their order. What a later event resolves ends at
/// the time that event itself names, or is left out where it names none.
pub fn import(files: &[File<'_>]) -> Import {
    let nowhere = |_: &str| None;
    let hearing = Hearing {
        sender: "file",
        now: None,
        place: &nowhere,
    };
    let is_event = |node: &Node| node.get("event_action").is_some();
    let one = |node: &Node, heard: &mut Heard| match read(node) {
        Ok(Event {
            asks: Asks::Trigger(statement),
            ..
        }) => take(heard, &statement, &hearing),
        Ok(Event {
            dedup_key,
            asks: Asks::Resolve,
        }) => {
            let id = Statement::id(FEED, hearing.sender, &dedup_key);
            heard.records.retain(|record| record.id() != id);
            heard
                .remarks
                .push(format!("{} was resolved again", shorten(&dedup_key)));
        }
        Ok(Event {
            asks: Asks::Acknowledge,
            ..
        }) => {}
        Err(errors) => heard
            .remarks
            .push(format!("an event was passed over: {}", errors.join("; "))),
    };
    each(files, "no event here (`event_action`)", |node| {
        let mut heard = Heard::default();
        match node.as_list() {
            Some(events) if events.iter().all(is_event) => {
                events.iter().for_each(|event| one(event, &mut heard));
            }
            _ if is_event(node) => one(node, &mut heard),
            _ if node.get("events").is_some() => {
                list(node, "events")
                    .iter()
                    .for_each(|event| one(event, &mut heard));
            }
            _ => return None,
        }
        Some(Ok(heard))
    })
}
