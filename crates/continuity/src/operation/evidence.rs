//! The evidence behind a recovery claim: how strong it is, what it shows, whether it still counts,
//! and why (domain reference 4.15 to 4.18). A run shows something; a plan with durations only
//! calculates; words only claim. It judges recovery times, not recovery points.

mod calculated;
mod direct;

use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;
use engine::standing::{Standing, standing};
use jiff::Timestamp;
use jiff::civil::Date;
use record::kind::Filed;
use record::link::split;
use record::operation::Finding;
use serde::Serialize;

use self::direct::Direct;
use super::freshness::Freshness;
use super::outcome::{Outcome, outcome};
use crate::event::{Mode, Since};
use crate::requirements::loss::losses;
use crate::requirements::recovery_targets::{RecoveryTargets, Verdict};
use crate::standpoint::Standpoint;
use crate::state::State;

/// How strong the evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing speaks for it.
    None,
    /// Someone says so.
    Claimed,
    /// A plan with durations gives a figure.
    Projected,
    /// A run of its plan showed it, in part or apart from what runs.
    Tested,
    /// It was shown in earnest, whole, and someone else verified it.
    Proven,
}

impl Level {
    /// The word of the trade.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::None => "none",
            Level::Claimed => "claimed",
            Level::Projected => "projected",
            Level::Tested => "tested",
            Level::Proven => "proven",
        }
    }

    /// One level down.
    fn lower(self) -> Level {
        match self {
            Level::Proven => Level::Tested,
            Level::Tested => Level::Projected,
            Level::Projected => Level::Claimed,
            Level::Claimed | Level::None => Level::None,
        }
    }
}

/// A reason for what the evidence comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// In one sentence.
    pub text: String,
    /// The record or run it speaks of.
    pub about: Option<String>,
    /// The entry that changed it.
    pub seq: Option<u64>,
    /// When that was.
    #[serde(serialize_with = "text_or_null")]
    pub at: Option<Timestamp>,
    /// Who did it.
    pub by: Option<String>,
}

impl Reason {
    fn of(about: &str, text: impl Into<String>) -> Reason {
        Reason {
            text: text.into(),
            about: Some(about.to_string()),
            seq: None,
            at: None,
            by: None,
        }
    }

    fn changed(about: &str, text: impl Into<String>, since: &Since) -> Reason {
        Reason {
            seq: Some(since.seq),
            at: Some(since.at),
            by: Some(since.by.clone()),
            ..Reason::of(about, text)
        }
    }
}

/// The run that evidence rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The run.
    pub run: String,
    /// Exercise, live or precaution.
    pub mode: &'static str,
    /// The sort of exercise.
    pub sort: Option<&'static str>,
    /// When it ended.
    #[serde(serialize_with = "text")]
    pub at: Timestamp,
    /// From the call to recovery until it was back; nothing where it was not.
    pub seconds: Option<i64>,
    /// The same from the disruption, where there was one.
    pub from_disruption_seconds: Option<i64>,
    /// What was to be recovered for it.
    pub recovery_set: Vec<String>,
    /// The last day on which it counts.
    pub due: String,
}

/// The evidence behind the claim that an item is back in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How strong it is.
    pub level: Level,
    /// What it shows.
    pub verdict: Verdict,
    /// Whether it still counts; nothing where nothing was shown.
    pub freshness: Option<Freshness>,
    /// By when it must be back, from the call to recovery.
    pub target_seconds: Option<i64>,
    /// What lies between the disruption and that call, as declared.
    pub lead_seconds: i64,
    /// When it would be back by calculation, from the call.
    pub calculated_seconds: Option<i64>,
    /// The plans in force that bring it back.
    pub plans: Vec<String>,
    /// The run that speaks.
    pub shown: Option<Shown>,
    /// Why it is so, the weightiest first.
    pub reasons: Vec<Reason>,
}

impl Evidence {
    /// Whether a run showed, not too long ago, that it is back in time.
    pub fn is_shown(&self) -> bool {
        self.level >= Level::Tested
            && self.verdict == Verdict::Meets
            && matches!(self.freshness, Some(Freshness::Fresh | Freshness::DueSoon))
    }
}

/// All that speaks for recovery claims, made ready once.
pub struct Proofs<'a> {
    state: &'a State,
    standpoint: &'a Standpoint<'a>,
    targets: &'a RecoveryTargets,
    /// What each run that ended showed, the latest first.
    outcomes: Vec<Outcome<'a>>,
    /// By item, the places of the outcomes that speak of it.
    of_item: BTreeMap<Item, Vec<usize>>,
    /// By run, what is down in its scenario.
    standings: Vec<Option<Standing>>,
    /// By item, the findings that keep it from counting as shown.
    blocking: BTreeMap<Item, Vec<&'a Filed<Finding>>>,
    /// By item, the approved plans that restore or cover it.
    plans: BTreeMap<Item, Vec<&'a str>>,
    /// The items whose time is but a contract's promise, each with the contract's name.
    promised: BTreeSet<(Item, &'a str)>,
}

impl<'a> Proofs<'a> {
    /// Makes them ready. Cost: linear in runs, plans and findings, and for each run with a scenario
    /// a walk of the estate.
    pub fn new(
        state: &'a State,
        standpoint: &'a Standpoint<'a>,
        targets: &'a RecoveryTargets,
    ) -> Proofs<'a> {
        let estate = &standpoint.estate;
        let ended = state.runs().filter(|run| !run.is_on());
        let mut outcomes: Vec<Outcome<'_>> = ended.map(|run| outcome(estate, run)).collect();
        let end = |it: &Outcome<'_>| it.run.end.as_ref().map(|end| end.at);
        outcomes.sort_by_key(|it| std::cmp::Reverse((end(it), it.run.seq)));
        let mut of_item: BTreeMap<Item, Vec<usize>> = BTreeMap::new();
        for (place, outcome) in outcomes.iter().enumerate() {
            for &item in outcome.items.keys() {
                of_item.entry(item).or_default().push(place);
            }
        }
        let mut proofs = Proofs {
            state,
            standpoint,
            targets,
            standings: Vec::new(),
            outcomes,
            of_item,
            blocking: BTreeMap::new(),
            plans: BTreeMap::new(),
            promised: BTreeSet::new(),
        };
        let standings = proofs.outcomes.iter().map(|it| proofs.standing_of(it));
        proofs.standings = standings.collect();
        proofs.gather();
        proofs.promised = proofs.promises();
        proofs
    }

    fn standing_of(&self, outcome: &Outcome<'_>) -> Option<Standing> {
        let estate = &self.standpoint.estate;
        let scenario = split(outcome.run.start.scenario.as_deref()?).1;
        let scenario = estate.registers.scenarios.get(scenario)?;
        let losses = losses(estate, scenario);
        Some(standing(&estate.graph, &losses.items))
    }

    fn gather(&mut self) {
        let estate = &self.standpoint.estate;
        for finding in estate.registers.findings.approved() {
            if finding.own.closed.is_some_and(|day| day.0 <= self.today()) {
                continue;
            }
            for item in finding
                .own
                .blocks
                .iter()
                .filter_map(|it| estate.find(&it.text))
            {
                self.blocking.entry(item).or_default().push(finding);
            }
        }
        for plan in estate.registers.plans.approved() {
            let restored = plan
                .own
                .steps
                .iter()
                .filter_map(|step| step.restores.as_ref());
            let named = restored.chain(&plan.own.covers);
            let items: BTreeSet<Item> = named.filter_map(|it| estate.find(&it.text)).collect();
            for item in items {
                self.plans.entry(item).or_default().push(&plan.id);
            }
        }
    }

    fn today(&self) -> Date {
        self.standpoint.at.to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// The evidence for one item. Cost: for each run that speaks of it, what the item needs.
    pub fn of(&self, item: Item) -> Evidence {
        let listed = self.standpoint.estate.listed(item);
        let calculated = self.calculated(item);
        let directs: Vec<Direct> = self
            .of_item
            .get(&item)
            .into_iter()
            .flatten()
            .filter_map(|&place| self.direct(item, place))
            .collect();
        let target_seconds = self.targets.deadlines.required(item).seconds;
        let mut evidence = Evidence {
            id: listed.reference.clone(),
            name: listed.title().to_string(),
            level: calculated.level,
            verdict: calculated.verdict,
            freshness: None,
            target_seconds,
            lead_seconds: self.targets.own[item as usize].lead_seconds(),
            calculated_seconds: self.targets.times.seconds(item),
            plans: self.plans_of(item),
            shown: None,
            reasons: Vec::new(),
        };
        if let Some(direct) = decisive(directs) {
            let speaks = direct.level > calculated.level || direct.level >= Level::Tested;
            if speaks {
                (evidence.level, evidence.verdict) = (direct.level, direct.verdict);
            }
            if direct.level == Level::Projected {
                evidence.verdict = self.targets.verdict(item);
            }
            evidence.freshness = Some(direct.freshness);
            evidence.shown = Some(direct.shown);
            evidence.reasons = direct.reasons;
        }
        evidence.reasons.extend(calculated.reasons);
        if target_seconds.is_none() {
            evidence.verdict = Verdict::NoTarget;
        }
        evidence
    }

    /// The evidence for every service in force that must be back by some time, in their order.
    pub fn services(&self) -> Vec<(Item, Evidence)> {
        let estate = &self.standpoint.estate;
        let asked = |item: &Item| {
            let listed = estate.listed(*item);
            let in_force = match listed.of {
                crate::estate::Of::Service(service) => service.is_approved(),
                _ => false,
            };
            in_force && self.targets.deadlines.required(*item).seconds.is_some()
        };
        let services = estate.graph.items().filter(asked);
        services.map(|item| (item, self.of(item))).collect()
    }

    fn plans_of(&self, item: Item) -> Vec<String> {
        let plans = self.plans.get(&item).into_iter().flatten();
        plans.map(|id| format!("plan/{id}")).collect()
    }

    /// When a record last changed in what a proof rests on.
    fn since(&self, reference: &str) -> Option<&Since> {
        let (kind, id) = split(reference);
        self.state.filing(kind?, id)?.changed.as_deref()
    }
}

/// Of what the runs show of an item, the latest first, what counts: a later miss overrides what was
/// shown before it; else the strongest counts and the latest says whether it was in time. Where
/// none counts as tested any more, the one that once was strongest says why.
fn decisive(directs: Vec<Direct>) -> Option<Direct> {
    let miss = directs
        .iter()
        .position(|it| it.level >= Level::Tested && it.verdict == Verdict::Misses);
    let end = miss.map_or(directs.len(), |place| place + 1);
    let latest = directs[..end].iter().find(|it| it.level >= Level::Tested);
    let verdict = latest.map(|it| it.verdict);
    let lasts = directs.into_iter().take(end);
    // Of equals the first, which is the latest.
    let strongest = lasts.rev().max_by_key(|it| (it.level, it.once));
    strongest.map(|mut strongest| {
        if let Some(verdict) = verdict {
            strongest.verdict = verdict;
        }
        strongest
    })
}

/// How a run is called in a sentence.
fn title(mode: Mode) -> &'static str {
    match mode {
        Mode::Exercise => "the exercise",
        Mode::Live => "the recovery",
        Mode::Precaution => "the precaution",
    }
}

/// An instant as a text.
pub(crate) fn text<S: serde::Serializer>(at: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(at)
}

/// An instant as a text, or nothing.
pub(crate) fn text_or_null<S: serde::Serializer>(
    at: &Option<Timestamp>,
    out: S,
) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => out.collect_str(at),
        None => out.serialize_none(),
    }
}

#[cfg(test)]
mod tests;
