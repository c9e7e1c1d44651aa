//! The search beside a twin that tries every order of every small project, the checker beside
//! timetables broken on purpose, and the vectors of the domain reference.

use proptest::prelude::*;

use super::bound::Reach;
use super::check::{Breach, breach};
use super::clash::clash;
use super::replay::Replay;
use super::*;

const EFFORT: Effort = Effort {
    seed: 7,
    schedules: 4_000,
    threads: 1,
};

fn job(seconds: Seconds, after: &[u32], takes: &[(u32, u32)]) -> Job {
    let takes = takes
        .iter()
        .map(|&(resource, amount)| Take { resource, amount });
    Job {
        seconds,
        after: vec![Wait::all(after.to_vec())],
        takes: takes.collect(),
        not_before: 0,
    }
}

fn goal(jobs: &[u32], due: Seconds) -> Goal {
    Goal {
        reached: Wait::all(jobs.to_vec()),
        due: Some(due),
        weight: 1,
    }
}

fn project(jobs: Vec<Job>, amounts: &[u32]) -> Project {
    Project {
        jobs,
        resources: amounts
            .iter()
            .map(|&amount| Resource::steady(amount))
            .collect(),
        goals: Vec::new(),
    }
}

/// TV-15 in minutes; resource 0 is the database administrators.
fn shop(administrators: u32) -> Project {
    let jobs = vec![
        job(10, &[], &[]),
        job(30, &[0], &[]),
        job(45, &[0], &[]),
        job(90, &[1, 2], &[(0, 1)]),
        job(60, &[1, 2], &[(0, 1)]),
        job(20, &[1], &[]),
        job(30, &[3, 4, 5], &[]),
        job(15, &[6], &[]),
    ];
    project(jobs, &[administrators])
}

#[test]
fn one_administrator_fewer_costs_an_hour() {
    let two = timetable(&shop(2), EFFORT).unwrap();
    assert_eq!((two.score.makespan, two.exact), (190, true));
    let one = timetable(&shop(1), EFFORT).unwrap();
    assert_eq!((one.score.makespan, one.exact), (250, true));
}

#[test]
fn one_team_recovers_by_due_date_and_is_never_late() {
    // TV-53 in tenths of an hour.
    let mut three = project(
        vec![
            job(20, &[], &[(0, 1)]),
            job(20, &[], &[(0, 1)]),
            job(15, &[], &[(0, 1)]),
        ],
        &[1],
    );
    three.goals = vec![goal(&[0], 30), goal(&[1], 40), goal(&[2], 55)];
    let found = timetable(&three, EFFORT).unwrap();
    assert_eq!(found.ends, [20, 40, 55]);
    assert_eq!((found.score.late, found.exact), (0, true));
}

#[test]
fn two_of_three_are_enough() {
    // TV-16: 2, 5 and 9 hours, two of them needed.
    let mut jobs = vec![
        job(2, &[], &[]),
        job(5, &[], &[]),
        job(9, &[], &[]),
        job(1, &[], &[]),
    ];
    jobs[3].after = vec![Wait {
        k: 2,
        of: vec![0, 1, 2],
    }];
    let mut three = project(jobs, &[]);
    three.goals = vec![goal(&[3], 6)];
    let found = timetable(&three, EFFORT).unwrap();
    assert_eq!((found.starts[3], found.score.late), (5, 0));
}

#[test]
fn a_shift_that_begins_later_is_waited_for() {
    let mut night = project(vec![job(4, &[], &[(0, 2)]), job(3, &[], &[(0, 1)])], &[0]);
    night.resources[0].course = vec![(0, 1), (8, 2)];
    let found = timetable(&night, EFFORT).unwrap();
    assert_eq!(found.starts, [8, 0]);
    assert_eq!(breach(&night, &found.starts), None);
    night.jobs[1].not_before = 2;
    assert_eq!(timetable(&night, EFFORT).unwrap().starts, [8, 2]);
}

#[test]
fn what_cannot_be_is_said() {
    let ring = project(vec![job(1, &[1], &[]), job(1, &[0], &[])], &[]);
    assert!(matches!(timetable(&ring, EFFORT), Err(Misfit::Loop(_))));
    let short = project(vec![job(1, &[], &[(0, 3)])], &[2]);
    assert_eq!(timetable(&short, EFFORT), Err(Misfit::Short(0)));
    let nobody = project(vec![job(1, &[], &[(4, 1)])], &[2]);
    assert_eq!(timetable(&nobody, EFFORT), Err(Misfit::Dangling(0)));
    let nothing = timetable(&Project::default(), EFFORT).unwrap();
    assert_eq!((nothing.score, nothing.exact), (Score::default(), true));
}

#[test]
fn the_checker_sees_each_way_of_breaking_a_project() {
    let mut two = project(vec![job(5, &[], &[(0, 1)]), job(5, &[], &[(0, 1)])], &[1]);
    assert_eq!(breach(&two, &[0, 5]), None);
    assert_eq!(breach(&two, &[0, 4]), Some(Breach::Overbooked(0, 4)));
    assert_eq!(breach(&two, &[0]), Some(Breach::Count));
    two.jobs[1].after = vec![Wait::all(vec![0])];
    assert_eq!(breach(&two, &[5, 0]), Some(Breach::Waits(1)));
    two.jobs[0].not_before = 1;
    assert_eq!(breach(&two, &[0, 5]), Some(Breach::Early(0)));
}

/// Amounts beyond what one word holds are rounded against us, never for us.
#[test]
fn great_amounts_are_never_overbooked() {
    let jobs = (0..6).map(|_| job(3, &[], &[(0, 400_001)])).collect();
    let wide = project(jobs, &[1_000_000]);
    let found = timetable(&wide, EFFORT).unwrap();
    assert_eq!(breach(&wide, &found.starts), None);
    assert_eq!(found.score.makespan, 9);
}

prop_compose! {
    /// A small project: up to six jobs, three resources that change, a wait for some of several,
    /// goals that may be late.
    fn small()(
        lengths in prop::collection::vec(0i64..6, 1..6),
        links in prop::collection::vec((0usize..6, 0usize..6), 0..6),
        takes in prop::collection::vec((0u32..3, 1u32..3), 6),
        amounts in prop::collection::vec(2u32..4, 3),
        shift in 0i64..9,
        late in prop::collection::vec((0usize..6, 0i64..12, 1u32..4), 0..4),
        free in 0i64..4,
        some in any::<bool>(),
    ) -> Project {
        let count = lengths.len();
        let mut jobs: Vec<Job> = lengths.iter().zip(&takes)
            .map(|(&seconds, &take)| job(seconds, &[], &[take])).collect();
        for (one, other) in links {
            let (one, other) = (one % count, other % count);
            if one < other {
                jobs[other].after.push(Wait::all(vec![one as u32]));
            }
        }
        if some && count > 3 {
            jobs[3].after.push(Wait { k: 2, of: vec![0, 1, 2] });
        }
        jobs[0].not_before = free;
        let mut project = project(jobs, &amounts);
        // One resource has less at first.
        project.resources[2].course = vec![(0, 1), (shift, amounts[2])];
        project.resources[2].course.dedup_by_key(|(at, _)| *at);
        if shift == 0 {
            project.resources[2].course = vec![(0, amounts[2])];
        }
        project.goals = late.iter().map(|&(at, due, weight)| Goal {
            weight, ..goal(&[(at % count) as u32], due)
        }).collect();
        project
    }
}

/// The best score of all starts within a horizon: shares nothing with the search but the checker.
fn exhaustive(project: &Project) -> Score {
    let work: i64 = project.jobs.iter().map(|job| job.seconds).sum();
    let horizon = work + 13;
    let mut best: Option<Score> = None;
    let mut orders = vec![Vec::new()];
    for _ in 0..project.jobs.len() {
        let longer = orders.iter().flat_map(|order: &Vec<u32>| {
            let rest = (0..project.jobs.len() as u32).filter(|job| !order.contains(job));
            rest.map(|job| [order.clone(), vec![job]].concat())
                .collect::<Vec<_>>()
        });
        orders = longer.collect();
    }
    for order in orders {
        let Some(starts) = by_trial(project, &order, horizon) else {
            continue;
        };
        let end = |at: usize| starts[at] + project.jobs[at].seconds;
        let mut score = Score {
            makespan: (0..starts.len()).map(end).max().unwrap_or(0),
            ..Score::default()
        };
        for goal in &project.goals {
            let late = end(goal.reached.of[0] as usize) - goal.due.unwrap();
            if late > 0 {
                score.late += 1;
                score.lateness += late as u128 * u128::from(goal.weight);
            }
        }
        best = Some(best.map_or(score, |best| best.min(score)));
    }
    best.expect("some order is possible")
}

/// Each job of an order at the first moment at which the checker has nothing against it.
fn by_trial(project: &Project, order: &[u32], horizon: Seconds) -> Option<Vec<Seconds>> {
    const NEVER: Seconds = 1_000_000;
    let mut placed: Vec<u32> = Vec::new();
    let mut starts = vec![NEVER; project.jobs.len()];
    for &at in order {
        placed.push(at);
        // Jobs not yet placed stand far away, one after the other, and are not asked about.
        let fits = |&moment: &Seconds| {
            let mut tried = starts.clone();
            tried[at as usize] = moment;
            let mut part = project.clone();
            for (other, job) in part.jobs.iter_mut().enumerate() {
                if !placed.contains(&(other as u32)) {
                    (job.takes, job.after) = (Vec::new(), Vec::new());
                }
            }
            breach(&part, &tried).is_none()
        };
        starts[at as usize] = (0..horizon).find(fits)?;
    }
    Some(starts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_better_is_found_by_trying_everything(project in small()) {
        let found = timetable(&project, EFFORT).unwrap();
        prop_assert_eq!(breach(&project, &found.starts), None);
        prop_assert!(found.lower_bound <= found.score.makespan);
        prop_assert_eq!(found.score, exhaustive(&project));
    }

    #[test]
    fn what_is_proven_impossible_is_never_found(project in small()) {
        if clash(&project).is_some() {
            prop_assert!(exhaustive(&project).late > 0);
        }
        let kept = in_time(&project, EFFORT).unwrap();
        prop_assert_eq!(kept.is_some(), exhaustive(&project).late == 0);
        if let Some(starts) = kept {
            prop_assert_eq!(breach(&project, &starts), None);
        }
    }

    #[test]
    fn threads_change_nothing(project in small(), seed in 0u64..50) {
        let effort = Effort { seed, schedules: 900, threads: 1 };
        let one = timetable(&project, effort).unwrap();
        let many = timetable(&project, Effort { threads: 5, ..effort }).unwrap();
        prop_assert_eq!(one, many);
    }
}

#[test]
fn too_much_work_for_a_stretch_is_a_proof() {
    // Two of 6 on one resource by 10; a third has time until 30.
    let mut three = project(vec![job(6, &[], &[(0, 1)]); 3], &[1]);
    three.goals = vec![goal(&[0], 10), goal(&[1], 10), goal(&[2], 30)];
    let found = clash(&three).unwrap();
    assert_eq!((found.resource, found.from, found.until), (0, 0, 10));
    assert_eq!((found.work, found.room, found.jobs), (12, 10, vec![0, 1]));
    three.goals[1].due = Some(12);
    assert_eq!(clash(&three), None);
    assert!(in_time(&three, EFFORT).unwrap().is_some());
    // What opens later leaves less room.
    three.resources[0].course = vec![(0, 0), (1, 1)];
    let found = clash(&three).unwrap();
    assert_eq!((found.from, found.until, found.room), (1, 12, 11));
    assert_eq!(in_time(&three, EFFORT).unwrap(), None);
}

#[test]
fn the_same_order_with_other_lengths() {
    let one = shop(1);
    let found = timetable(&one, EFFORT).unwrap();
    let mut replay = Replay::new(&one, &found.starts).unwrap();
    let lengths: Vec<Seconds> = one.jobs.iter().map(|job| job.seconds).collect();
    assert_eq!(replay.ends(&lengths).into_iter().max(), Some(250));
    let mut longer = lengths.clone();
    longer[2] += 20;
    let ends = replay.ends(&longer);
    assert_eq!(ends.iter().copied().max(), Some(270));
    assert_eq!(replay.ends(&lengths).into_iter().max(), Some(250));
}

#[test]
fn what_was_good_stays_after_a_small_change() {
    let mut one = shop(1);
    let before = timetable(&one, EFFORT).unwrap();
    one.jobs[5].seconds += 5;
    let least = Effort {
        schedules: 1,
        ..EFFORT
    };
    let after = again(&one, least, &before.starts).unwrap();
    assert_eq!(
        (after.score.makespan, breach(&one, &after.starts)),
        (250, None)
    );
    assert!(after.built < 10);
    assert_eq!(after.starts[3..5], before.starts[3..5]);
}

/// TV-15 with one administrator: the last job cannot be over before 250, whatever the order; of
/// two jobs of which one is enough the sooner counts.
#[test]
fn no_goal_is_reached_sooner_than_its_bound() {
    let one = shop(1);
    let reach = Reach::new(&one).unwrap();
    assert_eq!(reach.no_sooner(&goal(&[7], 0)), 250);
    assert_eq!(reach.no_sooner(&goal(&[5], 0)), 60);
    let mut jobs = vec![job(2, &[], &[]), job(9, &[], &[]), job(1, &[], &[])];
    jobs[2].after = vec![Wait {
        k: 1,
        of: vec![0, 1],
    }];
    let some = project(jobs, &[]);
    assert_eq!(Reach::new(&some).unwrap().no_sooner(&goal(&[2], 0)), 3);
}
