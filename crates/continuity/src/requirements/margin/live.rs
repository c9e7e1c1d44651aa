//! What is said now: the latest signal of each item, feed and key; what has ended, what nobody has
//! heard for long, and what speaks of an item that is not in the records.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::kind::{Filed, Status};
use record::kinds::Registers;
use record::operation::Signal;
use record::operation::signal::Says;
use serde::Serialize;

use super::Ground;
use crate::initiation::policy_in_force::policy_in_force;

/// Clocks differ by so much; what is later than that is a clock that is wrong.
const CLOCKS_SECONDS: i64 = 300;

/// What comes of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It says how an item stands now.
    Counts,
    /// It speaks of what is not in the records: kept, and laid on nothing.
    Unplaced,
    /// It begins later than the instant asked about.
    NotYet,
    /// It holds no more.
    Ended,
}

/// A signal and what comes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignalUsed {
    /// `signal/id`.
    pub id: String,
    /// What it speaks of, as it was said.
    pub of: String,
    /// The item that is meant.
    pub item: Option<String>,
    /// `up`, `degraded` or `down`.
    pub says: &'static str,
    /// Since when.
    pub since: Option<String>,
    /// When it was last heard.
    pub heard: Option<String>,
    /// Until when.
    pub until: Option<String>,
    /// Who says it.
    pub feed: Option<String>,
    /// In its own words.
    pub text: Option<String>,
    /// What comes of it.
    pub standing: Standing,
    /// Whether nobody has heard it for longer than `stale_after_seconds`: it still counts, and may
    /// be wrong.
    pub stale: bool,
    /// Whether it was heard in what is still to come: the clock there is wrong.
    pub clock_ahead: bool,
}

/// What is said now.
#[derive(Clone, Debug, Default)]
pub struct Live {
    /// Every signal that says how something stands, those that count first.
    pub used: Vec<SignalUsed>,
    /// The items that are down, by index, ascending.
    pub down: Vec<u32>,
    /// The items that are degraded and not down, ascending.
    pub degraded: Vec<u32>,
    /// After how long without a word a signal is stale, in seconds.
    pub stale_after_seconds: i64,
    /// The policy that says so, `policy/id`.
    pub stale_after_by: Option<String>,
}

/// Whom a signal speaks of and by whom it is said: a later one takes the place of an earlier one.
type Voice<'r> = (&'r str, &'r str, &'r str);

/// What the signals on record say at an instant. Cost: linear in the signals, with a sort.
pub fn live(ground: &Ground, registers: &Registers, at: Timestamp) -> Live {
    let mut latest: BTreeMap<Voice<'_>, &Filed<Signal>> = BTreeMap::new();
    for signal in registers.signals.live() {
        if signal.own.says.is_none() || signal.status() == Status::Retired {
            continue;
        }
        let own = &signal.own;
        let feed = own.feed.as_deref().unwrap_or_default();
        let key = own.key.as_deref().unwrap_or_default();
        let voice = (&*own.of.text, feed, key);
        latest
            .entry(voice)
            .and_modify(|known| {
                if order(signal) > order(known) {
                    *known = signal;
                }
            })
            .or_insert(signal);
    }
    let policy = policy_in_force(registers);
    let mut out = Live {
        stale_after_seconds: policy.stale_seconds(),
        stale_after_by: policy.signals_stale_seconds.map(|it| it.by),
        ..Live::default()
    };
    for signal in latest.into_values() {
        let (used, item) = used(ground, signal, at, out.stale_after_seconds);
        if let (Standing::Counts, Some(item)) = (used.standing, item) {
            match signal.own.says {
                Some(Says::Down) => out.down.push(item),
                Some(Says::Degraded) => out.degraded.push(item),
                _ => {}
            }
        }
        out.used.push(used);
    }
    for list in [&mut out.down, &mut out.degraded] {
        list.sort_unstable();
        list.dedup();
    }
    let Live { down, degraded, .. } = &mut out;
    degraded.retain(|item| down.binary_search(item).is_err());
    let badness = |says: &str| ["down", "degraded", "up"].iter().position(|it| *it == says);
    out.used.sort_by(|a, b| {
        let key = |it: &SignalUsed| (it.standing, badness(it.says), it.of.clone(), it.id.clone());
        key(a).cmp(&key(b))
    });
    out
}

/// Which of two signals of one voice is the later.
fn order(signal: &Filed<Signal>) -> (Option<Timestamp>, Option<Timestamp>, &str) {
    let own = &signal.own;
    let heard = own.heard.as_ref().or(own.since.as_ref());
    let since = own.since.as_ref().map(|it| it.earliest());
    (heard.map(|it| it.earliest()), since, &signal.id)
}

fn used(
    ground: &Ground,
    signal: &Filed<Signal>,
    at: Timestamp,
    stale_seconds: i64,
) -> (SignalUsed, Option<u32>) {
    let own = &signal.own;
    let item = ground.find(&own.of.text);
    let instant = |of: &Option<record::value::Moment>| of.as_ref().map(|it| it.earliest());
    let (since, until) = (instant(&own.since), instant(&own.until));
    let heard = instant(&own.heard).or(since);
    let age = heard.map(|heard| at.as_second() - heard.as_second());
    let standing = if until.is_some_and(|until| until <= at) {
        Standing::Ended
    } else if heard.is_some_and(|heard| heard.as_second() > at.as_second() + CLOCKS_SECONDS) {
        Standing::NotYet
    } else if item.is_none() {
        Standing::Unplaced
    } else {
        Standing::Counts
    };
    let written = |of: &Option<record::value::Moment>| of.as_ref().map(|it| it.to_string());
    let used = SignalUsed {
        id: signal.reference(),
        of: own.of.text.to_string(),
        item: item.map(|item| ground.reference(item).to_string()),
        says: own.says.map_or("", |says| says.as_str()),
        since: written(&own.since),
        heard: written(&own.heard),
        until: written(&own.until),
        feed: own.feed.clone(),
        text: own.text.clone(),
        standing,
        stale: standing != Standing::Ended && age.is_none_or(|age| age > stale_seconds),
        clock_ahead: [since, heard]
            .iter()
            .flatten()
            .any(|told| told.as_second() > at.as_second() + CLOCKS_SECONDS),
    };
    (used, item)
}
