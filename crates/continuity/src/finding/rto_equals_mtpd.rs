//! `rto-equals-mtpd`: the recovery target leaves nothing before harm is intolerable.

use record::initiation::policy::Severity;

use super::rto_exceeds_mtpd::rto_from_disruption;
use super::{About, Finding, Found, Judge};
use crate::path::humane;

/// What it is.
pub const ABOUT: About = About {
    code: "rto-equals-mtpd",
    severity: Severity::Note,
    breaks_target: false,
    means: "The activity's RTO is its MTPD: nothing is kept between them.",
    matters: "MTPD is a judgement, not a measurement, and work must be caught up after recovery; \
              a target without room is usually a number copied from one field to the other.",
    mend: "Keep a margin (a tenth of MTPD is common) and say how long catching up takes (`wrt`).",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for item in judge.demanding() {
        let own = &judge.targets.own[item as usize];
        let mtpd = own.mtpd.as_ref().map(|mtpd| mtpd.seconds);
        let (Some(rto), Some(mtpd)) = (rto_from_disruption(own), mtpd) else {
            continue;
        };
        if rto == mtpd {
            let listed = judge.estate().listed(item);
            let text = format!(
                "{}: RTO and MTPD are both {}.",
                listed.title(),
                humane(mtpd)
            );
            found.add(Finding::new(&listed.reference, text).seconds(Some(mtpd), Some(rto)));
        }
    }
}
