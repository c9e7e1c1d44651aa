//! The story of `examples/havensund`, at a fixed instant: what its README promises is what the
//! tool says. The figures are the estate's, not the tool's; who edits the estate edits them here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::binary::{fresh, mainstay_in};

/// When it is judged: no day in the estate stands within a month of it.
const AT: &str = "2026-11-22T12:00:00Z";

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn ask(arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    mainstay_in(&examples(), &arguments, "").json()
}

fn checked_at(instant: &str) -> Value {
    ask(&["check", "havensund", "--at", instant])
}

fn texts(list: &Value) -> BTreeSet<&str> {
    let list = list.as_array().expect("a list").iter();
    list.map(|it| it.as_str().expect("a text")).collect()
}

/// How many of the items of a list are of each kind.
fn by_kind(list: &Value) -> BTreeMap<&str, usize> {
    let mut kinds = BTreeMap::new();
    for reference in texts(list) {
        let (kind, _) = reference.split_once('/').expect("kind/id");
        *kinds.entry(kind).or_default() += 1;
    }
    kinds
}

fn subjects<'a>(checked: &'a Value, code: &str) -> Vec<&'a str> {
    let findings = checked["findings"].as_array().expect("a list").iter();
    let of_code = findings.filter(|it| it["code"] == code && it["waived_by"].is_null());
    of_code
        .map(|it| it["subject"].as_str().expect("a reference"))
        .collect()
}

fn item<'a>(list: &'a Value, id: &str) -> &'a Value {
    let mut items = list.as_array().expect("a list").iter();
    items.find(|it| it["id"] == id).expect("it is listed")
}

#[test]
fn every_error_is_a_part_of_the_story() {
    let checked = checked_at(AT);
    let findings = checked["findings"].as_array().expect("a list").iter();
    let errors = findings.filter(|it| it["severity"] == "error");
    let errors: Vec<(&str, &str)> = errors
        .map(|it| {
            let text = |key: &str| it[key].as_str().expect("a text");
            (text("code"), text("subject"))
        })
        .collect();
    let told = [
        ("backup-with-primary", "dataset/customers"),
        ("capacity-short", "arrangement/generator-luebeck"),
        ("hours-exceed-mtpd", "service/customer-phones"),
        ("recovery-deadlock", "component/iam"),
        ("rpo-missed", "service/wallet"),
        ("rpo-unrecoverable", "service/booking"),
        ("rpo-unrecoverable", "service/customer-desk"),
        ("target-infeasible", "component/paging-saas"),
        ("target-missed", "service/archive"),
        ("target-missed", "service/security-watch"),
        ("waiver-expired", "waiver/w-2025-8"),
    ];
    assert_eq!(errors, told);
    let counts = &checked["counts"];
    assert_eq!(
        (&counts["warning"], &counts["note"], &counts["waived"]),
        (&73.into(), &17.into(), &2.into())
    );
}

#[test]
fn what_is_past_stays_past_and_the_rest_holds_for_years() {
    let codes_and_subjects = |checked: &Value| -> BTreeSet<(String, String)> {
        let findings = checked["findings"].as_array().expect("a list").iter();
        let pair = |it: &Value| (it["code"].to_string(), it["subject"].to_string());
        // What runs out later is a finding when its day comes near, by its nature.
        let lasts = |it: &&Value| it["code"] != "will-be-missed";
        findings.filter(lasts).map(pair).collect()
    };
    let now = codes_and_subjects(&checked_at(AT));
    for later in ["2028-06-01T00:00:00Z", "2030-11-01T00:00:00Z"] {
        assert_eq!(codes_and_subjects(&checked_at(later)), now, "at {later}");
    }
}

#[test]
fn losing_the_main_site_stops_what_seems_to_stand_in_two_halls() {
    let impact = ask(&["impact", "havensund", "--lose", "rst1"]);
    let mut stopped = by_kind(&impact["stopped"]);
    stopped.retain(|kind, _| ["activity", "service"].contains(kind));
    assert_eq!(stopped, [("activity", 10), ("service", 34)].into());
    assert!(texts(&impact["stopped"]).contains("service/card-gateway"));
    assert!(!texts(&impact["lost"]).contains("component/gateway-app-lub"));
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    for breach in impact["breaches"].as_array().expect("a list") {
        *verdicts
            .entry(breach["verdict"].as_str().expect("a verdict"))
            .or_default() += 1;
    }
    assert_eq!(
        verdicts,
        [("meets", 35), ("misses", 1), ("unknown", 7)].into()
    );
    let gateway = item(&impact["breaches"], "service/card-gateway");
    assert_eq!(gateway["verdict"], "meets");
}

/// Both database administrators restore the platform's memory for booking, and the ledger wants one
/// of them in the same hour: each plan alone fits, together they do not, and a third is enough.
#[test]
fn two_administrators_are_too_few_for_promises_that_each_alone_hold() {
    let friday = "2026-11-20T12:00:00Z";
    let told = ask(&[
        "recover",
        "havensund",
        "--scenario",
        "rostock-lost",
        "--at",
        friday,
    ]);
    assert!(by_kind(&ids(&told["items"]))["service"] >= 23);
    assert_eq!(told["verified"], true);
    // The archive is late with people without limit too; every other plan fits alone.
    for plan in told["plans"].as_array().expect("a list") {
        let alone = texts(&plan["alone_late"]);
        let expected = match plan["id"] == "plan/restore-office" {
            true => BTreeSet::from(["service/archive"]),
            false => BTreeSet::new(),
        };
        assert_eq!(alone, expected, "{}", plan["id"]);
    }
    let crossings = item(&told["plans"], "plan/restore-booking");
    let booking = serde_json::json!(["service/booking"]);
    assert_eq!(crossings["together_late"], booking);
    assert_eq!(
        (&told["late_count"], &told["late_anyway_count"]),
        (&2.into(), &1.into())
    );
    assert_eq!(told["bottleneck"], "team/dba");
    let team = item(&told["teams"], "team/dba");
    assert_eq!(
        (&team["people"], &team["one_more_late_count"]),
        (&2.into(), &1.into())
    );
    let conflict = &told["conflict"];
    let both = serde_json::json!(["service/booking", "service/ledger"]);
    assert_eq!(
        (&conflict["items"], &conflict["least"]),
        (&both, &true.into())
    );
    assert_eq!(conflict["relax"][0]["id"], "service/booking");
}

/// The ids of rows, as a list.
fn ids(rows: &Value) -> Value {
    let rows = rows.as_array().expect("a list").iter();
    Value::Array(rows.map(|row| row["id"].clone()).collect())
}

#[test]
fn the_smallest_box_and_the_strip_are_the_single_points_told_first() {
    let checked = checked_at(AT);
    let points = subjects(&checked, "single-point-of-failure");
    assert_eq!(
        points[..2],
        ["component/dns-forwarder", "component/rst1-pdu-a2"]
    );
    let alone = |id: &str| {
        let impact = ask(&["impact", "havensund", "--lose", id]);
        by_kind(&impact["stopped"])["service"]
    };
    assert_eq!((alone("dns-forwarder"), alone("rst1-pdu-a2")), (21, 34));
    let gateway = ask(&[
        "weaknesses",
        "havensund",
        "--of",
        "card-gateway",
        "--order",
        "1",
    ]);
    assert_eq!(gateway["sets"][0]["members"][0], "component/dns-forwarder");
}

#[test]
fn a_group_that_counts_votes_shares_one_hall() {
    let checked = checked_at(AT);
    let halls = ["component/k8s-lub", "component/k8s-rst"];
    assert_eq!(subjects(&checked, "no-shared-site"), halls);
}

#[test]
fn freight_is_back_in_time_on_a_tuesday_morning_and_late_on_a_friday_evening() {
    let targets = ask(&["targets", "havensund", "--hours", "--at", AT]);
    let freight = item(&targets["items"], "service/freight-desk");
    assert_eq!(freight["verdict"], "meets");
    let (tuesday_9, friday_17) = (24 + 9, 4 * 24 + 17);
    let hours = &freight["hours"];
    assert_eq!(hours["week"][tuesday_9], true);
    assert_eq!(hours["week"][friday_17], false);
    let late = hours["week"].as_array().expect("168 hours").iter();
    assert_eq!(late.filter(|it| **it == false).count(), 3);
    assert_eq!(hours["worst"]["lost"], "2026-11-27T15:00:00+01:00");
    assert_eq!(hours["worst"]["due"], "2026-11-30T09:00:00+01:00");
    assert_eq!(hours["worst"]["back"], "2026-11-30T11:50:00+01:00");
}

#[test]
fn most_services_are_back_in_time_and_the_rest_is_meant() {
    let targets = ask(&["targets", "havensund", "--at", AT]);
    let mut others: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut meets = 0;
    for item in targets["items"].as_array().expect("a list") {
        let id = item["id"].as_str().expect("an id");
        match item["verdict"].as_str().expect("a verdict") {
            _ if !id.starts_with("service/") => {}
            "meets" => meets += 1,
            other => others.entry(other).or_default().push(id),
        }
    }
    assert_eq!(meets, 46);
    assert_eq!(others["infeasible"], ["service/paging"]);
    assert_eq!(
        others["misses"],
        ["service/archive", "service/security-watch"]
    );
    assert_eq!(
        others["unknown"],
        ["service/claims", "service/remote-desktops"]
    );
}

#[test]
fn a_break_glass_way_mends_the_deadlock() {
    let folder = fresh("havensund-mended");
    let (before, after) = (folder.join("before.yaml"), folder.join("after.yaml"));
    let whole = mainstay_in(&examples(), &["export", "mainstay", "havensund"], "").out;
    let entry = "item: iam, phase: recover";
    assert_eq!(whole.matches(entry).count(), 1);
    let mended = whole.replace(entry, "item: iam, phase: recover, bootstrap: true");
    std::fs::write(before, whole).expect("written");
    std::fs::write(after, mended).expect("written");
    let arguments = ["diff", "before.yaml", "after.yaml", "--at", AT];
    let diff = mainstay_in(
        &folder,
        &[&arguments[..], &["--format", "json"]].concat(),
        "",
    );
    assert_eq!(diff.code, 0, "{}", diff.out);
    let diff = diff.json();
    let mended = diff["mended"].as_array().expect("a list").iter();
    let mended: Vec<&Value> = mended.map(|it| &it["code"]).collect();
    assert_eq!(mended, ["recovery-deadlock"]);
    assert_eq!(diff["broke"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_supplier_behind_two_others_takes_them_with_it() {
    let impact = ask(&["impact", "havensund", "--lose", "wolkenwerft"]);
    let stopped = texts(&impact["stopped"]);
    for lost in ["site/ams-cloud", "supplier/ankerid", "supplier/wachplan"] {
        assert!(stopped.contains(lost), "{lost}");
    }
    assert!(stopped.contains("service/crew-roster"));
}

#[test]
fn every_kind_of_the_first_three_stages_has_a_record() {
    let whole = mainstay_in(&examples(), &["export", "mainstay", "havensund"], "").out;
    let mut records: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in whole.lines().filter_map(|line| line.strip_prefix("kind: ")) {
        *records.entry(kind).or_default() += 1;
    }
    let built = record::kind::Stage::Implementation;
    for kind in record::kinds::ALL.iter().filter(|kind| kind.stage <= built) {
        assert!(records.contains_key(kind.name), "no {}", kind.name);
    }
    let least = [("activity", 12), ("service", 40), ("component", 150)];
    for (kind, least) in least {
        assert!(records[kind] >= least, "{kind}: {}", records[kind]);
    }
    let scenarios = [
        "rostock-lost",
        "ransomware",
        "corruption-found-late",
        "identity-lost",
        "rostering-gone",
        "staff-absent",
    ];
    for scenario in scenarios {
        let record = format!("kind: scenario\nid: {scenario}\n");
        assert!(whole.contains(&record), "no {scenario}");
    }
    // What the first page of the repository says of it.
    let readme = std::fs::read_to_string(examples().join("../README.md")).expect("it is there");
    let said = format!(
        "{} services on {} components",
        records["service"], records["component"]
    );
    assert!(readme.contains(&said), "{said}");
}
