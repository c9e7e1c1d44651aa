//! `resume-above-takes`: coming back after a mere interruption takes longer than after a loss.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;

/// What it is.
pub const ABOUT: About = About {
    code: "resume-above-takes",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The item is said to need longer when it only lost something it needs (`resume`) than \
            when it was lost itself (`takes`, or the steps of its plan).",
    matters: "One of the two figures is wrong, and both decide whether targets are met.",
    mend: "Correct the two; `resume` is usually the shorter.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for item in estate.graph.items() {
        let (resume, takes) = (
            estate.graph.resume(item),
            judge.targets.takes[item as usize],
        );
        let listed = estate.listed(item);
        let Some(takes) = takes.filter(|takes| resume > *takes) else {
            continue;
        };
        // An activity without `takes` has none, and says nothing by it.
        if listed.activity().is_some() && listed.item.takes().is_none() {
            continue;
        }
        let text = format!(
            "{} resumes in {} but is restored in {}.",
            listed.title(),
            humane(resume),
            humane(takes)
        );
        found.add(Finding::new(&listed.reference, text));
    }
}
