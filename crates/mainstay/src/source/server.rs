//! A running server as a source: its estate is asked for with the token of `MAINSTAY_TOKEN`, and
//! imports are sent to it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use continuity::written::Written;
use exchange::read::{FILE_BYTES_MAX, NODES_MAX, json};
use record::complaint::Complaints;
use record::shape::Shape as _;
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Response, StatusCode, redirect};
use serde_json::{Value, json};

use super::{Broken, Loaded, without_password};
use crate::answer::homes;
use crate::answer::sync::Sync;

/// Where the token is looked for.
pub const TOKEN: &str = "MAINSTAY_TOKEN";
/// How long a server may take to begin its answer.
const PATIENCE: Duration = Duration::from_secs(120);

/// The records of a server, and the entry of its journal after which they stood so.
pub struct Estate {
    /// The records.
    pub loaded: Loaded,
    /// The last entry in them.
    pub seq: u64,
}

/// The records of a server.
pub async fn load(address: &str) -> Result<Estate, Broken> {
    let request = client()?.get(format!("{address}/api/v1/estate"));
    let response = sent(address, request).await?;
    let seq = response.headers().get("mainstay-seq");
    let seq = seq.and_then(|value| value.to_str().ok()?.parse().ok());
    let Some(seq) = seq else {
        return Err(no_server(address));
    };
    let withheld = response.headers().get("mainstay-withheld").is_some();
    let text = body(address, response).await?;
    let mut loaded = read(address, &text)?;
    if withheld {
        let text = "figures of money are withheld from this token: answers that rest on them \
                    may differ from those of the server";
        loaded.remarks.push(text.into());
    }
    loaded.entry = Some(seq);
    Ok(Estate { loaded, seq })
}

/// Sends files to be imported, unless the server's journal went on after an entry.
pub async fn import(
    address: &str,
    format: &str,
    files: &[(String, Vec<u8>)],
    seen: u64,
) -> Result<(), Broken> {
    let body = as_json(files);
    let request = client()?
        .post(format!("{address}/api/v1/import/{format}"))
        .header("if-match", format!("\"{seen}\""))
        .header("idempotency-key", uuid::Uuid::now_v7().to_string())
        .json(&body);
    sent(address, request).await.map(|_| ())
}

/// A folder that is sent.
pub struct Synced<'a> {
    /// Its name as a home.
    pub home: &'a str,
    /// Where it is.
    pub folder: &'a str,
    /// Its files, by their names as seen from it.
    pub files: &'a [(String, Vec<u8>)],
}

/// Sends a folder to be brought into step, unless the server's journal went on after an entry;
/// without one it is only asked what would change. Gives back that, and the last entry.
pub async fn sync(
    address: &str,
    synced: &Synced<'_>,
    seen: Option<u64>,
) -> Result<(Sync, u64), Broken> {
    let (home, folder) = (synced.home, in_query(synced.folder));
    let dry = seen.is_none();
    let mut request = client()?
        .post(format!(
            "{address}/api/v1/homes/{home}?folder={folder}&dry-run={dry}"
        ))
        .json(&as_json(synced.files));
    if let Some(seen) = seen {
        request = request
            .header("if-match", format!("\"{seen}\""))
            .header("idempotency-key", uuid::Uuid::now_v7().to_string());
    }
    let response = sent(address, request).await?;
    let tag = response.headers().get("etag");
    let tag = tag.and_then(|value| value.to_str().ok()?.trim_matches('"').parse().ok());
    let text = body(address, response).await?;
    let shown = serde_json::from_str(&text).ok();
    shown.zip(tag).ok_or_else(|| no_server(address))
}

fn as_json(files: &[(String, Vec<u8>)]) -> Value {
    let files = files
        .iter()
        .map(|(name, bytes)| match std::str::from_utf8(bytes) {
            Ok(text) => json!({ "name": name, "text": text }),
            Err(_) => json!({ "name": name, "base64": STANDARD.encode(bytes) }),
        });
    json!({ "files": files.collect::<Vec<_>>() })
}

/// A text as it may stand in a query.
fn in_query(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let letters = text.bytes().map(|byte| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    letters.collect()
}

/// One that sends the token, and follows no redirect with it.
fn client() -> Result<Client, Broken> {
    // Installed already is no failure.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut headers = HeaderMap::new();
    if let Ok(token) = std::env::var(TOKEN) {
        let value = HeaderValue::from_str(&format!("Bearer {}", token.trim()));
        let wrong = |_| Broken::Input(format!("{TOKEN} is no token"));
        let mut value = value.map_err(wrong)?;
        value.set_sensitive(true);
        headers.insert("authorization", value);
    }
    let client = Client::builder()
        .default_headers(headers)
        .redirect(redirect::Policy::none())
        .read_timeout(PATIENCE)
        .connect_timeout(Duration::from_secs(10))
        .build();
    client.map_err(|error| Broken::World(format!("no connection can be made: {error}")))
}

async fn sent(address: &str, request: reqwest::RequestBuilder) -> Result<Response, Broken> {
    let response = request.send().await;
    let response = response.map_err(|error| {
        let address = without_password(address);
        let error = error.without_url();
        Broken::World(format!("`{address}` does not answer: {}", causes(&error)))
    })?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let text = body(address, response).await?;
    let problem: Value = serde_json::from_str(&text).unwrap_or_default();
    let Some(detail) = problem["detail"].as_str() else {
        return Err(no_server(address));
    };
    let remedy = problem["remedy"].as_str().unwrap_or_default();
    let text = match status {
        StatusCode::UNAUTHORIZED => format!("{detail} Put a token into {TOKEN}."),
        _ => format!("{detail} {remedy}"),
    };
    Err(match status {
        StatusCode::UNAUTHORIZED
        | StatusCode::FORBIDDEN
        | StatusCode::CONFLICT
        | StatusCode::PRECONDITION_FAILED => Broken::Refused(text),
        _ if status.is_client_error() => Broken::Input(text),
        _ => Broken::World(text),
    })
}

fn no_server(address: &str) -> Broken {
    let address = without_password(address);
    Broken::Input(format!("`{address}` is no server of Mainstay"))
}

async fn body(address: &str, mut response: Response) -> Result<String, Broken> {
    let broken = |why: String| {
        let address = without_password(address);
        Broken::World(format!("`{address}`: {why}"))
    };
    let mut bytes = Vec::new();
    while let Some(piece) = response
        .chunk()
        .await
        .map_err(|error| broken(causes(&error.without_url())))?
    {
        bytes.extend_from_slice(&piece);
        if bytes.len() as u64 > FILE_BYTES_MAX {
            return Err(broken(format!(
                "more than {FILE_BYTES_MAX} bytes are not read"
            )));
        }
    }
    String::from_utf8(bytes).map_err(|_| broken("the answer is no text".into()))
}

fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

/// Reads the lines of an estate.
fn read(address: &str, text: &str) -> Result<Loaded, Broken> {
    let (mut loaded, mut index) = (Loaded::default(), HashMap::new());
    for (number, line) in text.lines().enumerate() {
        let broken = |why: &str| {
            let (address, number) = (without_password(address), number + 1);
            let version = "is it of another version?";
            Broken::World(format!(
                "`{address}`: line {number} of its estate: {why}; {version}"
            ))
        };
        let node = json::read(line, 1, NODES_MAX).map_err(|fault| broken(&fault.text))?;
        if let Some(collision) = homes::read(&node) {
            loaded.homes.collisions.push(collision);
            continue;
        }
        let mut complaints = Complaints::new();
        let written = Written::read(&node, &mut complaints);
        let written = written
            .filter(|_| complaints.all.is_empty())
            .ok_or_else(|| {
                let first = complaints.all.first();
                broken(first.map_or("no record", |fault| &fault.text))
            })?;
        let file = written.read.as_ref().map_or(0, |read| {
            let files = &mut loaded.files;
            *index.entry(read.file.clone()).or_insert_with(|| {
                files.push(PathBuf::from(&read.file));
                files.len() as u32 - 1
            })
        });
        let filed = loaded.registers.file(written.placed(file));
        filed.map_err(|_| broken("a record stands twice"))?;
    }
    Ok(loaded)
}
