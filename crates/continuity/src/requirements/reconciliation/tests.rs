//! The skew of a consistency group and the work it makes: TV-14 with flows.

use serde_json::{Value as Json, json};

use super::GroupSkew;
use crate::requirements::recovery_targets::recovery_targets;
use crate::standpoint::Standpoint;
use crate::testing::{instant, registers};

/// Orders come back to 15 minutes before, customers to 50; what differs is put right by hand.
fn ledger(orders: Json, customers: Json) -> Json {
    let member = |id: &str, every: &str, more: Json| {
        let mut record = json!({ "kind": "dataset", "id": id, "consistency-group": "ledger",
            "protection": [{ "method": "log-shipping", "at": "site/there", "every": every }] });
        let fields = more.as_object().expect("fields").clone();
        record.as_object_mut().expect("a record").extend(fields);
        record
    };
    json!([
        { "kind": "site", "id": "here" }, { "kind": "site", "id": "there" },
        { "kind": "activity", "id": "a", "targets": { "mtpd": "24h", "wrt": "1h" }, "requires": ["s"] },
        { "kind": "service", "id": "s", "requires": ["db"] },
        { "kind": "component", "id": "db", "site": "here", "holds": ["orders", "customers"] },
        member("orders", "15m", orders),
        member("customers", "50m", customers),
    ])
}

fn skews(records: Json) -> Vec<GroupSkew> {
    let registers = registers(records);
    let standpoint = Standpoint::new(&registers, instant("2026-06-08T10:00:00Z"));
    recovery_targets(&standpoint).points.skews
}

#[test]
fn work_is_the_flow_times_the_time_between_the_two_points() {
    let flows = json!({ "changes": "120/h", "reconciles": "60/h" });
    let found = skews(ledger(
        flows,
        json!({ "changes": "10/h", "reconciles": "60/h" }),
    ));
    let [skew] = &found[..] else {
        panic!("one group: {found:?}")
    };
    assert_eq!(skew.members, ["dataset/customers", "dataset/orders"]);
    let site = &skew.modes[1];
    assert_eq!((site.mode, site.oldest_seconds), ("site", Some(50 * 60)));
    let [ahead] = &site.ahead[..] else {
        panic!(
            "the oldest itself has nothing to put right: {:?}",
            site.ahead
        )
    };
    assert_eq!(
        (&*ahead.dataset, ahead.back_seconds, ahead.ahead_seconds),
        ("dataset/orders", 900, 2_100)
    );
    // 35 minutes at 120 an hour are 70; at 60 an hour they take 70 minutes.
    assert_eq!((ahead.changes, site.takes_seconds), (70.0, Some(4_200)));
    // Nothing survives someone who destroys it: there is no point to be ahead of.
    assert_eq!(
        (skew.modes[3].oldest_seconds, skew.modes[3].takes_seconds),
        (None, None)
    );
}

#[test]
fn how_fast_it_is_put_right_may_be_unknown_and_is_never_zero() {
    let found = skews(ledger(json!({ "changes": "120/h" }), json!({})));
    let site = &found[0].modes[1];
    assert_eq!((site.ahead[0].changes, site.takes_seconds), (70.0, None));
    let stands = json!({ "changes": "120/h", "reconciles": "0/h" });
    assert_eq!(
        skews(ledger(stands, json!({})))[0].modes[1].takes_seconds,
        None
    );
    let still = json!({ "changes": "0/h", "reconciles": "0/h" });
    assert_eq!(
        skews(ledger(still, json!({})))[0].modes[1].takes_seconds,
        Some(0)
    );
}

#[test]
fn a_group_that_says_nothing_of_changes_has_no_skew() {
    assert_eq!(skews(ledger(json!({}), json!({}))), []);
    // Who comes back to the oldest point alone has nothing to put right.
    let oldest = skews(ledger(json!({}), json!({ "changes": "10/h" })));
    assert_eq!(
        (
            oldest[0].modes[1].ahead.len(),
            oldest[0].modes[1].takes_seconds
        ),
        (0, Some(0))
    );
}

#[test]
fn the_activity_above_has_it_beside_its_work_recovery_time() {
    let flows = json!({ "changes": "120/h", "reconciles": "60/h" });
    let registers = registers(ledger(flows, json!({})));
    let standpoint = Standpoint::new(&registers, instant("2026-06-08T10:00:00Z"));
    let targets = recovery_targets(&standpoint);
    let item = |name: &str| standpoint.estate.ask(name).expect("an item");
    let row = targets.row(&standpoint, item("a"), usize::MAX);
    let work = row.catching_up.expect("there is work");
    assert_eq!(
        (work.wrt_seconds, work.takes_seconds),
        (Some(3_600), Some(4_200))
    );
    assert_eq!(
        row.rto_required_seconds,
        Some(23 * 3_600),
        "no target moves"
    );
    let row = targets.row(&standpoint, item("orders"), usize::MAX);
    assert_eq!(row.skew.map(|it| it.group).as_deref(), Some("ledger"));
}
