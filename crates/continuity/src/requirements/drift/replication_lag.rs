//! How far replicas lag behind, against how much data may be lost: now, and where the readings
//! lead. What the records state of the lag (TV-25) is held against what was seen.

use std::collections::BTreeMap;

use engine::graph::Item;
use jiff::Timestamp;

use super::course::Course;
use super::readings::Reading;
use super::{Row, Seen, What, reference};
use crate::path::humane;

/// What was read of one replica, the oldest first.
struct Lags {
    figures: Vec<(Timestamp, f64)>,
    latest: i64,
    signal: String,
}

/// Looks at every item whose lag was read and that may lose only so much data.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    for item in seen.standpoint.estate.graph.items() {
        let Some(rpo) = seen.targets.points.required[item as usize].seconds else {
            continue;
        };
        for lags in of_replicas(seen, item) {
            judge(seen, item, rpo, &lags);
        }
    }
}

fn of_replicas(seen: &Seen<'_, '_>, item: Item) -> Vec<Lags> {
    let readings = seen.readings.get(reference(seen, item));
    let readings = readings.map_or(&[][..], Vec::as_slice);
    let mut replicas: BTreeMap<&str, Lags> = BTreeMap::new();
    for reading in readings {
        let Some(lag) = reading.lag_seconds else {
            continue;
        };
        let Reading { at, signal, .. } = reading;
        let known = replicas.entry(&reading.series).or_insert_with(|| Lags {
            figures: Vec::new(),
            latest: lag,
            signal: signal.clone(),
        });
        known.figures.push((*at, lag as f64));
        (known.latest, known.signal) = (lag, signal.clone());
    }
    replicas.into_values().collect()
}

fn judge(seen: &mut Seen<'_, '_>, item: Item, rpo: i64, lags: &Lags) {
    let course = Course::of(seen, &lags.figures, rpo as f64);
    let (lag, stated) = (lags.latest, stated(seen, item));
    let missed = lag > rpo;
    let on = course.on(seen, missed);
    // A lag that is what was stated, and does not rise, is no news.
    let unlike = stated.is_some_and(|stated| lag > stated);
    if !missed && on.is_none() && !unlike {
        return;
    }
    let (now, most) = (humane(lag), humane(rpo));
    let text = match (missed, on) {
        (true, _) => format!("It lags {now} behind; data of {most} may be lost."),
        (false, Some(_)) => {
            format!("Its lag leads towards the limit: {now} now, {most} at most.")
        }
        (false, None) => format!("It lags further behind than is stated: {now}, {most} at most."),
    };
    let (probability, from) = course.chance(seen, missed);
    let subject = reference(seen, item).to_string();
    let act = "Find what holds the replica back (network, load, a stuck transaction), or give it \
               more room.";
    let row = seen
        .row(What::ReplicationLag, &subject, on, text)
        .mended_unless(missed, seen, act)
        .likely(Some(probability), from);
    let row = reckoned(row, lags, &course, stated).because(
        format!("Data of {most} may be lost at most."),
        Some(&subject),
    );
    seen.add(Row { missed, ..row });
}

fn reckoned(row: Row, lags: &Lags, course: &Course, stated: Option<i64>) -> Row {
    let heard = lags.figures.last().map(|it| it.0.to_string());
    let (heard, lag) = (heard.unwrap_or_default(), humane(lags.latest));
    let mut row = row.because(
        format!("Heard at {heard}: {lag} behind."),
        Some(&lags.signal),
    );
    if let Some(stated) = stated {
        let stated = humane(stated);
        let subject = row.subject.clone();
        let text = format!("The record says 99 of 100 moments stay below {stated}.");
        row = row.because(text, Some(&subject));
    }
    if let Some(trend) = course.trend {
        let text = format!("By the readings it grows by {:.1} s a day.", trend.slope);
        row = row.because(text, None);
    }
    row
}

/// The lag that the records state.
fn stated(seen: &Seen<'_, '_>, item: Item) -> Option<i64> {
    let dataset = seen.standpoint.estate.listed(item).dataset()?;
    let lags = dataset.own.protection.iter().filter_map(|it| it.lag_p99);
    lags.map(|it| it.0).min()
}
