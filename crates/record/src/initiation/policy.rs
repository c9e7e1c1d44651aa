//! Policy: what management requires, as rules that act.

use std::collections::BTreeMap;

use crate::initiation::Obligation;
use crate::item::Lead;
use crate::link::{Id, RecordRef};
use crate::node::Node;
use crate::selector::Selector;
use crate::value::{Duration, Money, Percent, Takes};

crate::kind! {
    /// What management requires: scale, thresholds and rules that the tool enforces.
    pub struct Policy("policy", "policies", Initiation) {
        /// The scale on which impact is judged.
        impact_scale: Option<ImpactScale>,
        /// Time before recovery work, where neither service nor scenario says it.
        lead: Option<Lead>,
        /// How long an intruder may sit unseen.
        dwell: Option<Duration>,
        /// Kept between RTO and MTPD less WRT: a share of MTPD, or a duration.
        margin: Option<Margin>,
        /// Before a duty passes to the deputy.
        answer_within: Option<Duration>,
        /// Upper RTO of each tier, from tier 1 on.
        tier_bands: Vec<Duration>,
        /// Not heard for so long, what a monitor said is stale.
        signals_stale_after: Option<Duration>,
        /// How long a mend takes where no record says it, by what is to be mended
        /// (`certificate: 14d`).
        mend_times: BTreeMap<String, Duration>,
        /// How likely harm is held to be by what a warning says of its certainty.
        certainty: Option<Certainties>,
        /// What is supposed where recoveries and years are drawn by chance.
        simulation: Option<Supposals>,
        /// The share of staff that is to have acknowledged it.
        acknowledged_share: Option<Percent>,
        /// The principles, in sentences.
        principles: Vec<String>,
        /// The rules.
        rules: Vec<Rule>,
    } check check
}

crate::words! {
    /// Which end of the interval in which harm becomes intolerable is reported as MTPD.
    pub enum Report {
        /// The first moment known to be intolerable.
        FirstIntolerable = "first-intolerable",
        /// The last moment known to be tolerable.
        LastTolerable = "last-tolerable",
    }
}

crate::fields! {
    /// The scale on which impact is judged.
    pub struct ImpactScale {
        /// Words for the levels, from 0 on.
        levels: Vec<String>,
        /// The level from which harm is intolerable.
        intolerable: Option<u32>,
        /// The loss from which harm is intolerable.
        intolerable_loss: Option<Money>,
        /// Which end of the interval is reported as MTPD.
        report: Option<Report>,
        /// Categories of harm to life: a moment at which one is intolerable stands as entered,
        /// and nothing is ever read between two moments.
        life_safety: Vec<String>,
    }
}

crate::fields! {
    /// How likely harm is held to be after each word for certainty, before anything is known of
    /// who says it.
    pub struct Certainties {
        /// It is there or has been seen.
        observed: Option<Percent>,
        /// More likely than not.
        likely: Option<Percent>,
        /// It may be.
        possible: Option<Percent>,
        /// Hardly.
        unlikely: Option<Percent>,
    }
}

crate::fields! {
    /// What is supposed where recoveries and years are drawn by chance and nobody knows better.
    pub struct Supposals {
        /// How alike the times are that work by one team takes in one recovery: their correlation.
        durations_alike: Option<Percent>,
        /// How alike the costs are of one event in different places: their correlation.
        costs_alike: Option<Percent>,
        /// How sure a time is that is given as one figure; absent: exactly so long.
        spread: Option<Spread>,
        /// How long an item or a step takes that nobody gave a time; absent: unknown.
        takes: Option<Takes>,
    }
}

crate::fields! {
    /// How sure a time is that is given as one figure, which is then the likely one.
    pub struct Spread {
        /// At best it takes so much less.
        sooner: Option<Percent>,
        /// At worst it takes so much more.
        later: Option<Percent>,
    }
}

/// What a mend time may be given for: everything that is foreseen in the own estate.
pub const MENDED: &[&str] = &[
    "restore-time",
    "recovery-point",
    "replication-lag",
    "capacity",
    "certificate",
    "licence",
    "support",
    "contract",
    "standby",
    "waiver",
    "accepted-risk",
    "review",
    "plan-review",
    "exercise",
    "restore-test",
    "training",
    "contact",
    "assurance",
    "failed-changes",
    "leaver",
];

/// A margin: a share of MTPD or a fixed time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Margin {
    /// A share of MTPD.
    Share(Percent),
    /// A fixed time.
    Time(Duration),
}

impl crate::shape::Shape for Margin {
    fn read(node: &Node, complaints: &mut crate::complaint::Complaints) -> Option<Margin> {
        if node.as_text().is_some_and(|text| text.ends_with('%')) {
            return Percent::read(node, complaints).map(Margin::Share);
        }
        Duration::read(node, complaints).map(Margin::Time)
    }

    fn write(&self) -> Node {
        match self {
            Margin::Share(share) => share.write(),
            Margin::Time(time) => time.write(),
        }
    }

    fn schema() -> Node {
        Node::map([("anyOf", Node::list([Percent::schema(), Duration::schema()]))])
    }
}

crate::words! {
    /// How grave a finding is, from least to most.
    pub enum Severity {
        /// Worth knowing.
        Note = "note",
        /// To be mended.
        Warning = "warning",
        /// Something promised is broken.
        Error = "error",
        /// The command that would break it is refused.
        Refuse = "refuse",
    }
}

crate::fields! {
    /// One rule: what it says, to what it applies, what it requires.
    pub struct Rule {
        /// Unique within the policy.
        id: String,
        /// The rule in a sentence that anyone understands.
        says: Option<String>,
        /// To which records it applies; absent: to all it can.
        applies: Option<Selector>,
        /// A condition of the closed list, or the code of a finding that ships.
        requires: String,
        /// The condition's threshold.
        with: BTreeMap<String, Node>,
        /// How grave a breach is.
        severity: Option<Severity>,
        /// How long after a record becomes valid the breach is not yet counted.
        grace: Option<Duration>,
        /// The obligation behind it, or a sentence.
        why: Option<Why>,
    }
}

/// Why a rule stands: an obligation, or words.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// A record that demands it.
    Record(RecordRef),
    /// A sentence.
    Words(String),
}

impl crate::shape::Shape for Why {
    fn read(node: &Node, complaints: &mut crate::complaint::Complaints) -> Option<Why> {
        let text = complaints.scalar(node, "an obligation or a sentence")?;
        let names_record = text.starts_with("obligation/") && !text.contains(' ');
        if names_record {
            return RecordRef::read(node, complaints).map(Why::Record);
        }
        Some(Why::Words(text.to_string()))
    }

    fn write(&self) -> Node {
        match self {
            Why::Record(record) => record.write(),
            Why::Words(words) => Node::text(words.as_str()),
        }
    }

    fn schema() -> Node {
        String::schema()
    }

    fn links<'a>(&'a self, show: &mut dyn FnMut(crate::link::Link<'a>)) {
        if let Why::Record(record) = self {
            record.links(show);
        }
    }

    fn places(&mut self, show: &mut dyn FnMut(&mut crate::node::Place)) {
        if let Why::Record(record) = self {
            record.places(show);
        }
    }
}

impl Rule {
    /// The obligation it refers to, if any.
    pub fn obligation(&self) -> Option<Id<Obligation>> {
        match &self.why {
            Some(Why::Record(record)) => Some(Id::to(crate::link::split(&record.text).1)),
            _ => None,
        }
    }
}

fn check(policy: &Policy, fault: &mut dyn FnMut(String, String)) {
    for (index, rule) in policy.rules.iter().enumerate() {
        if policy.rules[..index]
            .iter()
            .any(|other| other.id == rule.id)
        {
            fault(
                format!("rules[{index}].id"),
                format!("a second rule is called `{}`", rule.id),
            );
        }
    }
    if let Some(scale) = &policy.impact_scale {
        let levels = scale.levels.len() as u32;
        if levels > 0 && scale.intolerable.is_some_and(|level| level >= levels) {
            let text = format!("`intolerable` counts from 0 and there are {levels} levels");
            fault("impact-scale.intolerable".into(), text);
        }
    }
    for sort in policy.mend_times.keys() {
        if !MENDED.contains(&sort.as_str()) {
            let hint = crate::complaint::suggestion(sort, MENDED.iter().copied());
            let sort = crate::node::shorten(sort);
            let text = format!("nothing that is foreseen is called `{sort}`{hint}");
            fault("mend-times".into(), text);
        }
    }
    if policy.tier_bands.windows(2).any(|pair| pair[0] >= pair[1]) {
        fault(
            "tier-bands".into(),
            "the bands grow from tier to tier".into(),
        );
    }
}
