//! The time between a disruption and the start of recovery work, and who said it.

use record::item::ClockStart;
use serde::Serialize;

use crate::estate::Listed;
use crate::initiation::policy_in_force::PolicyInForce;

/// Where a part of the lead was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// In seconds; 0 where nobody says it.
    pub seconds: i64,
    /// The record that says it; none where nobody does.
    pub from: Option<String>,
}

/// Detection and decision for one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lead {
    /// Until someone knows.
    pub detect: Part,
    /// Until someone has decided.
    pub decide: Part,
}

impl Lead {
    /// What lies between the start of a target's clock and the start of work.
    pub fn seconds(&self, from: ClockStart) -> i64 {
        match from {
            ClockStart::Disruption => self.detect.seconds + self.decide.seconds,
            ClockStart::Detection => self.decide.seconds,
            ClockStart::Invocation => 0,
        }
    }

    /// Whether a part that counts is stated by nobody.
    pub fn is_unstated(&self, from: ClockStart) -> bool {
        let decide = self.decide.from.is_none() && from != ClockStart::Invocation;
        decide || (self.detect.from.is_none() && from == ClockStart::Disruption)
    }
}

/// A scenario's own lead, with its reference.
pub type ScenarioLead<'a> = Option<(&'a str, &'a record::item::Lead)>;

/// The lead of an item: from its own record, else the scenario's, else the policies', else none.
pub fn lead(listed: &Listed<'_>, scenario: ScenarioLead<'_>, policy: &PolicyInForce) -> Lead {
    let own = listed.item.lead.as_ref();
    let part = |of: fn(&record::item::Lead) -> Option<record::value::Duration>,
                laid: &Option<crate::initiation::policy_in_force::LaidDown<i64>>| {
        if let Some(seconds) = own.and_then(of) {
            return Part {
                seconds: seconds.0,
                from: Some(listed.reference.clone()),
            };
        }
        if let Some((name, lead)) = scenario
            && let Some(seconds) = of(lead)
        {
            return Part {
                seconds: seconds.0,
                from: Some(name.to_string()),
            };
        }
        match laid {
            Some(laid) => Part {
                seconds: laid.value,
                from: Some(laid.by.clone()),
            },
            None => Part {
                seconds: 0,
                from: None,
            },
        }
    };
    Lead {
        detect: part(|lead| lead.detect, &policy.detect_seconds),
        decide: part(|lead| lead.decide, &policy.decide_seconds),
    }
}
