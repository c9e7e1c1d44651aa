//! Why one item stops, as gates over named losses: only what lies under the item, with what can
//! never happen taken out and chains of plain needs joined. Loops stay loops; whoever reads the
//! gates takes the least solution. It neither searches nor computes a probability.

use std::collections::{HashMap, HashSet};

use crate::graph::{Graph, Item, Lists};

/// A loss that can be named: an item, or `graph.len() + n` for the n-th common cause.
pub(crate) type Event = u32;

/// Holds when one of its events is named or when at least `need` of its inputs hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate {
    /// At least 1; 1 is a plain "or". An input counts as often as it stands there.
    pub need: u32,
    /// Indices of gates.
    pub inputs: Vec<u32>,
    /// Losses that make it hold by themselves; each stands at one gate only.
    pub events: Vec<Event>,
}

/// The gates under one item. Inputs come before the gates they feed, except where they form a
/// loop; the last gate is the item's own stop.
#[derive(Clone, Debug)]
pub(crate) struct FaultTree {
    /// Empty when nothing that may be named stops the item.
    pub gates: Vec<Gate>,
    /// For each gate the gates it feeds.
    pub feeds: Lists,
}

/// What decides the gates besides the graph.
pub(crate) struct Losses<'a> {
    /// Whether an event may be named.
    pub may: &'a dyn Fn(Event) -> bool,
    /// Common causes: each loses all its items.
    pub causes: &'a [Vec<Item>],
}

impl FaultTree {
    /// The gates under `item`. Cost: linear in what lies under it.
    pub fn new(graph: &Graph, item: Item, losses: &Losses<'_>) -> FaultTree {
        let (mut gates, _) = written(graph, item, losses);
        if !drop_impossible(&mut gates) {
            return FaultTree {
                gates: Vec::new(),
                feeds: Lists::gather(0, std::iter::empty()),
            };
        }
        join_plain(&mut gates);
        let gates = inputs_first(gates);
        let pairs = |gates: &[Gate]| {
            let mut out = Vec::new();
            for (at, gate) in gates.iter().enumerate() {
                let mut inputs = gate.inputs.clone();
                inputs.sort_unstable();
                inputs.dedup();
                out.extend(inputs.into_iter().map(|input| (input, at as u32)));
            }
            out
        };
        let feeds = Lists::gather(gates.len(), pairs(&gates).into_iter());
        FaultTree { gates, feeds }
    }

    /// The index of the item's own stop; `None` when nothing stops it.
    pub fn top(&self) -> Option<u32> {
        (self.gates.len() as u32).checked_sub(1)
    }

    /// Events that stop the item through plain "or" alone. Cost: linear.
    pub fn plain_singles(&self) -> Vec<Event> {
        let mut seen = vec![false; self.gates.len()];
        let mut stack: Vec<u32> = self.top().into_iter().collect();
        let mut out = Vec::new();
        while let Some(at) = stack.pop() {
            if std::mem::replace(&mut seen[at as usize], true) {
                continue;
            }
            let gate = &self.gates[at as usize];
            out.extend(&gate.events);
            if gate.need == 1 {
                stack.extend(&gate.inputs);
            }
        }
        out
    }
}

/// Which gate of the written form.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Stopped(Item),
    Lost(Item),
    HoldersStopped(Item),
    HoldersLost(Item),
    Group(u32),
    Cause(u32),
}

/// Gives every key met a number, in the order met.
#[derive(Default)]
struct Numbers {
    of: HashMap<Key, u32>,
    keys: Vec<Key>,
}

impl Numbers {
    fn of(&mut self, key: Key) -> u32 {
        let next = self.keys.len() as u32;
        let number = *self.of.entry(key).or_insert(next);
        if number == next {
            self.keys.push(key);
        }
        number
    }
}

/// The groups whose failure can reach an item by stopping what it needs. Cost: linear.
pub(crate) fn groups_under(graph: &Graph, item: Item) -> Vec<u32> {
    let (_, keys) = written(
        graph,
        item,
        &Losses {
            may: &|_| false,
            causes: &[],
        },
    );
    keys.into_iter()
        .filter_map(|key| match key {
            Key::Group(id) => Some(id),
            _ => None,
        })
        .collect()
}

/// The gates as the meaning of lost and stopped writes them, and what each stands for; gate 0
/// is the item's stop.
fn written(graph: &Graph, item: Item, losses: &Losses<'_>) -> (Vec<Gate>, Vec<Key>) {
    let mut caused: HashMap<Item, Vec<u32>> = HashMap::new();
    for (cause, items) in losses.causes.iter().enumerate() {
        for &item in items {
            caused.entry(item).or_default().push(cause as u32);
        }
    }
    let mut numbers = Numbers::default();
    numbers.of(Key::Stopped(item));
    let mut gates: Vec<Gate> = Vec::new();
    while let Some(&key) = numbers.keys.get(gates.len()) {
        let mut gate = Gate {
            need: 1,
            ..Gate::default()
        };
        let mut keys: Vec<Key> = Vec::new();
        match key {
            Key::Lost(x) => {
                gate.events.extend((losses.may)(x).then_some(x));
                keys.extend(graph.hosts(x).iter().map(|&host| Key::Lost(host)));
                keys.extend((!graph.held_by(x).is_empty()).then_some(Key::HoldersLost(x)));
                keys.extend(caused.get(&x).into_iter().flatten().map(|&c| Key::Cause(c)));
            }
            Key::Stopped(x) => {
                keys.push(Key::Lost(x));
                keys.extend(graph.hosts(x).iter().map(|&host| Key::Stopped(host)));
                keys.extend(graph.holds(x).iter().map(|&held| Key::Lost(held)));
                keys.extend((!graph.held_by(x).is_empty()).then_some(Key::HoldersStopped(x)));
                let groups = graph.groups_of(x);
                keys.extend(
                    groups
                        .filter(|&id| stops_running(graph, id))
                        .map(Key::Group),
                );
            }
            Key::HoldersLost(x) => {
                keys.extend(graph.held_by(x).iter().map(|&holder| Key::Lost(holder)));
                gate.need = keys.len() as u32;
            }
            Key::HoldersStopped(x) => {
                keys.extend(graph.held_by(x).iter().map(|&holder| Key::Stopped(holder)));
                gate.need = keys.len() as u32;
            }
            Key::Group(id) => {
                let group = graph.group(id);
                keys.extend(graph.members(id).iter().map(|&member| Key::Stopped(member)));
                let all = keys.len() as u32 + group.unresolved;
                gate.need = all.saturating_sub(group.needed) + 1;
            }
            Key::Cause(cause) => {
                let event = graph.len() as u32 + cause;
                gate.events.extend((losses.may)(event).then_some(event));
            }
        }
        gate.inputs = keys.into_iter().map(|key| numbers.of(key)).collect();
        gates.push(gate);
    }
    (gates, numbers.keys)
}

/// Whether too few members of a group stop its owner.
pub(crate) fn stops_running(graph: &Graph, group: u32) -> bool {
    let group = graph.group(group);
    group.stops() && group.phase.runs()
}

/// Takes out inputs that can never hold. False when gate 0 itself never holds.
fn drop_impossible(gates: &mut [Gate]) -> bool {
    let mut feeds: Vec<Vec<u32>> = vec![Vec::new(); gates.len()];
    for (at, gate) in gates.iter().enumerate() {
        for &input in &gate.inputs {
            feeds[input as usize].push(at as u32);
        }
    }
    let mut possible: Vec<bool> = gates.iter().map(|gate| !gate.events.is_empty()).collect();
    let mut missing: Vec<u32> = gates.iter().map(|gate| gate.need).collect();
    let mut stack: Vec<u32> = (0..gates.len() as u32)
        .filter(|&at| possible[at as usize])
        .collect();
    while let Some(at) = stack.pop() {
        for &fed in &feeds[at as usize] {
            let fed_at = fed as usize;
            missing[fed_at] = missing[fed_at].saturating_sub(1);
            if missing[fed_at] == 0 && !possible[fed_at] {
                possible[fed_at] = true;
                stack.push(fed);
            }
        }
    }
    for gate in gates.iter_mut() {
        gate.inputs.retain(|&input| possible[input as usize]);
    }
    possible[0]
}

/// Joins each plain "or" that feeds one plain "or" only with the gate it feeds. What it leaves
/// behind is out of reach of gate 0.
fn join_plain(gates: &mut [Gate]) {
    let mut seen = vec![false; gates.len()];
    let mut fed: Vec<u32> = vec![0; gates.len()];
    let mut feeds: Vec<u32> = vec![0; gates.len()];
    let mut stack = vec![0u32];
    seen[0] = true;
    fed[0] = 2; // the top stays, whoever it feeds
    while let Some(at) = stack.pop() {
        let gate = &mut gates[at as usize];
        if gate.need == 1 {
            gate.inputs.sort_unstable();
            gate.inputs.dedup();
            gate.inputs.retain(|&input| input != at);
        }
        for &input in &gate.inputs {
            fed[input as usize] += 1;
            feeds[input as usize] = at;
            if !std::mem::replace(&mut seen[input as usize], true) {
                stack.push(input);
            }
        }
    }
    let joins: Vec<bool> = (0..gates.len())
        .map(|at| {
            let into = feeds[at] as usize;
            seen[at] && fed[at] == 1 && gates[at].need == 1 && gates[into].need == 1
        })
        .collect();
    for root in 0..gates.len() {
        if !seen[root] || joins[root] || gates[root].need != 1 {
            continue;
        }
        let mut joined = HashSet::new();
        let mut inputs = Vec::new();
        let mut events = std::mem::take(&mut gates[root].events);
        let mut open = std::mem::take(&mut gates[root].inputs);
        while let Some(input) = open.pop() {
            if joins[input as usize] {
                let gate = &mut gates[input as usize];
                events.append(&mut gate.events);
                open.append(&mut gate.inputs);
            } else if input as usize != root && joined.insert(input) {
                inputs.push(input);
            }
        }
        events.sort_unstable();
        inputs.sort_unstable();
        gates[root].events = events;
        gates[root].inputs = inputs;
    }
}

/// Renumbers what gate 0 reaches so that inputs come first and gate 0 last.
fn inputs_first(mut gates: Vec<Gate>) -> Vec<Gate> {
    const UNSEEN: u32 = u32::MAX;
    let mut number = vec![UNSEEN; gates.len()];
    let mut order: Vec<u32> = Vec::new();
    let mut stack: Vec<(u32, usize)> = vec![(0, 0)];
    let mut entered = vec![false; gates.len()];
    entered[0] = true;
    while let Some((at, next)) = stack.pop() {
        match gates[at as usize].inputs.get(next) {
            Some(&input) => {
                stack.push((at, next + 1));
                if !std::mem::replace(&mut entered[input as usize], true) {
                    stack.push((input, 0));
                }
            }
            None => {
                number[at as usize] = order.len() as u32;
                order.push(at);
            }
        }
    }
    order
        .into_iter()
        .map(|at| {
            let mut gate = std::mem::take(&mut gates[at as usize]);
            for input in &mut gate.inputs {
                *input = number[*input as usize];
            }
            gate
        })
        .collect()
}
