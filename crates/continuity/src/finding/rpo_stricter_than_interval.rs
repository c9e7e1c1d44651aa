//! `rpo-stricter-than-interval`: less data may be lost than lies between two copies.

use record::initiation::policy::Severity;
use record::requirements::dataset::Method;

use super::{About, Finding, Found, Judge};
use crate::path::humane;

/// What it is.
pub const ABOUT: About = About {
    code: "rpo-stricter-than-interval",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The data is protected only by copies made at intervals, and less of it may be lost \
            than comes together between two of them.",
    matters: "The target cannot be kept even when every copy succeeds; usually nobody compared \
              the two numbers.",
    mend: "Copy at least as often as the RPO says, or keep every change.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for item in estate.graph.items() {
        let listed = estate.listed(item);
        let required = judge.targets.points.required[item as usize].seconds;
        let (Some(dataset), Some(required)) = (listed.dataset(), required) else {
            continue;
        };
        let at_intervals = |method: Method| {
            matches!(
                method,
                Method::Backup | Method::Snapshot | Method::LogShipping
            )
        };
        if !dataset.protection.iter().all(|it| at_intervals(it.method)) {
            continue;
        }
        let every = dataset.protection.iter().filter_map(|it| it.every);
        let Some(least) = every.map(|every| every.0).min().filter(|it| *it > required) else {
            continue;
        };
        let text = format!(
            "At most {} of {} may be lost; the copies are {} apart.",
            humane(required),
            listed.title(),
            humane(least)
        );
        let finding = Finding::new(&listed.reference, text);
        found.add(finding.seconds(Some(required), Some(least)));
    }
}
