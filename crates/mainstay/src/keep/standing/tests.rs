//! What is said of the keeping, from values.

use continuity::state::{Kept, State};
use jiff::Timestamp;

use super::{Confirmed, Delivery, Failed, Standing};
use crate::keep::remark::Level;

const NOW: &str = "2026-05-15T12:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn kept(instant: &str, succeeded: bool) -> Option<Kept> {
    Some(Kept {
        at: at(instant),
        succeeded,
        text: "the disk is full".into(),
        head: 7,
    })
}

fn told(standing: &Standing) -> Vec<String> {
    let remarks = standing.remarks().into_iter();
    remarks
        .map(|it| format!("{:?} {}: {}", it.level, it.about, it.text))
        .collect()
}

#[test]
fn nothing_done_is_said_at_once() {
    let standing = Standing::of(&State::new(), 7, at(NOW));
    assert_eq!(
        told(&standing),
        [
            "Error backup: No backup was ever made.",
            "Note checkpoints: No checkpoint was ever signed. They are kept nowhere else.",
        ]
    );
    assert_eq!(standing.json()["banner"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_night_that_was_missed_is_an_error_and_so_is_one_that_failed() {
    let mut standing = Standing::of(&State::new(), 7, at(NOW));
    standing.backup = kept("2026-05-15T02:00:00Z", true);
    standing.rehearsal = kept("2026-05-15T02:01:00Z", true);
    let levels = |standing: &Standing| -> Vec<Level> {
        standing.remarks()[..2].iter().map(|it| it.level).collect()
    };
    assert_eq!(levels(&standing), [Level::Well, Level::Well]);
    standing.now = at("2026-05-16T04:00:01Z");
    assert_eq!(levels(&standing), [Level::Error, Level::Well]);
    standing.rehearsal = kept("2026-05-15T02:01:00Z", false);
    assert_eq!(levels(&standing), [Level::Error, Level::Error]);
    let said = "Error rehearsal: The last rehearsal of a restore failed: the disk is full.";
    assert_eq!(told(&standing)[1], said);
    standing.rehearsal = None;
    assert_eq!(levels(&standing)[1], Level::Warning);
}

#[test]
fn a_delivery_that_fails_for_long_is_an_error() {
    let mut standing = Standing::of(&State::new(), 7, at(NOW));
    let mut delivery = Delivery {
        to: "/elsewhere".into(),
        confirmed: Some(Confirmed {
            number: 3,
            size: 7,
            at: at("2026-05-15T11:59:00Z"),
        }),
        failed: None,
    };
    let last = |standing: &Standing| told(standing).pop().expect("a remark");
    standing.deliveries = vec![delivery.clone()];
    assert_eq!(
        last(&standing),
        "Well delivery: /elsewhere has checkpoint 3, taken 60 seconds ago."
    );
    for (since, level) in [
        ("2026-05-15T11:55:00Z", "Warning"),
        ("2026-05-15T11:00:00Z", "Error"),
    ] {
        delivery.failed = Some(Failed {
            since: at(since),
            why: "no route".into(),
        });
        standing.deliveries = vec![delivery.clone()];
        let told = format!("{level} delivery: Checkpoints do not reach /elsewhere: no route.");
        assert_eq!(last(&standing), told);
    }
}
