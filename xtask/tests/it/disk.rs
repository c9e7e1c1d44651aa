//! The torture of the journal's disk, in small.

use journal::options::Synchronous;
use xtask::torture::{ioerror, powercut};

/// whatever a power cut leaves, the journal opens, holds together and has what it promised.
#[test]
fn a_power_cut_loses_nothing_acknowledged() {
    let outcome = powercut::cuts(Synchronous::Full, 500, 7).unwrap();
    assert_eq!(
        (outcome.images, outcome.unopenable),
        (500, 0),
        "{outcome:?}"
    );
    assert_eq!((outcome.corrupt, outcome.lost), (0, 0), "{outcome:?}");
    assert!(outcome.syncs > 300, "{outcome:?}");
}

/// The canary: a journal that does not wait for the disk must be seen to lose entries.
#[test]
fn without_waiting_for_the_disk_the_loss_is_seen() {
    let outcome = powercut::cuts(Synchronous::Normal, 200, 7).unwrap();
    assert!(outcome.lost > 50, "{outcome:?}");
    assert_eq!((outcome.corrupt, outcome.unopenable), (0, 0), "{outcome:?}");
}

/// every third call of the disk fails in turn.
#[test]
fn an_error_of_the_disk_loses_nothing_acknowledged() {
    let outcome = ioerror::errors(3).unwrap();
    assert!(
        outcome.lives > 100 && outcome.failed > outcome.lives,
        "{outcome:?}"
    );
    assert!(outcome.refused > 100, "{outcome:?}");
}
