//! Conditions, each shown failing and holding on a small estate.

use serde_json::json;

use crate::testing::check;

#[test]
fn a_rule_of_a_policy_finds_what_it_requires() {
    let records = json!([
        { "kind": "service", "id": "shop" },
        { "kind": "policy", "id": "p", "rules": [
            { "id": "targets", "requires": "target-set", "severity": "error" }
        ] },
    ]);
    let found = check(records);
    assert!(
        found
            .iter()
            .any(|it| it.code == "target-set" && it.rules == ["policy/p#targets"])
    );
}
