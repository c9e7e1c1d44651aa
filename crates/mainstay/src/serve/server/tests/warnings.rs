//! A folder that brings warnings: each content is taken in once, also after a start, and one file
//! that cannot be read hides no other.

use std::path::Path;

use super::bench::{Running, sqlite, start};
use crate::keep::warning_folder::{FEED, Seen, look};

const ALERT: &str = "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\
    <identifier>{ID}</identifier><sender>met@example.org</sender>\
    <sent>2026-11-25T06:00:00Z</sent><status>Actual</status><msgType>Alert</msgType>\
    <scope>Public</scope><info><category>Met</category><event>Surge</event>\
    <urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>\
    <area><areaDesc>Coast</areaDesc></area></info></alert>";

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("written");
}

async fn count(running: &Running, word: &str) -> usize {
    let events = running.events().await;
    events.iter().filter(|it| it.contains(word)).count()
}

#[tokio::test]
async fn each_content_of_the_folder_is_taken_in_once() {
    let running = start(sqlite(), &[]).await;
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path();
    write(folder, "a.cap", &ALERT.replace("{ID}", "a1"));
    write(
        folder,
        "bad.cap",
        "<!DOCTYPE alert SYSTEM \"file:///etc/passwd\"><alert/>",
    );
    write(folder, ".part", &ALERT.replace("{ID}", "hidden"));
    let mut seen = Seen::new();
    look(folder, &mut seen, running.ledger()).await;
    assert_eq!(count(&running, "warning-received").await, 1);
    let state = &running.ledger().present().state;
    let feed = state.feed(FEED).expect("it was heard");
    assert!(feed.errors[0].contains("DOCTYPE"), "{:?}", feed.errors);

    let before = running.events().await.len();
    look(folder, &mut seen, running.ledger()).await;
    // As after a start: what was seen is forgotten, what was heard is not.
    look(folder, &mut Seen::new(), running.ledger()).await;
    assert_eq!(running.events().await.len(), before);

    write(folder, "b.cap", &ALERT.replace("{ID}", "b1"));
    look(folder, &mut seen, running.ledger()).await;
    assert_eq!(count(&running, "warning-received").await, 2);
}
