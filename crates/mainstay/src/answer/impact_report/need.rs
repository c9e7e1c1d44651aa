//! What an activity needs, directly and through others: by when each must be back for its sake,
//! what it promises, and whether that is too late.

use std::collections::BTreeMap;

use continuity::requirements::own_target::own_target;
use continuity::requirements::recovery_targets::{ItemTarget, Verdict};
use engine::graph::Item;
use record::item::{Effect, Phase};
use serde::Serialize;

use super::Ground;

/// How many of the things it needs are listed at most.
pub const MOST: usize = 40;
/// The finding that a need promises less than is required of it.
pub const CONFLICT: &str = "provider-slower-than-consumer";

/// Something that an activity needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Need {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the activity itself names it.
    pub direct: bool,
    /// How it is needed: `1 of 2`, `degrades to 70%`; empty: it stops without it.
    pub how: String,
    /// By when it must be back, from the start of recovery work.
    pub required_seconds: Option<i64>,
    /// Whether it is this activity that decides that.
    pub decided_here: bool,
    /// What it promises, from the start of recovery work.
    pub promised_seconds: Option<i64>,
    /// When it would be back.
    pub back_seconds: Option<i64>,
    /// What the comparison says.
    pub verdict: Verdict,
    /// Whether it promises less than is required: the finding that says so.
    pub conflict: Option<String>,
}

/// What an activity needs: what is in conflict, what it names itself, and the services of which it
/// asks most, in this order; and how many things it needs in all. Cost: linear in what it reaches.
pub(super) fn needs(ground: &Ground<'_>, activity: Item) -> (Vec<Need>, usize) {
    let estate = &ground.standpoint.estate;
    let how = named(ground, activity);
    let reached = reached(ground, activity);
    let count = reached.len();
    let here = estate.reference(activity);
    // What lies deeper and in time is counted only.
    let says = |item: &Item| {
        let listed = estate.listed(*item);
        let decides = |row: &ItemTarget| row.rto_driver.as_deref() == Some(here);
        let asked =
            || listed.kind() == "service" && ground.row(&listed.reference).is_some_and(decides);
        how.contains_key(item) || ground.too_late(&listed.reference).is_some() || asked()
    };
    let mut all: Vec<Need> = reached
        .into_iter()
        .filter(says)
        .map(|item| need(ground, item, here, &how))
        .collect();
    all.sort_by_key(|it| {
        let required = it.required_seconds.unwrap_or(i64::MAX);
        (it.conflict.is_none(), !it.direct, required, it.id.clone())
    });
    all.truncate(MOST);
    (all, count)
}

fn need(ground: &Ground<'_>, item: Item, here: &str, how: &BTreeMap<Item, String>) -> Need {
    let listed = ground.standpoint.estate.listed(item);
    let own = own_target(&ground.standpoint, listed);
    let row = ground.row(&listed.reference);
    let conflict = ground.too_late(&listed.reference);
    Need {
        id: listed.reference.clone(),
        name: listed.title().to_string(),
        direct: how.contains_key(&item),
        how: how.get(&item).cloned().unwrap_or_default(),
        required_seconds: row.and_then(|it| it.rto_required_seconds),
        decided_here: row.is_some_and(|it| it.rto_driver.as_deref() == Some(here)),
        promised_seconds: own.demand_seconds.map(|it| it - own.lead_seconds()),
        back_seconds: row.and_then(|it| it.rtc_seconds),
        verdict: row.map_or(Verdict::NoTarget, |it| it.verdict),
        conflict: conflict.map(|it| it.text.clone()),
    }
}

/// What the activity itself names, and how it needs it.
fn named(ground: &Ground<'_>, activity: Item) -> BTreeMap<Item, String> {
    let estate = &ground.standpoint.estate;
    let mut all = BTreeMap::new();
    for need in &estate.listed(activity).item.requires {
        let mut how = Vec::new();
        if need.of.len() > 1 {
            how.push(format!("{} of {}", need.any, need.of.len()));
        }
        if need.effect == Effect::Degrade {
            let to = need.to.map_or("a lower level".into(), |to| to.to_string());
            how.push(format!("without it, {to} remains"));
        }
        if need.phase == Some(Phase::Recover) {
            how.push("only to recover".into());
        }
        for member in &need.of {
            if let Some(item) = estate.find(&member.text) {
                all.insert(item, how.join(", "));
            }
        }
    }
    all
}

fn reached(ground: &Ground<'_>, from: Item) -> Vec<Item> {
    let graph = &ground.standpoint.estate.graph;
    let (mut seen, mut open) = (vec![false; graph.len()], vec![from]);
    let mut all = Vec::new();
    seen[from as usize] = true;
    while let Some(item) = open.pop() {
        for group in graph.groups_of(item) {
            for &member in graph.members(group) {
                if !std::mem::replace(&mut seen[member as usize], true) {
                    open.push(member);
                    all.push(member);
                }
            }
        }
    }
    all
}
