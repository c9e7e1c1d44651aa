//! `one-person-two-roles`: one person is to act in two places at once.

use record::initiation::policy::Severity;

use super::wording::{count, path_of, several};
use super::{About, Finding, Found, Judge};
use crate::initiation::duty::sweep::HOURS;

/// What it is.
pub const ABOUT: About = About {
    code: "one-person-two-roles",
    severity: Severity::Warning,
    breaks_target: false,
    means: "At some hour of the coming 90 days one person would have to act in two or more roles \
            of the crisis organisation (gold, silver, bronze): the first of each role who is on \
            duty then.",
    matters: "On the day one of the two is not done.",
    mend: "Give one of the roles to someone else, or add a deputy for these hours.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for crossing in &judge.sweep().crossings {
        let roles = several(&crossing.roles);
        let text = match crossing.hours {
            HOURS => format!("{} acts as {roles} at once.", crossing.person),
            hours => {
                let at: Option<jiff::Timestamp> = crossing.from.parse().ok();
                let at = at.map(|at| at.strftime("%a %Y-%m-%d %H:%M").to_string());
                let (person, at) = (&crossing.person, at.unwrap_or_default());
                let hours = count(hours, "hour");
                format!("{person} acts as {roles} at once, first at {at} UTC, at {hours} in all.")
            }
        };
        let path = path_of(&crossing.person, &crossing.roles);
        found.add(Finding::new(&crossing.person, text).because(path));
    }
}
