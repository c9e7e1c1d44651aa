//! What an activity has to catch up with once its services are back: the backlog, data made anew,
//! copies that do not agree. Beside the work recovery time that it gives; nothing here moves a
//! target, which is made from what is declared.

use engine::graph::Item;
use serde::Serialize;

use super::own_target::OwnTarget;
use super::reconciliation::ModeSkew;
use super::reconstruction::{Reconstructed, wrt_given};
use super::recovery_targets::RecoveryTargets;
use crate::estate::Listed;
use crate::standpoint::Standpoint;

#[cfg(test)]
mod tests;
mod words;

/// What an activity has to catch up with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CatchingUp {
    /// The work recovery time that it gives; nothing where nobody says it.
    pub wrt_seconds: Option<i64>,
    /// Data that it makes anew.
    pub reconstructs: Vec<Reconstructed>,
    /// Copies under it that come back to different points, group by group.
    pub reconciles: Vec<GroupWork>,
    /// Making data anew, where it counts, and putting right what does not agree, in the worst
    /// failure mode; nothing where one of these is not known.
    pub takes_seconds: Option<i64>,
    /// How long the backlog takes to clear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backlog: Option<BacklogWork>,
}

/// What a consistency group costs in one failure mode.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupWork {
    /// The name of the group.
    pub group: String,
    /// The work, by failure mode.
    pub modes: Vec<ModeSkew>,
}

/// How long the backlog takes after an outage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BacklogWork {
    /// Work that arrives an hour.
    pub arrives_per_hour: f64,
    /// Work that is cleared an hour, once it is back.
    pub clears_per_hour: f64,
    /// For an outage as long as the target allows, counted from the disruption.
    pub at_target: Option<Outage>,
    /// For an outage as long as recovery would take by calculation, with the time before it.
    pub by_calculation: Option<Outage>,
}

/// One outage and its backlog.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outage {
    /// How long it lasts.
    pub down_seconds: i64,
    /// How long the backlog takes to clear after it, where nobody works by hand meanwhile;
    /// nothing: it never clears.
    pub clears_after_seconds: Option<i64>,
    /// The same with a workaround.
    pub with_workaround: Option<Eased>,
}

/// A backlog that a workaround makes smaller.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Eased {
    /// `workaround/id`.
    pub workaround: String,
    /// The part of the work that it does while it lasts, in percent.
    pub percent: f64,
    /// For how long of the outage it is at work.
    pub at_work_seconds: i64,
    /// Entering again what was done by hand.
    pub rekey_seconds: i64,
    /// How long the rest and the entering take to clear; nothing: never.
    pub clears_after_seconds: Option<i64>,
}

/// What a workaround does during an outage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByHand {
    /// The part of the work that it does, 0 to 1.
    pub share: f64,
    /// When it starts, from the disruption.
    pub starts_seconds: i64,
    /// For how long it can be kept up.
    pub lasts_seconds: i64,
    /// Entering again what was done, at the pace at which work is cleared.
    pub rekey_seconds: i64,
}

impl ByHand {
    /// For how long of an outage it is at work.
    pub fn at_work_seconds(&self, down_seconds: i64) -> i64 {
        let ends = down_seconds.min(self.starts_seconds.saturating_add(self.lasts_seconds));
        (ends - self.starts_seconds).max(0)
    }
}

/// How long a backlog takes to clear after an outage of T: `λ·T / (μ − λ)`; with a part w of the
/// work done by hand for a time H of it, `(λ·T − w·λ·H + μ·rekey) / (μ − λ)`. Nothing where work
/// arrives as fast as it is cleared: never. A part of a second is a second.
pub fn clears_after_seconds(
    (arrives, clears): (f64, f64),
    down_seconds: i64,
    by_hand: Option<ByHand>,
) -> Option<i64> {
    let down = down_seconds.max(0) as f64;
    let (mut saved, mut rekey) = (0.0, 0.0);
    if let Some(hand) = by_hand {
        let at_work = hand.at_work_seconds(down_seconds);
        saved = hand.share.clamp(0.0, 1.0) * at_work as f64;
        rekey = if at_work > 0 {
            hand.rekey_seconds as f64
        } else {
            0.0
        };
    }
    let work = arrives * (down - saved) + clears * rekey;
    if work <= 0.0 {
        return Some(0);
    }
    // Whole seconds stay whole: what division leaves beyond a millionth is no second.
    (clears > arrives).then(|| (work / (clears - arrives) - 1e-6).ceil() as i64)
}

/// What an activity has to catch up with; none of anything else, and of one of which nothing is
/// said.
pub fn catching_up(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    item: Item,
) -> Option<CatchingUp> {
    let listed = standpoint.estate.listed(item);
    listed.activity()?;
    let own = &targets.own[item as usize];
    let reconstructs = targets.points.eased.said_by(&listed.reference).to_vec();
    let groups = targets.groups_under.get(&item);
    let skews = groups
        .into_iter()
        .flatten()
        .map(|&at| &targets.points.skews[at]);
    let reconciles: Vec<GroupWork> = skews
        .map(|it| GroupWork {
            group: it.group.clone(),
            modes: it.modes.clone(),
        })
        .collect();
    let backlog = backlog(standpoint, targets, item);
    if reconstructs.is_empty() && reconciles.is_empty() && backlog.is_none() {
        return None;
    }
    Some(CatchingUp {
        wrt_seconds: wrt_given(listed, own),
        takes_seconds: takes(&reconstructs, &reconciles),
        reconstructs,
        reconciles,
        backlog,
    })
}

/// All of it in the mode in which it takes longest: groups one after the other, then what is made
/// anew. A mode in which nothing comes back has nothing to be put right.
fn takes(reconstructs: &[Reconstructed], reconciles: &[GroupWork]) -> Option<i64> {
    let counts = reconstructs.iter().filter(|it| it.counts);
    let anew: i64 = counts.filter_map(|it| it.takes_seconds).sum();
    let mut worst = 0;
    for mode in 0..4 {
        let of = reconciles.iter().map(|it| &it.modes[mode]);
        let known = of.filter(|it| it.oldest_seconds.is_some());
        let sum: Option<i64> = known.map(|it| it.takes_seconds).sum();
        worst = worst.max(sum?);
    }
    Some(anew + worst)
}

fn backlog(
    standpoint: &Standpoint<'_>,
    targets: &RecoveryTargets,
    item: Item,
) -> Option<BacklogWork> {
    let listed = standpoint.estate.listed(item);
    let backlog = listed.activity()?.own.backlog.as_ref()?;
    let own: &OwnTarget = &targets.own[item as usize];
    let flows = (backlog.arrives.0, backlog.clears.0);
    let hands = by_hand(standpoint, listed);
    let outage = |down: i64| Outage {
        down_seconds: down,
        clears_after_seconds: clears_after_seconds(flows, down, None),
        with_workaround: hands.as_ref().map(|(workaround, hand)| Eased {
            workaround: workaround.clone(),
            percent: (hand.share * 10_000.0).round() / 100.0,
            at_work_seconds: hand.at_work_seconds(down),
            rekey_seconds: hand.rekey_seconds,
            clears_after_seconds: clears_after_seconds(flows, down, Some(*hand)),
        }),
    };
    let lead = own.lead.seconds(record::item::ClockStart::Disruption);
    let back = targets.times.seconds(item).map(|back| back + lead);
    Some(BacklogWork {
        arrives_per_hour: flows.0,
        clears_per_hour: flows.1,
        at_target: own
            .from_disruption_seconds
            .filter(|it| *it >= 0)
            .map(outage),
        by_calculation: back.map(outage),
    })
}

/// The approved workaround of an activity that does most; what it does not say of its
/// part is all; one that says neither start nor end does nothing.
fn by_hand(standpoint: &Standpoint<'_>, listed: &Listed<'_>) -> Option<(String, ByHand)> {
    let activity = listed.activity()?;
    let all = standpoint.estate.by_activity.workarounds(&activity.id);
    let hands = all.iter().filter_map(|it| {
        let hand = ByHand {
            share: it.capacity.map_or(1.0, |part| f64::from(part.0) / 10_000.0),
            starts_seconds: it.start_within?.0,
            lasts_seconds: it.sustain_for?.0,
            rekey_seconds: it.rekey.map_or(0, |rekey| rekey.0),
        };
        Some((it.reference(), hand))
    });
    hands.max_by(|(_, one), (_, other)| {
        let done = |it: &ByHand| it.share * it.lasts_seconds as f64;
        done(one).total_cmp(&done(other))
    })
}
