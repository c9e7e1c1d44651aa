//! `intolerable-at-once`: the first moment judged is intolerable already.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;
use crate::requirements::tolerance::Tolerance;

/// What it is.
pub const ABOUT: About = About {
    code: "intolerable-at-once",
    severity: Severity::Warning,
    breaks_target: false,
    means: "An approved impact says that harm is intolerable at the first moment it was judged \
            for: no moment is known to be tolerable. A workaround that works before that moment \
            answers it.",
    matters: "The truth lies between nothing and that moment. A target made from its end may come \
              too late for someone.",
    mend: "Provide something that works at once (a workaround that starts before the first time \
           judged), or have the impact judged at finer times.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for item in judge.demanding() {
        let listed = judge.estate().listed(item);
        let own = &judge.targets.own[item as usize];
        let at_once = own.tolerances.iter().filter(|it| it.at_once());
        let Some(first) = at_once.min_by_key(|it| it.first_intolerable_seconds) else {
            continue;
        };
        let Some(moment) = first.first_intolerable_seconds else {
            continue;
        };
        if works_before(judge, listed.id(), moment) {
            continue;
        }
        let finding = Finding::new(&listed.reference, text(listed.title(), first, moment));
        let because = vec![listed.reference.clone(), first.impact.clone()];
        found.add(finding.because(because).seconds(Some(0), Some(moment)));
    }
}

fn text(title: &str, first: &Tolerance, moment: i64) -> String {
    let driver = first.driver.as_deref().unwrap_or("harm");
    let when = match first.when.as_str() {
        "normal" => String::new(),
        peak => format!(" at {peak}"),
    };
    format!(
        "{title}: {driver} is intolerable{when} at {} already, the first time that {} judged; it \
         needs something that works at once, or finer times.",
        humane(moment),
        first.impact
    )
}

/// Whether an approved workaround of the activity works before a moment.
fn works_before(judge: &Judge<'_>, activity: &str, moment: i64) -> bool {
    let all = judge.estate().by_activity.workarounds(activity);
    all.iter()
        .any(|it| it.start_within.is_some_and(|start| start.0 < moment))
}
