//! `choice-outdated`: a decision whose day has passed, or whose option is gone or has changed.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::requirements::strategy::decision::changed;

/// What it is.
pub const ABOUT: About = About {
    code: "choice-outdated",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A decision about how to recover has run out, or its option was retired or says \
            something else than when it was chosen.",
    matters: "What was decided is no longer what would happen.",
    mend: "Look at the options again and decide anew.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let registers = judge.registers();
    for choice in registers.choices.approved() {
        let mut why = changed(registers, choice);
        // A gap that ran out is a finding of its own.
        let until = choice.expires.filter(|until| until.0 < judge.today());
        if let Some(until) = until.filter(|_| !choice.gap_accepted) {
            why.insert(0, format!("it held until {until}"));
        }
        if why.is_empty() {
            continue;
        }
        let text = format!(
            "{} must be decided anew: {}.",
            choice.title(),
            why.join(", ")
        );
        let because = vec![
            choice.reference(),
            format!("option/{}", choice.own.option.id()),
        ];
        found.add(Finding::new(&choice.reference(), text).because(because));
    }
}
