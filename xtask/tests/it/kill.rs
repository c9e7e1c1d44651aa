//! Fifty servers struck down amidst writing on each database; the torture strikes a thousand.

use xtask::rig::server::binary;
use xtask::torture::kill::kills;

use crate::cluster;

#[test]
fn what_was_acknowledged_survives_a_kill_in_sqlite() {
    let binary = binary().expect("the server was built");
    kills(&binary, None, 1, 50).expect("nothing is lost");
}

#[test]
fn what_was_acknowledged_survives_a_kill_in_postgresql() {
    let binary = binary().expect("the server was built");
    kills(&binary, Some(&cluster()), 1, 50).expect("nothing is lost");
}
