//! Problems as RFC 9457 has them: every answer that is no success, in one shape. What went wrong
//! inside is told to the log, never to the caller.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use continuity::refusal::{Refusal, Sort};
use exchange::write::json;
use record::complaint::Complaint;
use record::node::Node;

use crate::answer::Wrong;

/// The media type of a problem.
pub const MEDIA: &str = "application/problem+json";

/// Why a request was not answered as asked.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    remedy: String,
    faults: Vec<Fault>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// One fault of what was sent.
#[derive(Clone, Debug)]
pub struct Fault {
    field: String,
    text: String,
    file: Option<String>,
    place: Option<(u32, u32)>,
}

impl Fault {
    /// A fault of a field or parameter.
    pub fn of(field: &str, text: impl Into<String>) -> Fault {
        Fault {
            field: field.to_string(),
            text: text.into(),
            file: None,
            place: None,
        }
    }

    /// A fault of a text that was sent, with its place there.
    pub fn at(complaint: &Complaint) -> Fault {
        let at = complaint.at;
        Fault {
            field: complaint.field.clone(),
            text: complaint.text.clone(),
            file: None,
            place: (at.line > 0).then_some((at.line, at.column.max(1))),
        }
    }

    /// A fault of one of several files.
    pub fn in_file(file: &str, complaint: &Complaint) -> Fault {
        Fault {
            file: Some(file.to_string()),
            ..Fault::at(complaint)
        }
    }

    fn write(&self) -> Node {
        let mut entries = vec![
            ("field", Node::text(self.field.as_str())),
            ("text", Node::text(self.text.as_str())),
        ];
        if let Some(file) = &self.file {
            entries.push(("file", Node::text(file.as_str())));
        }
        if let Some((line, column)) = self.place {
            entries.push(("line", Node::bare(line)));
            entries.push(("column", Node::bare(column)));
        }
        Node::map(entries)
    }
}

impl Problem {
    /// A problem: its status, its stable name, what it is and what would help, in sentences.
    pub fn new(
        status: StatusCode,
        code: &'static str,
        detail: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Problem {
        Problem {
            status,
            code,
            detail: detail.into(),
            remedy: remedy.into(),
            faults: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// The same with a header.
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Problem {
        self.headers.push((name, value));
        self
    }

    /// The same with the faults of what was sent.
    pub fn with_faults(mut self, faults: Vec<Fault>) -> Problem {
        self.faults = faults;
        self
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What went wrong, in a sentence.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// What would help, in a sentence.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }

    /// What is wrong with what was sent: field and text.
    pub fn faults(&self) -> impl Iterator<Item = (&str, &str)> {
        self.faults
            .iter()
            .map(|fault| (&*fault.field, &*fault.text))
    }

    /// What it is and what would help, for a page.
    pub fn words(&self) -> String {
        format!("{} {}", self.detail, self.remedy)
    }

    /// A page that tells of it, with its status and headers.
    pub fn onto(&self, mut page: Response) -> Response {
        *page.status_mut() = self.status;
        for (name, value) in &self.headers {
            page.headers_mut().insert(name.clone(), value.clone());
        }
        page
    }

    /// Its stable name.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Nobody known is asking.
    pub fn sign_in() -> Problem {
        let detail = "This needs someone who has signed in, or a token.";
        let remedy = "Sign in, or send `Authorization: Bearer TOKEN`.";
        let challenge = HeaderValue::from_static("Bearer");
        Problem::new(StatusCode::UNAUTHORIZED, "sign-in-needed", detail, remedy)
            .with_header(header::WWW_AUTHENTICATE, challenge)
    }

    /// A page of somebody else made a browser send it.
    pub fn foreign_origin() -> Problem {
        let detail = "The request does not come from a page of this server.";
        let remedy = "Use its own pages, or a token.";
        Problem::new(StatusCode::FORBIDDEN, "foreign-origin", detail, remedy)
    }

    /// Nothing answers to the name.
    pub fn unknown(what: &str) -> Problem {
        let detail = format!("Nothing is called {what}.");
        let remedy = "Look at the list for the name.";
        Problem::new(StatusCode::NOT_FOUND, "unknown", detail, remedy)
    }

    /// Parameters of the query that cannot be understood.
    pub fn parameters(faults: Vec<Fault>) -> Problem {
        let detail = "Parameters of the query cannot be understood.";
        Problem::invalid(detail).with_faults(faults)
    }

    /// What was sent cannot be understood.
    pub fn invalid(detail: impl Into<String>) -> Problem {
        let remedy = "Mend what is named and send it again.";
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail, remedy)
    }

    /// What was sent has these faults.
    pub fn complaints(complaints: &[Complaint]) -> Problem {
        let detail = match complaints {
            [one] if one.field.is_empty() => one.text.clone(),
            [one] => format!("{}: {}", one.field, one.text),
            many => format!("{} things cannot be understood.", many.len()),
        };
        Problem::invalid(detail).with_faults(complaints.iter().map(Fault::at).collect())
    }

    /// Something for later: busy, or the database is away.
    pub fn later(code: &'static str, detail: &str, seconds: u32) -> Problem {
        let remedy = format!("Try again in {seconds} seconds. Reading goes on.");
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, code, detail, remedy)
            .with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// A fault of ours. The cause goes to the log.
    pub fn ours(cause: &dyn std::fmt::Display) -> Problem {
        tracing::error!(%cause, "a request failed");
        let detail = "The server could not do it. The reason stands in its log.";
        let remedy = "Try again; if it stays so, tell whoever runs the server.";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", detail, remedy)
    }

    fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Problem")
    }

    fn write(&self) -> Node {
        let mut entries = vec![
            (
                "type",
                Node::text(format!("urn:mainstay:problem:{}", self.code)),
            ),
            ("title", Node::text(self.title())),
            ("status", Node::bare(self.status.as_u16())),
            ("detail", Node::text(self.detail.as_str())),
            ("code", Node::text(self.code)),
            ("remedy", Node::text(self.remedy.as_str())),
        ];
        if !self.faults.is_empty() {
            let faults = self.faults.iter().map(Fault::write);
            entries.push(("errors", Node::list(faults)));
        }
        Node::map(entries)
    }
}

impl From<Wrong> for Problem {
    fn from(wrong: Wrong) -> Problem {
        Problem::invalid(wrong.0)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let status = match refusal.sort() {
            Sort::NotAllowed => StatusCode::FORBIDDEN,
            Sort::Unknown => StatusCode::NOT_FOUND,
            Sort::Conflict | Sort::Rule => StatusCode::CONFLICT,
            Sort::Moved => StatusCode::PRECONDITION_FAILED,
            Sort::Invalid | Sort::Reused => StatusCode::UNPROCESSABLE_ENTITY,
            Sort::Limit => StatusCode::INSUFFICIENT_STORAGE,
        };
        let faults = match &refusal {
            Refusal::Invalid { complaints } => complaints.iter().map(Fault::at).collect(),
            Refusal::Rule { rules, says } => rules
                .iter()
                .zip(says)
                .map(|(rule, says)| Fault::of(rule, says.as_str()))
                .collect(),
            _ => Vec::new(),
        };
        Problem::new(status, refusal.code(), refusal.reason(), refusal.remedy()).with_faults(faults)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = format!("{}\n", json::pretty(&self.write()));
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
        response
    }
}
