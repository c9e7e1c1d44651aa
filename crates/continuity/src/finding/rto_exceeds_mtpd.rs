//! `rto-exceeds-mtpd`: the recovery target of an activity comes after harm is intolerable.

use record::initiation::policy::Severity;
use record::item::ClockStart;

use super::{About, Finding, Found, Judge};
use crate::path::humane;
use crate::requirements::own_target::OwnTarget;

/// What it is.
pub const ABOUT: About = About {
    code: "rto-exceeds-mtpd",
    severity: Severity::Error,
    breaks_target: false,
    means: "The activity's recovery target is later than its MTPD leaves room for, once the work \
            to catch up and the margin are taken off.",
    matters: "Even a recovery exactly on time comes too late for the business.",
    mend: "Shorten the RTO, or show that harm stays tolerable for longer.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for item in judge.demanding() {
        let own = &judge.targets.own[item as usize];
        let (Some(rto), Some(limit)) = (rto_from_disruption(own), own.limit_seconds) else {
            continue;
        };
        if rto <= limit {
            continue;
        }
        let listed = judge.estate().listed(item);
        let mtpd = own.mtpd.as_ref().map_or(0, |mtpd| mtpd.seconds);
        let margin = own.margin.as_ref().map_or(0, |margin| margin.value);
        let text = format!(
            "{} must be back within {}, but MTPD {} less {} to catch up and {} margin leaves {}: \
             {} too late.",
            listed.title(),
            humane(rto),
            humane(mtpd),
            humane(own.wrt_seconds),
            humane(margin),
            humane(limit),
            humane(rto - limit),
        );
        let by = own.margin.as_ref().map(|margin| margin.by.clone());
        let because = [listed.reference.clone()].into_iter().chain(by).collect();
        let mend = format!("Set the RTO to {} or less.", humane(limit.max(0)));
        found.add(
            Finding::new(&listed.reference, text)
                .because(because)
                .seconds(Some(limit), Some(rto))
                .mend(mend),
        );
    }
}

/// The RTO counted from the disruption, whatever its clock starts at.
pub fn rto_from_disruption(own: &OwnTarget) -> Option<i64> {
    let before_clock = own.lead.seconds(ClockStart::Disruption) - own.lead_seconds();
    own.demand_seconds.map(|seconds| seconds + before_clock)
}
