//! How much data would be lost: what each item may lose, and what its protections leave, for each
//! way of losing things.

use engine::graph::Item;
use engine::loss_point::{LossPoint, Origin, loss_points};
use record::requirements::Dataset;
use record::requirements::dataset::{Method, Protection};
use serde::{Serialize, Serializer};

use super::own_target::OwnTarget;
use super::reconciliation::{GroupSkew, skews};
use super::reconstruction::Eased;
use crate::estate::{Estate, Listed};
use crate::standpoint::Standpoint;

/// How much data would be lost at worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// So many seconds of it.
    Seconds(i64),
    /// Nobody knows.
    Unknown,
    /// All of it: nothing survives to restore from.
    None,
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Point::Seconds(seconds) => serializer.serialize_i64(*seconds),
            Point::Unknown => serializer.serialize_none(),
            Point::None => serializer.serialize_str("none"),
        }
    }
}

impl Point {
    /// The better of two protections: a known one before an unknown, any before none.
    fn or(self, other: Point) -> Point {
        match (self, other) {
            (Point::Seconds(one), Point::Seconds(other)) => Point::Seconds(one.min(other)),
            (Point::Seconds(seconds), _) | (_, Point::Seconds(seconds)) => Point::Seconds(seconds),
            (Point::Unknown, _) | (_, Point::Unknown) => Point::Unknown,
            (Point::None, Point::None) => Point::None,
        }
    }

    /// The worse of two datasets: none before unknown before any figure.
    fn and(self, other: Point) -> Point {
        match (self, other) {
            (Point::None, _) | (_, Point::None) => Point::None,
            (Point::Unknown, _) | (_, Point::Unknown) => Point::Unknown,
            (Point::Seconds(one), Point::Seconds(other)) => Point::Seconds(one.max(other)),
        }
    }
}

/// The figure for each failure mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Points {
    /// The storage fails, its site stands.
    pub local: Point,
    /// The site is gone.
    pub site: Point,
    /// The data is wrong, and its replicas with it.
    pub corruption: Point,
    /// Someone with the credentials destroys what they can.
    pub ransomware: Point,
}

impl Points {
    const NONE: Points = Points {
        local: Point::None,
        site: Point::None,
        corruption: Point::None,
        ransomware: Point::None,
    };

    fn zip(self, other: Points, join: fn(Point, Point) -> Point) -> Points {
        Points {
            local: join(self.local, other.local),
            site: join(self.site, other.site),
            corruption: join(self.corruption, other.corruption),
            ransomware: join(self.ransomware, other.ransomware),
        }
    }

    /// Each mode with its word.
    pub fn modes(&self) -> [(&'static str, Point); 4] {
        [
            ("local", self.local),
            ("site", self.site),
            ("corruption", self.corruption),
            ("ransomware", self.ransomware),
        ]
    }
}

/// What is required of every item and what its data achieves.
pub struct RecoveryPoints {
    /// The requirement of each item, and where it comes from.
    pub required: Vec<LossPoint>,
    /// What each item achieves; none for one without data.
    pub achieved: Vec<Option<Points>>,
    /// For each item the dataset that decides, by mode as in `Points::modes`.
    pub worst: Vec<[Option<Item>; 4]>,
    /// Data that activities make anew, and what that changes.
    pub eased: Eased,
    /// Where members of a consistency group come back to different points, and the work that
    /// this makes.
    pub skews: Vec<GroupSkew>,
}

/// Rolls requirements down and capabilities up. `own` is what each item itself demands. Cost:
/// linear, plus the data under each item.
pub fn recovery_points(standpoint: &Standpoint<'_>, targets: &[OwnTarget]) -> RecoveryPoints {
    let estate = &standpoint.estate;
    let own = |listed: &Listed<'_>| {
        let targets = listed.item.targets.as_ref();
        targets.and_then(|targets| targets.rpo).map(|rpo| rpo.0)
    };
    let own: Vec<Option<i64>> = estate.items.iter().map(own).collect();
    let sets: Vec<Vec<Item>> = estate
        .consistency
        .iter()
        .map(|(_, members)| members.clone())
        .collect();
    let required = loss_points(&estate.graph, &own, &sets);
    let dwell = standpoint
        .policy
        .dwell_seconds
        .as_ref()
        .map(|dwell| dwell.value);
    let alone: Vec<Option<Points>> = estate
        .graph
        .items()
        .map(|item| {
            let dataset = estate.listed(item).dataset()?;
            Some(dataset_points(estate, item, &dataset.own, dwell))
        })
        .collect();
    let shared = share_in_groups(estate, &alone);
    let (achieved, worst) = roll_up(estate, &shared);
    let eased = Eased::new(estate, targets, (&own, &sets), &shared);
    RecoveryPoints {
        required: eased.least(required),
        skews: skews(estate, &alone),
        achieved,
        worst,
        eased,
    }
}

/// How a loss of data is judged in one mode: the dataset that decides, how much of it would be
/// lost and how much may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The dataset.
    pub dataset: Item,
    /// How much would be lost.
    pub point: Point,
    /// How much may be.
    pub allowed_seconds: i64,
}

impl Judged {
    /// By how much too much would be lost: all of it, unknown, so many seconds.
    pub(crate) fn excess(&self) -> (u8, i64) {
        let (kind, seconds) = badness(Some(self.point));
        match self.point {
            Point::Seconds(_) => (kind, seconds.saturating_sub(self.allowed_seconds)),
            _ => (kind, 0),
        }
    }
}

impl RecoveryPoints {
    /// How each item is judged by all that is required of it, by mode; none where nothing is
    /// required or it has no data. Data that is made anew is judged by itself.
    pub fn judged(&self, item: Item) -> Option<[Judged; 4]> {
        let at = item as usize;
        self.achieved[at]?;
        let judged = |mode: usize| {
            let dataset = self.worst[at][mode]?;
            let point = self.achieved[dataset as usize]?.modes()[mode].1;
            let plain = self.eased.plain(item, &self.required);
            let plain = plain.map(|allowed_seconds| Judged {
                dataset,
                point,
                allowed_seconds,
            });
            let eased = self.eased.worst(item, mode);
            plain.into_iter().chain(eased).max_by_key(Judged::excess)
        };
        Some([judged(0)?, judged(1)?, judged(2)?, judged(3)?])
    }

    /// How an item is judged by its own RPO alone, by mode; none where it has no data.
    pub fn judged_alone(&self, item: Item, rpo_seconds: i64) -> Option<[Judged; 4]> {
        let at = item as usize;
        self.achieved[at]?;
        let judged = |mode: usize| {
            if let Some(judged) = self.eased.own(item, mode) {
                return Some(judged);
            }
            let dataset = self.worst[at][mode]?;
            Some(Judged {
                dataset,
                point: self.achieved[dataset as usize]?.modes()[mode].1,
                allowed_seconds: rpo_seconds,
            })
        };
        Some([judged(0)?, judged(1)?, judged(2)?, judged(3)?])
    }

    /// From the item whose own requirement decides down to an item, at most so many steps.
    pub fn required_path(&self, item: Item, most: usize) -> Vec<Item> {
        let point = |at: Item| self.eased.point(item, at, &self.required);
        let (mut path, mut at) = (vec![item], item);
        while path.len() < most.min(self.required.len() + 1) {
            at = match point(at).origin {
                Origin::Need { owner, .. } => owner,
                Origin::Holder(next) | Origin::Set { member: next, .. } => next,
                Origin::None | Origin::Own => break,
            };
            path.push(at);
        }
        path.reverse();
        path
    }
}

/// A consistency group comes back to its oldest usable point.
fn share_in_groups(estate: &Estate<'_>, alone: &[Option<Points>]) -> Vec<Option<Points>> {
    let mut shared = alone.to_vec();
    for (_, members) in &estate.consistency {
        let points = members.iter().filter_map(|&item| alone[item as usize]);
        let worst = points.reduce(|one, other| one.zip(other, Point::and));
        for &item in members {
            shared[item as usize] = worst;
        }
    }
    shared
}

/// What one dataset's own protections leave.
pub fn dataset_points(
    estate: &Estate<'_>,
    item: Item,
    dataset: &Dataset,
    dwell: Option<i64>,
) -> Points {
    let place = DataPlace::new(estate, item);
    let each = dataset.protection.iter().map(|protection| {
        let outside = place.is_elsewhere(estate, protection);
        Points {
            local: lag(protection, false),
            site: if outside {
                lag(protection, true)
            } else {
                Point::None
            },
            corruption: if is_replica(protection) {
                Point::None
            } else {
                lag(protection, false)
            },
            ransomware: ransomware(&place, protection, dwell),
        }
    });
    each.fold(Points::NONE, |best, next| best.zip(next, Point::or))
}

/// Where a dataset and its holders stand, and whose credentials can delete them.
pub(crate) struct DataPlace<'e> {
    pub(crate) sites: Vec<Item>,
    pub(crate) admin_domains: Vec<&'e str>,
}

impl<'e> DataPlace<'e> {
    pub(crate) fn new(estate: &'e Estate<'_>, dataset: Item) -> DataPlace<'e> {
        let mut place = DataPlace {
            sites: Vec::new(),
            admin_domains: Vec::new(),
        };
        let holders = estate.graph.held_by(dataset).iter().copied();
        for item in holders.chain([dataset]) {
            let listed = estate.listed(item);
            place.sites.extend(site_of(estate, item));
            place
                .admin_domains
                .extend(listed.item.admin_domain.as_deref());
        }
        place
    }

    /// Whether a copy stands at another site than the data. Without a place of its own it does
    /// only when copies leave the site at all.
    pub(crate) fn is_elsewhere(&self, estate: &Estate<'_>, protection: &Protection) -> bool {
        let Some(at) = &protection.at else {
            return protection.offsite_after.is_some();
        };
        let Some(at) = estate.find(&at.text) else {
            return true;
        };
        !lost_with(estate, at)
            .iter()
            .any(|place| self.sites.contains(place))
    }
}

/// The item and everything it would be lost with: a room goes with its building, a copy at a
/// supplier with the site the supplier stands in.
fn lost_with(estate: &Estate<'_>, item: Item) -> Vec<Item> {
    let mut all = vec![item];
    let mut next = 0;
    while let Some(&at) = all.get(next) {
        next += 1;
        for &host in estate.graph.hosts(at) {
            if !all.contains(&host) {
                all.push(host);
            }
        }
    }
    all
}

/// The site an item is or stands in.
pub fn site_of(estate: &Estate<'_>, item: Item) -> Option<Item> {
    let listed = estate.listed(item);
    if listed.kind() == "site" {
        return Some(item);
    }
    let site = listed.item.site.as_ref()?;
    estate.find_kind("site", site.id())
}

/// Whether it repeats every change at once, wrong ones too.
pub fn is_replica(protection: &Protection) -> bool {
    matches!(protection.method, Method::Async | Method::Sync)
}

/// The age of the newest usable copy at worst; `away` adds the way to another place.
fn lag(protection: &Protection, away: bool) -> Point {
    let seconds = |duration: Option<record::value::Duration>| duration.map(|it| it.0);
    let (runs, every) = (
        seconds(protection.runs).unwrap_or(0),
        seconds(protection.every),
    );
    let offsite = if away {
        seconds(protection.offsite_after).unwrap_or(0)
    } else {
        0
    };
    let known = match protection.method {
        Method::Sync => Some(0),
        Method::Async => seconds(protection.lag_p99),
        Method::Continuous => Some(
            seconds(protection.lag_p99)
                .or(every.map(|every| every + runs))
                .unwrap_or(0),
        ),
        Method::Backup | Method::Snapshot | Method::LogShipping => {
            let intervals = i64::from(protection.missed.unwrap_or(0)) + 1;
            every.map(|every| {
                every
                    .saturating_mul(intervals)
                    .saturating_add(runs + offsite)
            })
        }
    };
    known.map_or(Point::Unknown, Point::Seconds)
}

/// What is left when whoever holds the credentials destroys what they can, after having sat
/// unseen for the dwell time.
fn ransomware(place: &DataPlace<'_>, protection: &Protection, dwell: Option<i64>) -> Point {
    if !protection.immutable {
        match protection.admin_domain.as_deref() {
            None => return Point::None,
            Some(domain) if place.admin_domains.contains(&domain) => return Point::None,
            // Whose credentials reach the data itself is not said.
            Some(_) if place.admin_domains.is_empty() => return Point::Unknown,
            Some(_) => {}
        }
    }
    let Some(dwell) = dwell else {
        return Point::Unknown;
    };
    let kept = match (protection.retention, is_replica(protection)) {
        (Some(retention), _) => retention.0,
        // A replica that keeps no history has only today's data.
        (None, true) => 0,
        (None, false) => return Point::Unknown,
    };
    let Some(every) = protection
        .every
        .map(|every| every.0)
        .or(Some(0).filter(|_| is_replica(protection) || protection.method == Method::Continuous))
    else {
        return Point::Unknown;
    };
    if kept < dwell + every {
        return Point::None;
    }
    match lag(protection, true) {
        Point::Seconds(seconds) => Point::Seconds(dwell.saturating_add(seconds)),
        other => other,
    }
}

/// Each item achieves the worst of the data it holds or runs on.
fn roll_up(
    estate: &Estate<'_>,
    shared: &[Option<Points>],
) -> (Vec<Option<Points>>, Vec<[Option<Item>; 4]>) {
    let count = estate.items.len();
    let (mut achieved, mut worst) = (vec![None; count], vec![[None; 4]; count]);
    let held = |item: &Item| shared[*item as usize].is_some();
    let datasets: Vec<Item> = estate.graph.items().filter(held).collect();
    const MODES: [usize; 4] = [0, 1, 2, 3];
    for mode in MODES {
        let figure = |item: Item| shared[item as usize].map(|points| points.modes()[mode].1);
        let mut order = datasets.clone();
        order.sort_by_key(|&item| std::cmp::Reverse(badness(figure(item))));
        // The worst dataset first: whatever it reaches is decided by it.
        for dataset in order {
            spread(estate, dataset, &mut |item| {
                let decided = &mut worst[item as usize][mode];
                let fresh = decided.is_none();
                if fresh {
                    *decided = Some(dataset);
                }
                fresh
            });
        }
    }
    for (item, worst) in worst.iter().enumerate() {
        let figure = |mode: usize| {
            let dataset = worst[mode]?;
            shared[dataset as usize].map(|points| points.modes()[mode].1)
        };
        let points = (figure(0), figure(1), figure(2), figure(3));
        if let (Some(local), Some(site), Some(corruption), Some(ransomware)) = points {
            achieved[item] = Some(Points {
                local,
                site,
                corruption,
                ransomware,
            });
        }
    }
    (achieved, worst)
}

pub(super) fn badness(point: Option<Point>) -> (u8, i64) {
    match point {
        None => (0, 0),
        Some(Point::Seconds(seconds)) => (1, seconds),
        Some(Point::Unknown) => (2, 0),
        Some(Point::None) => (3, 0),
    }
}

/// Visits a dataset, its holders, and whatever runs on any of them, while `fresh` says so.
pub(super) fn spread(estate: &Estate<'_>, dataset: Item, fresh: &mut dyn FnMut(Item) -> bool) {
    let graph = &estate.graph;
    let mut open = vec![dataset];
    while let Some(item) = open.pop() {
        if !fresh(item) {
            continue;
        }
        open.extend(graph.held_by(item));
        for &group in graph.used_by(item) {
            let group = graph.group(group);
            if group.stops() && group.phase.runs() {
                open.push(group.owner);
            }
        }
    }
}
