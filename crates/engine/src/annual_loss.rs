//! What a year may cost: sources strike so and so often, each strike hits one or more parts at
//! once, each hit costs a lognormal amount. Years are drawn from a seed; how many threads draw
//! them changes nothing. Where rates and amounts come from is the caller's business.

use std::num::NonZeroUsize;
use std::sync::Mutex;

use crate::normal::{QUANTILES, Quantiles};

mod count;
mod curve;
mod pair;
mod severity;
mod standstill;
#[cfg(test)]
mod tests;

pub use curve::Losses;
pub use pair::Pair;
pub use severity::Severity;
pub use standstill::{Outage, Standstill, YEAR_HOURS};

use count::Count;

/// What strikes.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// How often a year; above 10,000 counts as 10,000.
    pub rate: f64,
    /// The number of its own stream of draws: a source keeps its luck when others come and go.
    pub stream: u64,
    /// What one strike may hit.
    pub hits: Vec<Hit>,
}

/// What one strike of a source may do to one part.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The part, whatever the caller counts by.
    pub part: usize,
    /// The number of its own stream.
    pub stream: u64,
    /// The share of strikes that hit it, 0..=1. Hits are nested: a strike strong enough for the
    /// part that is hit more seldom hits the one that is hit more often, too.
    pub share: f64,
    /// What a hit costs.
    pub severity: Severity,
}

/// All sources, and how alike the hits of one strike are.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What strikes.
    pub sources: Vec<Source>,
    /// How many parts there are; every hit names one below.
    pub parts: usize,
    /// The correlation, 0..=1, of the logarithms of what one strike costs different parts.
    pub correlation: f64,
}

/// How many years, from which seed, on how many threads.
#[derive(Clone, Copy, Debug)]
pub struct Sampling {
    /// Years; at least one is drawn.
    pub years: usize,
    /// The seed.
    pub seed: u64,
    /// Threads; they share the work and change no figure.
    pub threads: NonZeroUsize,
}

/// Years drawn at one go; sums are made within and then across, in order.
const CHUNK: usize = 4096;
/// Years looked at together: what they need stays in the nearest cache.
const NEAR: usize = 1024;
/// The share of years that make the tail.
const TAIL: f64 = 0.05;
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Model {
    /// The mean loss a year of each part, by formula.
    pub fn expected(&self) -> Vec<f64> {
        let mut parts = vec![0.0; self.parts];
        for source in &self.sources {
            for hit in &source.hits {
                parts[hit.part] += count::held(source.rate) * hit.chance() * hit.severity.mean();
            }
        }
        parts
    }

    /// How likely a year passes without any loss, by formula.
    pub fn none(&self) -> f64 {
        let strikes = |source: &Source| {
            let costs = source.hits.iter().filter(|hit| !hit.severity.is_nothing());
            let most = costs.map(Hit::chance).fold(0.0, f64::max);
            count::held(source.rate) * most
        };
        (-self.sources.iter().map(strikes).sum::<f64>()).exp()
    }

    /// Draws the years. Cost: years times sources and strikes, shared by the threads, and a sort.
    pub fn losses(&self, sampling: Sampling) -> Losses {
        let drawn = Drawn::new(self, sampling.seed);
        let totals = drawn.totals(sampling);
        let tail = self.tail(&drawn, &totals);
        Losses::new(totals, tail, sampling.seed)
    }

    /// The loss of each year, in the order drawn. Cost: as `losses`, without the sort.
    pub fn years(&self, sampling: Sampling) -> Vec<f64> {
        Drawn::new(self, sampling.seed).totals(sampling)
    }

    /// What each part costs in the mean of the worst years, which are drawn again for it.
    fn tail(&self, drawn: &Drawn<'_>, totals: &[f64]) -> Vec<f64> {
        let many = tail_of(totals.len());
        let mut sorted = totals.to_vec();
        let place = sorted.len() - many;
        let (_, &mut least, _) = sorted.select_nth_unstable_by(place, f64::total_cmp);
        let above = totals.iter().filter(|&&total| total > least).count();
        let mut equal = many - above;
        let mut parts = vec![0.0; self.parts];
        for (year, &total) in totals.iter().enumerate() {
            let at_least = total == least && equal > 0;
            if at_least {
                equal -= 1;
            }
            if total > 0.0 && (total > least || at_least) {
                drawn.year(year as u64, &mut |_, part, loss| parts[part] += loss);
            }
        }
        for part in &mut parts {
            *part /= many as f64;
        }
        parts
    }
}

/// How many of so many years are the tail.
fn tail_of(years: usize) -> usize {
    ((years as f64 * TAIL).ceil() as usize).clamp(1, years.max(1))
}

impl Hit {
    fn chance(&self) -> f64 {
        match self.share.is_nan() {
            true => 0.0,
            false => self.share.clamp(0.0, 1.0),
        }
    }
}

/// A model made ready to draw from.
struct Drawn<'a> {
    sources: Vec<Ready<'a>>,
    alike: f64,
    own: f64,
    quantiles: &'static Quantiles,
}

/// Years that one source has struck so far, each with the number that all its draws come from.
struct Struck {
    years: [u16; NEAR],
    states: [u64; NEAR],
    many: usize,
}

impl Default for Struck {
    fn default() -> Struck {
        Struck {
            years: [0; NEAR],
            states: [0; NEAR],
            many: 0,
        }
    }
}

impl Struck {
    /// Every one of so many years from `first` on.
    fn find(&mut self, key: u64, first: u64, many: usize) {
        self.many = many.min(NEAR);
        let entries = self.years.iter_mut().zip(&mut self.states);
        for (at, (year, state)) in entries.enumerate().take(self.many) {
            *year = at as u16;
            *state = mixed(key.wrapping_add((first + at as u64).wrapping_mul(GOLDEN)));
        }
    }

    /// Keeps those whose number reaches the threshold, in order.
    fn keep(&mut self, threshold: u64) {
        let mut kept = 0;
        for at in 0..self.many.min(NEAR) {
            let (year, state) = (self.years[at], self.states[at]);
            // Written whether kept or not: a branch here would be guessed wrong every other time.
            self.years[kept % NEAR] = year;
            self.states[kept % NEAR] = state;
            kept += usize::from(state >= threshold);
        }
        self.many = kept;
    }
}

struct Ready<'a> {
    key: u64,
    count: Count,
    hits: &'a [Hit],
    /// The one hit of a source whose every strike hits just that.
    single: Option<&'a Hit>,
}

/// One well mixed number of another (Steele, Lea and Flood 2014).
#[inline]
fn mixed(number: u64) -> u64 {
    let mut mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

impl<'a> Drawn<'a> {
    fn new(model: &'a Model, seed: u64) -> Drawn<'a> {
        let ready = |source: &'a Source| {
            let sure = |hit: &&Hit| hit.chance() >= 1.0;
            let single = source.hits.first().filter(|_| source.hits.len() == 1);
            Ready {
                key: mixed(mixed(seed.wrapping_add(GOLDEN)) ^ source.stream),
                count: Count::new(source.rate),
                hits: &source.hits,
                single: single.filter(sure),
            }
        };
        let correlation = model.correlation.clamp(0.0, 1.0);
        Drawn {
            sources: model.sources.iter().map(ready).collect(),
            alike: correlation.sqrt(),
            own: (1.0 - correlation).sqrt(),
            quantiles: &QUANTILES,
        }
    }

    /// The loss of each year.
    fn totals(&self, sampling: Sampling) -> Vec<f64> {
        let mut totals = vec![0.0f64; sampling.years.max(1)];
        {
            let chunks = Mutex::new(totals.chunks_mut(CHUNK).enumerate());
            let work = || {
                loop {
                    let next = chunks.lock().map_or(None, |mut chunks| chunks.next());
                    let Some((number, chunk)) = next else {
                        return;
                    };
                    self.fill((number * CHUNK) as u64, chunk);
                }
            };
            std::thread::scope(|scope| {
                for _ in 1..sampling.threads.get().min(64) {
                    scope.spawn(work);
                }
                work();
            });
        }
        totals
    }

    /// Adds the losses of so many years from `first` on, source by source.
    fn fill(&self, first: u64, totals: &mut [f64]) {
        let mut struck = Struck::default();
        for (near, totals) in totals.chunks_mut(NEAR).enumerate() {
            let first = first + (near * NEAR) as u64;
            for source in &self.sources {
                match (source.single, source.count.thresholds()) {
                    (Some(hit), Some(thresholds)) => {
                        struck.find(source.key, first, totals.len());
                        self.rounds(&mut struck, thresholds, hit, totals);
                    }
                    _ => {
                        for (year, total) in (first..).zip(totals.iter_mut()) {
                            self.strike(source, year, &mut |_, _, loss| *total += loss);
                        }
                    }
                }
            }
        }
    }

    /// The first strikes of all years, then the second of those that have one, and so on: what
    /// `strike` does year by year, number for number, without a guess at each year's count.
    fn rounds(&self, struck: &mut Struck, thresholds: &[u64], hit: &Hit, totals: &mut [f64]) {
        for (round, &threshold) in (1u64..).zip(thresholds) {
            struck.keep(threshold);
            if struck.many == 0 {
                return;
            }
            let step = GOLDEN.wrapping_mul(round);
            let years = struck.years.iter().zip(&struck.states).take(struck.many);
            for (&year, &state) in years {
                let z = self.quantiles.of(mixed(state.wrapping_add(step)));
                totals[usize::from(year)] += hit.severity.at(z);
            }
        }
    }

    /// One year in its parts: a number of the strike, the part it hits, what that costs.
    fn year(&self, year: u64, show: &mut impl FnMut(u64, usize, f64)) {
        for source in &self.sources {
            self.strike(source, year, show);
        }
    }

    /// What a source does in a year. Every number comes from source and year alone.
    #[inline]
    fn strike(&self, source: &Ready<'_>, year: u64, show: &mut impl FnMut(u64, usize, f64)) {
        let mut state = mixed(source.key.wrapping_add(year.wrapping_mul(GOLDEN)));
        let count = source.count.of(state);
        for _ in 0..count {
            state = state.wrapping_add(GOLDEN);
            match source.single {
                Some(hit) => {
                    let z = self.quantiles.of(mixed(state));
                    show(state, hit.part, hit.severity.at(z));
                }
                None => state = self.shared(source.hits, state, show),
            }
        }
    }

    /// One strike on several parts: how strong and how dear it is is drawn once, the rest for each.
    fn shared(&self, hits: &[Hit], state: u64, show: &mut impl FnMut(u64, usize, f64)) -> u64 {
        const STEP: f64 = 1.0 / (1u64 << 53) as f64;
        let strength = (mixed(state) >> 11) as f64 * STEP;
        let common = self.quantiles.of(mixed(state.wrapping_add(GOLDEN)));
        let rest = state.wrapping_add(GOLDEN.wrapping_mul(2));
        for hit in hits {
            if strength < hit.chance() {
                let own = self.quantiles.of(mixed(mixed(rest) ^ hit.stream));
                let z = self.alike * common + self.own * own;
                show(state, hit.part, hit.severity.at(z));
            }
        }
        rest
    }
}
