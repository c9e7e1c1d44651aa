//! `lag-above-target`: a replica has lagged further behind than data may be lost.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;

/// What it is.
pub const ABOUT: About = About {
    code: "lag-above-target",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The greatest lag seen of a replica (`lag-max`) is above what may be lost. The verdict \
            counts the lag that 99 of 100 moments stay below.",
    matters: "Disasters come when the network is already in trouble, and then the lag is great.",
    mend: "Find out why it lagged, or alarm on the lag before it passes the target.",
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
        let lags = dataset.protection.iter().filter_map(|copy| copy.lag_max);
        let Some(worst) = lags.map(|lag| lag.0).max().filter(|lag| *lag > required) else {
            continue;
        };
        let text = format!(
            "A replica of {} has lagged {}; at most {} may be lost.",
            listed.title(),
            humane(worst),
            humane(required)
        );
        let finding = Finding::new(&listed.reference, text);
        found.add(finding.seconds(Some(required), Some(worst)));
    }
}
