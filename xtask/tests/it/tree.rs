//! A made-up repository in a folder of its own, gone when the test is done.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use xtask::tidy::house::House;
use xtask::tidy::{Check, Complaint};

static COUNT: AtomicUsize = AtomicUsize::new(0);

struct Tree {
    root: PathBuf,
}

impl Tree {
    fn write(files: &[(&str, &str)]) -> Tree {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tidy-{}-{count}", std::process::id());
        let tree = Tree {
            root: std::env::temp_dir().join(name),
        };
        for (path, text) in files {
            let path = tree.root.join(path);
            std::fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        tree
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

/// What a check says about a made-up tree.
pub fn complaints(check: Check, files: &[(&str, &str)]) -> Vec<Complaint> {
    let tree = Tree::write(files);
    let house = House::read(&tree.root).expect("the tree is readable");
    check(&house).expect("the check can run")
}

/// The check has nothing against these files.
#[track_caller]
pub fn holds(check: Check, files: &[(&str, &str)]) {
    assert_eq!(complaints(check, files), []);
}

/// The check complains exactly once, there, and says this.
#[track_caller]
pub fn complains(check: Check, files: &[(&str, &str)], at: &str, says: &str) {
    let said = complaints(check, files);
    let [one] = said.as_slice() else {
        panic!("not one complaint: {said:#?}")
    };
    assert_eq!(format!("{}:{}", one.file, one.line), at, "{one}");
    assert!(one.to_string().contains(says), "{one}");
    assert!(!one.mend.is_empty(), "{one}");
}
