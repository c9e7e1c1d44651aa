//! Floods: sockets that say nothing, headers that never end, guesses by the hundred. Reading goes
//! on, and what only takes room is sent away (reliability row S-17).

use std::time::Duration;

use continuity::access::Function;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::bench::{sqlite, start};

/// As many as a process of a test may open beside the others.
const SOCKETS: usize = 400;

#[tokio::test]
async fn sockets_that_say_nothing_or_never_finish_are_closed_and_reading_goes_on() {
    let server = start(sqlite(), &[("MAINSTAY_LIMITS_SILENCE", "2s")]).await;
    server.person("ada", &[Function::Reader]).await;
    let mut ada = server.signed_in("ada").await;
    let address = server.origin.trim_start_matches("http://").to_owned();
    let mut idle = Vec::new();
    for _ in 0..SOCKETS {
        idle.push(TcpStream::connect(&address).await.unwrap());
    }
    let mut slow = Vec::new();
    for _ in 0..SOCKETS {
        let mut socket = TcpStream::connect(&address).await.unwrap();
        socket
            .write_all(b"GET /livez HTTP/1.1\r\nHost: m\r\nX-Slow: ")
            .await
            .unwrap();
        slow.push(socket);
    }
    let dripping = tokio::spawn(async move {
        // A byte now and then keeps no connection: the head as a whole has its time.
        let mut closed = 0;
        while closed < SOCKETS {
            closed = 0;
            for socket in &mut slow {
                closed += usize::from(socket.write_all(b"a").await.is_err());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    for _ in 0..50 {
        assert_eq!(ada.get("/api/v1/services").await.status, 200);
    }
    let both = async {
        for socket in &mut idle {
            let mut rest = Vec::new();
            // Closed with or without a word (408); what counts is that it is.
            let _ = socket.read_to_end(&mut rest).await;
        }
        dripping.await.unwrap();
    };
    let done = tokio::time::timeout(Duration::from_secs(60), both).await;
    assert!(done.is_ok(), "they are still held");
    assert_eq!(ada.get("/api/v1/services").await.status, 200);
}

#[tokio::test]
async fn guesses_by_the_hundred_leave_reading_alone() {
    let server = start(sqlite(), &[]).await;
    server.person("ada", &[Function::Reader]).await;
    let mut ada = server.signed_in("ada").await;
    let mut guessers = tokio::task::JoinSet::new();
    for n in 0..200 {
        let mut browser = server.browser();
        guessers.spawn(async move {
            let account = format!("account-{n}");
            let body = serde_json::json!({ "account": account, "password": "a wrong password" });
            browser.post("/api/v1/session", &body).await.status
        });
    }
    for _ in 0..50 {
        assert_eq!(ada.get("/api/v1/services").await.status, 200);
    }
    let all = guessers.join_all().await;
    let (tried, refused): (Vec<u16>, Vec<u16>) = all.iter().partition(|status| **status == 401);
    assert!(refused.iter().all(|status| *status == 429), "{refused:?}");
    assert!(
        tried.len() <= 60,
        "one address cannot try them all: {}",
        tried.len()
    );
    assert_eq!(ada.get("/api/v1/me").await.status, 200);
}

#[tokio::test]
async fn more_connections_than_may_stand_wait_their_turn() {
    let server = start(
        sqlite(),
        &[
            ("MAINSTAY_LIMITS_CONNECTIONS", "8"),
            ("MAINSTAY_LIMITS_SILENCE", "1s"),
        ],
    )
    .await;
    let address = server.origin.trim_start_matches("http://").to_owned();
    let mut idle = Vec::new();
    for _ in 0..40 {
        idle.push(TcpStream::connect(&address).await.unwrap());
    }
    let asked = async { server.browser().get("/livez").await.status };
    let status = tokio::time::timeout(Duration::from_secs(60), asked).await;
    assert_eq!(status.unwrap(), 200);
}
