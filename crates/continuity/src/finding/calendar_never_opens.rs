//! `calendar-never-opens`: agreed hours without an hour.

use record::initiation::policy::Severity;
use record::link::Id;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "calendar-never-opens",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The calendar opens at no time in the coming years. A target counted in its hours never \
            falls due and demands nothing.",
    matters: "Whatever was promised in these hours was promised for never.",
    mend: "Give it windows, or take away the exceptions that close it.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for calendar in judge.registers().calendars.live() {
        let hours = judge.standpoint.hours(Some(&Id::to(&calendar.id)));
        if hours.next_opening(judge.standpoint.at).is_err() {
            let text = format!("{} never opens.", calendar.title());
            found.add(Finding::new(&calendar.reference(), text));
        }
    }
}
