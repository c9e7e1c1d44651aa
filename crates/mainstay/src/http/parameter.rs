//! What may stand in the query of a request: each parameter a value of the route table, checked in
//! one place and described in the OpenAPI document from the same words.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::complaint::suggestion;
use record::node::shorten;
use serde_json::{Value, json};

use super::problem::{Fault, Problem};

/// Longest text of a parameter.
const TEXT_MAX: usize = 1_000;
/// Longest text that a provider sends.
const LONG_MAX: usize = 20_000;
/// How often a parameter that may stand many times may stand.
const MANY_MAX: usize = 100;

/// A parameter of a query.
#[derive(Clone, Copy)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it sets.
    pub says: &'static str,
    /// What may stand there.
    pub sort: Sort,
    /// Whether the question has no meaning without it.
    pub required: bool,
    /// Whether it may stand many times.
    pub many: bool,
}

/// What may stand in a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Any text.
    Text,
    /// Whatever someone typed into a field of a page, nothing included; the page itself answers.
    Typed,
    /// The same, as long as what a provider sends may be.
    Long,
    /// A whole number between two.
    Whole(u64, u64),
    /// `true` or `false`.
    Truth,
    /// An instant with its offset.
    Instant,
    /// A point in the journal: a sequence number or an instant.
    Point,
    /// One of some words.
    Words(&'static [&'static str]),
}

impl Parameter {
    /// One that may be left out.
    pub const fn new(name: &'static str, sort: Sort, says: &'static str) -> Parameter {
        Parameter {
            name,
            says,
            sort,
            required: false,
            many: false,
        }
    }

    /// The same, not to be left out.
    pub const fn required(self) -> Parameter {
        Parameter {
            required: true,
            ..self
        }
    }

    /// The same, as often as is wished.
    pub const fn many(self) -> Parameter {
        Parameter { many: true, ..self }
    }

    /// As the OpenAPI document describes it.
    pub fn described(&self) -> Value {
        let one = self.sort.schema();
        let schema = if self.many {
            json!({ "type": "array", "items": one, "maxItems": MANY_MAX })
        } else {
            one
        };
        json!({
            "name": self.name,
            "in": "query",
            "description": self.says,
            "required": self.required,
            "schema": schema,
        })
    }
}

impl Sort {
    /// Its JSON Schema.
    pub fn schema(self) -> Value {
        match self {
            Sort::Text => json!({ "type": "string", "minLength": 1, "maxLength": TEXT_MAX }),
            Sort::Typed => json!({ "type": "string", "maxLength": TEXT_MAX }),
            Sort::Long => json!({ "type": "string", "maxLength": LONG_MAX }),
            Sort::Whole(least, most) => {
                json!({ "type": "integer", "minimum": least, "maximum": most })
            }
            Sort::Truth => json!({ "type": "boolean" }),
            Sort::Instant => json!({ "type": "string", "format": "date-time" }),
            Sort::Point => json!({
                "anyOf": [
                    { "type": "integer", "minimum": 0 },
                    { "type": "string", "format": "date-time" },
                ],
            }),
            Sort::Words(words) => json!({ "type": "string", "enum": words }),
        }
    }

    /// Why a text may not stand there.
    fn fault(self, text: &str) -> Option<String> {
        let shown = shorten(text);
        match self {
            Sort::Text if text.is_empty() => Some("it is empty".into()),
            Sort::Text => (text.chars().count() > TEXT_MAX)
                .then(|| format!("it is longer than {TEXT_MAX} characters")),
            Sort::Typed => (text.chars().count() > TEXT_MAX)
                .then(|| format!("it is longer than {TEXT_MAX} characters")),
            Sort::Long => (text.chars().count() > LONG_MAX)
                .then(|| format!("it is longer than {LONG_MAX} characters")),
            Sort::Whole(least, most) => match text.parse::<u64>() {
                Ok(number) if (least..=most).contains(&number) => None,
                _ => Some(format!(
                    "`{shown}` is no whole number from {least} to {most}"
                )),
            },
            Sort::Truth => (!matches!(text, "true" | "false"))
                .then(|| format!("`{shown}` is not true or false")),
            Sort::Instant => instant(text)
                .is_none()
                .then(|| format!("`{shown}` is no instant; write `2026-06-19T16:30:00+02:00`")),
            Sort::Point => (text.parse::<u64>().is_err() && instant(text).is_none()).then(|| {
                format!("`{shown}` is neither a sequence number nor an instant with its offset")
            }),
            Sort::Words(words) => (!words.contains(&text)).then(|| {
                let hint = suggestion(text, words.iter().copied());
                format!("`{shown}` is not one of {}{hint}", words.join(", "))
            }),
        }
    }
}

/// An instant as written. The `+` of an offset is often sent bare, where it means a space.
fn instant(text: &str) -> Option<Timestamp> {
    text.parse()
        .or_else(|_| text.replace(' ', "+").parse())
        .ok()
}

/// The parameters of one request, checked.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    values: BTreeMap<&'static str, Vec<String>>,
}

impl Asked {
    /// Reads a query against the parameters of a route, with every fault at once.
    pub fn read(query: &str, known: &[Parameter]) -> Result<Asked, Problem> {
        Asked::read_with(query, known, true)
    }

    /// The same for a page: an address that someone kept may hold more than the page knows.
    pub fn read_of_page(query: &str, known: &[Parameter]) -> Result<Asked, Problem> {
        Asked::read_with(query, known, false)
    }

    fn read_with(query: &str, known: &[Parameter], strict: bool) -> Result<Asked, Problem> {
        let mut asked = Asked::default();
        let mut faults = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let (Some(name), Some(value)) = (decoded(name), decoded(value)) else {
                faults.push(Fault::of(&shorten(part), "it is no UTF-8 text"));
                continue;
            };
            let Some(parameter) = known.iter().find(|parameter| parameter.name == name) else {
                if !strict {
                    continue;
                }
                let hint = suggestion(&name, known.iter().map(|parameter| parameter.name));
                faults.push(Fault::of(
                    &shorten(&name),
                    format!("there is no such parameter here{hint}"),
                ));
                continue;
            };
            let values = asked.values.entry(parameter.name).or_default();
            if !values.is_empty() && !parameter.many || values.len() >= MANY_MAX {
                faults.push(Fault::of(parameter.name, "it stands too often"));
                continue;
            }
            if let Some(why) = parameter.sort.fault(&value) {
                faults.push(Fault::of(parameter.name, why));
            }
            values.push(value);
        }
        for parameter in known.iter().filter(|parameter| parameter.required) {
            if !asked.values.contains_key(parameter.name) {
                faults.push(Fault::of(parameter.name, "it is missing"));
            }
        }
        match faults.is_empty() {
            true => Ok(asked),
            false => Err(Problem::parameters(faults)),
        }
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.first().map(String::as_str)
    }

    /// All texts of a parameter that may stand many times.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// A whole number.
    pub fn whole(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    /// A truth value; false where nothing is said.
    pub fn truth(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }

    /// An instant.
    pub fn instant(&self, name: &str) -> Option<Timestamp> {
        instant(self.text(name)?)
    }
}

/// A part of a query without its escapes; nothing where it is no UTF-8.
pub fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = || {
            let digits = text.get(at + 1..at + 3)?;
            let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            plain.then(|| u8::from_str_radix(digits, 16).ok())?
        };
        match byte {
            b'+' => out.push(b' '),
            b'%' => match digits() {
                Some(byte) => {
                    out.push(byte);
                    at += 2;
                }
                None => out.push(b'%'),
            },
            byte => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).ok()
}
