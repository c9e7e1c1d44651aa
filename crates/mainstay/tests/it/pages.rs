//! Words about the tool itself: explanations, handbook, schema, help, and what a wrong command
//! line gets.

use crate::binary::{fixtures, fresh, mainstay, mainstay_in};

#[test]
fn every_code_that_is_listed_is_explained() {
    for list in ["findings", "rules"] {
        let entries = mainstay(&["explain", list, "--format", "json"]).json();
        let entries = entries.as_array().expect("a list").clone();
        assert!(!entries.is_empty());
        for entry in entries {
            let code = entry["code"].as_str().expect("a code");
            for word in ["means", "matters", "mend"] {
                assert!(
                    entry[word].as_str().is_some_and(|it| it.len() > 10),
                    "{code}: {word}"
                );
            }
        }
    }
    let page = mainstay(&["explain", "target-missed"]);
    assert_eq!(page.code, 0);
    for title in ["What it means", "Why it matters", "How to mend it"] {
        assert!(page.out.contains(title), "{}", page.out);
    }
    let unknown = mainstay(&["explain", "taget-missed"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("did you mean `target-missed`?"),
        "{}",
        unknown.err
    );
}

#[test]
fn help_knows_stages_and_commands() {
    let page = mainstay(&["help", "requirements"]);
    assert!(page.out.starts_with("# 2. Requirements"), "{}", page.out);
    let command = mainstay(&["help", "check"]);
    assert!(command.out.contains("Exits 1 when"), "{}", command.out);
    let unknown = mainstay(&["help", "chekc"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("did you mean `check`?"),
        "{}",
        unknown.err
    );
    assert_eq!(mainstay(&["check", "shop", "--nonsense"]).code, 2);
    assert_eq!(mainstay(&["targets", "shop", "--format", "sarif"]).code, 2);
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            mainstay(&["completions", shell]).out.contains("weaknesses"),
            "{shell}"
        );
    }
    assert!(
        mainstay(&["man", "check"])
            .out
            .contains(".TH mainstay-check")
    );
}

#[test]
fn the_schema_in_the_examples_is_that_of_the_binary() {
    let path = fixtures().join("../../../../examples/mainstay.schema.json");
    let kept = std::fs::read_to_string(path).expect("the schema is there");
    let made = mainstay(&["schema"]).out;
    let first = kept
        .lines()
        .zip(made.lines())
        .find(|(one, other)| one != other);
    assert!(
        kept == made,
        "write it anew: mainstay schema > examples/mainstay.schema.json ({first:?})"
    );
}

#[test]
fn exports_never_take_the_place_of_a_file_unasked() {
    let folder = fresh("export-place");
    let shop = fixtures().join("shop");
    let shop = shop.to_str().expect("a readable path");
    let export = ["export", "mainstay", shop, "--out", "all.yaml"];
    assert_eq!(mainstay_in(&folder, &export, "").code, 0);
    let again = mainstay_in(&folder, &export, "");
    assert_eq!(again.code, 2);
    assert!(again.err.contains("--replace"), "{}", again.err);
    let same = mainstay_in(&folder, &["diff", shop, "all.yaml"], "");
    assert_eq!(same.code, 0, "{}", same.out);
    let tables = mainstay_in(&folder, &["export", "csv", shop, "--out", "tables"], "");
    assert_eq!(tables.code, 0, "{}", tables.err);
    let targets = std::fs::read_to_string(folder.join("tables/targets.csv")).expect("there");
    let shop_row = targets
        .lines()
        .find(|line| line.starts_with("service/shop,"));
    assert!(
        shop_row.expect("the shop is listed").contains("misses"),
        "{targets}"
    );
    assert_eq!(mainstay_in(&folder, &["export", "csv", shop], "").code, 2);
    let one = mainstay_in(&folder, &["export", "csv", shop, "--kind", "service"], "");
    assert!(one.out.lines().count() == 3, "{}", one.out);
}
