//! Stories in a real browser (tests/browser): each file is run by node on the binary that this test
//! run built. Without a browser or node they fail and say what is missing.

use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser")
}

/// Tells the stories of a file; what they complain of is the test's failure.
fn told(name: &str) {
    let node = std::env::var("MAINSTAY_NODE")
        .expect("this test needs Node 20: run ./test, or set MAINSTAY_NODE");
    let modules = folder().join("node_modules/playwright-core");
    assert!(
        modules.is_dir(),
        "this test needs Node packages: run ./test, or `npm ci` in tests/browser"
    );
    let output = Command::new(node)
        .args(["--test", "--test-reporter=spec"])
        .arg(format!("stories/{name}.mjs"))
        .current_dir(folder())
        .env("MAINSTAY_BINARY", env!("CARGO_BIN_EXE_mainstay"))
        .output()
        .expect("node starts");
    let text = String::from_utf8_lossy(&output.stdout);
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{talk}");
    let passed = text.lines().find_map(|line| line.strip_prefix("ℹ pass "));
    let passed = passed.and_then(|count| count.parse::<u32>().ok());
    assert!(passed > Some(0), "no story was told:\n{text}");
}

macro_rules! stories {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                told(stringify!($name));
            }
        )*

        #[test]
        fn every_file_of_stories_is_told() {
            let listed = [$(stringify!($name)),*];
            for entry in std::fs::read_dir(folder().join("stories")).expect("a folder").flatten() {
                let name = entry.file_name().into_string().expect("a plain name");
                let stem = name.strip_suffix(".mjs").expect("only stories are here");
                assert!(listed.contains(&stem), "add a line `{stem}` to browser.rs");
            }
        }
    };
}

stories! {
    ahead
    demo
    estate
    every_page
    first_finding
    forecast
    hostile_words
    initiation
    margin
    impact_analysis
    records_of_every_kind
    risks
    signing_in
    strategy
    thread
    unknown
    warning
}
