//! A walk over every link of every page, for whoever may do all and for whoever only reads: each
//! leads somewhere, and nothing on a page could run as script.

use std::collections::{BTreeSet, VecDeque};

use continuity::access::Function;

use crate::served::{Served, Store};

/// Most pages that one walk looks at.
const PAGES_MAX: usize = 500;

/// Every link of every page, for whoever may do all and for whoever only reads.
#[tokio::test]
async fn every_link_leads_somewhere() {
    let served = Served::start(Store::Sqlite).await;
    crate::api::import(&served, &crate::api::example("havensund"), "").await;
    for who in [Function::Administrator, Function::Auditor] {
        walk(&served, who).await;
    }
}

async fn walk(served: &Served, who: Function) {
    let mut waiting: VecDeque<(String, String)> = VecDeque::from([("/".into(), "the walk".into())]);
    let (mut seen, mut looked, mut wrong) = (BTreeSet::from(["/".to_string()]), 0, Vec::new());
    let mut shapes: BTreeSet<String> = BTreeSet::new();
    while let Some((path, from)) = waiting.pop_front()
        && looked < PAGES_MAX
    {
        looked += 1;
        let page = served.get(who, &path).await;
        let good = matches!(page.status.as_u16(), 200 | 303);
        if !good {
            wrong.push(format!("{} {path} (from {from})", page.status));
            continue;
        }
        if !page.header("content-type").starts_with("text/html") {
            continue;
        }
        wrong.extend(faults(&page.text).map(|fault| format!("{path}: {fault}")));
        for link in links(&page.text) {
            // Of pages that differ only in which record they show, a few are enough.
            if seen.insert(link.clone()) && room(&mut shapes, &link) {
                waiting.push_back((link, path.clone()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "as {}:\n{}",
        who.as_str(),
        wrong.join("\n")
    );
    assert!(looked > 10, "only {looked} pages were found");
}

/// The addresses that a page leads to on this server.
fn links(text: &str) -> Vec<String> {
    let parts = text.split(" href=\"").skip(1);
    let raw = parts.filter_map(|part| part.split_once('"').map(|(link, _)| link));
    let ours = raw.filter(|link| link.starts_with('/') && !link.starts_with("/assets/"));
    ours.map(|link| link.replace("&amp;", "&"))
        .map(|link| link.split('#').next().unwrap_or_default().to_string())
        .collect()
}

/// Whether a link is one of the first few of its shape: the same page of other records.
fn room(shapes: &mut BTreeSet<String>, link: &str) -> bool {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let names = query
        .split('&')
        .map(|part| part.split('=').next().unwrap_or_default());
    let parts: Vec<&str> = path.split('/').take(4).collect();
    let shape = format!(
        "{} {}",
        parts.join("/"),
        names.collect::<Vec<_>>().join("&")
    );
    let deep = path.split('/').count() > 3 || !query.is_empty();
    (0..3).any(|turn| shapes.insert(format!("{shape} {turn}"))) || !deep
}

/// What must not stand on a page, and what must.
fn faults(text: &str) -> impl Iterator<Item = String> {
    let lower = text.to_lowercase();
    let count = |what: &str| lower.matches(what).count();
    let mut faults = Vec::new();
    if count("<h1") != 1 {
        faults.push(format!("{} headings of the first order", count("<h1")));
    }
    if !lower.contains("<title>") || !lower.contains("lang=\"en\"") {
        faults.push("no title or no language".into());
    }
    for bad in [
        " style=\"",
        " onclick=",
        " onload=",
        "javascript:",
        "<style",
        "<script>",
    ] {
        if lower.contains(bad) {
            faults.push(format!("`{bad}` stands on it"));
        }
    }
    faults.into_iter()
}
