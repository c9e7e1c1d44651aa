//! Drawn years against closed forms (TV-33 to TV-35), common strikes against separate ones, and
//! the same figures whatever the threads.

use std::num::NonZeroUsize;

use proptest::prelude::*;

use super::{Count, Drawn, Hit, Model, Outage, Pair, Sampling, Severity, Source, YEAR_HOURS};

fn sampling(years: usize, threads: usize) -> Sampling {
    Sampling {
        years,
        seed: 1,
        threads: NonZeroUsize::new(threads).unwrap(),
    }
}

fn hit(part: usize, share: f64, severity: Severity) -> Hit {
    Hit {
        part,
        stream: part as u64 + 100,
        share,
        severity,
    }
}

fn model(sources: Vec<Source>) -> Model {
    let parts = sources.iter().flat_map(|it| &it.hits).map(|it| it.part + 1);
    Model {
        parts: parts.max().unwrap_or(0),
        sources,
        correlation: 0.5,
    }
}

fn source(stream: u64, rate: f64, hits: Vec<Hit>) -> Source {
    Source { rate, stream, hits }
}

fn tv_34_severity() -> Severity {
    Severity::from_points(200_000.0, 900_000.0, None).unwrap()
}

fn near(found: f64, expected: f64, share: f64) {
    let off = (found - expected).abs() / expected.abs();
    assert!(off <= share, "{found} is not within {share} of {expected}");
}

#[test]
fn tv_33_a_sure_loss_by_formula_and_drawn() {
    let severity = Severity::sure(2_000_000.0 * 0.4).unwrap();
    let one = model(vec![source(3, 0.05, vec![hit(0, 1.0, severity)])]);
    near(one.expected()[0], 40_000.0, 1e-9);
    // Of ten years at least one: what is left of ten times none.
    near(1.0 - one.none().powi(10), 0.3935, 2e-4);
    let losses = one.losses(sampling(400_000, 2));
    assert!((losses.mean - 40_000.0).abs() < 4.0 * losses.error);
    assert!((losses.none() - one.none()).abs() < 0.002);
    // A year of one strike costs one, of two costs two.
    near(losses.quantile(0.97), 800_000.0, 1e-9);
}

#[test]
fn tv_34_lognormal_mean_spread_and_tail() {
    let severity = tv_34_severity();
    near(severity.mu, 12.206_07, 1e-6);
    near(severity.sigma, 1.173_64, 1e-5);
    near(severity.mean(), 398_230.0, 1e-5);
    near(severity.quantile(0.9), 900_000.0, 1e-9);
    let one = model(vec![source(9, 0.4, vec![hit(0, 1.0, severity)])]);
    near(one.expected()[0], 159_292.0, 1e-5);
    near(one.none(), 0.670_32, 1e-5);
    let losses = one.losses(sampling(400_000, 2));
    near(losses.mean, 159_292.0, 0.01);
    near(losses.deviation, 501_497.0, 0.05);
    near(losses.error, 501_497.0 / 400_000f64.sqrt(), 0.05);
    near(losses.quantile(0.90), 460_000.0, 0.03);
    near(losses.quantile(0.95), 830_000.0, 0.03);
    near(losses.quantile(0.99), 2_160_000.0, 0.05);
    near(losses.tail_mean, 1_740_000.0, 0.05);
    near(losses.none(), 0.670_32, 0.005);
    let [low, high] = losses.interval(0.95);
    assert!(low < losses.quantile(0.95) && losses.quantile(0.95) < high);
    near(losses.exceedance(losses.quantile(0.99)), 0.01, 0.01);
}

#[test]
fn tv_35_a_measure_halves_the_frequency_and_cuts_two_fifths() {
    let before = model(vec![source(9, 0.4, vec![hit(0, 1.0, tv_34_severity())])]);
    let cut = tv_34_severity().times(0.6).unwrap();
    let after = model(vec![source(9, 0.2, vec![hit(0, 1.0, cut)])]);
    near(after.expected()[0], 47_788.0, 1e-4);
    near(before.expected()[0] - after.expected()[0], 111_504.0, 1e-4);
    // The same luck: the milder year is never the dearer one in the mean of any tail.
    let [before, after] = [before, after].map(|it| it.losses(sampling(100_000, 2)));
    assert!(after.tail_mean < before.tail_mean);
    assert!(after.quantile(0.99) < before.quantile(0.99));
}

#[test]
fn a_capped_amount_has_its_mean_and_never_more() {
    let capped = Severity::from_points(200_000.0, 900_000.0, Some(500_000.0)).unwrap();
    let one = model(vec![source(5, 1.5, vec![hit(0, 1.0, capped)])]);
    let losses = one.losses(sampling(300_000, 2));
    assert!((losses.mean - one.expected()[0]).abs() < 4.0 * losses.error);
    assert_eq!(capped.quantile(0.999_999), 500_000.0);
    assert!(Severity::from_points(0.0, 1.0, None).is_none());
    assert!(Severity::from_points(2.0, 1.0, None).is_none());
    assert!(tv_34_severity().times(0.0).is_none());
}

#[test]
fn one_strike_on_two_parts_keeps_the_mean_and_lengthens_the_tail() {
    let severity = tv_34_severity();
    let apart = model(vec![
        source(1, 0.2, vec![hit(0, 1.0, severity)]),
        source(2, 0.1, vec![hit(1, 1.0, severity)]),
    ]);
    let hits = vec![hit(0, 1.0, severity), hit(1, 0.5, severity)];
    let together = model(vec![source(1, 0.2, hits)]);
    near(
        apart.expected().iter().sum(),
        together.expected().iter().sum(),
        1e-12,
    );
    let [one, other] = [&apart, &together].map(|it| it.losses(sampling(400_000, 2)));
    near(one.mean, other.mean, 0.02);
    assert!(other.quantile(0.99) > 1.05 * one.quantile(0.99));
    assert!(other.tail_mean > 1.05 * one.tail_mean);
    near(apart.none(), (-0.3f64).exp(), 1e-12);
    near(together.none(), (-0.2f64).exp(), 1e-12);
    near(other.none(), together.none(), 0.005);
    // What the parts cost in the worst years is what those years cost.
    near(other.tail_parts.iter().sum(), other.tail_mean, 1e-9);
}

#[test]
fn threads_change_nothing_and_seeds_do() {
    let hits = vec![hit(1, 0.7, tv_34_severity()), hit(2, 0.2, tv_34_severity())];
    let sources = vec![
        source(1, 0.4, vec![hit(0, 1.0, tv_34_severity())]),
        source(2, 3.0, hits),
    ];
    let all = model(sources);
    let [one, many] = [1, 7].map(|threads| all.losses(sampling(50_001, threads)));
    assert_eq!(one, many);
    let other = all.losses(Sampling {
        seed: 2,
        ..sampling(50_001, 2)
    });
    assert_ne!(one.mean, other.mean);
}

#[test]
fn a_source_keeps_its_luck_when_another_comes() {
    let one = source(1, 0.4, vec![hit(0, 1.0, tv_34_severity())]);
    let alone = model(vec![one.clone()]).losses(sampling(20_000, 1));
    let nothing = source(2, 0.0, vec![hit(1, 1.0, tv_34_severity())]);
    let beside = model(vec![nothing, one]).losses(sampling(20_000, 1));
    assert_eq!(alone.mean, beside.mean);
    assert_eq!(alone.quantile(0.99), beside.quantile(0.99));
}

#[test]
fn counts_are_poisson_for_small_and_large_rates() {
    for rate in [0.05, 1.0, 7.5, 300.0, 10_000.0] {
        let table = Count::new(rate);
        let mut draws = 0u64;
        let many = 200_000;
        let counts: Vec<f64> = (0..many)
            .map(|_| {
                draws = draws.wrapping_add(super::GOLDEN);
                f64::from(table.of(super::mixed(draws)))
            })
            .collect();
        let mean = counts.iter().sum::<f64>() / many as f64;
        let square = |it: &f64| (it - mean) * (it - mean);
        let variance = counts.iter().map(square).sum::<f64>() / many as f64;
        assert!(
            (mean - rate).abs() < 5.0 * (rate / many as f64).sqrt(),
            "{mean} {rate}"
        );
        near(variance, rate, 0.03);
    }
    assert_eq!(Count::new(f64::NAN).of(u64::MAX), 0);
    assert_eq!(Count::new(-1.0).of(u64::MAX), 0);
    assert_eq!(Count::new(0.0).of(u64::MAX), 0);
}

#[test]
fn nothing_that_strikes_costs_nothing() {
    let losses = model(Vec::new()).losses(sampling(0, 3));
    assert_eq!((losses.years(), losses.mean, losses.none()), (1, 0.0, 1.0));
    assert_eq!(losses.quantile(0.99), 0.0);
}

#[test]
fn many_years_at_once_are_the_years_one_by_one() {
    let severity = tv_34_severity();
    let single = |(stream, rate)| source(stream, rate, vec![hit(0, 1.0, severity)]);
    let mut sources: Vec<Source> = [0.001, 0.05, 0.9, 4.0, 25.0, 900.0]
        .into_iter()
        .zip(1..)
        .map(|(rate, stream)| single((stream, rate)))
        .collect();
    sources.push(source(
        7,
        0.6,
        vec![hit(0, 0.5, severity), hit(1, 1.0, severity)],
    ));
    let some = model(sources);
    let drawn = Drawn::new(&some, 77);
    // Not a whole number of pieces, and not from the first year on.
    let mut together = vec![0.0; 2_500];
    drawn.fill(4_096, &mut together);
    for (year, total) in (4_096..).zip(together) {
        let mut alone = 0.0;
        drawn.year(year, &mut |_, _, loss| alone += loss);
        assert_eq!(total, alone, "year {year}");
    }
}

/// Sources of one sure hit or of several that are hit together.
fn any_model() -> impl Strategy<Value = Model> {
    let severity = (1.0..1e6f64, 1.0..20.0f64)
        .prop_map(|(median, wide)| Severity::from_points(median, median * wide, None).unwrap());
    let hits = proptest::collection::vec((0.0..1.0f64, severity), 1..4);
    let sources = proptest::collection::vec((0.0..30.0f64, hits), 1..5);
    sources.prop_map(|sources| {
        let one = |(stream, (rate, hits)): (u64, (f64, Vec<(f64, Severity)>))| {
            let alone = hits.len() == 1;
            let hits = hits.into_iter().enumerate();
            let hit =
                |(part, (share, severity))| hit(part, if alone { 1.0 } else { share }, severity);
            source(stream, rate, hits.map(hit).collect())
        };
        model((1..).zip(sources).map(one).collect())
    })
}

/// The same with each rate, share and amount so many times as great.
fn milder(of: &Model, [rate, share, amount]: [f64; 3]) -> Model {
    let mut milder = of.clone();
    for source in &mut milder.sources {
        source.rate *= rate;
        let together = source.hits.len() > 1;
        for hit in &mut source.hits {
            hit.share *= if together { share } else { 1.0 };
            hit.severity = hit.severity.times(amount).unwrap();
        }
    }
    milder
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_changes_nothing_leaves_exactly_nothing_between(all in any_model(), seed: u64) {
        let sampling = Sampling { seed, ..sampling(2_000, 2) };
        let pair = Pair::new(&all, &all.clone(), sampling);
        prop_assert_eq!((pair.mean_saved(), pair.error(), pair.worse()), (0.0, 0.0, 0.0));
        prop_assert_eq!(&pair.without, &pair.with);
        prop_assert_eq!(pair.saves(10, 0.0), Some(1.0));
    }

    #[test]
    fn what_is_milder_is_worse_in_no_year_and_at_no_percentile(
        all in any_model(),
        left in [0.01..1.0f64, 0.01..1.0f64, 0.01..1.0f64],
        seed: u64,
    ) {
        let sampling = Sampling { seed, ..sampling(2_000, 2) };
        let pair = Pair::new(&all, &milder(&all, left), sampling);
        prop_assert_eq!(pair.worse(), 0.0);
        for percent in 0..=100 {
            let share = f64::from(percent) / 100.0;
            prop_assert!(pair.with.quantile(share) <= pair.without.quantile(share));
        }
        prop_assert!(pair.with.tail_mean <= pair.without.tail_mean);
    }
}

#[test]
fn the_same_luck_says_more_of_a_difference_than_two_drawings() {
    let before = model(vec![source(9, 0.4, vec![hit(0, 1.0, tv_34_severity())])]);
    let after = milder(&before, [0.5, 1.0, 0.6]);
    let pair = Pair::new(&before, &after, sampling(100_000, 2));
    // TV-35 saves 111,504 a year.
    assert!((pair.mean_saved() - 111_504.0).abs() < 4.0 * pair.error());
    let apart = pair.without.error.hypot(pair.with.error);
    assert!(pair.error() < apart, "{} {apart}", pair.error());
    // A stretch of one year saves nothing where nothing happened.
    let quiet = pair.saves(1, 1.0).unwrap();
    assert!(quiet < 0.34, "{quiet}");
    assert!(pair.saves(10, 1.0).unwrap() > 0.9);
    assert_eq!(pair.saves(2_000, 0.0), None);
}

fn outage(thing: u32, hours: &[f32]) -> Outage {
    let hours = hours.to_vec();
    Outage { thing, hours }
}

#[test]
fn standstill_is_rate_times_length_and_its_tail_that_of_the_counts() {
    let sure = Severity::sure(1.0).unwrap();
    let one = model(vec![source(3, 0.5, vec![hit(0, 1.0, sure)])]);
    let outages = [vec![outage(0, &[2.0, 4.0, 6.0]), outage(1, &[3.0])]];
    let [found, other] =
        [1, 5].map(|threads| one.standstill(&outages, 3, sampling(200_000, threads)));
    assert_eq!(found, other, "threads change nothing");
    near(found[0].mean, 0.5 * 4.0, 0.02);
    near(found[1].mean, 0.5 * 3.0, 0.02);
    // No strike in 60.65 % of the years, at most one in 90.98 %, at most two in 98.56 %.
    near(found[0].any(), 1.0 - (-0.5f64).exp(), 0.02);
    for (share, hours) in [(0.5, 0.0), (0.7, 3.0), (0.9, 3.0), (0.95, 6.0), (0.99, 9.0)] {
        assert_eq!(found[1].quantile(share), hours, "{share}");
    }
    assert_eq!((found[2].mean, found[2].quantile(0.999)), (0.0, 0.0));
}

#[test]
fn one_strike_by_two_ways_counts_once_and_two_strikes_twice() {
    let sure = Severity::sure(1.0).unwrap();
    let together = model(vec![source(
        1,
        0.4,
        vec![hit(0, 1.0, sure), hit(1, 1.0, sure)],
    )]);
    let apart = model(vec![
        source(1, 0.4, vec![hit(0, 1.0, sure)]),
        source(2, 0.4, vec![hit(1, 1.0, sure)]),
    ]);
    let outages = [vec![outage(0, &[2.0])], vec![outage(0, &[5.0])]];
    let of = |model: &Model| model.standstill(&outages, 1, sampling(100_000, 2))[0].mean;
    near(of(&together), 0.4 * 5.0, 0.02);
    near(of(&apart), 0.4 * 7.0, 0.02);
    // Nothing stands still for longer than a year lasts.
    let often = model(vec![source(1, 900.0, vec![hit(0, 1.0, sure)])]);
    let long = [vec![outage(0, &[100.0])]];
    let found = often.standstill(&long, 1, sampling(10, 1));
    assert_eq!(found[0].quantile(0.5), f64::from(YEAR_HOURS));
}
