//! What a rule can be asked about: a live record of any kind, and whether a selector means it.

use engine::graph::Item;
use record::kind::{Envelope, Origin, Status};
use record::selector::Selector;

use crate::estate::selection;
use crate::finding::{Finding, Judge};

/// A record that a rule is asked about.
pub struct Subject<'r> {
    /// `kind/id`.
    pub reference: String,
    /// What it carries.
    pub envelope: &'r Envelope,
    /// Where it was read.
    pub origin: Origin,
    /// The item, where it is a node of the estate.
    pub item: Option<Item>,
}

impl Subject<'_> {
    /// Its kind's word.
    pub fn kind(&self) -> &str {
        record::link::split(&self.reference).0.unwrap_or_default()
    }

    /// Its id.
    pub fn id(&self) -> &str {
        record::link::split(&self.reference).1
    }

    /// Its name, or its id.
    pub fn title(&self) -> &str {
        self.envelope.name.as_deref().unwrap_or(self.id())
    }

    /// A breach about it, with a sentence that says why.
    pub fn breach(&self, why: impl Into<String>) -> Finding {
        Finding::new(&self.reference, why)
    }
}

/// The live records of some kinds; of every kind where none is named.
pub fn subjects<'r>(judge: &Judge<'r>, kinds: &[&str]) -> Vec<Subject<'r>> {
    let mut all = Vec::new();
    judge
        .registers()
        .each_envelope(&mut |kind, id, envelope, origin, status| {
            if (kinds.is_empty() || kinds.contains(&kind)) && status != Status::Retired {
                let item = judge.estate().find_kind(kind, id);
                all.push(Subject {
                    reference: format!("{kind}/{id}"),
                    envelope,
                    origin,
                    item,
                });
            }
        });
    all
}

/// Whether a selector means a record.
pub fn matches(judge: &Judge<'_>, selector: &Selector, reference: &str) -> bool {
    let (kind, id) = record::link::split(reference);
    let kind = kind.unwrap_or_default();
    if let Some(item) = judge.estate().find_kind(kind, id) {
        return selection::matches(judge.estate(), judge.estate().listed(item), selector);
    }
    // Records that are no items have a kind, an id and tags; any other key leaves them out.
    let only = Selector {
        kind: selector.kind.clone(),
        id: selector.id.clone(),
        tag: selector.tag.clone(),
        ..empty()
    };
    if only != *selector {
        return false;
    }
    let tags = judge
        .envelope(reference)
        .map(|(envelope, ..)| envelope.tags.clone());
    selector.kind.as_deref().is_none_or(|wanted| wanted == kind)
        && selector
            .id
            .as_deref()
            .is_none_or(|wanted| wanted == id || wanted == reference)
        && selector
            .tag
            .as_ref()
            .is_none_or(|tag| tags.is_some_and(|tags| tags.contains(tag)))
}

fn empty() -> Selector {
    let nothing = record::node::Node::map::<&str>([]);
    record::kind::read_alone(&nothing).expect("no key of a selector is required")
}
