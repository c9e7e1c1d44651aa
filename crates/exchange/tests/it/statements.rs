//! What monitors say, read: messages written from their published interfaces, attacks, and names
//! that nothing answers to.

use exchange::import::statement::{Hearing, Statement};
use exchange::import::{File, alertmanager, by_name, kubernetes_readiness, pagerduty};
use record::kinds::Record;
use record::node::Node;
use record::operation::Signal;
use record::value::Moment;

use crate::mutate;

const MESSAGE: &str = r#"{
  "version": "4", "groupKey": "{}:{}", "truncatedAlerts": 3, "status": "firing", "receiver": "r",
  "externalURL": "http://alertmanager.example",
  "alerts": [
    { "status": "firing", "labels": { "alertname": "Down", "severity": "critical", "instance": "db-1.example:9100" },
      "annotations": { "summary": "gone" }, "startsAt": "2026-06-01T10:00:00Z",
      "endsAt": "0001-01-01T00:00:00Z", "fingerprint": "aa" },
    { "status": "resolved", "labels": { "alertname": "Slow", "severity": "warning", "mainstay": "service/shop" },
      "startsAt": "2026-06-01T09:00:00Z", "endsAt": "2026-06-01T09:30:00Z", "fingerprint": "bb" },
    { "status": "firing", "labels": { "alertname": "Watchdog" }, "startsAt": "2026-06-01T09:00:00Z", "fingerprint": "cc" },
    { "status": "firing", "labels": { "alertname": "Strange", "service": "Nobody Knows Me" },
      "startsAt": "2099-01-01T00:00:00Z", "fingerprint": "dd" }
  ] }"#;

fn node(text: &str) -> Node {
    exchange::read::json::read(text, 1, 100_000).expect("it is JSON")
}

fn heard<T>(read: impl FnOnce(&Hearing<'_>) -> T) -> T {
    let now = exchange::import::statement::moment("2026-06-01T11:00:00Z").expect("an instant");
    let place = |name: &str| match name {
        "db-1" => Some("component/db-1".to_string()),
        "service/shop" | "shop" => Some("service/shop".to_string()),
        _ => None,
    };
    read(&Hearing {
        sender: "probe",
        now: Some(&now),
        place: &place,
    })
}

fn signals(records: &[Record]) -> Vec<&Signal> {
    let signal = |record: &'_ Record| match record {
        Record::Signal(_) => true,
        _ => panic!("{} is no signal", record.reference()),
    };
    let all = records.iter().filter(|record| signal(record));
    all.map(|record| match record {
        Record::Signal(signal) => &signal.own,
        _ => unreachable!("it was looked at"),
    })
    .collect()
}

#[test]
fn a_message_of_alertmanager_is_signals_and_what_is_missing_is_said() {
    let read = heard(|hearing| alertmanager::read(&node(MESSAGE), hearing));
    let read = read.expect("it is a message");
    let told = signals(&read.records);
    let names: Vec<&str> = told.iter().map(|it| &*it.of.text).collect();
    // The host of an address is found; what nothing answers to is kept as it was called.
    assert_eq!(names, ["component/db-1", "service/shop", "nobody-knows-me"]);
    let says: Vec<&str> = told
        .iter()
        .filter_map(|it| Some(it.says?.as_str()))
        .collect();
    assert_eq!(says, ["down", "degraded", "down"]);
    let end = told[1].until.as_ref().map(Moment::to_string);
    assert_eq!(end.as_deref(), Some("2026-06-01T09:30:00Z"));
    assert!(told[0].until.is_none() && told[2].until.is_none());
    let remarks = read.remarks.join("\n");
    assert!(remarks.contains("left out 3 alerts"), "{remarks}");
    assert!(
        remarks.contains("Watchdog: no label names what it is about"),
        "{remarks}"
    );
}

#[test]
fn the_same_alert_is_the_same_signal_and_two_senders_are_two() {
    let id = |sender: &str, key: &str| Statement::id("alertmanager", sender, key);
    assert_eq!(id("a", "x"), id("a", "x"));
    assert_ne!(id("a", "x"), id("b", "x"));
    assert_ne!(
        id("a", "x/y"),
        id("a", "x-y"),
        "keys that look alike are two"
    );
    assert!(record::link::is_id(&id("Ä b", "\u{202e}//..")));
}

#[test]
fn an_event_of_pagerduty_tells_all_that_is_wrong_at_once_and_keeps_no_key() {
    let wrong = node(
        r#"{ "routing_key": "secret", "event_action": "trigger", "payload": { "severity": "bad" } }"#,
    );
    let errors = pagerduty::read(&wrong).expect_err("it is wrong");
    assert_eq!(errors.len(), 3, "{errors:?}");
    let right = node(
        r#"{ "routing_key": "secret", "event_action": "trigger",
             "payload": { "summary": "Dead", "source": "db-1", "severity": "critical",
                          "timestamp": "2026-06-01T10:00:00Z" } }"#,
    );
    let event = pagerduty::read(&right).expect("it is right");
    assert!(!event.dedup_key.is_empty());
    assert!(!format!("{event:?}").contains("secret"));
    let again = pagerduty::read(&right).expect("it is right");
    assert_eq!(
        event.dedup_key, again.dedup_key,
        "a repetition has the same key"
    );
}

#[test]
fn a_cluster_says_what_is_ready() {
    let text = r#"{ "apiVersion": "v1", "kind": "List", "items": [
      { "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "shop", "namespace": "x" },
        "spec": { "replicas": 3 }, "status": { "readyReplicas": 1 } },
      { "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "idle" }, "spec": { "replicas": 0 } },
      { "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "shop-1", "ownerReferences": [{ "kind": "ReplicaSet" }] },
        "status": { "conditions": [{ "type": "Ready", "status": "False" }] } },
      { "apiVersion": "v1", "kind": "Node", "metadata": { "name": "db-1" },
        "status": { "conditions": [{ "type": "Ready", "status": "Unknown", "lastTransitionTime": "2026-06-01T10:00:00Z" }] } },
      { "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "s" } } ] }"#;
    let read = heard(|hearing| kubernetes_readiness::read(&node(text), hearing));
    let read = read.expect("it is a list");
    let told = signals(&read.records);
    let pairs: Vec<(&str, &str)> = told
        .iter()
        .filter_map(|it| Some((&*it.of.text, it.says?.as_str())))
        .collect();
    assert_eq!(
        pairs,
        [("service/shop", "degraded"), ("component/db-1", "down")]
    );
    assert_eq!(read.remarks.len(), 3, "{:?}", read.remarks);
}

#[test]
fn results_of_backups_say_how_new_a_copy_is_and_not_that_data_is_down() {
    let text = r#"[{ "dataset": "orders", "at": "site/ams2", "job": "nightly", "result": "ok",
        "newest-point": "2026-06-01T03:00:00Z", "lag": "45s", "took": "2h5m", "verified": "restored",
        "heard": "2026-06-01T05:10:00Z", "weather": "fine" }]"#;
    let import = by_name("protection-results").expect("it is known");
    let file = File {
        name: "results.json",
        bytes: text.as_bytes(),
    };
    let read = import(&[file]);
    assert!(read.complaints.is_empty(), "{:?}", read.complaints);
    let told = signals(&read.records);
    assert!(told[0].says.is_none());
    assert_eq!(told[0].took.map(|it| it.0), Some(7_500));
    assert_eq!(told[0].lag.map(|it| it.0), Some(45));
    assert_eq!(
        told[0].text.as_deref(),
        Some("result ok, verified: restored")
    );
    assert!(read.remarks[0].contains("weather"), "{:?}", read.remarks);
}

/// What a file of a monitor speaks of is found among the records as at the door: by id, by `also`,
/// by the host of an address, by the next name where the first leads nowhere. Two of a name are
/// none.
#[test]
fn signals_of_a_file_find_the_items_they_mean() {
    use exchange::import::change::change;
    let records = "kind: service\nid: shop\nalso: [web-shop, Frontend]\n---\n\
                   kind: component\nid: db-1\nalso: [both]\n---\n\
                   kind: component\nid: db-2\nalso: [both]\n---\n\
                   kind: dataset\nid: orders\nalso: [orders-prod]\n---\n\
                   kind: site\nid: ams2\nalso: [Amsterdam 2]\n";
    let mut registers = record::kinds::Registers::default();
    for record in exchange::import::mainstay::import(&[File {
        name: "own.yaml",
        bytes: records.as_bytes(),
    }])
    .records
    {
        registers.file(record).expect("ids are unique");
    }
    let read = |format: &str, text: &str| {
        let import = by_name(format).expect("it is known");
        let change = change(
            import(&[File {
                name: "a.json",
                bytes: text.as_bytes(),
            }]),
            &registers,
        );
        let signals = signals(&change.added);
        let of: Vec<String> = signals.iter().map(|it| it.of.text.to_string()).collect();
        let copy = signals
            .first()
            .and_then(|it| Some(it.copy_at.as_ref()?.text.to_string()));
        (of, copy, change.remarks.join("\n"))
    };
    let deployment = |name: &str, app: &str| {
        format!(
            r#"{{ "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {{ "name": "{name}",
            "labels": {{ "app": "{app}" }} }}, "spec": {{ "replicas": 1 }}, "status": {{}} }}"#
        )
    };
    let list = [
        deployment("web-shop", "x"),
        deployment("web-77f", "Frontend"),
        deployment("both", "both"),
        deployment("stranger", "nobody"),
    ];
    let text = format!(
        r#"{{ "apiVersion": "v1", "kind": "List", "items": [{}] }}"#,
        list.join(",")
    );
    let (of, _, remarks) = read("kubernetes-readiness", &text);
    assert_eq!(of, ["service/shop", "service/shop", "both", "stranger"]);
    assert!(remarks.contains("web-77f for service/shop"), "{remarks}");
    let result = r#"{ "dataset": "orders-prod", "at": "Amsterdam 2", "job": "n", "lag": "5s" }"#;
    let (of, copy, _) = read("protection-results", result);
    assert_eq!(
        (of[0].as_str(), copy.as_deref()),
        ("dataset/orders", Some("site/ams2"))
    );
    let (of, ..) = read("alertmanager", MESSAGE);
    assert_eq!(of, ["component/db-1", "service/shop", "nobody-knows-me"]);
}

#[test]
fn no_mutation_of_what_monitors_say_makes_a_reader_panic_and_bombs_are_refused() {
    for format in [
        "alertmanager",
        "pagerduty",
        "kubernetes-readiness",
        "protection-results",
    ] {
        let import = by_name(format).expect("it is known");
        mutate::never_panics(&[("all.json", MESSAGE.as_bytes())], import);
        mutate::bombs_are_refused("all.json", import);
    }
}
