//! `home-collision`: a folder holds a record whose home is elsewhere.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "home-collision",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A folder that was synced holds this record, and its home is elsewhere: in the journal, \
            or in another folder. The folder's own words for it were left alone.",
    matters: "A record with two homes has two truths; whoever changes the one that does not count \
              believes to have changed something.",
    mend: "Remove it from the folder, or retire it where its home is and sync again: then the \
           folder is its home.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for collision in &judge.homes().collisions {
        let (subject, folder) = (&collision.subject, &collision.folder);
        let home = match &collision.home {
            Some(home) => format!("the folder {home}"),
            None => "the journal".into(),
        };
        let text = format!(
            "The folder {folder} holds {subject} too, but its home is {home}; what the folder \
             says of it does not count."
        );
        let finding = Finding::new(subject, text).because(vec![subject.clone()]);
        found.add(match collision.at {
            Some(at) => finding.at(at),
            None => finding,
        });
    }
}
