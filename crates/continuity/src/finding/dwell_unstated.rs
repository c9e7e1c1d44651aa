//! `dwell-unstated`: nobody says how long an intruder may sit unseen.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::requirements::recovery_points::Point;

/// What it is.
pub const ABOUT: About = About {
    code: "dwell-unstated",
    severity: Severity::Note,
    breaks_target: false,
    means: "There is a limit on how much of this data may be lost and a copy would survive stolen \
            credentials, but no policy says how long an intruder may have sat unseen, so that \
            nobody can tell how old a clean copy would be.",
    matters: "Without it the figure for destruction by an intruder is unknown.",
    mend: "State `dwell` in a policy.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    if judge.standpoint.policy.dwell_seconds.is_some() {
        return;
    }
    let estate = judge.estate();
    for item in estate.graph.items() {
        let listed = estate.listed(item);
        let points = &judge.targets.points;
        let required = points.required[item as usize].seconds;
        let achieved = points.achieved[item as usize].map(|points| points.ransomware);
        let waits =
            listed.dataset().is_some() && required.is_some() && achieved == Some(Point::Unknown);
        if waits {
            let text = format!(
                "How much of {} an intruder could cost is unknown: no policy says how long one \
                 may sit unseen.",
                listed.title()
            );
            found.add(Finding::new(&listed.reference, text));
        }
    }
}
