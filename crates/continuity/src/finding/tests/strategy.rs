//! Decisions about how to recover: gaps that ran out, options that do not reach their target.

use super::{Case, findings, the};

pub(super) const CASES: &[Case] = &[
    Case {
        code: "accepted-gap-expired",
        subject: "choice/shop",
        found: "service shop\n\
                option warm covers: [shop]\n\
                choice shop status: approved, covers: [shop], option: warm, gap-accepted: true, \
                approver: role/cfo, expires: 2026-06-14\n\
                role cfo",
        quiet: "service shop\n\
                option warm covers: [shop]\n\
                choice shop status: approved, covers: [shop], option: warm, gap-accepted: true, \
                approver: role/cfo, expires: 2026-06-15\n\
                role cfo",
    },
    Case {
        code: "accepted-gap-incomplete",
        subject: "choice/shop",
        found: "service shop\n\
                option warm covers: [shop]\n\
                choice shop status: approved, covers: [shop], option: warm, gap-accepted: true, \
                approver: role/cfo\n\
                role cfo",
        quiet: "service shop\n\
                option warm covers: [shop]\n\
                choice shop status: approved, covers: [shop], option: warm, gap-accepted: true, \
                approver: role/cfo, expires: 2027-01-01\n\
                role cfo",
    },
    Case {
        code: "will-be-missed",
        subject: "component/tls",
        found: "component tls expires: 2026-07-13",
        quiet: "component tls expires: 2026-07-14",
    },
    Case {
        code: "choice-misses-target",
        subject: "choice/shop",
        found: "service shop targets: { rto: 4h }\n\
                option warm covers: [shop], rtc: 5h\n\
                choice shop status: approved, covers: [shop], option: warm",
        quiet: "service shop targets: { rto: 4h }\n\
                option warm covers: [shop], rtc: 4h\n\
                choice shop status: approved, covers: [shop], option: warm",
    },
    Case {
        code: "choice-outdated",
        subject: "choice/shop",
        found: "service shop\n\
                option warm covers: [shop], rtc: 5h\n\
                choice shop status: approved, covers: [shop], option: warm, seen: { rtc: 4h }",
        quiet: "service shop\n\
                option warm covers: [shop], rtc: 5h\n\
                choice shop status: approved, covers: [shop], option: warm, seen: { rtc: 5h }",
    },
];

#[test]
fn what_will_be_missed_is_an_error_once_its_mend_comes_too_late() {
    use record::initiation::policy::Severity;
    // Today is 15 June; a certificate's mend is taken to need 14 days, so 30 June is the first day
    // whose mend need not have begun yet.
    let of = |expires: &str| {
        let estate = format!("component tls expires: {expires}");
        the(&estate, "will-be-missed", "component/tls")
    };
    assert_eq!(of("2026-06-29").severity, Severity::Warning);
    assert!(of("2026-06-29").text.contains("must begin by 2026-06-15"));
    let late = of("2026-06-28");
    assert_eq!(late.severity, Severity::Error);
    assert!(
        late.text
            .contains("2026-06-14 was the last day to begin it"),
        "{}",
        late.text
    );
    assert_eq!(of("2026-06-14").severity, Severity::Error);
}

#[test]
fn a_policy_sets_how_long_a_mend_takes_and_how_far_is_looked() {
    let named = |estate: &str| {
        findings(estate)
            .iter()
            .any(|it| it.code == "will-be-missed")
    };
    let tls = "component tls expires: 2026-08-30\n";
    assert!(!named(tls));
    let slow = "policy p status: approved, mend-times: { certificate: 70d }";
    assert!(named(&format!("{tls}{slow}")));
    let far = "policy p status: approved, rules: [{ id: ahead, requires: will-be-missed, \
               with: { within: 90d } }]";
    assert!(named(&format!("{tls}{far}")));
    // A contract that ends has a finding of its own; one fact is told once.
    let contract = "supplier colo\ncontract hall supplier: colo, status: approved, end: 2026-07-01";
    assert!(!named(contract));
}
