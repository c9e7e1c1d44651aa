//! Decisions about how to recover: gaps that ran out, options that do not reach their target.

use super::Case;

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
