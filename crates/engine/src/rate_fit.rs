//! The rate of something that happens now and then, fitted to when it happened: a gamma belief,
//! faded where the past speaks less, widened where counts come in clusters, shaped over the year
//! where months differ. Times are calendar years with fractions: 1989.72.

use crate::dispersion::{Dispersion, dispersion, season};
use crate::gamma_poisson::{Belief, faded_years, weight};
use crate::incomplete_gamma::ln_gamma;

#[cfg(test)]
mod tests;

/// Half-lives that a history is tried under, in years.
const HALF_LIVES: [f64; 3] = [20.0, 10.0, 5.0];
/// Years that a history must have before its fading is asked of it.
const YEARS_MIN: usize = 15;
/// Years that are only learnt from before the first is foretold.
const YEARS_LEARNT: usize = 5;
/// By how much a half-life must foretell the years better, in natural logarithms.
const GAIN_MIN: f64 = 2.0;

/// Lengths of time over which clusters are looked for, in years: a week, a month, a quarter, a
/// year.
const LENGTHS: [f64; 4] = [7.0 / 365.25, 1.0 / 12.0, 0.25, 1.0];

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Happened {
    /// When.
    pub at: f64,
    /// How much it counts.
    pub weight: f64,
}

/// What the past is told as.
#[derive(Clone, Copy, Debug)]
pub struct Past<'p> {
    /// What happened, in the order of time.
    pub happened: &'p [Happened],
    /// Since when anyone looked.
    pub from: f64,
    /// Until when anyone looked.
    pub to: f64,
    /// From when it is asked: what is older counts less, where it fades.
    pub now: f64,
    /// What was believed before.
    pub prior: Belief,
    /// The half-life that was laid down; nothing: the history is asked.
    pub half_life: Option<f64>,
    /// What was seen elsewhere, already weighed: events and years.
    pub elsewhere: (f64, f64),
}

/// A rate and what is known of how it comes.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// What is believed of the rate.
    pub belief: Belief,
    /// Events, as they count.
    pub events: f64,
    /// Years of looking, as they count.
    pub years: f64,
    /// The half-life under which they count.
    pub half_life: Option<f64>,
    /// How yearly counts scatter.
    pub dispersion: Option<Dispersion>,
    /// Of each twelfth of the year, how much of its even share; nothing: all the same.
    pub season: Option<[f64; 12]>,
    /// The belief before it is widened for clusters.
    whole: Belief,
    /// Where events come in clusters: how many clusters for each event, over each of `LENGTHS`.
    clusters: Option<[f64; LENGTHS.len()]>,
}

impl Fit {
    /// How many clusters there are for each event, seen over so many years: 1 where events come
    /// alone. What is a cluster within a year may be many within a week.
    fn clusters(&self, years: f64) -> f64 {
        let Some(clusters) = &self.clusters else {
            return 1.0;
        };
        let above = LENGTHS.iter().position(|length| years <= *length);
        let Some(above) = above else {
            return clusters[LENGTHS.len() - 1];
        };
        if above == 0 {
            return clusters[0];
        }
        let (low, high) = (LENGTHS[above - 1], LENGTHS[above]);
        let along = (years / low).ln() / (high / low).ln();
        clusters[above - 1] + along * (clusters[above] - clusters[above - 1])
    }

    /// How much of a mean year lies between two times, season and all.
    pub fn exposure(&self, from: f64, to: f64) -> f64 {
        let Some(season) = &self.season else {
            return to - from;
        };
        let until = |time: f64| {
            let (year, rest) = (time.floor(), time - time.floor());
            let part = ((rest * 12.0) as usize).min(11);
            let before: f64 = season[..part].iter().sum();
            year + (before + season[part] * (rest * 12.0 - part as f64)) / 12.0
        };
        until(to) - until(from)
    }

    /// What is believed of the rate of clusters over so many years: as many as were seen of them.
    fn of_clusters(&self, years: f64) -> Belief {
        Belief {
            events: self.whole.events * self.clusters(years),
            years: self.whole.years,
        }
    }

    /// The probability that it happens at least once between two times.
    pub fn some(&self, from: f64, to: f64) -> f64 {
        let clusters = self.of_clusters(to - from);
        clusters.some(self.exposure(from, to))
    }

    /// The same if the rate were such that it is below with a given probability.
    pub fn some_at(&self, share: f64, from: f64, to: f64) -> f64 {
        let clusters = self.of_clusters(to - from);
        -(-clusters.quantile(share) * self.exposure(from, to)).exp_m1()
    }

    /// The least range of counts between two times that holds at least so much probability
    /// between its tails: of the rate's uncertainty, of chance and of clusters together.
    pub fn counts(&self, within: f64, from: f64, to: f64) -> (u32, u32) {
        let mean = self.belief.mean() * self.exposure(from, to);
        let index = self
            .dispersion
            .and_then(Dispersion::clustered)
            .unwrap_or(1.0);
        let variance = index * mean + mean * mean / self.belief.events;
        let tail = (1.0 - within) / 2.0;
        count_range(mean, variance, tail)
    }
}

/// Fits. Cost: linear in what happened, and in the years of looking.
pub fn fit(past: &Past<'_>) -> Fit {
    let inside = |it: &&Happened| it.at >= past.from && it.at <= past.to;
    let inside: Vec<Happened> = past.happened.iter().filter(inside).copied().collect();
    let years = yearly(&inside, past.from, past.to);
    let half_life = past.half_life.or_else(|| told_by(&years, past.prior));
    let dispersion = dispersion(recent(&years, half_life));
    let (events, looked) = counted(&inside, past, half_life);
    let clustered = dispersion.and_then(Dispersion::clustered);
    let months = monthly(&inside, clustered.is_some());
    let wide = clustered.unwrap_or(1.0);
    let (there, years_there) = past.elsewhere;
    // Clusters make the same history say less of the rate: its mean stays, its width grows.
    let belief = past.prior.after(events + there, looked + years_there);
    Fit {
        belief: Belief {
            events: belief.events / wide,
            years: belief.years / wide,
        },
        events,
        years: looked,
        half_life,
        dispersion,
        season: season(&months),
        whole: belief,
        clusters: clustered.map(|_| LENGTHS.map(|it| alone(&inside, past, it))),
    }
}

/// Counts by twelfths of the year. Where events come in clusters, each twelfth of each year counts
/// once: one long row of aftershocks is no season.
fn monthly(inside: &[Happened], once: bool) -> [f64; 12] {
    let mut months = [0.0; 12];
    let mut last = None;
    for it in inside {
        let year = it.at.floor();
        let part = (((it.at - year) * 12.0) as usize).min(11);
        if !once || last != Some((year, part)) {
            months[part] += 1.0;
        }
        last = Some((year, part));
    }
    months
}

/// How many clusters there are for each event over a length of time: by the share of such lengths
/// in which nothing happened. One great cluster says much of the variance and little of this.
fn alone(inside: &[Happened], past: &Past<'_>, length: f64) -> f64 {
    let lengths = ((past.to - past.from) / length).floor();
    let number = |it: &Happened| ((it.at - past.from) / length).floor();
    let within = inside.iter().filter(|it| number(it) < lengths);
    let (mut events, mut occupied, mut last) = (0.0, 0.0, -1.0);
    for it in within {
        events += 1.0;
        if number(it) > last {
            (occupied, last) = (occupied + 1.0, number(it));
        }
    }
    if lengths < 1.0 || events <= 0.0 {
        return 1.0;
    }
    let empty = (lengths - occupied + 0.5) / (lengths + 1.0);
    (-empty.ln() / (events / lengths)).clamp(0.0, 1.0)
}

/// Events and years as they count, faded or not.
fn counted(inside: &[Happened], past: &Past<'_>, half_life: Option<f64>) -> (f64, f64) {
    let span = (past.to - past.from).max(0.0);
    let Some(half_life) = half_life else {
        return (inside.iter().map(|it| it.weight).sum(), span);
    };
    let faded = |it: &Happened| it.weight * weight(past.now - it.at, half_life);
    let since_end = weight(past.now - past.to, half_life);
    let years = faded_years(span, half_life) * since_end;
    (inside.iter().map(faded).sum(), years)
}

/// Counts of whole years, the last one ending when looking ended.
fn yearly(inside: &[Happened], from: f64, to: f64) -> Vec<f64> {
    let whole = (to - from).clamp(0.0, 10_000.0).floor() as usize;
    let mut years = vec![0.0; whole];
    for it in inside {
        let back = (to - it.at).max(0.0).floor() as usize;
        if back < whole {
            years[whole - 1 - back] += 1.0;
        }
    }
    years
}

/// The years that scatter is judged by: all, or those that still count.
fn recent(years: &[f64], half_life: Option<f64>) -> &[f64] {
    let kept = half_life.map_or(years.len(), |it| (2.0 * it).ceil() as usize);
    &years[years.len().saturating_sub(kept.max(8))..]
}

/// The half-life under which the earlier years would have foretold the later ones best, where it
/// is clearly better than none. Where counts scatter more than chance has it, a gain says so much
/// less: a great cluster at the end is no change of the rate.
fn told_by(years: &[f64], prior: Belief) -> Option<f64> {
    if years.len() < YEARS_MIN {
        return None;
    }
    let plain = foretold(years, prior, None);
    let gains = HALF_LIVES.map(|it| (foretold(years, prior, Some(it)) - plain, it));
    let best = gains
        .into_iter()
        .max_by(|one, other| one.0.total_cmp(&other.0))?;
    let scatter = dispersion(years).map_or(1.0, |it| it.index.max(1.0));
    (best.0 >= GAIN_MIN * scatter).then_some(best.1)
}

/// The logarithm of the probability that each year's count was given by the years before it.
fn foretold(years: &[f64], prior: Belief, half_life: Option<f64>) -> f64 {
    let fades = half_life.map_or(1.0, |it| weight(1.0, it));
    let gained = half_life.map_or(1.0, |it| faded_years(1.0, it));
    let (mut events, mut looked, mut sum) = (0.0, 0.0, 0.0);
    for (index, &count) in years.iter().enumerate() {
        if index >= YEARS_LEARNT {
            let belief = prior.after(events, looked);
            sum += belief.exactly(count as u32, 1.0).max(1e-300).ln();
        }
        // An event of a year is half a year old on the average when the year is over.
        events = events * fades + count * fades.sqrt();
        looked = looked * fades + gained;
    }
    sum
}

/// The range of a negative binomial count of this mean and variance (Poisson where they agree)
/// that leaves at most so much probability in each tail.
fn count_range(mean: f64, variance: f64, tail: f64) -> (u32, u32) {
    if mean <= 0.0 || !mean.is_finite() {
        return (0, 0);
    }
    let over = (variance - mean).max(mean * 1e-9);
    let (shape, share) = (mean * mean / over, mean / variance.max(mean * (1.0 + 1e-9)));
    let spread = variance.max(mean).sqrt();
    let end = (mean + 40.0 * spread + 40.0).min(1e7) as u32;
    let (mut sum, mut low, mut high) = (0.0, None, end);
    for n in 0..=end {
        let count = f64::from(n);
        let ways = ln_gamma(shape + count) - ln_gamma(shape) - ln_gamma(count + 1.0);
        sum += (ways + shape * share.ln() + count * (-share).ln_1p()).exp();
        if low.is_none() && sum > tail {
            low = Some(n);
        }
        if sum >= 1.0 - tail {
            high = n;
            break;
        }
    }
    (low.unwrap_or(0), high)
}
