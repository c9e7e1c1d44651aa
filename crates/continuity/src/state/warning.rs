//! Warnings as they were received, what was decided on them and what came of them; and the feeds
//! that bring them. Whether one still holds is asked of an instant, not kept.

use std::sync::Arc;

use jiff::Timestamp;

use super::State;
use crate::event::{Event, FeedHeard, PrecautionDecided, Remembered, WarningJudged};
use crate::requirements::warning::Warning;

/// Most digests of a feed that are remembered.
const DIGESTS_MAX: usize = 2_000;

/// A warning as it was received.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// Its id here.
    pub id: String,
    /// The entry that brought it.
    pub seq: u64,
    /// When it was written.
    pub at: Timestamp,
    /// Who brought it.
    pub by: String,
    /// The feed.
    pub feed: String,
    /// The SHA-256 of the file that it came in, in hex.
    pub digest: Option<String>,
    /// What it says.
    pub warning: Arc<Warning>,
    /// What was decided on measures, in order.
    pub decided: Vec<Decided>,
    /// What came of it, the latest word.
    pub judged: Option<Judged>,
}

/// A decision on a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// Whether it was accepted.
    pub accepted: bool,
    /// What was decided, with the figures.
    pub what: PrecautionDecided,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What came of a warning.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// What was said.
    pub what: WarningJudged,
    /// Who said it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A feed of warnings.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// When it was first heard.
    pub since: Timestamp,
    /// When it was last heard.
    pub heard: Timestamp,
    /// When it last brought something new.
    pub news: Option<Timestamp>,
    /// How many alerts it has brought.
    pub alerts: u64,
    /// What could not be read the last time.
    pub errors: Vec<String>,
    /// The digests of what was heard, the latest last.
    pub digests: Vec<String>,
}

impl State {
    /// The warnings received, by id.
    pub fn warnings(&self) -> impl Iterator<Item = &Received> {
        self.warnings.iter().map(|(_, it)| it.as_ref())
    }

    /// A warning received.
    pub fn warning(&self, id: &str) -> Option<&Received> {
        self.warnings.get(id).map(Arc::as_ref)
    }

    /// The feeds of warnings, by name.
    pub fn feeds(&self) -> impl Iterator<Item = (&str, &Feed)> {
        self.feeds.iter().map(|(name, it)| (name, it.as_ref()))
    }

    /// A feed of warnings.
    pub fn feed(&self, name: &str) -> Option<&Feed> {
        self.feeds.get(name).map(Arc::as_ref)
    }

    /// Takes in what concerns warnings. Whether it does.
    pub(super) fn apply_to_warnings(&mut self, remembered: &Remembered, weight: usize) -> bool {
        let (at, by) = (remembered.at, remembered.actor.clone());
        match &remembered.event {
            Event::WarningReceived(it) => {
                let received = Received {
                    id: it.id.clone(),
                    seq: remembered.seq,
                    at,
                    by,
                    feed: it.feed.clone(),
                    digest: it.digest.clone(),
                    warning: Arc::new(it.warning.clone()),
                    decided: Vec::new(),
                    judged: None,
                };
                self.bytes += weight as u64;
                self.warnings.put(&it.id, Arc::new(received));
            }
            Event::FeedHeard(it) => self.hear(it, at),
            Event::PrecautionAccepted(it) => self.decided(it, true, by, at),
            Event::PrecautionDeclined(it) => self.decided(it, false, by, at),
            Event::WarningJudged(it) => {
                if let Some(known) = self.warnings.get_mut(&it.warning) {
                    let what = it.clone();
                    Arc::make_mut(known).judged = Some(Judged { what, by, at });
                }
            }
            _ => return false,
        }
        true
    }

    fn decided(&mut self, it: &PrecautionDecided, accepted: bool, by: String, at: Timestamp) {
        if let Some(known) = self.warnings.get_mut(&it.warning) {
            Arc::make_mut(known).decided.push(Decided {
                accepted,
                what: it.clone(),
                by,
                at,
            });
        }
    }

    fn hear(&mut self, it: &FeedHeard, at: Timestamp) {
        let known = self.feeds.get(&it.feed).map(|feed| Feed::clone(feed));
        let mut feed = known.unwrap_or(Feed {
            since: at,
            heard: at,
            news: None,
            alerts: 0,
            errors: Vec::new(),
            digests: Vec::new(),
        });
        feed.heard = at;
        feed.alerts += u64::from(it.fresh);
        if it.fresh > 0 {
            feed.news = Some(at);
        }
        feed.errors = it.errors.clone();
        if let Some(digest) = it.digest.as_ref().filter(|it| !feed.digests.contains(it)) {
            if feed.digests.len() >= DIGESTS_MAX {
                feed.digests.remove(0);
            }
            feed.digests.push(digest.clone());
        }
        self.feeds.put(&it.feed, Arc::new(feed));
    }
}
