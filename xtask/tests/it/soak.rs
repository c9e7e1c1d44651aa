//! Ten thousand mixed requests on each database; the torture goes on for an hour.

use xtask::rig::server::binary;
use xtask::torture::soak::{Until, soak};

use crate::cluster;

const REQUESTS: Until = Until::Requests(10_000);

#[test]
fn a_mixed_load_leaves_nothing_behind_in_sqlite() {
    let binary = binary().expect("the server was built");
    let told = soak(&binary, None, REQUESTS).expect("nothing climbs");
    println!("{told}");
}

#[test]
fn a_mixed_load_leaves_nothing_behind_in_postgresql() {
    let binary = binary().expect("the server was built");
    let told = soak(&binary, Some(&cluster()), REQUESTS).expect("nothing climbs");
    println!("{told}");
}
