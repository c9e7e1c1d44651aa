//! Changes that fail: how often those of an item did, held against those of all others, and how
//! likely the next planned one does too. Only changes whose result is written are counted.

use std::collections::{BTreeMap, BTreeSet};

use engine::beta::Share;
use jiff::civil::Date;
use record::operation::change::Outcome;

use super::{Seen, What};

/// From this chance on that an item's changes fail more often than its peers', it is told.
const SURE: f64 = 0.8;

/// What came of the changes of one item.
#[derive(Default)]
struct Changes {
    failed: usize,
    all: usize,
    planned: Vec<(Date, String)>,
    failures: BTreeSet<String>,
}

/// Looks at every item that changes touch.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    let (mut of, mut whole) = (BTreeMap::<String, Changes>::new(), Changes::default());
    let mut silent = Vec::new();
    for change in seen.registers().changes.approved() {
        let own = &change.own;
        let ended = own
            .until
            .as_ref()
            .or(own.from.as_ref())
            .map(|it| it.date().0);
        let past = ended.is_some_and(|day| day < seen.today);
        if past && own.result.is_none() {
            silent.push(change.reference());
        }
        let failed = own.result.is_some_and(|it| it != Outcome::Succeeded);
        if own.result.is_some() {
            whole.all += 1;
            whole.failed += usize::from(failed);
        }
        let estate = &seen.standpoint.estate;
        let touched = own.touches.iter().filter_map(|it| estate.find(&it.text));
        for item in touched.collect::<BTreeSet<_>>() {
            let known = of.entry(estate.reference(item).to_string()).or_default();
            match own.result {
                Some(_) => {
                    known.all += 1;
                    known.failed += usize::from(failed);
                    if failed {
                        known.failures.insert(change.reference());
                    }
                }
                None => {
                    let from = own.from.as_ref().map(|it| it.date().0);
                    if let Some(day) = from.filter(|day| *day >= seen.today) {
                        known.planned.push((day, change.reference()));
                    }
                }
            }
        }
    }
    for subject in silent {
        let text = format!("Nobody said what came of {subject} (`result`).");
        seen.ask(&subject, What::FailedChanges, text);
    }
    for (subject, changes) in of {
        judge(seen, &subject, changes, &whole);
    }
}

fn judge(seen: &mut Seen<'_, '_>, subject: &str, mut changes: Changes, whole: &Changes) {
    let own = Share::after(changes.failed, changes.all);
    let peers = Share::after(whole.failed - changes.failed, whole.all - changes.all);
    if changes.failed == 0 || changes.all == whole.all {
        return;
    }
    let worse = own.greater_than(peers);
    if worse < SURE {
        return;
    }
    changes.planned.sort();
    let next = changes.planned.first().cloned();
    let soon = changes
        .planned
        .iter()
        .filter(|it| it.0 <= seen.until)
        .count();
    // None of the planned ones fails, where all share one unknown rate: a Beta-binomial.
    let all_well: f64 = (0..soon)
        .map(|done| (own.b + done as f64) / (own.a + own.b + done as f64))
        .product();
    let (probability, from) = match soon {
        0 => (
            None,
            "Unknown: no change of it is planned in the days looked at.".to_string(),
        ),
        _ => (
            Some(1.0 - all_well),
            format!(
                "The chance that at least one of {soon} planned changes fails, where {} of {} \
                 failed before: Beta({}, {}).",
                changes.failed, changes.all, own.a, own.b
            ),
        ),
    };
    let text = format!(
        "{} of {} changes failed; of all others {} of {}.",
        changes.failed,
        changes.all,
        whole.failed - changes.failed,
        whole.all - changes.all
    );
    let mut row = seen
        .row(
            What::FailedChanges,
            subject,
            next.as_ref().map(|it| it.0),
            text,
        )
        .mended(
            seen,
            "Look at what the failed ones have in common, and try the next one elsewhere first.",
        )
        .likely(probability, from)
        .because(
            format!(
                "It fails more often than its peers with a chance of {:.0} % (Beta posteriors from \
                 a uniform prior).",
                worse * 100.0
            ),
            None,
        );
    for failure in &changes.failures {
        row = row.because("This one did not succeed.", Some(failure));
    }
    if let Some((day, change)) = &next {
        row = row.because(format!("The next one is planned for {day}."), Some(change));
    }
    seen.add(row);
}
