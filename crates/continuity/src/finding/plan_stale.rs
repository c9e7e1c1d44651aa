//! `plan-stale`: a plan was not looked through for too long.

use record::initiation::policy::Severity;

use super::age::{days_between, days_within};
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "plan-stale",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The day on which the approved plan had to be reviewed has passed, or it was last \
            reviewed more than 12 months ago (`with: { within }` sets another time). Without any \
            date it counts as not reviewed.",
    matters: "Names, numbers and systems change; a stale plan sends people the wrong way.",
    mend: "Look it through with those who would carry it out, and write `reviewed`.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let (today, days) = (judge.today(), days_within(judge, ABOUT.code, 365));
    for plan in judge.registers().plans.approved() {
        let last = plan.reviewed.or(plan.envelope.valid_from);
        let title = plan.title();
        let due = plan.envelope.review_due.filter(|due| due.0 < today);
        let text = match (due, last) {
            (Some(due), _) => format!("{title} had to be reviewed by {due}."),
            (None, None) if plan.envelope.review_due.is_none() => {
                format!("Nobody says when {title} was last reviewed.")
            }
            (None, Some(last)) if days_between(last.0, today) > days => {
                format!("{title} was last reviewed on {last}, more than {days} days ago.")
            }
            _ => continue,
        };
        found.add(Finding::new(&plan.reference(), text));
    }
}
