//! How much data is lost and how long it takes to bring back: TV-14, TV-22 to TV-27.

use continuity::requirements::recovery_points::Point;
use continuity::requirements::restore_growth::outgrown;
use serde_json::{Value as Json, json};

use crate::small_estate::{HOUR, ask};

const DAY: i64 = 24 * HOUR;

fn used_by(services: &[(&str, &str)], datasets: &[Json]) -> Json {
    let mut records = vec![
        json!({ "kind": "site", "id": "here" }),
        json!({ "kind": "site", "id": "there" }),
        json!({ "kind": "component", "id": "db", "site": "here", "admin-domain": "prod",
            "holds": datasets.iter().map(|it| it["id"].clone()).collect::<Vec<_>>() }),
    ];
    for (id, rpo) in services {
        records.push(
            json!({ "kind": "service", "id": id, "targets": { "rpo": rpo },
            "requires": ["db"] }),
        );
    }
    records.extend(datasets.iter().cloned());
    Json::Array(records)
}

fn dataset(id: &str, protection: Json) -> Json {
    json!({ "kind": "dataset", "id": id, "protection": [protection] })
}

#[test]
fn tv_14_the_stricter_user_and_the_older_point_decide() {
    let every =
        |every: &str| json!({ "method": "log-shipping", "at": "site/there", "every": every });
    let users = [("billing", "15m"), ("analytics", "24h")];
    let mut orders = dataset("orders", every("15m"));
    ask(&used_by(&users, std::slice::from_ref(&orders)), |asked| {
        assert_eq!(asked.may_lose("orders"), Some(15 * 60));
        assert_eq!(asked.would_lose("orders").site, Point::Seconds(15 * 60));
        assert_eq!(asked.findings("rpo-missed"), [], "alone it just meets it");
    });
    // At 13:00 the usable points are 12:45 and 12:10: together they come back to 12:10.
    let mut customers = dataset("customers", every("50m"));
    for member in [&mut orders, &mut customers] {
        member["consistency-group"] = json!("ledger");
    }
    ask(&used_by(&users, &[orders, customers]), |asked| {
        for member in ["orders", "customers"] {
            assert_eq!(asked.may_lose(member), Some(15 * 60));
            assert_eq!(asked.would_lose(member).site, Point::Seconds(50 * 60));
        }
        assert!(!asked.findings("rpo-missed").is_empty());
    });
}

#[test]
fn tv_22_a_daily_backup_does_not_keep_a_day() {
    let daily = |missed: u32| {
        dataset(
            "d",
            json!({ "method": "backup", "at": "site/there", "every": "24h", "runs": "2h",
            "offsite-after": "3h", "missed": missed }),
        )
    };
    ask(&used_by(&[("s", "24h")], &[daily(0)]), |asked| {
        let points = asked.would_lose("d");
        assert_eq!(points.site, Point::Seconds(29 * HOUR));
        assert_eq!(points.local, Point::Seconds(26 * HOUR));
        let finding = &asked.findings("rpo-missed")[0];
        assert_eq!(finding.needs_seconds, Some(DAY), "{finding:?}");
    });
    ask(&used_by(&[], &[daily(1)]), |asked| {
        assert_eq!(asked.would_lose("d").site, Point::Seconds(53 * HOUR));
    });
}

#[test]
fn tv_23_logs_every_quarter_of_an_hour_miss_it_by_their_way() {
    let logs = dataset(
        "d",
        json!({ "method": "log-shipping", "at": "site/there", "every": "15m",
        "runs": "2m" }),
    );
    ask(&used_by(&[("s", "15m")], &[logs]), |asked| {
        assert_eq!(asked.would_lose("d").site, Point::Seconds(17 * 60));
        let missed = asked.findings("rpo-missed");
        let by: Vec<_> = missed
            .iter()
            .map(|it| it.has_seconds.zip(it.needs_seconds))
            .collect();
        assert!(by.contains(&Some((17 * 60, 15 * 60))), "{missed:#?}");
    });
}

#[test]
fn tv_24_copies_kept_shorter_than_the_intruder_sat_are_none() {
    let kept = |retention: &str| {
        let copy = json!({ "method": "backup", "at": "site/there", "every": "24h", "runs": "2h",
            "offsite-after": "3h", "immutable": true, "retention": retention });
        let mut records = used_by(&[("s", "24h")], &[dataset("d", copy)]);
        let policy = json!({ "kind": "policy", "id": "p", "dwell": "10d" });
        records.as_array_mut().expect("an array").push(policy);
        records
    };
    ask(&kept("7d"), |asked| {
        assert_eq!(asked.would_lose("d").ransomware, Point::None);
        assert!(!asked.findings("rpo-unrecoverable").is_empty());
    });
    ask(&kept("30d"), |asked| {
        assert_eq!(asked.would_lose("d").ransomware, Point::Seconds(269 * HOUR));
    });
}

#[test]
fn tv_25_a_lagging_replica_counts_by_its_percentile_and_warns_by_its_worst() {
    let replica = dataset(
        "d",
        json!({ "method": "async", "at": "site/there", "lag-p99": "45s",
        "lag-max": "20m" }),
    );
    ask(&used_by(&[("s", "1m")], &[replica]), |asked| {
        assert_eq!(asked.would_lose("d").site, Point::Seconds(45));
        assert_eq!(
            asked.would_lose("d").corruption,
            Point::None,
            "it repeats the fault"
        );
        let finding = &asked.findings("lag-above-target")[0];
        assert_eq!(
            (finding.needs_seconds, finding.has_seconds),
            (Some(60), Some(20 * 60))
        );
    });
}

/// Six terabytes at 400 MB/s, demanded back within `rto`.
fn large(rto: &str, rest: &str) -> Json {
    json!([
        { "kind": "service", "id": "s", "targets": { "rto": rto },
          "recovery": { "takes": "0m" }, "requires": ["db"] },
        { "kind": "component", "id": "db", "recovery": { "takes": rest }, "holds": ["d"] },
        { "kind": "dataset", "id": "d", "size": "6 TB", "growth": "3%/month",
          "protection": [{ "method": "backup", "every": "24h", "restore-rate": "400 MB/s" }] },
    ])
}

#[test]
fn tv_26_restoring_takes_the_size_at_its_rate() {
    ask(&large("5h", "0m"), |asked| {
        let own = &asked.judge.estate().own_times[asked.item("d") as usize];
        assert_eq!(own.takes, Some(15_000), "4 h 10 min");
        assert_eq!(asked.back("s"), Some(15_000));
    });
}

#[test]
fn tv_27_growth_breaks_the_target_in_its_seventh_month() {
    let ahead = |rto: &str, rest: &str| {
        ask(&large(rto, rest), |asked| {
            outgrown(asked.judge.estate(), &asked.judge.targets, asked.item("d"))
        })
    };
    let found = ahead("5h", "0m").expect("all is stated");
    assert_eq!(
        (found.available_seconds, found.limit_bytes),
        (5 * HOUR, 7_200_000_000_000)
    );
    assert_eq!((found.months * 100.0).round() / 100.0, 6.17);
    assert_eq!(found.first_month_late, 7);
    // An hour that its holder needs beside the restore is an hour less for it.
    assert_eq!(ahead("6h", "1h"), Some(found));
    assert_eq!(ahead("4h", "0m").map(|late| late.first_month_late), Some(0));
}
