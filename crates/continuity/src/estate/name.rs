//! How names lead to items: `kind/id`, the bare id where one item has it, another name where one
//! item carries it.

use std::collections::HashMap;

use engine::graph::Item;
use record::complaint::nearest;
use record::link::split;

use super::Listed;

/// Names of items. A bare id or other name that leads to several leads nowhere.
pub(super) struct Names<'r> {
    full: HashMap<(&'r str, &'r str), Item>,
    bare: HashMap<&'r str, Option<Item>>,
    also: HashMap<&'r str, Option<Item>>,
    kinds: Vec<&'r str>,
}

/// A name that leads to no item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The name asked for.
    pub name: String,
    /// The references it could mean, where it is ambiguous; else the nearest.
    pub candidates: Vec<String>,
    /// Whether several items have it.
    pub ambiguous: bool,
}

impl<'r> Names<'r> {
    /// Notes the names of all items: kind, id and other names, in the order of the items.
    pub(super) fn new(items: impl Iterator<Item = (&'r str, &'r str, &'r [String])>) -> Names<'r> {
        let mut names = Names {
            full: HashMap::new(),
            bare: HashMap::new(),
            also: HashMap::new(),
            kinds: Vec::new(),
        };
        for (index, (kind, id, also)) in items.enumerate() {
            let item = index as Item;
            names.kinds.push(kind);
            names.full.insert((kind, id), item);
            names
                .bare
                .entry(id)
                .and_modify(|found| *found = None)
                .or_insert(Some(item));
            for other in also {
                let found = names.also.entry(other.as_str()).or_insert(Some(item));
                if *found != Some(item) {
                    *found = None;
                }
            }
        }
        names
    }

    pub(super) fn of_kind(&self, kind: &str, id: &str) -> Option<Item> {
        self.full.get(&(kind, id)).copied()
    }

    pub(super) fn find(&self, text: &str) -> Option<Item> {
        match split(text) {
            (Some(kind), id) => self.of_kind(kind, id).or_else(|| {
                let other = self.also.get(id).copied().flatten()?;
                self.kinds
                    .get(other as usize)
                    .filter(|of| **of == kind)
                    .map(|_| other)
            }),
            (None, id) => match self.bare.get(id) {
                Some(found) => *found,
                None => self.also.get(id).copied().flatten(),
            },
        }
    }

    pub(super) fn ask(&self, text: &str, items: &[Listed<'_>]) -> Result<Item, Unknown> {
        if let Some(item) = self.find(text) {
            return Ok(item);
        }
        let (_, id) = split(text);
        let carries = |listed: &&Listed<'_>| {
            listed.id() == id || listed.envelope.also.iter().any(|also| also == id)
        };
        let mut candidates: Vec<String> = items
            .iter()
            .filter(carries)
            .map(|listed| listed.reference.clone())
            .collect();
        // A team often bears the name of what it looks after; asked for by that name alone, the
        // thing is meant.
        let things = candidates.iter().filter(|name| !name.starts_with("team/"));
        if let ([thing], false) = (&*things.collect::<Vec<_>>(), text.contains('/')) {
            candidates = vec![thing.to_string()];
            if let Some(item) = self.find(&candidates[0]) {
                return Ok(item);
            }
        }
        let ambiguous = candidates.len() > 1 && !text.contains('/');
        if candidates.is_empty() {
            let ids = items.iter().map(Listed::id);
            let near = nearest(id, ids);
            let holds = |listed: &&Listed<'_>| Some(listed.id()) == near;
            candidates = items
                .iter()
                .filter(holds)
                .map(|listed| listed.reference.clone())
                .collect();
        }
        if candidates.is_empty() {
            let part = |listed: &&Listed<'_>| id.len() > 2 && listed.id().contains(id);
            let found = items.iter().filter(part).take(3);
            candidates = found.map(|listed| listed.reference.clone()).collect();
        }
        Err(Unknown {
            name: text.to_string(),
            candidates,
            ambiguous,
        })
    }
}
