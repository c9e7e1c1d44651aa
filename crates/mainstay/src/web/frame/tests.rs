//! Addresses to keep: one parameter put in or taken out, the others left as they are.

use super::{with, without};

#[test]
fn a_parameter_is_set_once() {
    assert_eq!(with("/map", "as-of", "7"), "/map?as-of=7");
    assert_eq!(
        with("/map?of=a&as-of=3&after=9", "as-of", "7"),
        "/map?of=a&as-of=7"
    );
    assert_eq!(without("/map?as-of=3", "as-of"), "/map");
    assert_eq!(without("/map?of=a&as-of=3", "as-of"), "/map?of=a");
}
