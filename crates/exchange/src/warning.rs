//! Warnings from outside: bytes in, warnings out, each departure from a form kept as a remark. No
//! link in them is followed, nothing is resolved from outside, and one file says nothing of
//! another.

mod cap;
mod feed;
mod geojson;
mod place;
mod text;
mod when;
mod xml;

use continuity::requirements::warning::{NOT_ACTUAL, Warning};
use record::complaint::Complaint;
use record::node::Place;

use crate::read::{fault, json};

/// Most bytes of a file.
pub const BYTES_MAX: usize = 64_000_000;
/// Most values of a JSON text: a polygon of a million points and what stands round it.
const VALUES_MAX: usize = 5_000_000;

/// What a file came to.
#[derive(Debug)]
pub struct Reading {
    /// Its form: `CAP 1.2`, `Atom`, `RSS`, `GeoJSON`, `JSON`.
    pub form: String,
    /// The warnings, in the order written.
    pub warnings: Vec<Warning>,
    /// What is to be said of the file as a whole.
    pub remarks: Vec<String>,
    /// Messages in it that could not be read at all.
    pub complaints: Vec<Complaint>,
}

/// Reads a file. Errors: it is none of the forms, or not well formed, or it carries a document
/// type. Cost: linear in the bytes.
pub fn read(bytes: &[u8]) -> Result<Reading, Complaint> {
    if bytes.len() > BYTES_MAX {
        let text = format!("{} bytes; at most {BYTES_MAX} are read", bytes.len());
        return Err(fault(Place::default(), text));
    }
    let (text, said) = text::decode(bytes).map_err(|why| fault(first(), why))?;
    let mut reading = match text.trim_start().bytes().next() {
        Some(b'<') => of_xml(&text)?,
        Some(b'{' | b'[') => geojson::read(&json::read_shapes(&text, VALUES_MAX)?)?,
        Some(_) => return Err(fault(first(), "this is neither XML nor JSON")),
        None => return Err(fault(first(), "the file is empty")),
    };
    reading.remarks.splice(0..0, said);
    for warning in &mut reading.warnings {
        if says_test(warning) {
            let text = "its text says that it is a test, its event does not";
            warning.remarks.push(text.into());
        }
        if !warning.is_actual() {
            warning.remarks.insert(0, NOT_ACTUAL.into());
        }
    }
    if reading.warnings.is_empty() && reading.remarks.is_empty() {
        reading.remarks.push("there is no alert in it".into());
    }
    Ok(reading)
}

fn first() -> Place {
    Place { line: 1, column: 1 }
}

fn of_xml(text: &str) -> Result<Reading, Complaint> {
    let tree = xml::read(text)?;
    let mut reading = match tree.root().name.as_str() {
        "alert" => cap::read(&tree),
        "feed" | "rss" | "rdf" | "channel" | "entry" => feed::read(&tree),
        other => {
            let text = format!(
                "`{}` is no alert and no feed of alerts",
                record::node::shorten(other)
            );
            return Err(fault(tree.place(tree.root()), text));
        }
    }?;
    reading.remarks.extend(tree.remarks);
    Ok(reading)
}

/// Whether the text says what the event does not.
fn says_test(warning: &Warning) -> bool {
    let says = |text: &String| {
        let lower = text.to_lowercase();
        let head = lower.trim_start();
        head.starts_with("this is a test") || head.starts_with("test message")
    };
    warning.is_actual() && warning.text.iter().chain(&warning.headline).any(says)
}
