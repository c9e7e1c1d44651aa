//! The report of the impact analysis: figures that are known from the rules' text (TV-1 to TV-8),
//! the tables, the same answer from files and from a server, and amounts withheld from who may
//! not see them.

use continuity::access::Function::{self, Administrator, Auditor, Reader};
use serde_json::{Value, json};

use crate::api::{example, import};
use crate::binary::mainstay;
use crate::served::{Served, Store};

const AT: &str = "2026-05-15T12:00:00Z";

const RECORDS: &str = r#"
kind: policy
id: ours
status: approved
lead: { detect: 0s, decide: 0s }
impact-scale:
  levels: [none, low, high, severe, ruin]
  intolerable: 3
  intolerable-loss: 250000 EUR
---
kind: activity
id: pay
name: "=Card payments"
description: Cards are taken.
targets: { wrt: 2h, rto: 23h, mbco: 60% }
people: 14
people-minimum: 6
people-after: [ { after: 1h, people: 8 }, { after: 1d, people: 6 } ]
peaks: [ { name: month-end, days: last-3-working } ]
requires: [ gateway, { item: printer, effect: degrade, to: 80% } ]
---
kind: impact
id: pay-ann
status: approved
activity: pay
respondent: ann
confidence: sure
confirmed: { by: ann, at: 2026-01-15 }
after: [1h, 4h, 8h, 24h, 72h]
levels:
  financial:  [0, 1, 2, 3, 4]
  legal:      [0, 0, 1, 2, 3]
  reputation: [0, 1, 1, 2, 2]
loss: [5000 EUR, 20000 EUR, 90000 EUR, 400000 EUR, 1500000 EUR]
---
kind: impact
id: pay-bob
status: approved
activity: pay
respondent: bob
after: [1h, 4h, 8h, 24h, 72h]
levels: { financial: [0, 0, 0, 1, 3] }
---
kind: impact
id: pay-draft
status: draft
activity: pay
when: month-end
after: [1h, 4h]
levels: { financial: [0, 3] }
---
kind: workaround
id: vouchers
status: approved
activity: pay
start-within: 1h
sustain-for: 12h
capacity: 50%
---
kind: activity
id: settle
targets: { mtpd: 24h }
backlog: { arrives: 100/h, clears: 130/h }
---
kind: activity
id: stuck
targets: { mtpd: 24h }
backlog: { arrives: 100/h, clears: 100/h }
---
kind: activity
id: later
---
kind: impact
id: later
status: approved
activity: later
after: [24h, 720h]
levels: { financial: [0, 1] }
---
kind: activity
id: at-once
---
kind: impact
id: at-once
status: approved
activity: at-once
after: [1h, 8h]
levels: { safety: [3, 4] }
---
kind: activity
id: forgotten
---
kind: service
id: gateway
name: Gateway
requires: [ db ]
targets: { rto: 30h }
recovery: { takes: 1h }
---
kind: service
id: printer
recovery: { takes: 1h }
---
kind: component
id: db
recovery: { takes: 2h }
"#;

fn bia(rest: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("estate.yaml"), RECORDS).expect("it is written");
    let path = folder.path().to_str().expect("a plain path");
    let told = mainstay(&[&["bia", path, "--at", AT], rest].concat());
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    told.out
}

fn report(rest: &[&str]) -> Value {
    serde_json::from_str(&bia(&[&["--format", "json"], rest].concat())).expect("JSON")
}

fn of<'v>(list: &'v Value, id: &str) -> &'v Value {
    let mut list = list.as_array().expect("a list").iter();
    list.find(|it| it["id"] == id).expect("it is listed")
}

#[test]
fn the_method_says_by_what_scale_and_who_lays_it_down() {
    let method = &report(&[])["method"];
    assert_eq!(method["intolerable_level"], 3);
    assert_eq!(method["intolerable_level_by"], "policy/ours");
    let levels = method["levels"].as_array().expect("a list");
    assert_eq!(levels.len(), 5);
    assert_eq!(
        levels[3],
        json!({ "level": 3, "word": "severe", "intolerable": true })
    );
    let loss = json!([{ "amount": "250000 EUR", "by": "policy/ours" }]);
    assert_eq!(method["intolerable_loss"], loss);
    assert_eq!(method["reports"], "first-intolerable");
    assert_eq!(method["reports_by"], "policy/mainstay-default");
    let categories = json!(["financial", "legal", "reputation", "safety"]);
    assert_eq!(method["categories"], categories);
    // The policy that ships says that 10 % are kept only where no other has a margin.
    let policies = method["policies"].as_array().expect("a list");
    assert!(policies.iter().any(|it| it["id"] == "policy/ours"));
}

#[test]
fn every_view_stands_with_its_grid_its_interval_and_the_range() {
    let told = report(&["--activity", "pay"]);
    let pay = &told["activities"][0];
    let conditions = pay["conditions"].as_array().expect("a list");
    let normal = &conditions[0];
    assert_eq!(normal["when"], "normal");
    assert_eq!(normal["agreement"], "undecided");
    assert_eq!(
        (&normal["least_seconds"], &normal["greatest_seconds"]),
        (&json!(58_529), &json!(259_200)),
        "TV-2 within TV-1: the money crosses at 16.258 h; 3 d by bob"
    );
    let ann = of_impact(normal, "impact/pay-ann");
    // TV-1: (8 h, 24 h], driven by the money lost as it was judged, not by the straight line.
    assert_eq!(ann["last_tolerable_seconds"], 28_800);
    assert_eq!(ann["first_intolerable_seconds"], 86_400);
    assert_eq!(ann["category"], "financial");
    assert_eq!(ann["loss_crossing_seconds"], 58_529);
    assert_eq!(ann["confirmed_on"], "2026-01-15");
    assert_eq!(ann["levels"][1]["levels"], json!([0, 0, 1, 2, 3]));
    assert_eq!(ann["loss"][3], "400000 EUR");
    // A draft is shown and decides nothing.
    let month_end = &conditions[1];
    assert_eq!(month_end["days"], "last-3-working");
    assert_eq!(month_end["agreement"], "unjudged");
    assert_eq!(month_end["least_seconds"], Value::Null);
    assert_eq!(month_end["views"][0]["status"], "draft");
    assert_eq!(pay["mtpd"]["indicative"], true);
    assert_eq!(pay["mtpd"]["driver"], "loss");
    let row = of(&told["rows"], "activity/pay");
    assert_eq!(row["contested"], json!(["normal"]));
    assert_eq!(row["not_approved"], json!(["impact/pay-draft"]));
    assert_eq!(row["untried"], json!(["workaround/vouchers"]));
    assert_eq!(row["heat"], json!([0, 1, 2, 3, 4, 4, 4]));
    assert_eq!(
        pay["people_after"][1],
        json!({ "after_seconds": 86_400, "people": 6 })
    );
    assert_eq!(
        (&pay["age_days"], &pay["due_on"]),
        (&json!(120), &json!("2027-01-15"))
    );
}

fn of_impact<'v>(condition: &'v Value, impact: &str) -> &'v Value {
    let mut views = condition["views"].as_array().expect("a list").iter();
    views
        .find(|it| it["impact"] == impact)
        .expect("it is listed")
}

#[test]
fn each_target_has_its_arithmetic() {
    let told = report(&[]);
    let of = |id: &str| of(&told["activities"], id)["arithmetic"].clone();
    let margin = of("activity/settle")["margin_seconds"]
        .as_i64()
        .unwrap_or(0);
    // TV-7: 24 h times 30/130, after whatever margin is kept.
    let most = ((86_400 - margin) as f64 * 30.0 / 130.0).floor() as i64;
    let settle = of("activity/settle");
    assert_eq!(settle["rto_max_seconds"], most);
    let clearing = (most as f64 * 100.0 / 30.0).round() as i64;
    assert_eq!(settle["backlog"]["clearing_seconds"], clearing);
    // TV-8: as much arrives as is cleared.
    let stuck = of("activity/stuck");
    assert_eq!(stuck["backlog"]["never_clears"], true);
    assert_eq!(stuck["rto_max_seconds"], 0);
    assert_eq!(stuck["backlog"]["clearing_seconds"], Value::Null);
    // TV-6 at another MTPD: what is left is MTPD less work recovery and margin.
    let pay = of("activity/pay");
    let left = 58_529 - 7_200 - pay["margin_seconds"].as_i64().unwrap_or(0);
    assert_eq!(pay["rto_max_seconds"], left);
    assert_eq!(pay["rto_declared_seconds"], 82_800);
    let sentence = pay["sentences"][0].as_str().expect("a sentence");
    assert!(sentence.contains("less 2h work recovery"), "{sentence}");
}

#[test]
fn what_is_never_intolerable_or_at_once_or_unknown_is_said_so() {
    let told = report(&[]);
    // TV-3.
    let later = of(&told["rows"], "activity/later");
    assert_eq!(later["mtpd_seconds"], Value::Null);
    assert_eq!(later["mtpd"]["beyond_seconds"], 2_592_000);
    // TV-4.
    let at_once = of(&told["activities"], "activity/at-once");
    assert_eq!(at_once["mtpd"]["last_tolerable_seconds"], 0);
    assert_eq!(at_once["mtpd"]["first_intolerable_seconds"], 3_600);
    let forgotten = of(&told["rows"], "activity/forgotten");
    assert_eq!(forgotten["covered"], "missing");
    assert_eq!(forgotten["mtpd"]["beyond_seconds"], Value::Null);
    let order: Vec<&str> = told["rows"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["id"].as_str().expect("a reference"))
        .collect();
    assert_eq!(order.first(), Some(&"activity/at-once"));
    assert_eq!(order.last(), Some(&"activity/forgotten"));
}

#[test]
fn what_the_business_asks_of_a_service_stands_beside_what_it_promises() {
    let told = report(&["--activity", "activity/pay"]);
    let gateway = of(&told["services"], "service/gateway");
    let asked = gateway["business_seconds"].as_i64().expect("it is asked");
    assert_eq!(gateway["promised_seconds"], 108_000);
    assert!(asked < 108_000);
    let path: Vec<&str> = gateway["path"]
        .as_array()
        .expect("a path")
        .iter()
        .map(|it| it["id"].as_str().expect("a reference"))
        .collect();
    assert_eq!(path, ["activity/pay", "service/gateway"]);
    assert!(
        gateway["conflict"]
            .as_str()
            .expect("too late")
            .contains("too late")
    );
    let needs = &told["activities"][0]["needs"];
    assert_eq!(needs[0]["id"], "service/gateway", "the conflict first");
    let printer = of(needs, "service/printer");
    assert_eq!(printer["how"], "without it, 80% remains");
}

#[test]
fn tables_open_in_a_spreadsheet_and_hold_no_formula() {
    let table = bia(&["--format", "csv"]);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 1 + 6);
    let columns = lines[0].split(',').count();
    let pay = lines
        .iter()
        .find(|it| it.starts_with("activity/pay,"))
        .expect("a row");
    assert!(pay.starts_with("activity/pay,'=Card payments,"), "{pay}");
    assert!(columns > 40 && pay.contains("ann; bob"), "{pay}");
    let harm = bia(&["--format", "csv", "--table", "harm", "--activity", "pay"]);
    let rows: Vec<&str> = harm.lines().collect();
    // Ann: 3 categories and the loss at 5 times; Bob: 1 at 5; the draft: 1 at 2.
    assert_eq!(rows.len(), 1 + 20 + 5 + 2);
    let row = "activity/pay,'=Card payments,normal,impact/pay-ann,approved,ann,86400,financial,3,\
               severe,yes,,";
    assert!(rows.contains(&row), "{harm}");
    assert!(harm.contains(",loss,,,,400000,EUR"), "{harm}");
}

#[test]
fn a_name_that_no_activity_has_is_told_with_the_nearest() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("estate.yaml"), RECORDS).expect("it is written");
    let path = folder.path().to_str().expect("a plain path");
    let told = mainstay(&["bia", path, "--activity", "activity/pey"]);
    assert_eq!(told.code, 2);
    assert!(
        told.err.contains("did you mean activity/pay?"),
        "{}",
        told.err
    );
    // By its bare name, misspelled or in part; and one that nothing is near to.
    for (name, words) in [
        (
            "setle",
            "no activity is called `setle`; did you mean activity/settle?",
        ),
        ("forgot", "did you mean activity/forgotten?"),
        ("nosuch", "no activity is called `nosuch`"),
    ] {
        let told = mainstay(&["bia", path, "--activity", name]);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{name}");
        assert!(told.err.contains(words), "{name}: {}", told.err);
    }
    let service = mainstay(&["bia", path, "--activity", "gateway"]);
    assert_eq!(service.code, 2);
    assert!(service.err.contains("is no activity"), "{}", service.err);
    let form = mainstay(&["targets", path, "--format", "csv"]);
    assert_eq!(form.code, 2);
    assert!(form.err.contains("`csv` is for bia"), "{}", form.err);
}

#[test]
fn the_text_says_all_of_it_in_words() {
    let whole = bia(&[]);
    for words in [
        "Levels: 0 none, 1 low, 2 high, 3 severe (intolerable), 4 ruin (intolerable).",
        "Soonest intolerable first (4)",
        "Not time-critical, as far as it was judged (1)",
        "activity/later: more than 30d",
        "Respondents disagree, undecided (1)",
    ] {
        assert!(whole.contains(words), "{words}: {whole}");
    }
    let one = bia(&["--activity", "pay"]);
    for words in [
        "indicative: where the money crosses",
        "range, normal: 16h 15m 29s to 3d",
        "harm, month-end: impact/pay-draft (nobody named, draft)",
        "tried never, as far as known",
    ] {
        assert!(one.contains(words), "{words}: {one}");
    }
}

async fn furnished() -> Served {
    let served = Served::start(Store::Sqlite).await;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("estate.yaml"), RECORDS).expect("it is written");
    let imported = import(&served, folder.path(), "").await;
    assert_eq!(imported.status, 200, "{}", imported.text);
    served
}

async fn text(served: &Served, who: Function, path: &str) -> String {
    let told = served.get(who, path).await;
    assert_eq!(told.status, 200, "{path}: {}", told.text);
    told.text
}

/// What only a journal knows is taken out.
fn without_journal(mut report: Value) -> Value {
    report["entry"] = Value::Null;
    for activity in report["activities"].as_array_mut().expect("a list") {
        activity["approvals"] = Value::Null;
    }
    for policy in report["method"]["policies"].as_array_mut().expect("a list") {
        policy["approval"] = Value::Null;
    }
    report
}

#[tokio::test]
async fn a_server_tells_the_same_as_the_command_and_who_approved() {
    let served = furnished().await;
    let path = format!("/api/v1/impact-report?at={AT}");
    let of_server = served.get(Administrator, &path).await.json();
    let approval = &of(&of_server["activities"], "activity/pay")["approvals"][1];
    assert_eq!(approval["record"], "impact/pay-ann");
    assert!(
        approval["by"].is_string() && approval["at"].is_string(),
        "{approval}"
    );
    assert!(approval["entry"].as_u64() <= of_server["entry"].as_u64());
    assert_eq!(without_journal(of_server), without_journal(report(&[])));
    let one = format!("{path}&activity=pay");
    let one = served.get(Administrator, &one).await.json();
    assert_eq!(one["activities"].as_array().map(Vec::len), Some(1));
    let wrong = served
        .get(Administrator, &format!("{path}&activity=nobody"))
        .await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
}

#[tokio::test]
async fn amounts_are_withheld_from_who_may_not_see_money_and_no_time_changes() {
    let served = furnished().await;
    let api = format!("/api/v1/impact-report?at={AT}");
    for path in [
        api.as_str(),
        "/requirements/bia/report",
        "/requirements/bia/report/paper",
        "/requirements/bia/pay/report",
        "/requirements/bia/report.csv",
        "/requirements/bia/harm.csv",
    ] {
        let seen = text(&served, Reader, path).await;
        for amount in ["400000", "400,000", "250000", "250,000", "1500000"] {
            assert!(!seen.contains(amount), "{path}: {amount}");
        }
    }
    for path in [
        api.as_str(),
        "/requirements/bia/pay/report",
        "/requirements/bia/harm.csv",
    ] {
        assert!(
            text(&served, Auditor, path).await.contains("400000"),
            "{path}"
        );
    }
    let withheld = served.get(Reader, &api).await.json();
    let shown = served.get(Auditor, &api).await.json();
    assert_eq!(withheld["rows"], shown["rows"]);
    assert_eq!(withheld["method"]["money_shown"], false);
}

#[tokio::test]
async fn the_pages_lead_from_the_ranking_to_each_activity_and_back() {
    let served = furnished().await;
    let whole = text(&served, Reader, "/requirements/bia/report").await;
    for words in [
        "/requirements/bia/pay/report",
        "Respondents disagree, and nobody has decided",
        "more than 30 d",
        "The business needs it back within",
        "Method and scale",
        "\u{25B2} no, intolerable",
    ] {
        assert!(whole.contains(words), "{words}: {whole}");
    }
    let only = text(&served, Reader, "/requirements/bia/report?only=open-ended").await;
    let list = &only[only.find("id=\"ranked\"").expect("the list")..];
    let list = &list[..list.find("id=\"open\"").expect("its end")];
    assert!(
        list.contains("activity") && !list.contains("/bia/pay/report"),
        "{list}"
    );
    let pay = text(&served, Auditor, "/requirements/bia/pay/report").await;
    for words in [
        "Cards are taken.",
        "<svg",
        "respondents disagree",
        "only drafts: they decide nothing yet",
        "from 1 h on 8; from 1 d on 6",
        "60 % of normal",
        "intolerable: 250,000 EUR",
        "confirmed by ann",
    ] {
        assert!(pay.contains(words), "{words}: {pay}");
    }
    assert_eq!(
        served
            .get(Reader, "/requirements/bia/nobody/report")
            .await
            .status,
        404
    );
    let paper = text(&served, Reader, "/requirements/bia/report/paper").await;
    let articles = paper.matches("<article class=\"activity-report\"").count();
    assert_eq!(articles, 6, "each activity stands on it");
}

#[tokio::test]
async fn every_activity_of_the_example_has_its_report() {
    let served = Served::start(Store::Sqlite).await;
    let imported = import(&served, &example("havensund"), "").await;
    assert_eq!(imported.status, 200, "{}", imported.text);
    let told = served
        .get(Administrator, "/api/v1/impact-report")
        .await
        .json();
    let rows = told["rows"].as_array().expect("a list");
    assert_eq!(rows.len(), 18);
    assert_eq!(told["excluded_count"], 1);
    for row in rows {
        let id = row["id"].as_str().expect("a reference");
        let id = id.split_once('/').expect("kind/id").1;
        text(&served, Reader, &format!("/requirements/bia/{id}/report")).await;
    }
}
