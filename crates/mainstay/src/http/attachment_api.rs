//! Files beside the journal over HTTP: put, read, erase. What someone uploaded is never shown by
//! the browser as a page of ours.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use continuity::access::{Action, Object, authorize};
use continuity::command::Command;
use continuity::event::Event;
use journal::attachment::Attachment;
use journal::entry::Digest;
use record::node::Node;
use record::shape::Shape as _;

use super::call::{Call, Sent};
use super::order::{self, failed};
use super::parameter::{Parameter, Sort};
use super::problem::Problem;
use super::reply;

/// What may be said of a file that is put.
pub const ATTACH: &[Parameter] = &[
    Parameter::new("name", Sort::Text, "The name of the file.").required(),
    Parameter::new(
        "private",
        Sort::Truth,
        "It holds private contact details: not every reader sees it.",
    ),
];

record::fields! {
    /// Why a file is erased.
    pub struct Erasing {
        /// Why, in a sentence: it is kept for good.
        reason: String,
    }
}

/// Puts a file beside the journal, for a record.
pub async fn attach(call: Call) -> Result<Response, Problem> {
    let Sent::Bytes(bytes) = &call.sent else {
        return Err(Problem::invalid("The bytes of the file are missing."));
    };
    if bytes.is_empty() {
        return Err(Problem::invalid("The file is empty."));
    }
    let made = Attachment::new(bytes.to_vec());
    let made = made.map_err(|failure| Problem::invalid(format!("{failure}.")))?;
    let command = Command::Attach {
        subject: call.path.reference(),
        digest: made.digest.to_string(),
        name: call.query.text("name").unwrap_or_default().to_string(),
        media_type: media(&call)?,
        bytes: bytes.len() as u64,
        private: call.query.truth("private"),
    };
    let receipt = order::execute_with(&call, command, vec![made]).await?;
    // A repeated request made another salt: the digest that counts is the remembered one.
    let first = receipt.entries.map_or(0, |(first, _)| first);
    let entries = call
        .doors
        .ledger
        .remembered_after(first.saturating_sub(1), 1)
        .await;
    let entries = entries.map_err(|failure| failed(&failure))?;
    let digest = entries.first().and_then(|entry| match &entry.event {
        Event::Attached(attached) => Some(attached.digest.clone()),
        _ => None,
    });
    let digest = digest.ok_or_else(|| Problem::ours(&"an attachment left no entry"))?;
    let node = Node::map([
        ("digest", Node::text(digest.as_str())),
        ("seq", Node::bare(first)),
        ("at", receipt.at.write()),
    ]);
    let response = reply::with_status(reply::node(&node), StatusCode::CREATED);
    let place = format!("/api/v1/attachments/{digest}");
    Ok(reply::with(response, header::LOCATION, &place))
}

/// The media type as it was said; it is only ever repeated.
fn media(call: &Call) -> Result<String, Problem> {
    let text = call
        .header(header::CONTENT_TYPE)
        .unwrap_or("application/octet-stream");
    let plain = text.len() <= 200 && text.contains('/') && !text.chars().any(char::is_control);
    match plain {
        true => Ok(text.to_string()),
        false => Err(Problem::invalid("`Content-Type` is no media type.")),
    }
}

/// The files of a record that the caller may see.
pub async fn list(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let state = &present.state;
    if state
        .filing(call.path.kind(), call.path.get("id"))
        .is_none()
    {
        return Err(Problem::unknown(&call.path.reference()));
    }
    let reference = call.path.reference();
    let may = |digest: &str| {
        let object = Object::Attachment(digest);
        authorize(state, &call.actor, Action::Read, object, call.now).is_ok()
    };
    let files = state.attachments();
    let files = files.filter(|(digest, file)| file.subject == reference && may(digest));
    let items = files.map(|(digest, file)| {
        let erased = file.erased.as_deref();
        Node::map([
            ("digest", Node::text(digest)),
            ("name", Node::text(file.name.as_str())),
            ("media_type", Node::text(file.media_type.as_str())),
            ("bytes", Node::bare(file.bytes)),
            ("private", Node::bare(file.private)),
            ("erased", erased.map_or(Node::number(None), Node::text)),
        ])
    });
    Ok(reply::node(&Node::map([("items", Node::list(items))])))
}

/// The bytes of a file.
pub async fn read(call: Call) -> Result<Response, Problem> {
    let text = call.path.get("digest");
    let present = call.doors.ledger.present();
    let unknown = || Problem::unknown(&format!("attachment/{}", record::node::shorten(text)));
    let known = present.state.attachment(text).ok_or_else(unknown)?;
    if let Some(why) = &known.erased {
        let detail = format!("It was erased: {why}");
        let remedy = "What it was stays known; its bytes are gone.";
        return Err(Problem::new(StatusCode::GONE, "erased", detail, remedy));
    }
    let tag = format!("\"{text}\"");
    if call.has(&tag) {
        return Ok(reply::unchanged(&tag));
    }
    let digest: Digest = text.parse().map_err(|_| unknown())?;
    let kept = call.doors.ledger.journal().attachment(&digest).await;
    let kept = kept.map_err(|failure| failed(&failure.into()))?;
    let kept = kept.ok_or_else(|| Problem::ours(&"the bytes of an attachment are missing"))?;
    let mut response = reply::body("application/octet-stream", kept.bytes);
    let headers = response.headers_mut();
    if let Ok(media) = HeaderValue::from_str(&known.media_type) {
        headers.insert(header::CONTENT_TYPE, media);
    }
    let sandbox = HeaderValue::from_static("default-src 'none'; sandbox");
    headers.insert(header::CONTENT_SECURITY_POLICY, sandbox);
    let sniff = HeaderName::from_static("x-content-type-options");
    headers.insert(sniff, HeaderValue::from_static("nosniff"));
    let place = format!("attachment; filename*=UTF-8''{}", coded(&known.name));
    let response = reply::with(response, header::CONTENT_DISPOSITION, &place);
    Ok(reply::tagged(response, &tag))
}

/// A name as RFC 8187 has it.
fn coded(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Erases the bytes of a file; that it was there stays known.
pub async fn erase(call: Call) -> Result<Response, Problem> {
    let command = Command::Erase {
        digest: call.path.get("digest").to_string(),
        reason: call.body::<Erasing>()?.reason,
    };
    let receipt = order::execute(&call, command).await?;
    Ok(order::receipt(&receipt, StatusCode::OK))
}
