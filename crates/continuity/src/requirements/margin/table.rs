//! From what is down to the table: who has stopped, who lives on the last of something, and the
//! next single losses of each service, the worst first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use engine::graph::Item;
use engine::next_loss::{Loss, NextLoss as Next, Watched};
use engine::redundancy::{Reduced, reduced};
use engine::standing::{Standing, standing};
use jiff::Timestamp;

use super::live::Live;
use super::{Counts, Ground, LISTED_MAX, LastRedundancy, Left, Margin, NextLoss, ServiceMargin};
use crate::initiation::policy_in_force::SIGNALS_STALE_SECONDS_DEFAULT;

/// At most so many losses are listed of a service of which nothing has changed.
const ALWAYS_MAX: usize = 8;
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

/// Margin with some items down.
pub fn judge_items(ground: &Ground, down: &[Item], at: Timestamp) -> Margin {
    let now = standing(&ground.graph, down);
    let found = ground.judged(down);
    let lessened = reduced(&ground.graph, &now);
    let under = above(ground, &lessened);
    let changed: BTreeMap<u32, &Vec<Next>> = found
        .changed
        .iter()
        .map(|(place, losses)| (*place, losses))
        .collect();
    let mut services = Vec::new();
    let mut counts = Counts::default();
    for (place, watched) in (0u32..).zip(ground.next.watched()) {
        let row = if found.stopped.binary_search(&place).is_ok() {
            service(ground, watched, Left::Stopped, Vec::new(), 0)
        } else if let Some(losses) = changed.get(&place) {
            service(ground, watched, Left::None, losses.to_vec(), losses.len())
        } else {
            let left = match under.contains(&watched.item) {
                true => Left::Reduced,
                false => Left::Full,
            };
            let (first, count) = always(ground, &now, place);
            service(ground, watched, left, first, count)
        };
        *counts.of(row.1.margin) += 1;
        services.push(row);
    }
    tell_ways(ground, down, &now, &mut services);
    let mut services: Vec<ServiceMargin> = services.into_iter().map(|(_, row)| row).collect();
    services.sort_by_cached_key(|row| {
        let late = row
            .next_losses
            .iter()
            .any(|it| is_new(it) && it.breaches == Some(true));
        let activity = row.id.starts_with("activity/");
        let tier = row.tier.unwrap_or(u32::MAX);
        (
            row.margin,
            Reverse(late),
            Reverse(activity),
            tier,
            row.id.clone(),
        )
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

/// The first of the losses that stop a watched item with nothing down, those that leave it late
/// first, and how many there are. What has stopped already is none of them.
fn always(ground: &Ground, now: &Standing, place: u32) -> (Vec<Next>, usize) {
    let alone = ground.next.alone(place);
    let open = |loss: &&Loss| !now.is_stopped(loss.item);
    let of = |late: bool| {
        alone
            .iter()
            .filter(open)
            .filter(move |loss| loss.late == late)
    };
    let first = of(true).chain(of(false)).take(ALWAYS_MAX).copied();
    (
        first.map(as_before).collect(),
        alone.iter().filter(open).count(),
    )
}

fn as_before(loss: Loss) -> Next {
    Next {
        loss,
        stops_anyway: true,
        late_anyway: loss.late,
    }
}

fn is_new(loss: &NextLoss) -> bool {
    loss.because_of_signal || loss.late_because_of_signal
}

/// All that runs on an item which lives on less than it should.
fn above(ground: &Ground, lessened: &[Reduced]) -> HashSet<Item> {
    let graph = &ground.graph;
    let mut found: Vec<Item> = Vec::new();
    let mut seen: HashSet<Item> = HashSet::new();
    for group in lessened.iter().filter(|it| graph.group(it.group).stops()) {
        if seen.insert(group.item) {
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
            if seen.insert(to) {
                found.push(to);
            }
        }
    }
    seen
}

/// A row; what is new first, then what is late, then by name.
fn service(
    ground: &Ground,
    watched: &Watched,
    margin: Left,
    mut losses: Vec<Next>,
    count: usize,
) -> (Item, ServiceMargin) {
    let gained = |it: &Next| !it.stops_anyway;
    let later = |it: &Next| it.loss.late && !it.late_anyway;
    losses.sort_unstable_by_key(|it| {
        (
            Reverse(gained(it)),
            Reverse(later(it)),
            Reverse(it.loss.late),
            it.loss.item,
        )
    });
    let new = losses.iter().filter(|it| gained(it) || later(it)).count();
    let Watched { item, deadline } = *watched;
    let shown = ground.shown(item);
    let row = |it: &Next| NextLoss {
        members: vec![ground.reference(it.loss.item).to_string()],
        name: ground.shown(it.loss.item).name.clone(),
        stops: true,
        breaches: deadline.map(|_| it.loss.late),
        because_of_signal: gained(it),
        late_because_of_signal: later(it),
        why: Vec::new(),
        instead_of: Vec::new(),
    };
    let row = ServiceMargin {
        id: shown.reference.clone(),
        name: shown.name.clone(),
        tier: shown.tier,
        margin,
        next_losses_count: count,
        because_of_signal_count: new,
        next_losses: losses.iter().take(LISTED_MAX).map(row).collect(),
        without_margin: None,
        condition: None,
    };
    (item, row)
}

/// Tells of each new loss how it reaches the service, and what is down that would have held.
fn tell_ways(
    ground: &Ground,
    down: &[Item],
    now: &Standing,
    services: &mut [(Item, ServiceMargin)],
) {
    let mut wanted: Vec<(Item, Item, usize, usize)> = Vec::new();
    for (row, (item, service)) in services.iter().enumerate() {
        for (at, loss) in service.next_losses.iter().enumerate() {
            if let Some(lost) = ground.find(&loss.members[0]).filter(|_| is_new(loss)) {
                wanted.push((lost, *item, row, at));
            }
        }
    }
    wanted.truncate(WAYS_MAX);
    wanted.sort_unstable();
    let pairs: Vec<(Item, Item)> = wanted.iter().map(|it| (it.0, it.1)).collect();
    let ways = ground.next.ways(&ground.graph, down, &pairs);
    for ((.., row, at), way) in wanted.into_iter().zip(ways) {
        let loss = &mut services[row].1.next_losses[at];
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
