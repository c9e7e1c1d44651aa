//! Who beats whom.

use super::beaten_by;

#[test]
fn a_point_is_beaten_by_one_that_is_nowhere_worse() {
    let points = [
        (0.0, 349.0),
        (25.0, 142.0),
        (90.0, 38.0),
        (100.0, 38.0),
        (95.0, 150.0),
    ];
    assert_eq!(
        beaten_by(&points),
        [None, None, None, Some(2), Some(1)],
        "of two that beat it, the cheaper is named"
    );
}

#[test]
fn equals_do_not_beat_each_other() {
    assert_eq!(beaten_by(&[(1.0, 1.0), (1.0, 1.0)]), [None, None]);
    assert!(beaten_by(&[]).is_empty());
}
