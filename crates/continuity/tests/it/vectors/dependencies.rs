//! Demands down the graph and capability up it: TV-9 to TV-13, TV-16, TV-41, TV-50.

use continuity::requirements::recovery_targets::Verdict;
use continuity::requirements::weaknesses::{Question, weaknesses};
use serde_json::{Value as Json, json};

use crate::small_estate::{HOUR, ask};

/// The estate of TV-9; `tail` is what the database still needs after storage and network.
fn payments(tail: &str) -> Json {
    let after = |item: &str, tail: &str| json!({ "item": item, "tail": tail });
    json!([
        { "kind": "activity", "id": "p1", "targets": { "mtpd": "8h", "wrt": "2h" },
          "requires": [after("s1", "30m")] },
        { "kind": "activity", "id": "p2", "targets": { "mtpd": "72h", "wrt": "8h" },
          "requires": ["s2"] },
        { "kind": "service", "id": "s1",
          "requires": [after("db1", "90m"), after("iam", "90m"), after("net", "90m")] },
        { "kind": "service", "id": "s2", "requires": [after("iam", "4h"), after("net", "4h")] },
        { "kind": "component", "id": "db1", "requires": [after("sto", tail), after("net", tail)] },
        { "kind": "component", "id": "iam", "targets": { "rto": "8h" },
          "requires": [after("net", "30m")] },
        { "kind": "component", "id": "net", "tier": 3 },
        { "kind": "component", "id": "sto" },
    ])
}

#[test]
fn tv_9_deadlines_flow_from_the_business_down() {
    ask(&payments("150m"), |asked| {
        let hours = |name: &str| asked.required(name).map(|seconds| seconds as f64 / 3_600.0);
        assert_eq!((hours("s1"), hours("s2")), (Some(5.5), Some(64.0)));
        assert_eq!((hours("db1"), hours("iam")), (Some(4.0), Some(4.0)));
        assert_eq!((hours("net"), hours("sto")), (Some(1.5), Some(1.5)));
        assert_eq!(
            asked.path("iam"),
            ["activity/p1", "service/s1", "component/iam"]
        );
        let finding = asked.finding("provider-slower-than-consumer", "component/iam");
        let (needs, has) = (finding.needs_seconds, finding.has_seconds);
        assert_eq!(
            (needs, has),
            (Some(4 * HOUR), Some(8 * HOUR)),
            "short by four hours"
        );
        assert!(
            finding.because.contains(&"activity/p1".to_string()),
            "{finding:?}"
        );
    });
}

#[test]
fn tv_10_a_deadline_before_the_start_is_infeasible_and_shown_with_its_path() {
    ask(&payments("270m"), |asked| {
        assert_eq!(asked.required("sto"), Some(-HOUR / 2));
        assert_eq!(asked.verdict("sto"), Verdict::Infeasible);
        let path = [
            "activity/p1",
            "service/s1",
            "component/db1",
            "component/sto",
        ];
        assert_eq!(asked.path("sto"), path);
        let finding = asked.finding("target-infeasible", "component/sto");
        assert_eq!(finding.needs_seconds, Some(-HOUR / 2));
    });
}

#[test]
fn tv_11_a_workaround_moves_the_deadline_and_not_the_work_after() {
    let mut records = payments("150m");
    let vouchers = json!({ "kind": "workaround", "id": "vouchers", "activity": "p1",
        "start-within": "1h", "sustain-for": "12h", "rekey": "30m" });
    records.as_array_mut().expect("an array").push(vouchers);
    ask(&records, |asked| {
        assert_eq!(asked.required("s1"), Some(12 * HOUR + HOUR / 2));
        let bridge = asked
            .own("p1")
            .bridge
            .as_ref()
            .expect("the vouchers bridge it");
        assert_eq!(
            (bridge.until_seconds, bridge.rekey_seconds),
            (13 * HOUR, Some(HOUR / 2))
        );
    });
}

#[test]
fn tv_12_two_that_need_each_other_to_recover_are_a_deadlock() {
    let records = |bootstrap: bool| {
        json!([
            { "kind": "component", "id": "iam",
              "requires": [{ "item": "vault", "phase": "recover" }] },
            { "kind": "component", "id": "vault",
              "requires": [{ "item": "iam", "phase": "recover", "bootstrap": bootstrap }] },
        ])
    };
    ask(&records(false), |asked| {
        let all = asked.findings("recovery-deadlock");
        assert_eq!(all.len(), 1, "{all:#?}");
        for member in ["component/iam", "component/vault"] {
            let named = all[0].subject == member || all[0].because.iter().any(|it| it == member);
            assert!(named, "{member} in {:#?}", all[0]);
        }
    });
    ask(&records(true), |asked| {
        assert_eq!(asked.findings("recovery-deadlock"), [])
    });
}

#[test]
fn tv_13_the_slow_one_of_two_links_is_no_violation() {
    let records = json!([
        { "kind": "service", "id": "shop", "targets": { "rto": "90m" },
          "recovery": { "takes": "0m" }, "requires": [{ "any": 1, "of": ["isp-a", "isp-b"] }] },
        { "kind": "component", "id": "isp-a", "recovery": { "takes": "12m" } },
        { "kind": "component", "id": "isp-b", "recovery": { "takes": "24h" } },
    ]);
    ask(&records, |asked| {
        assert_eq!(
            (asked.back("shop"), asked.verdict("shop")),
            (Some(720), Verdict::Meets)
        );
        assert_eq!(asked.required("isp-b"), Some(90 * 60));
        assert_eq!(asked.verdict("isp-b"), Verdict::Meets);
        let as_group = |name: &str| asked.judge.targets.deadlines.as_group(asked.item(name));
        assert!(as_group("isp-b"), "it is late, and excused by the other");
        assert_eq!(asked.findings("target-missed"), []);
    });
}

#[test]
fn tv_16_two_of_three_are_back_with_the_second() {
    let records = json!([
        { "kind": "service", "id": "store", "recovery": { "takes": "0m" },
          "requires": [{ "any": 2, "of": ["a", "b", "c"] }] },
        { "kind": "component", "id": "a", "recovery": { "takes": "9h" } },
        { "kind": "component", "id": "b", "recovery": { "takes": "2h" } },
        { "kind": "component", "id": "c", "recovery": { "takes": "5h" } },
    ]);
    ask(&records, |asked| {
        assert_eq!(asked.back("store"), Some(5 * HOUR))
    });
}

#[test]
fn tv_41_the_smallest_sets_of_losses_that_stop_a_service() {
    let records = json!([
        { "kind": "service", "id": "shop",
          "requires": ["net", "iam", { "any": 1, "of": ["db1", "db2"] }] },
        { "kind": "component", "id": "net" },
        { "kind": "component", "id": "iam" },
        { "kind": "component", "id": "db1" },
        { "kind": "component", "id": "db2" },
    ]);
    ask(&records, |asked| {
        let of = asked.item("shop");
        let question = Question {
            of,
            breach: false,
            people: false,
            order: 3,
        };
        let found = weaknesses(&asked.judge.standpoint, &asked.judge.targets, question);
        let sets: Vec<Vec<String>> = found.sets.into_iter().map(|set| set.members).collect();
        assert_eq!(
            sets,
            [
                vec!["component/iam"],
                vec!["component/net"],
                vec!["component/db1", "component/db2"],
            ]
        );
        assert!(found.complete);
    });
}

#[test]
fn tv_50_a_label_less_urgent_than_what_hangs_on_it_contradicts_it() {
    ask(&payments("150m"), |asked| {
        let finding = asked.finding("tier-contradicts-target", "component/net");
        assert!(
            finding.text.contains("tier 3") && finding.text.contains("tier 1"),
            "{finding:?}"
        );
        assert!(
            finding.because.contains(&"activity/p1".to_string()),
            "{finding:?}"
        );
    });
    let mut records = payments("150m");
    records[6]["tier"] = json!(1);
    ask(&records, |asked| {
        assert_eq!(asked.findings("tier-contradicts-target"), [])
    });
}
