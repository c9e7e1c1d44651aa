//! What the policies in force lay down together. Where several say something, the stricter wins,
//! and it is known which one said it.

use std::collections::{BTreeMap, BTreeSet};

use record::initiation::policy::{Margin, Policy, Report};
use record::kind::Filed;
use record::kinds::Registers;
use record::value::{Percent, Takes};

use crate::rule::DEFAULT_POLICY_ID;

/// The level from which harm is intolerable where no policy says it.
pub const INTOLERABLE_DEFAULT: u32 = 3;
/// Before a duty passes to the deputy, where no policy says it.
pub const ANSWER_WITHIN_SECONDS_DEFAULT: i64 = 15 * 60;
/// Not heard for so long, what a monitor said is stale, where no policy says it: monitors repeat
/// themselves every few hours.
pub const SIGNALS_STALE_SECONDS_DEFAULT: i64 = 24 * 3_600;
/// How likely harm is held to be after Observed, Likely, Possible and Unlikely, where no policy
/// says it: a judgement of ours, not a measurement.
pub const CERTAINTY_DEFAULT: [f64; 4] = [0.95, 0.7, 0.3, 0.02];
/// How alike the costs of one event in different places are where no policy says it: a judgement.
pub const COSTS_ALIKE_DEFAULT: f64 = 0.5;
/// How alike the times are that work by one team takes, where no policy says it: not at all.
pub const DURATIONS_ALIKE_DEFAULT: f64 = 0.0;
/// A day in seconds.
const DAY_SECONDS: i64 = 86_400;

/// A value and the policy that laid it down.
#[derive(Clone, Debug, PartialEq)]
pub struct LaidDown<T> {
    /// The value.
    pub value: T,
    /// The policy, `policy/id`.
    pub by: String,
}

/// What the policies in force lay down together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyInForce {
    /// Time until someone knows: the longest.
    pub detect_seconds: Option<LaidDown<i64>>,
    /// Time until someone has decided: the longest.
    pub decide_seconds: Option<LaidDown<i64>>,
    /// How long an intruder may sit unseen: the longest.
    pub dwell_seconds: Option<LaidDown<i64>>,
    /// All margins; for a given MTPD the greatest counts.
    pub margins: Vec<LaidDown<Margin>>,
    /// Before a duty passes to the deputy: the shortest.
    pub answer_within_seconds: Option<LaidDown<i64>>,
    /// The level from which harm is intolerable: the lowest.
    pub intolerable: Option<LaidDown<u32>>,
    /// The loss from which harm is intolerable, in minor units and currency: the lowest of each.
    pub intolerable_loss: Vec<LaidDown<record::value::Money>>,
    /// Whether the last tolerable moment is reported as MTPD, not the first intolerable one.
    pub last_tolerable: Option<LaidDown<bool>>,
    /// Upper RTO of each tier from tier 1 on: of the strictest policy that has bands.
    pub tier_bands_seconds: Option<LaidDown<Vec<i64>>>,
    /// The words of the impact scale.
    pub levels: Vec<String>,
    /// After how long without a word what a monitor said is stale: the shortest.
    pub signals_stale_seconds: Option<LaidDown<i64>>,
    /// How many days a mend takes by what is to be mended, a begun one as whole: the longest.
    pub mend_days: BTreeMap<String, LaidDown<u32>>,
    /// How likely harm is held to be after Observed, Likely, Possible and Unlikely: the highest.
    pub certainty: [Option<LaidDown<f64>>; 4],
    /// How alike the times are that work by one team takes, 0..=1: the most.
    pub durations_alike: Option<LaidDown<f64>>,
    /// How alike the costs of one event in different places are, 0..=1: the most.
    pub costs_alike: Option<LaidDown<f64>>,
    /// By which shares a single time may be less and more: that with the latest end.
    pub spread: Option<LaidDown<[f64; 2]>>,
    /// Best, likely and worst time in seconds where nobody gave one: the longest.
    pub takes_seconds: Option<LaidDown<[i64; 3]>>,
    /// Categories of harm to life, of all policies together.
    pub life_safety: BTreeSet<String>,
}

/// Keeps the value that `better` prefers over the one known.
fn keep<T: Clone>(
    known: &mut Option<LaidDown<T>>,
    value: Option<T>,
    by: &str,
    better: impl Fn(&T, &T) -> bool,
) {
    let Some(value) = value else { return };
    if known
        .as_ref()
        .is_none_or(|known| better(&value, &known.value))
    {
        *known = Some(LaidDown {
            value,
            by: by.to_string(),
        });
    }
}

/// Gathers what the policies in force lay down. The policy that ships counts only where no other
/// says anything.
pub fn policy_in_force(registers: &Registers) -> PolicyInForce {
    let (mut all, mut shipped) = (PolicyInForce::default(), PolicyInForce::default());
    for policy in registers.policies.approved() {
        if &*policy.id == DEFAULT_POLICY_ID {
            lay_down(&mut shipped, policy);
        } else {
            lay_down(&mut all, policy);
        }
    }
    all.or(shipped)
}

fn lay_down(all: &mut PolicyInForce, policy: &Filed<Policy>) {
    let (longer, shorter) = (|a: &i64, b: &i64| a > b, |a: &i64, b: &i64| a < b);
    let by = policy.reference();
    let lead = policy.lead.as_ref();
    let detect = lead.and_then(|lead| lead.detect).map(|it| it.0);
    let decide = lead.and_then(|lead| lead.decide).map(|it| it.0);
    keep(&mut all.detect_seconds, detect, &by, longer);
    keep(&mut all.decide_seconds, decide, &by, longer);
    let dwell = policy.dwell.map(|it| it.0);
    keep(&mut all.dwell_seconds, dwell, &by, longer);
    let answer = policy.answer_within.map(|it| it.0);
    keep(&mut all.answer_within_seconds, answer, &by, shorter);
    let margin = policy.margin.map(|value| LaidDown {
        value,
        by: by.clone(),
    });
    all.margins.extend(margin);
    let bands: Vec<i64> = policy.tier_bands.iter().map(|band| band.0).collect();
    let bands = (!bands.is_empty()).then_some(bands);
    keep(&mut all.tier_bands_seconds, bands, &by, |a, b| a < b);
    signs(all, policy, &by);
    supposals(all, policy, &by);
    let Some(scale) = &policy.impact_scale else {
        return;
    };
    keep(&mut all.intolerable, scale.intolerable, &by, |a, b| a < b);
    let last = scale.report.map(|report| report == Report::LastTolerable);
    keep(&mut all.last_tolerable, last, &by, |a, b| a > b);
    let loss = scale.intolerable_loss.map(|value| LaidDown {
        value,
        by: by.clone(),
    });
    all.intolerable_loss.extend(loss);
    all.life_safety.extend(scale.life_safety.iter().cloned());
    if all.levels.is_empty() {
        all.levels.clone_from(&scale.levels);
    }
}

/// What is laid down on signals, mends and warnings.
fn signs(all: &mut PolicyInForce, policy: &Filed<Policy>, by: &str) {
    let stale = policy.signals_stale_after.map(|it| it.0);
    keep(&mut all.signals_stale_seconds, stale, by, |a, b| a < b);
    for (sort, time) in &policy.mend_times {
        let days = u32::try_from((time.0 + DAY_SECONDS - 1) / DAY_SECONDS).unwrap_or(u32::MAX);
        let mut known = all.mend_days.remove(sort);
        keep(&mut known, Some(days), by, |a, b| a > b);
        all.mend_days.extend(known.map(|it| (sort.clone(), it)));
    }
    let Some(words) = &policy.certainty else {
        return;
    };
    let said = [words.observed, words.likely, words.possible, words.unlikely];
    for (known, said) in all.certainty.iter_mut().zip(said) {
        let share = said.map(|it| f64::from(it.0) / 10_000.0);
        keep(known, share, by, |a, b| a > b);
    }
}

/// What is laid down on drawing by chance.
fn supposals(all: &mut PolicyInForce, policy: &Filed<Policy>, by: &str) {
    let Some(supposed) = &policy.simulation else {
        return;
    };
    let share = |it: Percent| f64::from(it.0) / 10_000.0;
    let alike = supposed.durations_alike.map(share);
    keep(&mut all.durations_alike, alike, by, |a, b| a > b);
    let alike = supposed.costs_alike.map(share);
    keep(&mut all.costs_alike, alike, by, |a, b| a > b);
    let ends = supposed.spread.as_ref().map(|it| {
        let of = |end: Option<Percent>| end.map_or(0.0, share);
        [of(it.sooner), of(it.later)]
    });
    // The later end first; of two alike, the one that less often is sooner.
    keep(&mut all.spread, ends, by, |a, b| {
        (a[1], b[0]) > (b[1], a[0])
    });
    let takes = supposed.takes.map(|takes| match takes {
        Takes::Fixed(time) => [time.0; 3],
        Takes::ThreePoint {
            best,
            likely,
            worst,
        } => [best.0, likely.0, worst.0],
    });
    let backwards = |it: &[i64; 3]| [it[2], it[1], it[0]];
    keep(&mut all.takes_seconds, takes, by, |a, b| {
        backwards(a) > backwards(b)
    });
}

impl PolicyInForce {
    /// After how long without a word what a monitor said is stale.
    pub fn stale_seconds(&self) -> i64 {
        let laid = self.signals_stale_seconds.as_ref();
        laid.map_or(SIGNALS_STALE_SECONDS_DEFAULT, |it| it.value)
    }

    /// What is laid down here, and what another lays down where this says nothing.
    fn or(self, other: PolicyInForce) -> PolicyInForce {
        fn any<T>(one: Vec<T>, other: Vec<T>) -> Vec<T> {
            if one.is_empty() { other } else { one }
        }
        PolicyInForce {
            detect_seconds: self.detect_seconds.or(other.detect_seconds),
            decide_seconds: self.decide_seconds.or(other.decide_seconds),
            dwell_seconds: self.dwell_seconds.or(other.dwell_seconds),
            margins: any(self.margins, other.margins),
            answer_within_seconds: self.answer_within_seconds.or(other.answer_within_seconds),
            intolerable: self.intolerable.or(other.intolerable),
            intolerable_loss: any(self.intolerable_loss, other.intolerable_loss),
            last_tolerable: self.last_tolerable.or(other.last_tolerable),
            tier_bands_seconds: self.tier_bands_seconds.or(other.tier_bands_seconds),
            levels: any(self.levels, other.levels),
            signals_stale_seconds: self.signals_stale_seconds.or(other.signals_stale_seconds),
            mend_days: other.mend_days.into_iter().chain(self.mend_days).collect(),
            certainty: {
                let mut others = other.certainty.into_iter();
                self.certainty.map(|it| it.or(others.next().flatten()))
            },
            durations_alike: self.durations_alike.or(other.durations_alike),
            costs_alike: self.costs_alike.or(other.costs_alike),
            spread: self.spread.or(other.spread),
            takes_seconds: self.takes_seconds.or(other.takes_seconds),
            life_safety: if self.life_safety.is_empty() {
                other.life_safety
            } else {
                self.life_safety
            },
        }
    }

    /// The level from which harm is intolerable.
    pub fn intolerable_level(&self) -> u32 {
        self.intolerable
            .as_ref()
            .map_or(INTOLERABLE_DEFAULT, |level| level.value)
    }

    /// Whether the last tolerable moment is reported as MTPD.
    pub fn reports_last_tolerable(&self) -> bool {
        self.last_tolerable.as_ref().is_some_and(|last| last.value)
    }

    /// The greatest margin for an MTPD, and who laid it down. A share is rounded to the nearest
    /// second.
    pub fn margin_seconds(&self, mtpd_seconds: i64) -> Option<LaidDown<i64>> {
        let seconds = |margin: &Margin| match margin {
            Margin::Time(time) => time.0,
            Margin::Share(share) => {
                let product = i128::from(mtpd_seconds) * i128::from(share.0);
                ((product + 5_000) / 10_000) as i64
            }
        };
        let laid = self.margins.iter().map(|margin| LaidDown {
            value: seconds(&margin.value),
            by: margin.by.clone(),
        });
        laid.reduce(|best, next| if next.value > best.value { next } else { best })
    }
}
