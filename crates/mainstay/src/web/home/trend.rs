//! The three figures month by month: what was required, calculated and shown at the end of each.
//! The past does not change, so each month is counted once and kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use ledger::{Ledger, Point};
use maud::{Markup, html};

use crate::answer::{self, default_policy};
use crate::http::call::Call;
use crate::web::reckoned;

/// How many months are shown.
const MONTHS: i32 = 12;

/// The figures of one month's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Services that had to be back by some time.
    pub required: usize,
    /// Of them by calculation in time.
    pub calculated: usize,
    /// Of them shown by a run.
    pub shown: usize,
}

/// What was counted, by the day after the month's end.
#[derive(Default)]
pub struct Trend {
    counted: Mutex<BTreeMap<Date, Option<Figures>>>,
    counting: tokio::sync::Mutex<()>,
}

impl Trend {
    fn known(&self, day: Date) -> Option<Option<Figures>> {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.get(&day).copied()
    }

    fn keep(&self, day: Date, figures: Option<Figures>) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.insert(day, figures);
    }

    /// Counts the months that were not counted yet, one after the other; one task at a time.
    async fn count(&self, ledger: &Ledger, days: &[Date]) {
        let Ok(_alone) = self.counting.try_lock() else {
            return;
        };
        for day in days {
            if self.known(*day).is_some() {
                continue;
            }
            let at = midnight(*day);
            let Ok(then) = ledger.as_of(Point::Instant(at)).await else {
                return;
            };
            let counting = tokio::task::spawn_blocking(move || figures(&then, at));
            match counting.await {
                Ok(figures) => self.keep(*day, figures),
                Err(_) => return,
            }
        }
    }
}

/// The figures of a present; none before anything was filed.
fn figures(then: &ledger::Present, at: Timestamp) -> Option<Figures> {
    if then.state.registers.is_empty() {
        return None;
    }
    let mut registers = then.state.registers.clone();
    default_policy::add(&mut registers);
    let given = crate::http::answer_api::given(&registers, &[], at);
    let readiness = answer::readiness::readiness(&given, &then.state);
    Some(Figures {
        required: readiness.required,
        calculated: readiness.calculated,
        shown: readiness.shown,
    })
}

fn midnight(day: Date) -> Timestamp {
    let zoned = day.to_zoned(TimeZone::UTC);
    zoned.map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
}

/// The first days of the months so far, the earliest first.
fn days(today: Date) -> Vec<Date> {
    let first = today.first_of_month();
    let back = |months: i32| first.checked_sub(months.months()).ok();
    (0..MONTHS).rev().filter_map(back).collect()
}

/// The sheet: the months counted so far, and now. Whoever looks first has them counted, and does
/// not wait for it.
pub async fn sheet(call: &Call) -> Markup {
    let Ok(now) = reckoned::of(call).await else {
        return html! {};
    };
    let days = days(now.at.to_zoned(TimeZone::UTC).date());
    let trend = &call.doors.reckoning.trend;
    let open = days.iter().any(|day| trend.known(*day).is_none());
    if open {
        let (doors, days) = (Arc::clone(&call.doors), days.clone());
        tokio::spawn(async move { doors.reckoning.trend.count(&doors.ledger, &days).await });
    }
    let mut points: Vec<(String, Figures)> = days
        .iter()
        .filter_map(|day| Some((day.to_string(), trend.known(*day)??)))
        .collect();
    points.push((
        "now".to_owned(),
        Figures {
            required: now.readiness.required,
            calculated: now.readiness.calculated,
            shown: now.readiness.shown,
        },
    ));
    html! {
        section.sheet aria-labelledby="trend" {
            h2 #trend { "Month by month" }
            @if points.len() < 2 {
                p { @if open { "Earlier months are being counted; look again." } @else { "It begins with the second month." } }
            } @else {
                (chart(&points))
                details {
                    summary { "The figures" }
                    table {
                        thead { tr { th { "On" } th.num { "Required" } th.num { "Calculated" } th.num { "Shown" } } }
                        tbody { @for (day, it) in &points {
                            tr {
                                td { (day) }
                                td.num { (it.required) }
                                td.num { (it.calculated) }
                                td.num { (it.shown) }
                            }
                        } }
                    }
                }
            }
        }
    }
}

/// Three lines, told apart by their stroke and a word at their end.
fn chart(points: &[(String, Figures)]) -> Markup {
    let most = points
        .iter()
        .map(|(_, it)| it.required)
        .max()
        .unwrap_or(1)
        .max(1);
    let across = 220.0 / (points.len() - 1) as f64;
    let line = |of: fn(&Figures) -> usize| -> String {
        let point = |(index, (_, it)): (usize, &(String, Figures))| {
            let (x, y) = (
                10.0 + across * index as f64,
                110.0 - 100.0 * of(it) as f64 / most as f64,
            );
            format!("{x:.1},{y:.1}")
        };
        points
            .iter()
            .enumerate()
            .map(point)
            .collect::<Vec<_>>()
            .join(" ")
    };
    html! {
        svg.trend viewBox="0 0 240 120" role="img" aria-label="Required, calculated and shown, month by month; the figures stand below" {
            polyline.required points=(line(|it| it.required)) fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2 3";
            polyline.calculated points=(line(|it| it.calculated)) fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="7 3";
            polyline.shown points=(line(|it| it.shown)) fill="none" stroke="currentColor" stroke-width="3";
        }
        p.quiet { "Dotted: required. Dashed: calculated. Solid: shown." }
    }
}
