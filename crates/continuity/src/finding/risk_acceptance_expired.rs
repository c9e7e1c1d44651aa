//! `risk-acceptance-expired`: a risk was accepted until a day that has passed.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "risk-acceptance-expired",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A risk was accepted until a day that has passed.",
    matters: "Nobody carries it knowingly any more, and it is still there.",
    mend: "Decide anew: reduce it, transfer it, avoid it or accept it until a later day.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for risk in judge.registers().risks.approved() {
        let until = risk.accepted_until.filter(|until| until.0 < judge.today());
        if let Some(until) = until {
            let text = format!("The acceptance of {} ran out on {until}.", risk.title());
            found.add(Finding::new(&risk.reference(), text));
        }
    }
}
