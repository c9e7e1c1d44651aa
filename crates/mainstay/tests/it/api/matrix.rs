//! S-08: every route, asked by every function and by nobody, for what is their own and what is
//! not, against a table that was read by people: `matrix.txt`. A route without a line fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use continuity::access::Function;
use record::kinds::ALL;
use serde_json::{Value, json};

use super::{example, import};
use crate::served::{Served, Store, told};

/// The functions that file only what is their own.
const OWNERS: [Function; 3] = [
    Function::ProcessOwner,
    Function::ServiceOwner,
    Function::RecoveryTeam,
];

/// A path with something in place of every parameter: `id` for that of a record.
pub fn filled(path: &str, id: &str) -> String {
    let zeros = "0".repeat(64);
    let values = [
        ("{id}", id),
        ("{account}", "reader"),
        ("{digest}", &zeros),
        ("{code}", "no-deputy"),
        ("{format}", "mainstay"),
        ("{function}", "reader"),
        ("{name}", "none"),
        ("{home}", "none"),
        ("{campaign}", "none"),
        ("{activity}", "none"),
        ("{run}", "none"),
        ("{step}", "none"),
        ("{warning}", "none"),
        ("{document}", "policy"),
    ];
    let mut path = path.to_string();
    for (name, value) in values {
        path = path.replace(name, value);
    }
    assert!(
        !path.contains('{'),
        "{path}: say above what stands for its parameter"
    );
    path
}

/// A route as the description of the API has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    route: String,
    verb: String,
}

/// The files beside records that the matrix asks for.
struct Files {
    open: String,
    private: String,
}

async fn rows(served: &Served) -> BTreeSet<Row> {
    let told = told(served.ask(None, "GET", "/api/v1/openapi.json")).await;
    let description = told.json();
    let mut rows = BTreeSet::new();
    for verbs in description["paths"].as_object().expect("paths").values() {
        for (verb, operation) in verbs.as_object().expect("verbs") {
            let route = operation["x-route"].as_str().expect("a route").to_string();
            let verb = verb.to_uppercase();
            rows.insert(Row { route, verb });
        }
    }
    rows
}

/// What a caller is told at the door: `+` come in, `-` not allowed, `0` there is no such thing,
/// `?` sign in first. The query is one that no route takes, so that nothing is done.
async fn sign(served: &Served, who: Option<Function>, verb: &str, path: &str) -> char {
    let request = served.ask(who, verb, &format!("{path}?matrix=1"));
    match told(request).await.status.as_u16() {
        401 => '?',
        403 => '-',
        404 => '0',
        422 => '+',
        other => panic!("{verb} {path} as {who:?}: {other}"),
    }
}

/// The signs of nobody and of every function in order; `path` says which path for whom.
async fn signs(served: &Served, verb: &str, path: impl Fn(Option<Function>) -> String) -> String {
    let mut signs = String::new();
    let functions = Function::ALL.iter().copied().map(Some);
    for who in std::iter::once(None).chain(functions) {
        signs.push(sign(served, who, verb, &path(who)).await);
    }
    signs
}

/// The lines of one route: what is asked for, and the signs.
async fn lines(served: &Served, row: &Row, files: &Files) -> Vec<(String, String)> {
    let (verb, route) = (row.verb.as_str(), row.route.as_str());
    let own = |who: Option<Function>| who.map_or("reader", Function::as_str).to_string();
    if route.contains("{plural}") {
        return of_kinds(served, verb, route).await;
    }
    if route.contains("{account}") {
        let of_own = |who| filled(&route.replace("{account}", &own(who)), "none");
        let of_others = |_| filled(&route.replace("{account}", "sponsor"), "none");
        let mut lines = vec![("their own".into(), signs(served, verb, of_own).await)];
        let mut others = signs(served, verb, of_others).await;
        // To the sponsor it is their own; the line above has that.
        let sponsor = Function::ALL.iter().position(|it| *it == Function::Sponsor);
        let at = sponsor.expect("it is one") + 1;
        others.replace_range(at..=at, "=");
        lines.push(("another's".into(), others));
        return lines;
    }
    if route.contains("{digest}") {
        let mut lines = Vec::new();
        for (what, digest) in [("open", &files.open), ("private", &files.private)] {
            let path = route.replace("{digest}", digest);
            let signs = signs(served, verb, |_| path.clone()).await;
            lines.push((what.to_string(), signs));
        }
        return lines;
    }
    vec![(
        String::new(),
        signs(served, verb, |_| filled(route, "none")).await,
    )]
}

/// The lines of a route for all kinds: kinds that are answered alike stand together.
async fn of_kinds(served: &Served, verb: &str, route: &str) -> Vec<(String, String)> {
    let whose: &[&str] = match route.contains("{id}") {
        true => &["their own", "another's"],
        false => &["any"],
    };
    let mut lines = Vec::new();
    for whose in whose {
        let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for about in ALL {
            let path = |who: Option<Function>| {
                let owner = who.filter(|who| *whose == "their own" && OWNERS.contains(who));
                let id = owner.map_or("another", Function::as_str);
                filled(&route.replace("{plural}", about.plural), id)
            };
            let signs = signs(served, verb, path).await;
            alike.entry(signs).or_default().push(about.name);
        }
        for (signs, kinds) in alike {
            let kinds = match kinds.len() == ALL.len() {
                true => "every kind".to_string(),
                false => kinds.join(", "),
            };
            lines.push((format!("{whose}: {kinds}"), signs));
        }
    }
    lines
}

/// A record of every kind for each who files only their own, and one that is another's.
async fn furnish(served: &Served) -> Files {
    let imported = import(served, &example("havensund"), "").await;
    assert_eq!(imported.status, 200, "{}", imported.text);
    let who = Function::Administrator;
    for about in ALL {
        let path = format!("/api/v1/{}", about.plural);
        let found = served.get(who, &format!("{path}?limit=1")).await.json();
        let mut record = found["items"][0]["record"].clone();
        assert!(record.is_object(), "Havensund has no {}", about.name);
        let owners = OWNERS.map(Function::as_str);
        for owner in owners.into_iter().chain(["another"]) {
            record["id"] = owner.into();
            record["owner"] = format!("person/{owner}").into();
            let filed = served.send(who, "POST", &path, &[], &record).await;
            assert_eq!(filed.status, 201, "{path}: {}", filed.text);
        }
    }
    let mut digests = Vec::new();
    for private in ["false", "true"] {
        let path = format!("/api/v1/plans/another/attachments?name=a&private={private}");
        let put = told(served.ask(Some(who), "POST", &path).body("x")).await;
        digests.push(put.json()["digest"].as_str().expect("a digest").to_string());
    }
    let private = digests.pop().expect("two were put");
    let open = digests.pop().expect("two were put");
    Files { open, private }
}

#[tokio::test]
async fn every_route_lets_in_whom_the_table_says() {
    let served = Served::start(Store::Sqlite).await;
    let files = furnish(&served).await;
    let mut table = String::from("nobody, then, from left to right:\n");
    for function in Function::ALL {
        table.push_str(&format!("  {}\n", function.as_str()));
    }
    table.push_str(
        "+ come in   - not allowed   0 there is no such thing   ? sign in first   = see above\n",
    );
    for row in rows(&served).await {
        table.push_str(&format!("\n{} {}\n", row.verb, row.route));
        for (what, signs) in lines(&served, &row, &files).await {
            table.push_str(format!("  {signs}  {what}").trim_end());
            table.push('\n');
        }
    }
    let expected = include_str!("../matrix.txt");
    if table == expected {
        return;
    }
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("matrix.txt");
    std::fs::write(&made, &table).expect("written");
    let differs = |(is, was): &(&str, &str)| is != was;
    let first = table.lines().zip(expected.lines()).find(differs);
    panic!(
        "the table of roles is another, first here: {first:?}; read {}, and put it in place of \
         tests/it/matrix.txt if every line of it is meant",
        made.display()
    );
}

#[tokio::test]
async fn the_description_says_of_every_route_who_may() {
    let served = Served::start(Store::Sqlite).await;
    let told = told(served.ask(None, "GET", "/api/v1/openapi.json")).await;
    let description = told.json();
    assert_eq!(description["openapi"], "3.1.0");
    let mut names = BTreeSet::new();
    for (path, verbs) in description["paths"].as_object().expect("paths") {
        for (verb, operation) in verbs.as_object().expect("verbs") {
            let name = operation["operationId"].as_str().expect("a name");
            assert!(names.insert(name.to_string()), "{name} is the name of two");
            let open = operation["security"] == json!([]);
            let says = !operation["x-needs"].is_null();
            assert!(open != says, "{verb} {path} does not say who may");
            assert!(
                operation["responses"]
                    .as_object()
                    .is_some_and(|all| all.len() > 1)
            );
        }
    }
    let mut references = Vec::new();
    gather(&description, &mut references);
    for reference in references {
        let pointer = reference.trim_start_matches('#');
        assert!(
            description.pointer(pointer).is_some(),
            "{reference} leads nowhere"
        );
    }
}

#[tokio::test]
async fn the_help_lists_every_route() {
    let served = Served::start(Store::Sqlite).await;
    let help = crate::binary::mainstay(&["help", "api"]);
    assert_eq!(help.code, 0, "{}", help.err);
    let listed: BTreeSet<Row> = help
        .out
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (verb, route) = (words.next()?.to_string(), words.next()?.to_string());
            let verb_is = verb.chars().all(|c| c.is_ascii_uppercase());
            (verb_is && route.starts_with("/api/")).then_some(Row { route, verb })
        })
        .collect();
    assert_eq!(listed, rows(&served).await);
}

fn gather(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            if let Some(reference) = entries.get("$ref").and_then(Value::as_str) {
                references.push(reference.to_string());
            }
            entries.values().for_each(|value| gather(value, references));
        }
        Value::Array(values) => values.iter().for_each(|value| gather(value, references)),
        _ => {}
    }
}
