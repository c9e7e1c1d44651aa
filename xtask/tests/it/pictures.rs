//! The handbook's pictures: each is shown on a page of its stage, small enough for a bad link, and
//! all of them together are no burden on a clone.

use std::path::Path;

use xtask::pictures::FOLDER;

/// Bytes of one, and of all.
const ONE_MAX: u64 = 80_000;
const ALL_MAX: u64 = 4_000_000;

#[test]
fn every_picture_is_shown_and_small() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(FOLDER);
    let (mut shown, mut files) = (String::new(), Vec::new());
    for entry in std::fs::read_dir(&folder).expect("the pictures").flatten() {
        let name = entry.file_name().into_string().expect("a plain name");
        match name.ends_with(".md") {
            true => shown.push_str(&std::fs::read_to_string(entry.path()).expect("a text")),
            false => files.push((name, entry.metadata().expect("a size").len())),
        }
    }
    assert!(files.len() > 40, "{} pictures", files.len());
    let mut sum = 0;
    for (name, bytes) in &files {
        assert!(*bytes <= ONE_MAX, "{name}: {bytes} bytes");
        assert!(
            shown.contains(&format!("]({name})")),
            "{name} is on no page"
        );
        sum += bytes;
    }
    assert!(sum <= ALL_MAX, "{sum} bytes in all");
    assert_eq!(
        shown.matches("![").count(),
        files.len(),
        "a page shows what is not there"
    );
}
