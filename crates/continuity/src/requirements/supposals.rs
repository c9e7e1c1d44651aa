//! What is supposed where recoveries and years are drawn by chance, and which policy says so.

use serde::Serialize;

use crate::initiation::policy_in_force::{
    COSTS_ALIKE_DEFAULT, DURATIONS_ALIKE_DEFAULT, LaidDown, PolicyInForce,
};

/// All that is supposed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Supposals {
    /// How alike the times are that work by one team takes in one recovery.
    pub durations_alike: Alike,
    /// How alike the costs of one event in different places are.
    pub costs_alike: Alike,
    /// How sure a time is that is given as one figure; none: exactly so long.
    pub spread: Option<Spread>,
    /// How long something takes that nobody gave a time; none: unknown.
    pub takes_seconds: Option<Takes>,
}

/// A correlation, 0 to 1, and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alike {
    /// The correlation.
    pub value: f64,
    /// The policy, `policy/id`; none where the value is the one that ships.
    pub from: Option<String>,
}

/// By which shares of itself a time may be less and more.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// At best so much less.
    pub sooner: f64,
    /// At worst so much more.
    pub later: f64,
    /// The policy.
    pub from: String,
}

/// A time for what has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Takes {
    /// The best case.
    pub best: i64,
    /// The likely one.
    pub likely: i64,
    /// The worst.
    pub worst: i64,
    /// The policy.
    pub from: String,
}

impl Supposals {
    /// What the policies in force lay down, and what ships where they do not.
    pub fn of(policy: &PolicyInForce) -> Supposals {
        let alike = |laid: &Option<LaidDown<f64>>, default: f64| Alike {
            value: laid.as_ref().map_or(default, |it| it.value),
            from: laid.as_ref().map(|it| it.by.clone()),
        };
        Supposals {
            durations_alike: alike(&policy.durations_alike, DURATIONS_ALIKE_DEFAULT),
            costs_alike: alike(&policy.costs_alike, COSTS_ALIKE_DEFAULT),
            spread: policy.spread.as_ref().map(|it| Spread {
                sooner: it.value[0],
                later: it.value[1],
                from: it.by.clone(),
            }),
            takes_seconds: policy.takes_seconds.as_ref().map(|it| Takes {
                best: it.value[0],
                likely: it.value[1],
                worst: it.value[2],
                from: it.by.clone(),
            }),
        }
    }

    /// Three points of a time that is given as one figure; the same three times where nothing is
    /// supposed of how sure it is.
    pub fn around(&self, seconds: i64) -> [i64; 3] {
        let Some(spread) = &self.spread else {
            return [seconds; 3];
        };
        let share = |of: f64| (seconds as f64 * of).round() as i64;
        [
            seconds.saturating_sub(share(spread.sooner)),
            seconds,
            seconds.saturating_add(share(spread.later)),
        ]
    }

    /// Three points of what nobody gave a time.
    pub fn unstated(&self) -> Option<[i64; 3]> {
        let takes = self.takes_seconds.as_ref()?;
        match takes.best == takes.worst {
            true => Some(self.around(takes.likely)),
            false => Some([takes.best, takes.likely, takes.worst]),
        }
    }

    /// Three points of a time as it is written.
    pub fn points(&self, takes: record::value::Takes) -> [i64; 3] {
        match takes {
            record::value::Takes::Fixed(time) => self.around(time.0),
            record::value::Takes::ThreePoint {
                best,
                likely,
                worst,
            } => [best.0, likely.0, worst.0],
        }
    }
}
