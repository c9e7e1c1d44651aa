//! Two who judge the same thing are shown side by side, never mixed.

use serde_json::{Value, json};

use super::{Agreement, ConditionViews, approved, conditions};
use crate::initiation::policy_in_force::policy_in_force;
use crate::testing::registers;

const HOUR: i64 = 3_600;

fn judged(mut records: Vec<Value>) -> Vec<ConditionViews> {
    records.push(json!({ "kind": "policy", "id": "p", "impact-scale": { "intolerable": 3 } }));
    let registers = registers(Value::Array(records));
    let activity = registers.activities.get("pay").expect("it is there");
    let impacts = approved(&registers).remove("pay").unwrap_or_default();
    conditions(activity, impacts, &policy_in_force(&registers))
}

fn pay(targets: Value, peaks: Value) -> Value {
    json!({ "kind": "activity", "id": "pay", "targets": targets, "peaks": peaks })
}

fn impact(id: &str, who: Option<&str>, when: Option<&str>, levels: [u32; 4]) -> Value {
    let mut all = json!({ "kind": "impact", "id": id, "status": "approved", "activity": "pay",
        "after": ["1h", "4h", "8h", "24h"], "levels": { "legal": levels } });
    for (field, value) in [("respondent", who), ("when", when)] {
        if let Some(value) = value {
            all[field] = value.into();
        }
    }
    all
}

#[test]
fn two_who_differ_are_a_range_until_the_owner_declares_one() {
    let both = || {
        vec![
            impact("a", Some("Ana"), None, [0, 1, 3, 3]),
            impact("b", Some("Ben"), None, [0, 1, 2, 2]),
        ]
    };
    let mut records = both();
    records.push(pay(json!({}), json!([])));
    let all = judged(records);
    let normal = &all[0];
    assert_eq!(all.len(), 1);
    assert_eq!(normal.agreement, Agreement::Undecided);
    assert_eq!(normal.least_seconds, Some(8 * HOUR));
    assert_eq!(normal.greatest_seconds, None, "Ben says never");
    assert_eq!(normal.never_within_seconds, Some(24 * HOUR));
    assert_eq!(normal.mtpd_seconds(), Some(8 * HOUR), "the least counts");
    let by: Vec<&str> = normal.views.iter().map(|view| view.by()).collect();
    assert_eq!(by, ["Ana", "Ben"]);
    assert_eq!(normal.views[0].last_tolerable_seconds, 4 * HOUR);
    assert_eq!(normal.views[0].category.as_deref(), Some("legal"));

    let mut records = both();
    records.push(pay(json!({ "mtpd": "24h" }), json!([])));
    let decided = &judged(records)[0];
    assert_eq!(decided.agreement, Agreement::Decided);
    assert_eq!(decided.mtpd_seconds(), Some(24 * HOUR));
    assert!(decided.differs() && !decided.declared_beyond());
}

#[test]
fn each_condition_is_compared_by_itself() {
    let all = judged(vec![
        pay(json!({}), json!([{ "name": "month-end", "mtpd": "30h" }])),
        impact("a", Some("Ana"), Some("normal"), [0, 1, 2, 3]),
        impact("b", Some("Ana"), Some("month-end"), [0, 3, 3, 3]),
        impact("c", Some("Ben"), Some("month-end"), [0, 0, 3, 3]),
        impact("d", None, Some("yule"), [3, 3, 3, 3]),
    ]);
    let told: Vec<(&str, bool, Agreement, Option<i64>)> = all
        .iter()
        .map(|it| (it.when.as_str(), it.known, it.agreement, it.mtpd_seconds()))
        .collect();
    assert_eq!(
        told,
        [
            ("normal", true, Agreement::One, Some(24 * HOUR)),
            ("month-end", true, Agreement::Decided, Some(30 * HOUR)),
            ("yule", false, Agreement::One, Some(HOUR)),
        ]
    );
    assert_eq!(all[1].least_seconds, Some(4 * HOUR));
    assert_eq!(all[1].greatest_seconds, Some(8 * HOUR));
    assert!(all[1].declared_beyond(), "30 h is more than anyone bears");
    assert!(all[2].views[0].at_once() && !all[0].views[0].at_once());
    assert_eq!(all[2].views[0].by(), "impact/d");
}

#[test]
fn who_judged_the_first_hours_alone_contradicts_nobody() {
    let mut short = impact("b", Some("Ben"), None, [0, 1, 2, 2]);
    short["after"] = json!(["1h", "2h", "3h", "4h"]);
    let all = judged(vec![
        pay(json!({}), json!([])),
        impact("a", Some("Ana"), None, [0, 1, 3, 3]),
        short.clone(),
    ]);
    assert_eq!(
        all[0].agreement,
        Agreement::Agreed,
        "tolerable up to 4 h says both"
    );
    short["after"] = json!(["1h", "2h", "3h", "8h"]);
    let all = judged(vec![
        pay(json!({}), json!([])),
        impact("a", Some("Ana"), None, [0, 1, 3, 3]),
        short,
    ]);
    assert_eq!(all[0].agreement, Agreement::Undecided, "at 8 h they differ");
}

#[test]
fn drafts_and_others_are_the_callers_choice_and_nobody_is_nobody() {
    let mut draft = impact("b", None, None, [3, 3, 3, 3]);
    draft["status"] = json!("draft");
    let all = judged(vec![pay(json!({}), json!([])), draft]);
    assert_eq!(all[0].agreement, Agreement::Unjudged);
    assert_eq!(all[0].mtpd_seconds(), None);
    let all = judged(vec![
        pay(json!({}), json!([])),
        impact("a", None, None, [0, 0, 3, 3]),
        impact("b", None, None, [0, 1, 3, 4]),
    ]);
    assert_eq!(all[0].agreement, Agreement::Agreed);
}
