//! What a fit must keep: the vectors of the domain reference, the mean of a year, wider where
//! counts cluster, quicker where the rate changed.

use super::{Fit, Happened, Past, fit};
use crate::gamma_poisson::Belief;

const PRIOR: Belief = Belief {
    events: 1.0,
    years: 20.0,
};

fn happened(times: &[f64]) -> Vec<Happened> {
    let one = |&at: &f64| Happened { at, weight: 1.0 };
    times.iter().map(one).collect()
}

fn fitted(times: &[f64], from: f64, to: f64) -> Fit {
    let happened = happened(times);
    fit(&Past {
        happened: &happened,
        from,
        to,
        now: to,
        prior: PRIOR,
        half_life: None,
        elsewhere: (0.0, 0.0),
    })
}

fn near(one: f64, other: f64, tolerance: f64) {
    assert!((one - other).abs() <= tolerance, "{one} and {other}");
}

#[test]
fn tv_36_through_the_fit() {
    let fit = fitted(&[2001.5, 2003.5], 2000.0, 2005.0);
    near(fit.belief.mean(), 0.12, 1e-12);
    near(fit.some(2005.0, 2006.0), 1.0 - 0.889, 5e-6);
    near(fit.some(2005.0, 2008.0), 0.28822, 5e-6);
    assert_eq!(fit.counts(0.9, 2005.0, 2006.0), (0, 1));
}

#[test]
fn tv_38_through_the_fit() {
    let happened = happened(&[2001.0, 2006.0, 2009.0]);
    let past = Past {
        happened: &happened,
        from: 2000.0,
        to: 2010.0,
        now: 2010.0,
        prior: PRIOR,
        half_life: Some(5.0),
        elsewhere: (0.0, 0.0),
    };
    near(fit(&past).belief.mean(), 0.10752, 5e-6);
    // Peers with weight: two events in ten years that say half as much of us.
    let peers = Past {
        half_life: None,
        elsewhere: (1.0, 5.0),
        ..past
    };
    near(fit(&peers).belief.mean(), 5.0 / 35.0, 1e-12);
}

#[test]
fn what_is_outside_of_the_time_of_looking_does_not_count() {
    let fit = fitted(&[1999.0, 2001.5, 2003.5, 2006.0], 2000.0, 2005.0);
    assert_eq!((fit.events, fit.years), (2.0, 5.0));
}

#[test]
fn clusters_widen_the_rate_and_leave_its_mean() {
    let even: Vec<f64> = (0..40).map(|n| 1980.0 + f64::from(n)).collect();
    let clusters: Vec<f64> = (0..40).map(|n| 1980.5 + f64::from(n / 10 * 10)).collect();
    let (even, clusters) = (
        fitted(&even, 1980.0, 2020.0),
        fitted(&clusters, 1980.0, 2020.0),
    );
    assert!(clusters.dispersion.and_then(|it| it.clustered()).is_some());
    let width = |fit: &Fit| fit.belief.quantile(0.95) / fit.belief.quantile(0.05);
    assert!(width(&clusters) > 1.5 * width(&even));
    // Ten at once are one day: a year with any is rarer than ten times their number suggests.
    assert!(clusters.some(2020.0, 2021.0) < 0.5 * even.some(2020.0, 2021.0));
    assert!(clusters.counts(0.9, 2020.0, 2021.0).1 > even.counts(0.9, 2020.0, 2021.0).1);
}

#[test]
fn one_great_cluster_among_many_events_does_not_hide_the_others() {
    // Six a year, evenly, and two hundred within a month of one year.
    let mut times: Vec<f64> = (0..240).map(|n| 1980.01 + f64::from(n) / 6.0).collect();
    times.extend((0..200).map(|n| 2011.2 + f64::from(n) / 2400.0));
    times.sort_by(f64::total_cmp);
    let fit = fitted(&times, 1980.0, 2020.0);
    assert!(fit.dispersion.and_then(|it| it.clustered()).is_some());
    // Half of the months have one, and every year.
    let month = fit.some(2020.0, 2020.0 + 1.0 / 12.0);
    assert!((0.35..0.65).contains(&month), "{month}");
    assert!(fit.some(2020.0, 2021.0) > 0.9);
}

#[test]
fn a_season_moves_within_the_year_and_not_the_year() {
    let autumn: Vec<f64> = (0..40).map(|n| 1980.0 + f64::from(n) + 0.70).collect();
    let fit = fitted(&autumn, 1980.0, 2020.0);
    near(fit.exposure(2020.3, 2021.3), 1.0, 1e-9);
    near(fit.exposure(2020.0, 2023.0), 3.0, 1e-9);
    assert!(fit.some(2020.67, 2020.75) > 5.0 * fit.some(2020.0, 2020.08));
}

#[test]
fn a_rate_that_changed_is_followed_and_one_that_did_not_is_not_faded() {
    let steady: Vec<f64> = (0..60).map(|n| 1960.0 + f64::from(n) + 0.3).collect();
    assert_eq!(fitted(&steady, 1960.0, 2020.0).half_life, None);
    let mut rising: Vec<f64> = (0..4).map(|n| 1961.0 + 10.0 * f64::from(n)).collect();
    rising.extend((0..80).map(|n| 2000.1 + f64::from(n) / 4.0));
    let happened = happened(&rising);
    let fit = fit(&Past {
        happened: &happened,
        from: 1960.0,
        to: 2020.0,
        now: 2020.0,
        prior: Belief::JEFFREYS,
        half_life: None,
        elsewhere: (0.0, 0.0),
    });
    assert!(fit.half_life.is_some());
    assert!(fit.belief.mean() > 2.0, "{fit:?}");
}

#[test]
fn nothing_and_nonsense_do_not_panic() {
    assert_eq!(fitted(&[], 2000.0, 2000.0).belief, PRIOR);
    assert_eq!(fitted(&[2001.0], 2005.0, 2000.0).belief, PRIOR);
    let wild = fitted(&[f64::NAN, 2001.0], 2000.0, 2005.0);
    assert_eq!(wild.events, 1.0);
}

#[test]
fn a_great_cluster_is_neither_a_season_nor_a_change() {
    // Four a year, spread over the year, and two hundred within a fortnight near the end.
    let steady = (0..200).map(|index| 1965.1 + f64::from(index) * 0.237);
    let shaken = (0..200).map(|index| 2011.19 + f64::from(index) * 0.0002);
    let mut times: Vec<f64> = steady.chain(shaken).collect();
    times.sort_by(f64::total_cmp);
    let fit = fitted(&times, 1965.0, 2017.0);
    assert!(fit.clusters.is_some());
    assert_eq!(fit.season, None);
    assert_eq!(fit.half_life, None);
}

#[test]
fn a_season_is_seen_among_clusters_too() {
    // Every second year a dozen events, all of them in August and September.
    let of_year =
        |year: i32| (0..12).map(move |index| f64::from(year) + 0.6 + f64::from(index) * 0.012);
    let times: Vec<f64> = (1950..2000).step_by(2).flat_map(of_year).collect();
    let fit = fitted(&times, 1950.0, 2000.0);
    assert!(fit.clusters.is_some());
    let season = fit.season.expect("a season");
    assert!(season[8] > 3.0 && season[1] < 0.5, "{season:?}");
}
