//! `hours-exceed-mtpd`: a target in agreed hours lets the business wait past its MTPD.

use engine::graph::{Item, Tail};
use record::initiation::policy::Severity;
use record::item::ClockStart;

use super::{About, Finding, Found, Judge};
use crate::path::humane;
use crate::requirements::own_target::{OwnTarget, in_service_hours};

/// What it is.
pub const ABOUT: About = About {
    code: "hours-exceed-mtpd",
    severity: Severity::Error,
    breaks_target: false,
    means: "The target counts agreed hours only. If this is lost at the worst moment of the \
            coming year, before a weekend or a holiday, it can keep its target and still be \
            back later than the business can bear: later than MTPD less the work to catch up. \
            A service is judged against the activities that need it directly.",
    matters: "Everyone keeps the agreement and the business suffers intolerable harm all the same.",
    mend: "Widen the agreed hours, count the target in elapsed time, or check that harm really \
           goes on growing outside those hours.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for item in judge.demanding() {
        let own = &judge.targets.own[item as usize];
        let Some(wait) = wait_from_disruption(own) else {
            continue;
        };
        let mut limits: Vec<(i64, Item)> =
            limit(own).map(|limit| (limit, item)).into_iter().collect();
        limits.extend(limits_above(judge, item));
        let Some(&(limit, whose)) = limits.iter().min() else {
            continue;
        };
        if wait > limit {
            found.add(finding(judge, item, whose, (limit, wait)));
        }
    }
}

/// The longest wait by a target in agreed hours, from the disruption.
fn wait_from_disruption(own: &OwnTarget) -> Option<i64> {
    own.rto.filter(in_service_hours)?;
    let before_clock = own.lead.seconds(ClockStart::Disruption) - own.lead_seconds();
    own.wait_seconds.map(|wait| wait + before_clock)
}

/// MTPD less the work to catch up.
fn limit(own: &OwnTarget) -> Option<i64> {
    own.mtpd.as_ref().map(|mtpd| mtpd.seconds - own.wrt_seconds)
}

/// The limits of the activities that stop without the item, less the work they have after it.
fn limits_above(judge: &Judge<'_>, item: Item) -> Vec<(i64, Item)> {
    let graph = &judge.estate().graph;
    let above = graph.used_by(item).iter().filter_map(|&id| {
        let group = graph.group(id);
        let limit = limit(&judge.targets.own[group.owner as usize])?;
        let tail = match group.tail {
            Tail::Known(tail) => tail,
            Tail::Own => judge.targets.takes[group.owner as usize].unwrap_or(0),
            Tail::Unknown => 0,
        };
        let alone = graph.members(id).len() as u32 + group.unresolved == group.needed;
        let binds = group.stops() && alone && group.owner != item;
        binds.then_some((limit - tail - group.switch, group.owner))
    });
    above.collect()
}

fn finding(judge: &Judge<'_>, item: Item, whose: Item, (limit, wait): (i64, i64)) -> Finding {
    let estate = judge.estate();
    let listed = estate.listed(item);
    let text = format!(
        "{} may keep its target and be back only {} after it was lost; {} bears {}.",
        listed.title(),
        humane(wait),
        estate.listed(whose).title(),
        humane(limit),
    );
    let mut because = vec![estate.reference(whose).to_string()];
    if whose != item {
        because.push(listed.reference.clone());
    }
    let hours = listed.item.hours.as_ref();
    because.extend(hours.map(|hours| format!("calendar/{}", hours.id())));
    Finding::new(&listed.reference, text)
        .because(because)
        .seconds(Some(limit), Some(wait))
        .at(hours.map_or(listed.origin, |hours| listed.at(hours.at)))
}
