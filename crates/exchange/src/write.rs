//! From trees to text: YAML and JSON. Reading what was written gives an equal tree. From records to
//! tables and drawings. From documents to what people print and edit.

pub mod csv;
pub mod docx;
pub mod dot;
mod drawn;
mod graph;
pub mod html;
pub mod json;
pub mod markdown;
pub mod schema;
pub mod mermaid;
pub mod patch;
pub mod qr;
pub mod tables;
pub mod workbook;
pub mod xlsx;
pub mod yaml;

use crate::document::{Document, Fact};

/// What stands on a title page, in the order in which it is wanted.
fn front_facts(document: &Document) -> Vec<Fact> {
    let front = &document.front;
    let mut all = vec![
        Fact::new(
            "Organisation",
            front.organisation.as_deref().unwrap_or("not named"),
        ),
        Fact::new("Classification", &*front.classification),
        Fact::new("Revision", &*front.revision),
    ];
    all.extend(front.facts.iter().cloned());
    all.push(Fact::new("As the records were", &*front.as_of));
    all.push(Fact::new("Made", &*front.made));
    all.push(Fact::new("Valid until", &*front.valid_until));
    all.push(Fact::new("SHA-256 of the content", &*front.digest));
    all
}

/// What stands at the foot of each page, but for its number.
fn foot(document: &Document) -> String {
    let front = &document.front;
    let mark = document.mark();
    format!(
        "{}: {}, {}. Valid until {}. {}. SHA-256 {mark}",
        front.sort, front.title, front.revision, front.valid_until, front.classification
    )
}
