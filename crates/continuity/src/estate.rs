//! Records to the engine's arrays and back: the one place that knows both. Items stand in the
//! order of their references, so that lists come out sorted.

mod build;
pub mod by_activity;
mod name;
pub mod own_time;
pub mod plan_time;
pub mod selection;

use engine::component::Components;
use engine::graph::{Graph, Item};
use record::initiation::{Site, Supplier, Team};
use record::kind::{Envelope, Filed, Origin};
use record::kinds::Registers;
use record::node::Place;
use record::requirements::{Activity, Component, Dataset, Service};

pub use build::Unresolved;
pub use by_activity::ByActivity;
pub use name::Unknown;
pub use own_time::OwnTime;

/// The record behind an item.
#[derive(Clone, Copy, Debug)]
pub enum Of<'r> {
    /// A business activity.
    Activity(&'r Filed<Activity>),
    /// A service.
    Service(&'r Filed<Service>),
    /// A component.
    Component(&'r Filed<Component>),
    /// A dataset.
    Dataset(&'r Filed<Dataset>),
    /// A site.
    Site(&'r Filed<Site>),
    /// A supplier.
    Supplier(&'r Filed<Supplier>),
    /// A team.
    Team(&'r Filed<Team>),
}

/// An item as it is listed: its reference, its record, what all items share.
#[derive(Clone, Debug)]
pub struct Listed<'r> {
    /// `kind/id`.
    pub reference: String,
    /// The record.
    pub of: Of<'r>,
    /// What every record carries.
    pub envelope: &'r Envelope,
    /// What every item carries.
    pub item: &'r record::item::Item,
    /// Where it was read.
    pub origin: Origin,
}

impl<'r> Listed<'r> {
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

    /// The dataset behind it.
    pub fn dataset(&self) -> Option<&'r Filed<Dataset>> {
        match self.of {
            Of::Dataset(dataset) => Some(dataset),
            _ => None,
        }
    }

    /// The activity behind it.
    pub fn activity(&self) -> Option<&'r Filed<Activity>> {
        match self.of {
            Of::Activity(activity) => Some(activity),
            _ => None,
        }
    }

    /// The team behind it.
    pub fn team(&self) -> Option<&'r Filed<Team>> {
        match self.of {
            Of::Team(team) => Some(team),
            _ => None,
        }
    }

    /// Whether its targets are demands: an activity's or a service's. A component's are promises.
    pub fn demands(&self) -> bool {
        matches!(self.of, Of::Activity(_) | Of::Service(_))
    }

    /// Where the record was read, with a place inside it.
    pub fn at(&self, place: Place) -> Origin {
        Origin {
            file: self.origin.file,
            at: place,
        }
    }
}

/// The estate: all items that are not retired, their graph, and how names lead to them.
pub struct Estate<'r> {
    /// The records it was made from.
    pub registers: &'r Registers,
    /// The items, by index.
    pub items: Vec<Listed<'r>>,
    /// What they need and stand on.
    pub graph: Graph,
    /// Which of them wait for each other in a circle.
    pub components: Components,
    /// Own time of each item, and where it comes from.
    pub own_times: Vec<OwnTime>,
    /// References among items that no item answers to.
    pub unresolved: Vec<Unresolved>,
    /// Consistency groups: name and datasets, of two or more.
    pub consistency: Vec<(&'r str, Vec<Item>)>,
    /// Approved impacts and workarounds, by activity.
    pub by_activity: ByActivity<'r>,
    names: name::Names<'r>,
}

impl<'r> Estate<'r> {
    /// Makes the estate; of several plans for an item the quickest counts. Cost: linear.
    pub fn new(registers: &'r Registers) -> Estate<'r> {
        build::build(registers, None)
    }

    /// Makes the estate as a scenario sees it: plans that name the scenario count first.
    pub fn for_scenario(registers: &'r Registers, scenario: &str) -> Estate<'r> {
        build::build(registers, Some(scenario))
    }

    /// An item by index.
    pub fn listed(&self, item: Item) -> &Listed<'r> {
        &self.items[item as usize]
    }

    /// The reference of an item.
    pub fn reference(&self, item: Item) -> &str {
        &self.items[item as usize].reference
    }

    /// The references of some items, in the order of the items.
    pub fn references(&self, items: &[Item]) -> Vec<String> {
        let mut items = items.to_vec();
        items.sort_unstable();
        items
            .iter()
            .map(|&item| self.reference(item).to_string())
            .collect()
    }

    /// The item that a reference in a record leads to.
    pub fn find(&self, text: &str) -> Option<Item> {
        self.names.find(text)
    }

    /// The item of a kind with an id.
    pub fn find_kind(&self, kind: &str, id: &str) -> Option<Item> {
        self.names.of_kind(kind, id)
    }

    /// The item that someone asks for by `kind/id`, bare id or another name; else the nearest.
    pub fn ask(&self, text: &str) -> Result<Item, Unknown> {
        self.names.ask(text, &self.items)
    }
}
