//! Real inputs, which stand beside the project and not in it. Where they are absent a test says
//! that it did not run.

use std::io::Write;
use std::path::{Path, PathBuf};

use exchange::import::{File, Import, Importer};

/// The folder of a set of real inputs, or nothing after saying that the test did not run.
pub fn folder(set: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let root = std::env::var_os("MAINSTAY_DATA").map_or(beside, PathBuf::from);
    let folder = root.join(set);
    if folder.is_dir() {
        return Some(folder);
    }
    did_not_run(set);
    None
}

/// Says that the test under way did not run: on stderr, and in the file that the test command
/// shows at its end. Tests run in threads of their names.
fn did_not_run(set: &str) {
    let thread = std::thread::current();
    let name = thread
        .name()
        .filter(|name| name.contains("::"))
        .unwrap_or(set);
    let line = format!("did not run: {name} (no real inputs)\n");
    eprint!("{line}");
    if let Some(path) = std::env::var_os("MAINSTAY_DID_NOT_RUN") {
        let file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path);
        let written = file.and_then(|mut file| file.write_all(line.as_bytes()));
        written.expect("the file named by MAINSTAY_DID_NOT_RUN can be written");
    }
}

/// Imports files of a set, by their paths within it.
pub fn import(set: &str, paths: &[&str], importer: Importer) -> Option<Import> {
    let folder = folder(set)?;
    let read = |path: &&str| std::fs::read(folder.join(path)).expect("the file of the set is read");
    let bytes: Vec<Vec<u8>> = paths.iter().map(read).collect();
    let files: Vec<File<'_>> = paths
        .iter()
        .zip(&bytes)
        .map(|(name, bytes)| File { name, bytes })
        .collect();
    Some(importer(&files))
}
