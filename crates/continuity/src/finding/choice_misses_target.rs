//! `choice-misses-target`: the option that was decided for does not reach what is asked, and no
//! gap was accepted.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::requirements::strategy::decision::{holds, missed};
use crate::requirements::strategy::workings::Workings;

/// What it is.
pub const ABOUT: About = About {
    code: "choice-misses-target",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The option that was decided for does not reach the targets of what it covers, and \
            nobody has accepted the gap.",
    matters: "Money is spent, and the promise would still be broken.",
    mend: "Take an option that reaches the target, agree a later target with the business, or \
           accept the gap with a name and an end.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let workings = Workings::new(judge);
    let today = judge.today();
    for choice in judge.registers().choices.approved() {
        if choice.gap_accepted || !holds(choice, today) {
            continue;
        }
        let missed = missed(&workings, choice);
        let Some((item, why)) = missed.first() else {
            continue;
        };
        let more = match missed.len() {
            1 => String::new(),
            many => format!(" The same holds for {} more.", many - 1),
        };
        let text = format!(
            "{} takes {}, which does not reach what {item} needs: {why}.{more}",
            choice.title(),
            choice.own.option.id()
        );
        let mut because = vec![
            choice.reference(),
            format!("option/{}", choice.own.option.id()),
        ];
        because.extend(missed.iter().map(|(item, _)| item.clone()));
        found.add(Finding::new(&choice.reference(), text).because(because));
    }
}
