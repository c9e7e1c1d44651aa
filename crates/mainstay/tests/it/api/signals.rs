//! Monitors at the doors: what is too deep, too much, from a wrong clock or of nothing known.

use continuity::access::Function::{Administrator, Monitor, Reader};
use serde_json::{Value, json};

use crate::served::{Served, Store};

const DOOR: &str = "/api/v1/signals/alertmanager";

fn firing(labels: &Value, since: &str, print: &str) -> Value {
    json!({ "status": "firing", "labels": labels, "startsAt": since, "fingerprint": print })
}

async fn post(served: &Served, body: &Value) -> crate::served::Told {
    served.send(Monitor, "POST", DOOR, &[], body).await
}

#[tokio::test]
async fn what_attacks_is_refused_and_what_is_strange_is_kept() {
    let served = Served::start(Store::Sqlite).await;
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let told = post(
        &served,
        &json!({ "version": "4", "alerts": [], "deep": deep }),
    )
    .await;
    assert!(told.status.is_client_error(), "{}", told.text);
    let wide: Vec<Value> = vec![json!({}); 200_000];
    let told = post(&served, &json!({ "version": "4", "alerts": wide })).await;
    assert!(told.status.is_client_error(), "{}", told.text);
    let told = post(&served, &json!({ "alerts": "all of them" })).await;
    assert!(told.status.is_client_error(), "{}", told.text);

    let alerts = [
        firing(
            &json!({ "alertname": "Ahead", "service": "shop" }),
            "2199-01-01T00:00:00Z",
            "1",
        ),
        firing(
            &json!({ "alertname": "Odd", "service": "../../etc\u{7}\u{202e}" }),
            "nonsense",
            "2",
        ),
        firing(
            &json!({ "alertname": "Nothing" }),
            "2026-06-01T00:00:00Z",
            "3",
        ),
    ];
    let told = post(&served, &json!({ "version": "4", "alerts": alerts })).await;
    assert_eq!(told.status, 200, "{}", told.text);
    let heard = told.json();
    assert_eq!(
        heard["signals"].as_array().map(Vec::len),
        Some(2),
        "{heard}"
    );
    let remarks = heard["remarks"].to_string();
    assert!(
        remarks.contains("Nothing") && remarks.contains("startsAt"),
        "{remarks}"
    );
    let margin = served.get(Reader, "/api/v1/margin").await.json();
    let signals = margin["signals"].as_array().expect("a list");
    assert_eq!(signals.len(), 2);
    assert!(
        signals.iter().all(|it| it["standing"] == "unplaced"),
        "{margin}"
    );
    let ahead = signals.iter().find(|it| it["of"] == "shop");
    assert_eq!(ahead.expect("it is kept")["clock_ahead"], true);
    let found = served.get(Administrator, "/api/v1/check").await.json();
    let findings = found["findings"].as_array().expect("a list");
    let unresolved = findings
        .iter()
        .filter(|it| it["code"] == "unresolved-reference");
    assert_eq!(unresolved.count(), 2, "what cannot be placed is a finding");
}
