//! What a run showed: which items came back, and when each was back, by what was said of the steps
//! of its plan.

use std::collections::BTreeMap;

use engine::graph::Item;
use jiff::Timestamp;

use crate::estate::Estate;
use crate::state::Run;
use crate::state::run::Phase;

/// What a run showed of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Back {
    /// It was back at this instant.
    At(Timestamp),
    /// It was not: the step that failed, was left out or was never done.
    Not {
        /// The step's title, or its id.
        step: String,
    },
}

/// What a run showed.
pub struct Outcome<'s> {
    /// The run.
    pub run: &'s Run,
    /// Every item that it was to bring back.
    pub items: BTreeMap<Item, Back>,
    /// The items that a step of its own restores.
    pub by_step: Vec<Item>,
}

/// What a run showed, as far as it was told. An item that a step restores is back with the last
/// such step; one that the plan only covers, with the last of all steps. What the business
/// confirmed at the minimum level was not back before that.
pub fn outcome<'s>(estate: &Estate<'_>, run: &'s Run) -> Outcome<'s> {
    let mut items: BTreeMap<Item, Back> = BTreeMap::new();
    for (step, progress) in run.told() {
        let Some(item) = step.restores.as_ref().and_then(|it| estate.find(&it.text)) else {
            continue;
        };
        let back = match (progress.phase, progress.ended) {
            (Phase::Done, Some(ended)) => Back::At(ended),
            _ => Back::Not {
                step: step.title.clone().unwrap_or_else(|| step.id.clone()),
            },
        };
        let known = items.remove(&item);
        items.insert(item, later(known, back));
    }
    let by_step: Vec<Item> = items.keys().copied().collect();
    let whole = whole(run);
    let confirmed = run.end.as_ref().and_then(|end| end.minimum.as_ref());
    let covers = run.plan().map_or(&[][..], |plan| &plan.own.covers);
    for item in covers.iter().filter_map(|item| estate.find(&item.text)) {
        let back = items.remove(&item).unwrap_or_else(|| whole.clone());
        let back = match (back, confirmed) {
            (Back::At(at), Some(minimum)) => Back::At(at.max(minimum.at)),
            (back, _) => back,
        };
        items.insert(item, back);
    }
    Outcome {
        run,
        items,
        by_step,
    }
}

/// When all of a run's steps were past; else the first that was not. A step that restores
/// something and was left out leaves it down.
fn whole(run: &Run) -> Back {
    let mut last = run.start.at;
    for (step, progress) in run.told() {
        let left_out = progress.phase == Phase::Skipped && step.restores.is_some();
        match progress.ended {
            Some(ended) if progress.phase.is_past() && !left_out => last = last.max(ended),
            _ => {
                let step = step.title.clone().unwrap_or_else(|| step.id.clone());
                return Back::Not { step };
            }
        }
    }
    Back::At(last)
}

fn later(known: Option<Back>, back: Back) -> Back {
    match (known, back) {
        (Some(Back::At(one)), Back::At(other)) => Back::At(one.max(other)),
        (Some(not @ Back::Not { .. }), _) => not,
        (_, back) => back,
    }
}
