//! Single pieces and chains against TV-42 and TV-43, work that is alike, the longest way through
//! a plan with the tails that follow from it.

use super::{Chain, Drawn, Link, Work};
use crate::graph::{Effect, Graph, GroupSpec, ItemSpec, Phase, Seconds, Tail};
use crate::three_point;

const RUNS: u64 = 40_000;

fn work(stream: u64, cause: Option<u64>) -> Work {
    Work {
        points: [1200, 1800, 4200],
        wait: 0,
        stream,
        cause,
    }
}

/// The sum of all works in each run, in order.
fn sums(drawn: &Drawn) -> Vec<Seconds> {
    let mut lengths = Vec::new();
    let run = |run: u64| {
        drawn.lengths(run, &mut lengths);
        lengths.iter().sum()
    };
    let mut sums: Vec<Seconds> = (0..RUNS).map(run).collect();
    sums.sort_unstable();
    sums
}

fn minutes(sorted: &[Seconds], share: f64) -> f64 {
    sorted[(share * sorted.len() as f64) as usize] as f64 / 60.0
}

fn deviation(of: &[Seconds]) -> f64 {
    let many = of.len() as f64;
    let mean = of.iter().sum::<Seconds>() as f64 / many;
    let square = |it: &Seconds| (*it as f64 - mean).powi(2);
    (of.iter().map(square).sum::<f64>() / many).sqrt() / 60.0
}

#[test]
fn tv_42_holds_by_either_way_of_drawing() {
    for (cause, alike) in [(None, 0.0), (Some(9), 1.0), (Some(9), 0.4)] {
        let one = sums(&Drawn::new(vec![work(5, cause)], Vec::new(), alike, 1));
        for (share, expected) in [(0.5, 33.83), (0.8, 42.51), (0.9, 47.27), (0.95, 51.06)] {
            let found = minutes(&one, share);
            assert!((found - expected).abs() < 0.35, "{alike} {share} {found}");
        }
        assert!((deviation(&one) - 8.660).abs() < 0.1, "{alike}");
    }
}

#[test]
fn tv_43_independent_steps_and_what_a_common_cause_does_to_them() {
    let chain = |alike| {
        let works = (1..=3).map(|stream| work(stream, Some(77))).collect();
        sums(&Drawn::new(works, Vec::new(), alike, 1))
    };
    let apart = chain(0.0);
    assert!((deviation(&apart) - 15.0).abs() < 0.15);
    assert!((minutes(&apart, 0.9) - 124.2).abs() < 1.0);
    // All of one cause: the 90th percentiles add up, and so do the deviations.
    let one = chain(1.0);
    assert!((minutes(&one, 0.9) - 141.8).abs() < 0.8);
    assert!((deviation(&one) - 3.0 * 8.660).abs() < 0.3);
    // Half alike lies between: the variance is three and six halves of one.
    let half = chain(0.5);
    let expected = 8.660 * (3.0f64 + 6.0 * 0.5).sqrt();
    assert!(
        (deviation(&half) - expected).abs() < 0.4,
        "{}",
        deviation(&half)
    );
}

#[test]
fn tables_say_what_the_exact_percentile_says() {
    for points in [
        [0, 0, 3600],
        [600, 900, 90_000],
        [100, 9_000, 10_000],
        [7, 7, 7],
    ] {
        let mut one = work(3, Some(1));
        one.points = points;
        let sorted = sums(&Drawn::new(vec![one], Vec::new(), 1.0, 4));
        for share in [0.1, 0.5, 0.8, 0.99] {
            let [best, likely, worst] = points;
            let exact = three_point::quantile(best, likely, worst, share) as f64;
            let found = minutes(&sorted, share) * 60.0;
            let width = (worst - best) as f64;
            assert!(
                (found - exact).abs() <= 0.012 * width,
                "{points:?} {share} {found}"
            );
        }
    }
}

/// Item 1 comes back by two ways of work: 0 then 2, and, once item 0 is back, 1 then 2.
fn plan() -> (Graph, Chain) {
    let group = GroupSpec {
        members: vec![0],
        unresolved: 0,
        needed: 1,
        phase: Phase::Recover,
        effect: Effect::Stop,
        switch: 0,
        tail: Tail::Known(1),
        beta: 0.0,
        bootstrap: false,
    };
    let of = |groups| ItemSpec {
        takes: Some(1),
        groups,
        ..ItemSpec::default()
    };
    let link = |work, then: &[u32]| Link {
        work,
        then: then.to_vec(),
    };
    let chain = Chain {
        item: 1,
        links: vec![link(2, &[]), link(1, &[0]), link(0, &[0])],
        tails: vec![(0, vec![1])],
    };
    (Graph::new(vec![of(Vec::new()), of(vec![group])]), chain)
}

#[test]
fn the_longest_way_is_the_own_time_and_what_follows_a_member_is_the_tail() {
    let (mut graph, chain) = plan();
    let drawn = Drawn::new(vec![work(1, None); 3], vec![chain], 0.0, 1);
    drawn.suppose(&mut graph, &[50, 20, 7]);
    assert_eq!(graph.takes(1), Some(57));
    assert_eq!(graph.group(0).tail, Tail::Known(27));
    drawn.suppose(&mut graph, &[5, 20, 7]);
    assert_eq!(graph.takes(1), Some(27));
}

#[test]
fn some_chains_keep_their_luck_alone() {
    let works = (1..=4)
        .map(|stream| work(stream, Some(stream % 2)))
        .collect();
    let chains = (0..4).map(|at| Chain::of_one(at, at)).collect();
    let all = Drawn::new(works, chains, 0.5, 3);
    let some = all.only(|item| item >= 2);
    let (mut of_all, mut of_some) = (Vec::new(), Vec::new());
    all.lengths(17, &mut of_all);
    some.lengths(17, &mut of_some);
    assert_eq!(of_all[2..], of_some);
    assert!(!all.is_sure());
    assert!(Drawn::new(Vec::new(), Vec::new(), f64::NAN, 0).is_sure());
}
