//! `capacity-short`: an arrangement cannot carry what would be asked of it.

use record::implementation::Arrangement;
use record::initiation::policy::Severity;
use record::kind::Filed;

use super::{About, Finding, Found, Judge};
use crate::requirements::strategy::standby_fit::standby_fit;

/// What it is.
pub const ABOUT: About = About {
    code: "capacity-short",
    severity: Severity::Error,
    breaks_target: false,
    means: "More is demanded of the arrangement than it can carry, alone or once all who share it \
            call on it together.",
    matters: "On the day only a part of what it stands ready for can run there.",
    mend: "Enlarge it, agree a guaranteed share, or plan for a smaller demand.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for arrangement in judge.registers().arrangements.approved() {
        let computed = standby_fit(judge, arrangement, &|_| true);
        let known = (!computed.loads.is_empty()).then_some(computed.needed);
        if let Some(text) = shortage(arrangement, known) {
            let reference = arrangement.reference();
            let mut because = vec![reference.clone()];
            because.extend(arrangement.covers.iter().map(|item| item.text.to_string()));
            found.add(Finding::new(&reference, text).because(because));
        }
    }
}

/// The greater of what is written and what all it carries takes at its least level decides.
fn shortage(arrangement: &Filed<Arrangement>, computed: Option<f64>) -> Option<String> {
    let demand = match (arrangement.demand, computed) {
        (Some(written), Some(computed)) => written.max(computed),
        (written, computed) => written.or(computed)?,
    };
    let capacity = arrangement.capacity?;
    let unit = arrangement.unit.as_deref().unwrap_or("units");
    let title = arrangement.title();
    if demand > capacity {
        return Some(format!(
            "{title} can carry {capacity} {unit}; {demand} are demanded."
        ));
    }
    let share = capacity / f64::from(arrangement.shared_by.unwrap_or(1).max(1));
    (demand > share).then(|| {
        format!(
            "{title} carries {capacity} {unit} for {} who share it: {share:.1} each if all call \
             on it, {demand} are demanded.",
            arrangement.shared_by.unwrap_or(1)
        )
    })
}
