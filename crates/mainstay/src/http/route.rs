//! A route as a value: what it is for, what it needs, what it takes and every answer it gives. The
//! router, the OpenAPI document and the matrix of roles are made from these and from nothing else,
//! so that a route cannot be mounted without saying all of it.

use std::future::Future;
use std::pin::Pin;

use axum::response::Response;
use continuity::access::{Action, Object};

use super::call::Call;
use super::parameter::Parameter;
use super::problem::Problem;
use super::shape::Shape;

/// What a handler comes to.
pub type Reply = Pin<Box<dyn Future<Output = Result<Response, Problem>> + Send>>;

/// A route.
#[derive(Clone, Copy)]
pub struct Route {
    /// The verb.
    pub method: Verb,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// What it is for, in a sentence.
    pub says: &'static str,
    /// Who may.
    pub needs: Needs,
    /// What may stand in the query.
    pub query: &'static [Parameter],
    /// Headers that mean something here.
    pub headers: &'static [Header],
    /// What is sent.
    pub takes: Takes,
    /// The answers that are successes.
    pub gives: &'static [Gives],
    /// Problems that do not follow from the rest of the row.
    pub denies: &'static [u16],
    /// What does it.
    pub does: fn(Call) -> Reply,
}

/// The verb of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// Reads.
    Get,
    /// Asks for something to be done.
    Post,
    /// Puts in place of what is there.
    Put,
    /// Changes a part.
    Patch,
    /// Takes away.
    Delete,
}

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Anyone.
    Nothing,
    /// Anyone who has signed in.
    SignedIn,
    /// Who may do this to that.
    May(Action, On),
}

/// What the action of a route is done to; what is in the path decides which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The estate as a whole.
    Whole,
    /// Records of the kind `{plural}`.
    Kind,
    /// The record `{plural}/{id}`.
    Record,
    /// Records of the kind `signal`.
    Signals,
    /// The account `{account}`.
    Account,
    /// The file `{digest}`.
    Attachment,
    /// The journal.
    Journal,
}

/// A header that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// The revision that was seen; must be there.
    IfMatch,
    /// The head that was seen; may be there.
    IfMatchHead,
    /// What the caller has already.
    IfNoneMatch,
    /// The caller's own id of the request.
    IdempotencyKey,
    /// The last event that the caller has.
    LastEventId,
}

/// What is sent with a request.
#[derive(Clone, Copy)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// JSON of a shape.
    Json(&'static Shape),
    /// JSON of a shape, or nothing.
    MaybeJson(&'static Shape),
    /// Files: multipart, or JSON with their texts or bytes.
    Files,
    /// The bytes of one file, of any type.
    Bytes,
    /// A form of a page.
    Form(&'static [Parameter]),
    /// The fields of a page's form, and files, whatever their names.
    Fields,
}

/// An answer that is a success.
#[derive(Clone, Copy)]
pub struct Gives {
    /// Its status.
    pub status: u16,
    /// Its media type; empty where there is no body.
    pub media: &'static str,
    /// The shape of its body.
    pub shape: Option<&'static Shape>,
    /// What it is.
    pub says: &'static str,
}

impl Gives {
    /// JSON of a shape.
    pub const fn json(status: u16, shape: &'static Shape, says: &'static str) -> Gives {
        Gives {
            status,
            media: "application/json",
            shape: Some(shape),
            says,
        }
    }

    /// A body of a media type.
    pub const fn body(status: u16, media: &'static str, says: &'static str) -> Gives {
        Gives {
            status,
            media,
            shape: None,
            says,
        }
    }

    /// No body.
    pub const fn nothing(status: u16, says: &'static str) -> Gives {
        Gives::body(status, "", says)
    }
}

impl Verb {
    /// As it stands in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Post => "POST",
            Verb::Put => "PUT",
            Verb::Patch => "PATCH",
            Verb::Delete => "DELETE",
        }
    }

    /// Whether it may change something.
    pub fn changes(self) -> bool {
        self != Verb::Get
    }
}

impl On {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            On::Whole => "whole",
            On::Kind => "kind",
            On::Record => "record",
            On::Signals => "signals",
            On::Account => "account",
            On::Attachment => "attachment",
            On::Journal => "journal",
        }
    }

    /// The object that the parameters of a path name.
    pub fn object<'a>(self, path: &'a super::call::Path) -> Object<'a> {
        match self {
            On::Whole => Object::Whole,
            On::Kind => Object::Kind(path.kind()),
            On::Record => Object::Record(path.kind(), path.get("id")),
            On::Signals => Object::Kind("signal"),
            On::Account => Object::Account(path.get("account")),
            On::Attachment => Object::Attachment(path.get("digest")),
            On::Journal => Object::Journal,
        }
    }
}

impl Route {
    /// A row: verb, path, sentence, who may and what does it; the rest is said beside.
    pub const fn new(
        method: Verb,
        path: &'static str,
        says: &'static str,
        needs: Needs,
        does: fn(Call) -> Reply,
    ) -> Route {
        Route {
            method,
            path,
            says,
            needs,
            query: &[],
            headers: &[],
            takes: Takes::Nothing,
            gives: &[],
            denies: &[],
            does,
        }
    }

    /// `GET` of the same.
    pub const fn get(
        path: &'static str,
        says: &'static str,
        needs: Needs,
        does: fn(Call) -> Reply,
    ) -> Route {
        Route::new(Verb::Get, path, says, needs, does)
    }

    /// `POST` of the same, with its own id of the request.
    pub const fn post(
        path: &'static str,
        says: &'static str,
        needs: Needs,
        does: fn(Call) -> Reply,
    ) -> Route {
        Route {
            headers: &[Header::IdempotencyKey],
            ..Route::new(Verb::Post, path, says, needs, does)
        }
    }

    /// Whether a person's browser asks for it: then a problem is told as a page. What stands under
    /// `/api/` is asked by programs, though one of its forms be HTML.
    pub fn is_page(&self) -> bool {
        if self.path.starts_with("/api/") {
            return false;
        }
        let html = |gives: &Gives| gives.media.starts_with("text/html");
        matches!(self.takes, Takes::Fields) || self.gives.iter().any(html)
    }

    /// The parameters of its path, in order.
    pub fn path_names(&self) -> impl Iterator<Item = &'static str> {
        let part = |part: &'static str| part.strip_prefix('{')?.strip_suffix('}');
        self.path.split('/').filter_map(part)
    }

    /// Every status that a problem of this route may have.
    pub fn problems(&self) -> Vec<u16> {
        let mut all = vec![400, 422, 503];
        if self.needs != Needs::Nothing {
            all.extend([401, 403]);
        }
        if self.path_names().next().is_some() {
            all.push(404);
        }
        if !matches!(self.takes, Takes::Nothing) {
            all.extend([408, 413, 415]);
        }
        if self.method.changes() {
            all.extend([409, 507]);
        }
        if self.headers.contains(&Header::IfMatch) {
            all.extend([412, 428]);
        }
        if self.headers.contains(&Header::IfMatchHead) {
            all.push(412);
        }
        all.extend(self.denies);
        all.sort_unstable();
        all.dedup();
        all
    }

    /// A name that no other route has.
    pub fn name(&self) -> String {
        let parts = self.path.trim_start_matches("/api/v1/").split('/');
        let words: Vec<&str> = parts
            .map(|part| part.trim_matches(['{', '}']))
            .filter(|part| !part.is_empty())
            .collect();
        let verb = self.method.as_str().to_lowercase();
        format!("{verb}-{}", words.join("-").replace('.', "-"))
    }
}
