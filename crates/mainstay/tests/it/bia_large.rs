//! The report of the impact analysis of many activities: pages that are paged, a paper that is
//! whole, and what is left to do once all is back - data made anew, groups put right, the backlog.

use std::fmt::Write as _;

use continuity::access::Function::Administrator;
use serde_json::{Value, json};

use crate::api::import;
use crate::binary::mainstay;
use crate::served::{Served, Store};

const AT: &str = "2026-05-15T12:00:00Z";
/// Activities: more than three pages of a list, and more than two parts of the paper.
const MANY: usize = 130;

/// Activities of which some have a backlog, some make a book anew, and two of which the books are
/// restored together; two views of each.
fn records() -> String {
    let mut out = String::from(
        r#"{"kind":"policy","id":"ours","status":"approved","lead":{"detect":"0s","decide":"0s"}}
{"kind":"dataset","id":"orders","consistency-group":"shop","changes":"60/h","reconciles":"30/h","protection":[{"method":"backup","every":"1h","runs":"0s","at":"site/vault"}]}
{"kind":"dataset","id":"customers","consistency-group":"shop","protection":[{"method":"backup","every":"3h","runs":"0s","at":"site/vault"}]}
{"kind":"site","id":"vault"}
"#,
    );
    for number in 0..MANY {
        let more = match number % 3 {
            0 => r#","backlog":{"arrives":"100/h","clears":"130/h"},"targets":{"mtpd":"24h"}"#,
            1 => {
                r#","reconstructs":[{"dataset":"orders","from":"paper slips","reaches-back":"48h","takes":"2h"}],"targets":{"wrt":"6h","rpo":"30m"}"#
            }
            _ => r#","targets":{"wrt":"1h"}"#,
        };
        let id = format!("work-{number:03}");
        let lines = [
            format!(
                r#"{{"kind":"activity","id":"{id}","name":"Work {number}"{more},"requires":["orders"]}}"#
            ),
            impact(&id, "ann", "4h", [1, 3]),
            impact(&id, "bob", "4h", [0, 3]),
        ];
        lines
            .iter()
            .for_each(|line| writeln!(out, "{line}").expect("a text"));
    }
    out
}

fn impact(activity: &str, by: &str, first: &str, levels: [u32; 2]) -> String {
    format!(
        r#"{{"kind":"impact","id":"{activity}-{by}","status":"approved","activity":"{activity}","respondent":"{by}","after":["{first}","24h"],"levels":{{"financial":[{},{}]}}}}"#,
        levels[0], levels[1]
    )
}

fn report(rest: &[&str]) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("estate.jsonl"), records()).expect("it is written");
    let path = folder.path().to_str().expect("a plain path");
    let told = mainstay(&[&["bia", path, "--at", AT, "--format", "json"], rest].concat());
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    serde_json::from_str(&told.out).expect("JSON")
}

fn of<'v>(list: &'v Value, id: &str) -> &'v Value {
    let mut list = list.as_array().expect("a list").iter();
    list.find(|it| it["id"] == id).expect("it is listed")
}

#[test]
fn what_is_left_to_do_once_all_is_back_stands_with_its_figures() {
    let told = report(&[]);
    assert_eq!(told["rows"].as_array().map(Vec::len), Some(MANY));
    assert_eq!(told["activities"].as_array().map(Vec::len), Some(MANY));
    // TV-7: 24 h with 130 cleared and 100 arriving leave 24·30/130 h; clearing takes 100/30 of it.
    let piles = of(&told["catch_ups"], "activity/work-000");
    let margin = of(&told["activities"], "activity/work-000")["arithmetic"]["margin_seconds"]
        .as_i64()
        .unwrap_or(0);
    let most = ((86_400 - margin) as f64 * 30.0 / 130.0).floor();
    assert_eq!(piles["piles_up"], true);
    assert_eq!(
        piles["backlog_seconds"],
        (most * 100.0 / 30.0 - 1e-6).ceil() as i64
    );
    // The group comes back to the older of 1 h and 3 h: 2 h of 60 changes an hour, 30 put right.
    let anew = of(&told["catch_ups"], "activity/work-001");
    assert_eq!(anew["makes_anew"], json!(["dataset/orders"]));
    assert_eq!(anew["puts_right"], json!(["shop"]));
    assert_eq!(
        (&anew["takes_seconds"], &anew["fits"]),
        (&json!(6 * 3_600), &json!(true))
    );
    let short = of(&told["catch_ups"], "activity/work-002");
    assert_eq!(
        (&short["takes_seconds"], &short["fits"]),
        (&json!(4 * 3_600), &json!(false))
    );
    let group = &told["together"][0];
    assert_eq!(group["group"], "shop");
    assert_eq!(
        group["members"],
        json!(["dataset/customers", "dataset/orders"])
    );
    assert_eq!(group["modes"][1]["mode"], "site");
    assert_eq!(group["modes"][1]["oldest_seconds"], 3 * 3_600);
    let conflicts = told["conflicts"].as_array().expect("a list");
    let late = conflicts
        .iter()
        .filter(|it| it["code"] == "reconciliation-exceeds-wrt");
    assert!(late.count() >= MANY / 3);

    let one = &report(&["--activity", "work-001"])["activities"][0];
    let made = &one["catching_up"]["reconstructs"][0];
    assert_eq!(
        (&made["counts"], &made["from"]),
        (&json!(true), &json!("paper slips"))
    );
    let orders = of(&one["recovery_point"]["datasets"], "dataset/orders");
    assert_eq!(orders["with"], json!(["dataset/customers"]));
    let here = orders["made_anew_by"].as_array().expect("a list");
    assert!(here.iter().any(|it| it["activity"] == "activity/work-001"));
    assert_eq!(one["recovery_point"]["datasets_count"], 1);
}

#[test]
fn the_command_says_it_in_words_and_in_columns() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("estate.jsonl"), records()).expect("it is written");
    let path = folder.path().to_str().expect("a plain path");
    let whole = mainstay(&["bia", path, "--at", AT]).out;
    for words in [
        "Once all is back: to catch up with (130)",
        "and 90 more",
        "Restored together (1)\n  shop: dataset/customers, dataset/orders; may lose the last ",
        "makes anew dataset/orders; puts right shop; takes 6h at worst (fits)",
    ] {
        assert!(whole.contains(words), "{words}: {whole}");
    }
    let one = mainstay(&["bia", path, "--at", AT, "--activity", "work-001"]).out;
    for words in [
        "catching up: making data anew and putting right what does not agree takes 6h",
        "activity/work-001 makes dataset/orders anew from paper slips",
        "site: all come back to 3h before; dataset/orders is 2h ahead, 120 changes at 60/h",
    ] {
        assert!(one.contains(words), "{words}: {one}");
    }
    let table = mainstay(&["bia", path, "--at", AT, "--format", "csv"]).out;
    let head = table.lines().next().expect("a head");
    assert!(head.ends_with(
        "makes_anew,makes_anew_seconds,makes_anew_counts,puts_right,catching_up_seconds,\
         backlog_at_target_seconds,rekey_seconds"
    ));
    let row = table
        .lines()
        .find(|it| it.starts_with("activity/work-001,"));
    let row = row.expect("a row");
    assert!(
        row.ends_with("dataset/orders,7200,yes,shop,21600,,"),
        "{row}"
    );
}

#[tokio::test]
async fn pages_are_paged_and_the_paper_is_whole() {
    let served = Served::start(Store::Sqlite).await;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("estate.jsonl"), records()).expect("it is written");
    let imported = import(&served, folder.path(), "").await;
    assert_eq!(imported.status, 200, "{}", imported.text);
    let read = async |path: &str| {
        let told = served.get(Administrator, path).await;
        assert_eq!(told.status, 200, "{path}: {}", told.text);
        told.text
    };
    let rows = |page: &str| {
        page.matches("<th scope=\"row\"><a href=\"/requirements/bia/work-")
            .count()
    };

    let first = read("/requirements/bia/report").await;
    assert!(first.contains("1 to 40 of 130"), "{first}");
    let last = read("/requirements/bia/report?from=120").await;
    assert!(last.contains("121 to 130 of 130") && last.contains("rel=\"prev\""));
    let beyond = read("/requirements/bia/report?from=99999").await;
    assert!(beyond.contains("of 130"));
    assert!(rows(&first) < MANY, "a page holds a part");
    assert!(first.contains("Once all is back") && first.contains("Restored together"));

    let articles = |page: &str| page.matches("<article class=\"activity-report\"").count();
    let part = read("/requirements/bia/report/paper").await;
    assert_eq!(articles(&part), 50);
    assert!(part.contains("paper?whole=yes") && part.contains("paper?from=50"));
    // The first part holds every list whole; a later one only its activities.
    assert!(part.contains(">Work 129</a>") && !part.contains(" more</a>"));
    let end = read("/requirements/bia/report/paper?from=100").await;
    assert_eq!(articles(&end), 30);
    assert!(!end.contains("What that asks of services"));
    let whole = read("/requirements/bia/report/paper?whole=yes").await;
    assert_eq!(articles(&whole), MANY);
    assert!(whole.contains("All 130 activities") && !whole.contains(" more</a>"));
    let one = read("/requirements/bia/work-001/report").await;
    for words in ["Once it is back", "fits into catching up", "made anew here"] {
        assert!(one.contains(words), "{words}: {one}");
    }
}
