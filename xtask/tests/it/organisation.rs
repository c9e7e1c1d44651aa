//! Some short lives of the simulated organisation on both databases; the torture lives ten
//! thousand. A find names its seed: `cargo xtask torture organisation --seed N --seeds 1`.

use xtask::torture::organisation::lives;

use crate::cluster;

/// How many lives each test lives.
const LIVES: u64 = 100;

#[test]
fn the_present_equals_the_fold_in_sqlite() {
    let (finds, told) = lives(None, 1, LIVES).expect("lives can be lived");
    assert_eq!(finds, Vec::<String>::new(), "{told}");
}

#[test]
fn the_present_equals_the_fold_in_postgresql() {
    let (finds, told) = lives(Some(&cluster()), 1, LIVES).expect("lives can be lived");
    assert_eq!(finds, Vec::<String>::new(), "{told}");
}
