//! `mainstay alerts`: warnings laid on sites; attacks refused without a look at file or network;
//! the real files of agencies against the cities of a real network.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::binary::{Outcome, mainstay_in};

/// A fresh folder of this test's own.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("alerts-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder is made");
    folder
}

/// A set of the real inputs, or nothing after saying that the test did not run.
fn real(set: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let root = std::env::var_os("MAINSTAY_DATA").map_or(beside, PathBuf::from);
    let folder = root.join(set);
    if !folder.is_dir() {
        eprintln!("did not run: {set} is not there (no real inputs)");
        return None;
    }
    Some(folder)
}

const ESTATE: &str = "\
kind: site
id: inside
location: { lat: 53.5, lon: 8.5 }
---
kind: site
id: outside
location: { lat: 48.1, lon: 11.6 }
---
kind: site
id: coded
codes: [ 'SAME:045015' ]
---
kind: site
id: nowhere
---
kind: component
id: server
site: inside
recovery: { takes: 3h }
---
kind: service
id: shop
requires: [ server ]
targets: { rto: 2h }
recovery: { takes: 10m }
---
kind: plan
id: back
status: approved
covers: [ service/shop ]
steps: [ { id: one, title: Restore it, takes: 3h, restores: server } ]
---
kind: hazard
id: surge
name: Storm surge
";

/// An alert; `{ID}`, `{TYPE}`, `{HEAD}` and `{AREA}` are to be filled.
const ALERT: &str = "<?xml version=\"1.0\"?>
<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>{ID}</identifier>
<sender>met@example.org</sender><sent>{SENT}</sent><status>Actual</status>
<msgType>{TYPE}</msgType><scope>Public</scope>{HEAD}<info><category>Met</category>
<event>Storm surge</event><urgency>Immediate</urgency><severity>Severe</severity>
<certainty>Likely</certainty><expires>2026-11-26T06:00:00Z</expires>
<area><areaDesc>Coast</areaDesc>{AREA}</area></info></alert>";

const SQUARE: &str = "<polygon>53,8 53,9 54,9 54,8 53,8</polygon>";
const COUNTY: &str = "<geocode><valueName>UGC</valueName><value>SCC015</value></geocode>";

fn alert(id: &str, kind: &str, sent: &str, head: &str, area: &str) -> String {
    ALERT
        .replace("{ID}", id)
        .replace("{TYPE}", kind)
        .replace("{SENT}", sent)
        .replace("{HEAD}", head)
        .replace("{AREA}", area)
}

fn verdicts(outcome: &Outcome) -> BTreeMap<String, BTreeMap<String, String>> {
    let text = |value: &Value| value.as_str().expect("a text").to_string();
    let json = outcome.json();
    let alerts = json["alerts"].as_array().expect("a list").iter();
    let row = |site: &Value| (text(&site["id"]), text(&site["verdict"]));
    alerts
        .map(|alert| {
            let sites = alert["sites"].as_array().expect("a list");
            (text(&alert["identifier"]), sites.iter().map(row).collect())
        })
        .collect()
}

#[test]
fn each_site_gets_a_verdict_and_what_stands_there_is_named() {
    let folder = fresh("verdicts");
    std::fs::write(folder.join("estate.yaml"), ESTATE).expect("written");
    let sent = "2026-11-25T06:00:00Z";
    let write = |name: &str, text: String| {
        std::fs::write(folder.join(name), text).expect("written");
    };
    write("drawn.cap", alert("drawn", "Alert", sent, "", SQUARE));
    write("county.cap", alert("county", "Alert", sent, "", COUNTY));
    let about = "<references>met@example.org,drawn,2026-11-25T06:00:00Z</references>";
    let later = "2026-11-25T08:00:00Z";
    write(
        "update.cap",
        alert("update", "Update", later, about, SQUARE),
    );
    let about = about.replace(",drawn,", ",update,");
    let cancel = alert("cancel", "Cancel", "2026-11-25T10:00:00Z", &about, "");
    let (head, _) = cancel.split_once("<info>").expect("an info");
    write("cancel.cap", format!("{head}</alert>"));
    let ask = |files: &[&str], at: &str| {
        let arguments = [
            &["alerts", "estate.yaml"],
            files,
            &["--at", at, "--format", "json"],
        ];
        let outcome = mainstay_in(&folder, &arguments.concat(), "");
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        outcome
    };
    let at = "2026-11-25T07:00:00Z";
    let both = ask(&["drawn.cap", "county.cap"], at);
    let of = verdicts(&both);
    let verdict = |id: &str, site: &str| of[id][&format!("site/{site}")].clone();
    assert_eq!(verdict("drawn", "inside"), "affected");
    assert_eq!(verdict("drawn", "outside"), "not_affected");
    assert_eq!(verdict("drawn", "coded"), "cannot_decide");
    assert_eq!(verdict("drawn", "nowhere"), "cannot_decide");
    assert_eq!(verdict("county", "coded"), "affected");
    assert_eq!(verdict("county", "inside"), "cannot_decide");
    let json = both.json();
    let breaks = &json["alerts"][0]["would_break"];
    assert_eq!(breaks["stops"], serde_json::json!(["service/shop"]));
    assert_eq!(breaks["late"], serde_json::json!(["service/shop"]));
    assert_eq!(breaks["plans"][0]["id"], "plan/back");
    assert_eq!(json["postures"][0]["id"], "hazard/surge");
    assert_eq!(json["postures"][0]["posture"], "imminent");

    let chain = ["drawn.cap", "update.cap", "cancel.cap"];
    let of = verdicts(&ask(&chain, "2026-11-25T09:00:00Z"));
    assert_eq!(of["drawn"]["site/inside"], "ended");
    assert_eq!(of["update"]["site/inside"], "affected");
    let over = ask(&chain, "2026-11-25T11:00:00Z");
    let of = verdicts(&over);
    for id in ["drawn", "update", "cancel"] {
        assert_eq!(of[id]["site/inside"], "ended", "{id}");
        assert_eq!(of[id]["site/outside"], "not_affected", "{id}");
    }
    assert_eq!(over.json()["postures"], serde_json::json!([]));
    let of = verdicts(&ask(&["drawn.cap"], "2026-11-26T06:00:00Z"));
    assert_eq!(of["drawn"]["site/inside"], "ended");
    let early = ask(&["drawn.cap"], "2026-11-25T05:00:00Z").out;
    assert!(early.contains("which is still to come"), "{early}");
}

#[test]
fn an_alert_for_south_carolina_touches_the_region_of_gitlab_and_the_zones_in_it() {
    let folder = fresh("carolina");
    let square = "<polygon>33.0,-80.4 33.5,-80.4 33.5,-79.6 33.0,-79.6 33.0,-80.4</polygon>";
    let text = alert("sc", "Alert", "2026-11-25T06:00:00Z", "", square);
    std::fs::write(folder.join("sc.cap"), text).expect("written");
    let estate = crate::api::example("gitlab-com").display().to_string();
    let at = "2026-11-25T07:00:00Z";
    let arguments = ["alerts", &estate, "sc.cap", "--at", at, "--format", "json"];
    let outcome = mainstay_in(&folder, &arguments, "");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let of = verdicts(&outcome);
    for site in ["us-east1", "us-east1-b", "us-east1-c", "us-east1-d"] {
        assert_eq!(of["sc"][&format!("site/{site}")], "affected", "{site}");
    }
    assert_eq!(of["sc"]["site/us-central1"], "not_affected");
}

#[test]
fn an_attack_reaches_neither_a_file_nor_the_network_and_hides_no_other_file() {
    let folder = fresh("attack");
    std::fs::write(folder.join("estate.yaml"), ESTATE).expect("written");
    let door = TcpListener::bind("127.0.0.1:0").expect("a port");
    door.set_nonblocking(true).expect("set");
    let address = door.local_addr().expect("an address");
    // Whoever opened this pipe to read would wait for a writer for ever.
    let pipe = folder.join("canary");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo starts").success());
    let pipe = pipe.display();
    let heads = [
        format!("<!DOCTYPE alert [<!ENTITY x SYSTEM \"file://{pipe}\">]>"),
        format!("<!DOCTYPE alert SYSTEM \"http://{address}/a.dtd\">"),
        format!("<!DOCTYPE alert [<!ENTITY % p SYSTEM \"http://{address}/p\"> %p;]>"),
    ];
    let good = alert("good", "Alert", "2026-11-25T06:00:00Z", "", SQUARE);
    let mut files = vec!["good.cap".to_string()];
    std::fs::write(folder.join("good.cap"), &good).expect("written");
    for (index, head) in heads.iter().enumerate() {
        let text = good.replace("?>\n", &format!("?>\n{head}\n"));
        let text = text.replace("Coast", "&x;");
        let name = format!("attack-{index}.cap");
        std::fs::write(folder.join(&name), text).expect("written");
        files.push(name);
    }
    let linked = good.replace(
        "?>\n",
        &format!("?>\n<?xml-stylesheet href=\"http://{address}/a.xsl\"?>\n"),
    );
    let linked = linked.replace("</areaDesc>", &format!("</areaDesc><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"http://{address}/1\"/>"));
    std::fs::write(
        folder.join("linked.cap"),
        linked.replace(">good<", ">linked<"),
    )
    .expect("written");
    files.push("linked.cap".into());
    let names: Vec<&str> = files.iter().map(String::as_str).collect();
    let arguments = [
        &["alerts", "estate.yaml"],
        &names[..],
        &["--format", "json"],
    ]
    .concat();
    let outcome = mainstay_in(&folder, &arguments, "");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(outcome.err.matches("DOCTYPE").count(), 3, "{}", outcome.err);
    let of = verdicts(&outcome);
    assert_eq!(of.keys().collect::<Vec<_>>(), ["good", "linked"]);
    for attack in &names[1..4] {
        let outcome = mainstay_in(&folder, &["alerts", "estate.yaml", attack], "");
        assert_eq!(outcome.code, 2, "{}", outcome.out);
        assert!(
            outcome.err.contains(&format!("{attack}:2: ")),
            "{}",
            outcome.err
        );
    }
    assert!(door.accept().is_err(), "someone knocked");
}

/// The edge cities of a real network as an estate.
fn cities(folder: &Path) -> Option<usize> {
    let text = std::fs::read_to_string(real("aws-edge-locations")?.join("aws-edge-locations.json"));
    let cities: Value = serde_json::from_str(&text.expect("it is there")).expect("it is JSON");
    let cities = cities.as_object().expect("a map by code");
    let mut records = String::new();
    for (code, city) in cities {
        let id = code.to_lowercase();
        let record = serde_json::json!({
            "kind": "site", "id": id, "name": city["city"],
            "location": { "lat": city["latitude"], "lon": city["longitude"] },
        });
        records.push_str(&format!("{record}\n"));
    }
    std::fs::write(folder.join("cities.jsonl"), records).expect("written");
    Some(cities.len())
}

#[test]
fn the_files_of_agencies_meet_107_cities() {
    let folder = fresh("cities");
    let (Some(count), Some(library)) = (cities(&folder), real("cap-google-library")) else {
        return;
    };
    assert_eq!(count, 107);
    let sets = [
        library.clone(),
        library.join("validator-examples"),
        real("cap-ibm-nws").expect("it stands beside"),
        real("nws-api-alerts").expect("it stands beside"),
    ];
    let sets: Vec<String> = sets.iter().map(|it| it.display().to_string()).collect();
    let mut arguments = vec![
        "alerts",
        "cities.jsonl",
        "--format",
        "json",
        "--at",
        "2018-08-16T00:00:00Z",
    ];
    arguments.extend(sets.iter().map(String::as_str));
    let outcome = mainstay_in(&folder, &arguments, "");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(outcome.err.matches("DOCTYPE").count(), 2, "{}", outcome.err);
    let json = outcome.json();
    let alerts = json["alerts"].as_array().expect("a list");
    let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
    for alert in alerts {
        let sites = alert["sites"].as_array().expect("a list");
        assert_eq!(sites.len(), 107);
        for site in sites {
            *tally
                .entry(site["verdict"].as_str().expect("a word"))
                .or_default() += 1;
        }
    }
    let total: usize = tally.values().sum();
    assert_eq!(total, alerts.len() * 107);
    insta::assert_debug_snapshot!((alerts.len(), tally));
    let broken = |name: &str| {
        let mut files = json["files"].as_array().expect("a list").iter();
        files.any(|it| {
            let file = it["file"].as_str().expect("a name");
            file.ends_with(name) && it["form"].is_null()
        })
    };
    assert!(broken("xee.cap") && broken("xee.atom"));
    assert!(!broken("canada.cap") && !broken("earthquake-iso8859-1.cap"));
}

/// A file that is very large is read in time that grows with its length.
#[test]
fn a_polygon_of_a_million_points_is_one_alert() {
    let folder = fresh("million");
    std::fs::write(folder.join("estate.yaml"), ESTATE).expect("written");
    let points: String = (0..1_000_000)
        .map(|index| {
            let angle = f64::from(index) * std::f64::consts::TAU / 1e6;
            format!(
                "{:.5},{:.5} ",
                53.5 + 0.2 * angle.sin(),
                8.5 + 0.2 * angle.cos()
            )
        })
        .collect();
    let area = format!("<polygon>{points}</polygon>");
    let text = alert("big", "Alert", "2026-11-25T06:00:00Z", "", &area);
    std::fs::write(folder.join("big.cap"), text).expect("written");
    let at = ["--at", "2026-11-25T07:00:00Z"];
    let arguments = [
        &["alerts", "estate.yaml", "big.cap", "--format", "json"][..],
        &at,
    ]
    .concat();
    let of = verdicts(&mainstay_in(&folder, &arguments, ""));
    assert_eq!(of["big"]["site/inside"], "affected");
    assert_eq!(of["big"]["site/outside"], "not_affected");
}
