//! `meeting-without-decisions`: a body met and decided nothing.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "meeting-without-decisions",
    severity: Severity::Warning,
    breaks_target: false,
    means: "No decision is recorded of the latest meeting of this body.",
    matters: "A review that decides nothing is a presentation; the next auditor asks for its \
              results.",
    mend: "Record what was decided, even that all stays as it is, and where the minutes are.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for body in judge.registers().bodies.approved() {
        let held = body.meetings.iter().filter(|it| it.at.0 <= judge.today());
        let last = held.max_by_key(|meeting| meeting.at);
        if let Some(last) = last.filter(|meeting| meeting.decisions.is_empty()) {
            let text = format!("{} met on {} and decided nothing.", body.title(), last.at);
            found.add(Finding::new(&body.reference(), text));
        }
    }
}
