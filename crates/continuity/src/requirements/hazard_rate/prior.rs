//! What is believed of a hazard before looking: what its record says; else what is seen of its
//! like; else a judgement of experts that asks to be replaced; else next to nothing. Which of them
//! it was is always said.

use std::collections::BTreeMap;

use engine::gamma_poisson::{Belief, pooled};
use record::requirements::hazard::{Counting, Prior};
use serde::Serialize;

use super::History;

/// From where a belief comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PriorFrom {
    /// The hazard's record says it.
    Record,
    /// It is tried out, and stands in no record.
    Tried,
    /// What is seen of the same hazard at other sites.
    OtherSites,
    /// What is seen of other hazards of its class.
    Class,
    /// What experts say of such a hazard, for want of anything better.
    ExpertDefault,
    /// Next to nothing: half an event in no time (Jeffreys).
    Vague,
}

/// It in words.
pub fn label(from: PriorFrom) -> &'static str {
    match from {
        PriorFrom::Record => "as the hazard's record says",
        PriorFrom::Tried => "tried out here; in no record",
        PriorFrom::OtherSites => "pooled from the same hazard at other sites",
        PriorFrom::Class => "pooled from hazards of the same class",
        PriorFrom::ExpertDefault => "expert default, replace",
        PriorFrom::Vague => "vague: nothing was believed before (Jeffreys)",
    }
}

/// Judgements of experts, in events a year, by a part of a hazard's id; each counts as one event
/// (domain reference, section 9).
const EXPERTS: [(&str, f64); 10] = [
    ("hall-loss", 0.015),
    ("site-loss", 0.015),
    ("cloud-region", 0.2),
    ("region-outage", 0.2),
    ("corruption", 0.03),
    ("failed-change", 0.5),
    ("ransomware", 0.075),
    ("saas", 0.2),
    ("power-outage", 0.2),
    ("grid-outage", 0.2),
];

/// Hazards are of a kind where class and what is counted are the same.
type Class<'r> = (&'r str, Option<Counting>);

/// A hazard, or a site of one, with its events and years.
type Counted<Of> = Vec<(Of, f64, f64)>;

/// What was seen of all hazards while anyone looked: events and years, by their like.
pub(super) struct Seen<'r> {
    by_hazard: BTreeMap<&'r str, Counted<Option<&'r str>>>,
    by_class: BTreeMap<(&'r str, &'static str), Counted<&'r str>>,
}

impl<'r> Seen<'r> {
    pub(super) fn new(histories: &[History<'r>]) -> Seen<'r> {
        let mut seen = Seen {
            by_hazard: BTreeMap::new(),
            by_class: BTreeMap::new(),
        };
        for history in histories {
            let Some((from, to)) = history.window else {
                continue;
            };
            let inside = history
                .happened
                .iter()
                .filter(|it| it.at >= from && it.at <= to);
            let events: f64 = inside.map(|it| it.weight).sum();
            let (id, years) = (&*history.hazard.id, to - from);
            let sites = seen.by_hazard.entry(id).or_default();
            sites.push((history.site, events, years));
            if let Some(class) = class(history) {
                let like = seen.by_class.entry(class).or_default();
                like.push((id, events, years));
            }
        }
        seen
    }
}

fn class<'r>(history: &History<'r>) -> Option<(&'r str, &'static str)> {
    let (class, counts): Class<'r> = (history.hazard.own.class.as_deref()?, history.hazard.counts);
    Some((class, counts.map_or("struck", |it| it.as_str())))
}

/// The belief before looking, and from where it comes; `None` where there is none and nobody
/// looked.
pub(super) fn prior(
    history: &History<'_>,
    tried: Option<&Prior>,
    seen: &Seen<'_>,
) -> Option<(Belief, PriorFrom)> {
    let belief = |prior: &Prior| Belief {
        events: prior.events,
        years: prior.years,
    };
    if let Some(tried) = tried {
        return Some((belief(tried), PriorFrom::Tried));
    }
    if let Some(said) = &history.hazard.prior {
        return Some((belief(said), PriorFrom::Record));
    }
    let id = &*history.hazard.id;
    let sites = seen.by_hazard.get(id).into_iter().flatten();
    let others = sites.filter(|(site, _, _)| *site != history.site);
    let others: Vec<(f64, f64)> = others.map(|&(_, events, years)| (events, years)).collect();
    if let Some(pool) = pooled(&others) {
        return Some((pool, PriorFrom::OtherSites));
    }
    let like = class(history).and_then(|class| seen.by_class.get(&class));
    let like = like
        .into_iter()
        .flatten()
        .filter(|(other, _, _)| *other != id);
    let like: Vec<(f64, f64)> = like.map(|&(_, events, years)| (events, years)).collect();
    if let Some(pool) = pooled(&like) {
        return Some((pool, PriorFrom::Class));
    }
    if let Some((_, rate)) = EXPERTS.iter().find(|(part, _)| id.contains(part)) {
        let belief = Belief {
            events: 1.0,
            years: 1.0 / rate,
        };
        return Some((belief, PriorFrom::ExpertDefault));
    }
    let looked = history.window.is_some() || !history.hazard.peers.is_empty();
    looked.then_some((Belief::JEFFREYS, PriorFrom::Vague))
}
