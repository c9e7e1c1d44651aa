//! What the service keeper hears, on a socket of the test.

use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use super::Notify;

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn the_keeper_hears_when_we_are_ready_alive_and_stopping() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let keeper = UnixDatagram::bind(&path).unwrap();
    let path = path.display().to_string();
    let notify = Notify::of(&variables(&[
        ("NOTIFY_SOCKET", &path),
        ("WATCHDOG_USEC", "30000000"),
    ]));
    notify.ready();
    notify.alive();
    notify.stopping();
    let mut heard = Vec::new();
    for _ in 0..3 {
        let mut bytes = [0; 64];
        let length = keeper.recv(&mut bytes).unwrap();
        heard.push(String::from_utf8_lossy(&bytes[..length]).into_owned());
    }
    assert_eq!(heard, ["READY=1", "WATCHDOG=1", "STOPPING=1"]);
    assert_eq!(notify.alive_every(), Some(Duration::from_secs(15)));
}

#[test]
fn a_watchdog_for_another_process_is_not_ours() {
    let pairs = [("WATCHDOG_USEC", "1000"), ("WATCHDOG_PID", "1")];
    assert_eq!(Notify::of(&variables(&pairs)).alive_every(), None);
    assert_eq!(Notify::of(&[]).alive_every(), None);
}
