//! `mtpd-contradicts-impact`: an activity bears less than it declares.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;
use crate::requirements::respondents::{approved, conditions};

/// What it is.
pub const ABOUT: About = About {
    code: "mtpd-contradicts-impact",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Of an activity, or a peak of it, an MTPD is declared, and every approved impact of \
            that condition says that harm is intolerable sooner. The declared one counts in \
            every figure.",
    matters: "Two answers of the business to one question; the later one decides how fast things \
              come back.",
    mend: "Declare what the impact shows, or have the impact judged again.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let approved = approved(judge.registers());
    for item in judge.demanding() {
        let listed = judge.estate().listed(item);
        let Some(activity) = listed.activity() else {
            continue;
        };
        let Some(impacts) = approved.get(&*activity.id) else {
            continue;
        };
        let impacts = impacts.iter().copied();
        let all = conditions(activity, impacts, &judge.standpoint.policy);
        for condition in all.iter().filter(|it| it.declared_beyond()) {
            let (Some(declared), Some(longest)) =
                (condition.decided_seconds, condition.greatest_seconds)
            else {
                continue;
            };
            // Of several who judged, whoever bears it longest.
            let Some(view) = condition
                .views
                .iter()
                .rev()
                .find(|it| it.mtpd_seconds.is_some())
            else {
                continue;
            };
            let text = format!(
                "{} declares an MTPD of {}{}; {} says harm is intolerable after {}.",
                listed.title(),
                humane(declared),
                condition.at(),
                view.impact,
                humane(longest)
            );
            let because = vec![listed.reference.clone(), view.impact.clone()];
            let finding = Finding::new(&listed.reference, text).because(because);
            found.add(finding.seconds(Some(longest), Some(declared)));
        }
    }
}
