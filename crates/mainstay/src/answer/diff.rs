//! What a change broke, brought and mended.

use continuity::finding::Finding;
use continuity::finding::difference::{Difference, difference};
use serde::Serialize;
use serde_json::Value;

use super::Given;
use super::check::baseline::Baseline;
use super::check::listing::Listing;
use super::check::{Group, findings, json, junit, sarif};

/// Two states of the records, and what lies between.
pub struct Compared<'a> {
    /// The change.
    pub change: Difference,
    /// The records before it.
    pub was: Listing<'a>,
    /// The records after it.
    pub is: Listing<'a>,
}

/// The answer, in the shape that other programs rely on.
#[derive(Serialize)]
struct Answer<'a> {
    broke: Vec<json::Row<'a>>,
    introduced: Vec<json::Row<'a>>,
    mended: Vec<json::Row<'a>>,
    evidence_lost: Vec<Lost>,
}

/// Evidence that a change took away. Folders hold none: runs live in the journal.
#[derive(Serialize)]
enum Lost {}

impl<'a> Compared<'a> {
    /// Compares. `nothing` is an empty baseline, for the listings to borrow.
    pub fn new(before: Given<'a>, after: Given<'a>, nothing: &'a Baseline) -> Compared<'a> {
        let (old, new) = (findings(&before), findings(&after));
        let change = difference((before.registers, &old), (after.registers, &new));
        Compared {
            change,
            was: Listing::new(before, nothing),
            is: Listing::new(after, nothing),
        }
    }

    /// As other programs read it.
    pub fn json(&self) -> impl Serialize {
        answer(&self.change, &self.was, &self.is)
    }

    /// For code hosts.
    pub fn sarif(&self) -> Value {
        sarif::log(&self.groups())
    }

    /// For build servers.
    pub fn junit(&self) -> String {
        let mended = Group::new("mended", &self.was, &self.change.mended, |_| false);
        let [broke, introduced] = self.groups();
        junit::document("mainstay diff", &[broke, introduced, mended])
    }

    fn groups(&self) -> [Group<'_>; 2] {
        let (change, is) = (&self.change, &self.is);
        [
            Group::new("broke", is, &change.broke, |_| true),
            Group::new("introduced", is, &change.introduced, |_| false),
        ]
    }
}

fn answer<'a>(change: &'a Difference, was: &Listing<'a>, is: &Listing<'a>) -> Answer<'a> {
    let rows = |listing: &Listing<'a>, findings: &'a [Finding]| {
        let row = |finding| json::row(listing, finding);
        findings.iter().map(row).collect()
    };
    Answer {
        broke: rows(is, &change.broke),
        introduced: rows(is, &change.introduced),
        mended: rows(was, &change.mended),
        evidence_lost: Vec::new(),
    }
}
