//! Drafts to append, the same in every run.

use journal::attachment::Attachment;
use journal::entry::{Draft, digest};

/// A draft whose id, time and body follow from a number.
pub fn draft(number: u64) -> Draft {
    Draft {
        id: format!("0190a0b0-0000-7000-8000-{number:012}"),
        at_micros: 1_700_000_000_000_000 + number as i64 * 1_000_000,
        attaches: Vec::new(),
        erases: Vec::new(),
        body: format!("{{\"event\":\"filed\",\"number\":{number},\"text\":\"Ærø\\nline\"}}"),
    }
}

/// The drafts of a range of numbers.
pub fn drafts(numbers: std::ops::Range<u64>) -> Vec<Draft> {
    numbers.map(draft).collect()
}

/// An attachment with a salt that is not random, so that its digest can stand in a transcript.
pub fn attachment(text: &str) -> Attachment {
    let salt = [7; 32];
    Attachment {
        digest: digest(&[&salt[..], text.as_bytes()].concat()),
        salt,
        bytes: text.as_bytes().to_vec(),
    }
}
