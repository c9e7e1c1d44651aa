//! Room that fills up: how much of it is used, or an indicator's value, against its thresholds to
//! watch, warn and act; and where the readings lead. A threshold that was passed holds until the
//! value is clearly below it again, so that a value on the edge does not flicker.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::requirements::Indicator;

use super::course::Course;
use super::readings::Reading;
use super::{Seen, What};

/// How near the limit something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Far from it.
    Normal,
    /// To be watched.
    Watch,
    /// To be warned of.
    Warn,
    /// To be acted upon.
    Act,
}

/// The values from which on something is watched, warned of and acted upon, rising.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Thresholds {
    pub(super) watch: f64,
    pub(super) warn: f64,
    pub(super) act: f64,
    /// How far below a threshold a value must fall before it counts as below.
    pub(super) back: f64,
}

/// Of room that is used, where no indicator says otherwise: a judgement of ours.
pub(super) const USED: Thresholds = Thresholds {
    watch: 0.75,
    warn: 0.85,
    act: 0.95,
    back: 0.02,
};

/// How far a value must fall below a threshold where no indicator says so: this share of the way
/// from watch to act. A judgement of ours.
const HYSTERESIS: f64 = 0.1;

impl Thresholds {
    /// The level after one more value.
    pub(super) fn after(&self, level: Level, value: f64) -> Level {
        let all = [
            (Level::Act, self.act),
            (Level::Warn, self.warn),
            (Level::Watch, self.watch),
        ];
        let holds = |&(of, from): &(Level, f64)| {
            let from = if of <= level { from - self.back } else { from };
            value >= from
        };
        let found = all.iter().find(|it| holds(it));
        found.map_or(Level::Normal, |(level, _)| *level)
    }

    /// The level after some values in order.
    pub(super) fn level(&self, values: impl IntoIterator<Item = f64>) -> Level {
        let step = |level, value| self.after(level, value);
        values.into_iter().fold(Level::Normal, step)
    }
}

/// A row of values of one thing, all rising towards their limit.
struct Series<'a> {
    readings: Vec<(&'a Reading, f64)>,
    thresholds: Thresholds,
    /// -1 where low values are the bad ones, and all values are shown the other way round.
    sign: f64,
    unit: String,
    of: String,
}

/// Looks at every item that something was read of.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    let all = seen.readings.clone();
    for (subject, readings) in &all {
        let mut by_series: BTreeMap<&str, Vec<(&Reading, f64)>> = BTreeMap::new();
        for reading in readings {
            if let Some(used) = reading.used {
                let known = by_series.entry(&reading.series).or_default();
                known.push((reading, used * 100.0));
            }
        }
        for used in by_series.into_values() {
            let series = Series {
                readings: used,
                thresholds: Thresholds {
                    watch: USED.watch * 100.0,
                    warn: USED.warn * 100.0,
                    act: USED.act * 100.0,
                    back: USED.back * 100.0,
                },
                sign: 1.0,
                unit: "%".into(),
                of: "what is used".into(),
            };
            judge(seen, subject, &series);
        }
        let mut by_indicator: BTreeMap<&str, Vec<(&Reading, f64)>> = BTreeMap::new();
        for reading in readings {
            if let (Some(indicator), Some(value)) = (&reading.indicator, reading.value) {
                by_indicator
                    .entry(indicator)
                    .or_default()
                    .push((reading, value));
            }
        }
        for (indicator, values) in by_indicator {
            by_thresholds(seen, subject, indicator, values);
        }
    }
}

fn by_thresholds(
    seen: &mut Seen<'_, '_>,
    subject: &str,
    indicator: &str,
    values: Vec<(&Reading, f64)>,
) {
    let reference = format!("indicator/{indicator}");
    let known = seen.registers().indicators.get(indicator);
    // What tells of a hazard from outside belongs to the warnings.
    let Some(known) = known.filter(|it| it.own.hazard.is_none()) else {
        return;
    };
    let Some((thresholds, sign)) = thresholds(&known.own) else {
        let text = format!("{reference} has no threshold from which on to act (`act`).");
        seen.ask(&reference, What::Capacity, text);
        return;
    };
    let series = Series {
        readings: values
            .into_iter()
            .map(|(it, value)| (it, value * sign))
            .collect(),
        thresholds,
        sign,
        unit: known
            .own
            .unit
            .as_ref()
            .map_or(String::new(), |it| format!(" {it}")),
        of: known.title().to_string(),
    };
    judge(seen, subject, &series);
}

/// The thresholds of an indicator, rising; what is not written is taken from the next one up.
/// Where acting begins below watching, low values are the bad ones: all are turned round.
fn thresholds(indicator: &Indicator) -> Option<(Thresholds, f64)> {
    let act = indicator.act?;
    let warn = indicator.warn.unwrap_or(act);
    let watch = indicator.watch.unwrap_or(warn);
    let sign = if act < watch { -1.0 } else { 1.0 };
    let turned = Thresholds {
        watch: watch * sign,
        warn: warn * sign,
        act: act * sign,
        back: indicator
            .hysteresis
            .unwrap_or(HYSTERESIS * (act - watch).abs()),
    };
    Some((turned, sign))
}

fn judge(seen: &mut Seen<'_, '_>, subject: &str, series: &Series<'_>) {
    let Some(&(latest, value)) = series.readings.last() else {
        return;
    };
    let figures: Vec<(Timestamp, f64)> = series.readings.iter().map(|it| (it.0.at, it.1)).collect();
    let limit = series.thresholds.act;
    let course = Course::of(seen, &figures, limit);
    let level = series.thresholds.level(figures.iter().map(|it| it.1));
    let missed = level == Level::Act;
    let on = course.on(seen, missed);
    if level == Level::Normal && on.is_none() {
        return;
    }
    let (of, now, act) = (
        capital(&series.of),
        series.shown(value),
        series.shown(limit),
    );
    let text = match (missed, on) {
        (true, _) => format!("{of} is at {now}: act from {act}."),
        (false, Some(_)) => format!("{of} is at {now} and leads to {act}, from where on to act."),
        (false, None) => format!("{of} is at {now}; from {act} on one must act."),
    };
    // One reading or two say nothing of where it leads.
    let (probability, from) = match course.trend {
        None if !missed => (
            None,
            "Unknown: three readings are needed to say where they lead.".to_string(),
        ),
        _ => {
            let (probability, from) = course.chance(seen, missed);
            (Some(probability), from)
        }
    };
    let mut row = seen
        .row(What::Capacity, subject, on, text)
        .mended_unless(
            missed,
            seen,
            "Make room, or add some: it takes as long as your suppliers deliver.",
        )
        .likely(probability, from)
        .because(
            format!("Heard at {}: {now}.", latest.at),
            Some(&latest.signal),
        );
    let indicator = latest
        .indicator
        .as_ref()
        .map(|it| format!("indicator/{it}"));
    row = row.because(series.levels(level), indicator.as_deref());
    if let Some(trend) = course.trend {
        let slope = trend.slope * series.sign;
        let text = format!(
            "By the readings it changes by {slope:.2}{} a day.",
            series.unit
        );
        row = row.because(text, None);
    }
    seen.add(super::Row { missed, ..row });
}

impl Series<'_> {
    fn shown(&self, value: f64) -> String {
        format!("{:.1}{}", value * self.sign, self.unit)
    }

    fn levels(&self, level: Level) -> String {
        let Thresholds {
            watch, warn, act, ..
        } = self.thresholds;
        let (watch, warn, act) = (self.shown(watch), self.shown(warn), self.shown(act));
        let now = words(level);
        format!("Watch from {watch}, warn from {warn}, act from {act}; now: {now}.")
    }
}

fn words(level: Level) -> &'static str {
    match level {
        Level::Normal => "normal",
        Level::Watch => "watch",
        Level::Warn => "warn",
        Level::Act => "act",
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
