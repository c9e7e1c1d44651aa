//! Two backups under load from each database, restored on both; the torture makes fifty.

use xtask::torture::keeping::rounds;

use crate::cluster;

#[test]
fn a_backup_under_load_is_what_the_journal_was() {
    rounds(&cluster(), 2).expect("all is the same");
}
