//! The estate as it is judged: the figures that findings and rules ask for, computed once.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use engine::black_start::{BlackStart, black_start};
use engine::deadlock::{Circle, circles};
use engine::graph::Item;
use record::kind::{Envelope, Origin, Status};
use record::kinds::Registers;
use record::operation::signal::Says;

use crate::estate::Estate;
use crate::homes::{AGREED, Homes};
use crate::initiation::duty::{Sweep, sweep};
use crate::requirements::margin::{self, Ground, Margin};
use crate::requirements::recovery_targets::{RecoveryTargets, recovery_targets};
use crate::rule::facts::Facts;
use crate::standpoint::Standpoint;

/// The estate as it is judged.
pub struct Judge<'r> {
    /// From where it is judged.
    pub standpoint: Standpoint<'r>,
    /// Required against achievable, with everything lost but the people.
    pub targets: RecoveryTargets,
    homes: &'r Homes,
    circles: OnceCell<Vec<(Vec<Item>, Circle)>>,
    black_start: OnceCell<BlackStart>,
    single_points: OnceCell<Vec<Vec<Item>>>,
    facts: OnceCell<Facts<'r>>,
    margin: OnceCell<Option<Margin>>,
    sweep: OnceCell<Sweep>,
}

impl<'r> Judge<'r> {
    /// Computes the figures that nearly every finding asks for. Cost: linear in the estate.
    pub fn new(standpoint: Standpoint<'r>) -> Judge<'r> {
        Judge::with_homes(standpoint, &AGREED)
    }

    /// The same, where records come from a journal and from folders that are homes.
    pub fn with_homes(standpoint: Standpoint<'r>, homes: &'r Homes) -> Judge<'r> {
        let targets = recovery_targets(&standpoint);
        let (circles, single_points) = (OnceCell::new(), OnceCell::new());
        Judge {
            standpoint,
            targets,
            homes,
            circles,
            black_start: OnceCell::new(),
            single_points,
            facts: OnceCell::new(),
            margin: OnceCell::new(),
            sweep: OnceCell::new(),
        }
    }

    /// What conditions look up, gathered when first asked.
    pub fn facts(&self) -> &Facts<'r> {
        self.facts.get_or_init(|| Facts::new(&self.standpoint))
    }

    /// Who is on duty at every hour of the coming quarter, looked at when first asked.
    pub fn sweep(&self) -> &Sweep {
        self.sweep.get_or_init(|| sweep(&self.standpoint))
    }

    /// Margin by what is said to be down, computed when first asked; none where nothing is.
    /// Cost: one walk for each item that could be lost.
    pub fn margin(&self) -> Option<&Margin> {
        let margin = || {
            let mut said = self.registers().signals.live().filter_map(|it| it.own.says);
            if !said.any(|says| says == Says::Down) {
                return None;
            }
            let ground = Ground::new(self.estate(), &self.targets);
            let at = self.standpoint.at;
            let live = margin::live::live(&ground, self.registers(), at);
            Some(margin::judge(&ground, live, at))
        };
        self.margin.get_or_init(margin).as_ref()
    }

    /// The estate.
    pub fn estate(&self) -> &Estate<'r> {
        &self.standpoint.estate
    }

    /// The records.
    pub fn registers(&self) -> &'r Registers {
        self.standpoint.estate.registers
    }

    /// Where folders that are homes and the journal do not agree.
    pub fn homes(&self) -> &'r Homes {
        self.homes
    }

    /// Today, in UTC.
    pub fn today(&self) -> jiff::civil::Date {
        self.standpoint.at.to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// The circles of needs of two or more items, each with its members and what it is.
    pub fn circles(&self) -> &[(Vec<Item>, Circle)] {
        self.circles.get_or_init(|| {
            let estate = self.estate();
            let found = circles(&estate.graph, &estate.components);
            let members = |component: u32| estate.components.members(component).to_vec();
            found
                .into_iter()
                .map(|(component, circle)| (members(component), circle))
                .collect()
        })
    }

    /// The fewest items that need a break-glass way, and the order in which everything comes up,
    /// computed when first asked.
    pub fn black_start(&self) -> &BlackStart {
        let estate = self.estate();
        self.black_start
            .get_or_init(|| black_start(&estate.graph, &estate.components))
    }

    /// For each item the single losses that stop it, itself, activities and teams left out; only
    /// for items that demand something. Cost: one walk for each item that could be lost.
    pub fn single_points(&self) -> &[Vec<Item>] {
        self.single_points.get_or_init(|| {
            let estate = self.estate();
            let graph = &estate.graph;
            let arcs = engine::arcs::Arcs::new(graph);
            let mut walk = engine::standing::Walk::new(graph, &arcs);
            let mut points = vec![Vec::new(); graph.len()];
            for item in graph.items() {
                let listed = estate.listed(item);
                if listed.activity().is_some() || listed.team().is_some() {
                    continue;
                }
                let mark = walk.mark();
                walk.lose(item);
                for &stopped in walk.stopped_since(mark) {
                    if stopped != item && estate.listed(stopped).demands() {
                        points[stopped as usize].push(item);
                    }
                }
                walk.undo_to(mark);
            }
            points
        })
    }

    /// The items that demand something: activities and services, in order.
    pub fn demanding(&self) -> impl Iterator<Item = Item> {
        self.estate()
            .graph
            .items()
            .filter(|&item| self.estate().listed(item).demands())
    }

    /// The path that drives an item's deadline, the demanding item first.
    pub fn driving(&self, item: Item) -> Vec<String> {
        crate::requirements::recovery_targets::driving_references(
            self.estate(),
            &self.targets,
            item,
        )
    }

    /// On how many unconfirmed or missing facts an item's verdict hangs: the records on the paths
    /// of both figures that are assumed or that nobody confirmed, and the missing fact itself.
    pub fn hangs_on(&self, item: Item) -> usize {
        let mut records: BTreeSet<Item> = BTreeSet::new();
        records.extend(self.targets.times.path(item).iter().map(|step| step.item));
        records.extend(
            self.targets
                .deadlines
                .path(item)
                .iter()
                .map(|step| step.item),
        );
        let unsure = |item: &&Item| {
            let envelope = self.estate().listed(**item).envelope;
            envelope.assumption || envelope.confirmed.is_none()
        };
        let missing = usize::from(self.targets.gaps[item as usize].is_some());
        records.iter().filter(unsure).count() + missing
    }

    /// What a record carries, its place and status, by `kind/id`.
    pub fn envelope(&self, reference: &str) -> Option<(&'r Envelope, Origin, Status)> {
        let (kind, id) = record::link::split(reference);
        self.registers().envelope(kind?, id)
    }
}
