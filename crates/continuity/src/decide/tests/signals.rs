//! What monitors say: heard once, never backwards, filed by whoever may and nothing else, and
//! remembered as spells.

use serde_json::{Value, json};

use super::story::{Story, account, made, operator};
use crate::access::Function;
use crate::command::Command;
use crate::requirements::margin::hours::Spell;
use crate::testing::instant;

fn said(since: &str, until: Option<&str>, heard: &str) -> Command {
    let mut signal = json!({ "kind": "signal", "id": "s", "status": "approved", "of": "line",
        "says": "down", "since": since, "heard": heard });
    if let Some(until) = until {
        signal["until"] = json!(until);
    }
    hear(&signal)
}

fn hear(record: &Value) -> Command {
    Command::Hear {
        signals: vec![made(record.clone())],
    }
}

const TEN: &str = "2026-06-01T10:00:00Z";
const ELEVEN: &str = "2026-06-01T11:00:00Z";
const NOON: &str = "2026-06-01T12:00:00Z";
const ONE: &str = "2026-06-01T13:00:00Z";

#[test]
fn a_repetition_is_no_news_and_what_is_over_does_not_begin_again() {
    let mut story = Story::new();
    let mut told = |command: Command| story.tell(&operator(), command);
    assert_eq!(told(said(TEN, None, TEN)), "filed");
    assert_eq!(told(said(TEN, None, TEN)), "nothing to do");
    // An hour later it is still heard.
    assert_eq!(told(said(TEN, None, ELEVEN)), "amended");
    assert_eq!(told(said(TEN, Some(ELEVEN), NOON)), "amended");
    // A message that comes late, and one of an earlier time.
    assert_eq!(told(said(TEN, None, ONE)), "nothing to do");
    assert_eq!(
        told(said("2026-06-01T08:00:00Z", None, ONE)),
        "nothing to do"
    );
    // It begins anew.
    assert_eq!(told(said(NOON, None, ONE)), "amended");
    let spell = |from: &str, until: Option<&str>| Spell {
        of: "line".into(),
        from: instant(from),
        until: until.map(instant),
    };
    let expected = [spell(TEN, Some(ELEVEN)), spell(NOON, None)];
    assert_eq!(story.state.spells(), expected);
}

#[test]
fn a_monitor_files_signals_and_has_no_part_in_anything_else() {
    let mut story = Story::with(&[Function::Monitor, Function::Reader]);
    let (probe, reader) = (account("monitor"), account("reader"));
    assert_eq!(story.tell(&probe, said(TEN, None, TEN)), "filed");
    let service = json!({ "kind": "service", "id": "mine" });
    let filed = Command::File {
        written: made(service.clone()),
    };
    assert!(story.tell(&probe, filed).starts_with("not-allowed"));
    // Only signals are heard.
    assert!(story.tell(&probe, hear(&service)).starts_with("invalid"));
    assert!(
        story
            .tell(&reader, said(NOON, None, NOON))
            .starts_with("not-allowed")
    );
}
