//! `mainstay diff` on two states of a small shop: what broke, what is new, what is mended.

use crate::binary::mainstay;

const AT: &str = "2026-06-01T10:00:00Z";

#[test]
fn a_change_is_told_in_sentences_and_fails_where_it_breaks() {
    let told = mainstay(&["diff", "shop", "shop_changed", "--at", AT]);
    assert_eq!(told.code, 1);
    insta::assert_snapshot!(told.transcript());
}

#[test]
fn the_shape_is_that_of_the_design() {
    let answer = mainstay(&[
        "diff",
        "shop",
        "shop_changed",
        "--at",
        AT,
        "--format",
        "json",
    ]);
    let answer = answer.json();
    let has = |list: &str, code: &str, subject: &str| {
        let rows = answer[list].as_array().expect("a list");
        rows.iter()
            .any(|it| it["code"] == code && it["subject"] == subject)
    };
    assert!(has("broke", "target-missed", "component/db"), "{answer:#}");
    assert!(has("introduced", "no-owner", "service/chat"), "{answer:#}");
    assert!(!has("broke", "no-owner", "service/chat"));
    assert!(has("mended", "no-owner", "service/mail"), "{answer:#}");
    assert_eq!(answer["evidence_lost"], serde_json::json!([]));
}

#[test]
fn the_same_records_differ_in_nothing() {
    let same = mainstay(&["diff", "shop", "shop", "--at", AT]);
    assert_eq!(same.code, 0, "{}", same.out);
    assert_eq!(
        same.out,
        "The change breaks nothing, brings nothing to mend and mends nothing.\n"
    );
    let sarif = mainstay(&["diff", "shop", "shop", "--at", AT, "--format", "sarif"]).json();
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
}
