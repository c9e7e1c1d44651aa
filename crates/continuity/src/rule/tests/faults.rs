//! Rules with faults, and how several policies, waivers and time of grace act together.

use record::initiation::policy::Severity;
use serde_json::{Value, json};

use crate::finding::Finding;
use crate::testing::check;

/// A service that is late, owned by nobody, with the policies and waivers given.
fn late(more: Value) -> Vec<Finding> {
    let mut records = vec![json!({
        "kind": "service", "id": "shop", "tier": 1, "targets": { "rto": "1h" },
        "recovery": { "takes": "2h" }, "lead": { "detect": "0s", "decide": "0s" },
        "valid-from": "2026-05-01",
    })];
    records.extend(more.as_array().expect("an array").iter().cloned());
    check(Value::Array(records))
}

fn policy(id: &str, rules: Value) -> Value {
    json!({ "kind": "policy", "id": id, "rules": rules })
}

fn found<'f>(findings: &'f [Finding], code: &str) -> Option<&'f Finding> {
    findings.iter().find(|finding| finding.code == code)
}

/// What is said of a policy whose only rule is this one.
fn fault(rule: Value) -> String {
    let findings = late(json!([policy("p", json!([rule]))]));
    let finding = found(&findings, "rule-unknown").expect("the rule has a fault");
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(finding.subject, "policy/p");
    finding.text.clone()
}

#[test]
fn an_unknown_condition_is_an_error_with_a_suggestion() {
    let text = fault(json!({ "id": "r", "requires": "owner-and-deputys" }));
    assert_eq!(
        text,
        "Rule r: it requires `owner-and-deputys`, which is no condition; did you mean \
         `owner-and-deputy`?."
    );
}

#[test]
fn an_unknown_threshold_is_an_error_with_a_suggestion() {
    let text = fault(json!({ "id": "r", "requires": "review-within", "with": { "witin": "1y" } }));
    assert!(text.contains("did you mean `within`?"), "{text}");
    let text = fault(json!({ "id": "r", "requires": "owner-and-deputy", "with": { "n": 1 } }));
    assert!(text.contains("takes no threshold"), "{text}");
}

#[test]
fn a_threshold_that_cannot_be_read_is_an_error_and_the_rule_is_not_asked() {
    let rule = json!({ "id": "r", "requires": "review-within", "with": { "within": "soon" } });
    let text = fault(rule.clone());
    assert!(
        text.contains("`within`") && text.contains("`soon`"),
        "{text}"
    );
    let findings = late(json!([policy("p", json!([rule]))]));
    assert!(found(&findings, "review-within").is_none());
    let rule = json!({ "id": "r", "requires": "meets-rpo", "with": { "modes": ["locl"] } });
    assert!(fault(rule).contains("did you mean `local`?"));
    let rule = json!({ "id": "r", "requires": "plan-in-force", "with": { "scenario": "fire" } });
    assert!(fault(rule).contains("no scenario answers to `fire`"));
    let rule = json!({ "id": "r", "requires": "distance-at-least", "with": { "km": -5 } });
    assert!(fault(rule).contains("below zero"));
}

#[test]
fn a_finding_takes_only_the_thresholds_it_has() {
    let with = json!({ "within": "30d" });
    let rule = json!({ "id": "r", "requires": "no-owner", "with": with });
    assert!(fault(rule).contains("`no-owner` takes no threshold"));
    let plan = |within: &str| {
        let rule = json!({ "id": "r", "requires": "plan-stale", "with": { "within": within } });
        let plan = json!({ "kind": "plan", "id": "old", "status": "approved",
                           "reviewed": "2026-03-01", "steps": [{ "id": "one" }] });
        found(
            &late(json!([plan, policy("p", json!([rule]))])),
            "plan-stale",
        )
        .is_some()
    };
    assert!(plan("30d") && !plan("90d"));
}

#[test]
fn a_rule_that_can_be_asked_about_nothing_is_an_error() {
    let rule = json!({ "id": "r", "requires": "exit-plan", "applies": { "kind": "servic" } });
    assert!(fault(rule).contains("did you mean `service`?"));
    let rule = json!({ "id": "r", "requires": "exit-plan", "applies": { "kind": "service" } });
    assert!(fault(rule).contains("cannot be asked about a service"));
}

#[test]
fn every_fault_of_a_policy_is_told() {
    let rules = json!([{ "id": "a", "requires": "x" }, { "id": "b", "requires": "y" }]);
    let findings = late(json!([policy("p", rules)]));
    let text = &found(&findings, "rule-unknown")
        .expect("there are two")
        .text;
    assert!(text.contains("Rule a") && text.contains("Rule b"), "{text}");
}

#[test]
fn a_rule_with_a_fault_does_not_hide_a_finding() {
    let rule = json!({ "id": "r", "requires": "no-owner", "applies": { "kind": "sevice" } });
    let findings = late(json!([policy("p", json!([rule]))]));
    assert!(found(&findings, "no-owner").is_some());
}

#[test]
fn a_policy_sets_severity_and_scope_of_a_finding() {
    let of_tier = |tier: u32, severity: &str| {
        let applies = json!({ "kind": "service", "tier": tier });
        let rule = json!({ "id": "r", "requires": "no-owner", "applies": applies,
                           "severity": severity });
        late(json!([policy("p", json!([rule]))]))
    };
    let raised = of_tier(1, "error");
    let raised = found(&raised, "no-owner").expect("it applies");
    assert_eq!(
        (raised.severity, &raised.rules[..]),
        (Severity::Error, &["policy/p#r".into()][..])
    );
    let lowered = of_tier(1, "note");
    assert_eq!(
        found(&lowered, "no-owner").expect("it applies").severity,
        Severity::Note
    );
    assert!(found(&of_tier(2, "error"), "no-owner").is_none());
}

#[test]
fn no_policy_softens_a_broken_target() {
    let soft = json!([
        { "id": "soft", "requires": "target-missed", "severity": "note" },
    ]);
    let elsewhere = json!([
        { "id": "else", "requires": "target-missed", "applies": { "kind": "activity" } },
    ]);
    let graced = json!([
        { "id": "later", "requires": "target-missed", "grace": "90d" },
    ]);
    for rules in [soft, elsewhere, graced] {
        let findings = late(json!([policy("p", rules)]));
        let missed = found(&findings, "target-missed").expect("the target is broken");
        assert_eq!(missed.severity, Severity::Error);
    }
    let rules = json!([{ "id": "r", "requires": "target-missed", "severity": "refuse" }]);
    let findings = late(json!([policy("p", rules)]));
    assert_eq!(
        found(&findings, "target-missed").expect("it is").severity,
        Severity::Refuse
    );
}

#[test]
fn of_several_policies_the_stricter_wins_and_all_are_named() {
    let asks = |id: &str, severity: &str, within: &str| {
        policy(
            id,
            json!([{ "id": "r", "requires": "review-within", "severity": severity,
                            "applies": { "kind": "service" }, "with": { "within": within } }]),
        )
    };
    for order in [["a", "b"], ["b", "a"]] {
        let findings = late(json!([
            asks(order[0], "warning", "1d"),
            asks(order[1], "error", "7d"),
        ]));
        let finding = found(&findings, "review-within").expect("it is two weeks old");
        assert_eq!(finding.severity, Severity::Error);
        assert_eq!(
            finding.text,
            "shop was not reviewed of late: 2026-05-01 is 14 days ago, 7 are allowed."
        );
        let mut rules = finding.rules.clone();
        rules.sort();
        assert_eq!(rules, ["policy/a#r", "policy/b#r"]);
    }
    let findings = late(json!([asks("a", "error", "7d"), asks("b", "error", "1d")]));
    let finding = found(&findings, "review-within").expect("it is two weeks old");
    assert!(finding.text.ends_with("1 are allowed."), "{}", finding.text);
}

#[test]
fn a_new_record_is_granted_time() {
    let asks = |grace: &str| {
        let rule = json!({ "id": "r", "requires": "owner-and-deputy", "grace": grace });
        late(json!([policy("p", json!([rule]))]))
    };
    assert!(found(&asks("30d"), "owner-and-deputy").is_none());
    assert!(
        found(&asks("14d"), "owner-and-deputy").is_none(),
        "the last day counts"
    );
    assert!(found(&asks("13d"), "owner-and-deputy").is_some());
}

#[test]
fn a_waiver_holds_with_an_approver_and_until_its_end() {
    let waived = |waiver: Value| {
        let mut all = json!({ "kind": "waiver", "id": "w", "subject": "service/shop" });
        let fields = waiver.as_object().expect("a map").clone();
        all.as_object_mut().expect("a map").extend(fields);
        let rules = json!([{ "id": "r", "requires": "owner-and-deputy" }]);
        let findings = late(json!([all, policy("p", rules)]));
        let finding = found(&findings, "owner-and-deputy").expect("it stays in the list");
        finding.waived_by.clone()
    };
    let sound = json!({ "finding": "owner-and-deputy", "approver": "role/cio",
                        "expires": "2026-05-15" });
    let with = |key: &str, value: &str| {
        let mut waiver = sound.clone();
        waiver[key] = json!(value);
        waived(waiver)
    };
    assert_eq!(waived(sound.clone()).as_deref(), Some("waiver/w"));
    assert!(with("finding", "r").is_some(), "it may name the rule");
    assert!(with("finding", "policy/p#r").is_some());
    assert!(with("subject", "shop").is_some(), "a bare id means an item");
    assert!(with("expires", "2026-05-14").is_none());
    assert!(with("finding", "no-owner").is_none());
    assert!(with("status", "in-review").is_none());
    let no_approver = json!({ "finding": "owner-and-deputy", "expires": "2026-05-15" });
    assert!(waived(no_approver).is_none());
    let endless = json!({ "finding": "owner-and-deputy", "approver": "role/cio" });
    assert!(waived(endless).is_none());
}

#[test]
fn a_waiver_of_one_rule_leaves_the_other() {
    let rules = |id: &str| policy(id, json!([{ "id": id, "requires": "owner-and-deputy" }]));
    let waiver = |rule: &str| {
        json!({ "kind": "waiver", "id": rule, "subject": "service/shop", "finding": rule,
                "approver": "role/cio", "expires": "2026-06-01" })
    };
    let one = late(json!([rules("a"), rules("b"), waiver("a")]));
    assert!(
        found(&one, "owner-and-deputy")
            .expect("it is there")
            .waived_by
            .is_none()
    );
    let both = late(json!([rules("a"), rules("b"), waiver("a"), waiver("b")]));
    assert!(
        found(&both, "owner-and-deputy")
            .expect("it is there")
            .waived_by
            .is_some()
    );
}

#[test]
fn the_policy_that_ships_gives_way_to_any_other() {
    let ships = policy(
        "mainstay-default",
        json!([{ "id": "no-owner", "requires": "no-owner" }]),
    );
    let own = policy(
        "p",
        json!([{ "id": "r", "requires": "no-owner", "severity": "note" }]),
    );
    let findings = late(json!([ships.clone(), own]));
    let finding = found(&findings, "no-owner").expect("nobody owns it");
    assert_eq!((finding.severity, finding.rules.len()), (Severity::Note, 1));
    let findings = late(json!([ships]));
    let finding = found(&findings, "no-owner").expect("nobody owns it");
    assert_eq!(finding.rules, ["policy/mainstay-default#no-owner"]);
}
