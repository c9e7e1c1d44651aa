//! Each sentence of the design about what broke, what is new and what is mended.

use record::kinds::Registers;
use serde_json::json;

use super::{Difference, difference};
use crate::finding::Finding;
use crate::testing::registers;

fn services(ids: &[&str]) -> Registers {
    let record = |id: &&str| json!({ "kind": "service", "id": *id });
    registers(json!(ids.iter().map(record).collect::<Vec<_>>()))
}

fn finding(code: &str, subject: &str) -> Finding {
    let mut finding = Finding::new(subject, "as found");
    finding.code = code.into();
    finding
}

fn subjects(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|it| it.subject.as_str()).collect()
}

fn compared(
    before: (&Registers, &[Finding]),
    after: (&Registers, &[Finding]),
) -> (Difference, [usize; 3]) {
    let change = difference(before, after);
    let counts = [
        change.broke.len(),
        change.introduced.len(),
        change.mended.len(),
    ];
    (change, counts)
}

#[test]
fn a_finding_is_the_same_when_code_and_subject_are() {
    let both = services(&["a"]);
    let old = [finding("no-owner", "service/a")];
    let mut moved = old.clone();
    moved[0].text = "in other words".into();
    moved[0].needs_seconds = Some(3);
    let (_, counts) = compared((&both, &old), (&both, &moved));
    assert_eq!(counts, [0, 0, 0]);
    let (_, counts) = compared((&both, &old), (&both, &[finding("no-deputy", "service/a")]));
    assert_eq!(counts, [1, 0, 1]);
}

#[test]
fn new_records_bring_findings_and_break_nothing_unless_a_target_is_missed() {
    let (old, new) = (services(&["a"]), services(&["a", "b"]));
    let found = [
        finding("no-owner", "service/b"),
        finding("target-missed", "service/b"),
    ];
    let (change, counts) = compared((&old, &[]), (&new, &found));
    assert_eq!(counts, [1, 1, 0]);
    assert_eq!(change.broke[0].code, "target-missed");
}

#[test]
fn findings_about_records_that_are_gone_are_neither() {
    let (old, new) = (services(&["a", "b"]), services(&["a"]));
    let found = [finding("no-owner", "service/b")];
    let (_, counts) = compared((&old, &found), (&new, &[]));
    assert_eq!(counts, [0, 0, 0]);
    let (_, counts) = compared((&old, &[]), (&new, &found));
    assert_eq!(counts, [0, 0, 0]);
}

#[test]
fn what_is_gone_and_still_needed_is_broken() {
    let old = registers(json!([
        { "kind": "service", "id": "a", "requires": ["b"] },
        { "kind": "service", "id": "b" },
    ]));
    let new = registers(json!([{ "kind": "service", "id": "a", "requires": ["b"] }]));
    let found = [finding("unresolved-reference", "service/b")];
    let (change, counts) = compared((&old, &[]), (&new, &found));
    assert_eq!(counts, [1, 0, 0]);
    assert_eq!(subjects(&change.broke), ["service/b"]);
}

#[test]
fn what_is_accepted_from_the_start_breaks_nothing() {
    let both = services(&["a"]);
    let mut waived = finding("no-owner", "service/a");
    waived.waived_by = Some("waiver/w".into());
    let (_, counts) = compared((&both, &[]), (&both, &[waived]));
    assert_eq!(counts, [0, 1, 0]);
}
