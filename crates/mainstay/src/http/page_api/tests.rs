//! Where people are led after signing in.

use super::local;

#[test]
fn nobody_is_led_away_after_signing_in() {
    assert_eq!(local("/api?x=1#y"), "/api?x=1#y");
    for foreign in [
        "",
        "https://evil.example",
        "//evil.example",
        "/\\evil",
        "/a b",
        "x",
        "/\n",
    ] {
        assert_eq!(local(foreign), "/", "{foreign:?}");
    }
}
