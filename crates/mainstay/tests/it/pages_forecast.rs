//! The page of what may come, on a real server: its figures are those of the answer, a belief is
//! tried without a record, a forecast is kept and held against what comes.

use continuity::access::Function::{self, Administrator, Reader};
use serde_json::{Value, json};

use crate::served::{Served, Store, Told, told};

const PAGE: &str = "/requirements/forecast";

async fn post(served: &Served, who: Function, path: &str, fields: &str) -> Told {
    let request = served.ask(Some(who), "POST", path).body(fields.to_string());
    let form = "application/x-www-form-urlencoded";
    told(request.header("content-type", form)).await
}

async fn file(served: &Served, plural: &str, record: Value) {
    let body = record.to_string();
    let request = served.ask(Some(Administrator), "POST", &format!("/api/v1/{plural}"));
    let answer = told(
        request
            .header("content-type", "application/json")
            .body(body),
    )
    .await;
    assert!(answer.status.is_success(), "{}", answer.text);
}

/// A site with a flood that came twice in five years, and a storm of forty Septembers.
async fn coast() -> Served {
    let served = Served::start(Store::Sqlite).await;
    let site =
        json!({ "kind": "site", "id": "ams1", "name": "Amsterdam <1>", "status": "approved" });
    file(&served, "sites", site).await;
    for (id, window) in [("flood", "2016-01-01"), ("storm", "1981-01-01")] {
        let hazard = json!({ "kind": "hazard", "id": id, "name": id, "status": "approved",
            "prior": { "events": 1, "years": 20 }, "sites": ["ams1"],
            "observed": { "from": window, "to": "2020-12-31" } });
        file(&served, "hazards", hazard).await;
    }
    let mut struck = vec![
        ("flood", "2017-03-01".to_string()),
        ("flood", "2019-03-01".to_string()),
    ];
    struck.extend((1981..=2020).map(|year| ("storm", format!("{year}-09-10"))));
    for (hazard, day) in struck {
        let it = json!({ "kind": "occurrence", "id": format!("{hazard}-{day}"),
            "status": "approved", "hazard": hazard, "site": "ams1", "at": day });
        file(&served, "occurrences", it).await;
    }
    served
}

#[tokio::test]
async fn the_page_says_what_the_answer_says() {
    let served = coast().await;
    let page = served.get(Reader, &format!("{PAGE}?within=365d")).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let answer = served
        .get(Reader, "/api/v1/forecast?within=365d")
        .await
        .json();
    let hazards = answer["sites"][0]["hazards"].as_array().expect("hazards");
    assert_eq!(hazards.len(), 2);
    for hazard in hazards {
        let says = hazard["says"].as_str().expect("a sentence");
        assert!(page.text.contains(says), "{says}");
    }
    let brier = answer["score"]["brier"].as_f64().expect("a score");
    assert!(page.text.contains(&format!("{brier:.5}")), "{brier}");
    assert!(
        page.text.contains("Amsterdam &lt;1&gt;"),
        "names are never markup"
    );
    assert!(
        page.text.contains("about once in 8.3 years"),
        "TV-36 on the page"
    );
}

#[tokio::test]
async fn a_belief_is_tried_and_no_record_changes() {
    let served = coast().await;
    let before = served.get(Administrator, "/api/v1/journal").await.text;
    let tried = format!("{PAGE}?within=365d&hazard=flood&events=10&years=5");
    let page = served.get(Reader, &tried).await;
    // (10 + 2) events in (5 + 5) years.
    assert!(page.text.contains("Tried out"), "{}", page.text);
    assert!(page.text.contains("1.2000 (one in twenty"), "{}", page.text);
    assert_eq!(
        served.get(Administrator, "/api/v1/journal").await.text,
        before
    );
    let wrong = served
        .get(
            Reader,
            &format!("{PAGE}?within=never&hazard=nope&events=-1"),
        )
        .await;
    assert_eq!(wrong.status, 422);
    for part in [
        "No hazard is called so.",
        "A number above zero.",
        "value=\"-1\"",
    ] {
        assert!(wrong.text.contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_forecast_is_kept_once_by_those_who_may() {
    let served = coast().await;
    let refused = post(&served, Reader, PAGE, "within=30d").await;
    assert_eq!(refused.status, 403);
    let reader = served.get(Reader, PAGE).await;
    assert!(!reader.text.contains("Keep the forecast of today"));
    let kept = post(&served, Administrator, PAGE, "within=30d").await;
    assert_eq!(kept.status, 303, "{}", kept.text);
    let answer = served.get(Reader, "/api/v1/forecasts").await.json();
    assert_eq!(
        (answer["kept"].as_u64(), answer["open"].as_u64()),
        (Some(2), Some(2))
    );
    assert_eq!(answer["score"], Value::Null);
    let page = served.get(Reader, PAGE).await;
    assert!(
        page.text.contains("2 were kept: 2 are still open"),
        "{}",
        page.text
    );
}
