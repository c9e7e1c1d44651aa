//! Under which condition an activity stops: in normal times or at a peak, how long each can be
//! borne and why, and which of them applies at an instant. The headline, which `own_target` keeps
//! and every target is rolled down from, is the least of them; the day itself is told by the one
//! that applies. Nothing here is averaged.

use jiff::Timestamp;
use jiff::civil::Date;
use record::requirements::Activity;
use serde::Serialize;

use super::own_target::{Mtpd, OwnTarget};
use super::peak;
use super::tolerance::Tolerance;
use crate::agreed_hours::Hours;

mod kept;
#[cfg(test)]
mod tests;
mod words;

pub use kept::KeptConditions;

/// The word for a day that is no peak.
pub const NORMAL: &str = "normal";
/// The word for money, where the loss decides and no category.
pub const LOSS: &str = "loss";
/// At most so many days ahead are looked at for a stricter condition.
const DAYS_AHEAD_MAX: i64 = 400;
const DAY_SECONDS: i64 = 86_400;

/// Where the MTPD of a condition comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum From {
    /// The activity declares it.
    Declared,
    /// The peak declares it.
    Peak,
    /// An approved impact of this condition shows it.
    Impact,
    /// Nobody has said more of the peak: as in normal times.
    Normal,
    /// Nobody has said anything, or never intolerable in the times judged.
    Nothing,
}

/// One condition, and how long a stop can be borne under it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConditionMtpd {
    /// `normal`, or the name of a peak.
    pub when: String,
    /// On which days, as written; nothing for normal times and for a peak of which nobody said it.
    pub days: Option<String>,
    /// MTPD under it, from disruption; nothing where nobody knows or it never becomes intolerable.
    pub mtpd_seconds: Option<i64>,
    /// Where that comes from.
    pub from: From,
    /// Whether it is the headline: the least of all conditions.
    pub is_headline: bool,
    /// The impact that decides, or shows the interval beside a declared figure.
    pub impact: Option<String>,
    /// The truth lies after this moment, the last known to be tolerable...
    pub last_tolerable_seconds: Option<i64>,
    /// ...and not after this one, the first known to be intolerable; nothing where harm never
    /// becomes so within the times judged.
    pub first_intolerable_seconds: Option<i64>,
    /// The category that decides; `loss` where it is money.
    pub driver: Option<String>,
    /// Whether a category of life and safety is intolerable first: its moment stands as entered
    /// and nothing is read between two moments.
    pub life_safety: bool,
    /// Where the money alone crosses the intolerable loss, on a straight line between two
    /// moments: indicative. No level of a category is ever read so.
    pub indicative_loss_crossing_seconds: Option<i64>,
}

/// The conditions of an activity, normal times first, then its peaks as they are written, then
/// conditions of impacts that no peak answers to. What is declared, for normal times or for a
/// peak, stands for whatever impacts of it show.
pub fn conditions(
    activity: &Activity,
    declared: Option<i64>,
    headline: Option<&Mtpd>,
    (tolerances, last): (&[Tolerance], bool),
) -> Vec<ConditionMtpd> {
    let shown = |when: &str| deciding(tolerances, when, last);
    let normal = told(NORMAL, declared, From::Declared, shown(NORMAL), last);
    let mut all = vec![normal.clone()];
    for peak in &activity.peaks {
        let own = peak.mtpd.map(|mtpd| mtpd.0);
        let mut row = told(&peak.name, own, From::Peak, shown(&peak.name), last);
        if row.from == From::Nothing && row.impact.is_none() {
            row = ConditionMtpd {
                when: peak.name.clone(),
                from: match normal.mtpd_seconds {
                    Some(_) => From::Normal,
                    None => From::Nothing,
                },
                ..normal.clone()
            };
        }
        row.days.clone_from(&peak.days);
        all.push(row);
    }
    for tolerance in tolerances {
        if all.iter().all(|known| known.when != tolerance.when) {
            all.extend(row_of_impact(&tolerance.when, tolerances, last));
        }
    }
    let least = headline.map(|mtpd| mtpd.seconds);
    let first = all
        .iter_mut()
        .find(|it| least.is_some() && it.mtpd_seconds == least);
    if let Some(first) = first {
        first.is_headline = true;
    }
    all
}

fn row_of_impact(when: &str, tolerances: &[Tolerance], last: bool) -> Option<ConditionMtpd> {
    let shown = deciding(tolerances, when, last)?;
    Some(told(when, None, From::Nothing, Some(shown), last))
}

/// Of the impacts of one condition the one that reports the least; where none ever becomes
/// intolerable, the one that was judged for the shortest time.
fn deciding<'t>(tolerances: &'t [Tolerance], when: &str, last: bool) -> Option<&'t Tolerance> {
    let of = tolerances.iter().filter(|it| it.when == when);
    of.min_by_key(|it| {
        let reported = it.reported_seconds(last);
        (reported.is_none(), reported, it.last_tolerable_seconds)
    })
}

fn told(
    when: &str,
    declared: Option<i64>,
    by: From,
    shown: Option<&Tolerance>,
    last: bool,
) -> ConditionMtpd {
    let reported = shown.and_then(|it| it.reported_seconds(last));
    let from = match (declared, reported) {
        (Some(_), _) => by,
        (None, Some(_)) => From::Impact,
        (None, None) => From::Nothing,
    };
    let money = shown.is_some_and(|it| it.loss_decides(last));
    let driver = match money {
        true => Some(LOSS.to_owned()),
        false => shown.and_then(|it| it.driver.clone()),
    };
    ConditionMtpd {
        when: when.to_owned(),
        days: None,
        mtpd_seconds: declared.or(reported),
        from,
        is_headline: false,
        impact: shown.map(|it| it.impact.clone()),
        last_tolerable_seconds: shown.map(|it| it.last_tolerable_seconds),
        first_intolerable_seconds: shown.and_then(|it| it.first_intolerable_seconds),
        driver,
        life_safety: !money && shown.is_some_and(|it| it.life_safety),
        indicative_loss_crossing_seconds: shown.and_then(|it| it.loss_crossing_seconds),
    }
}

/// The condition that applies on a day: of the peaks that fall on it the one that can be borne
/// least, else normal times. Unknown is borne longest, so that a peak of which more is known
/// comes first.
pub fn on_day<'c>(
    conditions: &'c [ConditionMtpd],
    day: Date,
    hours: &Hours,
) -> Option<&'c ConditionMtpd> {
    let falls = |it: &&ConditionMtpd| {
        let days = it.days.as_deref();
        days.is_some_and(|days| peak::falls_on(days, day, hours))
    };
    let peaks = conditions.iter().filter(falls);
    let least = peaks.min_by_key(|it| (it.mtpd_seconds.is_none(), it.mtpd_seconds));
    least.or_else(|| conditions.first())
}

/// The condition of an activity at an instant, as other programs read it. Only what is told of
/// the day: targets, verdicts and plans keep to the headline, because a plan must hold on the
/// worst day, and a figure of `targets` must not change from one day to the next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConditionNow {
    /// `activity/id`.
    pub id: String,
    /// The condition that applies.
    pub when: String,
    /// The day it was asked of, in the zone of the activity's hours, else the programme's.
    pub day: String,
    /// MTPD under it, from disruption.
    pub mtpd_seconds: Option<i64>,
    /// The least over all conditions: what targets are made from.
    pub headline_mtpd_seconds: Option<i64>,
    /// The condition of the headline.
    pub headline_when: Option<String>,
    /// A stricter condition that begins before this one's MTPD has run out.
    pub then: Option<Coming>,
}

/// A stricter condition that is to come.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coming {
    /// The condition.
    pub when: String,
    /// When its first day begins.
    pub begins: String,
    /// The same in seconds from the instant asked about.
    pub begins_after_seconds: i64,
    /// MTPD under it.
    pub mtpd_seconds: Option<i64>,
}

/// The condition of an activity at an instant; none where it has none at all.
pub fn at(reference: &str, own: &OwnTarget, hours: &Hours, at: Timestamp) -> Option<ConditionNow> {
    let headline = own.mtpd.as_ref().map(|mtpd| mtpd.seconds);
    now(reference, (&own.conditions, headline), hours, at)
}

/// The same from the conditions and the headline alone.
pub fn now(
    reference: &str,
    (conditions, headline): (&[ConditionMtpd], Option<i64>),
    hours: &Hours,
    at: Timestamp,
) -> Option<ConditionNow> {
    let day = at.to_zoned(hours.zone().clone()).date();
    let applies = on_day(conditions, day, hours)?;
    let decides = conditions.iter().find(|it| it.is_headline);
    Some(ConditionNow {
        id: reference.to_owned(),
        when: applies.when.clone(),
        day: day.to_string(),
        mtpd_seconds: applies.mtpd_seconds,
        headline_mtpd_seconds: headline,
        headline_when: decides.map(|it| it.when.clone()),
        then: coming(conditions, applies, (day, at), hours),
    })
}

/// The first day on which something stricter applies, before the MTPD of today's condition is
/// over.
fn coming(
    conditions: &[ConditionMtpd],
    applies: &ConditionMtpd,
    (day, at): (Date, Timestamp),
    hours: &Hours,
) -> Option<Coming> {
    let stricter = |it: &ConditionMtpd| match (it.mtpd_seconds, applies.mtpd_seconds) {
        (Some(it), Some(now)) => it < now,
        (Some(_), None) => true,
        (None, _) => false,
    };
    if !conditions
        .iter()
        .any(|it| it.days.is_some() && stricter(it))
    {
        return None;
    }
    let within = applies.mtpd_seconds.unwrap_or(DAYS_AHEAD_MAX * DAY_SECONDS);
    let days = (within / DAY_SECONDS + 1).min(DAYS_AHEAD_MAX);
    let mut next = day;
    for _ in 0..days {
        next = next.tomorrow().ok()?;
        let found = on_day(conditions, next, hours)?;
        let begins = next.to_zoned(hours.zone().clone()).ok()?.timestamp();
        let after = begins.as_second() - at.as_second();
        if after >= within {
            return None;
        }
        if stricter(found) {
            return Some(Coming {
                when: found.when.clone(),
                begins: begins.to_string(),
                begins_after_seconds: after,
                mtpd_seconds: found.mtpd_seconds,
            });
        }
    }
    None
}
