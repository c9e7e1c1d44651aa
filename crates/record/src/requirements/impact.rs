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
        /// The same at the least: one of ten such stops costs less. Absent: nobody says.
        loss_low: Vec<Money>,
        /// The same at the most: nine of ten such stops cost less. Absent: nobody says.
        loss_high: Vec<Money>,
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
    let ends = [
        ("loss", &impact.loss),
        ("loss-low", &impact.loss_low),
        ("loss-high", &impact.loss_high),
    ];
    for (field, loss) in ends.into_iter().filter(|(_, loss)| !loss.is_empty()) {
        check_loss(field, loss, times, fault);
    }
    check_ends(impact, fault);
}

fn check_loss(field: &str, loss: &[Money], times: usize, fault: &mut dyn FnMut(String, String)) {
    if loss.len() != times {
        let found = loss.len();
        fault(
            field.into(),
            format!("{found} losses for {times} times; give one for each"),
        );
    }
    if loss
        .windows(2)
        .any(|pair| pair[0].currency != pair[1].currency)
    {
        fault(field.into(), "all losses stand in one currency".into());
    }
    if loss.windows(2).any(|pair| pair[0].minor > pair[1].minor) {
        fault(
            field.into(),
            "the loss is cumulative and never falls".into(),
        );
    }
}

/// The least lies nowhere above the likely loss, and the most nowhere below it.
fn check_ends(impact: &Impact, fault: &mut dyn FnMut(String, String)) {
    let above = |field: &str, least: &[Money], most: &[Money], fault: &mut dyn FnMut(_, _)| {
        let pairs = || least.iter().zip(most);
        if pairs().any(|(least, most)| least.currency != most.currency) {
            fault(
                field.to_string(),
                "stands in the currency of `loss`".to_string(),
            );
        } else if pairs().any(|(least, most)| least.minor > most.minor) {
            let text = match field {
                "loss-low" => "is nowhere above `loss`",
                _ => "is nowhere below `loss`",
            };
            fault(field.to_string(), text.to_string());
        }
    };
    above("loss-low", &impact.loss_low, &impact.loss, fault);
    above("loss-high", &impact.loss, &impact.loss_high, fault);
    for (field, ends) in [
        ("loss-low", &impact.loss_low),
        ("loss-high", &impact.loss_high),
    ] {
        if !ends.is_empty() && impact.loss.is_empty() {
            fault(field.into(), "say `loss` too: what is likely".into());
        }
    }
}
