//! What a loss does: what stops, what goes on at a lower level or on its last redundancy, and
//! when each target is breached.

use engine::graph::Item;
use engine::level::levels;
use engine::recovery::{Recovery, Times, surviving};
use engine::redundancy::reduced;
use engine::standing::{Standing, standing};
use record::requirements::Dataset;
use serde::Serialize;

use super::condition::{self, ConditionNow};
use super::loss::Losses;
use super::own_target::own_target;
use super::recovery_targets::Verdict;
use crate::estate::Estate;
use crate::path::{Step, back_path, missing};
use crate::standpoint::Standpoint;

/// All that follows from a loss.
#[derive(Clone, Debug, Serialize)]
pub struct Exposure {
    /// What is lost, with what stands on it.
    pub lost: Vec<String>,
    /// Everything that stops, lost or not.
    pub stopped: Vec<String>,
    /// What goes on at a lower level.
    pub degraded: Vec<Degraded>,
    /// What goes on without its full redundancy.
    pub on_redundancy: Vec<OnRedundancy>,
    /// References of what stops that no record answers to: what hangs on them is not known.
    pub unresolved: Vec<String>,
    /// Each target of what stops.
    pub breaches: Vec<Breach>,
    /// Of each activity that stops, the condition that applies at the instant asked about: what
    /// the loss means on that day. The breaches above keep to the headline.
    pub conditions: Vec<ConditionNow>,
}

/// An item that goes on at a lower level.
#[derive(Clone, Debug, Serialize)]
pub struct Degraded {
    /// `kind/id`.
    pub id: String,
    /// How much of normal remains, in percent.
    pub to_percent: serde_json_number::Percent,
    /// Whether that is below its minimum.
    pub below_minimum: bool,
}

/// An item that goes on without its full redundancy.
#[derive(Clone, Debug, Serialize)]
pub struct OnRedundancy {
    /// `kind/id`.
    pub id: String,
    /// Members of its weakest group that are up.
    pub up: u32,
    /// Members of that group.
    pub of: u32,
    /// Members that it needs.
    pub k: u32,
    /// The greatest switch among its reduced groups.
    pub interrupted_seconds: i64,
}

/// One target of an item that stops.
#[derive(Clone, Debug, Serialize)]
pub struct Breach {
    /// `kind/id`.
    pub id: String,
    /// `rto` or `mtpd`.
    pub clock: &'static str,
    /// When the target is reached, on its own clock. For MTPD the work recovery that follows is
    /// already taken off.
    pub at_seconds: i64,
    /// When the item is back, on the same clock.
    pub back_seconds: Option<i64>,
    /// What the comparison says.
    pub verdict: Verdict,
    /// What is waited for, step by step.
    pub why: Vec<Step>,
    /// The fact without which the return is unknown.
    pub missing: Option<String>,
}

/// A percentage as a number without needless decimals.
pub mod serde_json_number {
    use serde::{Serialize, Serializer};

    /// Hundredths of a percent.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Percent(pub u32);

    impl Serialize for Percent {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if self.0.is_multiple_of(100) {
                serializer.serialize_u32(self.0 / 100)
            } else {
                serializer.serialize_f64(f64::from(self.0) / 100.0)
            }
        }
    }
}

/// The standing after a loss and the times until all is back.
pub struct Fall {
    /// What is lost and stopped.
    pub standing: Standing,
    /// When each is back.
    pub times: Times,
}

/// What falls and when it is back.
pub fn fall(estate: &Estate<'_>, losses: &Losses) -> Fall {
    let standing = standing(&estate.graph, &losses.items);
    let stands = surviving(&estate.graph, &standing);
    let protections: Vec<Option<&Dataset>> = estate
        .items
        .iter()
        .map(|listed| listed.dataset().map(|it| &it.own))
        .collect();
    let survives = |item: Item, index: usize| {
        let protection = protections[item as usize].and_then(|it| it.protection.get(index));
        stands(item, index) && protection.is_none_or(|protection| losses.spares(protection))
    };
    let times = Recovery::new(&estate.graph, &estate.components).all(&standing, &survives);
    drop(stands);
    Fall { times, standing }
}

/// Everything that follows from a loss. Cost: linear in the estate.
pub fn exposure(standpoint: &Standpoint<'_>, losses: &Losses) -> Exposure {
    let estate = &standpoint.estate;
    let Fall { standing, times } = fall(estate, losses);
    let mut stopped = standing.stopped().to_vec();
    stopped.sort_unstable();
    let unresolved: std::collections::BTreeSet<String> = estate
        .unresolved
        .iter()
        .filter(|reference| standing.is_stopped(reference.item))
        .map(|reference| reference.text.clone())
        .chain(losses.unresolved.iter().cloned())
        .collect();
    Exposure {
        lost: estate.references(standing.lost()),
        stopped: estate.references(&stopped),
        degraded: degraded(estate, &standing),
        on_redundancy: on_redundancy(estate, &standing),
        unresolved: unresolved.into_iter().collect(),
        breaches: stopped
            .iter()
            .flat_map(|&item| breaches(standpoint, &times, item))
            .collect(),
        conditions: stopped
            .iter()
            .filter_map(|&item| condition_now(standpoint, item))
            .collect(),
    }
}

fn condition_now(standpoint: &Standpoint<'_>, item: Item) -> Option<ConditionNow> {
    let listed = standpoint.estate.listed(item);
    listed.activity()?;
    let own = own_target(standpoint, listed);
    let hours = standpoint.days_of(listed.item.hours.as_ref());
    condition::at(&listed.reference, &own, hours, standpoint.at)
}

fn degraded(estate: &Estate<'_>, standing: &Standing) -> Vec<Degraded> {
    let levels = levels(&estate.graph, standing);
    let lower = estate
        .graph
        .items()
        .filter(|&item| !standing.is_stopped(item) && levels[item as usize] < 10_000);
    let row = |item: Item| Degraded {
        id: estate.reference(item).to_string(),
        to_percent: serde_json_number::Percent(levels[item as usize]),
        below_minimum: levels[item as usize] < estate.listed(item).item.mbco(),
    };
    lower.map(row).collect()
}

fn on_redundancy(estate: &Estate<'_>, standing: &Standing) -> Vec<OnRedundancy> {
    let mut rows: Vec<(Item, OnRedundancy)> = Vec::new();
    for group in reduced(&estate.graph, standing) {
        let row = OnRedundancy {
            id: estate.reference(group.item).to_string(),
            up: group.up,
            of: group.of,
            k: group.needed,
            interrupted_seconds: group.switch,
        };
        match rows.iter_mut().rev().find(|(item, _)| *item == group.item) {
            Some((_, known)) => {
                let interrupted = known.interrupted_seconds.max(row.interrupted_seconds);
                if row.up - row.k < known.up - known.k {
                    *known = row;
                }
                known.interrupted_seconds = interrupted;
            }
            None => rows.push((group.item, row)),
        }
    }
    rows.sort_by_key(|(item, _)| *item);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn breaches(standpoint: &Standpoint<'_>, times: &Times, item: Item) -> Vec<Breach> {
    let estate = &standpoint.estate;
    let listed = estate.listed(item);
    if !listed.demands() {
        return Vec::new();
    }
    let own = own_target(standpoint, listed);
    let back = times.seconds(item);
    let breach = |clock, at: i64, lead: i64| {
        let back_seconds = back.map(|back| back + lead);
        let verdict = match back_seconds {
            None => Verdict::Unknown,
            Some(back) if back <= at => Verdict::Meets,
            Some(_) => Verdict::Misses,
        };
        let (why, missing) = match verdict {
            Verdict::Meets => (Vec::new(), None),
            _ => (
                back_path(estate, times, item),
                times.gap(item).map(|gap| missing(estate, gap)),
            ),
        };
        let id = estate.reference(item).to_string();
        Breach {
            id,
            clock,
            at_seconds: at,
            back_seconds,
            verdict,
            why,
            missing,
        }
    };
    let rto = own
        .demand_seconds
        .map(|at| breach("rto", at, own.lead_seconds()));
    let whole = own.lead.seconds(record::item::ClockStart::Disruption);
    let mtpd = own
        .mtpd
        .as_ref()
        .map(|mtpd| breach("mtpd", mtpd.seconds - own.wrt_seconds, whole));
    rto.into_iter().chain(mtpd).collect()
}
