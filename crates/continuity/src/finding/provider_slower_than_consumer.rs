//! `provider-slower-than-consumer`: something promises to be back later than it is needed.

use engine::graph::Item;
use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;

/// What it is.
pub const ABOUT: About = About {
    code: "provider-slower-than-consumer",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Counted from the start of recovery work, this promises to be back later than the \
            things that need it can wait for it.",
    matters: "Its owner can keep the promise and the business is late all the same.",
    mend: "Agree an earlier RTO here, or a later one for what needs it.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for item in judge.estate().graph.items() {
        let needs = judge.targets.deadlines.conflict(item).seconds;
        if let (Some(needs), Some(has)) = (needs, promise(judge, item))
            && has > needs
        {
            found.add(finding(judge, item, needs, has));
        }
    }
}

/// A declared RTO as time from the start of recovery work. An activity's is only a demand.
fn promise(judge: &Judge<'_>, item: Item) -> Option<i64> {
    let own = &judge.targets.own[item as usize];
    if judge.estate().listed(item).activity().is_some() {
        return None;
    }
    own.demand_seconds
        .map(|seconds| seconds - own.lead_seconds())
}

fn finding(judge: &Judge<'_>, item: Item, needs: i64, has: i64) -> Finding {
    let listed = judge.estate().listed(item);
    let path = judge.driving(item);
    let driver = path.first().cloned().unwrap_or_default();
    let text = format!(
        "{} promises to be back within {} of the start of work; {driver} needs it within {}: {} \
         too late.",
        listed.title(),
        humane(has),
        humane(needs),
        humane(has - needs),
    );
    Finding::new(&listed.reference, text)
        .hangs_on(super::data_loss::unsure_named(judge, &path))
        .because(path)
        .seconds(Some(needs), Some(has))
        .mend(format!(
            "Promise {} here, or agree a later target for {driver}.",
            humane(needs.max(0))
        ))
}
