//! Closing: what is under way ends, streams end, nothing new is taken.

use continuity::access::Function;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::bench::{sqlite, start};

#[tokio::test]
async fn a_request_under_way_is_answered_and_a_stream_ends() {
    let mut server = start(sqlite(), &[]).await;
    server.person("ada", &[Function::Administrator]).await;
    let ada = server.signed_in("ada").await;
    let cookie = format!("mainstay={}", ada.cookies["mainstay"]);
    let address = server.origin.trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let ask = format!("GET /api/v1/events HTTP/1.1\r\nHost: m\r\nCookie: {cookie}\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");

    let body = r#"{"account":"ada","password":"a wrong password"}"#;
    let mut slow = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /api/v1/session HTTP/1.1\r\nHost: m\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    // The server asks for the body: from here on the request is under way.
    let mut asked = [0; 25];
    slow.read_exact(&mut asked).await.unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    let stopping = tokio::spawn(async move {
        let cut = server.stop().await;
        (server, cut)
    });
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    slow.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    let (_server, cut) = stopping.await.unwrap();
    assert_eq!(cut, 0);
    assert!(
        TcpStream::connect(&address).await.is_err(),
        "nobody listens any more"
    );
}
