//! `capacity-unknown`: nobody says how many people a recovering team has.

use record::initiation::policy::Severity;

use super::plan_reach::{people, recovering_teams};
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "capacity-unknown",
    severity: Severity::Note,
    breaks_target: false,
    means: "This team recovers something and has neither a capacity nor members; it is taken to \
            have no limit.",
    matters: "A recovery that is in time with people without number may be far too late with two.",
    mend: "State the team's `capacity`, or list its `members`.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for (team, recovers) in recovering_teams(judge) {
        if people(judge, team).is_some() {
            continue;
        }
        let listed = judge.estate().listed(team);
        let text = format!(
            "Nobody says how many people {} has; it recovers {recovers} among others.",
            listed.title()
        );
        let because = vec![listed.reference.clone(), recovers];
        found.add(Finding::new(&listed.reference, text).because(because));
    }
}
