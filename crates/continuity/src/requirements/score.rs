//! How good forecasts were: Brier and log score beside those of the long-run rate, and how often
//! what was said to be so likely came. It knows nothing of what was forecast; one score for all.

use serde::Serialize;

#[cfg(test)]
mod tests;

/// A probability of 0 or 1 that proves wrong would cost without end; it counts as this close.
const CERTAIN: f64 = 1e-6;

/// The edges of the classes by which probabilities are held against what came.
const EDGES: [f64; 11] = [0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 1.0];

/// A forecast whose time is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// How likely it was said to be.
    pub probability: f64,
    /// How likely by the long-run rate alone, where that is known.
    pub base: Option<f64>,
    /// Whether it came.
    pub came_true: bool,
}

/// How good forecasts were. Of both scores less is better.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// Mean squared distance of the probability from what came (1) or did not (0).
    pub brier: f64,
    /// Mean of -ln of the probability that was given to what happened.
    pub log_score: f64,
    /// How many there were.
    pub forecasts: usize,
    /// How many came true.
    pub came_true: usize,
    /// The same scores of the long-run rate, over those forecasts that have one.
    pub climatology: Option<Climatology>,
    /// What was said beside what came, class by class; classes nobody used are left out.
    pub calibration: Vec<Class>,
}

/// What the long-run rate alone would have scored, and how much better the forecasts were.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Climatology {
    /// Its Brier score.
    pub brier: f64,
    /// Its log score.
    pub log_score: f64,
    /// Over how many forecasts.
    pub forecasts: usize,
    /// 1 - Brier / its Brier over the same forecasts: above 0 is better than the long-run rate.
    pub skill: Option<f64>,
}

/// Forecasts of about the same probability.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Class {
    /// From this probability.
    pub from: f64,
    /// To this probability.
    pub to: f64,
    /// How many.
    pub forecasts: usize,
    /// Their mean probability.
    pub said: f64,
    /// The share that came.
    pub came: f64,
}

/// Scores forecasts; `None` where there are none. Cost: linear.
pub fn score(told: &[Told]) -> Option<Score> {
    if told.is_empty() {
        return None;
    }
    let of = |it: &Told| (it.probability, it.came_true);
    let based: Vec<(&Told, f64)> = told
        .iter()
        .filter_map(|it| it.base.map(|base| (it, base)))
        .collect();
    Some(Score {
        brier: brier(told.iter().map(of)),
        log_score: log_score(told.iter().map(of)),
        forecasts: told.len(),
        came_true: told.iter().filter(|it| it.came_true).count(),
        climatology: climatology(&based),
        calibration: calibration(told),
    })
}

/// The mean squared distance of probabilities from what came.
pub fn brier(told: impl Iterator<Item = (f64, bool)>) -> f64 {
    mean(told.map(|(p, came)| (p - f64::from(u8::from(came))).powi(2)))
}

/// The mean of -ln of the probability given to what happened.
pub fn log_score(told: impl Iterator<Item = (f64, bool)>) -> f64 {
    mean(told.map(|(p, came)| {
        let p = p.clamp(CERTAIN, 1.0 - CERTAIN);
        -(if came { p } else { 1.0 - p }).ln()
    }))
}

fn climatology(based: &[(&Told, f64)]) -> Option<Climatology> {
    if based.is_empty() {
        return None;
    }
    let by_base = || based.iter().map(|(it, base)| (*base, it.came_true));
    let ours = brier(based.iter().map(|(it, _)| (it.probability, it.came_true)));
    let theirs = brier(by_base());
    Some(Climatology {
        brier: theirs,
        log_score: log_score(by_base()),
        forecasts: based.len(),
        skill: (theirs > 0.0).then(|| 1.0 - ours / theirs),
    })
}

fn calibration(told: &[Told]) -> Vec<Class> {
    let mut classes = Vec::new();
    for (index, edge) in EDGES.windows(2).enumerate() {
        let (from, to) = (edge[0], edge[1]);
        let last = index + 2 == EDGES.len();
        let within = |it: &&Told| {
            it.probability >= from && (it.probability < to || last && it.probability <= to)
        };
        let class: Vec<&Told> = told.iter().filter(within).collect();
        if class.is_empty() {
            continue;
        }
        classes.push(Class {
            from,
            to,
            forecasts: class.len(),
            said: mean(class.iter().map(|it| it.probability)),
            came: mean(class.iter().map(|it| f64::from(u8::from(it.came_true)))),
        });
    }
    classes
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0usize), |(sum, count), value| {
        (sum + value, count + 1)
    });
    sum / count as f64
}
