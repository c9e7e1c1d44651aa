//! Records over HTTP: filed, read, changed, approved, retired, listed, and seen as they were.

use continuity::access::Function::{
    Administrator, ContinuityManager, Reader, ServiceOwner, SupplierManager,
};
use serde_json::{Value, json};

use crate::served::{STORES, Served, Store, Told};

fn plan(title: &str) -> Value {
    let step = json!({ "id": "one", "title": title, "takes": "10m" });
    json!({ "kind": "plan", "id": "restore", "name": title, "steps": [step] })
}

const PATH: &str = "/api/v1/plans/restore";

async fn step(served: &Served, verb: &str, tag: &str, body: Value) -> Told {
    let path = format!("{PATH}/{verb}");
    let tag = &[("if-match", tag)];
    served
        .send(ContinuityManager, "POST", &path, tag, &body)
        .await
}

async fn now(served: &Served) -> Value {
    served.get(Reader, PATH).await.json()
}

#[tokio::test]
async fn a_plan_lives_from_draft_to_retirement() {
    for store in STORES {
        let served = Served::start(store).await;
        a_plan_comes_into_force(&served).await;
        a_change_is_proposed_and_approved(&served).await;
        let told = step(&served, "retire", "*", json!({})).await;
        told.problem(422, "invalid");
        let reason = json!({ "reason": "The shop closed." });
        let told = step(&served, "retire", "*", reason).await;
        assert_eq!(told.status, 200, "{}", told.text);
        all_of_it_is_remembered(&served).await;
    }
}

async fn a_plan_comes_into_force(served: &Served) {
    let filed = served
        .send(ServiceOwner, "POST", "/api/v1/plans", &[], &plan("First"))
        .await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    assert_eq!(filed.header("location"), PATH);
    assert_eq!(filed.header("etag"), "\"1\"");
    let subjects = json!([{ "id": "plan/restore", "revision": 1 }]);
    assert_eq!(filed.json()["subjects"], subjects);

    let read = served.get(Reader, PATH).await;
    assert_eq!((read.status.as_u16(), read.header("etag")), (200, "\"1\""));
    let read = read.json();
    assert_eq!(read["record"], plan("First"));
    assert_eq!(read["meta"]["status"], "draft");
    assert_eq!(read["meta"]["author"], "account/service-owner");
    assert_eq!(read["meta"]["in_force"], Value::Null);
    for (verb, tag, status) in [
        ("submit", "\"1\"", "in-review"),
        ("approve", "\"2\"", "approved"),
    ] {
        let told = step(served, verb, tag, json!({})).await;
        assert_eq!(told.status, 200, "{verb}: {}", told.text);
        assert_eq!(now(served).await["meta"]["status"], status);
    }
}

/// A change that does not say it is approved is a proposal beside what is in force.
async fn a_change_is_proposed_and_approved(served: &Served) {
    let seen = &[("if-match", "\"3\"")];
    let put = async |who| served.send(who, "PUT", PATH, seen, &plan("Second")).await;
    // Its author owns nothing of it: the record names no owner.
    put(ServiceOwner).await.problem(403, "not-allowed");
    let changed = put(ContinuityManager).await;
    let told = (changed.status.as_u16(), changed.header("etag"));
    assert_eq!(told, (200, "\"4\""));
    let is = now(served).await;
    assert_eq!(is["record"]["name"], "First");
    assert_eq!(is["meta"]["proposed"], true);
    let proposed = format!("{PATH}/proposed");
    let told = served.get(Reader, &proposed).await;
    assert_eq!(told.json()["record"]["name"], "Second");
    let told = step(served, "approve", "\"4\"", json!({})).await;
    assert_eq!(told.status, 200, "{}", told.text);
    served.get(Reader, &proposed).await.problem(404, "unknown");
}

async fn all_of_it_is_remembered(served: &Served) {
    let history = served.get(Reader, &format!("{PATH}/history")).await.json();
    let items = history["items"].as_array().expect("a list");
    let words: Vec<&str> = items.iter().filter_map(|it| it["event"].as_str()).collect();
    let all = "retired approved amended approved submitted filed";
    assert_eq!(words.join(" "), all);
    // As it was after its first entry, and at the instant of that entry.
    for point in ["seq", "at"] {
        let first = items[5][point].to_string();
        let path = format!("{PATH}?as-of={}", first.trim_matches('"'));
        let then = served.get(Reader, &path).await.json();
        assert_eq!(then["record"]["name"], "First", "{path}");
        assert_eq!(then["meta"]["status"], "draft");
    }
}

#[tokio::test]
async fn a_revision_that_was_not_seen_is_not_changed() {
    let served = Served::start(Store::Sqlite).await;
    let path = "/api/v1/plans/restore";
    served
        .send(Administrator, "POST", "/api/v1/plans", &[], &plan("First"))
        .await;
    let put = async |headers: &[(&str, &str)], title: &str| {
        served
            .send(Administrator, "PUT", path, headers, &plan(title))
            .await
    };
    put(&[], "Second").await.problem(428, "revision-needed");
    put(&[("if-match", "1")], "Second")
        .await
        .problem(422, "invalid");
    put(&[("if-match", "\"99999999999\"")], "Second")
        .await
        .problem(422, "invalid");
    assert_eq!(put(&[("if-match", "\"1\"")], "Second").await.status, 200);
    let problem = put(&[("if-match", "\"1\"")], "Third").await;
    problem.problem(412, "changed-meanwhile");
    assert_eq!(put(&[("if-match", "*")], "Third").await.status, 200);
    // Who has it already is not sent it again.
    let tag = served.get(Reader, path).await.header("etag").to_string();
    for known in [tag.clone(), format!("\"77\", W/{tag}"), "*".to_string()] {
        let request = served.ask(Some(Reader), "GET", path);
        let told = crate::served::told(request.header("if-none-match", known)).await;
        assert_eq!((told.status.as_u16(), told.text.as_str()), (304, ""));
        assert_eq!(told.header("etag"), tag);
    }
}

#[tokio::test]
async fn a_repeated_request_is_answered_and_not_done_again() {
    for store in STORES {
        let served = Served::start(store).await;
        let key = &[("idempotency-key", "form-17")][..];
        let file = async |body: &Value| {
            served
                .send(Administrator, "POST", "/api/v1/plans", key, body)
                .await
        };
        let first = file(&plan("First")).await;
        assert_eq!(first.status, 201, "{}", first.text);
        assert_eq!(first.header("idempotency-replayed"), "");
        let again = file(&plan("First")).await;
        assert_eq!((again.status, &again.text), (first.status, &first.text));
        assert_eq!(again.header("idempotency-replayed"), "true");
        file(&plan("Another")).await.problem(422, "request-reused");
        // Another account's id is another id.
        let other = served
            .send(
                ContinuityManager,
                "POST",
                "/api/v1/plans",
                key,
                &plan("First"),
            )
            .await;
        other.problem(409, "exists");
        let wrong = [("idempotency-key", "two words")];
        served
            .send(
                Administrator,
                "POST",
                "/api/v1/plans",
                &wrong,
                &plan("First"),
            )
            .await
            .problem(422, "invalid");
        let history = served
            .get(Reader, "/api/v1/plans/restore/history")
            .await
            .json();
        assert_eq!(history["items"].as_array().map(Vec::len), Some(1));
    }
}

#[tokio::test]
async fn lists_are_filtered_and_come_page_by_page() {
    let served = Served::start(Store::Sqlite).await;
    for number in 0..25 {
        let body = json!({
            "kind": "service",
            "id": format!("s{number:02}"),
            "name": if number % 5 == 0 { "Till & scales" } else { "Other" },
            "owner": "role/sales",
            "tags": if number < 3 { json!(["old"]) } else { json!([]) },
            "status": if number == 7 { "draft" } else { "approved" },
        });
        let told = served
            .send(Administrator, "POST", "/api/v1/services", &[], &body)
            .await;
        assert_eq!(told.status, 201, "{}", told.text);
    }
    let ids = async |query: &str| -> Vec<String> {
        let told = served
            .get(Reader, &format!("/api/v1/services?{query}"))
            .await;
        assert_eq!(told.status, 200, "{}", told.text);
        let items = told.json()["items"].as_array().expect("a list").clone();
        let id = |item: &Value| item["record"]["id"].as_str().expect("an id").to_string();
        items.iter().map(id).collect()
    };
    assert_eq!(ids("").await.len(), 25);
    assert_eq!(ids("q=TILL%20%26&limit=500").await.len(), 5);
    assert_eq!(ids("q=s07").await, ["s07"]);
    assert_eq!(ids("tag=old").await, ["s00", "s01", "s02"]);
    assert_eq!(ids("status=draft").await, ["s07"]);
    assert_eq!(ids("owner=role/sales&after=s23").await, ["s24"]);
    assert_eq!(ids("owner=role/none").await, [""; 0]);
    let head = served
        .get(Administrator, "/api/v1/journal/head")
        .await
        .json();
    let before = head["seq"].as_u64().expect("a number") - 1;
    assert_eq!(ids(&format!("changed-after={before}")).await, ["s24"]);

    let (mut path, mut seen) = ("/api/v1/services?limit=10&q=e".to_string(), Vec::new());
    loop {
        let page = served.get(Reader, &path).await.json();
        let items = page["items"].as_array().expect("a list").clone();
        assert!(items.len() <= 10);
        seen.extend(items.iter().map(|it| it["record"]["id"].clone()));
        match page["next"].as_str() {
            Some(next) => path = next.to_string(),
            None => break,
        }
    }
    let mut sorted = seen.clone();
    sorted.sort_by_key(Value::to_string);
    sorted.dedup();
    assert_eq!((seen.len(), &seen), (25, &sorted));
    served
        .get(Reader, "/api/v1/services?limit=501")
        .await
        .problem(422, "invalid");
    served
        .get(Reader, "/api/v1/widgets")
        .await
        .problem(404, "unknown");
}

/// A server that holds two records with money in them.
async fn with_money() -> Served {
    let served = Served::start(Store::Sqlite).await;
    let contract = json!({
        "kind": "contract", "id": "colo", "supplier": "acme", "invocation-fee": "1200 EUR",
    });
    let service = json!({
        "kind": "service", "id": "till", "owner": "person/service-owner",
        "earns-per-hour": "5000 EUR", "recovery": { "takes": "1h" },
    });
    for (plural, body) in [("contracts", contract), ("services", service)] {
        let path = format!("/api/v1/{plural}");
        let told = served.send(Administrator, "POST", &path, &[], &body).await;
        assert_eq!(told.status, 201, "{}", told.text);
    }
    served
}

#[tokio::test]
async fn money_is_not_for_every_reader() {
    let served = with_money().await;
    let path = "/api/v1/contracts/colo";
    let whole = served.get(SupplierManager, path).await.json();
    assert_eq!(whole["record"]["invocation-fee"], "1200 EUR");
    assert_eq!(whole["withheld"], Value::Null);
    let part = served.get(Reader, path).await.json();
    assert_eq!(part["withheld"], json!(["invocation-fee"]));
    for path in [
        "contracts/colo",
        "contracts/colo/history",
        "services/till",
        "services",
        "estate",
        "export/mainstay",
        "export/csv?kind=contract",
        "events?poll=true",
    ] {
        for (who, sees) in [(Reader, false), (Administrator, true)] {
            let told = served.get(who, &format!("/api/v1/{path}")).await;
            assert_eq!(told.status, 200, "{path}: {}", told.text);
            assert_eq!(told.text.contains("00 EUR"), sees, "{path}: {}", told.text);
        }
    }
}

#[tokio::test]
async fn what_one_may_not_see_one_neither_loses_nor_sets() {
    let served = with_money().await;
    let path = "/api/v1/services/till";
    let put = async |body: &Value| {
        let any = &[("if-match", "*")];
        served.send(ServiceOwner, "PUT", path, any, body).await
    };
    let seen = served.get(ServiceOwner, path).await.json();
    assert_eq!(seen["withheld"], json!(["earns-per-hour"]));
    let mut changed = seen["record"].clone();
    changed["recovery"]["takes"] = "2h".into();
    let told = put(&changed).await;
    assert_eq!(told.status, 200, "{}", told.text);
    let now = served.get(Administrator, path).await.json();
    assert_eq!(now["record"]["earns-per-hour"], "5000 EUR");
    assert_eq!(now["record"]["recovery"]["takes"], "2h");
    changed["earns-per-hour"] = "1 EUR".into();
    let problem = put(&changed).await.problem(403, "money-withheld");
    assert_eq!(problem["errors"][0]["field"], "earns-per-hour");
}
