//! Impact: how harm grows with time when an activity stops.

use std::collections::BTreeMap;

use crate::link::Id;
use crate::requirements::Activity;
use crate::value::{Duration, Money};

crate::kind! {
    /// How harm grows with time when an activity stops, as the business judges it.
    pub struct Impact("impact", "impacts", Requirements, Draft) {
        /// The activity that stops.
        activity: Id<Activity>,
        /// `normal`, or a named peak of the activity.
        when: Option<String>,
        /// The times at which harm is judged, growing.
        after: Vec<Duration>,
        /// For each category the level at each time, never falling.
        levels: BTreeMap<String, Vec<u32>>,
        /// Cumulative loss at each time, never falling.
        loss: Vec<Money>,
        /// Who judged.
        respondent: Option<String>,
        /// How sure they are, in words.
        confidence: Option<String>,
    } check check
}

fn check(impact: &Impact, fault: &mut dyn FnMut(String, String)) {
    let times = impact.after.len();
    if times == 0 {
        fault("after".into(), "name at least one time".into());
    }
    if impact.after.windows(2).any(|pair| pair[0] >= pair[1]) {
        fault("after".into(), "the times grow from one to the next".into());
    }
    if impact.levels.is_empty() {
        fault("levels".into(), "judge at least one category".into());
    }
    for (category, levels) in &impact.levels {
        let field = format!("levels.{category}");
        if levels.len() != times {
            let found = levels.len();
            fault(
                field.clone(),
                format!("{found} levels for {times} times; give one for each"),
            );
        }
        if levels.windows(2).any(|pair| pair[0] > pair[1]) {
            fault(
                field,
                "harm does not fall with time; the levels never decrease".into(),
            );
        }
    }
    if !impact.loss.is_empty() {
        check_loss(impact, times, fault);
    }
}

fn check_loss(impact: &Impact, times: usize, fault: &mut dyn FnMut(String, String)) {
    let loss = &impact.loss;
    if loss.len() != times {
        let found = loss.len();
        fault(
            "loss".into(),
            format!("{found} losses for {times} times; give one for each"),
        );
    }
    if loss
        .windows(2)
        .any(|pair| pair[0].currency != pair[1].currency)
    {
        fault("loss".into(), "all losses stand in one currency".into());
    }
    if loss.windows(2).any(|pair| pair[0].minor > pair[1].minor) {
        fault(
            "loss".into(),
            "the loss is cumulative and never falls".into(),
        );
    }
}
