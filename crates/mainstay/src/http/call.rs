//! A request once it has come through the door: who asks, for what, with what. Handlers get this
//! and nothing of the network.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use continuity::access::{Action, Object, authorize};
use continuity::actor::Actor;
use jiff::Timestamp;
use record::complaint::Complaints;
use record::kinds::{ALL, About};
use record::node::Node;

use super::doors::Doors;
use super::fields::Fields;
use super::parameter::Asked;
use super::problem::Problem;
use super::route::Route;

/// The field of a page's form that holds the id of the request, so that a second press of a
/// button does nothing twice.
pub const REQUEST_FIELD: &str = "request";

/// A request.
pub struct Call {
    /// What the doors share.
    pub doors: Arc<Doors>,
    /// The row it came by.
    pub route: &'static Route,
    /// Who asks.
    pub actor: Actor,
    /// When it came.
    pub now: Timestamp,
    /// What stands in the path.
    pub path: Path,
    /// What stands in the query.
    pub query: Asked,
    /// Verb, address, headers and connection.
    pub parts: Parts,
    /// What was sent.
    pub sent: Sent,
    /// From which address it came, as far as that can be known.
    pub from: std::net::IpAddr,
}

/// What stands in the path of a request.
#[derive(Clone, Default)]
pub struct Path {
    values: BTreeMap<String, String>,
    about: Option<&'static About>,
}

/// What was sent with a request.
#[derive(Clone, Debug)]
pub enum Sent {
    /// Nothing.
    Nothing,
    /// A tree.
    Json(Node),
    /// Files by name.
    Files(Vec<SentFile>),
    /// Bytes of a media type.
    Bytes(Bytes),
    /// The fields of a form.
    Form(Asked),
    /// The fields of a page's form, whatever their names.
    Fields(Fields),
}

/// A file that was sent.
#[derive(Clone, Debug)]
pub struct SentFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

impl Path {
    /// Reads the parameters of a path. Errors: a word that is no plural, a text too long to be a
    /// name of ours.
    pub fn read<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Path, Problem> {
        let mut path = Path::default();
        for (name, value) in pairs {
            let shown = || Problem::unknown(&format!("`{}`", record::node::shorten(value)));
            if value.len() > 500 || value.chars().any(char::is_control) {
                return Err(shown());
            }
            if name == "plural" {
                let about = ALL.iter().find(|about| about.plural == value);
                path.about = Some(about.ok_or_else(shown)?);
            }
            path.values.insert(name.to_string(), value.to_string());
        }
        Ok(path)
    }

    /// A parameter. The table of routes says which there are.
    pub fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// The word of the kind that `{plural}` names; empty where there is none.
    pub fn kind(&self) -> &'static str {
        self.about.map_or("", |about| about.name)
    }

    /// `kind/id`.
    pub fn reference(&self) -> String {
        format!("{}/{}", self.kind(), self.get("id"))
    }
}

impl Call {
    /// A header as text.
    pub fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    /// What was sent, read as a table of fields; every fault at once.
    pub fn body<T: record::shape::Shape>(&self) -> Result<T, Problem> {
        let empty = Node::map::<&str>([]);
        let node = match &self.sent {
            Sent::Json(node) => node,
            _ => &empty,
        };
        let mut complaints = Complaints::new();
        match T::read(node, &mut complaints) {
            Some(value) if complaints.all.is_empty() => Ok(value),
            _ => Err(Problem::complaints(&complaints.all)),
        }
    }

    /// A digest of what was asked, so that another question under the same id is noticed.
    pub fn asked(&self) -> String {
        let (method, path) = (self.route.method.as_str(), &self.path.values);
        let mut text = format!("{method} {}\n{path:?}\n{:?}\n", self.route.path, self.query);
        match &self.sent {
            Sent::Nothing => {}
            Sent::Json(node) => text.push_str(&exchange::write::json::line(node)),
            Sent::Bytes(bytes) => text.push_str(&journal::entry::digest(bytes).to_string()),
            Sent::Form(form) => text.push_str(&format!("{form:?}")),
            Sent::Fields(fields) => {
                text.push_str(&format!("{:?}", fields.pairs().collect::<Vec<_>>()));
                for SentFile { name, bytes } in fields.files() {
                    text.push_str(&format!("{name} {}\n", journal::entry::digest(bytes)));
                }
            }
            Sent::Files(files) => {
                for SentFile { name, bytes } in files {
                    text.push_str(&format!("{name} {}\n", journal::entry::digest(bytes)));
                }
            }
        }
        journal::entry::digest(text.as_bytes()).to_string()
    }

    /// The caller's own id of the request: a header, or a field of a page's form.
    pub fn request(&self) -> Result<Option<String>, Problem> {
        let header = self.parts.headers.get("idempotency-key");
        let header = header.map(|value| value.to_str().unwrap_or_default());
        let field = self.fields().filled(REQUEST_FIELD);
        let Some(text) = header.or(field) else {
            return Ok(None);
        };
        let plain = |c: char| c.is_ascii_graphic();
        if text.is_empty() || text.len() > 200 || !text.chars().all(plain) {
            let text = "`Idempotency-Key` is 1 to 200 plain characters without spaces.";
            return Err(Problem::invalid(text));
        }
        Ok(Some(text.to_string()))
    }

    /// The number in `If-Match`, which must be there; nothing where it is `*`.
    pub fn expected(&self) -> Result<Option<u64>, Problem> {
        let Some(value) = self.parts.headers.get(header::IF_MATCH) else {
            let detail = "`If-Match` is missing: say which revision you saw.";
            let remedy = "Read it, and send its `ETag` as `If-Match`; `*` for whatever is there.";
            let status = StatusCode::PRECONDITION_REQUIRED;
            return Err(Problem::new(status, "revision-needed", detail, remedy));
        };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(None);
        }
        let number = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        let number = number.and_then(|text| text.parse().ok());
        let wrong = || Problem::invalid("`If-Match` is one revision in quotes, as `ETag` gave it.");
        number.map(Some).ok_or_else(wrong)
    }

    /// Whether the caller has this already.
    pub fn has(&self, tag: &str) -> bool {
        let Some(known) = self.header(header::IF_NONE_MATCH) else {
            return false;
        };
        let mut known = known
            .split(',')
            .map(|text| text.trim().trim_start_matches("W/"));
        known.any(|known| known == "*" || known == tag)
    }

    /// The fields of the page's form that was sent; none where none was.
    pub fn fields(&self) -> &Fields {
        static NONE: LazyLock<Fields> = LazyLock::new(Fields::default);
        match &self.sent {
            Sent::Fields(fields) => fields,
            _ => &NONE,
        }
    }

    /// Whether the caller may do something to an object, now.
    pub fn may_do(&self, action: Action, object: Object<'_>) -> bool {
        let present = self.doors.ledger.present();
        authorize(&present.state, &self.actor, action, object, self.now).is_ok()
    }

    /// Whether the caller may do something more than the row asks for.
    pub fn may(&self, action: Action) -> bool {
        self.may_do(action, Object::Whole)
    }
}
