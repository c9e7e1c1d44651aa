//! `accepted-gap-expired`: a gap was accepted until a day that has passed.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "accepted-gap-expired",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A decision accepted a gap between what is needed and what its option can do, until a \
            day that has passed.",
    matters: "Nobody carries the gap knowingly any more, and it is still there.",
    mend: "Decide anew: take an option that reaches the target, agree a later target, or accept \
           the gap until a later day.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for choice in judge.registers().choices.approved() {
        let until = choice.expires.filter(|until| until.0 < judge.today());
        if let Some(until) = until.filter(|_| choice.gap_accepted) {
            let gap = choice.gap.as_deref().map(|gap| format!(" The gap: {gap}."));
            let text = format!(
                "The gap that {} accepts was accepted until {until}.{}",
                choice.title(),
                gap.unwrap_or_default()
            );
            let mut because = vec![choice.reference()];
            because.extend(choice.covers.iter().map(|it| it.text.to_string()));
            found.add(Finding::new(&choice.reference(), text).because(because));
        }
    }
}
