//! Further edges from a CSV file (`service,depends_on,source_file`), and how they join the
//! catalogue.

use std::collections::{BTreeMap, HashMap, HashSet};

use record::node::Place;

use super::{Catalog, Draft};
use crate::import::File;
use crate::import::names::{count, some};
use crate::read::utf8;

impl Catalog {
    /// Reads a table of edges.
    pub(super) fn edges(&mut self, file: &File<'_>) {
        let text = match utf8(file.bytes, 1) {
            Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
            Err(fault) => {
                self.import.complaints.push((file.name.to_string(), fault));
                return;
            }
        };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let columns = reader.headers().cloned().unwrap_or_default();
        let column = |name: &str| columns.iter().position(|column| column == name);
        let (Some(from), Some(to)) = (column("service"), column("depends_on")) else {
            return;
        };
        for row in reader.records().filter_map(Result::ok) {
            let (source, target) = (row.get(from).unwrap_or(""), row.get(to).unwrap_or(""));
            match (source, target) {
                ("", "") => {}
                ("", _) => {
                    let line = row.position().map_or(0, |at| at.line());
                    let at = Place {
                        line: u32::try_from(line).unwrap_or(u32::MAX),
                        column: 1,
                    };
                    let text = "the column `service` is empty";
                    self.import.complain(file.name, at, text);
                }
                (_, "") => self.extra_empty += 1,
                (source, target) => {
                    let edge = (source.into(), target.into(), file.short_name().into());
                    self.extra.push(edge);
                }
            }
        }
    }

    /// Adds the edges of CSV files to the services they start from.
    pub(super) fn join_edges(&mut self) {
        let index = self.services.iter().enumerate();
        let index: HashMap<String, usize> =
            index.map(|(at, draft)| (draft.name.clone(), at)).collect();
        let mut homeless: BTreeMap<String, usize> = BTreeMap::new();
        let (mut known, total) = (0, self.extra.len());
        let named = |(at, draft): (usize, &Draft)| -> Vec<(usize, String)> {
            draft.needs.iter().map(|name| (at, name.clone())).collect()
        };
        let mut edges: HashSet<(usize, String)> =
            self.services.iter().enumerate().flat_map(named).collect();
        for (from, to, file) in std::mem::take(&mut self.extra) {
            let Some(&at) = index.get(&from) else {
                *homeless.entry(from).or_default() += 1;
                continue;
            };
            if !edges.insert((at, to.clone())) {
                known += 1;
                continue;
            }
            let draft = &mut self.services[at];
            draft.needs.push(to);
            let source = draft.record.envelope.source.get_or_insert_default();
            if !source.ends_with(&file) {
                source.push_str(", ");
                source.push_str(&file);
            }
        }
        if total > 0 {
            let total = count(total, "further edge");
            self.import
                .remark(format!("{total} read, {known} of them already known"));
        }
        if !homeless.is_empty() {
            let names = some(homeless.keys().map(String::as_str));
            self.import.remark(format!(
                "edges that start at no service of the catalogue are passed over: {names}"
            ));
        }
    }
}

/// Whether a file begins like a table of edges.
pub(super) fn is_table(bytes: &[u8]) -> bool {
    let line = bytes
        .split(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    let line = String::from_utf8_lossy(&line[..line.len().min(1000)]);
    let mut columns = line
        .trim_start_matches('\u{feff}')
        .split(',')
        .map(str::trim);
    let plain = |column: &str| column.trim_matches('"').to_string();
    let columns: Vec<String> = columns.by_ref().map(plain).collect();
    ["service", "depends_on"]
        .iter()
        .all(|name| columns.iter().any(|column| column == name))
}
