//! The impact analysis in the browser, on a real server: begun, answered question by question,
//! handed on, contested, amended, signed, approved, closed. What the side says is what the engine
//! says once it is in force.

mod respondents;

use continuity::access::Function::{self, ContinuityManager, ProcessOwner, Reader};
use serde_json::{Value, json};

use crate::served::{Served, Store, Told, told};

const PAY: &str = "/requirements/bia/pay";

async fn post(served: &Served, who: Function, path: &str, fields: &[(&str, &str)]) -> Told {
    let pair = |(name, value): &(&str, &str)| format!("{}={}", escaped(name), escaped(value));
    let body: Vec<String> = fields.iter().map(pair).collect();
    let request = served.ask(Some(who), "POST", path).body(body.join("&"));
    told(request.header("content-type", "application/x-www-form-urlencoded")).await
}

fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// A form that was taken: the browser is sent on.
async fn taken(served: &Served, who: Function, path: &str, fields: &[(&str, &str)]) -> String {
    let told = post(served, who, path, fields).await;
    assert_eq!(told.status, 303, "{path} {fields:?}: {}", told.text);
    told.header("location").to_string()
}

async fn page(served: &Served, who: Function, path: &str) -> String {
    let told = served.get(who, path).await;
    assert_eq!(told.status, 200, "{path}: {}", told.text);
    told.text
}

async fn file(served: &Served, plural: &str, record: Value) {
    let path = format!("/api/v1/{plural}");
    let filed = served
        .send(ContinuityManager, "POST", &path, &[], &record)
        .await;
    assert_eq!(filed.status, 201, "{record}: {}", filed.text);
}

/// An activity of the process owner on a gateway on a database, and a policy with a scale.
async fn furnish(served: &Served) {
    let who = Function::Administrator;
    let policy = json!({ "kind": "policy", "id": "ours", "lead": { "detect": "0s", "decide": "0s" },
        "impact-scale": { "levels": ["none", "low", "high", "severe", "ruin"], "intolerable": 3 } });
    let filed = served
        .send(who, "POST", "/api/v1/policies", &[], &policy)
        .await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    for person in ["process-owner", "reader"] {
        file(served, "persons", json!({ "kind": "person", "id": person })).await;
    }
    for (plural, record) in [
        (
            "components",
            json!({ "kind": "component", "id": "db", "recovery": { "takes": "2h" } }),
        ),
        (
            "services",
            json!({ "kind": "service", "id": "gateway", "name": "Gateway", "requires": ["db"],
                "targets": { "rto": "12h" }, "recovery": { "takes": "3h" } }),
        ),
        (
            "activities",
            json!({ "kind": "activity", "id": "pay", "name": "Card payments",
                "owner": "person/process-owner", "requires": ["gateway"] }),
        ),
        (
            "activities",
            json!({ "kind": "activity", "id": "other", "name": "Something else" }),
        ),
    ] {
        file(served, plural, record).await;
    }
}

/// The grid of the first question with levels of one category.
fn grid(levels: [&'static str; 4]) -> Vec<(&'static str, &'static str)> {
    let cells = [
        "level.legal.0",
        "level.legal.1",
        "level.legal.2",
        "level.legal.3",
    ];
    let mut fields = vec![("times", "1h, 4 hours, 1 day, 3d"), ("category", "legal")];
    fields.extend(cells.into_iter().zip(levels));
    fields
}

async fn begin(served: &Served) {
    let fields = [
        ("name", "Spring 2027"),
        ("due", "2027-03-01"),
        ("activity", "pay"),
    ];
    let place = taken(
        served,
        ContinuityManager,
        "/requirements/bia/begin",
        &fields,
    )
    .await;
    assert!(
        place.starts_with("/requirements/bia?campaign=spring-2027&after="),
        "{place}"
    );
}

async fn answer(served: &Served, number: usize, fields: &[(&str, &str)]) {
    let place = taken(served, ProcessOwner, &format!("{PAY}/{number}"), fields).await;
    let next = match number {
        9 => "answers".to_string(),
        number => (number + 1).to_string(),
    };
    assert!(
        place.starts_with(&format!("{PAY}/{next}?after=")),
        "{place}"
    );
}

async fn answer_all(served: &Served) {
    answer(served, 1, &grid(["0", "2", "3", "4"])).await;
    let losses = [
        ("currency", "eur"),
        ("loss.0", "1,000"),
        ("loss.1", "5000"),
        ("loss.2", "20000"),
        ("loss.3", "90000"),
        ("loss-high.0", "2,000"),
        ("loss-high.1", "9000"),
        ("loss-high.2", "50000"),
        ("loss-high.3", "250000"),
    ];
    answer(served, 2, &losses).await;
    answer(
        served,
        3,
        &[
            ("peaks.0.name", "month-end"),
            ("peaks.0.days", "last-3-working"),
        ],
    )
    .await;
    answer(
        served,
        4,
        &[
            ("rto", "20 hours"),
            ("rpo", "15 min"),
            ("remark", "As agreed."),
        ],
    )
    .await;
    answer(
        served,
        5,
        &[
            ("mbco", "60"),
            ("people", "8"),
            ("people-minimum", "3"),
            ("people-after.0.after", "1 day"),
            ("people-after.0.people", "6"),
            ("people-after.1.after", "4 hours"),
            ("people-after.1.people", "4"),
            // Offered, and left open.
            ("people-after.2.after", "3d"),
            ("people-after.2.people", ""),
        ],
    )
    .await;
    answer(served, 6, &[]).await;
    answer(served, 7, &[("wrt", "2 hours")]).await;
    answer(served, 8, &[("need.0", "right"), ("more", "db")]).await;
    answer(served, 9, &[("respondent", "Ana"), ("confidence", "sure")]).await;
}

/// What the side says before anyone approved it is what the engine says once it is in force.
async fn approved(served: &Served) {
    let read = |path: &'static str| served.get(ContinuityManager, path);
    let path = "/api/v1/questionnaires/pay";
    let before = read(path).await.json();
    let said = &before["consequence"];
    assert_eq!(said["mtpd_seconds"], 4 * 3_600);
    assert_eq!(said["shown"]["category"], "legal");
    assert_eq!(said["promise_less_count"], 1);
    let side = page(served, ProcessOwner, &format!("{PAY}/consequence")).await;
    assert!(
        side.contains("Intolerable after <strong>4 h</strong>"),
        "{side}"
    );
    assert!(side.contains("promises less than that"), "{side}");

    taken(
        served,
        ProcessOwner,
        &format!("{PAY}/answers"),
        &[("do", "sign")],
    )
    .await;
    let changes = page(served, ContinuityManager, &format!("{PAY}/approve")).await;
    assert!(
        changes.contains("harm to legal")
            && changes.contains("As agreed.")
            && changes.contains("people, from 4 h on")
            && changes.contains("lost by then, at the most"),
        "{changes}"
    );
    taken(
        served,
        ContinuityManager,
        &format!("{PAY}/answers"),
        &[("do", "approve")],
    )
    .await;

    let targets = read("/api/v1/targets").await.json();
    let rows = targets["items"].as_array().expect("rows");
    let row = |id: &str| {
        rows.iter()
            .find(|row| row["id"] == id)
            .expect("it is there")
    };
    assert_eq!(row("activity/pay")["mtpd_seconds"], said["mtpd_seconds"]);
    assert_eq!(
        row("activity/pay")["rto_required_seconds"],
        said["required_seconds"]
    );
    for needed in said["needs"].as_array().expect("needs") {
        let id = needed["id"].as_str().expect("an id");
        assert_eq!(
            row(id)["rto_required_seconds"],
            needed["required_seconds"],
            "{id}"
        );
        assert_eq!(row(id)["verdict"], needed["verdict"], "{id}");
    }
    let check = read("/api/v1/check").await.json();
    let found = check["findings"].as_array().expect("findings");
    for new in said["new"].as_array().expect("findings") {
        let same = |it: &&Value| it["code"] == new["code"] && it["subject"] == new["subject"];
        assert!(found.iter().any(|it| same(&it)), "{new}");
    }
}

#[tokio::test]
async fn from_the_beginning_of_a_campaign_to_its_end() {
    let served = Served::start(Store::Sqlite).await;
    furnish(&served).await;
    begin(&served).await;
    let greeting = page(&served, ProcessOwner, &format!("{PAY}/start")).await;
    assert!(greeting.contains("9 questions, about"), "{greeting}");
    answer_all(&served).await;

    let read = |path: &'static str| served.get(ContinuityManager, path);
    let impact = read("/api/v1/impacts/pay").await.json();
    assert_eq!(impact["meta"]["status"], "draft");
    assert_eq!(impact["record"]["levels"]["legal"], json!([0, 2, 3, 4]));
    assert_eq!(impact["record"]["loss"][0], "1000 EUR");
    let activity = read("/api/v1/activities/pay").await.json();
    assert!(
        activity["record"]["targets"].is_null(),
        "nothing is in force yet"
    );
    assert_eq!(activity["meta"]["proposed"], true);

    let check = page(&served, ProcessOwner, &format!("{PAY}/answers")).await;
    assert!(check.contains("Sign the answers"), "{check}");
    let contest = [
        ("do", "contest"),
        ("n", "1"),
        ("text", "A day is too long."),
    ];
    taken(
        &served,
        ContinuityManager,
        &format!("{PAY}/answers"),
        &contest,
    )
    .await;
    let refused = post(
        &served,
        ProcessOwner,
        &format!("{PAY}/answers"),
        &[("do", "sign")],
    )
    .await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    let question = page(&served, ProcessOwner, &format!("{PAY}/1")).await;
    assert!(question.contains("A day is too long."), "{question}");
    answer(&served, 1, &grid(["0", "3", "3", "4"])).await;

    approved(&served).await;
    let board = page(&served, Reader, "/requirements/bia").await;
    assert!(board.contains("1 of 2"), "{board}");
    let close = [("campaign", "spring-2027"), ("reason", "All are in.")];
    taken(
        &served,
        ContinuityManager,
        "/requirements/bia/close",
        &close,
    )
    .await;
    let whole = read("/api/v1/campaigns/spring-2027").await.json();
    assert_eq!(whole["closed_reason"], "All are in.");
    assert_eq!(whole["questionnaires"][0]["standing"], "closed");
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_what_was_typed_stays() {
    let served = Served::start(Store::Sqlite).await;
    furnish(&served).await;
    begin(&served).await;
    let falls = post(
        &served,
        ProcessOwner,
        &format!("{PAY}/1"),
        &grid(["3", "2", "3", "4"]),
    )
    .await;
    assert_eq!(falls.status, 422);
    assert!(
        falls.text.contains("harm does not fall with time"),
        "{}",
        falls.text
    );
    assert!(
        falls.text.contains("value=\"1h, 4 hours, 1 day, 3d\""),
        "what was typed stays"
    );
    let gaps = post(
        &served,
        ProcessOwner,
        &format!("{PAY}/1"),
        &grid(["0", "", "3", "4"]),
    )
    .await;
    assert!(
        gaps.text.contains("judge it at every time"),
        "{}",
        gaps.text
    );
    let soon = [("rto", "soon"), ("rpo", "whenever"), ("remark", "kept")];
    let soon = post(&served, ProcessOwner, &format!("{PAY}/4"), &soon).await;
    assert_eq!(soon.status, 422);
    for kept in ["value=\"soon\"", "value=\"whenever\"", ">kept</textarea>"] {
        assert!(soon.text.contains(kept), "{kept}: {}", soon.text);
    }
    assert_eq!(
        soon.text.matches("class=\"fault\"").count(),
        2,
        "all at once"
    );
    let nobody = [("need.0", "right"), ("more", "gatewya")];
    let nobody = post(&served, ProcessOwner, &format!("{PAY}/8"), &nobody).await;
    assert!(nobody.text.contains("did you mean"), "{}", nobody.text);
    let undecided = post(&served, ProcessOwner, &format!("{PAY}/8"), &[]).await;
    assert!(
        undecided.text.contains("say whether this is still right"),
        "{}",
        undecided.text
    );
    let nothing = served
        .get(ContinuityManager, "/api/v1/campaigns/spring-2027")
        .await
        .json();
    assert_eq!(nothing["questionnaires"][0]["answered_count"], 0);
}

#[tokio::test]
async fn a_question_is_handed_on_and_others_keep_out() {
    let served = Served::start(Store::Sqlite).await;
    furnish(&served).await;
    let mine = [("name", "Not mine"), ("activity", "other")];
    let told = post(&served, ProcessOwner, "/requirements/bia/begin", &mine).await;
    assert_eq!(told.status, 403, "{}", told.text);
    begin(&served).await;
    let told = post(&served, Reader, &format!("{PAY}/5"), &[("mbco", "60")]).await;
    assert_eq!(told.status, 403, "{}", told.text);
    let hand = [("do", "hand-on"), ("to", "account/reader")];
    taken(&served, ProcessOwner, &format!("{PAY}/5"), &hand).await;
    taken(&served, Reader, &format!("{PAY}/5"), &[("mbco", "60")]).await;
    let told = post(&served, Reader, &format!("{PAY}/4"), &[("rto", "1h")]).await;
    assert_eq!(told.status, 403, "only what was handed on: {}", told.text);
    let chase = [("campaign", "spring-2027")];
    taken(
        &served,
        ContinuityManager,
        "/requirements/bia/chase",
        &chase,
    )
    .await;
    let whole = served
        .get(Reader, "/api/v1/campaigns/spring-2027")
        .await
        .json();
    assert_eq!(whole["questionnaires"][0]["standing"], "chased");
    assert_eq!(whole["questionnaires"][0]["answered_count"], 1);
    let board = page(&served, Reader, "/requirements/bia?standing=chased").await;
    assert!(
        board.contains("Card payments") && !board.contains("Remind all"),
        "{board}"
    );
}

#[tokio::test]
async fn who_sees_no_money_sees_no_losses_and_changes_none() {
    let served = Served::start(Store::Sqlite).await;
    furnish(&served).await;
    begin(&served).await;
    answer(&served, 1, &grid(["0", "2", "3", "4"])).await;
    let losses = [
        ("currency", "EUR"),
        ("loss.0", "1234"),
        ("loss.1", "5000"),
        ("loss.2", "20000"),
        ("loss.3", "90000"),
    ];
    answer(&served, 2, &losses).await;
    let owner = page(&served, ProcessOwner, &format!("{PAY}/2")).await;
    assert!(owner.contains("1234"), "{owner}");
    for path in ["2", "answers", "approve"] {
        let seen = page(&served, Reader, &format!("{PAY}/{path}")).await;
        assert!(!seen.contains("1234"), "{path}: {seen}");
    }
    let seen = served.get(Reader, "/api/v1/questionnaires/pay").await;
    assert!(!seen.text.contains("1234"), "{}", seen.text);
    let hand = [("do", "hand-on"), ("to", "account/reader")];
    taken(&served, ProcessOwner, &format!("{PAY}/2"), &hand).await;
    taken(&served, Reader, &format!("{PAY}/2"), &[("currency", "EUR")]).await;
    let kept = served
        .get(ContinuityManager, "/api/v1/impacts/pay")
        .await
        .json();
    assert_eq!(kept["record"]["loss"][0], "1234 EUR");
}

#[tokio::test]
async fn analysts_judge_in_a_table_and_see_first_what_would_change() {
    let served = Served::start(Store::Sqlite).await;
    furnish(&served).await;
    let path = "/requirements/bia/table";
    let table = "activity\tharm to\t1h\t4 hours\t1d\n\
                 pay\tlegal\t0\tsevere\t4\n\
                 Card payments\tloss\t1000 EUR\t5,000 EUR\t20000 EUR\n\
                 other\tlegal\t\t\t\n";
    let preview = [("table", table), ("do", "preview")];
    let seen = post(&served, ContinuityManager, path, &preview).await;
    assert_eq!(seen.status, 200, "{}", seen.text);
    assert!(
        seen.text
            .contains("1 activity: 3 new, 0 changed, 0 taken out."),
        "{}",
        seen.text
    );
    assert!(
        seen.text.contains("after 4 h: 3\u{25B2} severe"),
        "{}",
        seen.text
    );
    let nothing = served
        .get(ContinuityManager, "/api/v1/impacts")
        .await
        .json();
    assert_eq!(nothing["items"], json!([]), "nothing is written by looking");

    let save = [("table", table), ("do", "save")];
    let place = taken(&served, ContinuityManager, path, &save).await;
    assert!(
        place.starts_with("/requirements/bia/table?saved=1&after="),
        "{place}"
    );
    let impact = served
        .get(ContinuityManager, "/api/v1/impacts/pay")
        .await
        .json();
    assert_eq!(impact["meta"]["status"], "draft");
    assert_eq!(impact["record"]["levels"]["legal"], json!([0, 3, 4]));
    assert_eq!(impact["record"]["loss"][1], "5000 EUR");

    // What the page shows is what it takes: copied out and pasted in, nothing changes.
    let shown = page(&served, ContinuityManager, path).await;
    let begin = shown.find("name=\"table\"").expect("the text");
    let text = &shown[begin..];
    let text =
        &text[text.find('>').expect("a tag") + 1..text.find("</textarea>").expect("its end")];
    let same = post(&served, ContinuityManager, path, &[("table", text)]).await;
    assert!(
        same.text.contains("Nothing: all of it is as it was."),
        "{}",
        same.text
    );
}

#[tokio::test]
async fn a_table_that_cannot_be_understood_changes_nothing() {
    let served = Served::start(Store::Sqlite).await;
    furnish(&served).await;
    let path = "/requirements/bia/table";
    let wrong = "activity\tharm to\t1h\t4h\t1d\npay\tlegal\t3\t2\t4\nnobody\tlegal\t1\t1\t1\n\
                 pay\tsafety\t1\tawful\t1\n";
    let wrong = post(&served, ContinuityManager, path, &[("table", wrong)]).await;
    assert_eq!(wrong.status, 422);
    for fault in ["harm does not fall", "no activity is called", "is no level"] {
        assert!(wrong.text.contains(fault), "{fault}: {}", wrong.text);
    }
    let right = "activity\tharm to\t1h\npay\tlegal\t3\n";
    let save = [("table", right), ("do", "save")];
    let told = post(&served, ProcessOwner, path, &save).await;
    assert_eq!(told.status, 403, "{}", told.text);
}

#[tokio::test]
async fn cells_are_judged_as_text_is_and_the_report_shows_what_waits() {
    let served = Served::start(Store::Sqlite).await;
    furnish(&served).await;
    begin(&served).await;
    answer(&served, 1, &grid(["0", "2", "3", "4"])).await;
    let losses = [
        ("currency", "EUR"),
        ("loss.0", "1"),
        ("loss.1", "2"),
        ("loss.2", "3"),
        ("loss.3", "5000"),
    ];
    answer(&served, 2, &losses).await;
    let path = "/requirements/bia/table";
    let cells = [
        ("head", "1h 4h 1d 3d"),
        ("line", "pay legal"),
        ("cell", "0"),
        ("cell", "3"),
        ("cell", "3"),
        ("cell", "4"),
        ("line", "pay financial"),
        ("cell", ""),
        ("cell", ""),
        ("cell", ""),
        ("cell", ""),
        ("do", "cells"),
    ];
    let cells = post(&served, ContinuityManager, path, &cells).await;
    assert!(
        cells.text.contains("1 activity: 0 new, 1 changed"),
        "{}",
        cells.text
    );
    let report = page(&served, Reader, "/requirements/bia/report").await;
    assert!(report.contains("waits for approval"), "{report}");
    let paper = page(&served, Reader, &format!("{PAY}/interview")).await;
    assert!(
        paper.contains("Signature") && !paper.contains("5000 EUR"),
        "{paper}"
    );
}
