//! Writing and reading again keeps the meaning exactly: trees of nasty texts, and records of every
//! kind made from the schema of its fields by a seeded generator.

use exchange::import::{File, mainstay};
use exchange::read::{json, yaml};
use exchange::write;
use record::complaint::Complaints;
use record::kinds::{ALL, About, Record};
use record::node::{Node, Value};

use crate::mutate::Seeded;

/// Texts that a careless writer or reader takes for something else.
const NASTY: &[&str] = &[
    "",
    " ",
    "~",
    "null",
    "Null",
    "NULL",
    "true",
    "True",
    "false",
    "yes",
    "No",
    "on",
    "OFF",
    "y",
    "n",
    "0",
    "-0",
    "007",
    "1_000",
    "1e5",
    "1E400",
    ".5",
    "5.",
    "+1",
    "-1",
    "0x1F",
    "0o17",
    "1:30",
    "12:30:45",
    "inf",
    "-.inf",
    ".nan",
    "NaN",
    "infinity",
    "2026-12-25",
    "=",
    "<<",
    "-",
    "--",
    "---",
    "...",
    "--- a",
    "- a",
    "-a",
    "? a",
    "?a",
    ": a",
    ":a",
    "a:",
    "a: b",
    "a:b",
    "a #b",
    "a#b",
    "#a",
    "&a",
    "*a",
    "!a",
    "!!str a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "'",
    "\"",
    "'a'",
    "\"a\"",
    "it's",
    "\\",
    "\\n",
    "a\\",
    "a\nb",
    "a\n",
    "\na",
    "\n",
    "a\r\nb",
    "\r",
    "a\tb",
    "\t",
    " a",
    "a ",
    "  a",
    "a  b",
    "[",
    "]",
    "{",
    "}",
    "[a]",
    "{a: b}",
    "a,b",
    ",",
    "a, b",
    "a]",
    "}a",
    "\u{0}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{a0}a",
    "a\u{2028}b",
    "\u{2029}",
    "\u{feff}",
    "a\u{feff}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{202e}abc",
    "é",
    "é ",
    "\u{1f525}",
    "日本",
    "\u{10ffff}",
    "a\u{300}",
    "$",
    "${X}",
    "a/b",
    "/",
    "C:\\x",
    "http://x/?a=b&c#d",
    "50%",
    "(a)",
    "a=b",
    "a;b",
    "a*",
    "a!b",
    "a|b",
    "a>b",
    "<a>",
    "9999999999999999999999999",
    "0.1",
    "1.0",
    "1200 EUR",
    "PT4H",
    "4h",
];

fn text(random: &mut Seeded) -> String {
    let pick = |random: &mut Seeded| NASTY[random.below(NASTY.len())].to_string();
    match random.below(8) {
        0 => pick(random) + &pick(random),
        1 => format!("{} {}", pick(random), pick(random)),
        2 => pick(random).repeat(random.below(60)),
        3 => (0..random.below(30))
            .filter_map(|_| char::from_u32(random.below(0x3000) as u32))
            .collect(),
        _ => pick(random),
    }
}

fn tree(random: &mut Seeded, depth: usize) -> Node {
    let many = random.below(5);
    match random.below(if depth == 0 { 4 } else { 8 }) {
        0 => Node::made(Value::Null),
        1 => Node::bare(["true", "false", "0", "-12", "1.50", "1e5"][random.below(6)]),
        2 | 3 => Node::text(text(random)),
        4 | 5 => Node::list((0..many).map(|_| tree(random, depth - 1))),
        _ => {
            let mut keys: Vec<String> = (0..many).map(|_| text(random)).collect();
            keys.sort();
            keys.dedup();
            Node::map(keys.into_iter().map(|key| (key, tree(random, depth - 1))))
        }
    }
}

fn read_yaml(text: &str) -> Node {
    let yaml::Reading { node, faults } = yaml::read(text, 1);
    assert!(faults.is_empty(), "{faults:?} in:\n{text}");
    node.unwrap_or(Node::made(Value::Null)).settled()
}

#[test]
fn any_tree_is_read_as_it_was_written() {
    for seed in 0..3_000 {
        let node = tree(&mut Seeded(seed), 5);
        let mut text = String::new();
        write::yaml::document(&node, &mut text);
        assert_eq!(read_yaml(&text), node, "seed {seed} as YAML:\n{text}");
        for text in [write::json::line(&node), write::json::pretty(&node)] {
            let again = json::read(&text, 1, 100_000);
            assert_eq!(again.as_ref(), Ok(&node), "seed {seed} as JSON:\n{text}");
        }
    }
}

#[test]
fn every_nasty_text_is_read_as_it_was_written_as_value_and_as_key() {
    for &nasty in NASTY {
        for node in [
            Node::text(nasty),
            Node::map([(nasty, Node::text(nasty))]),
            Node::map([("a", Node::list([Node::text(nasty), Node::text(nasty)]))]),
            Node::list([Node::map([("a", Node::map([(nasty, Node::text("b"))]))])]),
        ] {
            let mut text = String::new();
            write::yaml::document(&node, &mut text);
            assert_eq!(read_yaml(&text), node, "{nasty:?} as YAML:\n{text}");
            let text = write::json::line(&node);
            assert_eq!(
                json::read(&text, 1, 100).as_ref(),
                Ok(&node),
                "{nasty:?} as JSON"
            );
        }
    }
}

/// Values that answer to a pattern of the schema.
fn samples(pattern: &str) -> &'static [&'static str] {
    match pattern {
        "^([0-9]+[ywdhms])+$|^P[0-9A-Z]+$" => &["0s", "90s", "4h", "3d", "1h30m", "PT4H", "1y2w"],
        "^[0-9]+(\\.[0-9]{1,2})? [A-Z]{3}$" => &["0 EUR", "1200 EUR", "0.05 USD", "9.9 JPY"],
        "^[0-9]+(\\.[0-9]{1,2})? ?%$" => &["0%", "12.5%", "99.99 %", "100%"],
        "^[0-9.]+ ?% ?/month$" => &["3%/month", "0.25%/month"],
        "^[0-9.]+ ?([KkMGTP]i?)?B$" => &["6 TB", "0 B", "1.5GiB", "1 KB", "7 B"],
        "^[0-9.]+ ?([KkMGTP]i?)?B/s$" => &["400 MB/s", "1 B/s", "1.5 GiB/s"],
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => &["2026-12-25", "0001-01-01", "9999-12-31"],
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}" => &[
            "2026-12-25",
            "2026-12-25T08:00:00+01:00",
            "1999-12-31T23:59:59.123Z",
        ],
        "^[0-2][0-9]:[0-5][0-9]$" => &["00:00", "08:30", "24:00"],
        "^[0-9.]+ ?/yr$" => &["0.05/yr", "12 /yr", "0.1/yr"],
        "^[0-9.]+ ?/h$" => &["100/h", "0.3/h"],
        "^(policy/[a-z0-9._-]+#[^\\s#]+|(choice|option|measure|risk|obligation)/[a-z0-9._-]+)$" => {
            &[
                "policy/house#tested-yearly",
                "option/second-site",
                "risk/a.b-c",
            ]
        }
        _ => panic!("no samples answer to the pattern {pattern}"),
    }
}

fn reference(pattern: &str, random: &mut Seeded) -> Option<String> {
    let kinds = pattern
        .strip_suffix(")?[a-z0-9._-]+$")?
        .strip_prefix("^(")?;
    let kinds: Vec<&str> = kinds
        .trim_end_matches('/')
        .trim_matches(['(', ')'])
        .split('|')
        .collect();
    let id = ["a", "b.c_d-e", "1e5", "null", "-", "...", "007"][random.below(7)];
    let kind = match kinds[random.below(kinds.len())] {
        "[a-z-]+" => "call-tree",
        kind => kind,
    };
    let bare = random.below(2) == 0;
    Some(if bare {
        id.into()
    } else {
        format!("{kind}/{id}")
    })
}

/// A value of a field whose name says more than its schema.
fn named(key: &str, schema: &Node, random: &mut Seeded) -> Node {
    match key {
        "zone" => Node::text(["Europe/Berlin", "UTC", "America/New_York"][random.below(3)]),
        "after" if is_list_of_durations(schema) => Node::list(["1h", "90m", "3d"].map(Node::text)),
        "levels" if schema.get("items").is_none() => Node::map([
            ("financial", Node::list([0, 1, 1].map(Node::bare))),
            ("a: b", Node::list([1, 2, 3].map(Node::bare))),
        ]),
        "loss" => Node::list(["0.01 EUR", "5 EUR", "5 EUR"].map(Node::text)),
        "steps"
            if schema
                .get("items")
                .is_some_and(|step| step.get("properties").is_some()) =>
        {
            steps(schema, random)
        }
        _ => value(schema, random),
    }
}

fn is_list_of_durations(schema: &Node) -> bool {
    let pattern = schema.get("items").and_then(|items| items.get("pattern"));
    pattern
        .and_then(Node::as_text)
        .is_some_and(|pattern| pattern.contains("ywdhms"))
}

/// Steps with ids of their own, each after an earlier one or none.
fn steps(schema: &Node, random: &mut Seeded) -> Node {
    let items = schema.get("items").expect("a list says of what");
    let step = |at: usize, random: &mut Seeded| {
        let mut step = value(items, random);
        let Value::Map(entries) = &mut step.value else {
            panic!("a step is a map");
        };
        for entry in entries.iter_mut() {
            match &*entry.key {
                "id" => entry.value = Node::text(format!("s{at}")),
                "after" if at > 0 => entry.value = Node::list([Node::text(format!("s{}", at - 1))]),
                "after" => entry.value = Node::list([]),
                _ => {}
            }
        }
        step
    };
    Node::list((0..1 + random.below(3)).map(|at| step(at, random)))
}

/// A value that answers to a schema, mostly.
fn value(schema: &Node, random: &mut Seeded) -> Node {
    let list = |key: &str| schema.get(key).and_then(Node::as_list);
    if let Some(ways) = list("anyOf") {
        return value(&ways[random.below(ways.len())], random);
    }
    if let Some(words) = list("enum") {
        return words[random.below(words.len())].clone();
    }
    if let Some(pattern) = schema.get("pattern").and_then(Node::as_text) {
        let reference = reference(pattern, random);
        return Node::text(reference.unwrap_or_else(|| {
            let samples = samples(pattern);
            samples[random.below(samples.len())].into()
        }));
    }
    let many = 1 + random.below(3);
    match schema.get("type").and_then(Node::as_text) {
        Some("boolean") => Node::bare(random.below(2) == 0),
        Some("integer") => Node::bare(random.below(4)),
        Some("number") => Node::bare(["0.5", "0", "1", "1e-3", "52.37"][random.below(5)]),
        Some("array") => {
            let items = schema.get("items").expect("a list says of what");
            Node::list((0..many).map(|_| value(items, random)))
        }
        Some("object") => match schema.get("properties").and_then(Node::as_map) {
            Some(properties) => {
                let required = list("required").unwrap_or(&[]);
                let fields = properties.iter().filter_map(|field| {
                    let needed = required
                        .iter()
                        .any(|name| name.as_text() == Some(&field.key));
                    let wanted = needed || random.below(3) == 0;
                    wanted.then(|| (field.key.clone(), named(&field.key, &field.value, random)))
                });
                Node::map(fields)
            }
            None => {
                let inner = schema
                    .get("additionalProperties")
                    .expect("a map says of what");
                Node::map((0..many).map(|at| (format!("k{at}"), value(inner, random))))
            }
        },
        None => tree(random, 2).settled(),
        _ => Node::text(text(random)),
    }
}

fn record_of(about: &About, random: &mut Seeded) -> Option<Record> {
    let mut entries = vec![
        ("kind".to_string(), Node::text(about.name)),
        ("id".to_string(), Node::text("r-1")),
    ];
    for field in (about.fields)() {
        if field.required || random.below(4) == 0 {
            let value = named(&field.key, &field.schema, random);
            entries.push((field.key, value));
        }
    }
    Record::read(&Node::map(entries), 0, &mut Complaints::new())
}

fn written_and_read(record: &Record, seed: u64) {
    let node = record.write();
    let mut text = String::new();
    write::yaml::document(&node, &mut text);
    for (name, text) in [
        ("r.yaml", text),
        ("r.jsonl", write::json::line(&node)),
        ("r.json", write::json::pretty(&node)),
    ] {
        let bytes = text.as_bytes();
        let import = mainstay::import(&[File { name, bytes }]);
        assert_eq!(import.complaints, [], "seed {seed}:\n{text}");
        let [again] = import.records.as_slice() else {
            panic!("seed {seed}: one record comes back of\n{text}");
        };
        assert_eq!(again, record, "seed {seed} {name}:\n{text}");
        assert_eq!(again.write(), node, "seed {seed} {name}:\n{text}");
    }
}

#[test]
fn a_record_of_any_kind_is_read_as_it_was_written() {
    let mut scarce = Vec::new();
    for about in ALL {
        let sound = (0..6_000).filter_map(|seed| {
            let record = record_of(about, &mut Seeded(seed))?;
            written_and_read(&record, seed);
            Some(())
        });
        let sound = sound.take(60).count();
        if sound < 15 {
            scarce.push((about.name, sound));
        }
    }
    assert_eq!(
        scarce,
        [],
        "of 6,000 records made, too few of these kinds are sound"
    );
}

#[test]
fn the_example_organisation_is_read_as_it_was_written() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/havensund");
    let mut open = vec![std::path::PathBuf::from(root)];
    let mut count = 0;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder)
            .expect("the example is there")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.to_string_lossy();
            if !name.ends_with(".yaml") {
                continue;
            }
            let bytes = std::fs::read(&path).expect("the example can be read");
            let import = mainstay::import(&[File {
                name: &name,
                bytes: &bytes,
            }]);
            import
                .records
                .iter()
                .for_each(|record| written_and_read(record, 0));
            count += import.records.len();
        }
    }
    assert!(count > 100, "{count} records");
}
