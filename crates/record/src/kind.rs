//! What every kind of record has: a name, a stage, its own fields, and a check of one record by
//! itself. Judgement across records is not here.

use std::ops::Deref;

use crate::complaint::{Complaint, Complaints};
use crate::link::{Link, PartyRef, is_id};
use crate::node::{Entry, Node, Place, shorten};
use crate::shape::{Field, Fields, MapReader, Shape};
use crate::value::Date;

/// A stage of the practice, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// What is in scope and who decides?
    Initiation,
    /// What must be back, how fast, at what loss?
    Requirements,
    /// How do we get it back?
    Implementation,
    /// Would it work today?
    Operation,
    /// It happened. What now?
    Invocation,
}

impl Stage {
    /// The word used everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Initiation => "initiation",
            Stage::Requirements => "requirements",
            Stage::Implementation => "implementation",
            Stage::Operation => "operation",
            Stage::Invocation => "invocation",
        }
    }
}

/// A kind of record.
pub trait RecordKind: Fields + Clone + PartialEq + 'static {
    /// The word in `kind:` and in references.
    const NAME: &'static str;
    /// The plural, for tables.
    const PLURAL: &'static str;
    /// Its stage.
    const STAGE: Stage;
    /// What it is, in one sentence.
    const ABOUT: &'static str;
    /// The status of one that does not say: approved where committing is approving, else draft.
    const STATUS: Status = Status::Approved;

    /// Faults visible in one record alone, each at the path of its field.
    fn check(&self, _fault: &mut dyn FnMut(String, String)) {}
}

crate::words! {
    /// How far a record has come.
    pub enum Status {
        /// Being written.
        Draft = "draft",
        /// Waiting for approval.
        InReview = "in-review",
        /// In force.
        Approved = "approved",
        /// Out of use; takes no part in any figure.
        Retired = "retired",
    }
}

crate::fields! {
    /// Who last confirmed a fact, and when.
    pub struct Confirmed {
        /// Who confirmed it.
        by: String,
        /// When.
        at: Date,
    }
}

crate::fields! {
    /// What every record may carry.
    pub struct Envelope {
        /// Name in plain words.
        name: Option<String>,
        /// How far it has come.
        status: Option<Status>,
        /// Who answers for it.
        owner: Option<PartyRef>,
        /// From when it holds.
        valid_from: Option<Date>,
        /// When it must be looked at again.
        review_due: Option<Date>,
        /// Free labels.
        tags: Vec<String>,
        /// Other names that imports may use.
        also: Vec<String>,
        /// Where the fact came from, and when.
        source: Option<String>,
        /// Who last confirmed it, and when.
        confirmed: Option<Confirmed>,
        /// True where it is assumed, not known.
        assumption: bool,
        /// What it is about, in sentences.
        description: Option<String>,
    }
}

/// Where a record was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Index of the file in its source.
    pub file: u32,
    /// Where the record begins.
    pub at: Place,
}

/// A record of a kind: its id, what every record carries, and the kind's own fields.
#[derive(Clone, Debug)]
pub struct Filed<K> {
    /// Unique within its kind.
    pub id: Box<str>,
    /// What every record may carry.
    pub envelope: Envelope,
    /// The kind's own fields.
    pub own: K,
    /// Where it was read.
    pub origin: Origin,
}

/// Two are equal when they say the same, wherever they stand.
impl<K: PartialEq> PartialEq for Filed<K> {
    fn eq(&self, other: &Filed<K>) -> bool {
        self.id == other.id && self.envelope == other.envelope && self.own == other.own
    }
}

impl<K> Deref for Filed<K> {
    type Target = K;

    fn deref(&self) -> &K {
        &self.own
    }
}

impl<K: RecordKind> Filed<K> {
    /// A record that was made, not read.
    pub fn made(id: &str, envelope: Envelope, own: K) -> Filed<K> {
        Filed {
            id: id.into(),
            envelope,
            own,
            origin: Origin::default(),
        }
    }

    /// Reads a record of this kind with every complaint.
    pub fn read(node: &Node, file: u32, complaints: &mut Complaints) -> Option<Filed<K>> {
        let before = complaints.all.len();
        let mut map = MapReader::new(node, complaints)?;
        map.skip(&["kind"]);
        let id = map.field::<String>("id");
        let envelope = Envelope::take(&mut map);
        let own = K::take(&mut map);
        let sound = map.finish();
        let id = id.filter(|id| check_id(node, id, complaints));
        if let Some(own) = &own {
            own.check(&mut |field, text| {
                complaints.all.push(Complaint {
                    at: node.place_of(&field),
                    field,
                    text,
                });
            });
        }
        if !sound || complaints.all.len() > before {
            return None;
        }
        let origin = Origin { file, at: node.at };
        Some(Filed {
            id: id?.into(),
            envelope: envelope?,
            own: own?,
            origin,
        })
    }

    /// Writes it as a map: `kind`, `id`, what every record carries, its own fields.
    pub fn write(&self) -> Node {
        let mut entries = Vec::new();
        let mut head = |key: &str, text: &str| {
            let (key, value) = (key.into(), Node::text(text));
            entries.push(Entry {
                key,
                at: Place::default(),
                value,
            });
        };
        head("kind", K::NAME);
        head("id", &self.id);
        self.envelope.put(&mut entries);
        self.own.put(&mut entries);
        Node::made(crate::node::Value::Map(entries))
    }

    /// `kind/id`.
    pub fn reference(&self) -> String {
        format!("{}/{}", K::NAME, self.id)
    }

    /// Its name, or its id where it has none.
    pub fn title(&self) -> &str {
        self.envelope.name.as_deref().unwrap_or(&self.id)
    }

    /// How far it has come; where it does not say, what its kind says.
    pub fn status(&self) -> Status {
        self.envelope.status.unwrap_or(K::STATUS)
    }

    /// Whether it is in force.
    pub fn is_approved(&self) -> bool {
        self.status() == Status::Approved
    }

    /// Shows every reference it holds.
    pub fn links<'a>(&'a self, show: &mut dyn FnMut(Link<'a>)) {
        self.envelope.links_of(show);
        self.own.links_of(show);
    }

    /// Shows where it stands and the place of every reference it holds, in the order of `links`.
    pub fn places(&mut self, show: &mut dyn FnMut(&mut Place)) {
        show(&mut self.origin.at);
        self.envelope.places_of(show);
        self.own.places_of(show);
    }

    /// All fields of the kind, envelope first.
    pub fn all_fields() -> Vec<Field> {
        let mut fields = Envelope::fields();
        fields.extend(K::fields());
        fields
    }
}

fn check_id(node: &Node, id: &str, complaints: &mut Complaints) -> bool {
    let sound = is_id(id);
    if !sound {
        let text = format!(
            "`{}` is no id: lower-case letters, digits, `-`, `.` and `_` only",
            shorten(id)
        );
        complaints.all.push(Complaint {
            at: node.place_of("id"),
            field: "id".into(),
            text,
        });
    }
    sound
}

impl Envelope {
    /// One that says nothing.
    pub fn empty() -> Envelope {
        Envelope {
            name: None,
            status: None,
            owner: None,
            valid_from: None,
            review_due: None,
            tags: Vec::new(),
            also: Vec::new(),
            source: None,
            confirmed: None,
            assumption: false,
            description: None,
        }
    }
}

/// Reads a shape alone, for tests and thresholds.
pub fn read_alone<T: Shape>(node: &Node) -> Result<T, Vec<Complaint>> {
    let mut complaints = Complaints::new();
    match T::read(node, &mut complaints) {
        Some(value) if complaints.all.is_empty() => Ok(value),
        _ => Err(complaints.all),
    }
}

/// Declares a kind: its struct with a table of fields, its word, plural and stage; a record that
/// does not say its status takes the one named last, else approved. `check` names a function for
/// faults visible in one record.
#[macro_export]
macro_rules! kind {
    ($(#[doc = $about:literal])+ pub struct $name:ident(
        $word:literal, $plural:literal, $stage:ident $(, $status:ident)?
    ) { $($body:tt)* } $(check $check:path)?) => {
        $crate::fields! {
            $(#[doc = $about])+
            pub struct $name { $($body)* }
        }

        impl $crate::kind::RecordKind for $name {
            const NAME: &'static str = $word;
            const PLURAL: &'static str = $plural;
            const STAGE: $crate::kind::Stage = $crate::kind::Stage::$stage;
            const ABOUT: &'static str = concat!($($about),+).trim_ascii();
            $(const STATUS: $crate::kind::Status = $crate::kind::Status::$status;)?
            $(fn check(&self, fault: &mut dyn FnMut(String, String)) {
                $check(self, fault);
            })?
        }
    };
}
