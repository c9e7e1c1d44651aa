//! A warning on the pages of what it touches, and the people to tell beside what can be done.

use continuity::access::Function;
use serde_json::{Value, json};

use crate::served::{Served, Store};

const MANAGER: Function = Function::ContinuityManager;

async fn file(served: &Served, record: &Value) {
    let kind = record["kind"].as_str().expect("a kind");
    let told = served
        .send(MANAGER, "POST", &format!("/api/v1/{kind}s"), &[], record)
        .await;
    assert_eq!(told.status, 201, "{}", told.text);
}

async fn warned() -> Served {
    let served = Served::start(Store::Sqlite).await;
    for record in [
        json!({ "kind": "person", "id": "ada", "name": "Ada <b>Quay</b>" }),
        json!({ "kind": "role", "id": "harbour", "name": "Harbour master" }),
        json!({ "kind": "site", "id": "quay", "name": "The quay",
            "location": { "lat": 54.0, "lon": 12.1 } }),
        json!({ "kind": "component", "id": "till", "site": "quay" }),
        json!({ "kind": "service", "id": "shop", "name": "Shop", "requires": ["till"] }),
        json!({ "kind": "service", "id": "apart", "name": "Apart" }),
        json!({ "kind": "hazard", "id": "surge", "sites": ["quay"], "events": ["storm surge"] }),
        json!({ "kind": "measure", "id": "walls", "name": "Flood walls", "decides": "person/ada",
            "answers": ["hazard/surge"], "effective-after": "4h" }),
    ] {
        file(&served, &record).await;
    }
    let square = json!([[
        [12.0, 53.9],
        [12.3, 53.9],
        [12.3, 54.1],
        [12.0, 54.1],
        [12.0, 53.9]
    ]]);
    let warning = json!({ "type": "FeatureCollection", "features": [{
        "id": "urn:w1", "type": "Feature",
        "geometry": { "type": "Polygon", "coordinates": square },
        "properties": { "id": "w1", "areaDesc": "Coast", "sent": "2026-06-01T00:00:00Z",
            "onset": "2098-01-01T00:00:00Z", "expires": "2099-01-01T00:00:00Z",
            "status": "Actual", "messageType": "Alert", "event": "Storm surge",
            "severity": "Severe", "certainty": "Likely", "urgency": "Expected",
            "sender": "met@example.org" } }] });
    let told = served
        .send(MANAGER, "POST", "/api/v1/warnings", &[], &warning)
        .await;
    assert!(told.status == 200 || told.status == 201, "{}", told.text);
    served
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_stands_on_the_page_of_its_site_and_of_what_stops_without_it() {
    let served = warned().await;
    let page = async |path: &str| served.get(MANAGER, path).await.text;
    let site = page("/items/site/quay").await;
    assert!(site.contains("A warning is in force here"), "{site}");
    assert!(
        site.contains("Storm surge") && site.contains("2099"),
        "{site}"
    );
    assert!(!site.contains("without which it stops"), "{site}");
    let shop = page("/items/service/shop").await;
    assert!(shop.contains("without which it stops"), "{shop}");
    let apart = page("/items/service/apart").await;
    assert!(!apart.contains("in force here"), "{apart}");
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_a_measure_stand_the_people_to_tell() {
    let served = warned().await;
    let board = served.get(MANAGER, "/api/v1/warnings").await.json();
    let id = board["warnings"][0]["id"].as_str().expect("a warning");
    let one = served
        .get(MANAGER, &format!("/api/v1/warnings/{id}"))
        .await
        .json();
    let told = &one["precautions"][0]["warn"][0];
    assert_eq!(told["party"], "person/ada", "{one}");
    assert_eq!(told["why"], "decides");
    let page = served
        .get(MANAGER, &format!("/requirements/warnings/{id}"))
        .await
        .text;
    assert!(page.contains("Tell beforehand, in this order"), "{page}");
    assert!(page.contains("Ada &lt;b&gt;Quay&lt;/b&gt;"), "{page}");
}
