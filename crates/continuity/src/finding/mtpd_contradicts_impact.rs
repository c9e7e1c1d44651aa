//! `mtpd-contradicts-impact`: an activity bears less than it declares.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;

/// What it is.
pub const ABOUT: About = About {
    code: "mtpd-contradicts-impact",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The activity declares an MTPD later than the moment at which an approved impact for \
            normal times says harm is intolerable. The declared one counts in every figure.",
    matters: "Two answers of the business to one question; the later one decides how fast things \
              come back.",
    mend: "Declare what the impact shows, or have the impact judged again.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let last = judge.standpoint.policy.reports_last_tolerable();
    for item in judge.demanding() {
        let listed = judge.estate().listed(item);
        let declared = listed.item.targets.as_ref().and_then(|it| it.mtpd);
        let Some(declared) = declared.filter(|_| listed.activity().is_some()) else {
            continue;
        };
        let tolerances = &judge.targets.own[item as usize].tolerances;
        let normal = tolerances.iter().filter(|it| it.when == "normal");
        let shown = normal.filter_map(|it| Some((it.reported_seconds(last)?, &it.impact)));
        let Some((shown, impact)) = shown.min().filter(|(shown, _)| *shown < declared.0) else {
            continue;
        };
        let text = format!(
            "{} declares an MTPD of {}; {impact} says harm is intolerable after {}.",
            listed.title(),
            humane(declared.0),
            humane(shown)
        );
        let because = vec![listed.reference.clone(), impact.clone()];
        let finding = Finding::new(&listed.reference, text).because(because);
        found.add(finding.seconds(Some(shown), Some(declared.0)));
    }
}
