//! `home-drift`: a folder that is a home differs from what the journal took over from it. Seen
//! where both are at hand: when the folder is about to be brought into step.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "home-drift",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The folder that is the home of this record says otherwise than the journal: the \
            record was changed, added or removed there since the folder was last synced.",
    matters: "Answers from the journal, plans and approvals among them, are about what was synced, \
              not about what the folder says now.",
    mend: "Run `mainstay sync FOLDER --into SOURCE`, best whenever the folder changes.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for drift in &judge.homes().drift {
        let (subject, folder, how) = (&drift.subject, &drift.folder, &drift.how);
        let text = format!("The folder {folder} says otherwise than the journal: {subject} {how}.");
        let finding = Finding::new(subject, text).because(vec![subject.clone()]);
        found.add(match drift.at {
            Some(at) => finding.at(at),
            None => finding,
        });
    }
}
