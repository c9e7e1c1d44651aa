//! Data that an activity can make anew from another source within its work recovery time: of that
//! data it bears the loss of as much as the source reaches back. Only its own contribution is
//! eased; whoever else runs on the data asks for what they ask. It moves no recovery time.

use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;
use engine::loss_point::{Easing, LossPoint, Origin, eased_points, loss_points};
use serde::Serialize;

use super::own_target::OwnTarget;
use super::recovery_points::{Judged, Points, spread};
use crate::estate::{Estate, Listed};

#[cfg(test)]
mod tests;

/// Data that an activity says it can make anew, and whether that counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reconstructed {
    /// `activity/id`.
    pub activity: String,
    /// `dataset/id`, as far as a record answers to it.
    pub dataset: String,
    /// From what.
    pub from: Option<String>,
    /// Its RPO without this.
    pub rpo_seconds: Option<i64>,
    /// How far back the source reaches: what it bears instead, where that is more.
    pub reaches_back_seconds: i64,
    /// How long making it anew takes.
    pub takes_seconds: Option<i64>,
    /// How long all that it makes anew takes together; nothing where one time is unknown.
    pub takes_together_seconds: Option<i64>,
    /// Its work recovery time; nothing where nobody says it.
    pub wrt_seconds: Option<i64>,
    /// Whether it all fits into the work recovery time, so that it counts.
    pub counts: bool,
}

/// The work recovery time that an activity gives: as declared, else what its backlog takes.
pub fn wrt_given(listed: &Listed<'_>, own: &OwnTarget) -> Option<i64> {
    let targets = listed.item.targets.as_ref();
    let declared = targets.and_then(|it| it.wrt).map(|wrt| wrt.0);
    let backlog = listed.activity().and_then(|it| it.own.backlog.as_ref());
    declared.or_else(|| backlog.and(own.mtpd.as_ref()).map(|_| own.wrt_seconds))
}

/// What an activity makes anew; nothing of anything else.
pub fn reconstructed(
    estate: &Estate<'_>,
    listed: &Listed<'_>,
    own: &OwnTarget,
) -> Vec<Reconstructed> {
    let Some(activity) = listed.activity() else {
        return Vec::new();
    };
    let all = &activity.own.reconstructs;
    let together = all.iter().map(|it| it.takes.map(|takes| takes.0));
    let together: Option<i64> = together.sum();
    let wrt = wrt_given(listed, own);
    let fits = together.zip(wrt).is_some_and(|(takes, wrt)| takes <= wrt);
    let targets = listed.item.targets.as_ref();
    let row = |it: &record::requirements::activity::Reconstruction| Reconstructed {
        activity: listed.reference.clone(),
        dataset: match estate.find_kind("dataset", it.dataset.id()) {
            Some(item) => estate.reference(item).to_owned(),
            None => format!("dataset/{}", it.dataset.id()),
        },
        from: it.from.clone(),
        rpo_seconds: targets.and_then(|it| it.rpo).map(|rpo| rpo.0),
        reaches_back_seconds: it.reaches_back.0,
        takes_seconds: it.takes.map(|takes| takes.0),
        takes_together_seconds: together,
        wrt_seconds: wrt,
        counts: fits,
    };
    all.iter().map(row).collect()
}

/// The dataset that decides about an item by mode, of what is made anew by someone above it.
type Worst = [Option<Judged>; 4];

/// What reconstruction changes in the whole estate; empty in most.
#[derive(Default)]
pub struct Eased {
    /// All that activities say, counting or not.
    pub said: Vec<Reconstructed>,
    /// Requirements without those who make data anew; empty where nobody does.
    plain: Vec<LossPoint>,
    /// What each of them alone requires.
    alone: Vec<BTreeMap<Item, LossPoint>>,
    worst: BTreeMap<Item, Worst>,
    own: BTreeMap<Item, Worst>,
}

impl Eased {
    /// Looks at every activity. Cost: for each that makes data anew, what it reaches; for each
    /// set of them that share an item, the same again.
    pub(super) fn new(
        estate: &Estate<'_>,
        targets: &[OwnTarget],
        (own, sets): (&[Option<i64>], &[Vec<Item>]),
        data: &[Option<Points>],
    ) -> Eased {
        let mut eased = Eased::default();
        let mut easings = Vec::new();
        for item in estate.graph.items() {
            let (listed, target) = (estate.listed(item), &targets[item as usize]);
            let said = reconstructed(estate, listed, target);
            let borne = said.iter().filter(|it| it.counts);
            let borne =
                borne.filter_map(|it| Some((estate.find(&it.dataset)?, it.reaches_back_seconds)));
            let bears: BTreeMap<Item, i64> = borne.collect();
            if let Some(seconds) = own[item as usize].filter(|_| !bears.is_empty()) {
                easings.push(Easing {
                    source: item,
                    seconds,
                    bears,
                });
            }
            eased.said.extend(said);
        }
        if easings.is_empty() {
            return eased;
        }
        let mut others = own.to_vec();
        for easing in &easings {
            others[easing.source as usize] = None;
        }
        eased.plain = loss_points(&estate.graph, &others, sets);
        eased.alone = eased_points(&estate.graph, sets, &easings);
        eased.worst = worst(estate, &eased.alone, data);
        for (easing, alone) in easings.iter().zip(&eased.alone) {
            let mut of = worst(estate, std::slice::from_ref(alone), data);
            eased.own.extend(of.remove_entry(&easing.source));
        }
        eased
    }

    /// The least of what all require; `all` is that without any easing, and stands where nobody
    /// eases anything.
    pub(super) fn least(&self, all: Vec<LossPoint>) -> Vec<LossPoint> {
        if self.plain.is_empty() {
            return all;
        }
        let mut least = self.plain.clone();
        for (&item, &point) in self.alone.iter().flatten() {
            let known = &mut least[item as usize];
            let is_less = |before: i64| point.seconds.is_some_and(|it| it < before);
            if known.seconds.is_none_or(is_less) {
                *known = point;
            }
        }
        least
    }

    /// What an activity says. Cost: a search by halves.
    pub fn said_by(&self, activity: &str) -> &[Reconstructed] {
        // Items stand in the order of their references, and so does what they say.
        let start = self.said.partition_point(|it| &*it.activity < activity);
        let rest = &self.said[start..];
        &rest[..rest.partition_point(|it| it.activity == activity)]
    }

    /// What those who make nothing anew require of an item.
    pub(super) fn plain(&self, item: Item, required: &[LossPoint]) -> Option<i64> {
        let points = match self.plain.is_empty() {
            true => required,
            false => &self.plain,
        };
        points[item as usize].seconds
    }

    /// The data that is made anew, where it decides about an item.
    pub(super) fn worst(&self, item: Item, mode: usize) -> Option<Judged> {
        self.worst.get(&item)?[mode]
    }

    /// What decides about an activity that makes data anew, by its own RPO alone.
    pub(super) fn own(&self, item: Item, mode: usize) -> Option<Judged> {
        self.own.get(&item)?[mode]
    }

    /// The requirement of `at` as it leads to that of `item`: of one and the same source.
    pub(super) fn point(&self, item: Item, at: Item, required: &[LossPoint]) -> LossPoint {
        const NOTHING: LossPoint = LossPoint {
            seconds: None,
            origin: Origin::None,
        };
        let wanted = required[item as usize].seconds;
        if self.plain.is_empty() {
            return required[at as usize];
        }
        if self.plain[item as usize].seconds == wanted {
            return self.plain[at as usize];
        }
        let mut alone = self.alone.iter();
        let of = alone.find(|of| of.get(&item).is_some_and(|it| it.seconds == wanted));
        of.and_then(|of| of.get(&at).copied()).unwrap_or(NOTHING)
    }
}

/// For every item under those who make data anew, the dataset that exceeds most what they bear of
/// it. Items under the same ones are judged in one go.
fn worst(
    estate: &Estate<'_>,
    alone: &[BTreeMap<Item, LossPoint>],
    data: &[Option<Points>],
) -> BTreeMap<Item, Worst> {
    let mut above: BTreeMap<Item, Vec<usize>> = BTreeMap::new();
    for (source, reached) in alone.iter().enumerate() {
        for &item in reached.keys() {
            above.entry(item).or_default().push(source);
        }
    }
    let sets: BTreeSet<&Vec<usize>> = above.values().collect();
    let mut out: BTreeMap<Item, Worst> = BTreeMap::new();
    for set in sets {
        let within = |item: &Item| set.iter().all(|&it| alone[it].contains_key(item));
        let allowed = |item: Item| {
            let each = set.iter().filter_map(|&it| alone[it].get(&item)?.seconds);
            each.min()
        };
        let reached = alone[set[0]].keys().filter(|item| within(item));
        let datasets: Vec<Item> = reached
            .copied()
            .filter(|&item| data[item as usize].is_some())
            .collect();
        for mode in 0..4 {
            let judged = |&dataset: &Item| {
                Some(Judged {
                    dataset,
                    point: data[dataset as usize]?.modes()[mode].1,
                    allowed_seconds: allowed(dataset)?,
                })
            };
            let mut order: Vec<Judged> = datasets.iter().filter_map(judged).collect();
            order.sort_by_key(|it| std::cmp::Reverse(it.excess()));
            let mut met = BTreeSet::new();
            for judged in order {
                spread(estate, judged.dataset, &mut |item| {
                    let fresh = within(&item) && met.insert(item);
                    if fresh && above.get(&item) == Some(set) {
                        out.entry(item).or_default()[mode] = Some(judged);
                    }
                    fresh
                });
            }
        }
    }
    out
}
