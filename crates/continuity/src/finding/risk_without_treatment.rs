//! `risk-without-treatment`: nobody decided what is done about a risk.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "risk-without-treatment",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Nobody decided what is done about a risk, or it is accepted without a day on which \
            that is looked at again.",
    matters: "It is carried by default, without anyone having said so.",
    mend: "Decide: avoid it, reduce it, transfer it, or accept it until a day \
           (`accepted-until`).",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    use record::requirements::risk::Treatment;
    for risk in judge.registers().risks.approved() {
        let text = match risk.own.treatment {
            None => format!("Nobody decided what is done about \"{}\".", risk.title()),
            Some(Treatment::Accept) if risk.accepted_until.is_none() => {
                format!("\"{}\" is accepted for ever: no day ends it.", risk.title())
            }
            Some(_) => continue,
        };
        found.add(Finding::new(&risk.reference(), text));
    }
}
