//! Checks that read the papers: the map and the changelog.

use xtask::tidy::{changelog, map_paths};

use crate::tree::{complains, holds};

#[test]
fn the_map_names_what_is_there() {
    let check = map_paths::check;
    let room = ("crates/engine/src/graph.rs", "//! G.\n");
    let map = "See `engine/src/graph.rs`, `crates/engine/`, `Vec<u8>` and `a word`.\n\
               ```\nfenced/gone.rs and `gone/too.rs`\n```\n";
    holds(check, &[room, ("ARCHITECTURE.md", map)]);
    let gone = "First line.\nSee `engine/src/gone.rs`.\n";
    complains(
        check,
        &[room, ("ARCHITECTURE.md", gone)],
        "ARCHITECTURE.md:2",
        "is not there",
    );
    complains(check, &[room], "ARCHITECTURE.md:1", "no map");
}

#[test]
fn what_is_new_is_written_down() {
    let check = changelog::check;
    holds(
        check,
        &[("CHANGELOG.md", "# C\n\n## Unreleased\n\n- A thing.\n")],
    );
    complains(
        check,
        &[("CHANGELOG.md", "# C\n")],
        "CHANGELOG.md:1",
        "no `Unreleased`",
    );
    let empty = "# C\n\n## Unreleased\n\n## 0.1\n\n- Old.\n";
    complains(
        check,
        &[("CHANGELOG.md", empty)],
        "CHANGELOG.md:3",
        "is empty",
    );
}
