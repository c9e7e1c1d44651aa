//! Numbers drawn from a seed: the same seed gives the same numbers on every machine and in every
//! version. Good enough for simulation, never for secrets.

use crate::graph::Seconds;

#[cfg(test)]
mod tests;

/// A stream of draws (SplitMix64: Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub struct Draws {
    state: u64,
}

impl Draws {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Draws {
        Draws { state: seed }
    }

    /// The stream of one number, of many that a seed has, in one of many runs.
    pub fn of(seed: u64, stream: u64, run: u64) -> Draws {
        let keyed = Draws::new(seed.wrapping_add(1)).next() ^ stream;
        let keyed = Draws::new(keyed).next().wrapping_add(run);
        Draws::new(Draws::new(keyed).next())
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Even over 0 to 1, neither of them included.
    pub fn share(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1u64 << 53) as f64;
        ((self.next() >> 11) as f64 + 0.5) * STEP
    }

    /// Standard normal (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let (radius, angle) = (self.share(), self.share());
        (-2.0 * radius.ln()).sqrt() * (2.0 * std::f64::consts::PI * angle).cos()
    }

    /// Gamma with scale 1, for a shape of at least 1 (Marsaglia and Tsang 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            // Both tests fail for less than one draw in twenty, whatever the shape.
            if v > 0.0 && self.share().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// A duration given as best, likely and worst, read as Beta-PERT (domain reference 4.14), to
    /// the nearest second. The three points are put in order first.
    pub fn three_point(&mut self, best: Seconds, likely: Seconds, worst: Seconds) -> Seconds {
        let mut points = [best, likely, worst];
        points.sort_unstable();
        let [best, likely, worst] = points;
        if best == worst {
            return best;
        }
        let width = (i128::from(worst) - i128::from(best)) as f64;
        let alpha = 1.0 + 4.0 * (i128::from(likely) - i128::from(best)) as f64 / width;
        let (one, other) = (self.gamma(alpha), self.gamma(6.0 - alpha));
        let within = (one / (one + other) * width).round();
        (i128::from(best) + within as i128).clamp(i128::from(best), i128::from(worst)) as Seconds
    }
}
