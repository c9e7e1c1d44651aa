//! What a risk stops, which risks stop an item, and which touch what a scenario loses: the items
//! that a risk names are lost, the rest follows from the estate.

use engine::graph::Item;
use engine::standing::standing;
use record::kind::Filed;
use record::requirements::Risk;

use crate::estate::Estate;
use crate::requirements::loss::Losses;

/// The items that a risk names, of those that there are.
pub fn named(estate: &Estate<'_>, risk: &Risk) -> Vec<Item> {
    let named = risk.affects.iter();
    named.filter_map(|it| estate.find(&it.text)).collect()
}

/// Every item that stops when all that a risk names is lost, in order.
pub fn stopped(estate: &Estate<'_>, risk: &Risk) -> Vec<Item> {
    let standing = standing(&estate.graph, &named(estate, risk));
    let mut stopped = standing.stopped().to_vec();
    stopped.sort_unstable();
    stopped
}

/// Whether any activity could be stopped by one of some items, if nothing else stood in. Cost:
/// linear in what leans on them.
pub fn is_leaned_on(estate: &Estate<'_>, items: impl Iterator<Item = Item>) -> bool {
    let graph = &estate.graph;
    let mut seen = vec![false; graph.len()];
    let mut open: Vec<Item> = items.collect();
    while let Some(item) = open.pop() {
        if std::mem::replace(&mut seen[item as usize], true) {
            continue;
        }
        if estate.listed(item).activity().is_some() {
            return true;
        }
        let users = graph.used_by(item).iter().map(|&group| graph.group(group));
        open.extend(users.filter(|it| it.stops()).map(|it| it.owner));
        open.extend(graph.guests(item));
        open.extend(graph.held_by(item));
    }
    false
}

/// The risks in force that stop an item. Cost: for each risk what stops with it.
pub fn stopping<'r>(estate: &Estate<'r>, item: Item) -> Vec<&'r Filed<Risk>> {
    let risks = estate.registers.risks.approved();
    let stops = |risk: &&Filed<Risk>| {
        let named = named(estate, risk);
        !named.is_empty() && standing(&estate.graph, &named).is_stopped(item)
    };
    risks.filter(stops).collect()
}

/// The risks in force that take something that a scenario loses, its people among it. Cost: for
/// each risk what stops with it.
pub fn touching<'r>(estate: &Estate<'r>, losses: &Losses) -> Vec<&'r Filed<Risk>> {
    let lost = standing(&estate.graph, &losses.items);
    let touches = |risk: &&Filed<Risk>| {
        let falls = standing(&estate.graph, &named(estate, risk));
        let mut taken = falls.lost().iter();
        taken.any(|&item| lost.is_lost(item) || losses.absent.contains_key(&item))
    };
    estate.registers.risks.approved().filter(touches).collect()
}
