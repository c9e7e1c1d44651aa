//! A few hundred sockets and guesses; the torture takes ten thousand.

use xtask::rig::server::binary;
use xtask::torture::flood::flood;

#[test]
fn reading_goes_on_in_a_flood() {
    let binary = binary().expect("the server was built");
    let told = flood(&binary, 400).expect("reading goes on");
    println!("{told}");
}
