//! Findings about plans, procedures, arrangements and contracts.

use super::{Case, the};

pub const CASES: &[Case] = &[
    Case {
        code: "no-plan",
        subject: "service/s",
        found: "service s targets: {rto: 4h}\nplan p covers: [s], steps: [{id: a}]",
        quiet: "
                service s targets: {rto: 4h}
                plan p status: approved, covers: [s], steps: [{id: a}]",
    },
    Case {
        code: "no-plan",
        subject: "activity/a",
        found: "activity a targets: {mtpd: 4h}",
        quiet: "activity a targets: {mtpd: 4h}, requires: [s]\nservice s name: S",
    },
    Case {
        code: "plan-untested",
        subject: "plan/p",
        found: "plan p status: approved, covers: [s], steps: [{id: a}]\nservice s name: S",
        quiet: "
                plan p status: approved, covers: [s], steps: [{id: a}]
                service s recovery: {observed: [{took: 2h}]}",
    },
    Case {
        code: "tested-less-than-claimed",
        subject: "plan/p",
        found: "plan p status: approved, covers: [s], steps: [{id: a, restores: c}]
                service s recovery: {observed: [{took: 2h}]}\ncomponent c name: C",
        quiet: "plan p status: approved, covers: [s], steps: [{id: a, restores: s}]
                service s recovery: {observed: [{took: 2h}]}\ncomponent c name: C",
    },
    Case {
        code: "plan-stale",
        subject: "plan/p",
        found: "plan p status: approved, reviewed: 2025-05-01, steps: [{id: a}]",
        quiet: "plan p status: approved, reviewed: 2025-08-01, steps: [{id: a}]",
    },
    Case {
        code: "plan-stale",
        subject: "plan/p",
        found: "plan p status: approved, reviewed: 2025-08-01, steps: [{id: a}]
                policy x rules: [{id: r, requires: plan-stale, with: {within: 90d}}]",
        quiet: "plan p status: approved, reviewed: 2026-05-01, steps: [{id: a}]
                policy x rules: [{id: r, requires: plan-stale, with: {within: 90d}}]",
    },
    Case {
        code: "plan-names-leaver",
        subject: "plan/p",
        found: "
                plan p status: approved, deputy: person/ann, steps: [{id: a}]
                person ann leaves: 2026-06-01",
        quiet: "
                plan p status: approved, deputy: person/ann, steps: [{id: a}]
                person ann leaves: 2026-07-01",
    },
    Case {
        code: "plan-before-procedure",
        subject: "plan/p",
        found: "
                plan p status: approved, valid-from: 2026-01-01, steps: [{id: a, procedure: x}]
                procedure x valid-from: 2026-02-01",
        quiet: "
                plan p status: approved, valid-from: 2026-03-01, steps: [{id: a, procedure: x}]
                procedure x valid-from: 2026-02-01",
    },
    Case {
        code: "out-of-order",
        subject: "plan/p",
        found: "
                service s name: S
                plan p status: approved, covers: [s], steps: [{id: a}]
                arrangement x status: draft, covers: [s]",
        quiet: "
                service s name: S
                plan p status: approved, covers: [s], steps: [{id: a}]
                arrangement x covers: [s]",
    },
    Case {
        code: "out-of-order",
        subject: "exercise/e",
        found: "
                plan p steps: [{id: a}]
                exercise e plans: [p], at: 2026-01-01",
        quiet: "
                plan p steps: [{id: a}]
                exercise e plans: [p], at: 2031-01-01",
    },
    Case {
        code: "plan-without-loss-types",
        subject: "plan/p",
        found: "plan p status: approved, steps: [{id: a}]",
        quiet: "
                plan p status: approved, loss-types: [site], steps: [{id: a}]
                plan q status: draft, steps: [{id: a}]",
    },
    Case {
        code: "plan-without-offline-copy",
        subject: "plan/p",
        found: "plan p status: approved, steps: [{id: a, restores: c}]\ncomponent c name: C",
        quiet: "
                plan p status: approved, offline-copy: 2026-05-01, steps: [{id: a, restores: c}]
                component c name: C",
    },
    Case {
        code: "team-overbooked",
        subject: "team/dba",
        found: "team dba capacity: 1
                plan p status: approved, steps: [{id: a, takes: 10m}, {id: b, by: dba, takes: 1h, after: [a]}, {id: c, by: dba, takes: 1h, after: [a]}]",
        quiet: "team dba capacity: 1
                plan p status: approved, steps: [{id: a, takes: 10m}, {id: b, by: dba, takes: 1h, after: [a]}, {id: c, by: dba, takes: 1h, after: [b]}]",
    },
    Case {
        code: "team-overbooked",
        subject: "team/dba",
        found: "
                team dba capacity: 2
                plan p status: approved, steps: [{id: a, by: dba, people: 3}]",
        quiet: "
                team dba capacity: 2
                plan p status: approved, steps: [{id: a, by: dba, people: 2}]",
    },
    Case {
        code: "capacity-short",
        subject: "arrangement/x",
        found: "arrangement x capacity: 100, demand: 120, unit: seats",
        quiet: "arrangement x capacity: 120, demand: 120, unit: seats",
    },
    Case {
        code: "capacity-short",
        subject: "arrangement/x",
        found: "arrangement x capacity: 100, demand: 60, shared-by: 2",
        quiet: "arrangement x capacity: 100, demand: 50, shared-by: 2",
    },
    Case {
        code: "contract-expiring",
        subject: "contract/k",
        found: "contract k supplier: x, end: 2026-12-01, notice: 180d\nsupplier x name: X",
        quiet: "contract k supplier: x, end: 2026-12-01, notice: 30d\nsupplier x name: X",
    },
    Case {
        code: "supplier-promise-as-proof",
        subject: "component/c",
        found: "
                contract k supplier: x, covers: [c], rto: 4h
                supplier x name: X
                component c recovery: {takes: 4h}",
        quiet: "
                contract k supplier: x, covers: [c], rto: 4h
                supplier x name: X
                component c recovery: {takes: 4h, observed: [{took: 3h}]}",
    },
];

#[test]
fn an_overbooked_team_is_told_when_and_by_which_steps() {
    let case = CASES.iter().find(|case| case.code == "team-overbooked");
    let finding = the(case.unwrap().found, "team-overbooked", "team/dba");
    assert!(
        finding
            .text
            .contains("2 of dba at once, 10m after work starts (b and c); there are 1")
    );
    assert_eq!(finding.because, ["team/dba", "plan/p"]);
}
