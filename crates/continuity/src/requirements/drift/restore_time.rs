//! Data that grow until restoring them takes longer than there is time: TV-26 says how long a
//! restore takes, TV-27 in which month that is too long. The growth is the one that is stated.

use engine::beta::normal_below;
use engine::graph::Item;
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Seen, What, reference};
use crate::estate::own_time::restore_seconds;
use crate::path::{humane, humane_or_unknown};
use crate::requirements::restore_growth::{Outgrown, outgrown};

/// How unsure a stated growth is: the standard deviation of its logarithm. A judgement of ours:
/// two of three stated growths are within a factor of 1.35 of what comes.
const GROWTH_SPREAD: f64 = 0.3;
/// Whoever has a thousand months has time.
const MONTHS_MAX: f64 = 1_000.0;

/// Looks at every dataset whose restore has a deadline.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    for item in seen.standpoint.estate.graph.items() {
        let Some(dataset) = seen.standpoint.estate.listed(item).dataset() else {
            continue;
        };
        observed(seen, item);
        if let Some(outgrown) = outgrown(&seen.standpoint.estate, seen.targets, item) {
            grows(seen, item, outgrown);
            continue;
        }
        let demanded = seen.targets.deadlines.required(item).seconds.is_some();
        let subject = reference(seen, item).to_string();
        if demanded && dataset.own.growth.is_none() {
            let text = format!("No growth is stated for {subject} (`growth`).");
            seen.ask(&subject, What::RestoreTime, text);
        } else if demanded && dataset.own.size.is_none() {
            let text = format!("No size is stated for {subject} (`size`).");
            seen.ask(&subject, What::RestoreTime, text);
        }
    }
}

/// The day so many months from today: whole calendar months, then days of the month after.
pub(super) fn in_months(today: Date, months: f64) -> Option<Date> {
    if !(0.0..=MONTHS_MAX).contains(&months) {
        return None;
    }
    let whole = months.floor();
    let from = today.checked_add((whole as i64).months()).ok()?;
    let to = today.checked_add((whole as i64 + 1).months()).ok()?;
    let days = (months - whole) * super::days_between(from, to) as f64;
    from.checked_add((days.round() as i64).days()).ok()
}

/// The chance that it is too large within so many months, where the line says `limit` months and
/// the growth is as unsure as [`GROWTH_SPREAD`] says.
pub(super) fn chance(limit: f64, months: f64) -> f64 {
    if limit <= 0.0 {
        return 1.0;
    }
    if months <= 0.0 {
        return 0.0;
    }
    normal_below((months / limit).ln() / GROWTH_SPREAD)
}

fn grows(seen: &mut Seen<'_, '_>, item: Item, outgrown: Outgrown) {
    let estate = &seen.standpoint.estate;
    let listed = estate.listed(item);
    let Some(dataset) = listed.dataset() else {
        return;
    };
    let (Some(size), Some(growth)) = (dataset.own.size, dataset.own.growth) else {
        return;
    };
    let restores = dataset.own.protection.iter();
    let now = restores.filter_map(|it| restore_seconds(dataset, it)).min();
    let (title, subject) = (listed.title(), listed.reference.clone());
    let late = outgrown.first_month_late;
    let on = match late {
        0 => Some(seen.today),
        _ => in_months(seen.today, outgrown.months),
    };
    let Some(on) = on else { return };
    let text = match late {
        0 => format!("{title} is too large already to be restored in time."),
        _ => format!("Restoring {title} takes too long from month {late} on."),
    };
    let driver = driver(seen, item);
    let months = seen.horizon_days() / (365.25 / 12.0);
    let mut row = seen.row(What::RestoreTime, &subject, Some(on), text);
    row.missed = late == 0;
    let probability = chance(outgrown.months, months);
    let row = row
        .mended(
            seen,
            "Restore faster (a nearer or quicker copy, parts in parallel), keep less in it, or \
             agree a later target.",
        )
        .likely(
            Some(probability),
            format!(
                "The line says {:.2} months. A stated growth is taken to be right within a factor \
                 of 1.35 in two of three cases (our judgement); over {months:.1} months that gives \
                 this chance.",
                outgrown.months.max(0.0)
            ),
        )
        .because(
            format!("It holds {size} today and grows by {growth}."),
            Some(&subject),
        )
        .because(
            format!("Restoring it takes {} today.", humane_or_unknown(now)),
            Some(&subject),
        )
        .because(
            format!(
                "There are {} for the restore itself, beside all else that is waited for.",
                humane(outgrown.available_seconds)
            ),
            driver.as_deref(),
        )
        .because(
            format!(
                "In that time {:.3} TB can be restored; ln(limit / size) / ln(1 + growth) is {:.2} \
                 months.",
                outgrown.limit_bytes as f64 / 1e12,
                outgrown.months
            ),
            None,
        );
    seen.add(row);
}

/// Whose target leaves the least time for the restore of a dataset.
fn driver(seen: &Seen<'_, '_>, item: Item) -> Option<String> {
    let holders = seen.standpoint.estate.graph.held_by(item).iter().copied();
    let first = holders.chain([item]).min_by_key(|&it| {
        let seconds = seen.targets.deadlines.required(it).seconds;
        seconds.unwrap_or(i64::MAX)
    })?;
    let driver = seen.targets.drivers[first as usize]?;
    Some(reference(seen, driver).to_string())
}

/// What a restore really took, where a signal says so and it was longer than there is time.
fn observed(seen: &mut Seen<'_, '_>, item: Item) {
    let subject = reference(seen, item).to_string();
    let available = seen.targets.deadlines.required(item).seconds;
    let readings = seen.readings.get(&subject).map_or(&[][..], Vec::as_slice);
    let took: Vec<(i64, String, jiff::Timestamp)> = readings
        .iter()
        .filter_map(|it| Some((it.took_seconds?, it.signal.clone(), it.at)))
        .collect();
    let (Some(available), Some((latest, signal, at))) = (available, took.last().cloned()) else {
        return;
    };
    if latest <= available {
        return;
    }
    let late = took.iter().filter(|(took, ..)| *took > available).count();
    let text = format!(
        "The last restore took {}; there are {}.",
        humane(latest),
        humane(available)
    );
    let row = seen
        .row(What::RestoreTime, &subject, Some(seen.today), text)
        .mended_by(0, "Find out why it took so long, and try again.")
        .likely(
            Some(1.0),
            format!("{late} of {} restores took too long.", took.len()),
        )
        .because(
            format!("Heard at {at}: it took {}.", humane(latest)),
            Some(&signal),
        )
        .because(
            format!("It must be back within {}.", humane(available)),
            Some(&subject),
        );
    seen.add(super::Row {
        missed: true,
        ..row
    });
}
