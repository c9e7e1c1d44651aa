//! `rpo-missed`: more data would be lost than may be.

use record::initiation::policy::Severity;

use super::data_loss::{Demand, demands, mode_name, named, path, unsure};
use super::{About, Finding, Found, Judge};
use crate::path::humane;
use crate::requirements::recovery_points::{Judged, Point};

/// What it is.
pub const ABOUT: About = About {
    code: "rpo-missed",
    severity: Severity::Error,
    breaks_target: true,
    means: "The newest copy that would survive is older than the data that may be lost. Judged \
            for a failed storage, a lost site and wrong data; for destruction with stolen \
            credentials only whether anything survives is judged, since the time an intruder sits \
            unseen would break every such target.",
    matters: "Work done since that copy is gone for good; the business said it cannot bear that.",
    mend: "Copy more often or sooner to the other site, keep every change, or agree a greater \
           RPO.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for demand in demands(judge) {
        found.all.extend(finding(judge, &demand));
    }
}

fn finding(judge: &Judge<'_>, demand: &Demand) -> Option<Finding> {
    let over = |judged: &Judged| match judged.point {
        Point::Seconds(seconds) if seconds > judged.allowed_seconds => Some(seconds),
        _ => None,
    };
    let modes = demand.points.modes();
    let missed = modes.iter().zip(&demand.judged).take(3).enumerate();
    let missed: Vec<(usize, &str, i64)> = missed
        .filter_map(|(index, ((mode, _), judged))| Some((index, *mode, over(judged)?)))
        .collect();
    let &(worst, _, has) = missed.iter().max_by_key(|(_, _, seconds)| *seconds)?;
    let each = missed
        .iter()
        .map(|(_, mode, seconds)| format!("{} {}", humane(*seconds), mode_name(mode)));
    let listed = judge.estate().listed(demand.item);
    let allowed = demand.judged[worst].allowed_seconds;
    let items = path(judge, demand.item, worst);
    let dataset = items.last().map(|&item| judge.estate().reference(item));
    let text = format!(
        "{} may lose {} of data and would lose {}.",
        listed.title(),
        humane(allowed),
        each.collect::<Vec<_>>().join(", "),
    );
    let mend = format!(
        "Let a copy of {} be at most {} old where it is needed, or agree a greater RPO.",
        dataset.unwrap_or_default(),
        humane(allowed)
    );
    let finding = Finding::new(&listed.reference, text)
        .because(named(judge, &items))
        .seconds(Some(allowed), Some(has))
        .hangs_on(unsure(judge, &items))
        .mend(mend);
    Some(finding)
}
