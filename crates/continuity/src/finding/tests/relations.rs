//! Findings about what needs what.

use super::{Case, the};

pub const CASES: &[Case] = &[
    Case {
        code: "below-minimum",
        subject: "activity/a",
        found: "activity a targets: {mbco: 60%}, requires: [s]
                service s requires: [{item: c, effect: degrade, to: 50%}]\ncomponent c name: C",
        quiet: "activity a targets: {mbco: 40%}, requires: [s]
                service s requires: [{item: c, effect: degrade, to: 50%}]\ncomponent c name: C",
    },
    Case {
        code: "dependency-cycle",
        subject: "service/a",
        found: "service a requires: [b]\nservice b requires: [a]",
        quiet: "service a requires: [b]\nservice b requires: [{item: a, phase: recover}]",
    },
    Case {
        code: "margin-lost",
        subject: "service/s",
        found: "service s targets: {rto: 4h}, requires: [{any: 1, of: [x, y]}]
                component x name: X\ncomponent y name: Y
                signal m of: x, says: down, since: 2026-06-15T11:00:00Z",
        quiet: "service s targets: {rto: 4h}, requires: [{any: 1, of: [x, y]}, z]
                component x name: X\ncomponent y name: Y\ncomponent z name: Z
                signal m of: z, says: degraded, since: 2026-06-15T11:00:00Z",
    },
    Case {
        code: "redundancy-not-restored",
        subject: "component/x",
        found: "service s targets: {rto: 4h}, requires: [{any: 1, of: [x, y]}]
                component x recovery: {takes: 1h}\ncomponent y name: Y
                signal m of: x, says: down, since: 2026-06-15T10:30:00Z",
        quiet: "service s targets: {rto: 4h}, requires: [{any: 1, of: [x, y]}]
                component x recovery: {takes: 1h}\ncomponent y name: Y
                signal m of: x, says: down, since: 2026-06-15T11:30:00Z",
    },
    Case {
        code: "recovery-deadlock",
        subject: "component/iam",
        found: "component iam requires: [{item: vault, phase: recover}]
                component vault requires: [{item: iam, phase: recover}]",
        quiet: "component iam requires: [{item: vault, phase: recover}]
                component vault requires: [{item: iam, phase: recover, bootstrap: true}]",
    },
    Case {
        code: "self-dependency",
        subject: "service/a",
        found: "service a requires: [b, a]\nservice b name: B",
        quiet: "service a requires: [b]\nservice b name: B",
    },
    Case {
        code: "single-point-of-failure",
        subject: "component/san",
        found: "service s targets: {rto: 4h}, requires: [{any: 1, of: [x, y]}]
                component x requires: [san]\ncomponent y requires: [san]\ncomponent san name: SAN",
        quiet: "service s targets: {rto: 4h}, requires: [{any: 1, of: [x, y]}]
                component x requires: [san]\ncomponent y name: Y\ncomponent san name: SAN",
    },
    Case {
        code: "unresolved-reference",
        subject: "signal/m",
        found: "component db name: X\nsignal m of: dbb, says: down",
        quiet: "component db name: X\nsignal m of: db, says: down",
    },
    Case {
        code: "unresolved-reference",
        subject: "service/s",
        found: "service s requires: [orders-bd, orders-db]\ncomponent orders-db name: X",
        quiet: "service s requires: [orders-db]\ncomponent orders-db name: X",
    },
    Case {
        code: "unresolved-reference",
        subject: "service/s",
        found: "service s requires: [old]\ncomponent old status: retired",
        quiet: "service s requires: [old]\ncomponent old status: approved",
    },
    Case {
        code: "unresolved-reference",
        subject: "service/s",
        found: "service s requires: [db]\ncomponent db name: X\ndataset db name: Y",
        quiet: "service s requires: [component/db]\ncomponent db name: X\ndataset db name: Y",
    },
    Case {
        code: "unresolved-reference",
        subject: "obligation/o",
        found: "obligation o evidence: [plan/p]",
        quiet: "obligation o evidence: [run/r-1]",
    },
];

#[test]
fn a_slip_of_the_pen_is_told_with_its_place_and_what_was_meant() {
    let estate = "component orders-db name: X\nservice s requires: [orders-bd, nonsense]";
    let finding = the(estate, "unresolved-reference", "service/s");
    assert!(
        finding.text.contains("did you mean `component/orders-db`?"),
        "{}",
        finding.text
    );
    assert_eq!(finding.because, ["service/s", "orders-bd", "nonsense"]);
    let at = finding.at.unwrap().at;
    assert_eq!((at.line, at.column), (2, 22));
}

#[test]
fn a_circle_asks_for_the_phase_that_nobody_wrote() {
    let estate = "service a requires: [{item: b, phase: run}]\nservice b requires: [a]";
    let finding = the(estate, "dependency-cycle", "service/a");
    assert!(
        finding
            .mend
            .contains("service/b whether it needs service/a"),
        "{}",
        finding.mend
    );
    assert_eq!(finding.at.unwrap().at.line, 2);
}

#[test]
fn a_single_point_names_the_most_urgent_first() {
    let estate = "service late tier: 3, targets: {rto: 4h}, requires: [san]
        service soon tier: 1, targets: {rto: 8h}, requires: [san]
        service idle requires: [san]
        site x name: X\ncomponent san site: x";
    let finding = the(estate, "single-point-of-failure", "component/san");
    assert_eq!(
        finding.because,
        ["component/san", "service/soon", "service/late"]
    );
    assert!(
        finding.text.contains("service/soon and service/late stop"),
        "{}",
        finding.text
    );
    the(estate, "single-point-of-failure", "site/x");
}
