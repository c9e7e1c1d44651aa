//! Practice: what a record says of itself as a piece of putting decisions into practice. Whether
//! the decision it names is there, and when the work ends, is asked where all records are known.

use crate::complaint::Complaints;
use crate::link::{Allowed, Link, is_id, split};
use crate::node::{Node, Place, shorten};
use crate::shape::Shape;
use crate::value::Duration;

crate::fields! {
    /// What a record says of itself as a piece of putting decisions into practice.
    pub struct Practice {
        /// The decisions it puts into practice: a rule as `policy/ID#RULE`, or a choice, an
        /// option, a measure, a risk or an obligation.
        realises: Vec<Decision>,
        /// How long it takes at least from the first day of work on it until it can be used:
        /// delivery, contracts, signatures.
        lead_time: Option<Duration>,
        /// The work that is left until it can be used, in days of one person.
        person_days: Option<f64>,
    }
}

/// The kinds that hold decisions; of a policy a rule is named.
pub const DECISIONS: &[&str] = &[
    "policy",
    "choice",
    "option",
    "measure",
    "risk",
    "obligation",
];

/// A decision that is put into practice: `policy/ID#RULE`, or another record as `kind/ID`.
#[derive(Clone, Debug)]
pub struct Decision {
    /// As written.
    pub text: Box<str>,
    /// Where it stands.
    pub at: Place,
}

impl PartialEq for Decision {
    fn eq(&self, other: &Decision) -> bool {
        self.text == other.text
    }
}

impl Decision {
    /// The record, without the rule.
    pub fn record(&self) -> &str {
        self.text
            .split_once('#')
            .map_or(&*self.text, |(record, _)| record)
    }
}

/// Whether a text names a decision.
fn names_decision(text: &str) -> bool {
    let (record, rule) = match text.split_once('#') {
        Some((record, rule)) => (record, Some(rule)),
        None => (text, None),
    };
    let (kind, id) = split(record);
    let is_policy = kind == Some("policy");
    let rule_fits = |rule: &str| {
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '#';
        !rule.is_empty() && rule.len() <= 200 && rule.chars().all(plain)
    };
    is_id(id)
        && kind.is_some_and(|kind| DECISIONS.contains(&kind))
        && is_policy == rule.is_some()
        && rule.is_none_or(rule_fits)
}

impl Shape for Decision {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Decision> {
        let text = complaints.scalar(node, "a decision (`policy/ID#RULE`, `choice/ID`)")?;
        if names_decision(text) {
            let (text, at) = (text.into(), node.at);
            return Some(Decision { text, at });
        }
        let text = format!(
            "`{}` names no decision; write a rule as `policy/ID#RULE`, or `kind/ID` of a choice, \
             an option, a measure, a risk or an obligation",
            shorten(text)
        );
        complaints.add(node.at, text);
        None
    }

    fn write(&self) -> Node {
        Node::text(&*self.text)
    }

    fn schema() -> Node {
        let others = DECISIONS[1..].join("|");
        let pattern = format!("^(policy/[a-z0-9._-]+#[^\\s#]+|({others})/[a-z0-9._-]+)$");
        Node::map([
            ("type", Node::text("string")),
            ("pattern", Node::text(pattern)),
        ])
    }

    fn links<'a>(&'a self, show: &mut dyn FnMut(Link<'a>)) {
        show(Link {
            field: "",
            text: self.record(),
            at: self.at,
            allowed: Allowed::Kinds(DECISIONS),
        });
    }

    fn places(&mut self, show: &mut dyn FnMut(&mut Place)) {
        show(&mut self.at);
    }
}
