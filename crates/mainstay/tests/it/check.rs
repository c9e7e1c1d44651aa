//! `mainstay check` on a small shop: what each form says, and what each exit code means.

use std::collections::BTreeSet;

use quick_xml::events::Event;

use crate::binary::{fresh, mainstay, mainstay_in};

const AT: &str = "2026-06-01T10:00:00Z";

#[test]
fn findings_are_told_worst_first_to_people() {
    let told = mainstay(&["check", "shop", "--at", AT]);
    assert_eq!(told.code, 1);
    insta::assert_snapshot!(told.transcript());
}

#[test]
fn json_lists_every_finding_and_counts_the_waived_apart() {
    let answer = mainstay(&["check", "shop", "--at", AT, "--format", "json"]).json();
    let findings = answer["findings"].as_array().expect("a list");
    let late = findings.iter().find(|it| it["code"] == "target-missed");
    let late = late.expect("the shop is late");
    assert_eq!(late["subject"], "service/shop");
    assert_eq!(
        (&late["severity"], &late["bound"]),
        (&"error".into(), &true.into())
    );
    assert_eq!(late["needs_seconds"], 14_400);
    assert_eq!(late["because"][0], "service/shop");
    assert_eq!(late["at"]["file"], "estate.yaml");
    assert_eq!(
        (&late["at"]["line"], &late["at"]["column"]),
        (&12.into(), &1.into())
    );
    let waived: Vec<_> = findings
        .iter()
        .filter(|it| !it["waived_by"].is_null())
        .collect();
    assert_eq!(waived.len(), 1);
    assert_eq!(waived[0]["waived_by"], "waiver/w-1");
    let counts = &answer["counts"];
    let sum = ["error", "warning", "note"].map(|it| counts[it].as_u64().expect("a count"));
    assert_eq!(sum.iter().sum::<u64>() as usize, findings.len() - 1);
    // A file as the source is named by its own name.
    let of_file = mainstay(&["check", "shop/estate.yaml", "--at", AT, "--format", "json"]).json();
    assert_eq!(of_file["findings"][0]["at"]["file"], "estate.yaml");
}

#[test]
fn only_findings_that_the_baseline_lacks_fail() {
    let folder = fresh("check-baseline");
    let shop = crate::binary::fixtures().join("shop");
    let shop = shop.to_str().expect("a readable path");
    let all = mainstay(&["check", "shop", "--at", AT, "--format", "json"]);
    std::fs::write(folder.join("known.json"), &all.out).expect("written");
    let with = |file: &str| {
        let file = folder.join(file);
        let file = file.to_str().expect("a readable path").to_string();
        mainstay_in(
            &folder,
            &["check", shop, "--at", AT, "--baseline", &file],
            "",
        )
    };
    let known = with("known.json");
    assert_eq!(known.code, 0, "{}", known.out);
    assert!(
        known.out.contains("of them in the baseline"),
        "{}",
        known.out
    );
    let mut some = all.json();
    let findings = some["findings"].as_array_mut().expect("a list");
    findings.retain(|it| it["code"] != "target-missed");
    std::fs::write(folder.join("some.json"), some.to_string()).expect("written");
    assert_eq!(with("some.json").code, 1);
    std::fs::write(folder.join("broken.json"), "{ \"findings\": 3 }").expect("written");
    for file in ["missing.json", "broken.json"] {
        let refused = with(file);
        assert_eq!(
            (refused.code, refused.out.as_str()),
            (2, ""),
            "{}",
            refused.err
        );
        assert!(refused.err.contains(file), "{}", refused.err);
    }
}

#[test]
fn records_that_cannot_be_understood_exit_2_with_every_complaint() {
    let folder = fresh("check-complaints");
    let text = "kind: service\nid: a\nrequirs: [ b ]\n---\nkind: servce\nid: b\n";
    std::fs::write(folder.join("a.yaml"), text).expect("written");
    let told = mainstay_in(&folder, &["check", "."], "");
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    assert!(
        told.err
            .contains("a.yaml:3:1: unknown field `requirs`; did you mean `requires`?")
    );
    let answer = mainstay_in(&folder, &["check", ".", "--format", "json"], "");
    assert_eq!(answer.code, 2);
    let complaints = answer.json()["complaints"].clone();
    assert_eq!(complaints.as_array().map(Vec::len), Some(2));
    assert_eq!(
        (&complaints[0]["file"], &complaints[0]["line"]),
        (&"a.yaml".into(), &3.into())
    );
    assert_eq!(mainstay(&["check", "no-such-folder"]).code, 2);
    assert_eq!(mainstay(&["check"]).code, 2);
}

#[test]
fn sarif_has_what_a_code_host_requires() {
    let log = mainstay(&["check", "shop", "--at", AT, "--format", "sarif"]).json();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "Mainstay");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            let text = rule[text]["text"].as_str().expect("a text");
            assert!(!text.is_empty(), "{rule}");
        }
    }
    let mut fingerprints = BTreeSet::new();
    let results = run["results"].as_array().expect("results");
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(result["ruleId"], rules[index]["id"]);
        assert!(
            ["error", "warning", "note"]
                .iter()
                .any(|it| result["level"] == *it)
        );
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a place");
        assert!(
            uri.starts_with("shop/") && !uri.contains([' ', '\\']),
            "{uri}"
        );
        assert!(place["region"]["startLine"].as_u64() > Some(0));
        let print = result["partialFingerprints"]["primaryLocationLineHash"].as_str();
        assert!(fingerprints.insert(print.expect("a fingerprint").to_string()));
    }
    let suppressed = results.iter().filter(|it| it["suppressions"].is_array());
    assert_eq!(suppressed.count(), 1);
}

#[test]
fn junit_parses_and_its_counts_are_those_of_its_cases() {
    let folder = fresh("check-junit");
    let text = "kind: service\nid: odd\nname: \"a<b & \\\"c\\\" \\u0001\"\nowner: role/none\n\
                targets: { rto: 1h }\nrecovery: { takes: 2h }\n";
    std::fs::write(folder.join("odd.yaml"), text).expect("written");
    let shop = mainstay(&["check", "shop", "--at", AT, "--format", "junit"]).out;
    let odd = mainstay_in(&folder, &["check", ".", "--format", "junit"], "").out;
    assert!(odd.contains("a&lt;b &amp; &quot;c&quot;"), "{odd}");
    for text in [shop, odd] {
        let (mut cases, mut failures, mut totals) = (0, 0, (0, 0));
        let mut reader = quick_xml::Reader::from_str(&text);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Eof => break,
                Event::Start(start) if start.name().as_ref() == "testsuites" => {
                    let number = |name: &str| {
                        let value = start.try_get_attribute(name).expect("sound");
                        let value = value.expect("it is there").value;
                        let text = value.into_owned();
                        text.parse::<usize>().expect("a number")
                    };
                    totals = (number("tests"), number("failures"));
                }
                Event::Start(start) if start.name().as_ref() == "testcase" => cases += 1,
                Event::Start(start) if start.name().as_ref() == "failure" => failures += 1,
                _ => {}
            }
        }
        assert_eq!(totals, (cases, failures), "{text}");
        assert!(failures > 0);
    }
}

#[test]
fn a_bound_that_is_missed_is_a_warning_where_the_true_percentile_meets() {
    let folder = fresh("check-simulate");
    let takes = "recovery: { takes: { best: 20m, likely: 30m, worst: 70m } }";
    let text = format!(
        "kind: service\nid: top\nowner: team/ops\ntargets: {{ rto: 2h }}\n{takes}\n\
         requires: [ middle ]\n---\nkind: component\nid: middle\n{takes}\nrequires: [ low ]\n\
         ---\nkind: component\nid: low\n{takes}\n---\nkind: team\nid: ops\n"
    );
    std::fs::write(folder.join("chain.yaml"), text).expect("written");
    let late = |arguments: &[&str]| {
        let answer = mainstay_in(&folder, &[&["check", "."], arguments].concat(), "").json();
        let findings = answer["findings"].as_array().expect("a list").clone();
        let late = findings
            .into_iter()
            .find(|it| it["code"] == "target-missed");
        late.expect("the bound is missed")
    };
    let bound = late(&["--format", "json"]);
    assert_eq!(
        (&bound["severity"], &bound["bound"]),
        (&"error".into(), &true.into())
    );
    // Three times 42.51 minutes.
    assert_eq!(bound["has_seconds"], 3 * 2551);
    let simulated = late(&["--format", "json", "--simulate"]);
    assert_eq!(simulated["severity"], "warning", "{simulated:#}");
    let seconds = simulated["has_seconds"].as_i64().expect("a time");
    assert!((6_900..7_200).contains(&seconds), "{seconds}");
    assert_eq!(simulated, late(&["--format", "json", "--simulate"]));
}
