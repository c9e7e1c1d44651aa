//! What recovery time a limit of harm leaves: MTPD less catching up and margin, and what a backlog
//! makes of it. The figures are those of the target rolled down; here they are set side by side.

use record::item::MtpdEnds;
use record::requirements::Activity;
use serde::Serialize;

use crate::finding::rto_exceeds_mtpd::rto_from_disruption;
use crate::requirements::own_target::OwnTarget;

/// What recovery time an MTPD leaves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Limit {
    /// MTPD as it would count.
    pub mtpd_seconds: i64,
    /// What catching up takes of it.
    pub wrt_seconds: i64,
    /// The margin that is kept, by policy.
    pub margin_seconds: i64,
    /// The longest RTO that fits, from disruption: what is left.
    pub rto_at_most_seconds: i64,
    /// The RTO that is declared, from disruption.
    pub rto_seconds: Option<i64>,
    /// Whether MTPD ends when the minimum is reached: then catching up takes nothing of it.
    pub ends_at_minimum: bool,
    /// What a backlog does.
    pub backlog: Option<Clearing>,
}

/// What a backlog does after a stop.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Clearing {
    /// Work that arrives in an hour.
    pub arrives: f64,
    /// Work that is cleared in an hour once it is back.
    pub clears: f64,
    /// The stop that is looked at: the declared RTO, else the longest that fits.
    pub down_seconds: i64,
    /// How long it takes after that until the backlog is gone; nothing: it never is.
    pub cleared_after_seconds: Option<i64>,
    /// Whether the backlog is gone before harm is intolerable.
    pub fits: bool,
}

impl Limit {
    /// Whether the declared RTO is longer than what fits.
    pub fn is_exceeded(&self) -> bool {
        let at_most = self.rto_at_most_seconds;
        self.rto_seconds.is_some_and(|declared| declared > at_most)
    }
}

/// What the MTPD of an activity leaves; nothing where it has none.
pub fn limit(own: &OwnTarget, activity: &Activity) -> Option<Limit> {
    let mtpd = own.mtpd.as_ref()?.seconds;
    let at_most = own.limit_seconds?;
    let targets = activity.item.targets.as_ref();
    let ends = targets.and_then(|it| it.mtpd_ends);
    let rto = rto_from_disruption(own);
    let ends_at_minimum = ends == Some(MtpdEnds::MbcoReached);
    let backlog = activity.backlog.as_ref().map(|backlog| {
        let down = rto.unwrap_or(at_most.max(0));
        let cleared = cleared_after(down, backlog.arrives.0, backlog.clears.0);
        Clearing {
            arrives: backlog.arrives.0,
            clears: backlog.clears.0,
            down_seconds: down,
            cleared_after_seconds: cleared,
            fits: ends_at_minimum || cleared.is_some_and(|after| down + after <= mtpd),
        }
    });
    Some(Limit {
        mtpd_seconds: mtpd,
        wrt_seconds: own.wrt_seconds,
        margin_seconds: own.margin.as_ref().map_or(0, |margin| margin.value),
        rto_at_most_seconds: at_most,
        rto_seconds: rto,
        ends_at_minimum,
        backlog,
    })
}

/// How long the work that waited takes to be cleared while new work arrives: what came in the
/// meantime, at the rate that is left for it. Nothing where it never is.
fn cleared_after(down_seconds: i64, arrives: f64, clears: f64) -> Option<i64> {
    let left = clears - arrives;
    (left > 0.0).then(|| (down_seconds as f64 * arrives / left).ceil() as i64)
}
