//! `team-overbooked`: an approved plan asks for more people of a team than it has at once. It
//! looks at the plan's own order; what several plans ask together is the schedule's.

use std::collections::{BTreeMap, HashMap};

use engine::graph::Item;
use record::implementation::Plan;
use record::initiation::policy::Severity;
use record::kind::Filed;

use super::plan_reach::people;
use super::wording::several;
use super::{About, Finding, Found, Judge};
use crate::estate::plan_time::step_seconds;
use crate::path::humane;

/// What it is.
pub const ABOUT: About = About {
    code: "team-overbooked",
    severity: Severity::Error,
    breaks_target: false,
    means: "Steps of one approved plan that by their order run at the same time, or one step \
            alone, ask for more people of a team than it has. Steps without a duration are taken \
            as passing at once.",
    matters: "The plan's own times cannot be kept: someone would have to be in two places.",
    mend: "Put the steps one after the other (`after`), give one to another team, or enlarge the \
           team.",
    find,
};

/// What one plan asks of one team at its worst moment.
struct Peak {
    people: u32,
    at_seconds: i64,
    steps: Vec<String>,
}

fn find(judge: &Judge<'_>, found: &mut Found) {
    let mut worst: BTreeMap<Item, (Peak, String)> = BTreeMap::new();
    for plan in judge.registers().plans.approved() {
        for (team, peak) in peaks(judge, plan) {
            let more = worst
                .get(&team)
                .is_none_or(|(known, _)| peak.people > known.people);
            if more && people(judge, team).is_some_and(|people| peak.people > people) {
                worst.insert(team, (peak, plan.reference()));
            }
        }
    }
    for (team, (peak, plan)) in worst {
        let listed = judge.estate().listed(team);
        let has = people(judge, team).unwrap_or(0);
        let text = format!(
            "{plan} asks for {} of {} at once, {} after work starts ({}); there are {has}.",
            peak.people,
            listed.title(),
            humane(peak.at_seconds),
            several(&peak.steps),
        );
        let because = vec![listed.reference.clone(), plan];
        found.add(Finding::new(&listed.reference, text).because(because));
    }
}

/// The greatest demand of a plan on each team, every step at its earliest.
fn peaks(judge: &Judge<'_>, plan: &Filed<Plan>) -> BTreeMap<Item, Peak> {
    let starts = earliest_starts(plan);
    let mut spans: BTreeMap<Item, Vec<(i64, i64, usize)>> = BTreeMap::new();
    for (index, step) in plan.steps.iter().enumerate() {
        let team = step.by.as_ref();
        let team = team.and_then(|by| judge.estate().find_kind("team", by.id()));
        if let Some(team) = team.filter(|_| !step.automated) {
            let takes = step_seconds(step).unwrap_or(0);
            let span = (starts[index], starts[index] + takes, index);
            spans.entry(team).or_default().push(span);
        }
    }
    let of = |index: usize| plan.steps[index].people.unwrap_or(1);
    let peak = |mut spans: Vec<(i64, i64, usize)>| {
        spans.sort_unstable();
        let mut peak = Peak {
            people: 0,
            at_seconds: 0,
            steps: Vec::new(),
        };
        // The demand can only grow where a step starts; those that end by then have gone.
        let mut running: Vec<(i64, i64, usize)> = Vec::new();
        for span in spans {
            running.retain(|other| other.1 > span.0);
            running.push(span);
            let people = running.iter().map(|&(.., index)| of(index)).sum();
            if people > peak.people {
                let steps = running
                    .iter()
                    .map(|&(.., index)| plan.steps[index].id.clone());
                peak = Peak {
                    people,
                    at_seconds: span.0,
                    steps: steps.collect(),
                };
            }
        }
        peak
    };
    spans
        .into_iter()
        .map(|(team, spans)| (team, peak(spans)))
        .collect()
}

/// When each step starts at the earliest. The steps of a plan wait for each other in no circle.
fn earliest_starts(plan: &Filed<Plan>) -> Vec<i64> {
    let steps = &plan.steps;
    let ids = steps.iter().enumerate().map(|(at, step)| (&*step.id, at));
    let index: HashMap<&str, usize> = ids.collect();
    let mut waits: Vec<usize> = vec![0; steps.len()];
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    for (at, step) in steps.iter().enumerate() {
        for before in step.after.iter().filter_map(|id| index.get(id.as_str())) {
            waits[at] += 1;
            next[*before].push(at);
        }
    }
    let mut starts = vec![0; steps.len()];
    let mut ready: Vec<usize> = (0..steps.len()).filter(|&at| waits[at] == 0).collect();
    while let Some(at) = ready.pop() {
        let ends = starts[at] + step_seconds(&steps[at]).unwrap_or(0);
        for &later in &next[at] {
            starts[later] = starts[later].max(ends);
            waits[later] -= 1;
            if waits[later] == 0 {
                ready.push(later);
            }
        }
    }
    starts
}
