//! Findings about targets.

use super::{Case, the};

pub const CASES: &[Case] = &[
    Case {
        code: "target-missed",
        subject: "service/s",
        found: "service s targets: {rto: 1h}, recovery: {takes: 2h}",
        quiet: "service s targets: {rto: 2h}, recovery: {takes: 2h}",
    },
    Case {
        code: "target-infeasible",
        subject: "component/sto",
        found: INFEASIBLE,
        quiet: TV_9,
    },
    Case {
        code: "target-unknown",
        subject: "service/s",
        found: "service s targets: {rto: 1h}, recovery: {takes: 10m}, requires: [c]
                component c",
        quiet: "service s targets: {rto: 1h}, recovery: {takes: 10m}, requires: [c]
                component c recovery: {takes: 10m}",
    },
    Case {
        code: "rto-exceeds-mtpd",
        subject: "activity/a",
        found: "activity a targets: {mtpd: 8h, wrt: 2h, rto: 6h30m}",
        quiet: "activity a targets: {mtpd: 8h, wrt: 2h, rto: 6h}",
    },
    Case {
        code: "rto-equals-mtpd",
        subject: "activity/a",
        found: "activity a targets: {mtpd: 8h, rto: 8h}",
        quiet: "activity a targets: {mtpd: 8h, rto: 7h}",
    },
    Case {
        code: "hours-exceed-mtpd",
        subject: "activity/a",
        found: "
                activity a hours: office, targets: {mtpd: 24h, rto: {within: 4h, clock: service-hours}}
                calendar office zone: Europe/Berlin, windows: [{days: [mon, tue, wed, thu, fri], from: 08:00, to: 18:00}]",
        quiet: "
                activity a hours: office, targets: {mtpd: 24h, rto: {within: 4h, clock: service-hours}}
                calendar office zone: Europe/Berlin, windows: [{days: [mon, tue, wed, thu, fri, sat, sun], from: 08:00, to: 18:00}]",
    },
    Case {
        code: "hours-exceed-mtpd",
        subject: "service/s",
        found: "activity a targets: {mtpd: 24h}, requires: [s]
                service s hours: office, targets: {rto: {within: 4h, clock: service-hours}}
                calendar office zone: Europe/Berlin, windows: [{days: [mon, tue, wed, thu, fri], from: 08:00, to: 18:00}]",
        quiet: "activity a targets: {mtpd: 200h}, requires: [s]
                service s hours: office, targets: {rto: {within: 4h, clock: service-hours}}
                calendar office zone: Europe/Berlin, windows: [{days: [mon, tue, wed, thu, fri], from: 08:00, to: 18:00}]",
    },
    Case {
        code: "lead-time-unstated",
        subject: "service/s",
        found: "service s targets: {rto: 1h}, lead: {detect: 5m}",
        quiet: "service s targets: {rto: 1h}, lead: {detect: 5m, decide: 5m}",
    },
    Case {
        code: "provider-slower-than-consumer",
        subject: "component/iam",
        found: TV_9,
        quiet: "service s targets: {rto: 8h}, recovery: {takes: 1h}, requires: [iam]
                component iam targets: {rto: 7h}",
    },
    Case {
        code: "tier-contradicts-target",
        subject: "component/net",
        found: TV_9,
        quiet: "service s targets: {rto: 30h}, recovery: {takes: 1h}, requires: [net]
                component net tier: 3",
    },
    Case {
        code: "mtpd-contradicts-impact",
        subject: "activity/a",
        found: "activity a targets: {mtpd: 48h}
                impact i status: approved, activity: a, after: [1h, 24h], levels: {money: [0, 3]}",
        quiet: "activity a targets: {mtpd: 12h}
                impact i status: approved, activity: a, after: [1h, 24h], levels: {money: [0, 3]}",
    },
    Case {
        code: "mtpd-contradicts-impact",
        subject: "activity/a",
        found: "activity a targets: {mtpd: 8h}, peaks: [{name: year-end, mtpd: 6h}]
                impact i status: approved, activity: a, when: year-end, after: [1h, 4h], levels: {money: [0, 3]}",
        quiet: "activity a targets: {mtpd: 20h}
                impact i status: approved, activity: a, after: [1h, 8h], levels: {money: [0, 3]}
                impact j status: approved, activity: a, after: [1h, 24h], levels: {money: [0, 3]}",
    },
    Case {
        code: "respondents-disagree",
        subject: "activity/a",
        found: "activity a targets: {rto: 1h}
                impact i status: approved, activity: a, respondent: Ana, after: [1h, 24h], levels: {money: [0, 3]}
                impact j status: approved, activity: a, respondent: Ben, after: [1h, 24h], levels: {money: [3, 3]}",
        quiet: "activity a targets: {mtpd: 12h}
                impact i status: approved, activity: a, respondent: Ana, after: [1h, 24h], levels: {money: [0, 3]}
                impact j status: approved, activity: a, respondent: Ben, after: [1h, 24h], levels: {money: [3, 3]}",
    },
    Case {
        code: "respondents-disagree",
        subject: "activity/a",
        found: "activity a targets: {mtpd: 12h}, peaks: [{name: year-end}]
                impact i status: approved, activity: a, when: year-end, after: [1h, 24h], levels: {money: [0, 3]}
                impact j status: approved, activity: a, when: year-end, after: [1h, 24h], levels: {money: [0, 0]}",
        quiet: "activity a targets: {rto: 1h}, peaks: [{name: year-end}]
                impact i status: approved, activity: a, when: year-end, after: [1h, 24h], levels: {money: [0, 3]}
                impact j status: draft, activity: a, when: year-end, after: [1h, 24h], levels: {money: [0, 0]}",
    },
    Case {
        code: "condition-unknown",
        subject: "impact/i",
        found: "activity a peaks: [{name: year-end}]
                impact i status: approved, activity: a, when: yearend, after: [1h], levels: {money: [0]}",
        quiet: "activity a peaks: [{name: year-end}]
                impact i status: approved, activity: a, when: year-end, after: [1h], levels: {money: [0]}",
    },
    Case {
        code: "loss-crosses-earlier",
        subject: "activity/a",
        found: "policy p impact-scale: {intolerable-loss: 100 EUR}
                activity a targets: {mtpd: 24h}
                impact i status: approved, activity: a, after: [1h, 24h], levels: {money: [0, 3]}, loss: [50 EUR, 500 EUR]",
        quiet: "policy p impact-scale: {intolerable-loss: 900 EUR}
                activity a targets: {mtpd: 24h}
                impact i status: approved, activity: a, after: [1h, 24h], levels: {money: [0, 3]}, loss: [50 EUR, 500 EUR]",
    },
    Case {
        code: "intolerable-at-once",
        subject: "activity/a",
        found: "activity a name: A\nimpact i activity: a, after: [1h, 4h], status: approved, \
                levels: {safety: [3, 4]}",
        quiet: "activity a name: A\nimpact i activity: a, after: [1h, 4h], status: approved, \
                levels: {safety: [3, 4]}\nworkaround w activity: a, start-within: 10m",
    },
    Case {
        code: "reconstruction-exceeds-wrt",
        subject: "activity/a",
        found: "activity a targets: {wrt: 2h, rpo: 1h}, reconstructs: [{dataset: d, reaches-back: \
                24h, takes: 3h}]\ndataset d name: D",
        quiet: "activity a targets: {wrt: 3h, rpo: 1h}, reconstructs: [{dataset: d, reaches-back: \
                24h, takes: 3h}]\ndataset d name: D",
    },
    Case {
        code: "reconciliation-exceeds-wrt",
        subject: "activity/a",
        found: "activity a targets: {mtpd: 8h, wrt: 1h}, requires: [c]\ncomponent c holds: [d, e]\n\
                dataset d consistency-group: g, changes: 60/h, reconciles: 60/h, protection: \
                [{method: backup, every: 15m}]\ndataset e consistency-group: g, protection: \
                [{method: backup, every: 2h}]",
        quiet: "activity a targets: {mtpd: 8h, wrt: 2h}, requires: [c]\ncomponent c holds: [d, e]\n\
                dataset d consistency-group: g, changes: 60/h, reconciles: 60/h, protection: \
                [{method: backup, every: 15m}]\ndataset e consistency-group: g, protection: \
                [{method: backup, every: 2h}]",
    },
    Case {
        code: "capacity-problem",
        subject: "activity/a",
        found: "activity a targets: {mtpd: 8h}, backlog: {arrives: 100/h, clears: 100/h}",
        quiet: "activity a targets: {mtpd: 8h}, backlog: {arrives: 100/h, clears: 130/h}",
    },
    Case {
        code: "resume-above-takes",
        subject: "component/c",
        found: "component c recovery: {takes: 1h, resume: 2h}",
        quiet: "component c recovery: {takes: 1h, resume: 1h}",
    },
    Case {
        code: "calendar-never-opens",
        subject: "calendar/c",
        found: "calendar c zone: Europe/Berlin, windows: []",
        quiet: "calendar c zone: Europe/Berlin, windows: [{days: [mon], from: 08:00, to: 18:00}]",
    },
    Case {
        code: "targets-set-by-it",
        subject: "activity/a",
        found: "activity a owner: team/dba, targets: {mtpd: 8h}
                team dba capacity: 2
                component c recovery: {takes: 1h, by: dba}",
        quiet: "activity a owner: team/sales, targets: {mtpd: 8h}
                team sales capacity: 2
                team dba capacity: 2
                component c recovery: {takes: 1h, by: dba}",
    },
    Case {
        code: "everything-critical",
        subject: "service/a",
        found: "
                service a tier: 1
                service b tier: 1
                service c tier: 0
                service d tier: 1
                service e tier: 3",
        quiet: "
                service a tier: 1
                service b tier: 1
                service c tier: 2
                service d tier: 2
                service e tier: 3",
    },
];

/// The graph of TV-9.
const TV_9: &str = "activity p1 targets: {mtpd: 8h, wrt: 2h}, requires: [{item: s1, tail: 30m}]
    activity p2 targets: {mtpd: 72h, wrt: 8h}, requires: [s2]
    service s1 requires: [{item: db1, tail: 90m}, {item: iam, tail: 90m}, {item: net, tail: 90m}]
    service s2 requires: [{item: iam, tail: 4h}, {item: net, tail: 4h}]
    component db1 requires: [{item: sto, tail: 150m}, {item: net, tail: 150m}]
    component iam targets: {rto: 8h}, requires: [{item: net, tail: 30m}]
    component net tier: 3
    component sto name: Storage";

/// The same with 4 h 30 of work after storage (TV-10).
const INFEASIBLE: &str =
    "activity p1 targets: {mtpd: 8h, wrt: 2h}, requires: [{item: s1, tail: 30m}]
    service s1 requires: [{item: db1, tail: 90m}]
    component db1 requires: [{item: sto, tail: 270m}]
    component sto name: Storage";

#[test]
fn tv_9_the_promise_of_iam_is_four_hours_too_late() {
    let finding = the(TV_9, "provider-slower-than-consumer", "component/iam");
    assert_eq!(
        finding.because,
        ["activity/p1", "service/s1", "component/iam"]
    );
    assert_eq!(finding.needs_seconds, Some(14_400));
    assert_eq!(finding.has_seconds, Some(28_800));
    assert!(finding.text.contains("4h too late"), "{}", finding.text);
}

#[test]
fn tv_10_time_runs_out_half_an_hour_before_storage() {
    let finding = the(INFEASIBLE, "target-infeasible", "component/sto");
    let path = [
        "activity/p1",
        "service/s1",
        "component/db1",
        "component/sto",
    ];
    assert_eq!(finding.because, path);
    assert_eq!(finding.needs_seconds, Some(-1_800));
    assert!(finding.text.contains("30m"), "{}", finding.text);
}

#[test]
fn tv_50_the_network_belongs_in_tier_1() {
    let finding = the(TV_9, "tier-contradicts-target", "component/net");
    assert!(
        finding
            .text
            .contains("must be back in 1h 30m, which is tier 1")
    );
}
