//! A rule of severity `refuse` refuses with its own sentence, and only what breaks it anew.

use serde_json::json;

use super::story::{Story, made, operator};
use crate::command::Command;

#[test]
fn a_rule_refuses_what_would_break_it() {
    let mut story = Story::new();
    let operator = operator();
    story.file(
        &operator,
        json!({ "kind": "service", "id": "old", "tier": 1 }),
    );
    let policy = json!({ "kind": "policy", "id": "ours", "rules": [{
        "id": "owned", "says": "Every tier 1 service has a target.",
        "applies": { "kind": "service", "tier": 1 },
        "requires": "target-set", "severity": "refuse",
    }] });
    // What is broken already does not hinder the rule itself.
    assert_eq!(story.file(&operator, policy), "filed");
    let refused = story.file(
        &operator,
        json!({ "kind": "service", "id": "new", "tier": 1 }),
    );
    assert!(
        refused.starts_with("rule: Every tier 1 service has a target. (service/new: "),
        "{refused}"
    );
    let good = json!({ "kind": "service", "id": "new", "tier": 1, "targets": { "rto": "4h" } });
    assert_eq!(story.file(&operator, good), "filed");
    let worse = json!({ "kind": "service", "id": "new", "tier": 1 });
    let import = Command::Import {
        source: "x".into(),
        records: vec![made(worse)],
        seen: None,
    };
    assert!(story.tell(&operator, import).starts_with("rule: "));
    // One that was broken before may be changed in other ways.
    let renamed = json!({ "kind": "service", "id": "old", "tier": 1, "name": "Old" });
    assert_eq!(story.amend(&operator, renamed), "amended");
}
