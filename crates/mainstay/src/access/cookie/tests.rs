//! How cookies are set and found.

use axum::http::{HeaderMap, header};

use super::{Cookies, Use};
use crate::access::secret::Secret;

#[test]
fn over_https_the_cookie_is_bound_to_the_host() {
    let secret = Secret::new("a-secret-of-twenty-letters");
    let set = Cookies::new(true, 60).set(Use::Session, &secret);
    let expected = "__Host-mainstay=a-secret-of-twenty-letters; Path=/; HttpOnly; SameSite=Lax; \
                    Max-Age=60; Secure";
    assert_eq!(set.to_str().unwrap(), expected);
    assert!(
        !format!("{set:?}").contains("twenty"),
        "a debug print shows no secret"
    );
    let plain = Cookies::new(false, 60).clear(Use::Session);
    let expected = "mainstay=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0";
    assert_eq!(plain.to_str().unwrap(), expected);
}

#[test]
fn the_cookie_is_found_among_others() {
    let mut headers = HeaderMap::new();
    let text = "a=b; mainstay-away=11111111111111111111; mainstay=22222222222222222222; c=d";
    headers.append(header::COOKIE, text.parse().unwrap());
    let cookies = Cookies::new(false, 60);
    assert_eq!(
        cookies.find(Use::Session, &headers),
        Some(Secret::new("2".repeat(20)))
    );
    assert_eq!(
        cookies.find(Use::Away, &headers),
        Some(Secret::new("1".repeat(20)))
    );
    assert_eq!(Cookies::new(true, 60).find(Use::Session, &headers), None);
}
