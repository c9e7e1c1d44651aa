//! What one run shows of one item, and what it is worth today.

use std::collections::BTreeSet;

use engine::graph::Item;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use record::operation::exercise::{Environment, Rung};

use super::{Level, Proofs, Reason, Shown, title};
use crate::event::{Mode, Outcome as Result};
use crate::operation::freshness::{Freshness, age};
use crate::operation::outcome::{Back, Outcome};
use crate::operation::recovery_set::recovery_set;
use crate::requirements::recovery_targets::Verdict;
use crate::state::Run;

/// The least share of the current data, in hundredths of a percent, that a proof restores.
const DATA_LEAST: u32 = 8_000;

/// What one run shows of one item.
pub(super) struct Direct {
    pub(super) level: Level,
    /// The level it had when it was shown.
    pub(super) once: Level,
    pub(super) verdict: Verdict,
    pub(super) freshness: Freshness,
    pub(super) shown: Shown,
    pub(super) reasons: Vec<Reason>,
}

/// What a sort of run can show at most.
fn ceiling(run: &Run) -> Level {
    match (run.mode(), run.start.type_) {
        (Mode::Live | Mode::Precaution, _) => Level::Proven,
        (_, Some(Rung::Switchover | Rung::FullInterruption)) => Level::Proven,
        (_, Some(Rung::Component | Rung::Functional | Rung::Parallel | Rung::FaultInjection)) => {
            Level::Tested
        }
        _ => Level::Claimed,
    }
}

impl Proofs<'_> {
    /// What a run is worth for an item; nothing where it says nothing of it.
    pub(super) fn direct(&self, item: Item, place: usize) -> Option<Direct> {
        let outcome = &self.outcomes[place];
        let run = outcome.run;
        let end = run.end.as_ref()?;
        if end.outcome == Result::Aborted {
            return None;
        }
        let back = outcome.items.get(&item)?;
        let set = self.set_of(item, place);
        let apart = run.start.type_ == Some(Rung::Component) && !run.mode().is_real();
        if apart && set.len() > 1 {
            return None;
        }
        let mut reasons = vec![self.says(item, outcome, back)];
        let age = self.age(item, end.at);
        let mut direct = Direct {
            level: ceiling(run),
            once: Level::None,
            verdict: self.in_time(item, run, back),
            freshness: age.freshness,
            shown: self.shown(run, back, &set, age.due),
            reasons: Vec::new(),
        };
        if direct.level > Level::Claimed {
            self.hold_against(item, outcome, &set, &mut direct.level, &mut reasons);
        } else {
            direct.verdict = Verdict::Unknown;
        }
        direct.once = direct.level;
        if age.freshness == Freshness::Stale {
            direct.level = match age.twice {
                true => direct.level.min(Level::Claimed),
                false => direct.level.lower(),
            };
            let text = format!("It counted until {}; show it anew.", age.due);
            reasons.push(Reason::of(&format!("run/{}", run.id()), text));
        }
        let lowered = self.changes(run, &set);
        if !lowered.is_empty() {
            direct.level = direct.level.min(Level::Projected);
            direct.freshness = Freshness::Stale;
            reasons.splice(0..0, lowered);
        }
        let blocking = self.blocked(&set);
        if !blocking.is_empty() {
            direct.level = direct.level.min(Level::Projected);
            reasons.splice(0..0, blocking);
        }
        if direct.level == Level::Claimed {
            direct.verdict = Verdict::Unknown;
        }
        direct.reasons = reasons;
        Some(direct)
    }

    /// What must be recovered for the item, as the run's plan and scenario have it.
    fn set_of(&self, item: Item, place: usize) -> BTreeSet<Item> {
        let outcome = &self.outcomes[place];
        let restored = outcome.by_step.iter().copied().collect();
        let standing = self.standings[place].as_ref();
        recovery_set(&self.standpoint.estate, item, &restored, standing)
    }

    /// Whether it was back in time: from the disruption where there was one, else from the call.
    fn in_time(&self, item: Item, run: &Run, back: &Back) -> Verdict {
        let Some(target) = self.targets.deadlines.required(item).seconds else {
            return Verdict::NoTarget;
        };
        let Back::At(at) = back else {
            return Verdict::Misses;
        };
        let (start, allowed) = match run.start.began {
            Some(began) => (
                began,
                target + self.targets.own[item as usize].lead_seconds(),
            ),
            None => (run.start.at, target),
        };
        match at.as_second() - start.as_second() <= allowed {
            true => Verdict::Meets,
            false => Verdict::Misses,
        }
    }

    /// Takes levels away for what the run lacked.
    fn hold_against(
        &self,
        item: Item,
        outcome: &Outcome<'_>,
        set: &BTreeSet<Item>,
        level: &mut Level,
        reasons: &mut Vec<Reason>,
    ) {
        let run = outcome.run;
        let id = format!("run/{}", run.id());
        if let Some(verified) = run.verified.as_ref().filter(|it| !it.confirmed) {
            *level = Level::Claimed;
            let why = verified.note.as_deref().unwrap_or_default();
            reasons.push(Reason::of(&id, format!("Who verified it disagrees: {why}")));
        }
        let missing = self.missing(item, outcome, set);
        if !missing.is_empty() {
            *level = (*level).min(Level::Projected);
            reasons.extend(missing);
        }
        if *level < Level::Proven {
            return;
        }
        let lacks = self.lacks(run, set);
        if !lacks.is_empty() {
            *level = Level::Tested;
            let texts = lacks.into_iter().map(|text| Reason::of(&id, text));
            reasons.extend(texts);
        }
    }

    /// What must be recovered and was neither brought back by the run nor by one of its own.
    fn missing(&self, item: Item, outcome: &Outcome<'_>, set: &BTreeSet<Item>) -> Vec<Reason> {
        let estate = &self.standpoint.estate;
        let back = |other: &Item| matches!(outcome.items.get(other), Some(Back::At(_)));
        let missing = set
            .iter()
            .filter(|&&other| other != item && !back(&other) && !self.restored_apart(other));
        let reason = |&other: &Item| {
            let id = estate.reference(other);
            let text = format!(
                "It needs {}, which {} did not bring back.",
                estate.listed(other).title(),
                title(outcome.run.mode())
            );
            Reason::of(id, text)
        };
        missing.map(reason).collect()
    }

    /// Whether a run restored an item by a step of its own, not too long ago and unchanged since.
    fn restored_apart(&self, item: Item) -> bool {
        let places = self.of_item.get(&item).into_iter().flatten();
        places.map(|&place| &self.outcomes[place]).any(|outcome| {
            let run = outcome.run;
            let Some(end) = run.end.as_ref() else {
                return false;
            };
            ceiling(run) >= Level::Tested
                && end.outcome != Result::Aborted
                && outcome.by_step.contains(&item)
                && matches!(outcome.items.get(&item), Some(Back::At(_)))
                && self.age(item, end.at).freshness != Freshness::Stale
                && self.changes(run, &BTreeSet::from([item])).is_empty()
        })
    }

    /// What a run lacked to prove something.
    fn lacks(&self, run: &Run, set: &BTreeSet<Item>) -> Vec<String> {
        let estate = &self.standpoint.estate;
        let end = run.end.as_ref();
        let mut lacks = Vec::new();
        if run.verified.is_none() {
            lacks.push("Nobody who did not carry it out has verified it.".to_string());
        }
        if end.is_some_and(|end| end.minimum.is_none()) {
            lacks.push("Nobody of the business confirmed the minimum level.".into());
        }
        let there = matches!(
            run.start.environment,
            Some(Environment::Production | Environment::Standby)
        );
        if !run.mode().is_real() && !there {
            lacks.push("It was not carried out in production or on the real standby.".into());
        }
        let holds = |&item: &Item| {
            estate.listed(item).dataset().is_some() || !estate.graph.holds(item).is_empty()
        };
        let volume = end.and_then(|end| end.data_volume);
        match volume {
            Some(volume) if volume.0 < DATA_LEAST => {
                lacks.push(format!("Only {volume} of the current data was restored."));
            }
            None if !run.mode().is_real() && set.iter().any(holds) => {
                lacks.push("It does not say how much of the data was restored.".into());
            }
            _ => {}
        }
        lacks
    }

    /// What changed after a run, of all that it rests on.
    fn changes(&self, run: &Run, set: &BTreeSet<Item>) -> Vec<Reason> {
        let estate = &self.standpoint.estate;
        let mut records: Vec<(String, String)> = set
            .iter()
            .map(|&item| {
                let listed = estate.listed(item);
                (listed.reference.clone(), listed.title().to_string())
            })
            .collect();
        if let Some(plan) = run.plan() {
            records.push((plan.reference(), plan.title().to_string()));
        }
        let after = |(id, name): (String, String)| {
            let since = self.since(&id)?;
            if since.seq <= run.seq && since.at <= run.start.at {
                return None;
            }
            let fields = match since.fields.as_slice() {
                [] => String::new(),
                fields => format!(" ({})", fields.join(", ")),
            };
            let text = format!("{name} changed after it{fields}.");
            Some(Reason::changed(&id, text, since))
        };
        records.into_iter().filter_map(after).collect()
    }

    /// The open findings that keep something of the set from counting as shown.
    fn blocked(&self, set: &BTreeSet<Item>) -> Vec<Reason> {
        let findings = set.iter().filter_map(|item| self.blocking.get(item));
        let mut reasons: Vec<Reason> = findings
            .flatten()
            .map(|finding| {
                let text = format!("The finding “{}” is open.", finding.title());
                Reason::of(&finding.reference(), text)
            })
            .collect();
        reasons.dedup();
        reasons
    }

    /// The first sentence: what the run showed.
    fn says(&self, item: Item, outcome: &Outcome<'_>, back: &Back) -> Reason {
        let run = outcome.run;
        let name = self.standpoint.estate.listed(item).title();
        let day = day(run.end.as_ref().map_or(run.start.at, |end| end.at));
        let what = title(run.mode());
        let text = match back {
            _ if ceiling(run) <= Level::Claimed => {
                format!("In {what} of {day} it was talked through: that shows no time.")
            }
            Back::At(at) => {
                let seconds = at.as_second() - run.start.at.as_second();
                let took = crate::path::humane(seconds);
                format!("In {what} of {day} {name} was back {took} after the call.")
            }
            Back::Not { step } => {
                format!("In {what} of {day} {name} was not back: “{step}” was not done.")
            }
        };
        Reason::of(&format!("run/{}", run.id()), text)
    }

    fn age(&self, item: Item, at: Timestamp) -> crate::operation::freshness::Age {
        let months = months(self.standpoint.estate.listed(item).item.tier);
        age(at.to_zoned(TimeZone::UTC).date(), months, self.today())
    }

    fn shown(&self, run: &Run, back: &Back, set: &BTreeSet<Item>, due: jiff::civil::Date) -> Shown {
        let since = |start: Timestamp| match back {
            Back::At(at) => Some(at.as_second() - start.as_second()),
            Back::Not { .. } => None,
        };
        let items: Vec<Item> = set.iter().copied().collect();
        Shown {
            run: run.id().to_string(),
            mode: run.mode().as_str(),
            sort: run.start.type_.map(Rung::as_str),
            at: run.end.as_ref().map_or(run.start.at, |end| end.at),
            seconds: since(run.start.at).filter(|_| ceiling(run) > Level::Claimed),
            from_disruption_seconds: run.start.began.and_then(since),
            recovery_set: self.standpoint.estate.references(&items),
            due: due.to_string(),
        }
    }
}

/// In how many months something of a tier is to be shown anew: the most urgent, and what has no
/// tier, every year; all else every other year (domain reference 4.18).
fn months(tier: Option<u32>) -> i32 {
    match tier {
        None | Some(0 | 1) => 12,
        Some(_) => 24,
    }
}

fn day(at: Timestamp) -> jiff::civil::Date {
    at.to_zoned(TimeZone::UTC).date()
}
