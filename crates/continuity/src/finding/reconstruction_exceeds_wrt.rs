//! `reconstruction-exceeds-wrt`: making data anew does not fit into the time to catch up.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;
use crate::requirements::reconstruction::Reconstructed;

/// What it is.
pub const ABOUT: About = About {
    code: "reconstruction-exceeds-wrt",
    severity: Severity::Warning,
    breaks_target: false,
    means: "An activity says that it can make lost data anew from another source, but not within \
            the time that it gives for catching up (`targets.wrt`), or nobody says how long it \
            takes. Until it fits, its RPO stands as if there were no such source.",
    matters: "Paper that takes a week to type in is no copy: the work would still be undone when \
              the business can bear no more.",
    mend: "Give catching up the time it needs, and the services before it less; say how long it \
           takes; or copy the data more often.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let said = judge.targets.points.eased.said.iter();
    let mut short: Vec<&Reconstructed> = said.filter(|it| !it.counts).collect();
    short.dedup_by(|one, other| one.activity == other.activity);
    for it in short {
        let Some(item) = judge.estate().find(&it.activity) else {
            continue;
        };
        let title = judge.estate().listed(item).title();
        let wrt = it
            .wrt_seconds
            .map_or("nobody says how long it has for it".into(), |wrt| {
                format!("{} are given for catching up", humane(wrt))
            });
        let takes = match it.takes_together_seconds {
            Some(takes) => format!("takes {}", humane(takes)),
            None => "takes nobody knows how long".into(),
        };
        let text = format!("What {title} makes anew {takes}, and {wrt}.");
        let because = vec![it.activity.clone(), it.dataset.clone()];
        let finding = Finding::new(&it.activity, text).because(because);
        found.add(finding.seconds(it.wrt_seconds, it.takes_together_seconds));
    }
}
