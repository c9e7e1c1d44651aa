//! The exact probability that one item is stopped, from how often each loss holds, with shared
//! causes inside groups. Where the diagram outgrows its budget the answer is a bound from the
//! minimal sets. Where the figures per item come from is the caller's business.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::cut_sets::{self, Limit};
use crate::decision_diagram::{Diagram, Full, Function, NEVER};
use crate::fault_tree::{Event, FaultTree, Losses, groups_under};
use crate::graph::{Graph, Item};

#[cfg(test)]
mod tests;

/// How much may be spent on one probability.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Nodes of the diagram (about 60 bytes each).
    pub nodes: usize,
    /// Size of the minimal sets of the bound that takes its place.
    pub order: usize,
    /// What finding them may cost.
    pub limit: Limit,
}

impl Default for Budget {
    /// A million nodes; else the sets of up to three losses.
    fn default() -> Budget {
        let limit = Limit {
            work: 20_000_000,
            sets: 5_000,
        };
        Budget {
            nodes: 1_000_000,
            order: 3,
            limit,
        }
    }
}

/// How likely an item is stopped.
#[derive(Clone, Debug, PartialEq)]
pub struct Probability {
    /// The probability, 0..=1; where not exact, the true one is at least this.
    pub value: f64,
    /// Whether nothing was missing and the diagram kept within its budget.
    pub exact: bool,
    /// Items that can help to stop it and whose own figure is unknown, ascending: they were
    /// taken as never lost.
    pub missing: Vec<Item>,
}

/// How likely `item` is stopped when item x is lost with `q[x]`, independently, except that in
/// each group under the item with a common-cause share b every member is lost by itself with
/// (1 - b) q, and all together with b times the greatest q among them. The item's own loss
/// counts: hand in `Some(0.0)` for what is never lost. Cost: linear where nothing is shared;
/// exponential at worst, within `budget`.
pub fn stop_probability(
    graph: &Graph,
    item: Item,
    q: &[Option<f64>],
    budget: Budget,
) -> Probability {
    let known = |x: Item| q.get(x as usize).copied().flatten().filter(|q| !q.is_nan());
    let (chance, causes) = split(graph, item, &known);
    let missing = missing(graph, item, &known);
    let happens = |event: Event| {
        chance
            .get(&event)
            .copied()
            .unwrap_or_else(|| known(event).unwrap_or(0.0).clamp(0.0, 1.0))
    };
    let may = |event: Event| happens(event) > 0.0;
    let tree = FaultTree::new(
        graph,
        item,
        &Losses {
            may: &may,
            causes: &causes,
        },
    );
    let (value, fits) = match exact(&tree, &happens, budget.nodes) {
        Ok(value) => (value, true),
        Err(Full) => {
            let without = |out: &HashSet<Event>| {
                let may = |event: Event| may(event) && !out.contains(&event);
                FaultTree::new(
                    graph,
                    item,
                    &Losses {
                        may: &may,
                        causes: &causes,
                    },
                )
            };
            let sets = cut_sets::search(&without, budget.order, budget.limit).sets;
            (at_least(&tree, sets, &happens, budget.nodes), false)
        }
    };
    Probability {
        value: value.clamp(0.0, 1.0),
        exact: fits && missing.is_empty(),
        missing,
    }
}

/// The events whose chance is not simply the item's figure: members of groups with a common
/// cause, and the causes themselves with what they lose.
fn split(
    graph: &Graph,
    item: Item,
    known: &dyn Fn(Item) -> Option<f64>,
) -> (HashMap<Event, f64>, Vec<Vec<Item>>) {
    let mut chance: HashMap<Event, f64> = HashMap::new();
    let mut causes: Vec<Vec<Item>> = Vec::new();
    let mut shares: Vec<f64> = Vec::new();
    let mut groups = groups_under(graph, item);
    groups.sort_unstable();
    for id in groups {
        let beta = graph.group(id).beta.clamp(0.0, 1.0);
        if beta > 0.0 {
            let figure = |&x: &Item| known(x).unwrap_or(0.0).clamp(0.0, 1.0);
            let greatest = graph.members(id).iter().map(figure).fold(0.0, f64::max);
            shares.push(beta * greatest);
            // A common cause strikes whatever can be lost at all.
            let struck = graph.members(id).iter().copied();
            causes.push(
                struck
                    .filter(|&member| known(member) != Some(0.0))
                    .collect(),
            );
            for member in graph.members(id) {
                *chance.entry(*member).or_insert_with(|| figure(member)) *= 1.0 - beta;
            }
        }
    }
    for (cause, share) in shares.into_iter().enumerate() {
        chance.insert(graph.len() as Event + cause as Event, share);
    }
    (chance, causes)
}

/// Items without a figure that can help to stop the item.
fn missing(graph: &Graph, item: Item, known: &dyn Fn(Item) -> Option<f64>) -> Vec<Item> {
    let tree = FaultTree::new(
        graph,
        item,
        &Losses {
            may: &|_| true,
            causes: &[],
        },
    );
    let events = tree.gates.iter().flat_map(|gate| &gate.events);
    let mut out: Vec<Item> = events.copied().filter(|&x| known(x).is_none()).collect();
    out.sort_unstable();
    out
}

/// The probability of the last gate. All events of a gate do the same, so one variable with
/// their joint probability stands for them.
fn exact(tree: &FaultTree, happens: &dyn Fn(Event) -> f64, nodes: usize) -> Result<f64, Full> {
    let Some(top) = tree.top() else {
        return Ok(0.0);
    };
    let mut diagram = Diagram::new(nodes);
    let mut q: Vec<f64> = Vec::new();
    let mut own: Vec<Function> = Vec::with_capacity(tree.gates.len());
    for gate in &tree.gates {
        own.push(if gate.events.is_empty() {
            NEVER
        } else {
            q.push(any_of(gate.events.iter().map(|&event| happens(event))));
            diagram.variable(q.len() as u32 - 1)?
        });
    }
    let mut values = vec![NEVER; tree.gates.len()];
    let mut open: BTreeSet<u32> = (0..=top).collect();
    // Loops go round until nothing changes: from never upwards, so to the least solution.
    while let Some(at) = open.pop_first() {
        let gate = &tree.gates[at as usize];
        let inputs: Vec<Function> = gate
            .inputs
            .iter()
            .map(|&input| values[input as usize])
            .collect();
        let by_inputs = diagram.at_least(gate.need, &inputs)?;
        let value = diagram.or(own[at as usize], by_inputs)?;
        if value != values[at as usize] {
            values[at as usize] = value;
            open.extend(tree.feeds.of(at));
        }
    }
    Ok(diagram.probability(values[top as usize], &q))
}

/// How likely any of the independent losses holds.
fn any_of(chances: impl Iterator<Item = f64>) -> f64 {
    chances.fold(0.0, |any, q| any + q * (1.0 - any))
}

/// The probability that one of the sets holds wholly; of as many as fit the diagram.
fn at_least(
    tree: &FaultTree,
    sets: Vec<Vec<Event>>,
    happens: &dyn Fn(Event) -> f64,
    nodes: usize,
) -> f64 {
    let (alone, mut larger): (Vec<_>, Vec<_>) = sets.into_iter().partition(|set| set.len() == 1);
    let alone = any_of(alone.iter().map(|set| happens(set[0])));
    let chance = |set: &Vec<Event>| set.iter().map(|&event| happens(event)).product::<f64>();
    larger.sort_by(|a, b| chance(b).total_cmp(&chance(a)).then_with(|| a.cmp(b)));

    let mut numbers: HashMap<Event, u32> = HashMap::new();
    let mut q: Vec<f64> = Vec::new();
    for &event in tree.gates.iter().flat_map(|gate| &gate.events) {
        numbers.insert(event, q.len() as u32);
        q.push(happens(event));
    }
    let mut diagram = Diagram::new(nodes);
    let mut any = NEVER;
    for set in &larger {
        let mut variables: Vec<u32> = set.iter().map(|event| numbers[event]).collect();
        variables.sort_unstable();
        let joined = variables
            .iter()
            .rev()
            .try_fold(crate::decision_diagram::ALWAYS, |all, &v| {
                let variable = diagram.variable(v)?;
                diagram.and(variable, all)
            });
        match joined.and_then(|all| diagram.or(any, all)) {
            Ok(more) => any = more,
            Err(Full) => break,
        }
    }
    let rest = diagram.probability(any, &q);
    alone + rest * (1.0 - alone)
}
