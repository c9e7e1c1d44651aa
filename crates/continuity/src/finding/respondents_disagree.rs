//! `respondents-disagree`: two who judged the same activity and condition show different limits,
//! and nobody has decided.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::path::humane;
use crate::requirements::respondents::{Agreement, ConditionViews, View, approved, conditions};

/// What it is.
pub const ABOUT: About = About {
    code: "respondents-disagree",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Approved impacts of one activity and condition show different MTPD, and the activity \
            declares none. Until somebody decides the least of them counts.",
    matters: "Nobody averages harm: one of them is wrong, or they mean different things. Who \
              answers for the activity has to say which limit the organisation works to.",
    mend: "Talk it through; then declare `targets.mtpd` of the activity (for a peak the peak's \
           `mtpd`), or have one of the impacts judged again.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let approved = approved(judge.registers());
    for item in judge.demanding() {
        let listed = judge.estate().listed(item);
        let Some(activity) = listed.activity() else {
            continue;
        };
        let Some(impacts) = approved.get(&*activity.id).filter(|all| all.len() > 1) else {
            continue;
        };
        let all = conditions(activity, impacts.iter().copied(), &judge.standpoint.policy);
        for condition in all.iter().filter(|it| it.agreement == Agreement::Undecided) {
            let (Some(least), Some(most)) = (condition.views.first(), condition.views.last())
            else {
                continue;
            };
            let text = sentence(listed.title(), condition, least, most);
            let because = [&listed.reference, &least.impact, &most.impact];
            let because = because.into_iter().cloned().collect();
            let finding = Finding::new(&listed.reference, text).because(because);
            found.add(finding.seconds(condition.least_seconds, condition.greatest_seconds));
        }
    }
}

fn sentence(title: &str, condition: &ConditionViews, least: &View, most: &View) -> String {
    let when = condition.at();
    let limit = |view: &View| match view.mtpd_seconds {
        Some(seconds) => format!("intolerable after {}", humane(seconds)),
        None => format!("never within {}", humane(view.judged_to_seconds)),
    };
    let who = |view: &View| match &view.respondent {
        Some(name) => format!("{name} ({})", view.impact),
        None => view.impact.clone(),
    };
    let counts = condition.least_seconds.map_or_else(String::new, |seconds| {
        format!("; until somebody decides, {} counts", humane(seconds))
    });
    format!(
        "{title}{when}: {} says {}, {} says {}{counts}.",
        who(least),
        limit(least),
        who(most),
        limit(most)
    )
}
