//! How long the business can bear a stop, and what that leaves for recovery: TV-1 to TV-8.

use continuity::requirements::own_target::MtpdFrom;
use continuity::requirements::recovery_targets::Verdict;
use serde_json::{Value as Json, json};

use crate::small_estate::{HOUR, ask};

fn policy(report: &str) -> Json {
    json!({ "kind": "policy", "id": "p", "impact-scale": {
        "levels": ["none", "low", "noticeable", "serious", "existential"],
        "intolerable": 3, "intolerable-loss": "250000 EUR", "report": report } })
}

/// The impact of TV-1.
fn impact() -> Json {
    json!({ "kind": "impact", "id": "i", "status": "approved", "activity": "a",
        "after": ["1h", "4h", "8h", "24h", "72h"],
        "levels": { "financial": [0, 1, 2, 3, 4], "legal": [0, 0, 1, 2, 3],
            "reputation": [0, 1, 1, 2, 2] } })
}

fn judged_as(report: &str) -> Json {
    json!([policy(report), { "kind": "activity", "id": "a" }, impact()])
}

#[test]
fn tv_1_the_first_category_to_become_intolerable_gives_mtpd() {
    ask(&judged_as("first-intolerable"), |asked| {
        let own = asked.own("a");
        let mtpd = own.mtpd.as_ref().expect("the impact shows one");
        assert_eq!(mtpd.seconds, 24 * HOUR);
        let MtpdFrom::Impact(tolerance) = &mtpd.from else {
            panic!("{:?}", mtpd.from)
        };
        assert_eq!(tolerance.driver.as_deref(), Some("financial"));
        assert_eq!(tolerance.last_tolerable_seconds, 8 * HOUR);
        assert_eq!(tolerance.first_intolerable_seconds, Some(24 * HOUR));
    });
    ask(&judged_as("last-tolerable"), |asked| {
        assert_eq!(
            asked.own("a").mtpd.as_ref().map(|mtpd| mtpd.seconds),
            Some(8 * HOUR)
        );
    });
}

#[test]
fn tv_1_each_category_alone_has_its_own_moment() {
    let alone = |category: &str| {
        let mut records = judged_as("first-intolerable");
        let levels = records[2]["levels"][category].clone();
        records[2]["levels"] = json!({ category: levels });
        ask(&records, |asked| {
            asked.own("a").tolerances[0].first_intolerable_seconds
        })
    };
    assert_eq!(alone("financial"), Some(24 * HOUR));
    assert_eq!(alone("legal"), Some(72 * HOUR));
    assert_eq!(alone("reputation"), None);
}

#[test]
fn tv_2_the_loss_crosses_its_limit_between_two_times() {
    let mut records = judged_as("first-intolerable");
    records[2]["loss"] = json!([
        "5000 EUR",
        "20000 EUR",
        "90000 EUR",
        "400000 EUR",
        "1500000 EUR"
    ]);
    ask(&records, |asked| {
        let own = asked.own("a");
        // 8 h + 16 h · (250 − 90) / 310, to the second.
        assert_eq!(own.tolerances[0].loss_crossing_seconds, Some(58_529));
        assert_eq!((58_529.0_f64 / 3.6).round() / 1_000.0, 16.258);
        // The levels alone would say 24 h; the policy calls this loss intolerable before.
        assert_eq!(own.mtpd.as_ref().map(|mtpd| mtpd.seconds), Some(58_529));
    });
}

#[test]
fn tv_3_what_never_becomes_intolerable_demands_nothing() {
    let records = json!([policy("first-intolerable"), { "kind": "activity", "id": "a" },
        { "kind": "impact", "id": "i", "status": "approved", "activity": "a",
          "after": ["24h", "720h"], "levels": { "financial": [1, 2], "legal": [0, 2] } }]);
    ask(&records, |asked| {
        let own = asked.own("a");
        assert_eq!((own.mtpd.clone(), own.seconds), (None, None));
        let tolerance = &own.tolerances[0];
        assert_eq!(tolerance.first_intolerable_seconds, None);
        // Judged up to 720 h and not beyond: more than that, not that.
        assert_eq!(tolerance.last_tolerable_seconds, 720 * HOUR);
        assert_eq!(asked.verdict("a"), Verdict::NoTarget);
    });
}

#[test]
fn tv_4_intolerable_at_the_first_time_judged_leaves_nothing_known_to_be_tolerable() {
    let records = |report: &str| {
        json!([policy(report), { "kind": "activity", "id": "a" },
            { "kind": "impact", "id": "i", "status": "approved", "activity": "a",
              "after": ["1h", "4h"], "levels": { "safety": [3, 4] } }])
    };
    ask(&records("first-intolerable"), |asked| {
        let tolerance = &asked.own("a").tolerances[0];
        assert_eq!(tolerance.first_intolerable_seconds, Some(HOUR));
        assert_eq!(tolerance.last_tolerable_seconds, 0);
        assert_eq!(asked.required("a"), Some(HOUR));
    });
    ask(&records("last-tolerable"), |asked| {
        assert_eq!(asked.required("a"), Some(0))
    });
}

#[test]
fn tv_5_the_worst_condition_is_the_headline_and_each_keeps_its_own() {
    let records = json!([policy("first-intolerable"),
        { "kind": "activity", "id": "a", "peaks": [{ "name": "month-end" }] },
        { "kind": "impact", "id": "normal", "status": "approved", "activity": "a",
          "when": "normal", "after": ["4h", "24h"], "levels": { "financial": [1, 3] } },
        { "kind": "impact", "id": "peak", "status": "approved", "activity": "a",
          "when": "month-end", "after": ["4h", "24h"], "levels": { "financial": [3, 4] } }]);
    ask(&records, |asked| {
        let own = asked.own("a");
        let mtpd = own.mtpd.as_ref().expect("the impacts show one");
        let MtpdFrom::Impact(tolerance) = &mtpd.from else {
            panic!("{:?}", mtpd.from)
        };
        assert_eq!((mtpd.seconds, &*tolerance.when), (4 * HOUR, "month-end"));
        let normal = own.tolerances.iter().find(|it| it.when == "normal");
        let normal = normal.and_then(|it| it.first_intolerable_seconds);
        assert_eq!(normal, Some(24 * HOUR));
    });
}

#[test]
fn tv_6_mtpd_less_work_recovery_bounds_the_recovery_time() {
    let records = |rto: &str| {
        json!([{ "kind": "activity", "id": "a",
            "targets": { "mtpd": "8h", "wrt": "2h", "rto": rto } }])
    };
    ask(&records("6h30m"), |asked| {
        assert_eq!(asked.own("a").limit_seconds, Some(6 * HOUR));
        assert_eq!(asked.required("a"), Some(6 * HOUR));
        let finding = asked.finding("rto-exceeds-mtpd", "activity/a");
        let over = finding.has_seconds.zip(finding.needs_seconds);
        assert_eq!(over.map(|(has, needs)| has - needs), Some(HOUR / 2));
    });
    ask(&records("6h"), |asked| {
        assert_eq!(asked.findings("rto-exceeds-mtpd"), [])
    });
}

fn backlog(mtpd: &str, clears: &str) -> Json {
    json!([{ "kind": "activity", "id": "a", "targets": { "mtpd": mtpd },
        "backlog": { "arrives": "100/h", "clears": clears } }])
}

#[test]
fn tv_7_the_backlog_takes_its_share_of_mtpd() {
    ask(&backlog("24h", "130/h"), |asked| {
        let limit = asked.own("a").limit_seconds.expect("there is an MTPD");
        // 24 h · 30 / 130, never rounded up.
        assert_eq!(limit, 19_938);
        assert_eq!((limit as f64 / 3.6).round() / 1_000.0, 5.538);
    });
    // Six hours down fill twenty hours of clearing: together the 26 h of an MTPD.
    ask(&backlog("26h", "130/h"), |asked| {
        let own = asked.own("a");
        assert_eq!(
            (own.limit_seconds, own.wrt_seconds),
            (Some(6 * HOUR), 20 * HOUR)
        );
    });
}

#[test]
fn tv_8_a_backlog_that_never_clears_leaves_no_time_at_all() {
    ask(&backlog("24h", "100/h"), |asked| {
        let own = asked.own("a");
        assert_eq!((own.limit_seconds, own.never_clears), (Some(0), true));
        asked.finding("capacity-problem", "activity/a");
    });
    ask(&backlog("24h", "130/h"), |asked| {
        assert_eq!(asked.findings("capacity-problem"), [])
    });
}
