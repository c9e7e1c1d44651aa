//! How long a stop can be borne: MTPD from the approved impacts of an activity, with the interval
//! in which the truth lies and the category that decides.

use record::kind::Filed;
use record::requirements::Impact;

use crate::initiation::policy_in_force::PolicyInForce;

/// When harm becomes intolerable, by one impact.
#[derive(Clone, Debug, PartialEq)]
pub struct Tolerance {
    /// The impact, `impact/id`.
    pub impact: String,
    /// The condition it was judged for: `normal` or a peak.
    pub when: String,
    /// The last moment known to be tolerable, in seconds; 0 if the first one is not.
    pub last_tolerable_seconds: i64,
    /// The first moment known to be intolerable; `None` if harm never becomes so within the
    /// times judged.
    pub first_intolerable_seconds: Option<i64>,
    /// The category that decides.
    pub driver: Option<String>,
    /// Where the cumulative loss crosses the intolerable one that a policy states, between two
    /// times on a straight line.
    pub loss_crossing_seconds: Option<i64>,
    /// Whether a category that a policy names as one of life and safety is intolerable at that
    /// first moment: it stands as entered.
    pub life_safety: bool,
}

impl Tolerance {
    /// The figure reported as MTPD: what the levels show, or the loss where that is earlier. Only
    /// the loss is read between two moments, so that it can bring the figure forward and never
    /// put off what a category shows, least of all one of life and safety.
    pub fn reported_seconds(&self, last_tolerable: bool) -> Option<i64> {
        match (
            self.shown_seconds(last_tolerable),
            self.loss_crossing_seconds,
        ) {
            (Some(shown), Some(crossing)) => Some(shown.min(crossing)),
            (shown, crossing) => shown.or(crossing),
        }
    }

    /// Whether the first moment judged is intolerable already, so that none is known to be
    /// tolerable.
    pub fn at_once(&self) -> bool {
        self.first_intolerable_seconds.is_some() && self.last_tolerable_seconds == 0
    }

    /// Whether the loss alone decides: it is intolerable before any category.
    pub fn loss_decides(&self, last_tolerable: bool) -> bool {
        let shown = self.shown_seconds(last_tolerable);
        self.loss_crossing_seconds
            .is_some_and(|crossing| shown.is_none_or(|shown| crossing < shown))
    }

    /// What the levels show: one of the moments judged, or the start.
    fn shown_seconds(&self, last_tolerable: bool) -> Option<i64> {
        let first = self.first_intolerable_seconds?;
        Some(if last_tolerable {
            self.last_tolerable_seconds
        } else {
            first
        })
    }
}

/// Judges one impact by the scale in force.
pub fn tolerance(impact: &Filed<Impact>, policy: &PolicyInForce) -> Tolerance {
    let level = policy.intolerable_level();
    let mut first: Option<(usize, &str)> = None;
    for (category, levels) in &impact.levels {
        let Some(at) = levels.iter().position(|&judged| judged >= level) else {
            continue;
        };
        if first.is_none_or(|(best, _)| at < best) {
            first = Some((at, category));
        }
    }
    let safety = impact.levels.iter().any(|(category, levels)| {
        let intolerable = first.and_then(|(at, _)| levels.get(at));
        policy.life_safety.contains(category) && intolerable.is_some_and(|&it| it >= level)
    });
    let seconds = |at: usize| impact.after.get(at).map_or(0, |after| after.0);
    let last = match first {
        Some((0, _)) => 0,
        Some((at, _)) => seconds(at - 1),
        None => impact.after.last().map_or(0, |after| after.0),
    };
    Tolerance {
        impact: impact.reference(),
        when: impact.when.clone().unwrap_or_else(|| "normal".into()),
        last_tolerable_seconds: last,
        first_intolerable_seconds: first.map(|(at, _)| seconds(at)),
        driver: first.map(|(_, category)| category.to_string()),
        loss_crossing_seconds: loss_crossing(impact, policy),
        life_safety: safety,
    }
}

/// Where the loss, a straight line between the times and from nothing at the start, crosses the
/// intolerable one of the same currency.
fn loss_crossing(impact: &Impact, policy: &PolicyInForce) -> Option<i64> {
    let currency = impact.loss.first()?.currency;
    let same = policy
        .intolerable_loss
        .iter()
        .filter(|loss| loss.value.currency == currency);
    let threshold = same.map(|loss| loss.value.minor).min()?;
    let (mut time_before, mut loss_before) = (0i64, 0i64);
    for (after, loss) in impact.after.iter().zip(&impact.loss) {
        if loss.minor >= threshold {
            let rise = i128::from(loss.minor - loss_before);
            if rise == 0 {
                return Some(time_before);
            }
            let missing = i128::from(threshold - loss_before).max(0);
            let part = missing * i128::from(after.0 - time_before) / rise;
            return Some(time_before + part as i64);
        }
        (time_before, loss_before) = (after.0, loss.minor);
    }
    None
}
