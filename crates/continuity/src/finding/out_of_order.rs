//! `out-of-order`: practice was put into place before what it needs.

use std::collections::BTreeMap;

use record::initiation::policy::Severity;

use super::wording::path_of;
use super::{About, Finding, Found, Judge};
use crate::implementation::rollout::disorder;

/// What it is.
pub const ABOUT: About = About {
    code: "out-of-order",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Something counts as done though what must come before it does not: a plan is approved \
            and an arrangement that it uses is not in place, an exercise was held before its plan \
            was approved or those who took part were trained, a call tree calls a role that \
            nobody ever held, a measure is in use before the one it comes after. What was there \
            once and ran out was there in its time. A plan before its procedure is \
            `plan-before-procedure`.",
    matters: "What stands on nothing was approved on a promise, and a test before approval tests \
              something else than what holds.",
    mend: "Bring what comes first into place (`mainstay rollout` has the order), then look again \
           at what was done too early: approve it anew, test it anew.",
    find,
};

/// How many sentences one finding has.
const SENTENCES_MAX: usize = 3;

fn find(judge: &Judge<'_>, found: &mut Found) {
    let mut early: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for it in disorder(judge) {
        if it.finding == ABOUT.code {
            let (texts, needs) = early.entry(it.id).or_default();
            texts.push(it.text);
            needs.push(it.needs);
        }
    }
    for (subject, (texts, needs)) in early {
        let mut text = texts[..texts.len().min(SENTENCES_MAX)].join(" ");
        if texts.len() > SENTENCES_MAX {
            let more = texts.len() - SENTENCES_MAX;
            text.push_str(&format!(" And {more} more that it needs are not there."));
        }
        found.add(Finding::new(&subject, text).because(path_of(&subject, &needs)));
    }
}
