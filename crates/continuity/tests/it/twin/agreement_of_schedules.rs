//! Product and twin asked when things are back by the schedule: with people without limit each item
//! when the longest path says; with limits never earlier, and no team in two places at once.

use std::collections::BTreeMap;

use continuity::implementation::recovery_schedule::{
    Budget, RecoverySchedule, Task, recovery_schedule,
};
use continuity::requirements::loss::Losses;
use record::node::{Node, Value};

use super::agreement::{Figures, agree, differences, loss_sets, put, standpoint, world_of};
use super::cycle;
use super::recovery::{Frame, Loss};
use super::up_and_down::{lost, set};
use super::world::World;

const BUDGET: Budget = Budget {
    schedules: 40,
    seed: 3,
    runs: 0,
    threads: 1,
};

/// The estate with everyone at work at once, however many are needed.
fn without_limits(nodes: &[Node]) -> Vec<Node> {
    let limits = ["capacity", "members", "hours", "call-out"];
    let freed = |node: &Node| {
        let is_team = node.get("kind").and_then(Node::as_text) == Some("team");
        let entries = node.as_map().filter(|_| is_team);
        let Some(entries) = entries else {
            return node.clone();
        };
        let rest = entries.iter().filter(|it| !limits.contains(&&*it.key));
        Node::made(Value::Map(rest.cloned().collect()))
    };
    nodes.iter().map(freed).collect()
}

fn schedule_of(world: &World, named: &[usize], budget: Budget) -> RecoverySchedule {
    let standpoint = standpoint(world);
    let item = |&i: &usize| {
        standpoint
            .estate
            .find(&world.name(i))
            .expect("both know it")
    };
    let items: Vec<_> = named.iter().map(item).collect();
    recovery_schedule(&standpoint, &Losses::of(&items), budget)
}

fn backs_of_twin(world: &World) -> Figures {
    let mut figures = Figures::new();
    let frame = Frame::new(world);
    for named in loss_sets(world.len()) {
        let loss = Loss::of(&frame, lost(world, &set(world, &named)));
        for i in (0..world.len()).filter(|&i| loss.down[i]) {
            let title = format!("lose {named:?}");
            put(&mut figures, &title, &world.name(i), loss.t(i));
        }
    }
    figures
}

/// Where items of one circle are steps of one plan, the longest path takes them for one and does
/// not ask in which order the plan has them; the schedule keeps that order and may be later.
fn has_circle_in_plan(world: &World) -> bool {
    cycle::cyclic(world).contains(&true) && world.all.plans.iter().next().is_some()
}

fn backs_of_product(world: &World, twin: &Figures) -> Figures {
    let mut figures = Figures::new();
    for named in loss_sets(world.len()) {
        let found = schedule_of(world, &named, BUDGET);
        assert!(found.verified, "the checker lets it pass");
        for row in found.items {
            let title = format!("lose {named:?}");
            put(&mut figures, &title, &row.id, row.back_seconds);
            let later = row.back_seconds > row.alone_seconds;
            if later && has_circle_in_plan(world) {
                let name = format!("{title} {}", row.id);
                figures.insert(name.clone(), twin[&name].clone());
            }
        }
    }
    figures
}

#[test]
fn with_people_without_limit_all_is_back_when_the_longest_path_says() {
    agree("schedules", 600, &|nodes| {
        let world = world_of(&without_limits(nodes))?;
        let twin = backs_of_twin(&world);
        differences(&twin, &backs_of_product(&world, &twin))
    });
}

/// What a schedule breaks, by its own words alone: its tasks, the teams' records and the longest
/// path of the twin.
fn breaks(world: &World, named: &[usize], found: &RecoverySchedule) -> Option<String> {
    if !found.verified {
        return Some("the checker does not let it pass".into());
    }
    let frame = Frame::new(world);
    let loss = Loss::of(&frame, lost(world, &set(world, named)));
    let longest: BTreeMap<String, Option<i64>> = (0..world.len())
        .map(|i| (world.name(i), loss.t(i)))
        .collect();
    for row in &found.items {
        let alone = longest.get(&row.id).copied().flatten();
        if row.back_seconds.is_none() != alone.is_none() || row.back_seconds < alone {
            return Some(format!(
                "{} is back {:?}, alone {alone:?}",
                row.id, row.back_seconds
            ));
        }
    }
    if found.lower_bound_seconds > found.makespan_seconds {
        return Some("it ends before its own bound".into());
    }
    let last = found.items.iter().filter_map(|row| row.back_seconds).max();
    if last.is_some_and(|last| last > found.makespan_seconds) {
        return Some("something is back after the end".into());
    }
    crowded(world, &found.tasks)
}

fn crowded(world: &World, tasks: &[Task]) -> Option<String> {
    for team in world.all.teams.iter() {
        let Some(capacity) = team.own.capacity else {
            continue;
        };
        let name = format!("team/{}", team.id);
        let of: Vec<&Task> = tasks
            .iter()
            .filter(|task| task.by.as_ref() == Some(&name))
            .collect();
        for at in of.iter().map(|task| task.starts_seconds) {
            let runs = |task: &&&Task| task.starts_seconds <= at && at < task.ends_seconds;
            let people: u32 = of.iter().filter(runs).map(|task| task.people).sum();
            if people > capacity.max(1) {
                return Some(format!("{people} of {capacity} of {name} work at {at}"));
            }
        }
    }
    None
}

#[test]
fn with_limits_nothing_is_earlier_and_nobody_in_two_places() {
    agree("limits", 250, &|nodes| {
        let world = world_of(nodes)?;
        let all: Vec<usize> = (0..world.len()).filter(|&i| !world.is(i, "team")).collect();
        let third: Vec<usize> = (0..world.len()).step_by(3).collect();
        [all, third].iter().find_map(|named| {
            let found = schedule_of(&world, named, BUDGET);
            let again = Budget {
                threads: 4,
                ..BUDGET
            };
            let again = schedule_of(&world, named, again);
            if format!("{found:?}") != format!("{again:?}") {
                return Some("four threads find another schedule than one".into());
            }
            breaks(&world, named, &found)
        })
    });
}
