//! What the nodes of the estate share: what they need, where they stand, who recovers them, what
//! is asked of them.

use std::collections::HashSet;

use crate::complaint::Complaints;
use crate::initiation::{Calendar, Site, Supplier, Team};
use crate::link::{Id, ItemRef, Link};
use crate::node::{Node, Place, Value};
use crate::requirements::Dataset;
use crate::shape::{MapReader, Shape};
use crate::value::{Duration, Moment, Percent, Rate, Takes};

crate::fields! {
    /// What every node of the estate may carry.
    pub struct Item {
        /// What it needs, and how much of it.
        requires: Vec<Need>,
        /// The site it stands in: lost with it.
        site: Option<Id<Site>>,
        /// The supplier it comes from: lost with it.
        supplier: Option<Id<Supplier>>,
        /// Agreed service hours (a team: working hours); absent means always.
        hours: Option<Id<Calendar>>,
        /// What the business asks of it.
        targets: Option<Targets>,
        /// Time before recovery work starts.
        lead: Option<Lead>,
        /// How it comes back.
        recovery: Option<Recovery>,
        /// How often it fails.
        failure: Option<Failure>,
        /// The datasets it holds.
        holds: Vec<Id<Dataset>>,
        /// Whose credential can delete it.
        admin_domain: Option<String>,
        /// What sort of thing it is (database, switch, power, ...).
        class: Option<String>,
        /// Criticality tier: 0 is the foundation, 1 the most urgent.
        tier: Option<u32>,
        /// The region it stands in, for what strikes a whole region.
        region: Option<String>,
        /// Production, standby, test.
        environment: Option<String>,
        /// The legal entity it belongs to.
        legal_entity: Option<String>,
    }
}

crate::words! {
    /// When a need holds.
    pub enum Phase {
        /// To run.
        Run = "run",
        /// Only to recover.
        Recover = "recover",
        /// To run and to recover.
        Both = "both",
    }
}

crate::words! {
    /// What happens without enough members.
    pub enum Effect {
        /// It stops.
        Stop = "stop",
        /// It goes on at a lower level.
        Degrade = "degrade",
    }
}

/// One entry of `requires`: k members of which must be up.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The members, without repetition.
    pub of: Vec<ItemRef>,
    /// How many must be up.
    pub any: u32,
    /// Whether it was written with `any` and `of`.
    pub grouped: bool,
    /// When it holds; unwritten counts as both.
    pub phase: Option<Phase>,
    /// What its failure does.
    pub effect: Effect,
    /// The level that remains where it only degrades.
    pub to: Option<Percent>,
    /// Time to switch between members.
    pub switch: Option<Duration>,
    /// Own work that remains once it is back.
    pub tail: Option<Duration>,
    /// Common-cause share of its members, 0 to 1.
    pub beta: Option<f64>,
    /// A break-glass way exists: recovery does not wait for it.
    pub bootstrap: bool,
}

crate::fields! {
    /// An entry of `requires` as it stands in a file.
    pub struct WrittenNeed {
        /// The one item needed.
        item: Option<ItemRef>,
        /// How many of `of` must be up.
        any: Option<u32>,
        /// The members.
        of: Vec<ItemRef>,
        /// When it is needed: run, recover or both (the default).
        phase: Option<Phase>,
        /// What happens without it: stop (the default) or degrade.
        effect: Option<Effect>,
        /// The level that remains, with `effect: degrade`.
        to: Option<Percent>,
        /// Time to switch between members.
        switch: Option<Duration>,
        /// Own work that remains once it is back; absent: all of the item's own time.
        tail: Option<Duration>,
        /// Share of failures that strike all members at once, 0 to 1.
        beta: Option<f64>,
        /// True where a break-glass way exists, so that recovery need not wait.
        bootstrap: bool,
    }
}

impl Need {
    /// A plain need of one item.
    pub fn one(item: ItemRef) -> Need {
        Need {
            of: vec![item],
            any: 1,
            grouped: false,
            phase: None,
            effect: Effect::Stop,
            to: None,
            switch: None,
            tail: None,
            beta: None,
            bootstrap: false,
        }
    }

    fn is_plain(&self) -> bool {
        *self == Need::one(self.of[0].clone())
    }

    fn from_written(
        node: &Node,
        written: WrittenNeed,
        complaints: &mut Complaints,
    ) -> Option<Need> {
        let before = complaints.all.len();
        let at = node.at;
        let grouped = written.item.is_none();
        let of = match written.item {
            Some(item) => {
                if written.any.is_some() || !written.of.is_empty() {
                    complaints.add(at, "write either `item` or `any` with `of`, not both");
                }
                vec![item]
            }
            None => written.of,
        };
        let any = written
            .any
            .unwrap_or(if grouped { of.len() as u32 } else { 1 });
        if of.is_empty() {
            complaints.add(
                at,
                "it names nothing; write `item: x` or `any: 1` with `of: [x, y]`",
            );
        } else if any < 1 || any as usize > of.len() {
            let n = of.len();
            complaints.add(
                node.place_of("any"),
                format!("`any: {any}` of {n} cannot be; write a number from 1 to {n}"),
            );
        }
        let mut seen = HashSet::new();
        for member in &of {
            if !seen.insert(&*member.text) {
                let text = format!("`{}` stands twice in one `of`", member.text);
                complaints.add(member.at, text);
            }
        }
        let effect = written.effect.unwrap_or(Effect::Stop);
        check_effect(node, effect, written.to.is_some(), complaints);
        if written
            .beta
            .is_some_and(|beta| !(0.0..=1.0).contains(&beta))
        {
            complaints.add(node.place_of("beta"), "`beta` is a share from 0 to 1");
        }
        let WrittenNeed {
            phase,
            to,
            switch,
            tail,
            beta,
            bootstrap,
            ..
        } = written;
        let need = Need {
            of,
            any,
            grouped,
            phase,
            effect,
            to,
            switch,
            tail,
            beta,
            bootstrap,
        };
        (complaints.all.len() == before).then_some(need)
    }
}

/// `effect: degrade` and `to` come together or not at all.
fn check_effect(node: &Node, effect: Effect, has_level: bool, complaints: &mut Complaints) {
    match (effect, has_level) {
        (Effect::Degrade, false) => {
            complaints.add(
                node.at,
                "`effect: degrade` needs `to`, the level that remains (`to: 80%`)",
            );
        }
        (Effect::Stop, true) => {
            complaints.add(node.place_of("to"), "`to` goes with `effect: degrade` only");
        }
        _ => {}
    }
}

impl Shape for Need {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Need> {
        if !matches!(node.value, Value::Map(_)) {
            return ItemRef::read(node, complaints).map(Need::one);
        }
        let written = WrittenNeed::read(node, complaints)?;
        Need::from_written(node, written, complaints)
    }

    fn write(&self) -> Node {
        if self.is_plain() {
            return self.of[0].write();
        }
        let single = (!self.grouped).then(|| self.of[0].clone());
        let written = WrittenNeed {
            item: single,
            any: self.grouped.then_some(self.any),
            of: if self.grouped {
                self.of.clone()
            } else {
                Vec::new()
            },
            phase: self.phase,
            effect: (self.effect == Effect::Degrade).then_some(Effect::Degrade),
            to: self.to,
            switch: self.switch,
            tail: self.tail,
            beta: self.beta,
            bootstrap: self.bootstrap,
        };
        written.write()
    }

    fn schema() -> Node {
        Node::map([(
            "anyOf",
            Node::list([ItemRef::schema(), WrittenNeed::schema()]),
        )])
    }

    fn links<'a>(&'a self, show: &mut dyn FnMut(Link<'a>)) {
        self.of.links(show);
    }

    fn places(&mut self, show: &mut dyn FnMut(&mut Place)) {
        self.of.places(show);
    }
}

crate::words! {
    /// The event from which a target counts.
    pub enum ClockStart {
        /// The disruption itself.
        Disruption = "disruption",
        /// Its detection.
        Detection = "detection",
        /// The invocation of the plan.
        Invocation = "invocation",
    }
}

crate::words! {
    /// The hours a target counts.
    pub enum Clock {
        /// Every hour.
        Elapsed = "elapsed",
        /// Agreed service hours only.
        ServiceHours = "service-hours",
    }
}

/// A recovery time objective with its clock. A bare duration means from disruption, elapsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rto {
    /// Within what.
    pub within: Duration,
    /// From what on.
    pub from: ClockStart,
    /// In which hours.
    pub clock: Clock,
    /// Lost outside agreed hours: back at the next opening.
    pub by_opening: bool,
}

crate::words! {
    /// The one fixed moment a target may name.
    pub enum By {
        /// The next opening of agreed hours.
        Opening = "opening",
    }
}

crate::fields! {
    /// A recovery time objective as it stands in a file.
    pub struct WrittenRto {
        /// Within what.
        within: Duration,
        /// From what on: disruption (the default), detection or invocation.
        from: Option<ClockStart>,
        /// Elapsed (the default) or service-hours.
        clock: Option<Clock>,
        /// `opening`: lost outside agreed hours, it is back at the next opening; lost inside,
        /// within so many service hours.
        by: Option<By>,
    }
}

impl Rto {
    /// From disruption, elapsed.
    pub fn plain(within: Duration) -> Rto {
        Rto {
            within,
            from: ClockStart::Disruption,
            clock: Clock::Elapsed,
            by_opening: false,
        }
    }
}

impl Shape for Rto {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Rto> {
        if !matches!(node.value, Value::Map(_)) {
            return Duration::read(node, complaints).map(Rto::plain);
        }
        let written = WrittenRto::read(node, complaints)?;
        let by_opening = written.by.is_some();
        let fallback = if by_opening {
            Clock::ServiceHours
        } else {
            Clock::Elapsed
        };
        let clock = written.clock.unwrap_or(fallback);
        if by_opening && clock == Clock::Elapsed {
            complaints.add(
                node.at,
                "`by: opening` counts service hours; leave `clock` out",
            );
            return None;
        }
        let from = written.from.unwrap_or(ClockStart::Disruption);
        Some(Rto {
            within: written.within,
            from,
            clock,
            by_opening,
        })
    }

    fn write(&self) -> Node {
        if *self == Rto::plain(self.within) {
            return self.within.write();
        }
        let services = self.clock == Clock::ServiceHours && !self.by_opening;
        let written = WrittenRto {
            within: self.within,
            from: (self.from != ClockStart::Disruption).then_some(self.from),
            clock: services.then_some(Clock::ServiceHours),
            by: self.by_opening.then_some(By::Opening),
        };
        written.write()
    }

    fn schema() -> Node {
        Node::map([(
            "anyOf",
            Node::list([Duration::schema(), WrittenRto::schema()]),
        )])
    }
}

crate::words! {
    /// What ends the time that MTPD bounds.
    pub enum MtpdEnds {
        /// The backlog is worked off (the default): WRT is subtracted.
        WorkRecovered = "work-recovered",
        /// The minimum level is reached: WRT is not subtracted.
        MbcoReached = "mbco-reached",
    }
}

crate::fields! {
    /// What the business asks: never what can be done.
    pub struct Targets {
        /// Maximum tolerable period of disruption.
        mtpd: Option<Duration>,
        /// What ends the time that MTPD bounds.
        mtpd_ends: Option<MtpdEnds>,
        /// Work recovery time after the technical recovery.
        wrt: Option<Duration>,
        /// Recovery time objective.
        rto: Option<Rto>,
        /// Recovery point objective: greatest tolerable age of the data restored.
        rpo: Option<Duration>,
        /// Minimum business continuity objective: the least level of any use.
        mbco: Option<Percent>,
    }
}

crate::fields! {
    /// Time between a disruption and the start of recovery work.
    pub struct Lead {
        /// Until someone knows.
        detect: Option<Duration>,
        /// Until someone has decided.
        decide: Option<Duration>,
    }
}

crate::fields! {
    /// How an item comes back.
    pub struct Recovery {
        /// Time it needs for itself when it was lost.
        takes: Option<Takes>,
        /// Time it needs when it only lost something it needs.
        resume: Option<Duration>,
        /// The team that recovers it.
        by: Option<Id<Team>>,
        /// Times measured by others: shown beside `takes`, never used as it.
        observed: Vec<Observed>,
    }
}

crate::fields! {
    /// A recovery that someone else measured.
    pub struct Observed {
        /// How long it took.
        took: Duration,
        /// When.
        at: Option<Moment>,
        /// Where that is written.
        source: Option<String>,
        /// What was recovered, and under what conditions.
        note: Option<String>,
    }
}

/// How often an item fails, a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Failure {
    /// Failures a year.
    Rate(Rate),
    /// Mean time between failures.
    Mtbf(Duration),
}

impl Failure {
    /// Failures a year.
    pub fn per_year(self) -> f64 {
        match self {
            Failure::Rate(rate) => rate.0,
            Failure::Mtbf(mtbf) => 31_536_000.0 / mtbf.0 as f64,
        }
    }
}

crate::fields! {
    /// Failures as they stand in a file.
    pub struct WrittenFailure {
        /// Failures a year.
        rate: Option<Rate>,
        /// Mean time between failures.
        mtbf: Option<Duration>,
    }
}

impl Shape for Failure {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Failure> {
        match WrittenFailure::read(node, complaints)? {
            WrittenFailure {
                rate: Some(rate),
                mtbf: None,
            } => Some(Failure::Rate(rate)),
            WrittenFailure {
                rate: None,
                mtbf: Some(mtbf),
            } if mtbf.0 > 0 => Some(Failure::Mtbf(mtbf)),
            _ => {
                complaints.add(
                    node.at,
                    "write either `rate: 0.5/yr` or an `mtbf` above zero",
                );
                None
            }
        }
    }

    fn write(&self) -> Node {
        let written = match *self {
            Failure::Rate(rate) => WrittenFailure {
                rate: Some(rate),
                mtbf: None,
            },
            Failure::Mtbf(mtbf) => WrittenFailure {
                rate: None,
                mtbf: Some(mtbf),
            },
        };
        written.write()
    }

    fn schema() -> Node {
        WrittenFailure::schema()
    }
}

impl Item {
    /// One that says nothing.
    pub fn empty() -> Item {
        let nothing = Node::map::<&str>([]);
        let mut complaints = Complaints::new();
        let mut map = MapReader::new(&nothing, &mut complaints).expect("a map was given");
        crate::shape::Fields::take(&mut map).expect("no field of an item is required")
    }

    /// The minimum level of any use, in hundredths of a percent; 0 where none is set.
    pub fn mbco(&self) -> u32 {
        let targets = self.targets.as_ref();
        targets
            .and_then(|targets| targets.mbco)
            .map_or(0, |mbco| mbco.0)
    }

    /// The time declared for its own recovery.
    pub fn takes(&self) -> Option<Takes> {
        self.recovery.as_ref().and_then(|recovery| recovery.takes)
    }
}
