//! Findings about data and its copies.

use super::{Case, the};

/// Data under a service with an RPO, then its protection.
macro_rules! protected {
    ($($rest:literal),+) => {
        concat!(
            "service s targets: {rpo: 15m}, requires: [db]\n",
            "component db site: a, admin-domain: prod, holds: [d]\n",
            "site a name: A\nsite b name: B\n",
            $($rest),+
        )
    };
}

pub const CASES: &[Case] = &[
    Case {
        code: "rpo-missed",
        subject: "service/s",
        found: protected!(
            "dataset d protection: [{method: log-shipping, at: b, every: 15m, runs: 2m}]"
        ),
        quiet: protected!(
            "dataset d protection: [{method: log-shipping, at: b, every: 13m, runs: 2m}]"
        ),
    },
    Case {
        code: "rpo-unrecoverable",
        subject: "service/s",
        found: protected!("dataset d protection: [{method: sync, at: b, admin-domain: other}]"),
        quiet: protected!(
            "dataset d protection: [{method: continuous, at: b, admin-domain: other}]"
        ),
    },
    Case {
        code: "backup-with-primary",
        subject: "dataset/d",
        found: protected!("dataset d protection: [{method: backup, at: a, every: 1h}]"),
        quiet: protected!(
            "dataset d protection: [{method: backup, at: a, every: 1h}, {method: async, at: b}]"
        ),
    },
    Case {
        code: "same-admin-domain",
        subject: "dataset/d",
        found: protected!("dataset d protection: [{method: backup, at: b, admin-domain: prod}]"),
        quiet: protected!(
            "dataset d protection: [{method: backup, at: b, admin-domain: prod, immutable: true}]"
        ),
    },
    Case {
        code: "dwell-unstated",
        subject: "dataset/d",
        found: protected!(
            "dataset d protection: [{method: backup, at: b, immutable: true, every: 1h, \
             retention: 90d}]"
        ),
        quiet: protected!(
            "policy p dwell: 10d\n",
            "dataset d protection: [{method: backup, at: b, immutable: true, every: 1h, \
             retention: 90d}]"
        ),
    },
    Case {
        code: "rpo-stricter-than-interval",
        subject: "dataset/d",
        found: protected!("dataset d protection: [{method: backup, at: b, every: 24h}]"),
        quiet: protected!(
            "dataset d protection: [{method: backup, at: b, every: 24h}, {method: async, at: b}]"
        ),
    },
    Case {
        code: "lag-above-target",
        subject: "dataset/d",
        found: protected!(
            "dataset d protection: [{method: async, at: b, lag-p99: 45s, lag-max: 20m}]"
        ),
        quiet: protected!(
            "dataset d protection: [{method: async, at: b, lag-p99: 45s, lag-max: 10m}]"
        ),
    },
    Case {
        code: "backup-never-restored",
        subject: "dataset/d",
        found: "dataset d protection: [{method: backup, every: 24h, verified: checksum}]",
        quiet: "dataset d protection: [{method: backup, every: 24h, verified: restored}]",
    },
    Case {
        code: "sites-share-grid",
        subject: "site/a",
        found: "component c site: a, holds: [d]
                dataset d protection: [{method: backup, at: b}]
                site a grid: north\nsite b grid: north",
        quiet: "component c site: a, holds: [d]
                dataset d protection: [{method: backup, at: b}]
                site a grid: north\nsite b grid: south",
    },
    Case {
        code: "sites-too-close",
        subject: "site/a",
        found: "service s requires: [{any: 1, of: [c, e]}]
                component c site: a\ncomponent e site: b
                site a location: {lat: 52.37, lon: 4.90}\nsite b location: {lat: 52.09, lon: 5.12}",
        quiet: "service s requires: [{any: 1, of: [c, e]}]
                component c site: a\ncomponent e site: b
                site a location: {lat: 52.37, lon: 4.90}\nsite b location: {lat: 48.85, lon: 2.35}",
    },
];

#[test]
fn tv_22_a_daily_backup_gives_no_day() {
    let estate = "service s targets: {rpo: 24h}, requires: [db]
        component db site: a, holds: [d]
        site a name: A\nsite b name: B
        dataset d protection: [{method: backup, at: b, every: 24h, runs: 2h, offsite-after: 3h}]";
    let finding = the(estate, "rpo-missed", "service/s");
    assert_eq!(finding.because, ["service/s", "component/db", "dataset/d"]);
    assert_eq!(finding.needs_seconds, Some(24 * 3_600));
    assert_eq!(finding.has_seconds, Some(29 * 3_600));
}

#[test]
fn amsterdam_and_utrecht_are_about_35_km_apart() {
    let case = CASES.iter().find(|case| case.code == "sites-too-close");
    let finding = the(case.unwrap().found, "sites-too-close", "site/a");
    assert!(finding.text.contains("(35 km apart)"), "{}", finding.text);
}
