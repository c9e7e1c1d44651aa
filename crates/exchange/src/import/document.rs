//! The documents of a foreign file as trees. A fault ends nothing: what else the files hold is
//! still read, so that all complaints come at once.

use record::node::Node;

use super::{File, Import};
use crate::read::document::{Cutter, Format, Piece};
use crate::read::{NODES_MAX, json, utf8_at, yaml};

/// The YAML or JSON documents of a file in order; none where its name ends as no such file does.
/// Cost: linear in the bytes.
pub fn documents(file: &File<'_>, import: &mut Import) -> Option<Vec<Node>> {
    let format = match file.short_name().rsplit_once('.') {
        None => Format::Yaml,
        Some(_) => Format::of_name(file.name)?,
    };
    let mut cutter = Cutter::new(format);
    let mut nodes = Vec::new();
    for line in file.bytes.split_inclusive(|&byte| byte == b'\n') {
        let pieces = cutter.line(line, true);
        nodes.extend(
            pieces
                .iter()
                .filter_map(|piece| tree(piece, format, file, import)),
        );
    }
    let pieces = cutter.end();
    nodes.extend(
        pieces
            .iter()
            .filter_map(|piece| tree(piece, format, file, import)),
    );
    for fault in cutter.faults {
        import.complaints.push((file.name.to_string(), fault));
    }
    Some(nodes)
}

fn tree(piece: &Piece, format: Format, file: &File<'_>, import: &mut Import) -> Option<Node> {
    let text = match utf8_at(&piece.bytes, piece.at()) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(fault) => {
            import.complaints.push((file.name.to_string(), fault));
            return None;
        }
    };
    if format == Format::Yaml {
        let reading = yaml::read(text, piece.first_line);
        for fault in reading.faults {
            if fault.text == yaml::TAGGED {
                import.remark(format!(
                    "{} line {}: a tag was passed over and its value read without it",
                    file.name, fault.at.line
                ));
            } else {
                import.complaints.push((file.name.to_string(), fault));
            }
        }
        return reading.node;
    }
    match json::read_at(text, piece.at(), NODES_MAX) {
        Ok(node) => Some(node),
        Err(fault) => {
            import.complaints.push((file.name.to_string(), fault));
            None
        }
    }
}
