//! `risk-without-owner`: nobody carries a risk.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "risk-without-owner",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A risk has no owner.",
    matters: "Nobody decides what is done about it, and nobody is asked when it strikes.",
    mend: "Name a role as `owner`: the one who would have to bear the loss.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for risk in judge.registers().risks.approved() {
        if risk.envelope.owner.is_none() {
            let text = format!("Nobody carries the risk \"{}\".", risk.title());
            found.add(Finding::new(&risk.reference(), text));
        }
    }
}
