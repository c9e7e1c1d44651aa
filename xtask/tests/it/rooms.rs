//! Checks that read the rooms: floors, purity, stages, the lock file.

use xtask::tidy::house::House;
use xtask::tidy::{Complaint, Room, banned_crates, floors, purity, stage_imports, stages};

use crate::tree::{complains, complaints, holds};

const WORKSPACE: (&str, &str) = (
    "Cargo.toml",
    "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n",
);
const SOURCE: &str = "//! A room.\n";

fn manifest(name: &str, rest: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n{rest}")
}

fn two_floors(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let room = |name, ours, theirs, tests| Room {
        name,
        ours,
        theirs,
        tests,
        pure: true,
    };
    let low = room(
        "low",
        &[],
        &[("alpha", "a reason")],
        &[("beta", "a reason")],
    );
    let high = room("high", &["low"], &[], &[]);
    floors::check_against(house, &[low, high])
}

/// A workspace of `low` and `high` with these dependency sections.
fn workspace(low: &str, high: &str, then: impl FnOnce(&[(&str, &str)])) {
    let (low, high) = (manifest("low", low), manifest("high", high));
    then(&[
        WORKSPACE,
        ("crates/low/Cargo.toml", &low),
        ("crates/low/src/lib.rs", SOURCE),
        ("crates/high/Cargo.toml", &high),
        ("crates/high/src/lib.rs", SOURCE),
    ]);
}

#[test]
fn imports_go_down_the_floors() {
    let low = "[dependencies]\nalpha = \"1\"\n[dev-dependencies]\nbeta = \"1\"\n";
    let high = "[dependencies]\nlow = { path = \"../low\" }\n";
    workspace(low, high, |files| holds(two_floors, files));

    let up = "[dependencies]\nhigh = { path = \"../high\" }\n";
    workspace(up, "", |files| {
        complains(
            two_floors,
            files,
            "crates/low/Cargo.toml:6",
            "imports go down the floors",
        );
    });
    let foreign = "[dependencies]\nalpha = \"1\"\n\nbeta = \"1\"\n";
    workspace(foreign, "", |files| {
        complains(
            two_floors,
            files,
            "crates/low/Cargo.toml:8",
            "no one has given a reason",
        );
    });
    let built = "[build-dependencies]\nalpha = \"1\"\n";
    workspace(built, "", |files| {
        complains(
            two_floors,
            files,
            "crates/low/Cargo.toml:6",
            "nothing is made before the build",
        );
    });
}

#[test]
fn every_room_has_a_row_and_every_row_a_room() {
    let (low, high) = (manifest("low", ""), manifest("high", ""));
    let extra = manifest("attic", "");
    let files = [
        WORKSPACE,
        ("crates/low/Cargo.toml", low.as_str()),
        ("crates/low/src/lib.rs", SOURCE),
        ("crates/attic/Cargo.toml", extra.as_str()),
        ("crates/attic/src/lib.rs", SOURCE),
    ];
    let said = complaints(two_floors, &files);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].why.contains("`attic` has no floor"), "{said:?}");
    assert!(
        said[1].why.contains("a room `high` that does not stand"),
        "{said:?}"
    );
    let all = [
        files[0],
        files[1],
        files[2],
        ("crates/high/Cargo.toml", &high),
        ("crates/high/src/lib.rs", SOURCE),
    ];
    holds(two_floors, &all);
}

#[test]
fn a_room_says_whether_it_may_read_the_clock() {
    let check = purity::check;
    let deny = "//! R.\n#![deny(clippy::disallowed_methods)]\n";
    let allow = "//! M.\n#![allow(clippy::disallowed_methods)] // today decides what is overdue\n";
    holds(
        check,
        &[
            ("crates/record/src/lib.rs", deny),
            ("crates/mainstay/src/main.rs", allow),
        ],
    );
    let silent = [("crates/record/src/lib.rs", "//! R.\n")];
    complains(
        check,
        &silent,
        "crates/record/src/lib.rs:1",
        "could read the clock",
    );
    let pure_allows = [("crates/engine/src/lib.rs", allow)];
    complains(
        check,
        &pure_allows,
        "crates/engine/src/lib.rs:1",
        "could read the clock",
    );
    let no_reason = [(
        "xtask/src/main.rs",
        "//! X.\n#![allow(clippy::disallowed_methods)]\n",
    )];
    complains(check, &no_reason, "xtask/src/main.rs:1", "nor why");
}

#[test]
fn banned_crates_stay_out_of_the_lock() {
    let check = banned_crates::check;
    let deny = (
        "deny.toml",
        "deny = [\n    { crate = \"openssl-sys\", reason = \"C\" },\n]\n",
    );
    holds(
        check,
        &[deny, ("Cargo.lock", "[[package]]\nname = \"serde\"\n")],
    );
    let banned = [
        deny,
        ("Cargo.lock", "[[package]]\nname = \"openssl-sys\"\n"),
    ];
    complains(check, &banned, "Cargo.lock:2", "`openssl-sys` came in");
    let spared = (
        "deny.toml",
        "    { crate = \"yaml\", wrappers = [\"set\"], reason = \"old\" },\n",
    );
    let by = |who: &str| {
        format!(
            "[[package]]\nname = \"{who}\"\ndependencies = [\n \"yaml\",\n]\n\n\
             [[package]]\nname = \"yaml\"\n"
        )
    };
    holds(check, &[spared, ("Cargo.lock", &by("set"))]);
    complains(
        check,
        &[spared, ("Cargo.lock", &by("other"))],
        "Cargo.lock:8",
        "`yaml` came in",
    );
    let git = [
        deny,
        ("Cargo.lock", "name = \"a\"\nsource = \"git+ssh://b\"\n"),
    ];
    complains(check, &git, "Cargo.lock:2", "a git address");
}

#[test]
fn folders_of_a_room_are_the_stages() {
    let check = stages::check;
    let good = [
        (
            "crates/record/src/lib.rs",
            "pub mod value;\npub mod initiation;\npub mod operation;\n",
        ),
        ("crates/record/src/initiation/policy.rs", SOURCE),
        ("crates/record/src/value/money.rs", SOURCE),
        ("crates/record/src/kind.rs", SOURCE),
        ("crates/record/src/kind/tests.rs", SOURCE),
        ("crates/continuity/src/finding/no_owner.rs", SOURCE),
    ];
    holds(check, &good);
    let mut word = good.to_vec();
    word.push(("crates/continuity/src/planning/steps.rs", SOURCE));
    complains(
        check,
        &word,
        "crates/continuity/src/planning:1",
        "`planning` is no stage",
    );
    let mut order = good.to_vec();
    order[0].1 = "pub mod operation;\npub mod initiation;\n";
    complains(
        check,
        &order,
        "crates/record/src/lib.rs:2",
        "stands after a later stage",
    );
}

#[test]
fn the_handbook_is_numbered_by_stage() {
    let check = stages::check;
    let pages = [
        ("handbook/1-initiation.md", ""),
        ("handbook/2-requirements.md", ""),
        ("handbook/3-implementation.md", ""),
        ("handbook/4-operation.md", ""),
        ("handbook/5-invocation.md", ""),
        ("handbook/records.md", ""),
        ("handbook/running.md", ""),
        ("handbook/keeping.md", ""),
        ("handbook/glossary.md", ""),
    ];
    holds(check, &pages);
    complains(
        check,
        &pages[..8],
        "handbook/glossary.md:1",
        "lacks this page",
    );
    let mut further = pages.to_vec();
    further.push(("handbook/6-planning.md", ""));
    complains(
        check,
        &further,
        "handbook/6-planning.md:1",
        "this is neither",
    );
}

#[test]
fn a_kind_names_its_own_or_an_earlier_stage() {
    let check = stage_imports::check;
    let path = "crates/record/src/requirements/service.rs";
    let good = "use crate::initiation::Team;\nuse super::Activity;\n// crate::operation::X\n\
                let implementation = 1;\n";
    holds(check, &[(path, good)]);
    let late = "use crate::{initiation::Team, implementation::Plan};\n";
    complains(
        check,
        &[(path, late)],
        &format!("{path}:1"),
        "which comes later",
    );
    let late = "\nfn f(of: crate::operation::Exercise) {}\n";
    complains(
        check,
        &[(path, late)],
        &format!("{path}:2"),
        "which comes later",
    );
}
