//! Scenario: a story of what is lost.

use crate::complaint::Complaints;
use crate::item::Lead;
use crate::link::{Id, ItemRef, Link};
use crate::node::{Node, Place, Value};
use crate::requirements::{Hazard, LossType};
use crate::selector::Selector;
use crate::shape::Shape;
use crate::value::{Duration, Rate};

crate::kind! {
    /// A story of what is lost, by name or by what selects it.
    pub struct Scenario("scenario", "scenarios", Requirements) {
        /// The way of loss; absent: loss.
        mode: Option<Mode>,
        /// What is gone, whatever took it.
        loss_types: Vec<LossType>,
        /// What is lost.
        loses: Vec<Loss>,
        /// Time before recovery work, where the service does not say it.
        lead: Option<Lead>,
        /// How often.
        frequency: Option<Rate>,
        /// How often at the least. Absent: nobody says.
        frequency_low: Option<Rate>,
        /// How often at the most. Absent: nobody says.
        frequency_high: Option<Rate>,
        /// How long it lasts.
        lasts: Option<Duration>,
        /// The hazards behind it.
        hazards: Vec<Id<Hazard>>,
        /// The tiers whose services must be ready for it.
        required_for: Vec<u32>,
    } check check
}

crate::words! {
    /// The way things are lost.
    pub enum Mode {
        /// Gone.
        Loss = "loss",
        /// Data wrong, replicas with it.
        Corruption = "corruption",
        /// Destroyed with stolen credentials.
        Malicious = "malicious",
        /// A supplier is left.
        SupplierExit = "supplier-exit",
        /// People are absent.
        People = "people",
    }
}

/// One entry of `loses`: an item, or all that a selector matches.
#[derive(Clone, Debug, PartialEq)]
pub enum Loss {
    /// One item.
    Item(ItemRef),
    /// All that match.
    Select(Box<Selector>),
}

impl Shape for Loss {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Loss> {
        match node.value {
            Value::Map(_) => Selector::read(node, complaints)
                .map(Box::new)
                .map(Loss::Select),
            _ => ItemRef::read(node, complaints).map(Loss::Item),
        }
    }

    fn write(&self) -> Node {
        match self {
            Loss::Item(item) => item.write(),
            Loss::Select(selector) => selector.write(),
        }
    }

    fn schema() -> Node {
        Node::map([("anyOf", Node::list([ItemRef::schema(), Selector::schema()]))])
    }

    fn links<'a>(&'a self, show: &mut dyn FnMut(Link<'a>)) {
        match self {
            Loss::Item(item) => item.links(show),
            Loss::Select(selector) => selector.links(show),
        }
    }

    fn places(&mut self, show: &mut dyn FnMut(&mut Place)) {
        match self {
            Loss::Item(item) => item.places(show),
            Loss::Select(selector) => selector.places(show),
        }
    }
}

fn check(scenario: &Scenario, fault: &mut dyn FnMut(String, String)) {
    if scenario.loses.is_empty() {
        fault("loses".into(), "a scenario loses something; name it".into());
    }
    let often = scenario.frequency;
    let ends = [
        ("frequency-low", scenario.frequency_low, often),
        ("frequency-high", often, scenario.frequency_high),
    ];
    for (field, least, most) in ends {
        let end = if field == "frequency-low" {
            least
        } else {
            most
        };
        if end.is_some() && often.is_none() {
            fault(field.into(), "say `frequency` too: what is likely".into());
        } else if least.zip(most).is_some_and(|(least, most)| least > most) {
            let text = match field {
                "frequency-low" => "is not above `frequency`",
                _ => "is not below `frequency`",
            };
            fault(field.into(), text.into());
        }
    }
}
