//! Timetables under people's limits: known answers and bounds.

use super::{EXACT_STEPS, Misfit, Schedule, Step, schedule};
use crate::random_graph::Dice;

fn step(minutes: i64, after: &[u32], crew: Option<u32>) -> Step {
    Step {
        seconds: minutes * 60,
        after: after.to_vec(),
        crew,
        people: 1,
    }
}

/// TV-15; crew 3 restores databases.
fn restore() -> Vec<Step> {
    vec![
        step(10, &[], Some(0)),
        step(30, &[0], Some(1)),
        step(45, &[0], Some(2)),
        step(90, &[1, 2], Some(3)),
        step(60, &[1, 2], Some(3)),
        step(20, &[1], Some(4)),
        step(30, &[3, 4, 5], Some(5)),
        step(15, &[6], Some(6)),
    ]
}

fn with_administrators(people: u32) -> Schedule {
    let mut capacities = vec![Some(1); 7];
    capacities[3] = Some(people);
    schedule(&restore(), &capacities).expect("the plan fits")
}

#[test]
fn one_administrator_takes_an_hour_longer_than_two() {
    let two = with_administrators(2);
    assert_eq!(two.makespan, 190 * 60);
    assert_eq!(two.starts[3..5], [55 * 60, 55 * 60]);
    assert_eq!(
        two.tails.iter().map(|tail| tail / 60).collect::<Vec<_>>(),
        [190, 165, 180, 135, 105, 65, 45, 15]
    );
    assert_eq!(two.longest_path, [0, 2, 3, 6, 7]);
    assert_eq!((two.makespan / 60 + 45, two.exact), (235, true));

    let one = with_administrators(1);
    assert_eq!(one.makespan, 250 * 60);
    assert_eq!((one.starts[3] / 60, one.starts[4] / 60), (55, 145));
    assert_eq!((one.makespan / 60 + 45, one.exact), (295, true));
    assert_eq!(one.longest, 190 * 60);
}

#[test]
fn what_cannot_be_scheduled_is_named() {
    let looped = [step(1, &[], None), step(1, &[2], None), step(1, &[1], None)];
    assert_eq!(schedule(&looped, &[]), Err(Misfit::Loop(1)));
    assert_eq!(
        schedule(&[step(1, &[], Some(0))], &[Some(0)]),
        Err(Misfit::Short(0))
    );
    assert_eq!(
        schedule(&[step(1, &[], Some(0))], &[]),
        Err(Misfit::Dangling(0))
    );
    assert_eq!(
        schedule(&[step(1, &[7], None)], &[]),
        Err(Misfit::Dangling(0))
    );
    assert_eq!(schedule(&[], &[]).map(|nothing| nothing.makespan), Ok(0));
}

#[test]
fn waiting_for_the_right_work_can_beat_the_longest_tail() {
    // The list takes 3 and 4 first; two people at once are then free too late.
    let mut steps = vec![
        step(2, &[], Some(0)),
        step(3, &[], Some(0)),
        step(4, &[0], Some(0)),
    ];
    steps[2].people = 2;
    let found = schedule(&steps, &[Some(2)]).expect("the plan fits");
    assert!(found.exact);
    assert_eq!(found.makespan, 7 * 60);
}

/// Whether the schedule keeps to the order and to the crews.
fn keeps(steps: &[Step], capacities: &[Option<u32>], found: &Schedule) -> bool {
    let order = steps.iter().enumerate().all(|(at, step)| {
        step.after
            .iter()
            .all(|&earlier| found.ends[earlier as usize] <= found.starts[at])
    });
    let crews = found.starts.iter().all(|&moment| {
        (0..capacities.len()).all(|crew| {
            let busy = (0..steps.len()).filter(|&at| {
                steps[at].crew == Some(crew as u32)
                    && found.starts[at] <= moment
                    && moment < found.ends[at]
            });
            capacities[crew].is_none_or(|most| busy.map(|at| steps[at].people).sum::<u32>() <= most)
        })
    });
    order && crews && found.ends.iter().copied().max().unwrap_or(0) == found.makespan
}

/// The shortest makespan by moving second by second and trying every choice of what to start.
fn plainly_shortest(steps: &[Step], capacities: &[Option<u32>]) -> i64 {
    fn go(
        steps: &[Step],
        capacities: &[Option<u32>],
        now: i64,
        ends: &mut Vec<Option<i64>>,
        best: &mut i64,
    ) {
        if ends.iter().all(Option::is_some) {
            *best = (*best).min(ends.iter().flatten().copied().max().unwrap_or(0));
            return;
        }
        if now >= *best {
            return;
        }
        let over = |at: u32, ends: &[Option<i64>]| ends[at as usize].is_some_and(|end| end <= now);
        for at in 0..steps.len() {
            let step = &steps[at];
            if ends[at].is_some() || !step.after.iter().all(|&earlier| over(earlier, ends)) {
                continue;
            }
            let busy: u32 = (0..steps.len())
                .filter(|&o| steps[o].crew == step.crew && ends[o].is_some_and(|end| end > now))
                .map(|o| steps[o].people)
                .sum();
            let most = step.crew.and_then(|crew| capacities[crew as usize]);
            if most.is_none_or(|most| busy + step.people <= most || step.seconds == 0) {
                ends[at] = Some(now + step.seconds);
                go(steps, capacities, now, ends, best);
                ends[at] = None;
            }
        }
        if let Some(next) = ends
            .iter()
            .flatten()
            .copied()
            .filter(|&end| end > now)
            .min()
        {
            go(steps, capacities, next, ends, best);
        }
    }
    let mut best = steps.iter().map(|step| step.seconds).sum::<i64>() + 1;
    go(
        steps,
        capacities,
        0,
        &mut vec![None; steps.len()],
        &mut best,
    );
    best
}

fn random_plan(dice: &mut Dice, count: u32) -> (Vec<Step>, Vec<Option<u32>>) {
    let capacities: Vec<Option<u32>> = (0..2)
        .map(|_| (!dice.once(5)).then(|| 1 + dice.below(3)))
        .collect();
    let steps = (0..count)
        .map(|at| {
            let after = (0..at).filter(|_| dice.once(count / 2 + 1)).collect();
            let crew = (!dice.once(6)).then(|| dice.below(2));
            let most = crew.and_then(|crew| capacities[crew as usize]).unwrap_or(3);
            let people = 1 + dice.below(most);
            Step {
                seconds: i64::from(dice.below(9)),
                after,
                crew,
                people,
            }
        })
        .collect();
    (steps, capacities)
}

#[test]
fn equals_every_order_tried_on_small_plans() {
    let mut longer = 0;
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let count = 1 + dice.below(6);
        let (steps, capacities) = random_plan(&mut dice, count);
        let found = schedule(&steps, &capacities).expect("the plan fits");
        assert!(keeps(&steps, &capacities, &found), "seed {seed}");
        assert_eq!(
            found.makespan,
            plainly_shortest(&steps, &capacities),
            "seed {seed}"
        );
        assert!(found.exact);
        longer += usize::from(found.makespan > found.longest);
    }
    assert!(longer > 40, "{longer}");
}

#[test]
fn large_plans_keep_to_order_and_crews() {
    for seed in 0..20 {
        let mut dice = Dice::new(seed + 9);
        let (steps, capacities) = random_plan(&mut dice, EXACT_STEPS as u32 - 5 + seed as u32);
        let found = schedule(&steps, &capacities).expect("the plan fits");
        assert!(keeps(&steps, &capacities, &found), "seed {seed}");
        assert!(found.makespan >= found.longest);
    }
    let chain: Vec<Step> = (0..100_000u32)
        .map(|at| step(1, &at.checked_sub(1).into_iter().collect::<Vec<_>>(), None))
        .collect();
    let found = schedule(&chain, &[]).expect("the plan fits");
    assert_eq!((found.makespan, found.exact), (6_000_000, true));
}
