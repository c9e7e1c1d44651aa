//! What is believed of a request.

use axum::http::HeaderMap;

use super::{client, ours};
use crate::settings::Network;

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
        .collect()
}

#[test]
fn what_a_foreign_page_sends_is_refused() {
    let host = ("host", "m.example");
    let cookie = ("cookie", "mainstay=1");
    let foreign = ("origin", "https://evil.example");
    assert!(!ours(&headers(&[host, cookie, foreign])));
    assert!(!ours(&headers(&[host, cookie, ("origin", "null")])));
    assert!(!ours(&headers(&[
        host,
        cookie,
        ("origin", "https://m.example.evil")
    ])));
    assert!(!ours(&headers(&[
        host,
        cookie,
        ("sec-fetch-site", "cross-site")
    ])));
    assert!(!ours(&headers(&[
        host,
        cookie,
        ("sec-fetch-site", "same-site")
    ])));
    // A browser that says nothing at all is too old to be trusted with a cookie.
    assert!(!ours(&headers(&[host, cookie])));
    // Signing someone in as another is an attack too: no cookie is needed for it.
    assert!(!ours(&headers(&[host, foreign])));
    let both = [
        host,
        cookie,
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://m.example"),
    ];
    assert!(!ours(&headers(&both)));
}

#[test]
fn what_our_pages_and_programs_send_is_taken() {
    let host = ("host", "m.example:8480");
    let cookie = ("cookie", "mainstay=1");
    assert!(ours(&headers(&[
        host,
        cookie,
        ("origin", "http://m.example:8480")
    ])));
    assert!(ours(&headers(&[
        host,
        cookie,
        ("sec-fetch-site", "same-origin")
    ])));
    assert!(ours(&headers(&[host, cookie, ("sec-fetch-site", "none")])));
    assert!(ours(&headers(&[host])));
    let token = ("authorization", "Bearer mst_1");
    assert!(ours(&headers(&[
        host,
        token,
        ("origin", "https://elsewhere.example")
    ])));
}

#[test]
fn only_a_trusted_proxy_may_say_who_comes() {
    let trusted = [
        Network::parse("10.0.0.0/8").unwrap(),
        Network::parse("::1").unwrap(),
    ];
    let from = |peer: &str, named: &[(&'static str, &str)]| {
        client(peer.parse().unwrap(), &headers(named), &trusted).to_string()
    };
    let named = [("x-forwarded-for", "192.0.2.66, 198.51.100.7")];
    assert_eq!(from("203.0.113.1", &named), "203.0.113.1");
    assert_eq!(from("10.0.0.1", &named), "198.51.100.7");
    assert_eq!(from("::ffff:10.0.0.1", &named), "198.51.100.7");
    assert_eq!(
        from("10.0.0.1", &[("x-forwarded-for", "198.51.100.7, 10.0.0.9")]),
        "198.51.100.7"
    );
    assert_eq!(
        from("10.0.0.1", &[("x-forwarded-for", "198.51.100.7, nonsense")]),
        "10.0.0.1"
    );
    assert_eq!(from("10.0.0.1", &[]), "10.0.0.1");
}
