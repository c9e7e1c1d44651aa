//! What is exported and read again says the same.

use std::path::Path;

use exchange::import::mainstay;
use exchange::read::document::{Cutter, Format};
use exchange::write::json;
use record::kinds::Registers;
use record::node::Node;

use super::{nodes, whole};
use crate::source::{Source, load};

fn read_again(text: &str, format: Format) -> Registers {
    let mut cutter = Cutter::new(format);
    let lines = text.split_inclusive('\n');
    let mut pieces: Vec<_> = lines
        .flat_map(|line| cutter.line(line.as_bytes(), true))
        .collect();
    pieces.extend(cutter.end());
    let mut registers = Registers::default();
    for piece in &pieces {
        let reading = mainstay::read(piece, format, 0);
        assert!(reading.complaints.is_empty(), "{:#?}", reading.complaints);
        for record in reading.records {
            registers.file(record).expect("ids were unique before");
        }
    }
    registers
}

#[test]
fn every_example_reads_back_equal_from_yaml_and_from_json() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let entries = std::fs::read_dir(root).expect("the examples are there");
    let folders = entries.flatten().map(|entry| entry.path());
    let mut seen = 0;
    for folder in folders.filter(|path| path.is_dir()) {
        let loaded = load(&Source::Files(folder.clone()), &|_| ()).expect("it can be read");
        assert!(loaded.complaints.is_empty(), "{:#?}", loaded.complaints);
        assert!(loaded.registers.len() > 50, "{}", folder.display());
        let text = whole(&loaded.registers);
        assert!(read_again(&text, Format::Yaml) == loaded.registers);
        let text = json::pretty(&Node::list(nodes(&loaded.registers)));
        assert!(read_again(&text, Format::Json) == loaded.registers);
        seen += 1;
    }
    assert!(seen > 0);
}
