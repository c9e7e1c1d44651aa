//! Margin now: what is said to be down, laid on the estate, and so the next single loss that would
//! stop each service, this minute, or leave it late. The alarm is for margin lost, not for an item
//! that is down. Nothing of this is stored.

pub mod ground;
pub mod hours;
pub mod live;
pub mod planned;
mod rows;
mod table;
pub mod told;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::Timestamp;
use record::kinds::Registers;
use serde::{Serialize, Serializer};

use super::condition::ConditionNow;
pub use ground::Ground;
pub use live::{Live, SignalUsed, Standing};
pub use planned::PlannedWork;
pub use table::{judge, judge_items};
pub use told::{Told, Warned};

/// How much of a service's redundancy is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Left {
    /// It has stopped.
    Stopped,
    /// One more loss would stop it, or leave it late, that would not have before.
    None,
    /// Something that it runs on lives on less than it should, but no further single loss stops it.
    Reduced,
    /// As it was built: nothing that is down has taken any of it.
    Full,
}

impl Left {
    /// The word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Left::Stopped => "stopped",
            Left::None => "margin lost",
            Left::Reduced => "reduced",
            Left::Full => "as built",
        }
    }
}

/// Margin at an instant, as other programs read it.
#[derive(Clone, Debug, Serialize)]
pub struct Margin {
    /// The instant.
    pub at: String,
    /// What is said to be down, degraded or up, the latest of each.
    pub signals: Vec<SignalUsed>,
    /// After how long without a word a signal is stale, in seconds.
    pub stale_after_seconds: i64,
    /// The policy that says so, `policy/id`; nothing: ours.
    pub stale_after_by: Option<String>,
    /// What is lost: said to be down, with all that stands on it.
    pub lost: Vec<String>,
    /// What has stopped, lost or not.
    pub stopped: Vec<String>,
    /// What is said to do less than it should.
    pub degraded: Vec<String>,
    /// Groups that have exactly as many members up as they need.
    pub on_last_redundancy: Vec<LastRedundancy>,
    /// Every activity, and every service with a target or of tier 0 to 2: the worst first.
    pub services: Vec<ServiceMargin>,
    /// How many of them there are by what is left: stopped, none, reduced, full.
    pub counts: Counts,
    /// Changes that are being made at the instant: what they touch is taken as down.
    pub under_way: Vec<String>,
    /// Work that is planned, and what it takes.
    pub planned: Vec<PlannedWork>,
}

/// How many services by what is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Stopped.
    pub stopped: usize,
    /// With a next single loss that was none before.
    pub none: usize,
    /// On less than they should be.
    pub reduced: usize,
    /// As built.
    pub full: usize,
}

impl Counts {
    fn of(&mut self, left: Left) -> &mut usize {
        match left {
            Left::Stopped => &mut self.stopped,
            Left::None => &mut self.none,
            Left::Reduced => &mut self.reduced,
            Left::Full => &mut self.full,
        }
    }
}

/// A group that has no member to spare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LastRedundancy {
    /// The item that needs it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many members are up.
    pub up: u32,
    /// Of how many.
    pub of: u32,
    /// How many it needs.
    pub k: u32,
    /// The members that hold it up: the loss of any stops it.
    pub members_up: Vec<String>,
    /// The members that are down.
    pub members_down: Vec<String>,
}

/// A service or activity and its next single losses.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceMargin {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its tier.
    pub tier: Option<u32>,
    /// What is left.
    pub margin: Left,
    /// How many single losses would stop it now.
    pub next_losses_count: usize,
    /// How many of these because of what is down: margin that is lost.
    pub because_of_signal_count: usize,
    /// Those losses: what is new first, then what leaves it late; the first of many.
    #[serde(serialize_with = "listed")]
    pub next_losses: Arc<Vec<NextLoss>>,
    /// Hours without margin, where the signals so far were looked at.
    pub without_margin: Option<hours::WithoutMargin>,
    /// Of an activity: the condition that applies at the instant, and how long a stop can be
    /// borne under it. What is late is judged by the headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<ConditionNow>,
    /// Its place among the watched.
    #[serde(skip)]
    place: u32,
}

fn listed<S: Serializer>(losses: &[NextLoss], to: S) -> Result<S::Ok, S::Error> {
    losses.serialize(to)
}

/// One further loss and what it would do to a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextLoss {
    /// What is lost: one item.
    pub members: Vec<String>,
    /// Its name.
    pub name: String,
    /// Whether the service stops: always, or it would not be listed.
    pub stops: bool,
    /// Whether it is then not back in time, or nobody can say; nothing where nothing is demanded.
    pub breaches: Option<bool>,
    /// Whether it is so only because of what is down now: it would not have stopped it before.
    pub because_of_signal: bool,
    /// Whether only what is down now makes it late.
    pub late_because_of_signal: bool,
    /// From the loss to the service, each stopping the next; the spare that is missing is named
    /// in `instead_of`. Only for losses that are new.
    pub why: Vec<String>,
    /// What is down that would have held, where it is new.
    pub instead_of: Vec<String>,
}

/// Margin at an instant: what the signals say, what is worked on, what is planned, and by the
/// spells of the past the hours without margin. Cost: what is down has touched, for each window.
pub fn margin(ground: &Ground, registers: &Registers, told: &Told, at: Timestamp) -> Margin {
    let mut live = live::live(ground, registers, at);
    let signalled = live.down.clone();
    let (worked_on, under_way) = planned::under_way(ground, registers, at);
    live.down.extend(worked_on);
    live.down.sort_unstable();
    live.down.dedup();
    let mut out = judge(ground, live, at);
    for row in &mut out.services {
        let watched = ground.next.watched()[row.place as usize];
        row.condition = ground.conditions.at(watched.item, at);
    }
    out.under_way = under_way;
    out.planned = planned::planned(ground, registers, (&signalled, &told.warned), at);
    let ahead = planned::spells(ground, registers, at);
    let spells = told.spells.as_slice();
    if !spells.is_empty() || !ahead.is_empty() {
        add_hours(ground, &mut out, (spells, &ahead), at);
    }
    out
}

/// Hours without margin in the days behind, and by planned work in those ahead.
fn add_hours(
    ground: &Ground,
    margin: &mut Margin,
    (behind, ahead): (&[hours::Spell], &[hours::Spell]),
    at: Timestamp,
) {
    let span = jiff::SignedDuration::from_hours(24 * hours::DAYS);
    let from = at.checked_sub(span).unwrap_or(Timestamp::MIN);
    let to = at.checked_add(span).unwrap_or(Timestamp::MAX);
    let (past, _) = hours::judged(ground, behind, (from, at));
    let (coming, _) = hours::judged(ground, ahead, (at, to));
    for row in &mut margin.services {
        let place = row.place as usize;
        row.without_margin = Some(hours::WithoutMargin {
            days: hours::DAYS,
            seconds: past[place].0,
            stopped_seconds: past[place].1,
            planned_seconds: coming[place].0,
        });
    }
}

/// At most so many next losses of one service are listed; the count says how many there are.
pub const LISTED_MAX: usize = 20;
