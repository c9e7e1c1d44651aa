//! Our own format: a document is a record, or a list of records.

use std::collections::HashSet;

use record::complaint::{Complaint, Complaints};
use record::kinds::Record;
use record::node::{Node, Value};

use super::{File, Import};
use crate::read::document::{Cutter, Format, Piece};
use crate::read::{NODES_MAX, json, utf8_at, yaml};

/// What a document came to.
#[derive(Debug, Default)]
pub struct Reading {
    /// The records that could be read.
    pub records: Vec<Record>,
    /// Everything that is wrong.
    pub complaints: Vec<Complaint>,
    /// True where a JSON file is something else: a map with neither `kind` nor `id`. Folders of
    /// records often hold such files of other tools; they are passed by, and that is said.
    pub foreign: bool,
}

/// Reads one document of file number `file`. Every complaint is gathered; a record with one is
/// left out. Cost: linear in the bytes.
pub fn read(piece: &Piece, format: Format, file: u32) -> Reading {
    let mut reading = Reading::default();
    let text = match utf8_at(&piece.bytes, piece.at()) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(fault) => {
            reading.complaints.push(fault);
            return reading;
        }
    };
    let node = match format {
        Format::Yaml => {
            let yaml::Reading { node, faults } = yaml::read(text, piece.first_line);
            reading.complaints.extend(faults);
            node
        }
        Format::Json => {
            let node = take(json::read_at(text, piece.at(), NODES_MAX), &mut reading);
            reading.foreign = !piece.listed && node.as_ref().is_some_and(is_foreign);
            node.filter(|_| !reading.foreign)
        }
        Format::JsonLines => take(json::read(text, piece.first_line, NODES_MAX), &mut reading),
    };
    // A document with a broken key would only repeat itself in complaints about its fields.
    if let Some(node) = node.filter(|_| reading.complaints.is_empty()) {
        records(&node, file, &mut reading);
    }
    reading
}

fn is_foreign(node: &Node) -> bool {
    node.as_map().is_some() && node.get("kind").is_none() && node.get("id").is_none()
}

fn take(read: Result<Node, Complaint>, reading: &mut Reading) -> Option<Node> {
    read.map_err(|fault| reading.complaints.push(fault)).ok()
}

/// The records of a tree: one, or a list of them.
pub fn records(node: &Node, file: u32, reading: &mut Reading) {
    let nodes = match &node.value {
        Value::Null => &[],
        Value::List(nodes) => nodes.as_slice(),
        _ => std::slice::from_ref(node),
    };
    for node in nodes {
        let mut complaints = Complaints::new();
        reading
            .records
            .extend(Record::read(node, file, &mut complaints));
        reading.complaints.extend(complaints.all);
    }
}

/// Imports files of our own format: every record as it stands. Files of other endings are passed
/// over with a remark.
pub fn import(files: &[File<'_>]) -> Import {
    let mut import = Import::default();
    let mut seen = HashSet::new();
    for (number, file) in files.iter().enumerate() {
        let Some(format) = Format::of_name(file.name) else {
            import.remark(format!("{}: no YAML or JSON, passed over", file.name));
            continue;
        };
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let mut cutter = Cutter::new(format);
        let mut take = |piece: &Piece| {
            let reading = read(piece, format, number);
            for record in reading.records {
                let reference = record.reference();
                if !seen.insert(reference.clone()) {
                    let text = format!("{reference} stands twice in what is imported");
                    import.complain(file.name, record.origin().at, text);
                    continue;
                }
                import.records.push(record);
            }
            let named = |complaint| (file.name.to_string(), complaint);
            import
                .complaints
                .extend(reading.complaints.into_iter().map(named));
        };
        for line in file.bytes.split_inclusive(|&byte| byte == b'\n') {
            cutter.line(line, true).iter().for_each(&mut take);
        }
        cutter.end().iter().for_each(&mut take);
        for fault in cutter.faults {
            import.complaints.push((file.name.to_string(), fault));
        }
    }
    import
}
