//! Every page and every form of a page, asked by nobody and by every function, against a table
//! that was read by people: `pages.txt` (reliability row S-08). A route without a line fails. The
//! forms are sent empty: what a whole form does is decided with its command, and tested there.

use std::path::Path;

use continuity::access::Function;

use super::bench::{Running, sqlite, start};
use super::browser::{Answer, Browser};
use crate::http::route::{Needs, Route};
use crate::http::router;

/// A path with something in place of every parameter.
fn filled(path: &str) -> String {
    let mut filled = String::new();
    for part in path.split_inclusive('/') {
        match part.trim_end_matches('/') {
            "{plural}" => filled.push_str("services"),
            "{kind}" => filled.push_str("service"),
            "{account}" => filled.push_str("reader"),
            part if part.starts_with('{') => filled.push_str("none"),
            part => filled.push_str(part),
        }
        if part.ends_with('/') {
            filled.push('/');
        }
    }
    filled
}

/// What a caller is told at the door: `+` come in, `-` not allowed, `0` there is no such thing,
/// `?` sign in first.
fn sign(route: &Route, answer: &Answer) -> char {
    let to_sign_in = answer.header("location").starts_with("/sign-in");
    match answer.status {
        303 if to_sign_in => '?',
        200 | 303 | 400 | 415 | 422 => '+',
        401 => '?',
        403 => '-',
        404 => '0',
        other => panic!("{} {}: {other}", route.method.as_str(), route.path),
    }
}

async fn ask(browser: &mut Browser, route: &Route) -> char {
    let path = filled(route.path);
    let answer = match route.method.changes() {
        true => browser.submit(&path, &[]).await,
        false => browser.get(&path).await,
    };
    sign(route, &answer)
}

/// The signs of nobody and, where one must sign in, of every function in order.
async fn signs(server: &Running, people: &mut [Browser], route: &Route) -> String {
    let mut signs = String::from(ask(&mut server.browser(), route).await);
    if route.needs == Needs::Nothing {
        return signs;
    }
    for (person, function) in people.iter_mut().zip(Function::ALL) {
        let mut told = ask(person, route).await;
        if told == '?' {
            // A route before this one may have ended every session of theirs.
            *person = server.signed_in(function.as_str()).await;
            told = ask(person, route).await;
        }
        signs.push(told);
    }
    signs
}

#[tokio::test]
async fn every_page_lets_in_whom_the_table_says() {
    let server = start(sqlite(), &[]).await;
    let mut people = Vec::new();
    for &function in Function::ALL {
        server.person(function.as_str(), &[function]).await;
        people.push(server.signed_in(function.as_str()).await);
    }
    let mut table = String::from("nobody, then, from left to right:\n");
    for function in Function::ALL {
        table.push_str(&format!("  {}\n", function.as_str()));
    }
    table.push_str(
        "+ come in   - not allowed   0 there is no such thing   ? sign in first   one sign: open\n\n",
    );
    let pages = router::routes().filter(|route| !route.path.starts_with("/api/"));
    for route in pages.filter(|route| route.path != "/sign-out") {
        let signs = signs(&server, &mut people, route).await;
        let (verb, path) = (route.method.as_str(), route.path);
        table.push_str(&format!("{signs:18}  {verb} {path}\n"));
    }
    let expected = include_str!("pages.txt");
    if table == expected {
        return;
    }
    let made =
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tmp")).join("pages.txt");
    std::fs::create_dir_all(made.parent().unwrap()).unwrap();
    std::fs::write(&made, &table).unwrap();
    let differs = |(is, was): &(&str, &str)| is != was;
    let first = table.lines().zip(expected.lines()).find(differs);
    panic!(
        "the table of pages is another, first here: {first:?}; read {}, and put it in place of \
         tests/pages.txt if every line of it is meant",
        made.display()
    );
}
