//! What the activities alone ask of every item they need: their targets rolled down, without the
//! promises that services and what is below make to each other. So one sees what the business
//! needs beside what is promised.

use engine::deadline::{Deadlines, Demands, deadlines};
use engine::graph::Item;

use super::recovery_targets::RecoveryTargets;
use crate::path::{Step, deadline_path};
use crate::standpoint::Standpoint;

#[cfg(test)]
mod tests;

/// What the activities alone ask.
pub struct BusinessDemand {
    deadlines: Deadlines,
}

/// Rolls the targets of activities down. Cost: linear in the estate.
pub fn business_demand(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> BusinessDemand {
    let estate = &standpoint.estate;
    let of_activity = |item: Item| estate.listed(item).activity().is_some();
    let own: Vec<Option<i64>> = estate
        .graph
        .items()
        .map(|item| {
            targets.own[item as usize]
                .seconds
                .filter(|_| of_activity(item))
        })
        .collect();
    let figures = targets.times.figures();
    let back: Vec<Option<i64>> = figures.iter().map(|it| it.seconds).collect();
    let demands = Demands {
        own: &own,
        takes: &targets.takes,
        back: &back,
    };
    BusinessDemand {
        deadlines: deadlines(&estate.graph, &estate.components, demands),
    }
}

impl BusinessDemand {
    /// By when an item must be back for the activities, from the start of recovery work; nothing
    /// where none of them needs it.
    pub fn seconds(&self, item: Item) -> Option<i64> {
        self.deadlines.required(item).seconds
    }

    /// From the activity that decides down to the item, with what was subtracted where; the last
    /// steps of a path that is longer than `most`.
    pub fn path(&self, standpoint: &Standpoint<'_>, item: Item, most: usize) -> Vec<Step> {
        let steps = self.deadlines.path_within(item, most);
        deadline_path(&standpoint.estate, &steps)
    }
}
