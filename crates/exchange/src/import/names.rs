//! Foreign names and the ids they are given: one name one id, two names never the same.

use std::collections::HashMap;

use record::link::to_id;
use record::node::{Node, Value, shorten};
use record::shape::{Fields, MapReader};

/// The ids given so far, for one kind.
#[derive(Debug, Default)]
pub struct Names {
    ids: HashMap<String, String>,
    taken: HashMap<String, u32>,
}

impl Names {
    /// The id of a name; a new one gets the nearest id that no other name has.
    pub fn give(&mut self, name: &str) -> String {
        self.give_for(name, name)
    }

    /// The id of what a format calls `key`, as near to `wish` as is free.
    pub fn give_for(&mut self, key: &str, wish: &str) -> String {
        if let Some(id) = self.ids.get(key) {
            return id.clone();
        }
        let base = to_id(wish);
        let mut id = base.clone();
        while self.taken.contains_key(&id) {
            let count = self.taken.entry(base.clone()).or_insert(1);
            *count += 1;
            let end = base.len().min(185);
            id = format!("{}-{count}", &base[..end]);
        }
        self.taken.insert(id.clone(), 1);
        self.ids.insert(key.to_string(), id.clone());
        id
    }

    /// Whether something has this name.
    pub fn knows(&self, name: &str) -> bool {
        self.ids.contains_key(name) || self.taken.contains_key(&to_id(name))
    }

    /// The id a reference to a name carries, whether or not anything answers to it.
    pub fn of(&self, name: &str) -> String {
        self.ids.get(name).cloned().unwrap_or_else(|| to_id(name))
    }
}

/// A kind's own fields, none of them given. For kinds that require none.
pub fn blank<K: Fields>() -> K {
    let nothing = Node::map::<&str>([]);
    let mut complaints = record::complaint::Complaints::new();
    let mut map = MapReader::new(&nothing, &mut complaints).expect("a map was given");
    K::take(&mut map).expect("no field of the kind is required")
}

/// A text that says something: neither missing nor blank.
pub fn said<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    let text = node.get(key)?.as_text()?.trim();
    (!text.is_empty()).then_some(text)
}

/// The entries of a list under a key. A lone scalar or map counts as a list of one.
pub fn list<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    match node.get(key) {
        None => &[],
        Some(node) => match &node.value {
            Value::Null => &[],
            Value::List(nodes) => nodes,
            _ => std::slice::from_ref(node),
        },
    }
}

/// The original name, where the id alone would lose it.
pub fn also(id: &str, names: &[&str]) -> Vec<String> {
    let mut also: Vec<String> = Vec::new();
    for name in names {
        if *name != id && !also.iter().any(|known| known == name) {
            also.push(name.to_string());
        }
    }
    also
}

/// `2 services`, `1 service`.
pub fn count(number: usize, word: &str) -> String {
    if number == 1 {
        return format!("1 {word}");
    }
    match word.strip_suffix('y') {
        Some(stem) if !word.ends_with("ey") => format!("{number} {stem}ies"),
        _ => format!("{number} {word}s"),
    }
}

/// The first eight names, and how many more there are.
pub fn some<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(8).map(|name| shorten(name)).collect();
    let more = names.len() - shown.len();
    if more == 0 {
        return shown.join(", ");
    }
    format!("{} and {more} more", shown.join(", "))
}

/// The texts of a list under a key; what is no text is passed over.
pub fn texts<'n>(node: &'n Node, key: &str) -> Vec<&'n str> {
    let texts = list(node, key).iter().filter_map(Node::as_text);
    texts
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect()
}
