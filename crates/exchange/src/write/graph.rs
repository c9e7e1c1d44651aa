//! The graph of the estate as drawings show it: items, groups, edges, and the sites around them.
//! How it looks is the format's.

use std::collections::{BTreeMap, HashMap, HashSet};

use record::item::{Effect, Item, Need, Phase};
use record::kinds::Registers;
use record::link::split;

/// One item, or the group node of a need.
pub(super) struct Vertex {
    pub label: String,
    pub shape: Shape,
}

/// What a node stands for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// An item of this kind.
    Kind(&'static str),
    /// So many of some.
    Group,
    /// A name that no record answers to.
    Missing,
}

/// How an edge is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Line {
    /// Stops without it.
    Stops,
    /// Goes on at a lower level.
    Degrades,
    /// Needed only to recover.
    Recovers,
}

/// The graph.
#[derive(Default)]
pub(super) struct Graph {
    pub vertices: Vec<Vertex>,
    pub edges: Vec<(usize, usize, Line, String)>,
    /// Sites with the nodes that stand in them.
    pub sites: BTreeMap<String, Vec<usize>>,
    /// Nodes of no site.
    pub loose: Vec<usize>,
    at: HashMap<String, usize>,
    bare: HashMap<String, Option<usize>>,
}

impl Graph {
    /// The graph of all live items. Cost: linear in items and needs.
    pub fn of(registers: &Registers) -> Graph {
        let mut graph = Graph::default();
        let mut items: Vec<(usize, &Item)> = Vec::new();
        macro_rules! add {
            ($($register:ident $kind:literal,)+) => {
                $(for record in registers.$register.live() {
                    let at = graph.item($kind, &record.id, record.title());
                    items.push((at, &record.own.item));
                })+
            };
        }
        add! {
            activities "activity", services "service", components "component",
            datasets "dataset", teams "team", suppliers "supplier", sites "site",
        }
        let mut placed = HashSet::new();
        for (at, item) in items {
            for need in &item.requires {
                graph.need(at, need);
            }
            let site = item.site.as_ref().map(|site| site.id().to_string());
            if let Some(site) = site {
                graph.sites.entry(site).or_default().push(at);
                placed.insert(at);
            }
        }
        graph.loose = (0..graph.vertices.len())
            .filter(|at| !placed.contains(at))
            .collect();
        graph
    }

    fn vertex(&mut self, label: String, shape: Shape) -> usize {
        self.vertices.push(Vertex { label, shape });
        self.vertices.len() - 1
    }

    fn item(&mut self, kind: &'static str, id: &str, title: &str) -> usize {
        let at = self.vertex(title.to_string(), Shape::Kind(kind));
        self.at.insert(format!("{kind}/{id}"), at);
        // A bare id that two items have means neither.
        self.bare
            .entry(id.to_string())
            .and_modify(|known| *known = None)
            .or_insert(Some(at));
        at
    }

    fn member(&mut self, text: &str) -> usize {
        let known = match split(text) {
            (Some(_), _) => self.at.get(text).copied(),
            (None, id) => self
                .bare
                .get(id)
                .copied()
                .flatten()
                .or(self.at.get(text).copied()),
        };
        known.unwrap_or_else(|| {
            let at = self.vertex(text.to_string(), Shape::Missing);
            self.at.insert(text.to_string(), at);
            at
        })
    }

    fn need(&mut self, from: usize, need: &Need) {
        let line = match (need.effect, need.phase) {
            (Effect::Degrade, _) => Line::Degrades,
            (_, Some(Phase::Recover)) => Line::Recovers,
            _ => Line::Stops,
        };
        let label = need.to.map_or_else(String::new, |to| to.to_string());
        let members: Vec<usize> = need.of.iter().map(|of| self.member(&of.text)).collect();
        if let ([member], false) = (members.as_slice(), need.grouped) {
            self.edges.push((from, *member, line, label));
            return;
        }
        let group = format!("{} of {}", need.any, need.of.len());
        let group = self.vertex(group, Shape::Group);
        self.edges.push((from, group, line, label));
        for member in members {
            self.edges.push((group, member, line, String::new()));
        }
    }
}
