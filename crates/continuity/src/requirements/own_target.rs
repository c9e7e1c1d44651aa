//! What an item itself demands: its RTO, and for an activity MTPD less work recovery and margin,
//! both turned into time from the start of recovery work.

use record::item::{Clock, ClockStart, MtpdEnds, Rto, Targets};

use record::requirements::activity::Backlog;

use super::condition::{ConditionMtpd, conditions};
use super::lead::{Lead, lead};
use super::tolerance::{Tolerance, tolerance};
use crate::agreed_hours::{demand_seconds, wait_seconds};
use crate::estate::Listed;
use crate::initiation::policy_in_force::LaidDown;
use crate::standpoint::Standpoint;

/// Where an MTPD comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum MtpdFrom {
    /// The record declares it.
    Declared,
    /// A named peak of the activity declares a shorter one.
    Peak(String),
    /// An approved impact shows it.
    Impact(Tolerance),
}

/// An MTPD and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Mtpd {
    /// From disruption.
    pub seconds: i64,
    /// Where it comes from.
    pub from: MtpdFrom,
}

/// A workaround that moves a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// The workaround, `workaround/id`.
    pub workaround: String,
    /// Until when it lasts, from disruption.
    pub until_seconds: i64,
    /// Entering again what was done by hand; moves no deadline.
    pub rekey_seconds: Option<i64>,
}

/// What an item itself demands.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnTarget {
    /// The RTO as declared.
    pub rto: Option<Rto>,
    /// The RTO in elapsed time from the start of its clock: what it demands of others.
    pub demand_seconds: Option<i64>,
    /// Elapsed time the business may have to wait by its RTO, from the start of its clock.
    pub wait_seconds: Option<i64>,
    /// MTPD and where it comes from.
    pub mtpd: Option<Mtpd>,
    /// What approved impacts say.
    pub tolerances: Vec<Tolerance>,
    /// How long a stop can be borne in normal times and at each peak; none but of an activity.
    pub conditions: Vec<ConditionMtpd>,
    /// Work recovery time that counts; with a backlog, what the backlog takes from MTPD.
    pub wrt_seconds: i64,
    /// The margin and who laid it down.
    pub margin: Option<LaidDown<i64>>,
    /// Work arrives as fast as it is cleared: no recovery time is short enough.
    pub never_clears: bool,
    /// MTPD less work recovery and margin, from disruption.
    pub limit_seconds: Option<i64>,
    /// A workaround that moves the target.
    pub bridge: Option<Bridge>,
    /// Detection and decision.
    pub lead: Lead,
    /// The event from which the RTO counts.
    pub from: ClockStart,
    /// The target from disruption, workaround included.
    pub from_disruption_seconds: Option<i64>,
    /// The target from the start of recovery work: the demand that rolls down.
    pub seconds: Option<i64>,
}

impl OwnTarget {
    /// What lies between the start of the target's clock and the start of work.
    pub fn lead_seconds(&self) -> i64 {
        self.lead.seconds(self.from)
    }
}

/// The own target of an item. Components, datasets, sites, suppliers and teams demand nothing:
/// their `seconds` is none, whatever they promise.
pub fn own_target(standpoint: &Standpoint<'_>, listed: &Listed<'_>) -> OwnTarget {
    let targets = listed.item.targets.as_ref();
    let rto = targets.and_then(|targets| targets.rto);
    let hours = standpoint.hours(listed.item.hours.as_ref());
    let lead = lead(listed, standpoint.scenario_lead(), &standpoint.policy);
    let from = rto.map_or(ClockStart::Disruption, |rto| rto.from);
    // Hours that never open cannot be promised in; the target then demands nothing but a finding.
    let demand = rto.and_then(|rto| demand_seconds(&rto, hours, standpoint.at).ok());
    let wait = rto.and_then(|rto| wait_seconds(&rto, hours, standpoint.at).ok());
    let mut own = OwnTarget {
        rto,
        demand_seconds: demand,
        wait_seconds: wait,
        mtpd: None,
        tolerances: Vec::new(),
        conditions: Vec::new(),
        wrt_seconds: 0,
        margin: None,
        never_clears: false,
        limit_seconds: None,
        bridge: None,
        lead,
        from,
        from_disruption_seconds: None,
        seconds: None,
    };
    if listed.activity().is_some() {
        business_limit(standpoint, listed, targets, &mut own);
    }
    if listed.demands() {
        combine(standpoint, listed, &mut own);
    }
    own
}

/// Both targets from disruption, the lesser of them, moved by a workaround, from invocation.
fn combine(standpoint: &Standpoint<'_>, listed: &Listed<'_>, own: &mut OwnTarget) {
    let whole_lead = own.lead.seconds(ClockStart::Disruption);
    let before_clock = whole_lead - own.lead.seconds(own.from);
    let rto = own.demand_seconds.map(|seconds| seconds + before_clock);
    let least = match (rto, own.limit_seconds) {
        (Some(rto), Some(limit)) => Some(rto.min(limit)),
        (rto, limit) => rto.or(limit),
    };
    let Some(mut target) = least else { return };
    own.bridge = bridge(standpoint, listed, target);
    if let Some(bridge) = &own.bridge {
        target = target.max(bridge.until_seconds);
    }
    own.from_disruption_seconds = Some(target);
    own.seconds = Some(target - whole_lead);
}

fn business_limit(
    standpoint: &Standpoint<'_>,
    listed: &Listed<'_>,
    targets: Option<&Targets>,
    own: &mut OwnTarget,
) {
    let Some(activity) = listed.activity() else {
        return;
    };
    own.tolerances = tolerances(standpoint, &activity.id);
    own.mtpd = mtpd(standpoint, listed, targets, &own.tolerances);
    let declared = targets.and_then(|targets| targets.mtpd).map(|mtpd| mtpd.0);
    let shown = (&*own.tolerances, standpoint.policy.reports_last_tolerable());
    own.conditions = conditions(&activity.own, declared, own.mtpd.as_ref(), shown);
    let Some(mtpd) = own.mtpd.as_ref().map(|mtpd| mtpd.seconds) else {
        return;
    };
    own.margin = standpoint.policy.margin_seconds(mtpd);
    let ends = targets.and_then(|targets| targets.mtpd_ends);
    let wrt = targets
        .and_then(|targets| targets.wrt)
        .map_or(0, |wrt| wrt.0);
    let margin = own.margin.as_ref().map_or(0, |margin| margin.value);
    let (limit, whole) = match (&activity.backlog, ends) {
        (_, Some(MtpdEnds::MbcoReached)) => (mtpd - margin, mtpd),
        (Some(backlog), _) => {
            own.never_clears = backlog.clears.0 <= backlog.arrives.0;
            (
                before_backlog(mtpd - margin, backlog),
                before_backlog(mtpd, backlog),
            )
        }
        _ => (mtpd - margin - wrt, mtpd - wrt),
    };
    own.wrt_seconds = mtpd - whole;
    own.limit_seconds = Some(limit);
}

/// How long it may be down so that the backlog, too, is cleared within so many seconds; nothing
/// where work arrives as fast as it is cleared.
fn before_backlog(seconds: i64, backlog: &Backlog) -> i64 {
    let (arrives, clears) = (backlog.arrives.0, backlog.clears.0);
    if clears <= arrives {
        return 0;
    }
    (seconds as f64 * ((clears - arrives) / clears)).floor() as i64
}

fn tolerances(standpoint: &Standpoint<'_>, activity: &str) -> Vec<Tolerance> {
    let impacts = standpoint.estate.by_activity.impacts(activity);
    impacts
        .iter()
        .map(|impact| tolerance(impact, &standpoint.policy))
        .collect()
}

/// The declared MTPD, else the least that an approved impact shows; a peak may shorten it. What a
/// peak declares stands for whatever impacts of that peak show.
fn mtpd(
    standpoint: &Standpoint<'_>,
    listed: &Listed<'_>,
    targets: Option<&Targets>,
    tolerances: &[Tolerance],
) -> Option<Mtpd> {
    let last = standpoint.policy.reports_last_tolerable();
    let peaks = listed
        .activity()
        .map_or(&[][..], |activity| &activity.own.peaks);
    let open = |tolerance: &&Tolerance| {
        let mut named = peaks.iter().filter(|peak| peak.name == tolerance.when);
        !named.any(|peak| peak.mtpd.is_some())
    };
    let shown = |tolerance: &Tolerance| {
        let seconds = tolerance.reported_seconds(last)?;
        Some(Mtpd {
            seconds,
            from: MtpdFrom::Impact(tolerance.clone()),
        })
    };
    let declared = targets.and_then(|targets| targets.mtpd);
    let mut least = match declared {
        Some(mtpd) => Some(Mtpd {
            seconds: mtpd.0,
            from: MtpdFrom::Declared,
        }),
        None => tolerances
            .iter()
            .filter(open)
            .filter_map(shown)
            .min_by_key(|mtpd| mtpd.seconds),
    };
    for peak in peaks {
        let Some(mtpd) = peak.mtpd else { continue };
        if least.as_ref().is_none_or(|least| mtpd.0 < least.seconds) {
            least = Some(Mtpd {
                seconds: mtpd.0,
                from: MtpdFrom::Peak(peak.name.clone()),
            });
        }
    }
    least
}

/// The workaround that bridges longest, of those that start before the target and reach the
/// minimum level.
fn bridge(standpoint: &Standpoint<'_>, listed: &Listed<'_>, target: i64) -> Option<Bridge> {
    let activity = listed.activity()?;
    let workarounds = standpoint.estate.by_activity.workarounds(&activity.id);
    let bridges = workarounds.iter().filter_map(|workaround| {
        let (start, sustain) = (workaround.start_within?.0, workaround.sustain_for?.0);
        let reaches = workaround.capacity.map_or(10_000, |capacity| capacity.0);
        let fits = start <= target && reaches >= listed.item.mbco();
        fits.then(|| Bridge {
            workaround: workaround.reference(),
            until_seconds: start + sustain,
            rekey_seconds: workaround.rekey.map(|rekey| rekey.0),
        })
    });
    let longest = bridges.max_by_key(|bridge| bridge.until_seconds);
    longest.filter(|bridge| bridge.until_seconds > target)
}

/// Whether a target depends on the moment of loss.
pub fn in_service_hours(rto: &Rto) -> bool {
    rto.clock == Clock::ServiceHours || rto.by_opening
}
