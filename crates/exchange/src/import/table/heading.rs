//! What a heading means: case, spaces, signs and common synonyms forgiven, a unit in it kept.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use record::complaint::nearest;
use record::kinds;
use record::node::shorten;
use record::value::Duration;

use super::cell::{self, Unit};
use super::columns::COLUMNS;
use super::form;

/// What stands under a heading.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// A field: the first of these paths that the row's kind has.
    Field(Vec<String>),
    /// The level of harm in a category after a time; without a category, the row names it.
    Level(Option<String>, Duration),
    /// The category of the levels in the row.
    Category,
    /// Nothing known.
    Unknown,
}

/// One heading of a table.
#[derive(Clone, Debug)]
pub struct Heading {
    /// As written.
    pub title: String,
    /// What stands under it.
    pub meaning: Meaning,
    /// The unit it names for bare numbers.
    pub unit: Option<Unit>,
}

impl Heading {
    /// Whether a field stands under it.
    pub fn is(&self, path: &str) -> bool {
        matches!(&self.meaning, Meaning::Field(paths) if paths.iter().any(|own| own == path))
    }
}

/// A heading in lower case and plain words: `Service_Name *` is `service name`.
pub fn plain(title: &str) -> String {
    let sign = |c: char| !c.is_alphanumeric() && !matches!(c, '%' | '#');
    let lower = title.to_lowercase();
    let words = lower.split(sign).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn column_paths() -> &'static HashMap<String, &'static str> {
    static PATHS: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    PATHS.get_or_init(|| {
        let mut paths = HashMap::new();
        for column in COLUMNS {
            for heading in column.also.iter().chain([&column.key]) {
                paths.insert((*heading).to_string(), column.field);
            }
        }
        paths
    })
}

/// The fields of all kinds by their plain heading.
fn field_paths() -> &'static HashMap<String, BTreeSet<String>> {
    static PATHS: OnceLock<HashMap<String, BTreeSet<String>>> = OnceLock::new();
    PATHS.get_or_init(|| {
        let mut paths: HashMap<String, BTreeSet<String>> = HashMap::new();
        for about in kinds::ALL {
            for path in form::paths(about.name).unwrap_or_default().into_keys() {
                paths.entry(plain(&path)).or_default().insert(path);
            }
        }
        paths
    })
}

/// Reads a heading. `mapped` is the column or field that a mapping file gives it.
pub fn read(title: &str, mapped: Option<&str>) -> Heading {
    let wanted = mapped.unwrap_or(title);
    // The whole comes first: the hours of `service hours` are no unit.
    let whole = meaning(&plain(wanted));
    let (name, unit) = cell::split_unit(wanted);
    let unit = unit.filter(|_| whole.is_none());
    let meaning = whole.or_else(|| meaning(&plain(&name)));
    Heading {
        title: title.trim().into(),
        meaning: meaning.unwrap_or(Meaning::Unknown),
        // A unit in the sheet's own heading counts, though the heading itself was mapped.
        unit: unit.or_else(|| cell::split_unit(title).1.filter(|_| mapped.is_some())),
    }
}

fn meaning(name: &str) -> Option<Meaning> {
    if name.is_empty() || name.len() > 200 {
        return None;
    }
    if column_paths().get(name) == Some(&"category") {
        return Some(Meaning::Category);
    }
    let mut paths: Vec<String> = Vec::new();
    paths.extend(field_paths().get(name).into_iter().flatten().cloned());
    let column = column_paths().get(name).filter(|path| **path != "levels");
    paths.extend(column.map(|path| path.to_string()));
    paths.dedup();
    if !paths.is_empty() {
        return Some(Meaning::Field(paths));
    }
    level(name).or_else(|| numbered(name))
}

/// `financial 4h`, `financial after 4 hours`, `4h`.
fn level(name: &str) -> Option<Meaning> {
    let words: Vec<&str> = name.split(' ').collect();
    for start in (0..words.len()).rev() {
        let Some(after) = cell::duration(&words[start..].join(" "), None) else {
            continue;
        };
        // `4 hours` is found at its unit last; take the number in front of it along.
        let joined = words[start.saturating_sub(1)..].join(" ");
        let (start, after) = match cell::duration(&joined, None) {
            Some(longer) if start > 0 => (start - 1, longer),
            _ => (start, after),
        };
        let joining = ["after", "at", "in", "within", "impact", "level"];
        let mut category = &words[..start];
        while let Some((_, rest)) = category
            .split_last()
            .filter(|(last, _)| joining.contains(last))
        {
            category = rest;
        }
        let category = (!category.is_empty()).then(|| record::link::to_id(&category.join(" ")));
        return Some(Meaning::Level(category, after));
    }
    None
}

/// `depends on 2`: a second column of a field that holds several.
fn numbered(name: &str) -> Option<Meaning> {
    let (name, number) = name.rsplit_once(' ')?;
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let path = column_paths().get(name).filter(|_| digits)?;
    matches!(*path, "requires" | "also" | "tags").then(|| Meaning::Field(vec![path.to_string()]))
}

/// `; did you mean …?` for a heading that means nothing.
pub fn suggestion(title: &str) -> String {
    let names: HashSet<&str> = COLUMNS.iter().map(|column| column.key).collect();
    let near = nearest(&plain(title), names).map(shorten);
    near.map_or_else(String::new, |name| format!(" (did you mean `{name}`?)"))
}
