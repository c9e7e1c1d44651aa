//! `sites-too-close`: what takes one site takes the one that stands in for it.

use std::collections::BTreeMap;

use engine::graph::Item;
use record::initiation::policy::Severity;

use super::standby_sites::{kilometres, pairs};
use super::wording::several;
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "sites-too-close",
    severity: Severity::Warning,
    breaks_target: false,
    means: "One site is to go on without the other, since data is copied between them, a group \
            spans them or an arrangement stands at one for the other; and they are less than 100 \
            km apart, in one region, or come from one supplier.",
    matters: "A flood, a storm, or the failure of that supplier takes both.",
    mend: "Choose a second site further away, in another region, from another supplier; or say in \
           a waiver why one event cannot take both.",
    find,
};

/// Nearer than this, one event of nature takes both.
const APART_MIN_KILOMETRES: f64 = 100.0;

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    let mut close: BTreeMap<Item, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for ((one, other), because) in pairs(judge) {
        let reasons = reasons(judge, one, other);
        if reasons.is_empty() {
            continue;
        }
        let (sentences, path) = close.entry(one).or_default();
        let (one, other) = (estate.reference(one), estate.reference(other));
        sentences.push(format!("{other} ({})", reasons.join(", ")));
        path.extend([one.to_string(), other.to_string(), because]);
    }
    for (site, (sentences, mut path)) in close {
        let listed = estate.listed(site);
        let text = format!(
            "{} and its stand-in may be lost together: {}.",
            listed.title(),
            several(&sentences)
        );
        path.dedup();
        found.add(Finding::new(&listed.reference, text).because(path));
    }
}

fn reasons(judge: &Judge<'_>, one: Item, other: Item) -> Vec<String> {
    let mut reasons = Vec::new();
    let near = kilometres(judge, one, other).filter(|it| *it < APART_MIN_KILOMETRES);
    reasons.extend(near.map(|it| format!("{it:.0} km apart")));
    let (one, other) = (judge.estate().listed(one), judge.estate().listed(other));
    if let Some(region) = one
        .item
        .region
        .as_ref()
        .filter(|it| other.item.region.as_ref() == Some(it))
    {
        reasons.push(format!("both in region {region}"));
    }
    if let (Some(supplier), Some(same)) = (&one.item.supplier, &other.item.supplier)
        && supplier == same
    {
        reasons.push(format!("both from supplier {}", supplier.id()));
    }
    reasons
}
