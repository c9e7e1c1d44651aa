//! What a kind's form asks for, from its fields and their schemas alone: labels, sorts of value,
//! units with an example. No kind is known here by name.

use std::sync::LazyLock;

use record::kind::Envelope;
use record::kinds::About;
use record::node::Node;
use record::practice::Decision;
use record::shape::{Field, Fields as _, Shape as _};
use record::value::{
    Date, Duration, Flow, Growth, Moment, Money, Percent, Rate, Size, Throughput, TimeOfDay,
};

use super::label;

/// What a form asks for: the kind's own fields, then what every record may carry.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The kind's own fields, in order.
    pub own: Vec<Part>,
    /// What every record may carry, in order. Its status follows from what is done with it.
    pub carried: Vec<Part>,
}

/// One thing that is asked.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its key in files.
    pub key: String,
    /// Its words.
    pub label: String,
    /// What it means.
    pub help: String,
    /// Whether what holds it has no meaning without it.
    pub required: bool,
    /// What may be said.
    pub sort: Sort,
}

/// What may be said.
#[derive(Clone, Debug)]
pub enum Sort {
    /// Any text.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// Yes or no.
    Truth,
    /// One of some words.
    Words(Vec<String>),
    /// A value with its unit.
    Written(&'static Unit),
    /// The name of a record of these kinds; none: of any.
    Reference(Vec<String>),
    /// A short form, or a map of these parts.
    Either(Box<Sort>, Vec<Part>),
    /// Whatever stands in a file.
    Anything,
    /// Several short values, with commas between.
    Series(Box<Sort>),
    /// Fields that belong together.
    Group(Vec<Part>),
    /// Any number of the same.
    Rows(Box<Sort>),
    /// Any number of the same, each with a key of its own.
    Map(Box<Sort>),
}

/// A unit: how a value with it is known, and an example.
#[derive(Clone, Debug)]
pub struct Unit {
    /// What it is.
    pub measure: Measure,
    /// The pattern in the schema.
    pattern: String,
    /// An example.
    pub example: &'static str,
}

/// What a unit measures, as far as pages show it in their own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A length of time.
    Span,
    /// A day.
    Day,
    /// An amount of money.
    Money,
    /// Anything else: shown as it is written.
    Plain,
}

static UNITS: LazyLock<Vec<Unit>> = LazyLock::new(|| {
    let unit = |schema: Node, measure, example| Unit {
        measure,
        pattern: pattern(&schema).unwrap_or_default().to_owned(),
        example,
    };
    vec![
        unit(Duration::schema(), Measure::Span, "4h, 1h30m or 3d"),
        unit(Date::schema(), Measure::Day, "2026-12-25"),
        unit(Moment::schema(), Measure::Day, "2026-12-25"),
        unit(Money::schema(), Measure::Money, "1200.50 EUR"),
        unit(Percent::schema(), Measure::Plain, "80%"),
        unit(Rate::schema(), Measure::Plain, "0.2/yr"),
        unit(Flow::schema(), Measure::Plain, "120/h"),
        unit(Size::schema(), Measure::Plain, "500GB"),
        unit(Throughput::schema(), Measure::Plain, "200MB/s"),
        unit(Growth::schema(), Measure::Plain, "2%/month"),
        unit(TimeOfDay::schema(), Measure::Plain, "08:30"),
        unit(Decision::schema(), Measure::Plain, "policy/house#deputies"),
    ]
});

/// A value with a unit that is not in the table.
static OTHER: Unit = Unit {
    measure: Measure::Plain,
    pattern: String::new(),
    example: "",
};

impl Unit {
    /// Whether a browser's field for dates can hold it: a day and nothing else.
    pub fn is_date(&self) -> bool {
        self.pattern.ends_with("[0-9]{2}$")
    }
}

impl Outline {
    /// What the form of a kind asks for.
    pub fn of(about: &About) -> Outline {
        let carried: Vec<String> = Envelope::fields().into_iter().map(|it| it.key).collect();
        let is_own = |field: &Field| !carried.contains(&field.key);
        let (own, shared): (Vec<Field>, Vec<Field>) =
            (about.fields)().into_iter().partition(is_own);
        Outline {
            own: own.iter().map(part).collect(),
            carried: shared
                .iter()
                .filter(|it| it.key != "status")
                .map(part)
                .collect(),
        }
    }

    /// The same without figures of money.
    pub fn without_money(self) -> Outline {
        Outline {
            own: free_of_money(self.own),
            carried: free_of_money(self.carried),
        }
    }

    /// The sort of the field with a name (`steps.2.title`).
    pub fn sort_at(&self, name: &str) -> Option<&Sort> {
        let mut keys = name.split('.');
        let first = keys.next()?;
        let mut all = self.own.iter().chain(&self.carried);
        let mut sort = &all.find(|part| part.key == first)?.sort;
        for key in keys {
            sort = match sort {
                Sort::Group(parts) => &parts.iter().find(|part| part.key == key)?.sort,
                Sort::Rows(of) => of,
                Sort::Map(of) if key == "value" => of,
                Sort::Map(_) if key.parse::<usize>().is_ok() => sort,
                _ => return None,
            };
        }
        Some(sort)
    }

    /// All parts: name first, the kind's own, then the rest of what every record may carry.
    pub fn parts(&self) -> Vec<&Part> {
        let is_name = |part: &&Part| part.key == "name";
        let name = self.carried.iter().filter(is_name);
        let rest = self.carried.iter().filter(|part| !is_name(part));
        name.chain(&self.own).chain(rest).collect()
    }
}

impl Sort {
    /// Whether one line holds it.
    pub fn is_short(&self) -> bool {
        !matches!(
            self,
            Sort::Group(_) | Sort::Rows(_) | Sort::Map(_) | Sort::Truth
        )
    }

    /// The parts inside of it, where it has any.
    pub fn parts(&self) -> &[Part] {
        match self {
            Sort::Group(parts) | Sort::Either(_, parts) => parts,
            Sort::Rows(of) | Sort::Map(of) | Sort::Series(of) => match &**of {
                Sort::Group(parts) | Sort::Either(_, parts) => parts,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// An example of it; empty where none helps.
    pub fn example(&self) -> String {
        match self {
            Sort::Written(unit) => unit.example.to_owned(),
            Sort::Whole => "3".into(),
            Sort::Series(of) => match &**of {
                Sort::Words(words) => words.join(", "),
                of => format!("{}, with commas between", of.example()),
            },
            Sort::Either(short, parts) if parts.is_empty() => short.example(),
            Sort::Either(short, parts) => {
                let keys = parts.iter().map(|part| part.key.as_str());
                let keys: Vec<&str> = keys.collect();
                let short = match &**short {
                    Sort::Reference(_) => "A name".to_owned(),
                    short => short.example(),
                };
                format!("{short}; or more exactly {{{}: …}}", keys.join(": …, "))
            }
            Sort::Anything => "A value, a [list] or a {map: of values}".into(),
            _ => String::new(),
        }
    }
}

fn free_of_money(parts: Vec<Part>) -> Vec<Part> {
    let free = |mut part: Part| {
        part.sort = without_money(part.sort)?;
        Some(part)
    };
    parts.into_iter().filter_map(free).collect()
}

/// A sort without the money in it; nothing where it is money itself. As deep as the schema is.
fn without_money(sort: Sort) -> Option<Sort> {
    let inner = |of: Box<Sort>| without_money(*of).map(Box::new);
    Some(match sort {
        Sort::Written(unit) if unit.measure == Measure::Money => return None,
        Sort::Group(parts) => Sort::Group(free_of_money(parts)),
        Sort::Either(short, parts) => Sort::Either(inner(short)?, free_of_money(parts)),
        Sort::Series(of) => Sort::Series(inner(of)?),
        Sort::Rows(of) => Sort::Rows(inner(of)?),
        Sort::Map(of) => Sort::Map(inner(of)?),
        sort => sort,
    })
}

fn part(field: &Field) -> Part {
    made(&field.key, field.help, field.required, &field.schema)
}

fn made(key: &str, help: &str, required: bool, schema: &Node) -> Part {
    let sort = sort(schema);
    // `at` is a day for some and a place for others.
    let label = match (key, &sort) {
        ("at", Sort::Written(_)) => "When".to_owned(),
        ("at", _) => "Where".to_owned(),
        _ => label::of(key),
    };
    // What only repeats the label helps nobody.
    let repeats = help.trim_end_matches('.') == label;
    Part {
        help: if repeats { "" } else { help }.to_owned(),
        key: key.to_owned(),
        label,
        required,
        sort,
    }
}

/// The sort of value that a schema describes. As deep as the schema is.
fn sort(schema: &Node) -> Sort {
    if let Some(words) = schema.get("enum") {
        return Sort::Words(texts(words));
    }
    if let Some(either) = schema.get("anyOf").and_then(Node::as_list) {
        let maps = either.iter().find(|it| it.get("properties").is_some());
        let short = either.iter().find(|it| it.get("properties").is_none());
        let short = short.map_or(Sort::Anything, sort);
        return Sort::Either(Box::new(short), maps.map(parts).unwrap_or_default());
    }
    match schema.get("type") {
        None => Sort::Anything,
        Some(word) => match word.as_text() {
            Some("object") if schema.get("properties").is_some() => Sort::Group(parts(schema)),
            Some("object") => Sort::Map(Box::new(inner(schema, "additionalProperties"))),
            Some("array") => many(inner(schema, "items")),
            Some("boolean") => Sort::Truth,
            Some("integer") => Sort::Whole,
            Some("number") => Sort::Number,
            Some("string") => written(pattern(schema).unwrap_or_default()),
            _ => Sort::Text,
        },
    }
}

fn inner(schema: &Node, key: &str) -> Sort {
    schema.get(key).map_or(Sort::Anything, sort)
}

/// Several of the same: on one line where each is short and holds no comma.
fn many(of: Sort) -> Sort {
    match of {
        Sort::Whole | Sort::Number | Sort::Words(_) | Sort::Written(_) => {
            Sort::Series(Box::new(of))
        }
        of => Sort::Rows(Box::new(of)),
    }
}

/// The parts of a map with known keys.
fn parts(schema: &Node) -> Vec<Part> {
    let required = schema.get("required").map(texts).unwrap_or_default();
    let properties = schema.get("properties").and_then(Node::as_map);
    let parts = properties.unwrap_or_default().iter().map(|entry| {
        let help = entry.value.get("description").and_then(Node::as_text);
        let required = required.iter().any(|key| **key == *entry.key);
        made(&entry.key, help.unwrap_or_default(), required, &entry.value)
    });
    parts.collect()
}

fn texts(list: &Node) -> Vec<String> {
    let texts = list.as_list().unwrap_or_default().iter();
    texts.filter_map(Node::as_text).map(str::to_owned).collect()
}

fn pattern(schema: &Node) -> Option<&str> {
    schema.get("pattern").and_then(Node::as_text)
}

/// A text with a pattern: a reference, or a value with its unit.
fn written(pattern: &str) -> Sort {
    if let Some(kinds) = pattern.strip_suffix(")/)?[a-z0-9._-]+$") {
        let kinds = kinds.trim_start_matches(['^', '(']);
        let open = kinds.contains('[');
        let named = kinds.split('|').filter(|_| !open).map(str::to_owned);
        return Sort::Reference(named.collect());
    }
    if let Some(kind) = pattern.strip_suffix("/)?[a-z0-9._-]+$") {
        return Sort::Reference(vec![kind.trim_start_matches(['^', '(']).to_owned()]);
    }
    let unit = UNITS.iter().find(|unit| unit.pattern == pattern);
    Sort::Written(unit.unwrap_or(&OTHER))
}
