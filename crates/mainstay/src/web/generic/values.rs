//! The values of a form under their names (`steps.2.title`): filled from a record, or as they were
//! sent, and made into the tree of a record again. Empty means not said.

use std::collections::BTreeMap;

use exchange::read::yaml;
use exchange::write;
use record::complaint::Complaint;
use record::node::{Entry, Node, Place, Value};

use super::outline::{Part, Sort};

/// The values of a form, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values(BTreeMap<String, String>);

/// The tree that values come to, and which field of the form each of its paths stands in.
pub struct Built {
    /// The map.
    pub node: Node,
    /// What cannot even be read as a tree: name and text.
    pub faults: Vec<(String, String)>,
    names: BTreeMap<String, String>,
}

impl Values {
    /// As a form sent them; of equal names the first counts.
    pub fn sent<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Values {
        let mut values = Values::default();
        for (name, value) in pairs {
            values
                .0
                .entry(name.to_owned())
                .or_insert_with(|| value.to_owned());
        }
        values
    }

    /// Those of a record or a part of it. As deep as the parts are.
    pub fn of(parts: &[&Part], node: &Node) -> Values {
        let mut values = Values::default();
        for part in parts {
            if let Some(value) = node.get(&part.key) {
                values.fill(&part.key, &part.sort, value);
            }
        }
        values
    }

    /// A value; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Sets a value.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Takes out a value and all inside of it.
    pub fn clear(&mut self, name: &str) {
        let inside = format!("{name}.");
        self.0
            .retain(|known, _| known != name && !known.starts_with(&inside));
    }

    /// All of them, by name.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Puts another value in place of each, where one is given.
    pub fn replace(&mut self, with: impl Fn(&str, &str) -> Option<String>) {
        for (name, value) in &mut self.0 {
            if let Some(other) = with(name, value) {
                *value = other;
            }
        }
    }

    /// Whether anything was said under a name or inside of it.
    pub fn has(&self, name: &str) -> bool {
        !self.get(name).trim().is_empty() || self.inside(name).any(|(_, it)| !it.trim().is_empty())
    }

    /// The numbers of the rows under a name, in order.
    pub fn rows(&self, name: &str) -> Vec<usize> {
        let number = |(rest, _): (&str, &str)| rest.split('.').next()?.parse().ok();
        let mut rows: Vec<usize> = self.inside(name).filter_map(number).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The tree that they come to.
    pub fn built(&self, parts: &[&Part]) -> Built {
        let mut built = Built {
            node: Node::map::<&str>([]),
            faults: Vec::new(),
            names: BTreeMap::new(),
        };
        let mut entries = Vec::new();
        for part in parts {
            let value = built.value(self, &part.key, &part.key, &part.sort);
            entries.extend(value.map(|value| entry(&part.key, value)));
        }
        built.node = Node::made(Value::Map(entries));
        built
    }

    fn inside<'v>(&'v self, name: &str) -> impl Iterator<Item = (&'v str, &'v str)> {
        let prefix = format!("{name}.");
        let from = self.0.range(prefix.clone()..);
        from.map_while(move |(name, value)| Some((name.strip_prefix(&prefix)?, &**value)))
    }

    fn fill(&mut self, name: &str, sort: &Sort, node: &Node) {
        match sort {
            Sort::Group(parts) => {
                for part in parts {
                    if let Some(value) = node.get(&part.key) {
                        self.fill(&format!("{name}.{}", part.key), &part.sort, value);
                    }
                }
            }
            Sort::Rows(of) => {
                for (row, node) in node.as_list().unwrap_or_default().iter().enumerate() {
                    self.fill(&format!("{name}.{row}"), of, node);
                }
            }
            Sort::Map(of) => {
                for (row, entry) in node.as_map().unwrap_or_default().iter().enumerate() {
                    self.set(&format!("{name}.{row}.key"), &*entry.key);
                    self.fill(&format!("{name}.{row}.value"), of, &entry.value);
                }
            }
            _ => self.set(name, line(sort, node)),
        }
    }
}

/// A value of a sort that one field holds, as it stands there.
pub fn line(sort: &Sort, node: &Node) -> String {
    match (sort, node.as_text()) {
        (Sort::Anything, _) | (_, None) if !matches!(sort, Sort::Series(_)) => flow(node),
        (_, Some(text)) => text.to_owned(),
        _ => {
            let texts = node.as_list().unwrap_or_default().iter();
            texts
                .filter_map(Node::as_text)
                .collect::<Vec<_>>()
                .join(", ")
        }
    }
}

impl Built {
    /// The field in which a complaint about the record stands; empty where it is about the whole.
    pub fn field(&self, complaint: &Complaint) -> String {
        let missing = complaint.text.strip_prefix('`');
        let missing = missing.and_then(|text| text.strip_suffix("` is missing"));
        let path = match missing {
            Some(key) if complaint.field.is_empty() => key.to_owned(),
            Some(key) => format!("{}.{key}", complaint.field),
            None => complaint.field.clone(),
        };
        if let (Some(key), Some(name)) = (missing, self.names.get(&complaint.field)) {
            return format!("{name}.{key}");
        }
        let mut path = path.as_str();
        loop {
            if let Some(name) = self.names.get(path) {
                return name.clone();
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => return path.to_owned(),
            }
        }
    }

    /// What is said under a name, at a path of the record; nothing where nothing is said.
    fn value(&mut self, values: &Values, name: &str, path: &str, sort: &Sort) -> Option<Node> {
        if !values.has(name) {
            return None;
        }
        self.names.insert(path.to_owned(), name.to_owned());
        match sort {
            Sort::Group(parts) => {
                let mut entries = Vec::new();
                for part in parts {
                    let (name, path) = (joint(name, &part.key), joint(path, &part.key));
                    let value = self.value(values, &name, &path, &part.sort);
                    entries.extend(value.map(|value| entry(&part.key, value)));
                }
                Some(Node::made(Value::Map(entries)))
            }
            Sort::Rows(of) => {
                let mut nodes = Vec::new();
                for row in values.rows(name) {
                    let path = format!("{path}[{}]", nodes.len());
                    nodes.extend(self.value(values, &format!("{name}.{row}"), &path, of));
                }
                Some(Node::list(nodes))
            }
            Sort::Map(of) => Some(self.map(values, name, path, of)),
            _ => self.scalar(values.get(name), name, sort),
        }
    }

    fn map(&mut self, values: &Values, name: &str, path: &str, of: &Sort) -> Node {
        let mut entries: Vec<Entry> = Vec::new();
        for row in values.rows(name) {
            let key_name = format!("{name}.{row}.key");
            let key = values.get(&key_name).trim();
            let value_name = format!("{name}.{row}.value");
            let value = self.value(values, &value_name, &joint(path, key), of);
            let text = match (key, &value) {
                ("", None) => continue,
                ("", Some(_)) => "say under which name",
                (_, None) => "say what stands under this name",
                (key, _) if entries.iter().any(|known| *known.key == *key) => "stands twice",
                _ => {
                    entries.extend(value.map(|value| entry(key, value)));
                    continue;
                }
            };
            self.faults.push((key_name, text.into()));
        }
        Node::made(Value::Map(entries))
    }

    fn scalar(&mut self, text: &str, name: &str, sort: &Sort) -> Option<Node> {
        let trimmed = text.trim();
        match sort {
            Sort::Text => Some(Node::text(text)),
            Sort::Whole | Sort::Number | Sort::Truth => Some(Node::bare(trimmed)),
            Sort::Series(of) => {
                let texts = trimmed.split(',').map(str::trim);
                let texts = texts.filter(|text| !text.is_empty());
                let nodes: Vec<Node> = texts
                    .filter_map(|text| self.scalar(text, name, of))
                    .collect();
                Some(Node::list(nodes))
            }
            Sort::Either(short, _) if !trimmed.starts_with(['{', '[']) => {
                self.scalar(trimmed, name, short)
            }
            Sort::Either(..) | Sort::Anything => self.tree(trimmed, name),
            _ => Some(Node::text(trimmed)),
        }
    }

    fn tree(&mut self, text: &str, name: &str) -> Option<Node> {
        let reading = yaml::read(text, 1);
        let faults = reading.faults.iter();
        self.faults
            .extend(faults.map(|fault| (name.to_owned(), fault.text.clone())));
        reading.node.map(|node| anywhere(&node))
    }
}

fn entry(key: &str, value: Node) -> Entry {
    let (key, at) = (key.into(), Place::default());
    Entry { key, at, value }
}

fn joint(path: &str, key: &str) -> String {
    format!("{path}.{key}")
}

/// A tree on one line.
fn flow(node: &Node) -> String {
    let mut out = String::new();
    write::yaml::flow(node, &mut out);
    out
}

/// The same tree, standing nowhere: its places are those of a field, not of a file.
fn anywhere(node: &Node) -> Node {
    let value = match &node.value {
        Value::List(nodes) => Value::List(nodes.iter().map(anywhere).collect()),
        Value::Map(entries) => {
            let moved = |it: &Entry| entry(&it.key, anywhere(&it.value));
            Value::Map(entries.iter().map(moved).collect())
        }
        value => value.clone(),
    };
    Node::made(value)
}
