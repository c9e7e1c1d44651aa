//! From what is down to the table: who has stopped, who lives on the last of something, and the
//! next single losses of each service, the worst first.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use engine::bits::Bits;
use engine::graph::Item;
use engine::next_loss::NextLoss as Next;
use engine::redundancy::{Reduced, reduced};
use engine::standing::Standing;
use jiff::Timestamp;

use super::live::Live;
use super::rows::{always, service};
use super::{Counts, Ground, LastRedundancy, Left, Margin, NextLoss, ServiceMargin};
use crate::initiation::policy_in_force::SIGNALS_STALE_SECONDS_DEFAULT;

/// At most so many ways are told in all; in any ordinary estate that is every new loss.
const WAYS_MAX: usize = 5_000;

/// Margin with what the signals say. Cost: what the items down have touched, and the table.
pub fn judge(ground: &Ground, live: Live, at: Timestamp) -> Margin {
    let mut margin = judge_items(ground, &live.down, at);
    margin.degraded = ground.references(&live.degraded);
    margin.signals = live.used;
    margin.stale_after_seconds = live.stale_after_seconds;
    margin.stale_after_by = live.stale_after_by;
    margin
}

/// Margin with some items down. Cost: what they have touched, and one copy of each row.
pub fn judge_items(ground: &Ground, down: &[Item], at: Timestamp) -> Margin {
    let now = ground.next.standing(&ground.graph, down);
    let found = ground.judged(down);
    let lessened = reduced(&ground.graph, &now);
    let under = above(ground, &lessened);
    let mut services = ground.rows.as_built();
    for (place, service) in again(ground, &now) {
        services[place as usize] = service;
    }
    for service in &mut services {
        let item = ground.next.watched()[service.place as usize].item;
        if under.has(item) {
            service.margin = Left::Reduced;
        }
    }
    for &place in &found.stopped {
        services[place as usize] = row(ground, place, Left::Stopped, Vec::new(), 0);
    }
    for (place, losses) in &found.changed {
        let of = row(ground, *place, Left::None, losses.clone(), losses.len());
        services[*place as usize] = of;
    }
    let mut counts = Counts::default();
    services.iter().for_each(|row| *counts.of(row.margin) += 1);
    tell_ways(ground, down, &now, &mut services);
    services.sort_unstable_by_key(|row| {
        let late = row.margin == Left::None
            && row
                .next_losses
                .iter()
                .any(|it| is_new(it) && it.breaches == Some(true));
        (row.margin, Reverse(late), ground.rows.rank(row.place))
    });
    Margin {
        at: at.to_string(),
        signals: Vec::new(),
        stale_after_seconds: SIGNALS_STALE_SECONDS_DEFAULT,
        stale_after_by: None,
        lost: ground.references(now.lost()),
        stopped: ground.references(now.stopped()),
        degraded: Vec::new(),
        on_last_redundancy: last(ground, &now, &lessened),
        services,
        counts,
        under_way: Vec::new(),
        planned: Vec::new(),
    }
}

/// The rows, as built, of those that something which has stopped would have stopped: it is no
/// next loss of theirs any more.
fn again(ground: &Ground, now: &Standing) -> Vec<(u32, ServiceMargin)> {
    let stops = now.stopped().iter();
    let mut places: Vec<u32> = stops
        .flat_map(|&item| ground.next.stops(item).iter().copied())
        .collect();
    places.sort_unstable();
    places.dedup();
    let of = |place: u32| {
        let (first, count) = always(&ground.next, place, &|item| !now.is_stopped(item));
        (place, row(ground, place, Left::Full, first, count))
    };
    places.into_iter().map(of).collect()
}

fn row(ground: &Ground, place: u32, left: Left, losses: Vec<Next>, count: usize) -> ServiceMargin {
    let shown = |item: Item| ground.shown(item);
    service((&ground.next, &shown), place, left, losses, count)
}

fn is_new(loss: &NextLoss) -> bool {
    loss.because_of_signal || loss.late_because_of_signal
}

/// All that runs on an item which lives on less than it should.
fn above(ground: &Ground, lessened: &[Reduced]) -> Bits {
    let graph = &ground.graph;
    let mut found: Vec<Item> = Vec::new();
    let mut seen = Bits::new(graph.len());
    for group in lessened.iter().filter(|it| graph.group(it.group).stops()) {
        if seen.put(group.item) {
            found.push(group.item);
        }
    }
    let mut next = 0;
    while let Some(&at) = found.get(next) {
        next += 1;
        let stops = |id: &&u32| graph.group(**id).stops() && graph.group(**id).phase.runs();
        let users = graph.used_by(at).iter().filter(stops);
        let users = users.map(|&id| graph.group(id).owner);
        for to in users.chain(graph.guests(at).iter().copied()) {
            if seen.put(to) {
                found.push(to);
            }
        }
    }
    seen
}

/// Tells of each new loss how it reaches the service, and what is down that would have held.
fn tell_ways(ground: &Ground, down: &[Item], now: &Standing, services: &mut [ServiceMargin]) {
    let mut wanted: Vec<(Item, Item, usize, usize)> = Vec::new();
    for (place, service) in services.iter().enumerate() {
        if service.margin != Left::None {
            continue;
        }
        let item = ground.next.watched()[place].item;
        for (at, loss) in service.next_losses.iter().enumerate() {
            if !is_new(loss) {
                continue;
            }
            if let Some(lost) = ground.find(&loss.members[0]) {
                wanted.push((lost, item, place, at));
            }
        }
    }
    wanted.truncate(WAYS_MAX);
    wanted.sort_unstable();
    let pairs: Vec<(Item, Item)> = wanted.iter().map(|it| (it.0, it.1)).collect();
    let ways = ground.next.ways(&ground.graph, down, &pairs);
    for ((.., place, at), way) in wanted.into_iter().zip(ways) {
        let loss = &mut Arc::make_mut(&mut services[place].next_losses)[at];
        loss.instead_of = ground.references(&spares(ground, now, &way));
        loss.why = way
            .iter()
            .map(|&it| ground.reference(it).to_string())
            .collect();
    }
}

/// The members already down of the groups that a way passes through.
fn spares(ground: &Ground, now: &Standing, way: &[Item]) -> Vec<Item> {
    let graph = &ground.graph;
    let mut out: BTreeSet<Item> = BTreeSet::new();
    for step in way.windows(2) {
        let (from, to) = (step[0], step[1]);
        for id in graph.groups_of(to) {
            let group = graph.group(id);
            let members = graph.members(id);
            if group.stops() && group.phase.runs() && members.contains(&from) {
                out.extend(members.iter().filter(|&&it| now.is_stopped(it)));
            }
        }
        if graph.holds_it(from, to) {
            out.extend(graph.held_by(to).iter().filter(|&&it| now.is_stopped(it)));
        }
    }
    out.into_iter().collect()
}

fn last(ground: &Ground, now: &Standing, lessened: &[Reduced]) -> Vec<LastRedundancy> {
    let exactly = |it: &&Reduced| it.up == it.needed && ground.graph.group(it.group).stops();
    let row = |it: &Reduced| {
        let members = ground.graph.members(it.group);
        let (down, up): (Vec<Item>, Vec<Item>) =
            members.iter().partition(|&&member| now.is_stopped(member));
        LastRedundancy {
            id: ground.reference(it.item).to_string(),
            name: ground.shown(it.item).name.clone(),
            up: it.up,
            of: it.of,
            k: it.needed,
            members_up: ground.references(&up),
            members_down: ground.references(&down),
        }
    };
    lessened.iter().filter(exactly).map(row).collect()
}
