//! How long things stand still in a year: the strikes of the same drawn years, each as long as one
//! of a few recoveries from it. What one strike stops by two ways counts once, with the longer;
//! strikes one after the other add up, to a year at most.

use std::sync::Mutex;

use super::{CHUNK, Drawn, GOLDEN, Model, Sampling, mixed};

/// The hours of a year (365.25 days): nothing stands still for longer.
pub const YEAR_HOURS: f32 = 8_766.0;

/// How long a thing stands still when a part is hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Outage {
    /// The thing, whatever the caller counts by.
    pub thing: u32,
    /// Hours, in one recovery after the other; at least one.
    pub hours: Vec<f32>,
}

/// A thing over all years.
#[derive(Clone, Debug, PartialEq)]
pub struct Standstill {
    /// Hours a year on average.
    pub mean: f64,
    years: usize,
    /// The years in which it stood still, in order.
    sorted: Vec<f32>,
}

impl Standstill {
    /// The hours that so large a share of years does not exceed.
    pub fn quantile(&self, share: f64) -> f64 {
        let rank = (share * self.years as f64).ceil() as usize;
        let still = self.years - self.sorted.len();
        let at = rank.clamp(1, self.years).checked_sub(still + 1);
        at.map_or(0.0, |at| f64::from(self.sorted[at]))
    }

    /// The share of years in which it stands still at all.
    pub fn any(&self) -> f64 {
        self.sorted.len() as f64 / self.years as f64
    }
}

impl Model {
    /// How long each of so many things stands still. `outages` are those of each part; every thing
    /// named is below `things`. Cost: years times strikes and what each of them stops.
    pub fn standstill(
        &self,
        outages: &[Vec<Outage>],
        things: usize,
        sampling: Sampling,
    ) -> Vec<Standstill> {
        let years = sampling.years.max(1);
        let drawn = Drawn::new(self, sampling.seed);
        let pieces = years.div_ceil(CHUNK);
        let mut found: Vec<Vec<(u32, f32)>> = vec![Vec::new(); pieces];
        {
            let pieces = Mutex::new(found.iter_mut().enumerate());
            let work = || {
                let mut year = Year::new(things);
                loop {
                    let next = pieces.lock().map_or(None, |mut pieces| pieces.next());
                    let Some((number, into)) = next else {
                        return;
                    };
                    let first = number * CHUNK;
                    for at in first..(first + CHUNK).min(years) {
                        year.draw(&drawn, at as u64, outages, into);
                    }
                }
            };
            std::thread::scope(|scope| {
                for _ in 1..sampling.threads.get().min(64) {
                    scope.spawn(work);
                }
                work();
            });
        }
        let mut each: Vec<Vec<f32>> = vec![Vec::new(); things];
        for (thing, hours) in found.into_iter().flatten() {
            each[thing as usize].push(hours);
        }
        each.into_iter()
            .map(|hours| Standstill::new(hours, years))
            .collect()
    }
}

impl Standstill {
    fn new(mut hours: Vec<f32>, years: usize) -> Standstill {
        hours.sort_unstable_by(f32::total_cmp);
        Standstill {
            mean: hours.iter().map(|&it| f64::from(it)).sum::<f64>() / years as f64,
            years,
            sorted: hours,
        }
    }
}

/// One year while it is drawn.
struct Year {
    /// Hours of each thing in the strikes before, and in the one that is looked at.
    hours: Vec<[f32; 2]>,
    met: Vec<u32>,
    strike: Option<u64>,
}

impl Year {
    fn new(things: usize) -> Year {
        Year {
            hours: vec![[0.0; 2]; things],
            met: Vec::new(),
            strike: None,
        }
    }

    fn draw(
        &mut self,
        drawn: &Drawn<'_>,
        year: u64,
        outages: &[Vec<Outage>],
        into: &mut Vec<(u32, f32)>,
    ) {
        self.strike = None;
        drawn.year(year, &mut |strike, part, _| {
            if self.strike != Some(strike) {
                self.close();
                self.strike = Some(strike);
            }
            let luck = mixed(strike ^ GOLDEN);
            for outage in &outages[part] {
                let run = (luck % outage.hours.len().max(1) as u64) as usize;
                let hours = outage.hours.get(run).copied().unwrap_or(0.0);
                let known = &mut self.hours[outage.thing as usize];
                if *known == [0.0; 2] && hours > 0.0 {
                    self.met.push(outage.thing);
                }
                known[1] = known[1].max(hours);
            }
        });
        self.close();
        for thing in self.met.drain(..) {
            let [hours, _] = std::mem::take(&mut self.hours[thing as usize]);
            into.push((thing, hours.min(YEAR_HOURS)));
        }
    }

    /// A strike is over.
    fn close(&mut self) {
        for &thing in &self.met {
            let [before, now] = self.hours[thing as usize];
            self.hours[thing as usize] = [before + now, 0.0];
        }
    }
}
