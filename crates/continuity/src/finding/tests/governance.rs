//! Findings about scope, policy, waivers, risks and dates.

use super::{Case, the};

pub const CASES: &[Case] = &[
    Case {
        code: "excluded-but-needed",
        subject: "component/db",
        found: "
                scope x includes: [pay], excludes: [{item: component/db, reason: old, approver: role/r, expires: 2027-01-01}]
                activity pay requires: [shop]
                service shop requires: [db]
                component db name: DB",
        quiet: "
                scope x includes: [pay], excludes: [{item: component/db, reason: old, approver: role/r, expires: 2027-01-01}]
                activity pay requires: [shop]
                service shop requires: [{any: 1, of: [db, db2]}]
                component db name: DB
                component db2 name: DB2",
    },
    Case {
        code: "exclusion-expired",
        subject: "scope/x",
        found: "scope x excludes: [{item: s, approver: role/r, expires: 2026-06-14}]",
        quiet: "scope x excludes: [{item: s, approver: role/r, expires: 2026-06-15}]",
    },
    Case {
        code: "exclusion-without-expiry",
        subject: "scope/x",
        found: "scope x excludes: [{item: s, approver: role/r}]",
        quiet: "scope x excludes: [{item: s, approver: role/r, expires: 2027-01-01}]",
    },
    Case {
        code: "scope-unclassified",
        subject: "service/b",
        found: "scope x includes: [a], complete: true\nservice a name: A\nservice b name: B",
        quiet: "
                scope x includes: [a], excludes: [{item: service/b}], complete: true
                service a name: A
                service b name: B",
    },
    Case {
        code: "waiver-expired",
        subject: "waiver/w",
        found: "
                waiver w finding: no-owner, subject: service/s, approver: role/r, expires: 2026-06-14",
        quiet: "
                waiver w finding: no-owner, subject: service/s, approver: role/r, expires: 2026-06-15",
    },
    Case {
        code: "waiver-incomplete",
        subject: "waiver/w",
        found: "waiver w finding: no-owner, subject: service/s, expires: 2027-01-01",
        quiet: "
                waiver w finding: no-owner, subject: service/s, approver: role/r, expires: 2027-01-01",
    },
    Case {
        code: "risk-accepted-without-authority",
        subject: "risk/r",
        found: "risk r treatment: accept, accepted-by: role/clerk\nrole clerk name: Clerk",
        quiet: "
                risk r treatment: accept, accepted-by: role/cio
                role cio authority: {accept-risk: true}",
    },
    Case {
        code: "risk-acceptance-expired",
        subject: "risk/r",
        found: "risk r accepted-until: 2026-06-14",
        quiet: "risk r accepted-until: 2026-06-15",
    },
    Case {
        code: "risk-without-owner",
        subject: "risk/r",
        found: "risk r",
        quiet: "risk r owner: role/x",
    },
    Case {
        code: "risk-without-treatment",
        subject: "risk/r",
        found: "risk r",
        quiet: "risk r treatment: reduce",
    },
    Case {
        code: "risk-without-treatment",
        subject: "risk/r",
        found: "risk r treatment: accept",
        quiet: "risk r treatment: accept, accepted-until: 2027-06-15",
    },
    Case {
        code: "rule-not-realised",
        subject: "measure/m",
        found: "measure m state: building, due: 2026-06-01",
        quiet: "measure m state: operating, due: 2026-06-01",
    },
    Case {
        code: "rule-not-realised",
        subject: "obligation/o",
        found: "obligation o name: O\npolicy p rules: [{id: r, requires: no-owner}]",
        quiet: "
                obligation o name: O
                policy p rules: [{id: r, requires: no-owner, why: obligation/o}]",
    },
    Case {
        code: "rule-not-realised",
        subject: "risk/r",
        found: "risk r treatment: reduce",
        quiet: "risk r treatment: reduce, measures: [m]",
    },
    Case {
        code: "rule-not-realised",
        subject: "policy/p#r",
        found: "
                service s name: S
                policy p rules: [{id: r, requires: plan-in-force, applies: {kind: service}}]",
        quiet: "
                service s name: S
                plan q covers: [s], steps: [{id: a}]
                policy p rules: [{id: r, requires: plan-in-force, applies: {kind: service}}]",
    },
    Case {
        code: "rule-not-realised",
        subject: "choice/c",
        found: "
                service s name: S
                option o covers: [s], type: fast
                choice c status: approved, option: o",
        quiet: "
                service s name: S
                option o covers: [s], type: fast
                choice c status: approved, option: o
                arrangement a covers: [s], type: fast",
    },
    Case {
        code: "realises-no-rule",
        subject: "arrangement/a",
        found: "
                service s name: S
                arrangement a covers: [s]
                policy p rules: [{id: r, requires: no-owner}]",
        quiet: "
                service s name: S
                arrangement a covers: [s], realises: [policy/p#r]
                policy p rules: [{id: r, requires: no-owner}]",
    },
    Case {
        code: "realises-no-rule",
        subject: "procedure/x",
        found: "
                procedure x realises: [policy/p#q]
                policy p rules: [{id: r, requires: no-owner}]",
        quiet: "
                procedure x realises: [policy/p#r]
                policy p rules: [{id: r, requires: no-owner}]",
    },
    Case {
        code: "rule-unknown",
        subject: "policy/p",
        found: "policy p rules: [{id: r, requires: no-onwer}]",
        quiet: "policy p rules: [{id: r, requires: no-owner}]",
    },
    Case {
        code: "date-in-future",
        subject: "component/c",
        found: "component c recovery: {observed: [{took: 1h, at: 2026-06-17}]}",
        quiet: "component c recovery: {observed: [{took: 1h, at: 2026-06-14}]}",
    },
    Case {
        code: "date-in-future",
        subject: "person/ann",
        found: "person ann contact-verified: 2031-01-01, confirmed: {by: x, at: 2030-01-01}",
        quiet: "person ann contact-verified: 2026-01-01, confirmed: {by: x, at: 2026-01-01}",
    },
];

#[test]
fn dates_to_come_are_told_in_one_finding() {
    let case = CASES.iter().rfind(|case| case.code == "date-in-future");
    let finding = the(case.unwrap().found, "date-in-future", "person/ann");
    assert!(
        finding
            .text
            .contains("confirmed 2030-01-01 and contact-verified 2031-01-01")
    );
}
