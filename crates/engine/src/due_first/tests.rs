//! TV-53, and every order of small cases beside the rule.

use super::{Job, due_first, in_order};

const HALF: i64 = 1_800;

fn jobs() -> Vec<Job> {
    let job = |takes, due| Job {
        takes: takes * HALF,
        due: Some(due * HALF),
    };
    vec![job(4, 6), job(4, 8), job(3, 11)]
}

/// TV-53: one DBA; A 2 h due 3, B 2 h due 4, C 1.5 h due 5.5.
#[test]
fn earliest_due_first_is_in_time_where_important_first_is_not() {
    let turns = due_first(&jobs());
    let ends: Vec<i64> = turns.iter().map(|turn| turn.ends / HALF).collect();
    assert_eq!(ends, [4, 8, 11]);
    assert!(turns.iter().all(|turn| turn.late == 0));

    let important = in_order(&jobs(), &[2, 0, 1]);
    let ends: Vec<i64> = important.iter().map(|turn| turn.ends / HALF).collect();
    let late: Vec<i64> = important.iter().map(|turn| turn.late / HALF).collect();
    assert_eq!(ends, [3, 7, 11]);
    assert_eq!(late, [0, 1, 3]);
}

#[test]
fn no_order_has_a_smaller_greatest_lateness() {
    let mut seed = 7u64;
    let mut next = |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((seed >> 33) % below) as i64
    };
    for _ in 0..200 {
        let jobs: Vec<Job> = (0..4)
            .map(|_| Job {
                takes: 1 + next(9),
                due: Some(next(25)),
            })
            .collect();
        let worst = |turns: Vec<super::Turn>| turns.iter().map(|turn| turn.late).max();
        let least = permutations(4)
            .iter()
            .map(|order| worst(in_order(&jobs, order)))
            .min();
        assert_eq!(Some(worst(due_first(&jobs))), least, "{jobs:?}");
    }
}

fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..count {
        all = all
            .iter()
            .flat_map(|begun: &Vec<usize>| {
                (0..count)
                    .filter(|next| !begun.contains(next))
                    .map(|next| [begun.clone(), vec![next]].concat())
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

#[test]
fn what_has_no_due_date_comes_last() {
    let any = Job {
        takes: 1,
        due: None,
    };
    let due = Job {
        takes: 5,
        due: Some(2),
    };
    let turns = due_first(&[any, due]);
    assert_eq!((turns[0].job, turns[0].late, turns[1].late), (1, 3, 0));
}
