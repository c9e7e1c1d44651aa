//! `waiver-expired`: an exception has run out.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "waiver-expired",
    severity: Severity::Error,
    breaks_target: false,
    means: "A finding was accepted until a day that has passed.",
    matters: "Nobody accepts the risk any more, and nobody has removed it.",
    mend: "Mend what was waived, or have it accepted again by someone with the authority.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let today = judge.today();
    for waiver in judge.registers().waivers.approved() {
        let Some(expired) = waiver.expires.filter(|expires| expires.0 < today) else {
            continue;
        };
        let text = format!(
            "The waiver of {} for {} ran out on {expired}.",
            waiver.finding, waiver.subject.text
        );
        let because = vec![waiver.reference(), waiver.subject.text.to_string()];
        found.add(Finding::new(&waiver.reference(), text).because(because));
    }
}
