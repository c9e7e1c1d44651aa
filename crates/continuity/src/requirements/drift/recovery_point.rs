//! How old the newest copy is now, against how much data may be lost. A schedule may say one thing
//! while the copy that was really made says another; here what was seen decides.

use engine::beta::Share;
use engine::graph::Item;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use record::requirements::dataset::Protection;

use super::readings::Reading;
use super::{Seen, What, reference};
use crate::path::humane;

/// Looks at every item that may lose only so much data.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    for item in seen.standpoint.estate.graph.items() {
        let Some(rpo) = seen.targets.points.required[item as usize].seconds else {
            continue;
        };
        let subject = reference(seen, item).to_string();
        let readings = seen.readings.get(&subject).map_or(&[][..], Vec::as_slice);
        let newest = readings.iter().filter(|it| it.newest_point.is_some());
        let newest = newest.max_by_key(|it| it.newest_point).cloned();
        let has_copies = seen
            .standpoint
            .estate
            .listed(item)
            .dataset()
            .is_some_and(|dataset| !dataset.own.protection.is_empty());
        match newest {
            Some(reading) => judge(seen, item, rpo, &reading),
            None if has_copies && readings.iter().all(|it| it.lag_seconds.is_none()) => {
                let text = format!(
                    "No signal says how old the newest copy of {subject} is (`newest-point`)."
                );
                seen.ask(&subject, What::RecoveryPoint, text);
            }
            None => {}
        }
    }
}

/// The longest that the quickest of the copies lets pass by its schedule.
fn scheduled(protections: &[Protection]) -> Option<i64> {
    let each = protections.iter().filter_map(|it| {
        let every = it.every?.0;
        Some(every + it.runs.map_or(0, |runs| runs.0))
    });
    each.min()
}

fn judge(seen: &mut Seen<'_, '_>, item: Item, rpo: i64, reading: &Reading) {
    let Some(newest) = reading.newest_point else {
        return;
    };
    let subject = reference(seen, item).to_string();
    let at = seen.standpoint.at;
    let age = (at.as_second() - newest.as_second()).max(0);
    let due = newest.as_second().saturating_add(rpo);
    let due = Timestamp::from_second(due).ok();
    let on = due.map(|due| due.to_zoned(TimeZone::UTC).date());
    let listed = seen.standpoint.estate.listed(item);
    let dataset = listed.dataset();
    let scheduled = dataset.and_then(|it| scheduled(&it.own.protection));
    let is_late = scheduled.is_some_and(|scheduled| age > scheduled);
    let missed = age > rpo;
    if !missed && !is_late {
        return;
    }
    let (old, most) = (humane(age), humane(rpo));
    let text = match missed {
        true => format!("The newest copy is {old} old; data of {most} may be lost."),
        false => format!("The next copy is late: the newest is {old} old, {most} is the limit."),
    };
    let (probability, from) = match missed {
        true => (1.0, "It is so now.".to_string()),
        false => late_before(seen, &subject, rpo),
    };
    let schedule = match scheduled {
        Some(scheduled) => format!(
            "By its schedule no copy is older than {}.",
            humane(scheduled)
        ),
        None => "No schedule says how often a copy is made.".into(),
    };
    let on = if missed {
        on.map(|on| on.min(seen.today))
    } else {
        on
    };
    let row = seen
        .row(What::RecoveryPoint, &subject, on, text)
        .mended_unless(
            missed,
            seen,
            "Find out why no newer copy was made, make one now, and watch the next.",
        )
        .likely(Some(probability), from)
        .because(
            format!(
                "The newest point is {newest}; that was heard at {}.",
                reading.at
            ),
            Some(&reading.signal),
        )
        .because(schedule, Some(&subject))
        .because(
            format!("Data of {} may be lost at most.", humane(rpo)),
            Some(&subject),
        );
    seen.add(super::Row { missed, ..row });
}

/// How likely the next copy is late, by how many readings before were.
fn late_before(seen: &Seen<'_, '_>, subject: &str, rpo: i64) -> (f64, String) {
    let readings = seen.readings.get(subject).map_or(&[][..], Vec::as_slice);
    let ages: Vec<i64> = readings
        .iter()
        .filter_map(|it| Some(it.at.as_second() - it.newest_point?.as_second()))
        .collect();
    let (late, all) = (ages.iter().filter(|&&age| age > rpo).count(), ages.len());
    let from =
        format!("Of {all} readings {late} were older than the limit: (1 + {late}) of (2 + {all}).");
    (Share::after(late, all).mean(), from)
}
