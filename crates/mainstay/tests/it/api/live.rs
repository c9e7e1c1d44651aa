//! News as it happens: resumed by number without a gap, withheld from whom it is not for, and the
//! files beside records.

use std::time::Duration;

use continuity::access::Function::{self, Administrator, ContinuityManager, Reader, ServiceOwner};
use reqwest::Response;
use serde_json::{Value, json};

use crate::served::{STORES, Served, Store, told};

/// How long news may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// A stream being read.
struct Stream {
    response: Response,
    text: String,
}

impl Stream {
    async fn open(served: &Served, who: Function, query: &str, last: Option<u64>) -> Stream {
        let mut request = served.ask(Some(who), "GET", &format!("/api/v1/events{query}"));
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let text = String::new();
        Stream { response, text }
    }

    /// The next message: its number, its word and what it holds; none of these where it only
    /// carries a number.
    async fn next(&mut self) -> Option<(u64, String, Value)> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let message: String = self.text.drain(..end + 2).collect();
                let field = |name: &str| {
                    let mut lines = message.lines();
                    lines.find_map(|line| line.strip_prefix(&format!("{name}: ")))
                };
                let Some(seq) = field("id") else { continue };
                let seq = seq.parse().expect("a number");
                let value = field("data").map_or(Value::Null, |text| {
                    serde_json::from_str(text).expect("JSON")
                });
                return Some((seq, field("event").unwrap_or_default().to_string(), value));
            }
            let piece = tokio::time::timeout(PATIENCE, self.response.chunk()).await;
            let piece = piece
                .expect("news within the patience of the test")
                .ok()??;
            self.text
                .push_str(std::str::from_utf8(&piece).expect("text"));
        }
    }
}

async fn file(served: &Served, id: &str) {
    let body =
        json!({ "kind": "contract", "id": id, "supplier": "acme", "invocation-fee": "9 EUR" });
    let told = served
        .send(Administrator, "POST", "/api/v1/contracts", &[], &body)
        .await;
    assert_eq!(told.status, 201, "{}", told.text);
}

async fn head(served: &Served) -> u64 {
    let head = served
        .get(Administrator, "/api/v1/journal/head")
        .await
        .json();
    head["seq"].as_u64().expect("a number")
}

#[tokio::test]
async fn a_stream_resumes_after_its_last_entry_without_a_gap() {
    for store in STORES {
        let served = Served::start(store).await;
        let begin = head(&served).await;
        let mut live = Stream::open(&served, Administrator, "", None).await;
        for id in ["a", "b"] {
            file(&served, id).await;
        }
        for (seq, id) in [(begin + 1, "a"), (begin + 2, "b")] {
            let (number, word, value) = live.next().await.expect("news");
            assert_eq!((number, word.as_str()), (seq, "filed"));
            assert_eq!(value["seq"], seq);
            assert_eq!(value["what"]["written"]["record"]["id"], id);
        }
        drop(live);
        for id in ["c", "d"] {
            file(&served, id).await;
        }
        let mut again = Stream::open(&served, Administrator, "", Some(begin + 1)).await;
        file(&served, "e").await;
        for seq in begin + 2..=begin + 5 {
            assert_eq!(again.next().await.expect("news").0, seq);
        }
        let mut whole = Stream::open(&served, Administrator, "?after=0", None).await;
        for seq in 1..=begin + 5 {
            assert_eq!(whole.next().await.expect("news").0, seq);
        }
    }
}

#[tokio::test]
async fn what_is_not_for_a_reader_leaves_only_its_number() {
    let served = Served::start(Store::Sqlite).await;
    let begin = head(&served).await;
    file(&served, "a").await;
    let mut stream = Stream::open(&served, Reader, "?after=0", None).await;
    for seq in 1..=begin {
        let (number, word, value) = stream.next().await.expect("news");
        assert_eq!((number, word.as_str(), value), (seq, "", Value::Null));
    }
    let (_, word, value) = stream.next().await.expect("news");
    assert_eq!(word, "filed");
    assert!(!value.to_string().contains("EUR"), "{value}");
    // The same by asking again and again.
    let poll = served
        .get(Reader, "/api/v1/events?poll=true&after=0")
        .await
        .json();
    assert_eq!(poll["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(poll["after"], begin + 1);
    let wrong = served
        .ask(Some(Reader), "GET", "/api/v1/events")
        .header("last-event-id", "x");
    told(wrong).await.problem(422, "invalid");
}

/// Streams take four fifths of the files that may be open; the rest is for those who ask.
#[tokio::test]
async fn one_stream_too_many_is_told_to_come_later() {
    const FILES: u32 = 160;
    let served = Served::start_with(Store::Sqlite, Some(FILES)).await;
    let mut streams = Vec::new();
    for _ in 0..FILES * 9 / 10 * 8 / 9 {
        streams.push(Stream::open(&served, Reader, "", None).await);
    }
    let late = told(served.ask(Some(Reader), "GET", "/api/v1/events")).await;
    late.problem(503, "too-many-streams");
    assert_eq!(late.header("retry-after"), "10");
    file(&served, "a").await;
    for stream in &mut streams {
        assert_eq!(stream.next().await.expect("news").1, "filed");
    }
}

#[tokio::test]
async fn files_stand_beside_records_and_can_be_erased() {
    for store in STORES {
        let served = Served::start(store).await;
        file(&served, "a").await;
        let path = "/api/v1/contracts/a/attachments";
        let put = async |query: &str, key: &str| {
            let request = served.ask(Some(ContinuityManager), "POST", &format!("{path}?{query}"));
            let request = request.header("idempotency-key", key);
            let request = request.header("content-type", "text/html");
            told(request.body("<script>alert(1)</script>")).await
        };
        let open = put("name=a%20page.html", "1").await;
        assert_eq!(open.status, 201, "{}", open.text);
        let again = put("name=a%20page.html", "1").await;
        assert_eq!((again.status, &again.text), (open.status, &open.text));
        let hidden = put("name=cards.html&private=true", "2").await;
        let place = |told: &crate::served::Told| told.header("location").to_string();
        let (open, hidden) = (place(&open), place(&hidden));

        let read = served.get(Reader, &open).await;
        assert_eq!(read.text, "<script>alert(1)</script>");
        assert_eq!(read.header("x-content-type-options"), "nosniff");
        let disposition = read.header("content-disposition");
        assert_eq!(disposition, "attachment; filename*=UTF-8''a%20page.html");
        assert!(read.header("content-security-policy").contains("sandbox"));
        served
            .get(ServiceOwner, &hidden)
            .await
            .problem(404, "unknown");
        assert_eq!(served.get(ContinuityManager, &hidden).await.status, 200);
        let count = async |who| {
            let list = served.get(who, path).await.json();
            list["items"].as_array().map(Vec::len)
        };
        assert_eq!(
            (count(ServiceOwner).await, count(Administrator).await),
            (Some(1), Some(2))
        );

        let erase = async |who, body: Value| served.send(who, "DELETE", &hidden, &[], &body).await;
        let reason = json!({ "reason": "They left." });
        erase(Reader, reason.clone())
            .await
            .problem(403, "not-allowed");
        erase(Administrator, json!({ "reason": " " }))
            .await
            .problem(422, "invalid");
        assert_eq!(erase(Administrator, reason).await.status, 200);
        served
            .get(Administrator, &hidden)
            .await
            .problem(410, "erased");
    }
}

#[tokio::test]
async fn the_journal_proves_itself() {
    let served = Served::start(Store::Sqlite).await;
    file(&served, "a").await;
    let size = head(&served).await;
    let entries = served
        .get(Administrator, "/api/v1/journal?limit=3")
        .await
        .json();
    assert_eq!(entries["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(entries["next"], "/api/v1/journal?after=3&limit=3");
    let proof = format!("/api/v1/journal/proof?from=3&size={size}");
    let proof = served.get(Administrator, &proof).await.json();
    let digest = |text: &Value| -> journal::entry::Digest {
        text.as_str()
            .and_then(|it| it.parse().ok())
            .expect("a digest")
    };
    let hashes: Vec<_> = proof["hashes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(digest)
        .collect();
    let early = served
        .get(Administrator, "/api/v1/journal/proof?from=3&size=3")
        .await
        .json();
    let sound = journal::tree::is_consistent(
        3,
        size,
        &hashes,
        digest(&early["root"]),
        digest(&proof["root"]),
    );
    assert!(sound, "{proof}");
    for wrong in [
        "",
        "?entry=1&from=1",
        "?entry=0",
        "?entry=1&size=99999",
        "?from=9&size=3",
    ] {
        let path = format!("/api/v1/journal/proof{wrong}");
        served
            .get(Administrator, &path)
            .await
            .problem(422, "invalid");
    }
}
