//! A mapping file: what the headings of a table mean, where they do not say so themselves.

use std::collections::BTreeMap;

use record::complaint::{Complaint, Complaints};
use record::kinds;
use record::shape::Shape;

use super::heading::{self, Meaning};
use crate::read::{utf8, yaml};

record::fields! {
    /// What the headings of a table mean.
    pub struct Mapping {
        /// Heading of the table: column or field that it fills.
        columns: BTreeMap<String, String>,
        /// The kind of rows that do not say theirs.
        kind: Option<String>,
        /// What separates cells in a line of text.
        delimiter: Option<String>,
        /// Name of a sheet: the kind of its rows.
        sheets: BTreeMap<String, String>,
    }
}

impl Mapping {
    /// One that says nothing.
    pub fn empty() -> Mapping {
        Mapping {
            columns: BTreeMap::new(),
            kind: None,
            delimiter: None,
            sheets: BTreeMap::new(),
        }
    }

    /// Reads a mapping file (YAML).
    pub fn read(bytes: &[u8]) -> Result<Mapping, Vec<Complaint>> {
        let text = utf8(bytes, 1).map_err(|fault| vec![fault])?;
        let yaml::Reading { node, faults } = yaml::read(text, 1);
        let Some(node) = node.filter(|_| faults.is_empty()) else {
            return if faults.is_empty() {
                Ok(Mapping::empty())
            } else {
                Err(faults)
            };
        };
        let mut complaints = Complaints::new();
        let mapping = <Mapping as Shape>::read(&node, &mut complaints);
        if let Some(mapping) = &mapping {
            mapping.check(&node, &mut complaints);
        }
        mapping
            .filter(|_| complaints.all.is_empty())
            .ok_or(complaints.all)
    }

    fn check(&self, node: &record::node::Node, complaints: &mut Complaints) {
        for kind in self.kind.iter().chain(self.sheets.values()) {
            if kinds::about(kind).is_none() {
                let names = kinds::ALL.iter().map(|about| about.name);
                let hint = record::complaint::suggestion(kind, names);
                let kind = record::node::shorten(kind);
                complaints.add(node.at, format!("unknown kind `{kind}`{hint}"));
            }
        }
        for (title, target) in &self.columns {
            if heading::read(title, Some(target)).meaning == Meaning::Unknown {
                let hint = heading::suggestion(target);
                let target = record::node::shorten(target);
                let at = node.place_of("columns");
                complaints.add(at, format!("`{target}` is no column or field{hint}"));
            }
        }
        if self.delimiter.as_ref().is_some_and(|text| text.len() != 1) {
            let at = node.place_of("delimiter");
            complaints.add(at, "a delimiter is one character, such as `;`");
        }
    }

    /// What a heading is mapped to; case and spaces around it do not matter.
    pub fn column(&self, title: &str) -> Option<&str> {
        let title = title.trim().to_lowercase();
        let same = |(key, _): &(&String, &String)| key.trim().to_lowercase() == title;
        self.columns
            .iter()
            .find(same)
            .map(|(_, target)| target.as_str())
    }

    /// The kind of a sheet's rows, where the mapping gives one.
    pub fn kind_of(&self, sheet: Option<&str>) -> Option<&str> {
        let named = sheet.and_then(|name| self.sheets.get(name));
        named.or(self.kind.as_ref()).map(String::as_str)
    }
}
