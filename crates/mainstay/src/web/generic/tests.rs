//! Forms hold whatever records say: every example record goes into its form and comes back equal.
//! A kind that is added gets its form, its faults and its words from its table of fields alone:
//! the kind of this test is declared here, and nothing outside of this file knows it.

use std::path::{Path, PathBuf};

use record::complaint::Complaints;
use record::kind::{Filed, RecordKind};
use record::kinds::{ALL, About, Record, Registers, about};
use record::link::PartyRef;
use record::node::Node;
use record::value::{Date, Duration, Money};

use super::difference::difference;
use super::inputs::{Inputs, words};
use super::names::Names;
use super::outline::{Outline, Part, Sort};
use super::reading::{facts, unsaid};
use super::values::Values;
use crate::web::form::Faults;

record::fields! {
    /// A wick of a lantern.
    pub struct Wick {
        /// Its own name.
        id: String,
        /// How long it burns.
        burns: Duration,
        /// When it was cut.
        cut: Option<Date>,
    }
}

record::kind! {
    /// A light for the day on which the power is gone.
    pub struct Lantern("lantern", "lanterns", Implementation) {
        /// Who fetches it.
        fetched_by: PartyRef,
        /// What it cost.
        cost: Option<Money>,
        /// How many flights of stairs it lights.
        flights: Option<u32>,
        /// Its wicks.
        wicks: Vec<Wick>,
        /// True where it smells.
        smells: bool,
    }
}

const LANTERN: About = About {
    name: Lantern::NAME,
    plural: Lantern::PLURAL,
    stage: Lantern::STAGE,
    about: Lantern::ABOUT,
    fields: Filed::<Lantern>::all_fields,
};

/// The record that values come to, or the complaints by the names of their fields.
fn lantern(values: &Values) -> Result<Filed<Lantern>, Vec<(String, String)>> {
    let outline = Outline::of(&LANTERN);
    let mut built = values.built(&outline.parts());
    let record::node::Value::Map(entries) = &mut built.node.value else {
        panic!("a map")
    };
    for (key, text) in [("kind", "lantern"), ("id", "cellar")] {
        let (key, at, value) = (key.into(), Default::default(), Node::text(text));
        entries.push(record::node::Entry { key, at, value });
    }
    let mut complaints = Complaints::new();
    let read = Filed::<Lantern>::read(&built.node, 0, &mut complaints);
    let faults = complaints.all.iter();
    let faults: Vec<(String, String)> = faults
        .map(|complaint| (built.field(complaint), complaint.text.clone()))
        .collect();
    read.filter(|_| faults.is_empty()).ok_or(faults)
}

fn sent(pairs: &[(&str, &str)]) -> Values {
    Values::sent(pairs.iter().copied())
}

#[test]
fn a_kind_that_is_added_has_its_form_with_each_fault_at_its_field() {
    let outline = Outline::of(&LANTERN);
    let parts = outline.parts();
    let registers = Registers::default();
    let names = Names::new(&registers);
    let wrong = sent(&[
        ("name", "Cellar lantern"),
        ("cost", "much"),
        ("flights", "two"),
        ("wicks.4.id", "left"),
        ("wicks.4.burns", "a while"),
        ("wicks.7.burns", "4h"),
    ]);
    let faults = lantern(&wrong).expect_err("it is full of faults");
    let at: Vec<&str> = faults.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        at,
        [
            "fetched-by",
            "cost",
            "flights",
            "wicks.4.burns",
            "wicks.7.id"
        ]
    );
    let mut shown = Faults::default();
    faults
        .into_iter()
        .for_each(|(name, text)| shown.add(name, text));
    let form = Inputs {
        values: &wrong,
        faults: &shown,
        more: "",
        names: &names,
    };
    let page = form.fields(&parts).into_string();
    for text in [
        "Who fetches it.",
        "For example 1200.50 EUR.",
        "name=\"wicks.4.burns\" value=\"a while\"",
        "data-kinds=\"role team person body\"",
        "name=\"smells\" value=\"true\"",
    ] {
        assert!(page.contains(text), "{text} is not in {page}");
    }
    assert_eq!(page.matches("class=\"fault\"").count(), 5, "{page}");
    assert_eq!(words(&parts, "wicks.4.burns"), "Wicks, row 5, Burns");
}

#[test]
fn a_kind_that_is_added_is_read_and_compared_in_words() {
    let outline = Outline::of(&LANTERN);
    let parts = outline.parts();
    let registers = Registers::default();
    let names = Names::new(&registers);
    let first = lantern(&sent(&[
        ("fetched-by", "role/porter"),
        ("smells", "true"),
        ("wicks.0.id", "left"),
        ("wicks.0.burns", "4h"),
        ("wicks.3.id", "right"),
        ("wicks.3.burns", "90m"),
        ("wicks.9.id", " "),
    ]));
    let first = first.expect("it is sound");
    assert_eq!(first.wicks.len(), 2);
    let again = Values::of(&parts, &first.write());
    assert_eq!(lantern(&again).as_ref(), Ok(&first));

    let mut second = again.clone();
    second.set("wicks.1.burns", "2h");
    second.set("cost", "9.50 EUR");
    second.set("smells", "");
    let second = lantern(&second).expect("it is sound");
    let differs = difference(&parts, &first.write(), &second.write());
    let sentences: Vec<String> = differs.iter().map(|it| it.sentence()).collect();
    assert_eq!(
        sentences,
        [
            "Cost: 9.50 EUR",
            "Wicks, right, Burns: 1 h 30 min became 2 h",
            "Smells: no longer yes",
        ]
    );
    let read = facts(&parts, &second.write(), &names).into_string();
    assert!(
        read.contains("role/porter <span class=\"warn\">no such record</span>"),
        "{read}"
    );
    assert!(read.contains("<td data-label=\"Burns\">2 h</td>"), "{read}");
    let unsaid = unsaid(&outline.own.iter().collect::<Vec<_>>(), &second.write());
    let unsaid: Vec<&str> = unsaid.iter().map(|part| part.key.as_str()).collect();
    assert_eq!(unsaid, ["flights"]);
}

fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the examples are there") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => files(&path, all),
            false if path.extension().is_some_and(|it| it == "yaml") => all.push(path),
            false => {}
        }
    }
}

fn examples() -> Vec<Record> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut all = Vec::new();
    files(&examples, &mut all);
    let read: Vec<(String, Vec<u8>)> = all
        .iter()
        .map(|path| {
            (
                path.display().to_string(),
                std::fs::read(path).expect("a file"),
            )
        })
        .collect();
    let files: Vec<exchange::import::File<'_>> = read
        .iter()
        .map(|(name, bytes)| exchange::import::File { name, bytes })
        .collect();
    let importer = exchange::import::by_name("mainstay").expect("our own format");
    importer(&files).records
}

#[test]
fn every_example_record_goes_into_its_form_and_comes_back_equal() {
    let records = examples();
    let mut seen = std::collections::BTreeSet::new();
    for record in &records {
        let about = about(record.kind()).expect("a kind");
        let (outline, node) = (Outline::of(about), record.write());
        let parts = outline.parts();
        let mut built = Values::of(&parts, &node).built(&parts);
        assert_eq!(built.faults, [], "{}", record.reference());
        let record::node::Value::Map(entries) = &mut built.node.value else {
            panic!("a map")
        };
        for key in ["kind", "id", "status"] {
            if let Some(value) = node.get(key) {
                let (key, at, value) = (key.into(), Default::default(), value.clone());
                entries.push(record::node::Entry { key, at, value });
            }
        }
        let mut complaints = Complaints::new();
        let back = Record::read(&built.node, 0, &mut complaints);
        assert_eq!(complaints.all, [], "{}", record.reference());
        assert_eq!(back.as_ref(), Some(record), "{}", record.reference());
        assert_eq!(difference(&parts, &node, &node), []);
        seen.insert(record.kind());
    }
    assert!(records.len() > 200, "{}", records.len());
    let without: Vec<&str> = ALL
        .iter()
        .map(|about| about.name)
        .filter(|kind| !seen.contains(kind))
        .collect();
    assert_eq!(without, Vec::<&str>::new(), "no example shows these");
}

/// Something that may be said under a sort, made from the sort alone.
fn said(sort: &Sort, name: &str, values: &mut Values) {
    match sort {
        Sort::Group(parts) => said_all(parts, &format!("{name}."), values),
        Sort::Rows(of) => said(of, &format!("{name}.2"), values),
        Sort::Map(of) => {
            values.set(&format!("{name}.0.key"), "one");
            said(of, &format!("{name}.0.value"), values);
        }
        Sort::Either(short, parts) if parts.is_empty() => said(short, name, values),
        sort => values.set(name, word(sort, name)),
    }
}

fn said_all(parts: &[Part], prefix: &str, values: &mut Values) {
    for part in parts {
        said(&part.sort, &format!("{prefix}{}", part.key), values);
    }
}

fn word(sort: &Sort, name: &str) -> String {
    match sort {
        Sort::Truth => "true".into(),
        Sort::Words(words) => words[0].clone(),
        Sort::Written(unit) => unit
            .example
            .split([',', ' '])
            .next()
            .unwrap_or_default()
            .into(),
        Sort::Reference(kinds) => match kinds.first() {
            Some(kind) => format!("{kind}/some"),
            None => "service/some".into(),
        },
        Sort::Series(of) | Sort::Either(of, _) => word(of, name),
        Sort::Whole | Sort::Number => "1".into(),
        Sort::Anything => "{a: [1, true, word]}".into(),
        _ => format!("Text <&> of\n{name}"),
    }
}

/// Examples use some fields; here each field of each kind is filled, from its schema alone.
#[test]
fn every_field_of_every_kind_goes_through_its_form_and_comes_back_equal() {
    let mut kinds = 0;
    for about in ALL {
        let outline = Outline::of(about);
        let parts = outline.parts();
        let mut values = Values::default();
        for part in &parts {
            said(&part.sort, &part.key, &mut values);
        }
        // Money has two parts, which the example shows with a space between.
        values.replace(|_, value| (value == "1200.50").then(|| "1200.50 EUR".into()));
        let built = values.built(&parts);
        assert_eq!(built.faults, [], "{}", about.name);
        let again = Values::of(&parts, &built.node);
        let rebuilt = again.built(&parts);
        assert_eq!(rebuilt.node, built.node, "{}", about.name);
        for part in &parts {
            assert!(again.has(&part.key), "{} loses {}", about.name, part.key);
        }
        let registers = Registers::default();
        let names = Names::new(&registers);
        let (read, faults) = (facts(&parts, &built.node, &names), Faults::default());
        assert_eq!(unsaid(&parts, &built.node).len(), 0, "{}", about.name);
        let form = Inputs {
            values: &again,
            faults: &faults,
            more: "",
            names: &names,
        };
        for text in [read.into_string(), form.fields(&parts).into_string()] {
            assert!(!text.contains("<&>"), "{}: {text}", about.name);
        }
        kinds += 1;
    }
    assert!(kinds >= 34, "{kinds}");
}
