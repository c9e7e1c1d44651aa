//! The list of kinds. One line each gives a kind its register, its reader and its place in every
//! generic list.

use crate::complaint::{Complaints, suggestion};
use crate::kind::{Filed, Origin, RecordKind, Stage, Status};
use crate::link::Link;
use crate::node::{Node, Place};
use crate::register::Register;
use crate::shape::Field;

/// What is known of a kind without a record of it.
#[derive(Clone, Copy)]
pub struct About {
    /// The word in `kind:`.
    pub name: &'static str,
    /// The plural.
    pub plural: &'static str,
    /// Its stage.
    pub stage: Stage,
    /// What it is.
    pub about: &'static str,
    /// Its fields, envelope first.
    pub fields: fn() -> Vec<Field>,
}

macro_rules! kinds {
    ($($register:ident: $kind:ident in $stage:ident,)+) => {
        /// A record of any kind.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Record {
            $(#[doc = concat!("See `", stringify!($stage), "`.")]
            $kind(Filed<crate::$stage::$kind>),)+
        }

        /// All records, a register for each kind.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Registers {
            $(#[doc = concat!("All of this kind (`", stringify!($stage), "`).")]
            pub $register: Register<crate::$stage::$kind>,)+
        }

        /// Every kind, in the order of the stages.
        pub const ALL: &[About] = &[$(About {
            name: <crate::$stage::$kind as RecordKind>::NAME,
            plural: <crate::$stage::$kind as RecordKind>::PLURAL,
            stage: <crate::$stage::$kind as RecordKind>::STAGE,
            about: <crate::$stage::$kind as RecordKind>::ABOUT,
            fields: Filed::<crate::$stage::$kind>::all_fields,
        },)+];

        impl Record {
            fn read_kind(
                kind: &str, node: &Node, file: u32, complaints: &mut Complaints,
            ) -> Option<Record> {
                $(if kind == <crate::$stage::$kind as RecordKind>::NAME {
                    return Filed::read(node, file, complaints).map(Record::$kind);
                })+
                None
            }

            /// Writes it as a map.
            pub fn write(&self) -> Node {
                match self { $(Record::$kind(record) => record.write(),)+ }
            }

            /// Its kind's word.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Record::$kind(_) => <crate::$stage::$kind as RecordKind>::NAME,)+
                }
            }

            /// Its id.
            pub fn id(&self) -> &str {
                match self { $(Record::$kind(record) => &record.id,)+ }
            }

            /// Where it was read.
            pub fn origin(&self) -> Origin {
                match self { $(Record::$kind(record) => record.origin,)+ }
            }

            /// How far it has come.
            pub fn status(&self) -> Status {
                match self { $(Record::$kind(record) => record.status(),)+ }
            }

            /// What every record may carry.
            pub fn envelope(&self) -> &crate::kind::Envelope {
                match self { $(Record::$kind(record) => &record.envelope,)+ }
            }

            /// What every record may carry, to change it.
            pub fn envelope_mut(&mut self) -> &mut crate::kind::Envelope {
                match self { $(Record::$kind(record) => &mut record.envelope,)+ }
            }

            /// Shows every reference it holds.
            pub fn links<'a>(&'a self, show: &mut dyn FnMut(Link<'a>)) {
                match self { $(Record::$kind(record) => record.links(show),)+ }
            }

            /// Says anew where it was read: the index of its file, its place, and the place of
            /// every reference it holds, in the order of `links`.
            pub fn stand_at(&mut self, file: u32, show: &mut dyn FnMut(&mut Place)) {
                match self { $(Record::$kind(record) => {
                    record.origin.file = file;
                    record.places(show);
                })+ }
            }
        }

        impl Registers {
            /// Files a record; gives back the origin of one that already has its id.
            pub fn file(&mut self, record: Record) -> Result<(), Origin> {
                match record { $(Record::$kind(record) => self.$register.file(record),)+ }
            }

            /// Files a record in place of the one that has its id.
            pub fn replace(&mut self, record: Record) {
                match record { $(Record::$kind(record) => self.$register.replace(record),)+ }
            }

            /// Takes a record out; whether there was one.
            pub fn take(&mut self, kind: &str, id: &str) -> bool {
                $(if kind == <crate::$stage::$kind as RecordKind>::NAME {
                    return self.$register.take(id);
                })+
                false
            }

            /// Shows the records of a kind whose id comes after one, by id, while wanted.
            pub fn after(&self, kind: &str, id: &str, wanted: &mut dyn FnMut(Record) -> bool) {
                $(if kind == <crate::$stage::$kind as RecordKind>::NAME {
                    for record in self.$register.after(id) {
                        if !wanted(Record::$kind(record.clone())) {
                            return;
                        }
                    }
                })+
            }

            /// A record by kind and id, as it stands.
            pub fn record(&self, kind: &str, id: &str) -> Option<Record> {
                $(if kind == <crate::$stage::$kind as RecordKind>::NAME {
                    return self.$register.get(id).cloned().map(Record::$kind);
                })+
                None
            }

            /// What the record of a kind and id carries, its place and status.
            pub fn envelope(
                &self, kind: &str, id: &str,
            ) -> Option<(&crate::kind::Envelope, Origin, Status)> {
                $(if kind == <crate::$stage::$kind as RecordKind>::NAME {
                    let record = self.$register.get(id)?;
                    return Some((&record.envelope, record.origin, record.status()));
                })+
                None
            }

            /// Whether a record answers to kind and id.
            pub fn has(&self, kind: &str, id: &str) -> bool {
                $(if kind == <crate::$stage::$kind as RecordKind>::NAME {
                    return self.$register.get(id).is_some();
                })+
                false
            }

            /// Shows kind, id and origin-bearing record of all, kinds in order, ids in order.
            pub fn each(&self, show: &mut dyn FnMut(Record)) {
                $(for record in self.$register.iter() {
                    show(Record::$kind(record.clone()));
                })+
            }

            /// Shows what every record may carry, with `kind/id` parts and origin, without
            /// copying records.
            pub fn each_envelope<'a>(
                &'a self,
                show: &mut dyn FnMut(
                    &'static str, &'a str, &'a crate::kind::Envelope, Origin, Status,
                ),
            ) {
                $(for record in self.$register.iter() {
                    show(
                        <crate::$stage::$kind as RecordKind>::NAME,
                        &record.id, &record.envelope, record.origin, record.status(),
                    );
                })+
            }

            /// Shows every reference of every record, with `kind`, `id` and origin of its holder.
            pub fn each_link<'a>(
                &'a self,
                show: &mut dyn FnMut(&'static str, &'a str, Origin, Link<'a>),
            ) {
                $(for record in self.$register.iter() {
                    record.links(&mut |link| show(
                        <crate::$stage::$kind as RecordKind>::NAME,
                        &record.id, record.origin, link,
                    ));
                })+
            }

            /// How many records there are.
            pub fn len(&self) -> usize {
                0 $(+ self.$register.len())+
            }

            /// Whether there are none.
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }
        }
    };
}

kinds! {
    policies: Policy in initiation,
    scopes: Scope in initiation,
    programmes: Programme in initiation,
    bodies: Body in initiation,
    budgets: Budget in initiation,
    roles: Role in initiation,
    persons: Person in initiation,
    assignments: Assignment in initiation,
    teams: Team in initiation,
    calendars: Calendar in initiation,
    sites: Site in initiation,
    suppliers: Supplier in initiation,
    contracts: Contract in initiation,
    obligations: Obligation in initiation,
    waivers: Waiver in initiation,
    activities: Activity in requirements,
    impacts: Impact in requirements,
    services: Service in requirements,
    components: Component in requirements,
    datasets: Dataset in requirements,
    workarounds: Workaround in requirements,
    hazards: Hazard in requirements,
    occurrences: Occurrence in requirements,
    indicators: Indicator in requirements,
    risks: Risk in requirements,
    scenarios: Scenario in requirements,
    measures: Measure in requirements,
    options: StrategyOption in requirements,
    choices: Choice in requirements,
    arrangements: Arrangement in implementation,
    plans: Plan in implementation,
    procedures: Procedure in implementation,
    call_trees: CallTree in implementation,
    templates: Template in implementation,
    exercises: Exercise in operation,
    findings: Finding in operation,
    actions: Action in operation,
    trainings: Training in operation,
    reviews: Review in operation,
    changes: Change in operation,
    signals: Signal in operation,
    lessons: Lesson in invocation,
}

/// Words of what lives in the journal alone: known, never read from a file.
pub const LATER: &[&str] = &["disruption", "run", "decision", "message"];

impl Record {
    /// Reads a record of any kind with every complaint.
    pub fn read(node: &Node, file: u32, complaints: &mut Complaints) -> Option<Record> {
        if node.as_map().is_none() {
            complaints.expected(node, "a record: a map with `kind` and `id`");
            return None;
        }
        let Some(kind) = node.get("kind") else {
            complaints.add(node.at, "`kind` is missing: every record says what it is");
            return None;
        };
        let word = complaints.scalar(kind, "the kind of the record")?;
        if about(word).is_some() {
            return Record::read_kind(word, node, file, complaints);
        }
        let word = crate::node::shorten(word);
        let text = if LATER.contains(&word.as_str()) {
            format!("records of kind `{word}` live in the journal, not in files")
        } else {
            format!(
                "unknown kind `{word}`{}",
                suggestion(&word, ALL.iter().map(|kind| kind.name))
            )
        };
        complaints.add(kind.at, text);
        None
    }

    /// `kind/id`.
    pub fn reference(&self) -> String {
        format!("{}/{}", self.kind(), self.id())
    }
}

/// What is known of a kind by its word.
pub fn about(kind: &str) -> Option<&'static About> {
    ALL.iter().find(|about| about.name == kind)
}
