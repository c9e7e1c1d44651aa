//! TV-40, and what a score must do: reward the true probability, and count every forecast once.

use super::{Told, score};

fn told(of: &[(f64, bool)]) -> Vec<Told> {
    let told = |&(probability, came_true): &(f64, bool)| Told {
        probability,
        base: Some(0.25),
        came_true,
    };
    of.iter().map(told).collect()
}

#[test]
fn tv_40_three_forecasts() {
    let scored = score(&told(&[(0.1, false), (0.7, true), (0.3, false)])).expect("three");
    assert!((scored.brier - 0.0633).abs() < 5e-5, "{}", scored.brier);
    let log = -(0.9_f64.ln() + 0.7_f64.ln() + 0.7_f64.ln()) / 3.0;
    assert!((scored.log_score - log).abs() < 1e-12);
    assert_eq!((scored.forecasts, scored.came_true), (3, 1));
}

#[test]
fn the_true_probability_scores_best_and_the_long_run_rate_is_beside_it() {
    // One in four comes: who says so scores better than who says less or more.
    let said = |p: f64| {
        let all: Vec<(f64, bool)> = (0..400).map(|n| (p, n % 4 == 0)).collect();
        score(&told(&all)).expect("some")
    };
    let (less, right, more) = (said(0.1), said(0.25), said(0.5));
    assert!(right.brier < less.brier && right.brier < more.brier);
    assert!(right.log_score < less.log_score && right.log_score < more.log_score);
    let beside = right.climatology.expect("a base");
    assert_eq!((beside.brier, beside.skill), (right.brier, Some(0.0)));
    assert!(more.climatology.and_then(|it| it.skill).expect("a base") < 0.0);
}

#[test]
fn every_forecast_is_in_one_class() {
    let all: Vec<(f64, bool)> = (0..=1000)
        .map(|n| (f64::from(n) / 1000.0, n % 3 == 0))
        .collect();
    let scored = score(&told(&all)).expect("some");
    let counted: usize = scored.calibration.iter().map(|class| class.forecasts).sum();
    assert_eq!(counted, 1001);
    for class in &scored.calibration {
        assert!(class.from <= class.said && class.said <= class.to);
    }
}

#[test]
fn certainty_that_proves_wrong_is_dear_and_finite_and_nothing_scores_nothing() {
    let scored = score(&told(&[(0.0, true)])).expect("one");
    assert!(scored.log_score > 10.0 && scored.log_score.is_finite());
    assert_eq!(score(&[]), None);
}
