//! Estates for tests: records filed, folders in our own format read, and what a loss does to them.

use std::path::{Path, PathBuf};

use continuity::requirements::exposure::{Exposure, exposure};
use continuity::requirements::loss::Losses;
use continuity::standpoint::Standpoint;
use exchange::import::{File, mainstay};
use record::kinds::{Record, Registers};

/// A Friday noon.
const NOON: &str = "2026-05-15T12:00:00Z";

/// Files records; each id is there once.
pub fn filed(records: Vec<Record>) -> Registers {
    let mut registers = Registers::default();
    for record in records {
        registers.file(record).expect("ids are unique");
    }
    registers
}

/// The YAML files of a folder, folders in it included.
fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Everything in a folder of this repository, by its path from the crate.
pub fn read(folder: &str) -> Registers {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut records = Vec::new();
    for path in yaml_files(&folder) {
        let name = path.to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("the file can be read");
        let file = File {
            name: &name,
            bytes: &bytes,
        };
        let import = mainstay::import(&[file]);
        assert_eq!(import.complaints, [], "{name}");
        records.extend(import.records);
    }
    filed(records)
}

/// The estate as it is judged at noon.
pub fn at_noon(registers: &Registers) -> Standpoint<'_> {
    Standpoint::new(registers, NOON.parse().expect("an instant"))
}

/// What follows from losing some items, by reference or name.
pub fn lose(standpoint: &Standpoint<'_>, names: &[&str]) -> Exposure {
    let items = names.iter().map(|name| standpoint.estate.ask(name));
    let items: Vec<u32> = items.map(|item| item.expect("the item is there")).collect();
    exposure(standpoint, &Losses::of(&items))
}

/// How many services stop with a lost one, itself not counted.
pub fn services_hit(standpoint: &Standpoint<'_>, lost: &str) -> usize {
    let stopped = lose(standpoint, &[lost]).stopped;
    let services = stopped.iter().filter(|id| id.starts_with("service/"));
    services
        .filter(|id| **id != format!("service/{lost}"))
        .count()
}
