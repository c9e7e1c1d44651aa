//! `condition-unknown`: an impact judges a condition that no peak of its activity is called.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::requirements::respondents::{NORMAL, when};

/// What it is.
pub const ABOUT: About = About {
    code: "condition-unknown",
    severity: Severity::Warning,
    breaks_target: false,
    means: "An impact says `when` something that is neither `normal` nor the name of a peak of its \
            activity. No day is known to have that condition.",
    matters: "Somebody judged a bad day that nobody can place in a calendar; a moment inside it is \
              judged as any other.",
    mend: "Add the peak to the activity, or write the name that the peak has.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for impact in judge.registers().impacts.live() {
        let activity = impact.own.activity.id();
        let Some(activity) = judge.registers().activities.get(activity) else {
            continue;
        };
        let when = when(impact);
        let peaks = &activity.own.peaks;
        if when == NORMAL || peaks.iter().any(|peak| peak.name == when) {
            continue;
        }
        let names: Vec<&str> = peaks.iter().map(|peak| peak.name.as_str()).collect();
        let known = match names.is_empty() {
            true => "it has none".to_string(),
            false => format!("it has {}", names.join(", ")),
        };
        let text = format!(
            "`when` is `{}`, which is no peak of {}; {known}.",
            record::node::shorten(when),
            activity.title()
        );
        let because = vec![impact.reference(), activity.reference()];
        found.add(Finding::new(&impact.reference(), text).because(because));
    }
}
