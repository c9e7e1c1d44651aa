//! Conditions, each shown failing and holding on a small estate; rules with faults; the policy
//! that ships.

mod conditions;
mod edges;
mod faults;
mod people;

use serde_json::{Value, json};

use super::{ALL, Outcome, With, condition, subjects};
use crate::testing::{check, judged};

/// One condition asked about one subject: records with which it fails, and with which it holds.
struct Case {
    condition: &'static str,
    subject: &'static str,
    with: Value,
    fails: Value,
    holds: Value,
}

/// The records and a policy whose one rule requires a condition.
fn ruled(condition: &str, with: &Value, records: &Value) -> Value {
    let mut all = records.as_array().expect("an array").clone();
    let rule = json!({ "id": "r", "requires": condition, "with": with, "severity": "error" });
    all.push(json!({ "kind": "policy", "id": "p", "rules": [rule] }));
    Value::Array(all)
}

/// What a condition says of a subject.
fn outcome(name: &str, subject: &str, with: &Value, records: &Value) -> Outcome {
    judged(ruled(name, with, records), |judge| {
        let policy = judge.registers().policies.get("p").expect("it was added");
        let faulty = super::faulty(judge.registers(), policy);
        assert!(faulty.is_none(), "{faulty:?}");
        let condition = condition(name).expect("the condition exists");
        let subjects = subjects(judge, condition.kinds);
        let subject = subjects.iter().find(|it| it.reference == subject);
        let subject = subject.expect("the subject exists and is of a kind it is asked about");
        (condition.holds)(
            judge,
            subject,
            &With::new(&policy.own.rules[0], condition.with),
        )
    })
}

/// The sentence of a breach.
fn why(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Broken(finding) => &finding.text,
        other => panic!("it is not broken: {other:?}"),
    }
}

fn cases() -> Vec<Case> {
    let mut all = conditions::cases();
    all.extend(people::cases());
    all
}

#[test]
fn every_condition_is_shown_failing_and_holding() {
    let cases = cases();
    for condition in ALL {
        let shown = cases.iter().any(|case| case.condition == condition.name);
        assert!(shown, "{} has no case", condition.name);
    }
    for case in &cases {
        let (name, subject) = (case.condition, case.subject);
        let fails = outcome(name, subject, &case.with, &case.fails);
        assert!(
            matches!(fails, Outcome::Broken(_)),
            "{name} of {subject} does not fail: {fails:?}"
        );
        let holds = outcome(name, subject, &case.with, &case.holds);
        assert_eq!(holds, Outcome::Holds, "{name} of {subject}");
        let found = check(ruled(name, &case.with, &case.fails));
        let found = found
            .iter()
            .find(|it| it.code == name && it.subject == subject);
        let found = found.unwrap_or_else(|| panic!("{name} is no finding of {subject}"));
        assert_eq!(found.rules, ["policy/p#r"]);
        assert!(!found.mend.is_empty());
        let found = check(ruled(name, &case.with, &case.holds));
        assert!(
            !found
                .iter()
                .any(|it| it.code == name && it.subject == subject),
            "{name}"
        );
    }
}

#[test]
fn the_list_is_the_design_s_and_in_order() {
    let names: Vec<&str> = ALL.iter().map(|condition| condition.name).collect();
    assert!(names.is_sorted());
    assert_eq!(
        names.join(" "),
        "approved-impact capacity-enough contact-verified-within contract-promise \
         distance-at-least exclusion-approved exercise-within exit-plan hours-covered \
         immutable-copy meets-rpo meets-rto no-shared-site no-shared-supplier no-single-point \
         obligation-evidenced owner-and-deputy people-enough plan-in-force plan-tested-within \
         restored-within review-within separate-admin-domain target-set trained-within"
    );
}

#[test]
fn every_condition_explains_itself_and_its_thresholds() {
    for condition in ALL {
        let texts = [condition.demands, condition.means, condition.matters];
        assert!(
            texts.iter().all(|text| text.ends_with('.')),
            "{}",
            condition.name
        );
        let kinds = condition.kinds.iter();
        for kind in kinds {
            assert!(
                record::kinds::about(kind).is_some(),
                "{}: {kind}",
                condition.name
            );
        }
        for key in condition.with {
            assert!(!key.means.is_empty());
            let Some(default) = key.default else { continue };
            let rule = json!({ key.name: default });
            let rule = if default.parse::<f64>().is_ok() || default == "true" || default == "false"
            {
                json!({ key.name: serde_json::from_str::<Value>(default).expect("a scalar") })
            } else {
                rule
            };
            let with = ruled(condition.name, &rule, &json!([]));
            let found = check(with);
            let faulty = found.iter().find(|it| it.code == "rule-unknown");
            assert!(faulty.is_none(), "{}: {faulty:?}", condition.name);
        }
    }
}
