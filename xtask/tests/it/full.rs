//! Some disks that fill up under a server; the torture fills fifty.

use std::os::unix::fs::MetadataExt as _;

use xtask::rig::server::binary;
use xtask::torture::full::fills;

#[test]
fn a_full_disk_is_told_and_survived() {
    let owner = std::fs::metadata("/proc/self").map(|it| it.uid());
    if owner.is_ok_and(|uid| uid != 0) {
        crate::did_not_run("a_full_disk_is_told_and_survived (mounting a disk needs root)");
        return;
    }
    let binary = binary().expect("the server was built");
    fills(&binary, 1, 5).expect("nothing is lost");
}
