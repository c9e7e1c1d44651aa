//! What is skimmed is what the full reader finds; a form that is not ours is left to it.

use continuity::event::{AccountEvent, Event, Remembered, Revised};
use continuity::written::Written;
use exchange::read::json;
use record::complaint::Complaints;
use record::kinds::Record;

use super::{Skimmed, skim};
use crate::wire::{draft, remembered};

fn record(name: &str, status: &str) -> Record {
    let text = format!(
        r#"{{"kind":"plan","id":"p","name":"{name}","status":"{status}","steps":[{{"id":"a","title":"Call"}}]}}"#
    );
    let node = json::read(&text, 1, 100).expect("JSON");
    Record::read(&node, 0, &mut Complaints::new()).expect("a plan")
}

fn remember(event: Event) -> Remembered {
    Remembered {
        seq: 7,
        at: jiff::Timestamp::UNIX_EPOCH,
        id: "id".into(),
        actor: "account/anna".into(),
        via: Some("token/t".into()),
        request: Some("r-1".into()),
        asked: Some("abc".into()),
        event,
    }
}

fn revised(written: Written) -> Event {
    Event::Amended(Revised {
        written,
        revision: 3,
        previous: Some(2),
        home: None,
        unchanged_since: None,
        changes: Vec::new(),
    })
}

#[test]
fn the_first_bytes_say_what_the_whole_says() {
    let signed_in = Event::SignedIn(AccountEvent {
        account: "anna".into(),
        what: "password".into(),
    });
    for event in [
        revised(Written::made(record("P", "draft"))),
        revised(Written::read_from(record("P", "approved"), "plans/p.yaml")),
        signed_in,
    ] {
        let whole = remember(event);
        let body = draft(&whole).body;
        let skimmed = skim(&body).expect("it is of our form");
        assert_eq!(skimmed, Skimmed::of(&whole), "{body}");
    }
}

#[test]
fn a_form_that_is_not_ours_is_left_to_the_full_reader() {
    let quoted = Written::read_from(record("P", "draft"), "a \"b\".yaml");
    assert_eq!(skim(&draft(&remember(revised(quoted))).body), None);
    let ours = draft(&remember(revised(Written::made(record("P", "draft"))))).body;
    for body in [
        "",
        "{}",
        "{\"v\":1,\"what\":{}}",
        &ours.replacen("\"v\":1", "\"v\": 1", 1),
        &ours.replacen("\"via\"", "\"new\"", 1),
        &ours[..20],
    ] {
        assert_eq!(skim(body), None, "{body}");
    }
}

#[test]
fn a_newer_event_is_told_with_what_to_do() {
    let mut body = draft(&remember(revised(Written::made(record("P", "draft"))))).body;
    body = body.replacen("\"v\":1", "\"v\":9", 1);
    let entry = journal::entry::Entry {
        seq: 7,
        at_micros: 0,
        id: "id".into(),
        attaches: Vec::new(),
        erases: Vec::new(),
        body,
        digest: journal::entry::Digest::ZERO,
    };
    let failure = remembered(&entry).expect_err("it is from the future");
    assert_eq!(
        failure.to_string(),
        "entry 7 of the journal cannot be read: it was written by a newer version of Mainstay \
         (events of version 9; this one reads up to 1): use that version or a later one"
    );
}
