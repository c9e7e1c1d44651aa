//! A whole organisation that is lost at once: services that need one another, their steps, teams
//! with day and night shifts, one line over which everything is restored, and a target for each.

use engine::timetable::{Goal, Job, Project, Resource, Take, Wait};

use crate::seeded::Seeded;

/// How many services.
pub const SERVICES: usize = 1_000;
/// How many steps, each service's one after the other.
pub const STEPS: usize = SERVICES * EACH;
const EACH: usize = 5;
const TEAMS: usize = 30;
const DAY: i64 = 86_400;
/// What the line carries, and is shared by all restores.
const LINE: u32 = 1_000;

/// The project of a seed.
pub fn project(seed: u64) -> Project {
    let mut rng = Seeded(seed);
    let mut project = Project::default();
    for service in 0..SERVICES {
        for step in 0..EACH {
            let at = project.jobs.len() as u32;
            let after = match step {
                0 => needs(&mut rng, service),
                _ => Wait::all(vec![at - 1]),
            };
            let mut takes = vec![Take {
                resource: rng.below(TEAMS) as u32,
                amount: 1 + rng.below(2) as u32,
            }];
            if step == 2 {
                takes.push(Take {
                    resource: TEAMS as u32,
                    amount: 50 + rng.below(100) as u32,
                });
            }
            project.jobs.push(Job {
                seconds: 60 * (5 + rng.below(85) as i64),
                after: vec![after],
                takes,
                not_before: 0,
            });
        }
        project.goals.push(Goal {
            reached: Wait::all(vec![project.jobs.len() as u32 - 1]),
            due: Some(3_600 * (4 + rng.below(196) as i64)),
            weight: 1 + rng.below(4) as u32,
        });
    }
    let shifts = (0..60).flat_map(|day| {
        let night = day * DAY;
        [(night, 2), (night + DAY / 3, 4), (night + DAY * 3 / 4, 2)]
    });
    let team = Resource {
        course: shifts.collect(),
    };
    project.resources = vec![team; TEAMS];
    project.resources.push(Resource::steady(LINE));
    project
}

/// Up to two earlier services that must be back first.
fn needs(rng: &mut Seeded, service: usize) -> Wait {
    let mut of: Vec<u32> = Vec::new();
    for _ in 0..rng.below(3) {
        if service > 20 {
            let other = rng.below(service);
            of.push((other * EACH + EACH - 1) as u32);
        }
    }
    of.sort_unstable();
    of.dedup();
    Wait::all(of)
}
