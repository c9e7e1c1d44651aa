//! How far replicas lag behind, against how much data may be lost: now, and where the readings
//! lead. What the records state of the lag (TV-25) is held against what was seen.

use engine::beta::Share;
use engine::graph::Item;
use engine::trend::Trend;

use super::{Seen, What, reference};
use crate::path::humane;

const DAY_SECONDS: f64 = 86_400.0;

/// Looks at every item whose lag was read and that may lose only so much data.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    for item in seen.standpoint.estate.graph.items() {
        let Some(rpo) = seen.targets.points.required[item as usize].seconds else {
            continue;
        };
        judge(seen, item, rpo);
    }
}

fn judge(seen: &mut Seen<'_, '_>, item: Item, rpo: i64) {
    let subject = reference(seen, item).to_string();
    let readings = seen.readings.get(&subject).map_or(&[][..], Vec::as_slice);
    let lags: Vec<(jiff::Timestamp, i64, &str)> = readings
        .iter()
        .filter_map(|it| Some((it.at, it.lag_seconds?, it.signal.as_str())))
        .collect();
    let Some(&(at, lag, signal)) = lags.last() else {
        return;
    };
    let signal = signal.to_string();
    let now = seen.standpoint.at.as_second();
    let axis = |at: jiff::Timestamp| (at.as_second() - now) as f64 / DAY_SECONDS;
    let points: Vec<(f64, f64)> = lags.iter().map(|it| (axis(it.0), it.1 as f64)).collect();
    let trend = Trend::through(&points);
    let above = lags.iter().filter(|it| it.1 > rpo).count();
    let stated = stated(seen, item);
    let missed = lag > rpo;
    let days = trend.and_then(|trend| trend.reaches(rpo as f64));
    let on = match missed {
        true => Some(seen.today),
        false => days.and_then(|days| seen.day_after(days.max(0.0))),
    };
    // A lag that is what was stated, and does not rise, is no news.
    let unlike = stated.is_some_and(|stated| lag > stated);
    if !missed && on.is_none() && !unlike {
        return;
    }
    let (probability, from) = match (missed, trend) {
        (true, _) => (1.0, "It is so now.".to_string()),
        (false, Some(trend)) => (
            trend.chance_above(rpo as f64, seen.horizon_days()),
            format!(
                "A line through {} readings, and how far they lie from it (Student's t), at the \
                 end of the days looked at.",
                trend.readings
            ),
        ),
        (false, None) => (
            Share::after(above, lags.len()).mean(),
            format!(
                "Of {} readings {above} were above the limit: (1 + {above}) of (2 + {}).",
                lags.len(),
                lags.len()
            ),
        ),
    };
    let text = match missed {
        true => format!(
            "It lags {} behind; data of {} may be lost.",
            humane(lag),
            humane(rpo)
        ),
        false => format!(
            "Its lag leads towards the limit: {} now, {} at most.",
            humane(lag),
            humane(rpo)
        ),
    };
    let mut row = seen
        .row(What::ReplicationLag, &subject, on, text)
        .mended_by(
            if missed {
                0
            } else {
                What::ReplicationLag.mend_days()
            },
            "Find what holds the replica back (network, load, a stuck transaction), or give it \
             more room.",
        )
        .likely(Some(probability), from)
        .because(
            format!("Heard at {at}: {} behind.", humane(lag)),
            Some(&signal),
        );
    if let Some(stated) = stated {
        let text = format!(
            "The record says 99 of 100 moments stay below {}.",
            humane(stated)
        );
        row = row.because(text, Some(&subject));
    }
    if let Some(trend) = trend {
        let text = format!("By the readings it grows by {:.1} s a day.", trend.slope);
        row = row.because(text, None);
    }
    row = row.because(
        format!("Data of {} may be lost at most.", humane(rpo)),
        Some(&subject),
    );
    seen.add(super::Row { missed, ..row });
}

/// The lag that the records state.
fn stated(seen: &Seen<'_, '_>, item: Item) -> Option<i64> {
    let dataset = seen.standpoint.estate.listed(item).dataset()?;
    let lags = dataset.own.protection.iter().filter_map(|it| it.lag_p99);
    lags.map(|it| it.0).min()
}
