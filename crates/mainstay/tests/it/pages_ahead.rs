//! The page of what we will miss, its arithmetic, its files and the action made of a row, on a real
//! server whose records run out relative to today.

use continuity::access::Function;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;

use crate::served::{Served, Store, Told, told};

const MANAGER: Function = Function::ContinuityManager;
const READER: Function = Function::Reader;

fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
}

fn ahead(days: i32) -> String {
    today().saturating_add(days.days()).to_string()
}

async fn served() -> Served {
    let served = Served::start(Store::Sqlite).await;
    for record in [
        json!({ "kind": "component", "id": "tls", "name": "Shop <b>certificate</b>",
            "class": "certificate", "expires": ahead(40) }),
        json!({ "kind": "component", "id": "token", "class": "certificate" }),
        json!({ "kind": "component", "id": "erp", "licence-until": ahead(-3) }),
        json!({ "kind": "component", "id": "san" }),
    ] {
        file(&served, &record).await;
    }
    served
}

async fn file(served: &Served, record: &serde_json::Value) {
    let kind = record["kind"].as_str().expect("a kind");
    let told = served
        .send(MANAGER, "POST", &format!("/api/v1/{kind}s"), &[], record)
        .await;
    assert_eq!(told.status, 201, "{}", told.text);
}

async fn page(served: &Served, path: &str) -> String {
    let told = served.get(READER, path).await;
    assert_eq!(told.status, 200, "{path}: {}", told.text);
    told.text
}

async fn post(served: &Served, who: Function, path: &str, body: &str) -> Told {
    let request = served.ask(Some(who), "POST", path).body(body.to_owned());
    let form = "application/x-www-form-urlencoded";
    told(request.header("content-type", form)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_out_is_listed_with_its_day_and_its_arithmetic() {
    let served = served().await;
    let html = page(&served, "/requirements/ahead").await;
    assert!(html.contains("Shop &lt;b&gt;certificate&lt;/b&gt;"));
    assert!(!html.contains("<b>certificate"), "a name is no markup");
    assert!(html.contains(&ahead(40)) && html.contains(&ahead(26)));
    assert!(html.contains("Missed already") && html.contains("licence of erp ended"));
    assert!(html.contains("No record says until when component/token is valid"));
    let near = page(&served, "/requirements/ahead?within=20").await;
    assert!(
        !near.contains("certificate&lt;"),
        "neither begun nor missed by then"
    );
    let begun = page(&served, "/requirements/ahead?within=30").await;
    assert!(
        begun.contains("certificate&lt;"),
        "its mend must begin by then"
    );
    let of = page(&served, "/requirements/ahead?what=licence").await;
    assert!(of.contains("erp") && !of.contains("certificate&lt;"));
    let one = page(&served, "/requirements/ahead/certificate.component.tls").await;
    assert!(one.contains("as it is written") && one.contains("our judgement"));
    assert!(
        !one.contains("<form method=\"post\" action=\"/requirements"),
        "a reader files none"
    );
    let home = page(&served, "/").await;
    assert!(home.contains("What we will miss next"));
    assert!(home.contains("/requirements/ahead/certificate.component.tls"));
    let gone = served
        .get(READER, "/requirements/ahead/certificate.component.none")
        .await;
    assert_eq!(gone.status, 404);
    assert_eq!(
        told(served.ask(None, "GET", "/requirements/ahead"))
            .await
            .status,
        303
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_say_the_same_and_keep_their_ids() {
    let served = served().await;
    let csv = page(&served, "/requirements/ahead.csv").await;
    let row = "certificate.component.tls,component/tls,";
    assert!(csv.contains(row) && csv.contains(&ahead(40)), "{csv}");
    let days = page(&served, "/requirements/ahead.ics").await;
    assert!(days.starts_with("BEGIN:VCALENDAR\r\n") && days.ends_with("END:VCALENDAR\r\n"));
    let ids = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with("UID:"));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(ids(&days).len(), 2, "begin and missed: {days}");
    let again = page(&served, "/requirements/ahead.ics").await;
    assert_eq!(ids(&days), ids(&again));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_becomes_an_action_and_faults_keep_what_was_typed() {
    let served = served().await;
    let path = "/requirements/ahead/certificate.component.tls";
    let wrong = post(&served, MANAGER, path, "text=Renew+it+now&due=soon&owner=").await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    assert!(
        wrong.text.contains("Renew it now"),
        "what was typed is kept"
    );
    let body = format!("text=Renew+it+now&due={}&owner=role/head", ahead(20));
    let done = post(&served, MANAGER, path, &body).await;
    assert_eq!(done.status, 303, "{}", done.text);
    let after = done.header("location").to_owned();
    assert!(
        after.contains("/records/actions/certificate.component.tls"),
        "{after}"
    );
    let record = page(&served, &after).await;
    assert!(record.contains("Renew it now"));
    let one = page(&served, path).await;
    assert!(one.contains("Done about it already"));
    let refused = post(&served, READER, path, &body).await;
    assert_eq!(refused.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_monitors_said_before_leads_to_a_day() {
    let served = served().await;
    let mut seen = String::new();
    for (index, used) in [(3, "80%"), (2, "82%"), (1, "84%"), (0, "86%")] {
        let heard = ahead(-index);
        let signal = json!({ "kind": "signal", "id": "room", "of": "component/san",
            "heard": heard, "used": used });
        let (verb, path) = match index {
            3 => ("POST", "/api/v1/signals"),
            _ => ("PUT", "/api/v1/signals/room"),
        };
        let headers = [("if-match", seen.as_str())];
        let headers = if seen.is_empty() { &[][..] } else { &headers };
        let told = served.send(MANAGER, verb, path, headers, &signal).await;
        assert!(told.status.is_success(), "{}", told.text);
        seen = told.header("etag").to_owned();
    }
    let one = page(&served, "/requirements/ahead/capacity.component.san").await;
    // Two percent a day from 86: the 95 are passed on the fifth day, counted from noon or later.
    assert!(one.contains("changes by 2.00% a day"), "{one}");
    assert!(one.contains(&ahead(4)), "{one}");
}
