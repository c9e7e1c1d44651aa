//! The API as a program sees it: a running server on either database.

mod answers;
mod imports;
mod live;
mod matrix;
mod problems;
mod records;
mod remembered;
mod schemathesis;
mod signals;

use std::path::{Path, PathBuf};

use continuity::access::Function;

use crate::served::{Served, Told, told};

/// The folder of an example.
pub fn example(name: &str) -> PathBuf {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    examples.join(name)
}

/// The files of a folder, by their names as seen from it.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(inner) = open.pop() {
        for entry in std::fs::read_dir(inner).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("within").to_string_lossy();
            let known = [".yaml", ".yml", ".json", ".jsonl"];
            if known.iter().any(|ending| name.ends_with(ending)) {
                found.push((name.into_owned(), std::fs::read(&path).expect("read")));
            }
        }
    }
    found.sort();
    found
}

/// Imports a folder of our own format as a form of many parts.
pub async fn import(served: &Served, folder: &Path, query: &str) -> Told {
    const BOUNDARY: &str = "a-line-that-no-file-holds";
    let mut body = Vec::new();
    for (name, bytes) in files(folder) {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    let path = format!("/api/v1/import/mainstay{query}");
    let media = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = served.ask(Some(Function::Administrator), "POST", &path);
    told(request.header("content-type", media).body(body)).await
}
