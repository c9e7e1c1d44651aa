//! Required against achievable, for every item: by when it must be back, when it would be, how
//! much data it may lose and would lose, and why.

use std::collections::BTreeMap;

use engine::deadline::{Deadlines, Demands, Source, deadlines};
use engine::graph::{Graph, Item};
use engine::recovery::{Gap, Recovery, Times};
use engine::standing::standing_of_mask;
use serde::Serialize;

use super::catching_up::{CatchingUp, catching_up};
use super::condition::ConditionMtpd;
use super::own_target::{OwnTarget, own_target};
use super::reconciliation::{GroupSkew, groups_under};
use super::reconstruction::Reconstructed;
use super::recovery_points::{Points, RecoveryPoints, recovery_points};
use crate::estate::{Estate, Listed};
use crate::path::{Step, back_path_within, deadline_path, ends, missing};
use crate::standpoint::Standpoint;

/// What a comparison of capability and target says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It would be back in time.
    Meets,
    /// It would not.
    Misses,
    /// A fact is missing.
    Unknown,
    /// No recovery could be so quick.
    Infeasible,
    /// Nothing is demanded.
    NoTarget,
}

impl Verdict {
    /// The word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Meets => "meets",
            Verdict::Misses => "misses",
            Verdict::Unknown => "unknown",
            Verdict::Infeasible => "infeasible",
            Verdict::NoTarget => "no target",
        }
    }
}

/// The figures of the whole estate with all of it lost but its people.
pub struct RecoveryTargets {
    /// What each item itself demands.
    pub own: Vec<OwnTarget>,
    /// By when each item must be back.
    pub deadlines: Deadlines,
    /// When each would be.
    pub times: Times,
    /// Own time of each when lost.
    pub takes: Vec<Option<i64>>,
    /// How much data each may and would lose.
    pub points: RecoveryPoints,
    /// Of each activity the consistency groups under it, by their place in `points.skews`.
    pub groups_under: BTreeMap<Item, Vec<usize>>,
    /// The item whose own target decides each deadline.
    pub drivers: Vec<Option<Item>>,
    /// The missing fact behind each unknown time.
    pub gaps: Vec<Option<Gap>>,
}

/// How many steps of paths stand in the table in all. Paths are whole in any ordinary estate; of
/// a chain of a hundred thousand each shows its first twenty. Asked for by name, an item shows
/// its whole path.
const STEPS_SHOWN: usize = 2_000_000;

/// One item as other programs read it.
#[derive(Clone, Debug, Serialize)]
pub struct ItemTarget {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The RTO it declares, as declared.
    pub rto_declared_seconds: Option<i64>,
    /// By when it must be back, from invocation.
    pub rto_required_seconds: Option<i64>,
    /// The item whose target decides that.
    pub rto_driver: Option<String>,
    /// From that item down to this one.
    pub rto_path: Vec<String>,
    /// The same with what was subtracted where.
    pub rto_why: Vec<Step>,
    /// When it would be back, from invocation.
    pub rtc_seconds: Option<i64>,
    /// From this item to what it waits for last.
    pub rtc_path: Vec<String>,
    /// The same with what was added where.
    pub rtc_why: Vec<Step>,
    /// The fact without which the capability is unknown.
    pub rtc_missing: Option<String>,
    /// Its own time when lost, declared or from a plan or its copies; without one and without a
    /// measurement it is not measured.
    pub own_seconds: Option<i64>,
    /// Recovery times that others measured: shown, never used.
    pub observed_seconds: Vec<i64>,
    /// Between the start of the target's clock and the start of work.
    pub lead_seconds: i64,
    /// Its MTPD, where it has one.
    pub mtpd_seconds: Option<i64>,
    /// Of an activity: MTPD in normal times and at each peak, with where it comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mtpd_by_condition: Vec<ConditionMtpd>,
    /// What the comparison says.
    pub verdict: Verdict,
    /// Whether its deadline binds it only as a member of a group in which enough others are known
    /// to meet it: later than that is no conflict.
    pub as_group: bool,
    /// Whether it is in a circle of needs, so that the figures are of the whole circle.
    pub cyclic: bool,
    /// How much data it may lose.
    pub rpo_required_seconds: Option<i64>,
    /// From the item whose RPO decides that down to this one.
    pub rpo_path: Vec<String>,
    /// How much it would lose, by failure mode; none for an item without data.
    pub rpc_seconds: Option<Points>,
    /// Of a dataset: who makes it anew from another source and so bears more of its loss.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reconstructed_by: Vec<Reconstructed>,
    /// Of a dataset: what comes back of its consistency group and what must be put right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skew: Option<GroupSkew>,
    /// Of an activity: what it has to catch up with once it is back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catching_up: Option<CatchingUp>,
    /// Its target hour by hour, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<super::hours_walk::HoursVerdict>,
}

/// All items as other programs read them.
#[derive(Clone, Debug, Serialize)]
pub struct TargetTable {
    /// By id.
    pub items: Vec<ItemTarget>,
}

/// Computes the figures. Cost: linear in the estate.
pub fn recovery_targets(standpoint: &Standpoint<'_>) -> RecoveryTargets {
    let estate = &standpoint.estate;
    let own: Vec<OwnTarget> = estate
        .items
        .iter()
        .map(|listed| own_target(standpoint, listed))
        .collect();
    let lost: Vec<bool> = estate
        .items
        .iter()
        .map(|listed| listed.team().is_none())
        .collect();
    let standing = standing_of_mask(&estate.graph, &lost);
    let every_copy = |_: Item, _: usize| true;
    let times = Recovery::new(&estate.graph, &estate.components).all(&standing, &every_copy);
    let takes = own_times(&estate.graph);
    let demands: Vec<Option<i64>> = own.iter().map(|own| own.seconds).collect();
    let back: Vec<Option<i64>> = times
        .figures()
        .iter()
        .map(|figure| figure.seconds)
        .collect();
    let demands = Demands {
        own: &demands,
        takes: &takes,
        back: &back,
    };
    let deadlines = deadlines(&estate.graph, &estate.components, demands);
    let points = recovery_points(standpoint, &own);
    let drivers = ends(
        lost.len(),
        |item| deadlines.required(item).follows_from(),
        |item| (deadlines.required(item).source == Source::Own).then_some(item),
    );
    let figures = times.figures();
    let gaps = ends(
        lost.len(),
        |item| figures[item as usize].waits_for(),
        |item| figures[item as usize].missing(),
    );
    RecoveryTargets {
        groups_under: groups_under(estate, &points.skews),
        drivers,
        gaps,
        own,
        deadlines,
        times,
        takes,
        points,
    }
}

/// Own time of every item when all is lost, its people and copies at hand.
pub fn own_times(graph: &Graph) -> Vec<Option<i64>> {
    let mut takes = Vec::with_capacity(graph.len());
    for item in graph.items() {
        let copies = graph
            .copies(item)
            .iter()
            .filter_map(|copy| copy.seconds)
            .min();
        takes.push(graph.takes(item).or(copies));
    }
    takes
}

impl RecoveryTargets {
    /// What the comparison says of one item: its capability against the deadline by which a
    /// conflict is judged.
    pub fn verdict(&self, item: Item) -> Verdict {
        let Some(required) = self.deadlines.required(item).seconds else {
            return Verdict::NoTarget;
        };
        let Some(judged) = self.deadlines.conflict(item).seconds else {
            return Verdict::Meets;
        };
        match self.times.seconds(item) {
            _ if judged < 0 => Verdict::Infeasible,
            None => Verdict::Unknown,
            Some(back) if back <= judged.max(required) => Verdict::Meets,
            Some(_) => Verdict::Misses,
        }
    }

    /// The table that other programs read.
    pub fn table(&self, standpoint: &Standpoint<'_>) -> TargetTable {
        let items = standpoint.estate.graph.items();
        let most = (STEPS_SHOWN / self.own.len().max(1)).max(20);
        TargetTable {
            items: items.map(|item| self.row(standpoint, item, most)).collect(),
        }
    }

    fn rpo_path(&self, estate: &Estate<'_>, item: Item, most: usize) -> Vec<String> {
        if self.points.required[item as usize].seconds.is_none() {
            return Vec::new();
        }
        let path = self.points.required_path(item, most);
        path.iter()
            .map(|&it| estate.reference(it).to_string())
            .collect()
    }

    /// One item as other programs read it, with so many steps of each path at most.
    pub fn row(&self, standpoint: &Standpoint<'_>, item: Item, most: usize) -> ItemTarget {
        let estate = &standpoint.estate;
        let (listed, own) = (estate.listed(item), &self.own[item as usize]);
        let required = self.deadlines.required(item);
        let steps = self.deadlines.path_within(item, most);
        let steps = if required.seconds.is_some() {
            steps
        } else {
            Vec::new()
        };
        let driver = self.drivers[item as usize];
        let rtc_why = back_path_within(estate, &self.times, item, most);
        let ids = |steps: &[Step]| steps.iter().map(|step| step.id.clone()).collect();
        let rto_why = deadline_path(estate, &steps);
        let recovery = listed.item.recovery.as_ref();
        let observed = recovery.map_or(&[][..], |recovery| &recovery.observed);
        ItemTarget {
            id: listed.reference.clone(),
            name: listed.title().to_string(),
            rto_declared_seconds: own.rto.map(|rto| rto.within.0),
            rto_required_seconds: required.seconds,
            rto_driver: driver.map(|driver| estate.reference(driver).to_string()),
            rto_path: ids(&rto_why),
            rto_why,
            rtc_seconds: self.times.seconds(item),
            rtc_path: ids(&rtc_why),
            rtc_why,
            rtc_missing: self.gaps[item as usize].map(|gap| missing(estate, gap)),
            own_seconds: self.takes[item as usize],
            observed_seconds: observed.iter().map(|observed| observed.took.0).collect(),
            lead_seconds: own.lead_seconds(),
            mtpd_seconds: own.mtpd.as_ref().map(|mtpd| mtpd.seconds),
            mtpd_by_condition: own.conditions.clone(),
            verdict: self.verdict(item),
            as_group: self.deadlines.as_group(item),
            cyclic: estate.components.is_cyclic(item),
            rpo_required_seconds: self.points.required[item as usize].seconds,
            rpo_path: self.rpo_path(estate, item, most),
            rpc_seconds: self.points.achieved[item as usize],
            reconstructed_by: reconstructed_by(&self.points, listed),
            skew: skew_of(&self.points, listed),
            catching_up: catching_up(standpoint, self, item),
            hours: None,
        }
    }
}

/// Cost: linear in what all activities make anew, for datasets alone.
fn reconstructed_by(points: &RecoveryPoints, listed: &Listed<'_>) -> Vec<Reconstructed> {
    if listed.dataset().is_none() {
        return Vec::new();
    }
    let said = points.eased.said.iter();
    said.filter(|it| it.dataset == listed.reference)
        .cloned()
        .collect()
}

fn skew_of(points: &RecoveryPoints, listed: &Listed<'_>) -> Option<GroupSkew> {
    let group = listed.dataset()?.own.consistency_group.as_deref()?;
    let skews = &points.skews;
    let found = skews.binary_search_by(|it| it.group.as_str().cmp(group));
    found.ok().map(|at| skews[at].clone())
}

/// The references on the path that drives an item's deadline, its driver first.
pub fn driving_references(
    estate: &Estate<'_>,
    targets: &RecoveryTargets,
    item: Item,
) -> Vec<String> {
    let path = crate::path::driving(&targets.deadlines, item, true);
    path.iter()
        .map(|&item| estate.reference(item).to_string())
        .collect()
}
