//! TV-5 from the command line: the tenth is a normal day and bears 24 h, month-end bears 4 h; what
//! targets are made from stays the least of both.

use serde_json::Value;

use crate::binary::{fresh, mainstay_in};

const HOUR: i64 = 3_600;
const ESTATE: &str = r#"
kind: calendar
id: office
zone: Europe/Berlin
windows: [ { days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" } ]
---
kind: activity
id: close-the-books
hours: office
peaks: [ { name: month-end, days: last-3-working } ]
requires: [ ledger ]
---
kind: service
id: ledger
recovery: { takes: 3h }
requires: [ db ]
---
kind: component
id: db
recovery: { takes: 2h }
---
kind: impact
id: normal-days
status: approved
activity: close-the-books
when: normal
after: [1h, 8h, 24h]
levels: { financial: [0, 1, 3] }
---
kind: impact
id: month-end
status: approved
activity: close-the-books
when: month-end
after: [1h, 4h, 24h]
levels: { financial: [1, 3, 4] }
"#;

fn ask(name: &str, arguments: &[&str]) -> (Value, String) {
    let folder = fresh(name);
    std::fs::write(folder.join("estate.yaml"), ESTATE).expect("written");
    let json = [arguments, &["--format", "json"]].concat();
    let told = mainstay_in(&folder, &json, "");
    assert_eq!(told.code, 0, "{}", told.err);
    (told.json(), mainstay_in(&folder, arguments, "").out)
}

fn loss_at(at: &str) -> (Value, String) {
    ask(
        "conditions-impact",
        &["impact", ".", "--lose", "db", "--at", at],
    )
}

#[test]
fn an_invocation_on_the_tenth_bears_a_day_and_one_at_month_end_four_hours() {
    let (tenth, words) = loss_at("2026-06-10T10:00:00Z");
    let day = &tenth["conditions"][0];
    assert_eq!(
        (
            &day["id"],
            &day["when"],
            &day["mtpd_seconds"],
            &day["headline_mtpd_seconds"]
        ),
        (
            &"activity/close-the-books".into(),
            &"normal".into(),
            &(24 * HOUR).into(),
            &(4 * HOUR).into()
        )
    );
    assert!(
        words.contains("a normal day: unbearable after 24h; targets keep to 4h (month-end)"),
        "{words}"
    );
    let (end, words) = loss_at("2026-06-29T10:00:00Z");
    let day = &end["conditions"][0];
    assert_eq!(
        (&day["when"], &day["mtpd_seconds"]),
        (&"month-end".into(), &(4 * HOUR).into())
    );
    assert!(words.contains("month-end: unbearable after 4h"), "{words}");
    // The breaches are the promise and keep to the headline on either day.
    assert_eq!(tenth["breaches"], end["breaches"]);
    assert_eq!(tenth["breaches"][0]["clock"], "mtpd");
    assert_eq!(tenth["breaches"][0]["at_seconds"], 4 * HOUR);
    // The evening before, what comes is said.
    let (eve, words) = loss_at("2026-06-25T12:00:00Z");
    assert_eq!(
        eve["conditions"][0]["then"]["begins_after_seconds"],
        10 * HOUR
    );
    assert!(
        words.contains("month-end begins in 10h: unbearable after 4h"),
        "{words}"
    );
}

#[test]
fn targets_tell_each_condition_with_its_interval_and_margin_the_one_of_the_day() {
    let of = [
        "targets",
        ".",
        "--of",
        "close-the-books",
        "--at",
        "2026-06-10T10:00:00Z",
    ];
    let (targets, words) = ask("conditions-targets", &of);
    let item = &targets["items"][0];
    assert_eq!(item["mtpd_seconds"], 4 * HOUR);
    let all = item["mtpd_by_condition"].as_array().expect("a list");
    let row = |at: usize| {
        let it = &all[at];
        let hours = |key: &str| it[key].as_i64().map(|seconds| seconds / HOUR);
        (
            it["when"].as_str().expect("a word"),
            hours("mtpd_seconds"),
            (
                hours("last_tolerable_seconds"),
                hours("first_intolerable_seconds"),
            ),
            it["driver"].as_str(),
            it["is_headline"].as_bool(),
        )
    };
    let told = (
        "normal",
        Some(24),
        (Some(8), Some(24)),
        Some("financial"),
        Some(false),
    );
    assert_eq!(row(0), told);
    let told = (
        "month-end",
        Some(4),
        (Some(1), Some(4)),
        Some("financial"),
        Some(true),
    );
    assert_eq!(row(1), told);
    assert!(
        words.contains("month-end (last-3-working): unbearable after 4h"),
        "{words}"
    );
    let (margin, words) = ask(
        "conditions-margin",
        &["margin", ".", "--at", "2026-06-30T10:00:00Z"],
    );
    let rows = margin["services"].as_array().expect("a list").iter();
    let mut of = rows.filter(|it| it["id"] == "activity/close-the-books");
    let condition = &of.next().expect("it is watched")["condition"];
    assert_eq!(
        (&condition["when"], &condition["mtpd_seconds"]),
        (&"month-end".into(), &(4 * HOUR).into())
    );
    assert!(words.contains("What can be borne today"), "{words}");
}
