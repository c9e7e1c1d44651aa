//! What is sent with a request, read under limits: bytes, time, depth, count. Nothing of it is
//! trusted to be what its header says.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use exchange::read::{NODES_MAX, json, utf8};
use futures_util::StreamExt as _;
use record::complaint::Complaints;
use record::node::Node;
use record::shape::Shape;

use super::call::{Sent, SentFile};
use super::doors::Limits;
use super::fields::Fields;
use super::parameter::{Asked, Parameter};
use super::problem::Problem;
use super::route::{Route, Takes};

/// How many times the limit is read and passed by before a connection is cut.
const PASSED_BY: usize = 4;
/// How many files one request may hold.
const FILES_MAX: usize = 10_000;

record::fields! {
    /// A file as JSON has it: its text, or its bytes in base64.
    pub struct JsonFile {
        /// Its name, with the folders it stands in.
        name: String,
        /// Its text.
        text: Option<String>,
        /// Its bytes in base64, where it is no text.
        base64: Option<String>,
    }
}

record::fields! {
    /// Files as JSON has them.
    pub struct JsonFiles {
        /// The files.
        files: Vec<JsonFile>,
    }
}

/// Reads what a route takes.
pub async fn read(
    limits: &Limits,
    route: &Route,
    parts: &Parts,
    body: Body,
) -> Result<Sent, Problem> {
    let media = media(parts);
    let whole = |bytes_max: usize| bytes(body, bytes_max, limits.body_patience);
    match route.takes {
        Takes::Nothing => Ok(Sent::Nothing),
        Takes::Bytes => Ok(Sent::Bytes(whole(limits.import_bytes_max).await?)),
        Takes::Json(_) => {
            expect(&media, "application/json")?;
            tree(&whole(limits.body_bytes_max).await?)
        }
        Takes::MaybeJson(_) => {
            let bytes = whole(limits.body_bytes_max).await?;
            if bytes.is_empty() {
                return Ok(Sent::Nothing);
            }
            expect(&media, "application/json")?;
            tree(&bytes)
        }
        Takes::Files if media == "application/json" => {
            json_files(&whole(limits.import_bytes_max).await?)
        }
        Takes::Files => {
            expect(&media, "multipart/form-data")?;
            multipart(parts, whole(limits.import_bytes_max).await?).await
        }
        Takes::Form(fields) => {
            expect(&media, "application/x-www-form-urlencoded")?;
            form(&whole(limits.body_bytes_max).await?, fields)
        }
        Takes::Fields if media == "multipart/form-data" => {
            mixed(parts, whole(limits.import_bytes_max).await?).await
        }
        Takes::Fields => {
            expect(&media, "application/x-www-form-urlencoded")?;
            let bytes = whole(limits.body_bytes_max).await?;
            let text = utf8(&bytes, 1).map_err(|fault| Problem::complaints(&[fault]))?;
            Fields::read(text)
                .map(Sent::Fields)
                .map_err(Problem::invalid)
        }
    }
}

/// The media type without its parameters, in lower case.
fn media(parts: &Parts) -> String {
    let value = parts.headers.get(header::CONTENT_TYPE);
    let text = value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media = text.split(';').next().unwrap_or_default();
    media.trim().to_ascii_lowercase()
}

fn expect(media: &str, wanted: &str) -> Result<(), Problem> {
    if media == wanted {
        return Ok(());
    }
    let detail = match media {
        "" => format!("`Content-Type` is missing; this takes {wanted}."),
        _ => {
            let media = record::node::shorten(media);
            format!("This takes {wanted}, not `{media}`.")
        }
    };
    let (status, remedy) = (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send it as that.");
    Err(Problem::new(status, "media-type", detail, remedy))
}

async fn bytes(body: Body, bytes_max: usize, patience: Duration) -> Result<Bytes, Problem> {
    let large = || {
        let detail = format!("More than {bytes_max} bytes are not taken at once.");
        let remedy = "Send less, in several requests.";
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail, remedy)
    };
    let gathering = async {
        let (mut stream, mut all) = (body.into_data_stream(), Vec::new());
        let mut seen: usize = 0;
        while let Some(piece) = stream.next().await {
            let ended = |_| Problem::invalid("The request ended before all of it was sent.");
            let piece = piece.map_err(ended)?;
            seen = seen.saturating_add(piece.len());
            if seen <= bytes_max {
                all.extend_from_slice(&piece);
            } else if seen > bytes_max.saturating_mul(PASSED_BY) {
                // Who sends as much as that is cut off, and not told why.
                break;
            }
        }
        // What is too large is read to its end all the same: who is still sending hears nothing.
        match seen <= bytes_max {
            true => Ok(Bytes::from(all)),
            false => Err(large()),
        }
    };
    match tokio::time::timeout(patience, gathering).await {
        Ok(gathered) => gathered,
        Err(_) => {
            let (status, detail) = (StatusCode::REQUEST_TIMEOUT, "It was sent too slowly.");
            Err(Problem::new(status, "too-slow", detail, "Send it again."))
        }
    }
}

fn tree(bytes: &[u8]) -> Result<Sent, Problem> {
    let text = utf8(bytes, 1).map_err(|fault| Problem::complaints(&[fault]))?;
    let node = json::read(text, 1, NODES_MAX);
    let node = node.map_err(|fault| Problem::complaints(&[fault]))?;
    Ok(Sent::Json(node))
}

fn json_files(bytes: &[u8]) -> Result<Sent, Problem> {
    let Sent::Json(node) = tree(bytes)? else {
        return Err(Problem::invalid("This takes files."));
    };
    let files = files_of(&node)?;
    let taken = files.files.into_iter().map(|file| {
        let bytes = match (file.text, file.base64) {
            (Some(text), None) => Bytes::from(text),
            (None, Some(coded)) => match STANDARD.decode(coded.as_bytes()) {
                Ok(bytes) => Bytes::from(bytes),
                Err(_) => {
                    let text = format!("`{}`: its base64 cannot be read.", shown(&file.name));
                    return Err(Problem::invalid(text));
                }
            },
            _ => {
                let text = format!(
                    "`{}` has `text` or `base64`, one of both.",
                    shown(&file.name)
                );
                return Err(Problem::invalid(text));
            }
        };
        let name = file.name;
        Ok(SentFile { name, bytes })
    });
    checked(taken.collect::<Result<_, _>>()?)
}

fn files_of(node: &Node) -> Result<JsonFiles, Problem> {
    let mut complaints = Complaints::new();
    match <JsonFiles as Shape>::read(node, &mut complaints) {
        Some(files) if complaints.all.is_empty() => Ok(files),
        _ => Err(Problem::complaints(&complaints.all)),
    }
}

/// A form with fields and files. A file that nobody chose is sent without a name and no bytes.
async fn mixed(parts: &Parts, bytes: Bytes) -> Result<Sent, Problem> {
    let mut request = Request::new(Body::from(bytes));
    *request.headers_mut() = parts.headers.clone();
    let read = Multipart::from_request(request, &()).await;
    let mut read = read.map_err(|error| torn(&error.body_text()))?;
    let mut fields = Fields::default();
    while let Some(field) = read
        .next_field()
        .await
        .map_err(|error| torn(&error.body_text()))?
    {
        let (name, file) = (
            field.name().unwrap_or_default().to_string(),
            field.file_name().map(str::to_string),
        );
        let bytes = field.bytes().await;
        let bytes = bytes.map_err(|error| torn(&error.body_text()))?;
        match file {
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(name) if fields.files().len() < FILES_MAX => {
                named(&name)?;
                fields.push_file(SentFile { name, bytes });
            }
            Some(_) => return Err(too_many()),
            None => {
                let text = utf8(&bytes, 1).map_err(|fault| Problem::complaints(&[fault]))?;
                let pushed = fields.push(name, text.to_string());
                pushed.map_err(Problem::invalid)?;
            }
        }
    }
    Ok(Sent::Fields(fields))
}

fn torn(why: &dyn std::fmt::Display) -> Problem {
    Problem::invalid(format!("The parts of what was sent cannot be read: {why}."))
}

fn too_many() -> Problem {
    Problem::invalid(format!(
        "More than {FILES_MAX} files are not taken at once."
    ))
}

async fn multipart(parts: &Parts, bytes: Bytes) -> Result<Sent, Problem> {
    let mut request = Request::new(Body::from(bytes));
    *request.headers_mut() = parts.headers.clone();
    let read = Multipart::from_request(request, &()).await;
    let mut read = read.map_err(|error| torn(&error.body_text()))?;
    let mut files = Vec::new();
    while let Some(field) = read
        .next_field()
        .await
        .map_err(|error| torn(&error.body_text()))?
    {
        let name = field
            .file_name()
            .or(field.name())
            .unwrap_or_default()
            .to_string();
        let bytes = field
            .bytes()
            .await
            .map_err(|error| torn(&error.body_text()))?;
        files.push(SentFile { name, bytes });
        if files.len() > FILES_MAX {
            break;
        }
    }
    checked(files)
}

/// Names go into complaints, sources and places: they must be plain, and lead nowhere else.
fn checked(files: Vec<SentFile>) -> Result<Sent, Problem> {
    if files.is_empty() {
        return Err(Problem::invalid("There is no file in what was sent."));
    }
    if files.len() > FILES_MAX {
        return Err(too_many());
    }
    files.iter().try_for_each(|file| named(&file.name))?;
    Ok(Sent::Files(files))
}

/// Whether a file's name is plain and leads nowhere else.
fn named(name: &str) -> Result<(), Problem> {
    let long = name.len() > 1_000 || name.is_empty();
    let odd = name.chars().any(|c| c.is_control() || c == '\\');
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    if !long && !odd && name.split('/').all(plain) {
        return Ok(());
    }
    let text = format!("`{}` is no name for a file here.", shown(name));
    Err(Problem::invalid(text))
}

fn shown(name: &str) -> String {
    record::node::shorten(name)
}

fn form(bytes: &[u8], fields: &[Parameter]) -> Result<Sent, Problem> {
    let text = utf8(bytes, 1).map_err(|fault| Problem::complaints(&[fault]))?;
    Ok(Sent::Form(Asked::read(text, fields)?))
}
