//! Every answer that is no success has one shape, and nothing that is sent goes further than the
//! table of routes says.

use continuity::access::Function::{Administrator, Reader, ServiceOwner};
use serde_json::{Value, json};

use crate::served::{Served, Store, told};

#[tokio::test]
async fn whoever_has_not_signed_in_is_asked_to() {
    let served = Served::start(Store::Sqlite).await;
    for path in [
        "/api/v1/check",
        "/api/v1/services",
        "/api/v1/services/x",
        "/api/v1/journal",
    ] {
        let answer = told(served.ask(None, "GET", path)).await;
        answer.problem(401, "sign-in-needed");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        let wrong = served
            .ask(None, "GET", path)
            .bearer_auth("mst_reader_wrong");
        told(wrong).await.problem(401, "sign-in-needed");
    }
}

#[tokio::test]
async fn what_does_not_exist_is_told_apart_from_what_is_not_allowed() {
    let served = Served::start(Store::Sqlite).await;
    for path in [
        "/api/v1/services/none",
        "/api/v1/nothing",
        "/nothing",
        "/api/v1/services/none/history",
    ] {
        served.get(Reader, path).await.problem(404, "unknown");
    }
    let told = told(served.ask(Some(Reader), "PATCH", "/api/v1/check")).await;
    told.problem(405, "no-such-verb");
    assert_eq!(told.header("allow"), "GET,HEAD");
    let problem = served
        .send(
            Reader,
            "POST",
            "/api/v1/services",
            &[],
            &json!({ "kind": "service", "id": "a" }),
        )
        .await
        .problem(403, "not-allowed");
    let remedy = problem["remedy"].as_str().expect("a text");
    assert!(remedy.contains("service-owner"), "{remedy}");
    served
        .get(Reader, "/api/v1/journal")
        .await
        .problem(403, "not-allowed");
}

#[tokio::test]
async fn every_fault_of_a_record_is_told_with_its_place() {
    let served = Served::start(Store::Sqlite).await;
    let body = "{\n  \"kind\": \"service\",\n  \"id\": \"Till\",\n  \"onwer\": \"role/x\",\n  \
                \"recovery\": { \"takes\": 30 }\n}";
    let request = served.ask(Some(Administrator), "POST", "/api/v1/services");
    let request = request
        .header("content-type", "application/json")
        .body(body);
    let problem = told(request).await.problem(422, "invalid");
    let faults = problem["errors"].as_array().expect("a list");
    let fault = |field: &str| {
        let found = faults.iter().find(|it| it["field"] == field);
        found.unwrap_or_else(|| panic!("{field} is not told of: {problem}"))
    };
    assert_eq!(
        (&fault("id")["line"], &fault("id")["column"]),
        (&3.into(), &9.into())
    );
    assert_eq!(fault("recovery.takes")["line"], 5);
    let unknown = faults
        .iter()
        .find(|it| it["line"] == 4)
        .expect("the unknown field");
    let text = unknown["text"].as_str().expect("a text");
    assert!(text.contains("did you mean `owner`?"), "{text}");

    for (body, says) in [
        ("", "JSON"),
        ("{", "JSON"),
        ("[]", "a map"),
        ("{\"kind\":\"service\",\"id\":\"a\",\"id\":\"b\"}", "twice"),
        ("\u{0}", "JSON"),
    ] {
        let request = served.ask(Some(Administrator), "POST", "/api/v1/services");
        let request = request
            .header("content-type", "application/json")
            .body(body);
        let problem = told(request).await.problem(422, "invalid");
        assert!(problem.to_string().contains(says), "{body}: {problem}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let request = served.ask(Some(Administrator), "POST", "/api/v1/services");
    let request = request
        .header("content-type", "application/json")
        .body(deep);
    let problem = told(request).await.problem(422, "invalid");
    assert!(problem.to_string().contains("deeper than 64"), "{problem}");
}

#[tokio::test]
async fn what_is_too_large_or_of_another_type_is_turned_away() {
    let served = Served::start(Store::Sqlite).await;
    let send = |media: &str, body: Vec<u8>| {
        let request = served.ask(Some(Administrator), "POST", "/api/v1/services");
        told(request.header("content-type", media.to_string()).body(body))
    };
    send("text/plain", b"x".to_vec())
        .await
        .problem(415, "media-type");
    let large = vec![b' '; 10_000_001];
    send("application/json", large)
        .await
        .problem(413, "too-large");
    let path = "/api/v1/plans/none/approve";
    let request = served
        .ask(Some(Administrator), "POST", path)
        .header("if-match", "*");
    let request = request.header("content-type", "text/html").body("x");
    told(request).await.problem(415, "media-type");
}

/// What a record may not say of itself: the journal knows it.
const NEVER_FIELDS: &[&str] = &[
    "revision",
    "in_force",
    "in-force",
    "author",
    "approver",
    "approved-by",
    "home",
    "seq",
    "meta",
    "record",
    "actor",
    "account",
    "role",
    "functions",
    "via",
    "at",
    "withheld",
];

/// S-09: what a caller may not set is no field of what they send.
#[tokio::test]
async fn no_field_of_a_record_sets_what_the_journal_knows() {
    let served = Served::start(Store::Sqlite).await;
    let own = json!({
        "kind": "service", "id": "own", "owner": "person/service-owner",
        "recovery": { "takes": "1h" }, "status": "approved",
    });
    let filed = served
        .send(Administrator, "POST", "/api/v1/services", &[], &own)
        .await;
    assert_eq!(filed.status, 201);
    for &field in NEVER_FIELDS {
        let mut body = own.clone();
        body[field] = "administrator".into();
        let any = &[("if-match", "*")];
        let told = served
            .send(ServiceOwner, "PUT", "/api/v1/services/own", any, &body)
            .await;
        let problem = told.problem(422, "invalid").to_string();
        assert!(problem.contains("unknown field"), "{field}: {problem}");
    }
}

/// S-09 for every other body that is described: a field too many is one too many.
#[tokio::test]
async fn no_body_has_a_field_that_is_not_described() {
    let served = Served::start(Store::Sqlite).await;
    let description = told(served.ask(None, "GET", "/api/v1/openapi.json")).await;
    let description = description.json();
    let of_record = |schema: &str| {
        let mut kinds = record::kinds::ALL.iter();
        kinds.any(|it| schema.ends_with(&format!("/{}", it.name)))
    };
    let mut tried = 0;
    for (path, verbs) in description["paths"].as_object().expect("paths") {
        for (verb, operation) in verbs.as_object().expect("verbs") {
            let content = &operation["requestBody"]["content"]["application/json"];
            let schema = content["schema"]["$ref"].as_str();
            // What monitors send is theirs: what is not known of it is passed by.
            let theirs = path.starts_with("/api/v1/signals/");
            if theirs || schema.is_none_or(of_record) {
                continue;
            }
            let (verb, path) = (verb.to_uppercase(), super::matrix::filled(path, "own"));
            let body = json!({ "administrator-field": true });
            let any = &[("if-match", "*")];
            let told = served.send(Administrator, &verb, &path, any, &body).await;
            let names = told.text.contains("administrator-field");
            let refused = told.status.is_client_error() && (told.status != 422 || names);
            assert!(refused, "{verb} {path}: {}", told.text);
            tried += 1;
        }
    }
    assert!(tried > 5, "only {tried} bodies were tried");
}

/// What one may not approve does not come into force by saying so.
#[tokio::test]
async fn saying_that_it_is_approved_does_not_approve_it() {
    let served = Served::start(Store::Sqlite).await;
    let role = json!({ "kind": "plan", "id": "p", "status": "approved",
        "steps": [{ "id": "a", "title": "Do it" }] });
    let filed = served
        .send(
            continuity::access::Function::RecoveryTeam,
            "POST",
            "/api/v1/plans",
            &[],
            &role,
        )
        .await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    let now: Value = served.get(Reader, "/api/v1/plans/p").await.json();
    assert_eq!(now["meta"]["status"], "in-review");
    assert_eq!(now["meta"]["in_force"], Value::Null);
}
