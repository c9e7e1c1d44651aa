//! What a person should know of a Backstage catalogue that was imported.

use super::Catalog;
use crate::import::names::{count, some};

impl Catalog {
    /// How many of what there are, and what stands twice.
    pub(super) fn say_counts(&mut self) {
        let of_kind = |(kind, number): (&String, &usize)| count(*number, kind);
        let documents: Vec<String> = self.documents.iter().map(of_kind).collect();
        if !documents.is_empty() {
            self.import
                .remark(format!("{} declared", documents.join(", ")));
        }
        if !self.twice.is_empty() {
            let further: usize = self.twice.values().map(|(times, _)| times).sum();
            let names = self.twice.keys().map(|key| key.name.as_str());
            let names = some(names);
            let entities = match self.twice.len() {
                1 => "1 entity stands".into(),
                number => format!("{number} entities stand"),
            };
            let text = format!(
                "{entities} more than once ({}); the first counts: {names}",
                count(further, "further document")
            );
            self.import.remark(text);
        }
        let differing: Vec<&str> = self
            .twice
            .iter()
            .filter(|(_, (_, differs))| *differs)
            .map(|(key, _)| key.name.as_str())
            .collect();
        if !differing.is_empty() {
            let text = format!("not the same each time they stand: {}", some(differing));
            self.import.remark(text);
        }
        if !self.passed_by.is_empty() {
            let kind = |(kind, number): (&String, &usize)| format!("{number} of kind {kind}");
            let kinds: Vec<String> = self.passed_by.iter().map(kind).collect();
            self.import.remark(format!(
                "passed by, no place for them here: {}",
                kinds.join(", ")
            ));
        }
    }

    /// What is declared between them, and what is not.
    pub(super) fn say_relations(&mut self) {
        if self.index.is_empty() {
            return;
        }
        let text = match self.edges {
            0 => "no dependencies are declared; none were guessed".into(),
            edges => format!(
                "{} declared",
                match edges {
                    1 => "1 dependency is".to_string(),
                    _ => format!("{edges} dependencies are"),
                }
            ),
        };
        self.import.remark(text);
        let systems = self.documents.get("system").copied().unwrap_or(0);
        if systems > 0 {
            self.import.remark(format!(
                "{}: what belongs to one is tagged; which of it a system needs is declared nowhere",
                count(systems, "system")
            ));
        }
        if !self.unresolved.is_empty() {
            let text = format!(
                "{} what no entity here answers to: {}",
                match self.unresolved.len() {
                    1 => "1 reference names".to_string(),
                    number => format!("{number} references name"),
                },
                some(self.unresolved.keys().map(String::as_str))
            );
            self.import.remark(text);
        }
    }
}
