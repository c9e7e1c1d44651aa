//! Which row a name means. A name that no row answers to stays a reference and is remarked.

use std::collections::HashMap;

use record::link::{is_id, split, to_id};

/// Every row by its id, name and other names.
#[derive(Default)]
pub struct Names {
    by_key: HashMap<String, Vec<(String, String)>>,
}

/// What a name came to.
pub enum Found {
    /// `kind/id` of the one row, or a reference as it was written.
    One(String),
    /// No row answers: the id it would have.
    None(String),
    /// Several rows answer.
    Several(Vec<String>),
}

impl Names {
    /// Adds a name of a row.
    pub fn add(&mut self, name: &str, kind: &str, id: &str) {
        let rows = self.by_key.entry(to_id(name)).or_default();
        if !rows.iter().any(|row| row.0 == kind && row.1 == id) {
            rows.push((kind.into(), id.into()));
        }
    }

    /// Which row of the kinds allowed a name means.
    pub fn find(&self, name: &str, allowed: &[&str]) -> Found {
        let (kind, id) = split(name);
        if kind.is_some_and(|kind| allowed.contains(&kind)) && is_id(id) {
            return Found::One(name.into());
        }
        let key = to_id(name);
        let rows = self.by_key.get(&key).map(Vec::as_slice).unwrap_or_default();
        let fits = |row: &&(String, String)| allowed.contains(&row.0.as_str());
        let mut found: Vec<&(String, String)> = rows.iter().filter(fits).collect();
        if found.len() > 1 && found.iter().filter(|row| row.1 == key).count() == 1 {
            found.retain(|row| row.1 == key);
        }
        let reference = |row: &&(String, String)| format!("{}/{}", row.0, row.1);
        match found.as_slice() {
            [] => Found::None(key),
            [row] => Found::One(reference(row)),
            rows => Found::Several(rows.iter().map(reference).collect()),
        }
    }

    /// Every name known, for suggestions.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(String::as_str)
    }
}
