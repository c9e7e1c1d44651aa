//! Product and twin asked for the same figures of many random estates. A difference is printed
//! with its seed and the smallest estate that still shows it. `MAINSTAY_TWIN_ESTATES` asks for
//! more estates, `MAINSTAY_TWIN_SEED` for another first seed.

use std::collections::BTreeMap;

use continuity::requirements::exposure::{exposure, fall};
use continuity::requirements::loss::{Losses, losses};
use continuity::requirements::recovery_points::{Point as Answered, Points};
use continuity::requirements::recovery_targets::recovery_targets;
use continuity::requirements::weaknesses::{Question, weaknesses};
use continuity::standpoint::Standpoint;
use engine::deadlock::{Circle, circles};
use record::node::Node;

use super::cycle;
use super::deadline::{deadlines, lead_of, own_target};
use super::estate::random;
use super::points::{Point, achieved, required};
use super::recovery::{Frame, Loss};
use super::shrink::shrink;
use super::up_and_down::{lost, set};
use super::weaknesses::{candidates, covered_by, minimal, probability, q, unavailability};
use super::world::World;
use super::{flow, hours, level};

/// Figures by name: `service/s0 T` and the like.
pub type Figures = BTreeMap<String, String>;

fn number(from: &str, otherwise: u64) -> u64 {
    let set = std::env::var(from).ok();
    set.map_or(otherwise, |text| text.parse().expect("a whole number"))
}

/// Asks both about random estates, and stops at the first difference.
pub fn agree(name: &str, count: u64, differ: &dyn Fn(&[Node]) -> Option<String>) {
    let count = number("MAINSTAY_TWIN_ESTATES", count);
    let first = number("MAINSTAY_TWIN_SEED", 1);
    for seed in first..first + count {
        let nodes = random(seed);
        if let Err(why) = flow::read(&nodes) {
            panic!("seed {seed} makes an estate that cannot be read: {why}");
        }
        if differ(&nodes).is_some() {
            let small = shrink(nodes, &|nodes| differ(nodes).is_some());
            let why = differ(&small).expect("shrinking keeps the difference");
            panic!("{name}: seed {seed}\n{}\n\n{why}", flow::print(&small));
        }
    }
}

/// The estate as both see it; `None` where it cannot be read or has no meaning by the page.
pub fn world_of(nodes: &[Node]) -> Option<World> {
    let world = World::new(flow::read(nodes).ok()?);
    cycle::holding_is_sound(&world).then_some(world)
}

pub fn standpoint(world: &World) -> Standpoint<'_> {
    Standpoint::new(
        &world.all,
        jiff::Timestamp::from_second(hours::NEW_YEAR).expect("a day"),
    )
}

pub fn differences(twin: &Figures, product: &Figures) -> Option<String> {
    let mut lines = Vec::new();
    for (name, figure) in twin {
        let other = product.get(name);
        if other != Some(figure) {
            lines.push(format!("{name}: twin {figure}, product {other:?}"));
        }
    }
    let more = product.keys().filter(|name| !twin.contains_key(*name));
    lines.extend(more.map(|name| format!("{name}: twin has none, product {}", product[name])));
    (!lines.is_empty()).then(|| lines.join("\n"))
}

pub fn put(figures: &mut Figures, name: &str, what: &str, figure: impl std::fmt::Debug) {
    figures.insert(format!("{name} {what}"), format!("{figure:?}"));
}

fn points_word(point: Point) -> Answered {
    match point {
        Point::Loses(seconds) => Answered::Seconds(seconds),
        Point::Unknown => Answered::Unknown,
        Point::Nothing => Answered::None,
    }
}

/// The figures of `targets`.
fn targets_of_twin(world: &World) -> Figures {
    let mut figures = Figures::new();
    let frame = Frame::new(world);
    let all = Loss::all(&frame);
    let limits = deadlines(&frame);
    let cyclic = cycle::cyclic(world);
    let rpo = required(world);
    for i in 0..world.len() {
        let name = world.name(i);
        let (t, r, hard) = (all.t(i), limits.required[i], limits.unexcused[i]);
        put(&mut figures, &name, "T", t);
        put(&mut figures, &name, "R", r);
        put(&mut figures, &name, "own", own_target(world, i));
        put(&mut figures, &name, "as group", r != hard);
        put(&mut figures, &name, "cyclic", cyclic[i]);
        put(&mut figures, &name, "RPO", rpo[i]);
        if let Some((_, from)) = super::deadline::rto_elapsed(world, i)
            && world.is(i, "service")
        {
            put(&mut figures, &name, "lead", lead_of(world, i, from));
        }
        // Reading: judged by the demands that are not excused; where all are, it is in time.
        let verdict = match (r, hard, t) {
            (None, _, _) => "no-target",
            (_, None, _) => "meets",
            (_, Some(hard), _) if hard < 0 => "infeasible",
            (_, _, None) => "unknown",
            (_, Some(hard), Some(t)) if t > hard => "misses",
            _ => "meets",
        };
        put(&mut figures, &name, "verdict", verdict);
        let points = achieved(world, i).map(|points| points.map(points_word));
        put(&mut figures, &name, "RPC", points);
    }
    figures
}

fn targets_of_product(world: &World) -> Figures {
    let mut figures = Figures::new();
    let standpoint = standpoint(world);
    let answer = recovery_targets(&standpoint);
    for row in answer.table(&standpoint).items {
        let item = standpoint.estate.find(&row.id).expect("a row is an item");
        put(&mut figures, &row.id, "T", row.rtc_seconds);
        put(&mut figures, &row.id, "R", row.rto_required_seconds);
        put(
            &mut figures,
            &row.id,
            "own",
            answer.own[item as usize].seconds,
        );
        put(&mut figures, &row.id, "as group", row.as_group);
        put(&mut figures, &row.id, "cyclic", row.cyclic);
        put(&mut figures, &row.id, "RPO", row.rpo_required_seconds);
        let kind = row.id.split('/').next();
        if kind == Some("service") && row.rto_declared_seconds.is_some() {
            put(&mut figures, &row.id, "lead", row.lead_seconds);
        }
        put(
            &mut figures,
            &row.id,
            "verdict",
            row.verdict.as_str().replace(' ', "-"),
        );
        let points = |p: Points| [p.local, p.site, p.corruption, p.ransomware];
        put(&mut figures, &row.id, "RPC", row.rpc_seconds.map(points));
    }
    figures
}

#[test]
fn targets_agree() {
    agree("targets", 2_000, &|nodes| {
        let world = world_of(nodes)?;
        differences(&targets_of_twin(&world), &targets_of_product(&world))
    });
}

/// Sets of losses to try: each item alone, each with its neighbour, every third.
pub fn loss_sets(n: usize) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    sets.extend((0..n).map(|i| vec![i, (i + 1) % n]));
    sets.extend((0..3).map(|from| (from..n).step_by(3).collect()));
    sets
}

fn impact_of_twin(world: &World) -> Figures {
    let mut figures = Figures::new();
    let frame = Frame::new(world);
    for named in loss_sets(world.len()) {
        let loss = Loss::of(&frame, lost(world, &set(world, &named)));
        let title = format!("lose {named:?}");
        let names = |flags: &[bool]| {
            let hit = (0..world.len()).filter(|&i| flags[i]);
            let mut names: Vec<String> = hit.map(|i| world.name(i)).collect();
            names.sort();
            names
        };
        put(&mut figures, &title, "lost", names(&loss.lost));
        put(&mut figures, &title, "stopped", names(&loss.down));
        let mut degraded = level::degraded(world, &loss.down);
        degraded.sort();
        put(&mut figures, &title, "degraded", degraded);
        let mut redundancy = level::on_redundancy(world, &loss.down);
        redundancy.sort();
        put(&mut figures, &title, "on redundancy", redundancy);
        for i in 0..world.len() {
            put(
                &mut figures,
                &title,
                &format!("T {}", world.name(i)),
                loss.t(i),
            );
        }
    }
    figures
}

fn impact_of_product(world: &World) -> Figures {
    let mut figures = Figures::new();
    let standpoint = standpoint(world);
    let estate = &standpoint.estate;
    let item = |i: usize| estate.find(&world.name(i)).expect("both know it");
    for named in loss_sets(world.len()) {
        let items: Vec<_> = named.iter().map(|&i| item(i)).collect();
        let losses = Losses::of(&items);
        let answer = exposure(&standpoint, &losses);
        let times = fall(estate, &losses).times;
        let title = format!("lose {named:?}");
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        put(&mut figures, &title, "lost", sorted(answer.lost));
        put(&mut figures, &title, "stopped", sorted(answer.stopped));
        let degraded = answer.degraded.into_iter();
        let mut degraded: Vec<(String, u32, bool)> = degraded
            .map(|d| (d.id, d.to_percent.0, d.below_minimum))
            .collect();
        degraded.sort();
        put(&mut figures, &title, "degraded", degraded);
        let redundancy = answer.on_redundancy.into_iter();
        let mut redundancy: Vec<(String, i64)> =
            redundancy.map(|r| (r.id, r.interrupted_seconds)).collect();
        redundancy.sort();
        put(&mut figures, &title, "on redundancy", redundancy);
        for i in 0..world.len() {
            put(
                &mut figures,
                &title,
                &format!("T {}", world.name(i)),
                times.seconds(item(i)),
            );
        }
    }
    figures
}

#[test]
fn impact_agrees() {
    agree("impact", 1_000, &|nodes| {
        let world = world_of(nodes)?;
        differences(&impact_of_twin(&world), &impact_of_product(&world))
    });
}

/// What is asked of weaknesses: item, breach, people.
fn questions(world: &World) -> Vec<(usize, bool, bool)> {
    let few = |&i: &usize| candidates(world, i, true).len() <= 8;
    let asked = (0..world.len()).filter(few).rev().take(4);
    let kinds = [(false, false), (false, true), (true, false), (true, true)];
    asked
        .flat_map(|i| kinds.map(|(breach, people)| (i, breach, people)))
        .collect()
}

fn rounded(chance: f64) -> String {
    format!("{chance:.9}")
}

fn weaknesses_of_twin(world: &World) -> Figures {
    let mut figures = Figures::new();
    for (of, breach, people) in questions(world) {
        let title = format!("{} breach {breach} people {people}", world.name(of));
        let sets = minimal(world, of, people, breach).unwrap_or_default();
        for set in sets.iter().filter(|set| set.len() <= 4) {
            let mut members: Vec<String> = set.iter().map(|&i| world.name(i)).collect();
            members.sort();
            let figure = (
                probability(world, set).map(rounded),
                covered_by(world, of, set),
            );
            put(&mut figures, &title, &format!("set {members:?}"), figure);
        }
        // Reading: no figure where nothing is known of any loss.
        let known = candidates(world, of, people)
            .into_iter()
            .any(|i| q(world, i).is_some());
        let sum = known.then(|| rounded(unavailability(world, of, people)));
        put(&mut figures, &title, "unavailability", sum);
    }
    figures
}

fn weaknesses_of_product(world: &World) -> Figures {
    let mut figures = Figures::new();
    let standpoint = standpoint(world);
    let targets = recovery_targets(&standpoint);
    for (i, breach, people) in questions(world) {
        let of = standpoint
            .estate
            .find(&world.name(i))
            .expect("both know it");
        let question = Question {
            of,
            breach,
            people,
            order: 4,
        };
        let answer = weaknesses(&standpoint, &targets, question);
        let title = format!("{} breach {breach} people {people}", world.name(i));
        assert!(answer.complete, "a small estate is decided");
        for set in answer.sets {
            let mut members = set.members;
            members.sort();
            let figure = (set.probability.map(rounded), set.covered_by);
            put(&mut figures, &title, &format!("set {members:?}"), figure);
        }
        let sum = answer.unavailability.map(rounded);
        put(&mut figures, &title, "unavailability", sum);
    }
    figures
}

#[test]
fn weaknesses_agree() {
    agree("weaknesses", 300, &|nodes| {
        let world = world_of(nodes)?;
        differences(&weaknesses_of_twin(&world), &weaknesses_of_product(&world))
    });
}

#[test]
fn circles_agree() {
    agree("circles", 2_000, &|nodes| {
        let world = world_of(nodes)?;
        let mut twin = Figures::new();
        for (part, stuck) in cycle::circles(&world) {
            let mut names: Vec<String> = part.iter().map(|&i| world.name(i)).collect();
            names.sort();
            put(&mut twin, &format!("{names:?}"), "deadlock", stuck);
        }
        let mut product = Figures::new();
        let estate = standpoint(&world).estate;
        for (part, circle) in circles(&estate.graph, &estate.components) {
            let mut names = estate.references(estate.components.members(part));
            names.sort();
            let stuck = circle == Circle::Deadlock;
            if names.len() > 1 {
                put(&mut product, &format!("{names:?}"), "deadlock", stuck);
            }
        }
        differences(&twin, &product)
    });
}

#[test]
fn scenarios_agree() {
    agree("scenarios", 1_000, &|nodes| {
        let mut twin = Figures::new();
        let mut product = Figures::new();
        for scenario in ["z0", "z1"] {
            let mut world = world_of(nodes)?;
            world.scenario = Some(scenario.into());
            if world.all.scenarios.get(scenario).is_none() || !cycle::holding_is_sound(&world) {
                continue;
            }
            let frame = Frame::new(&world);
            let loss = Loss::scenario(&frame, scenario);
            let at = standpoint(&world).at;
            let seen = Standpoint::of_scenario(&world.all, scenario, at);
            let record = world.all.scenarios.get(scenario).expect("it is there");
            let times = fall(&seen.estate, &losses(&seen.estate, record)).times;
            for i in 0..world.len() {
                let item = seen.estate.find(&world.name(i)).expect("both know it");
                put(
                    &mut twin,
                    &world.name(i),
                    scenario,
                    (loss.down[i], loss.t(i)),
                );
                let down = times.seconds(item) != Some(0) || loss.down[i];
                put(
                    &mut product,
                    &world.name(i),
                    scenario,
                    (down, times.seconds(item)),
                );
            }
        }
        differences(&twin, &product)
    });
}
