//! What a warning would break here, were the sites it touches lost: what stops, which targets are
//! missed, and which plans in force fit.

use std::cmp::Reverse;

use record::implementation::Plan;
use record::kind::Filed;
use record::requirements::Scenario;
use record::requirements::scenario::Mode;
use serde::Serialize;

use crate::requirements::exposure::{Exposure, exposure};
use crate::requirements::loss::{Losses, losses};
use crate::requirements::recovery_targets::Verdict;
use crate::standpoint::Standpoint;

/// What would follow.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Consequence {
    /// Activities and services that would stop, those first that would not be back in time.
    pub stops: Vec<String>,
    /// How many items would stop in all.
    pub items: usize,
    /// Items that would not be back in time, each once.
    pub late: Vec<String>,
    /// Items of which nobody can say whether they would be.
    pub unknown: Vec<String>,
    /// Plans in force that fit, the best first.
    pub plans: Vec<Fitting>,
}

/// A plan that fits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fitting {
    /// `plan/id`.
    pub id: String,
    /// Why it fits.
    pub because: String,
}

/// What would follow from losing some sites (`site/id`). Cost: linear in the estate.
pub fn consequence(standpoint: &Standpoint<'_>, sites: &[String]) -> Consequence {
    let estate = &standpoint.estate;
    let items: Vec<u32> = sites.iter().filter_map(|site| estate.find(site)).collect();
    if items.is_empty() {
        return Consequence::default();
    }
    let lost = Losses::of(&items);
    let exposure = exposure(standpoint, &lost);
    let counts = |id: &&String| id.starts_with("activity/") || id.starts_with("service/");
    let late = of_verdict(&exposure, Verdict::Misses);
    let mut stops: Vec<String> = exposure.stopped.iter().filter(counts).cloned().collect();
    stops.sort_by_key(|id| !late.contains(id));
    Consequence {
        stops,
        items: exposure.stopped.len(),
        late,
        unknown: of_verdict(&exposure, Verdict::Unknown),
        plans: plans(standpoint, &lost, &exposure),
    }
}

fn of_verdict(exposure: &Exposure, verdict: Verdict) -> Vec<String> {
    let of = exposure.breaches.iter().filter(|it| it.verdict == verdict);
    let mut ids: Vec<String> = of.map(|it| it.id.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}

fn plans(standpoint: &Standpoint<'_>, lost: &Losses, exposure: &Exposure) -> Vec<Fitting> {
    let estate = &standpoint.estate;
    let plans = estate.registers.plans.live().filter(|it| it.is_approved());
    let mut fitting = Vec::new();
    for plan in plans {
        let brings = brings(standpoint, plan);
        let back = brings.iter().filter(|id| exposure.stopped.contains(id));
        let back = back.count();
        let scenarios: Vec<(&Filed<Scenario>, usize)> = plan
            .own
            .scenarios
            .iter()
            .filter_map(|it| estate.registers.scenarios.get(it.id()))
            .filter(|it| it.own.mode.is_none_or(|mode| mode == Mode::Loss))
            .map(|it| {
                let loses = losses(estate, it).items;
                let of = lost.items.iter().filter(|item| loses.contains(item));
                (it, of.count())
            })
            .collect();
        // A plan for an attack alone does not fit a lost place.
        let elsewhere = !plan.own.scenarios.is_empty() && scenarios.is_empty();
        if back == 0 || elsewhere {
            continue;
        }
        let best = scenarios.iter().max_by_key(|(_, count)| *count);
        let best = best.filter(|(_, count)| *count > 0);
        let brings = format!("it brings back {back} of what would stop");
        let because = match best {
            Some((scenario, count)) => format!(
                "it is for {}, which loses {count} of {} sites touched; {brings}",
                scenario.title(),
                lost.items.len()
            ),
            None => brings,
        };
        let rank = (Reverse(best.map_or(0, |(_, count)| *count)), Reverse(back));
        let id = plan.reference();
        fitting.push((rank, Fitting { id, because }));
    }
    fitting.sort_by(|a: &((_, _), Fitting), b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
    fitting.into_iter().map(|(_, plan)| plan).collect()
}

/// What a plan covers or restores, `kind/id`.
fn brings(standpoint: &Standpoint<'_>, plan: &Filed<Plan>) -> Vec<String> {
    let restored = plan.own.steps.iter().filter_map(|it| it.restores.as_ref());
    let named = plan.own.covers.iter().chain(restored);
    let estate = &standpoint.estate;
    let items: Vec<u32> = named.filter_map(|item| estate.find(&item.text)).collect();
    estate.references(&items)
}
