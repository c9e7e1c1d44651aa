//! Pages of items, the map, what-if and findings, on a real server that holds `examples/havensund`:
//! the figures are those of the answers, every link leads somewhere, names are never markup.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::process::Command;

use continuity::access::Function;
use serde_json::json;

use crate::served::{Served, Store, Told, token, told};

const MANAGER: Function = Function::ContinuityManager;
const READER: Function = Function::Reader;

/// A server with the example in its journal.
async fn havensund() -> Served {
    let served = Served::start(Store::Sqlite).await;
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/havensund");
    let imported = Command::new(env!("CARGO_BIN_EXE_mainstay"))
        .args(["import", "mainstay"])
        .arg(example)
        .args(["--yes", "--quiet", "--into", &served.url])
        .env("MAINSTAY_TOKEN", token(MANAGER))
        .output()
        .expect("the binary runs");
    assert!(
        imported.status.success(),
        "{}",
        String::from_utf8_lossy(&imported.stderr)
    );
    served
}

/// Sends a page's form.
async fn post(served: &Served, who: Function, path: &str, fields: &[(&str, &str)]) -> Told {
    let part = |(name, value): &(&str, &str)| format!("{name}={}", value.replace(' ', "+"));
    let body = fields.iter().map(part).collect::<Vec<_>>().join("&");
    let form = "application/x-www-form-urlencoded";
    let request = served.ask(Some(who), "POST", path).body(body);
    told(request.header("content-type", form)).await
}

async fn page(served: &Served, path: &str) -> String {
    let told = served.get(MANAGER, path).await;
    assert_eq!(told.status, 200, "{path}: {}", told.text);
    told.text
}

/// A span as pages say it, written from the rule: the two largest units.
fn span(seconds: i64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut rest = seconds;
    let mut parts: Vec<String> = Vec::new();
    let mut begun = 0;
    for (size, unit) in units {
        let count = rest / size;
        rest %= size;
        if count > 0 || begun > 0 {
            begun += 1;
        }
        if count > 0 && begun <= 2 {
            parts.push(format!("{count} {unit}"));
        }
    }
    if parts.is_empty() {
        "0 min".into()
    } else {
        parts.join(" ")
    }
}

/// What stands between tags, with every run of space as one.
fn words(html: &str) -> String {
    let (mut out, mut inside) = (String::new(), false);
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn links(html: &str) -> Vec<String> {
    let parts = html.split("href=\"").skip(1);
    let ends = parts.filter_map(|part| part.split('"').next());
    ends.map(|link| link.replace("&amp;", "&")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_of_a_service_are_those_of_the_answer() {
    let served = havensund().await;
    for id in [
        "service/card-gateway",
        "service/archive",
        "activity/take-card-payments",
    ] {
        let answer = served
            .get(MANAGER, &format!("/api/v1/targets?of={id}"))
            .await
            .json();
        let item = &answer["items"][0];
        let number = |key: &str| item[key].as_i64();
        let lead = number("lead_seconds").expect("a number");
        let text = words(&page(&served, &format!("/items/{id}")).await);
        let required = number("rto_required_seconds").expect("it is asked for");
        assert!(
            text.contains(&format!("back within {}", span(required + lead))),
            "{id}: {text}"
        );
        let verdict = match item["verdict"].as_str().expect("a verdict") {
            "meets" => "Back in time",
            "misses" => "Back too late",
            other => panic!("{id} is {other}"),
        };
        assert!(text.contains(verdict), "{id}");
        let calculated = number("rtc_seconds").expect("it is known");
        assert!(
            text.contains(&format!("back after {}", span(calculated + lead))),
            "{id}: {text}"
        );
    }
    // Three numbers that never share a field: what a run has shown is nothing yet.
    let text = words(&page(&served, "/items/service/card-gateway").await);
    assert!(
        text.contains("Shown by a run") && text.contains("never"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_item_has_its_page_and_other_names_have_none() {
    let served = havensund().await;
    for path in [
        "/items/activity/sell-crossings",
        "/items/service/booking",
        "/items/component/dns-forwarder",
        "/items/dataset/timetables",
        "/items/site/rst1",
        "/items/supplier/kartenring",
        "/items/team/payment-apps",
    ] {
        let told = served.get(READER, path).await;
        let known = served
            .get(READER, &format!("/api/v1/targets?of={}", &path[7..]))
            .await;
        assert_eq!(told.status, known.status, "{path}");
    }
    for path in [
        "/items/service/no-such",
        "/items/policy/continuity",
        "/map/pdf?of=booking",
    ] {
        assert_eq!(served.get(READER, path).await.status, 404, "{path}");
    }
    assert_eq!(told(served.ask(None, "GET", "/items")).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loss_stops_on_the_page_what_it_stops_in_the_answer() {
    let served = havensund().await;
    let answer = served.get(MANAGER, "/api/v1/impact?lose=rst1").await.json();
    let stopped = answer["stopped"].as_array().expect("a list");
    let html = page(
        &served,
        "/requirements/impact?lose=rst1&at=2026-06-19T16:30",
    )
    .await;
    let text = words(&html);
    assert!(
        text.contains(&format!("{} things in all", stopped.len())),
        "{text}"
    );
    assert!(
        text.contains("Fri 2026-06-19 16:30 CEST (14:30 UTC)"),
        "{text}"
    );
    for breach in answer["breaches"].as_array().expect("a list") {
        let at = breach["at_seconds"].as_i64().expect("a number");
        assert!(text.contains(&format!("after {}", span(at))), "{breach}");
        if let Some(back) = breach["back_seconds"].as_i64() {
            assert!(text.contains(&format!("after {}", span(back))), "{breach}");
        }
    }
    let who = served
        .get(MANAGER, "/api/v1/who?lose=rst1&at=2026-06-19T14:30:00Z")
        .await
        .json();
    let functions = who["functions"].as_array().expect("a list").iter();
    let command = functions.filter(|it| it["function"] == "command");
    for holder in command.filter_map(|it| it["holder"]["who"][0].as_str()) {
        let link = format!("/{}\"", holder.replacen("person/", "persons/", 1));
        assert!(html.contains(&link), "{holder} commands");
    }
    let waves: BTreeSet<&str> = text
        .match_indices("Wave ")
        .map(|(at, _)| &text[at..at + 6])
        .collect();
    assert!(waves.len() > 2, "{waves:?}");
    // By the last hour all that is known to come back is back.
    let later = page(&served, "/requirements/impact?lose=dns-forwarder&hours=500").await;
    let answer = served
        .get(MANAGER, "/api/v1/impact?lose=dns-forwarder")
        .await
        .json();
    let count = answer["stopped"].as_array().expect("a list").len();
    assert!(
        words(&later).contains(&format!("{count} of {count} are back")),
        "{}",
        words(&later)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_is_the_same_each_time_and_shows_what_is_lost() {
    let served = havensund().await;
    let plain = page(&served, "/map/svg?of=card-gateway").await;
    assert_eq!(plain, page(&served, "/map/svg?of=card-gateway").await);
    assert!(!plain.contains("class=\"node is-lost"));
    let lost = page(&served, "/map/svg?of=card-gateway&lose=rst1").await;
    let answer = served.get(MANAGER, "/api/v1/impact?lose=rst1").await.json();
    let all = |key: &str| -> BTreeSet<String> {
        let list = answer[key].as_array().expect("a list").iter();
        list.map(|it| it.as_str().expect("a reference").to_owned())
            .collect()
    };
    let (gone, stopped) = (all("lost"), all("stopped"));
    let mut seen = BTreeMap::new();
    for part in lost.split("<g class=\"node ").skip(1) {
        let class = part.split('"').next().expect("a class").to_owned();
        let id = part
            .split("data-id=\"")
            .nth(1)
            .and_then(|it| it.split('"').next());
        seen.insert(id.expect("an id").to_owned(), class);
    }
    assert!(seen.len() > 20);
    for (id, class) in &seen {
        let state = match (gone.contains(id), stopped.contains(id)) {
            (true, _) => "is-lost",
            (_, true) => "is-stopped",
            _ => continue,
        };
        assert!(class.contains(state), "{id} is {class}");
    }
    let dot = page(&served, "/map/dot?of=card-gateway&hops=1").await;
    assert!(
        dot.starts_with("digraph estate {") && dot.contains("Card payment gateway"),
        "{dot}"
    );
    assert!(
        !dot.contains("style=dotted];\n  n"),
        "what is not shown is not named: {dot}"
    );
    assert!(
        page(&served, "/map/mmd?of=card-gateway")
            .await
            .starts_with("flowchart LR")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_are_those_of_the_check_and_lead_to_rules_and_obligations() {
    let served = havensund().await;
    let checked = served.get(MANAGER, "/api/v1/check").await.json();
    let findings = checked["findings"].as_array().expect("a list");
    let of = |code: &str| findings.iter().filter(|it| it["code"] == code).count();
    let html = page(&served, "/findings").await;
    for finding in findings.iter().filter(|it| it["waived_by"].is_null()) {
        let code = finding["code"].as_str().expect("a code");
        assert!(
            html.contains(&format!("href=\"/findings/{code}\"")),
            "{code}"
        );
    }
    let errors = words(&page(&served, "/findings?severity=error").await);
    assert!(
        errors.contains(&format!("{} findings of", checked["counts"]["error"])),
        "{errors}"
    );
    let code = page(&served, "/findings/target-missed").await;
    assert!(words(&code).contains(&format!("{} findings of it", of("target-missed"))));
    let asked_for =
        |it: &&serde_json::Value| it["rules"].as_array().is_some_and(|all| !all.is_empty());
    let by_rule = findings
        .iter()
        .find(asked_for)
        .expect("a rule asks for one");
    let text = |key: &str| by_rule[key].as_str().expect("a text");
    let own = page(
        &served,
        &format!("/findings/{}/{}", text("code"), text("subject")),
    )
    .await;
    let rule = by_rule["rules"][0].as_str().expect("a rule");
    let (policy, rule) = rule.split_once('#').expect("policy/id#rule");
    let address = format!("/rules/{}/{rule}", policy.split('/').nth(1).expect("an id"));
    assert!(own.contains(&address), "{address}");
    let both_ways = page(&served, &address).await;
    assert!(both_ways.contains(&format!("/findings/{}/{}", text("code"), text("subject"))));
    assert!(
        words(&both_ways).contains("breaks it"),
        "{}",
        words(&both_ways)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_obligation_leads_to_its_rule_and_the_rule_to_who_breaks_it() {
    let served = Served::start(Store::Sqlite).await;
    let rule = json!({ "id": "owned", "says": "Every service has an owner and a deputy.",
        "applies": { "kind": "service" }, "requires": "owner-and-deputy", "severity": "error",
        "why": "obligation/law-5" });
    for (plural, record) in [
        (
            "obligations",
            json!({ "kind": "obligation", "id": "law-5", "name": "Law, section 5" }),
        ),
        (
            "policies",
            json!({ "kind": "policy", "id": "ours", "rules": [rule] }),
        ),
        (
            "services",
            json!({ "kind": "service", "id": "alone", "name": "Alone" }),
        ),
    ] {
        let path = format!("/api/v1/{plural}");
        let filed = served.send(Function::Administrator, "POST", &path, &[], &record);
        assert_eq!(filed.await.status, 201);
    }
    let finding = page(&served, "/findings/owner-and-deputy/service/alone").await;
    assert!(
        finding.contains("/rules/ours/owned") && finding.contains("/records/obligations/law-5")
    );
    let rule = page(&served, "/rules/ours/owned").await;
    assert!(
        rule.contains("/findings/owner-and-deputy/service/alone"),
        "{}",
        words(&rule)
    );
    assert!(words(&rule).contains("breaks it Alone"), "{}", words(&rule));
    let code = page(&served, "/findings/owner-and-deputy").await;
    assert!(code.contains("/rules/ours/owned") && code.contains("/records/obligations/law-5"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waiver_is_filed_as_a_draft_with_every_fault_at_once() {
    let served = havensund().await;
    let path = "/findings/target-missed/service/archive";
    let waive = format!("{path}/waive");
    let half = [
        ("reason", "Until the new store."),
        ("expires", "2027-02-30"),
    ];
    let faulty = post(&served, MANAGER, &waive, &half).await;
    assert_eq!(faulty.status, 422, "{}", faulty.text);
    assert!(
        words(&faulty.text).contains("choose who accepts it"),
        "{}",
        faulty.text
    );
    assert!(faulty.text.contains("aria-invalid=\"true\""));
    assert!(
        faulty.text.contains("Until the new store."),
        "what was typed is kept"
    );
    let whole = [
        ("reason", "Until the new store."),
        ("approver", "role/head-of-it"),
        ("expires", "2027-02-28"),
    ];
    let filed = post(&served, MANAGER, &waive, &whole).await;
    assert_eq!(filed.status, 303, "{}", filed.text);
    let place = filed.header("location").split('#').next();
    let shown = page(&served, place.expect("a path")).await;
    let said = "draft until 2027-02-28 : Until the new store.";
    assert!(
        words(&shown)
            .replace("2027-02-28:", "2027-02-28 :")
            .contains(said),
        "{}",
        words(&shown)
    );
    // A draft accepts nothing yet.
    assert!(shown.contains("/waive\""));
    assert_eq!(post(&served, READER, &waive, &whole).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn still_right_is_one_press() {
    let served = havensund().await;
    let before = words(&page(&served, "/items/component/dns-forwarder").await);
    assert!(before.contains("by nobody yet"), "{before}");
    let path = "/items/component/dns-forwarder/confirm";
    let done = post(&served, MANAGER, path, &[]).await;
    assert_eq!(done.status, 303, "{}", done.text);
    let record = served
        .get(MANAGER, "/api/v1/components/dns-forwarder")
        .await
        .json();
    let by = &record["record"]["confirmed"]["by"];
    let draft = &record["draft"]["record"]["confirmed"]["by"];
    assert!(
        [by, draft].contains(&&json!("person/continuity-manager")),
        "{record}"
    );
    assert_eq!(post(&served, READER, path, &[]).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_filtered_and_sorted_and_their_export_says_the_same() {
    let served = havensund().await;
    let all = served.get(MANAGER, "/api/v1/targets").await.json();
    let items = all["items"].as_array().expect("a list");
    let of = |kind: &'static str| {
        items
            .iter()
            .filter(move |it| it["id"].as_str().is_some_and(|id| id.starts_with(kind)))
    };
    let services = words(&page(&served, "/requirements/services").await);
    assert!(
        services.contains(&format!("{} rows", of("service/").count())),
        "{services}"
    );
    let late = of("service/")
        .filter(|it| it["verdict"] == "misses")
        .count();
    let csv = page(&served, "/items.csv?kind=service&verdict=misses").await;
    assert_eq!(csv.lines().count(), late + 1, "{csv}");
    let by_tier = page(&served, "/items?kind=service&tier=1&sort=name").await;
    assert!(by_tier.contains("aria-sort=\"ascending\""));
    assert!(!words(&by_tier).contains(" 2 Head"), "only tier 1");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_never_markup() {
    let served = Served::start(Store::Sqlite).await;
    let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'";
    let records = [
        json!({ "kind": "site", "id": "evil-site", "name": hostile }),
        json!({ "kind": "component", "id": "evil-box", "name": hostile, "site": "evil-site",
                "source": hostile, "description": hostile }),
        json!({ "kind": "service", "id": "evil", "name": hostile, "targets": { "rto": "1h" },
                "requires": ["evil-box"], "tags": [hostile], "description": hostile }),
    ];
    for record in &records {
        let plural = format!("{}s", record["kind"].as_str().expect("a kind"));
        let filed = served
            .send(MANAGER, "POST", &format!("/api/v1/{plural}"), &[], record)
            .await;
        assert_eq!(filed.status, 201, "{}", filed.text);
    }
    for path in [
        "/items/service/evil",
        "/items/component/evil-box",
        "/items",
        "/map?of=service/evil&lose=site/evil-site",
        "/map/svg?of=service/evil&lose=site/evil-site",
        "/requirements/impact?lose=site/evil-site",
        "/findings",
        "/findings/no-owner/service/evil",
        "/map?of=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/requirements/impact?lose=%3Cscript%3E&at=%3Cscript%3E",
        "/items?q=%3Cscript%3E&owner=%22%3E%3Cscript%3E",
    ] {
        let html = page(&served, path).await;
        assert!(!html.contains("<script>"), "{path}");
        assert!(!html.contains("<img src=x"), "{path}");
    }
    // A cell never becomes a formula.
    let formula = json!({ "kind": "service", "id": "sum", "name": "=1+1" });
    served
        .send(MANAGER, "POST", "/api/v1/services", &[], &formula)
        .await;
    assert!(
        page(&served, "/items.csv?after=4")
            .await
            .contains("\"'=1+1\"")
    );
}

/// Follows the links of the estate's pages; what belongs to others is not followed.
#[tokio::test(flavor = "multi_thread")]
async fn every_link_on_these_pages_leads_somewhere() {
    let served = havensund().await;
    let ours = [
        "/items",
        "/map",
        "/findings",
        "/rules/",
        "/requirements/impact",
    ];
    let mut queue: VecDeque<String> = [
        "/items/service/card-gateway",
        "/items/activity/take-card-payments",
        "/items/dataset/timetables",
        "/map?of=card-gateway&lose=rst1",
        "/requirements/impact?lose=scenario/harbour-house-lost",
        "/requirements/services",
        "/requirements/activities",
        "/findings",
        "/items",
    ]
    .map(str::to_owned)
    .into();
    let mut known: BTreeSet<String> = queue.iter().cloned().collect();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut followed = 0;
    while let Some(path) = queue.pop_front() {
        let told = served.get(MANAGER, &path).await;
        assert!(
            told.status == 200 || told.status == 303,
            "{path}: {}",
            told.status
        );
        followed += 1;
        for link in links(&told.text) {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            let is_ours = ours.iter().any(|it| link.starts_with(it));
            // A few of each sort of page: the estate has thousands of views of the map.
            let path = link.split('?').next().unwrap_or_default();
            let first = path.split('/').nth(1).unwrap_or_default();
            let sort = format!("{first} {}", path.matches('/').count());
            let many = kinds.entry(sort).or_default();
            if is_ours && *many < 12 && known.insert(link.clone()) {
                *many += 1;
                queue.push_back(link);
            }
        }
    }
    assert!(followed > 60, "only {followed} pages");
}
