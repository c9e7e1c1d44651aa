//! The torture of a journal's rows and bytes, in small.

use xtask::torture::{bitrot, tamper};

/// every change is found, the first entry named, and both verifiers agree.
#[test]
fn every_change_is_found() {
    let outcome = tamper::changed(11, 200, 10).unwrap();
    assert_eq!((outcome.changes, outcome.found), (200, 200), "{outcome:?}");
    assert!(
        outcome.named > 60 && outcome.judged_twice > 25,
        "{outcome:?}"
    );
}

/// a flipped bit is found, or changes nothing that is read.
#[test]
fn a_flipped_bit_is_never_silently_wrong() {
    let outcome = bitrot::flipped(12, 300).unwrap();
    assert_eq!(outcome.found + outcome.harmless, 300, "{outcome:?}");
    assert!(outcome.found > 150, "{outcome:?}");
}
