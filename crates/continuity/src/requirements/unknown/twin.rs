//! The stories held against brute force on small random estates: the sets by trying every subset of
//! what can be lost, the grouping by looking at all sets of one cause, the cover by walking every
//! plan anew.

use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;
use engine::standing::standing;
use serde_json::{Value, json};

use super::cover::Covered;
use super::*;
use crate::estate::Estate;
use crate::finding::Judge;
use crate::requirements::exposure::fall;
use crate::requirements::loss::{Losses, losses};
use crate::testing::judged;

/// A small generator of our own, so that an estate is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn once(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }
}

/// Two activities on services on components at two sites, with a scenario and plans for some of it.
fn estate(seed: u64) -> Value {
    let mut dice = Dice(seed);
    let mut all = Vec::new();
    let parts = 3 + dice.below(3);
    for at in 0..2 {
        let mtpd = ["3h", "8h", "2d"][dice.below(3) as usize];
        let targets = json!({ "mtpd": mtpd });
        all.push(
            json!({ "kind": "activity", "id": format!("act-{at}"), "targets": targets,
            "requires": [format!("svc-{}", dice.below(2))] }),
        );
        let part = |dice: &mut Dice| format!("part-{}", dice.below(parts));
        let mut needs = vec![json!(part(&mut dice))];
        if !dice.once(3) {
            let (one, other) = (part(&mut dice), part(&mut dice));
            if one != other {
                needs = vec![json!({ "any": 1, "of": [one, other] })];
            }
        }
        all.push(
            json!({ "kind": "service", "id": format!("svc-{at}"), "requires": needs,
            "recovery": { "takes": "10m", "by": "team/web" } }),
        );
    }
    for at in 0..parts {
        let takes = ["20m", "5h", "1d", "4d"][dice.below(4) as usize];
        let mut part = json!({ "kind": "component", "id": format!("part-{at}"),
            "recovery": { "takes": takes, "by": "team/dba" } });
        if dice.once(2) {
            part["site"] = json!(format!("site-{}", dice.below(2)));
        }
        if at > 0 && dice.once(3) {
            part["requires"] = json!([format!("part-{}", dice.below(at))]);
        }
        all.push(part);
    }
    for at in 0..2 {
        all.push(
            json!({ "kind": "site", "id": format!("site-{at}"), "recovery": { "takes": "6h" } }),
        );
    }
    all.push(json!({ "kind": "team", "id": "dba" }));
    all.push(json!({ "kind": "team", "id": "web", "deputy": "team/dba" }));
    plans(&mut dice, parts, &mut all);
    Value::Array(all)
}

fn plans(dice: &mut Dice, parts: u64, all: &mut Vec<Value>) {
    let loses: Vec<String> = (0..parts)
        .filter(|_| dice.once(2))
        .map(|at| format!("part-{at}"))
        .collect();
    all.push(json!({ "kind": "scenario", "id": "some", "status": "approved", "loses": loses }));
    all.push(
        json!({ "kind": "scenario", "id": "place", "status": "approved", "loses": ["site-0"] }),
    );
    for at in 0..2 {
        let status = if dice.once(4) { "draft" } else { "approved" };
        let covers = match dice.below(3) {
            0 => json!([format!("activity/act-{at}")]),
            1 => json!([format!("service/svc-{at}")]),
            _ => json!([format!("component/part-{}", dice.below(parts))]),
        };
        let mut plan = json!({ "kind": "plan", "id": format!("plan-{at}"), "status": status,
            "covers": covers, "steps": [{ "id": "one", "takes": "1h" }] });
        match dice.below(3) {
            0 => plan["scenarios"] = json!(["some"]),
            1 => plan["scenarios"] = json!(["some", "place"]),
            _ => plan["loss-types"] = json!(["platform", "site"]),
        }
        all.push(plan);
    }
}

/// Whether an activity is late after a loss, judged anew.
fn late(estate: &Estate<'_>, set: &[Item], of: Item, due: i64) -> bool {
    let fallen = fall(estate, &Losses::of(set));
    let back = fallen.times.seconds(of);
    fallen.standing.is_stopped(of) && back.is_none_or(|back| back > due)
}

/// Every minimal set of at most `order`, by trying all.
fn plain_sets(judge: &Judge<'_>, of: Item, due: i64, order: usize) -> BTreeSet<Vec<Item>> {
    let estate = judge.estate();
    let may = |it: &Item| estate.listed(*it).activity().is_none();
    let items: Vec<Item> = estate.graph.items().filter(may).collect();
    let mut found: BTreeSet<Vec<Item>> = BTreeSet::new();
    for bits in 1u32..1 << items.len() {
        if bits.count_ones() as usize > order {
            continue;
        }
        let of_bits = |bits: u32| -> Vec<Item> {
            let chosen = (0..items.len()).filter(|at| bits >> at & 1 == 1);
            chosen.map(|at| items[at]).collect()
        };
        let mut part = (bits - 1) & bits;
        let mut minimal = late(estate, &of_bits(bits), of, due);
        while minimal && part > 0 {
            minimal = !late(estate, &of_bits(part), of, due);
            part = (part - 1) & bits;
        }
        if minimal {
            found.insert(of_bits(bits));
        }
    }
    found
}

/// Whether plans in force answer a loss for an activity, walked anew: those that are for it bring
/// back what they name; what is lost and not brought back stays down, and with it what needs it.
fn plain_cover(judge: &Judge<'_>, set: &[Item], of: Item) -> bool {
    let estate = judge.estate();
    let fits = |plan: &record::kind::Filed<record::implementation::Plan>| {
        let sorts: Vec<_> = set
            .iter()
            .map(|it| recognised::sort_of(estate, *it))
            .collect();
        let listed = |it: &record::requirements::LossType| plan.loss_types.contains(it);
        if plan.scenarios.is_empty() {
            return !plan.loss_types.is_empty() && sorts.iter().all(listed);
        }
        plan.scenarios.iter().any(|scenario| {
            let scenario = estate
                .registers
                .scenarios
                .get(scenario.id())
                .expect("it is there");
            let there = standing(&estate.graph, &losses(estate, scenario).items);
            set.iter().all(|it| there.is_lost(*it))
        })
    };
    let approved = estate.registers.plans.approved().filter(|plan| fits(plan));
    let brought: BTreeSet<Item> = approved
        .flat_map(|plan| plan.covers.iter().filter_map(|it| estate.find(&it.text)))
        .collect();
    if brought.contains(&of) {
        return true;
    }
    // Every item anew, from what is lost upwards, until nothing changes: an estate of a dozen.
    let fallen = standing(&estate.graph, set);
    let mut down: BTreeSet<Item> = fallen.lost().iter().copied().collect();
    down.retain(|it| !brought.contains(it));
    for _ in 0..estate.graph.len() {
        for item in fallen.stopped().iter().copied() {
            let graph = &estate.graph;
            let short = graph.groups_of(item).any(|id| {
                let up = graph
                    .members(id)
                    .iter()
                    .filter(|it| !down.contains(it))
                    .count();
                up < graph.group(id).needed as usize
            });
            let homeless = graph.hosts(item).iter().any(|it| down.contains(it));
            if (short || homeless) && !brought.contains(&item) {
                down.insert(item);
            }
        }
    }
    !down.contains(&of)
}

#[test]
fn equal_brute_force_on_random_estates() {
    let (mut many, mut covered, mut merged) = (0, 0, 0);
    for seed in 0..120 {
        let order = 1 + (seed % 3) as usize;
        judged(estate(seed), |judge| {
            let found = unknown_disasters(&judge.standpoint, &judge.targets, order, WORK);
            assert!(found.complete, "seed {seed}");
            let estate = judge.estate();
            let find = |id: &str| estate.find(id).expect("it is there");
            let mut told: BTreeMap<Item, BTreeSet<Vec<Item>>> = BTreeMap::new();
            let mut seen: BTreeSet<Vec<Item>> = BTreeSet::new();
            for story in &found.stories {
                merged += usize::from(story.sets.len() > 1);
                for set in &story.sets {
                    let mut items: Vec<Item> = set.members.iter().map(|it| find(it)).collect();
                    items.sort_unstable();
                    assert!(
                        seen.insert(items.clone()),
                        "seed {seed}: a set stands in one story"
                    );
                    for late in &set.activities {
                        let of = find(&late.id);
                        told.entry(of).or_default().insert(items.clone());
                        let plain = plain_cover(judge, &items, of);
                        let whole = late.covered == Covered::Whole;
                        let named = !late.covered_by.is_empty();
                        assert_eq!(
                            whole,
                            plain && named,
                            "seed {seed}: {:?} {}",
                            set.members,
                            late.id
                        );
                        covered += usize::from(whole);
                    }
                }
            }
            for one in &found.activities {
                let (of, due) = (
                    find(&one.id),
                    one.rto_required_seconds.expect("it has a target"),
                );
                let plain = plain_sets(judge, of, due, order);
                many += plain.iter().filter(|set| set.len() > 1).count();
                assert_eq!(
                    told.remove(&of).unwrap_or_default(),
                    plain,
                    "seed {seed} {}",
                    one.id
                );
                assert_eq!(one.sets, plain.len());
            }
        });
    }
    assert!(
        many > 50 && covered > 50 && merged > 50,
        "{many} {covered} {merged}"
    );
}

#[test]
fn sets_of_one_story_share_what_it_is_about() {
    for seed in 0..120 {
        judged(estate(seed), |judge| {
            let found = unknown_disasters(&judge.standpoint, &judge.targets, 2, WORK);
            let keys: BTreeSet<&str> = found.stories.iter().map(|it| &*it.key).collect();
            assert_eq!(keys.len(), found.stories.len(), "seed {seed}: a key twice");
            for story in &found.stories {
                let Some(place) = story.key.strip_prefix("place-site.") else {
                    continue;
                };
                let at = |member: &String| {
                    let item = judge.estate().find(member).expect("it is there");
                    let site = crate::requirements::recovery_points::site_of(judge.estate(), item);
                    site.is_some_and(|it| judge.estate().listed(it).id() == place)
                        || *member == format!("site/{place}")
                };
                for set in &story.sets {
                    assert!(set.members.iter().all(at), "seed {seed}: {:?}", set.members);
                }
            }
        });
    }
}
