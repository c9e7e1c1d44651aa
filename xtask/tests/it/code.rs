//! Checks that read Rust: lengths, words, docs, dead files, tests.

use xtask::tidy::source::Source;
use xtask::tidy::{
    columns, dead_files, file_length, function_length, leftovers, module_docs, names, test_binary,
};

use crate::tree::{complains, complaints, holds};

const MANIFEST: &str = "[package]\nname = \"estate\"\n";

/// A function of `lines` lines called `long`.
fn function(lines: usize) -> String {
    format!(
        "//! F.\n\nfn long() {{\n{}}}\n",
        "    work();\n".repeat(lines - 2)
    )
}

#[test]
fn comments_and_literals_are_blanked_and_lines_kept() {
    let text = "a /* { /* } */ */ \"{\\\"\" r#\"}\"\n\"# '{' '\\'' b'x' 'life r#type // }\nb";
    let source = Source::read(text);
    assert!(
        !source.code.contains(['{', '}', 'x', '/']),
        "{}",
        source.code
    );
    assert!(source.code.contains("'life r#type"), "{}", source.code);
    assert_eq!(source.code.chars().count(), text.chars().count());
    assert_eq!(source.line_of(source.code.len() - 1), 3);
    assert_eq!(source.inside_strings, [2]);
}

#[test]
fn a_file_says_what_it_is() {
    let check = module_docs::check;
    holds(
        check,
        &[(
            "src/plan.rs",
            "//! A plan.\n//! Not its steps.\n\nfn f() {}\n",
        )],
    );
    complains(
        check,
        &[("src/plan.rs", "fn f() {}\n")],
        "src/plan.rs:1",
        "does not say what it is",
    );
    let long = "//! Line.\n".repeat(6);
    complains(
        check,
        &[("src/plan.rs", &long)],
        "src/plan.rs:6",
        "6 opening lines",
    );
}

#[test]
fn a_function_fits_a_screen() {
    let check = function_length::check;
    holds(check, &[("src/plan.rs", &function(70))]);
    complains(
        check,
        &[("src/plan.rs", &function(71))],
        "src/plan.rs:3",
        "`long` has 71 lines",
    );
    let signature = "//! F.\ntrait T { fn a(&self); }\ntype F = Box<dyn Fn(fn(u8) -> u8)>;\n";
    holds(
        check,
        &[(
            "src/plan.rs",
            &format!("{signature}{}", "// line\n".repeat(90)),
        )],
    );
}

#[test]
fn the_ratchet_only_shrinks() {
    let check = function_length::check;
    let ratchet = ("xtask/ratchet.txt", "# past\nsrc/plan.rs::long 80\n");
    holds(check, &[ratchet, ("src/plan.rs", &function(80))]);
    let longer = [ratchet, ("src/plan.rs", &function(81))];
    complains(check, &longer, "src/plan.rs:3", "81 lines; 80 fit");
    let shorter = [ratchet, ("src/plan.rs", &function(75))];
    complains(
        check,
        &shorter,
        "xtask/ratchet.txt:2",
        "write 75 instead of 80",
    );
    let short = [ratchet, ("src/plan.rs", &function(60))];
    complains(check, &short, "xtask/ratchet.txt:2", "take the line out");
    let gone = [ratchet, ("src/plan.rs", "//! P.\n")];
    complains(check, &gone, "xtask/ratchet.txt:2", "take the line out");
    let broken = [("xtask/ratchet.txt", "src/plan.rs::long many\n")];
    complains(check, &broken, "xtask/ratchet.txt:1", "no entry");
}

#[test]
fn a_file_is_about_one_noun() {
    let check = file_length::check;
    let (short, long) = ("//! S.\n".to_owned(), "//! L.\n".repeat(451));
    let names: Vec<String> = (0..9).map(|at| format!("src/short{at}.rs")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), short.as_str())).collect();
    files.push(("src/long.rs", &long));
    holds(check, &files);
    files.pop();
    files[8].1 = &long;
    complains(
        check,
        &files,
        "src/short8.rs:451",
        "1 of 9 files are above 450",
    );
    let endless = "//! E.\n".repeat(1_201);
    let said = complaints(check, &[("src/endless.rs", &endless)]);
    assert!(
        said.iter()
            .any(|one| one.why.contains("no file has more than 1200")),
        "{said:?}"
    );
}

#[test]
fn lines_are_read_without_scrolling() {
    let check = columns::check;
    let (fits, wide) = ("x".repeat(97), "x".repeat(98));
    holds(check, &[("src/plan.rs", &format!("// {fits}\n"))]);
    complains(
        check,
        &[("src/plan.rs", &format!("\n// {wide}\n"))],
        "src/plan.rs:2",
        "101 columns",
    );
    complains(
        check,
        &[("test", &format!("#  {wide}\n"))],
        "test:1",
        "101 columns",
    );
    holds(
        check,
        &[(
            "src/plan.rs",
            &format!("const T: &str = r\"\n   {wide}\n\";\n"),
        )],
    );
    holds(check, &[("README.md", &"word ".repeat(40))]);
}

#[test]
fn names_say_what_a_thing_is() {
    let check = names::check;
    let good = "//! P.\nstruct DataLoss;\nenum Baseline { A }\n// struct Helper\n\
                struct $name { $a: $type, }\nimpl $name {}\n";
    holds(
        check,
        &[("src/data_loss.rs", good), ("Cargo.toml", MANIFEST)],
    );
    complains(check, &[("src/util.rs", "")], "src/util.rs:1", "`util`");
    complains(
        check,
        &[("src/plan_data.rs", "")],
        "src/plan_data.rs:1",
        "`data`",
    );
    complains(
        check,
        &[("src/common/plan.rs", "")],
        "src/common:1",
        "folder `common`",
    );
    complains(
        check,
        &[("src/services/plan.rs", "")],
        "src/services:1",
        "folder `services`",
    );
    complains(
        check,
        &[("src/plan.rs", "\nstruct PlanManager;")],
        "src/plan.rs:2",
        "`manager`",
    );
    complains(
        check,
        &[("src/plan.rs", "trait PlanDto {}")],
        "src/plan.rs:1",
        "`dto`",
    );
    let named = "[package]\nname = \"estate-core\"\n";
    complains(
        check,
        &[("Cargo.toml", named)],
        "Cargo.toml:2",
        "crate `estate-core`",
    );
    holds(
        check,
        &[(
            "Cargo.toml",
            "[package]\nname = \"estate\"\n[[bin]]\nname = \"core\"\n",
        )],
    );
}

#[test]
fn every_file_is_reached() {
    let check = dead_files::check;
    let good = [
        ("crates/a/Cargo.toml", MANIFEST),
        ("crates/a/src/lib.rs", "pub mod plan;\nmod stage;\n"),
        ("crates/a/src/plan.rs", "#[cfg(test)]\nmod tests;\n"),
        ("crates/a/src/plan/tests.rs", ""),
        ("crates/a/src/stage/mod.rs", "mod scope;\n"),
        ("crates/a/src/stage/scope.rs", ""),
        ("crates/a/tests/it/main.rs", "mod story;\n"),
        ("crates/a/tests/it/story.rs", ""),
    ];
    holds(check, &good);
    let mut lost = good.to_vec();
    lost.push(("crates/a/src/stage/policy.rs", ""));
    complains(
        check,
        &lost,
        "crates/a/src/stage/policy.rs:1",
        "neither built nor run",
    );
    let mut untested = good.to_vec();
    untested[6].1 = "// mod story;\n";
    complains(
        check,
        &untested,
        "crates/a/tests/it/story.rs:1",
        "neither built nor run",
    );
}

#[test]
fn a_crate_has_one_test_binary() {
    let check = test_binary::check;
    let good = [
        ("crates/a/Cargo.toml", MANIFEST),
        ("crates/a/tests/it/main.rs", ""),
        ("crates/a/tests/it/story.rs", ""),
        ("crates/a/src/tests/story.rs", ""),
    ];
    holds(check, &good);
    let mut second = good.to_vec();
    second.push(("crates/a/tests/story.rs", ""));
    complains(
        check,
        &second,
        "crates/a/tests/story.rs:1",
        "second test binary",
    );
    let mut other = good.to_vec();
    other.push(("crates/a/tests/slow/main.rs", ""));
    complains(
        check,
        &other,
        "crates/a/tests/slow/main.rs:1",
        "second test binary",
    );
}

#[test]
fn nothing_is_put_off() {
    let check = leftovers::check;
    let mark = concat!("TO", "DO");
    holds(
        check,
        &[(
            "src/plan.rs",
            "// mastodons and #[ignore] in prose\nconst A: &str = \"\";\n",
        )],
    );
    complains(
        check,
        &[("src/plan.rs", &format!("\n// {mark}: soon\n"))],
        "src/plan.rs:2",
        mark,
    );
    complains(
        check,
        &[("Cargo.toml", &format!("# {mark}\n"))],
        "Cargo.toml:1",
        mark,
    );
    let ignored = "#[test]\n#[ignore = \"slow\"]\nfn f() {}\n";
    complains(
        check,
        &[("src/plan.rs", ignored)],
        "src/plan.rs:2",
        "an ignored test",
    );
}
