//! Levels of what is up, what is below its minimum, and what runs on redundancy.

use super::up_and_down::{Set, members_up};
use super::world::World;

/// All of normal, in hundredths of a percent.
pub const FULL: u32 = 10_000;

/// The level of every item; 0 where it is stopped. The greatest solution: all start at 100 %.
pub fn levels(world: &World, down: &Set) -> Vec<u32> {
    let start = |&stopped: &bool| if stopped { 0 } else { FULL };
    let mut level: Vec<u32> = down.iter().map(start).collect();
    loop {
        let before = level.clone();
        for i in (0..world.len()).filter(|&i| !down[i]) {
            for group in world.groups(i).iter().filter(|g| g.runs()) {
                let up = members_up(&group.members, down);
                let of = |m: &Option<usize>| m.map_or(FULL, |m| before[m]);
                let mut best: Vec<u32> = group.members.iter().map(of).collect();
                best.sort_unstable_by(|a, b| b.cmp(a));
                let counts = match (group.stop, up < group.k) {
                    (true, _) => best[group.k - 1],
                    (false, true) => group.to,
                    (false, false) => FULL,
                };
                level[i] = level[i].min(counts);
            }
        }
        if level == before {
            return level;
        }
    }
}

/// Items up but below 100 %, with whether they are below their own minimum.
pub fn degraded(world: &World, down: &Set) -> Vec<(String, u32, bool)> {
    let level = levels(world, down);
    let up = (0..world.len()).filter(|&i| !down[i] && level[i] < FULL);
    up.map(|i| (world.name(i), level[i], level[i] < world.mbco(i)))
        .collect()
}

/// "An item is on redundancy when it is up and one of its own groups of phase run or both still
/// has at least k members up but no longer all; its interruption is the greatest `switch`."
pub fn on_redundancy(world: &World, down: &Set) -> Vec<(String, i64)> {
    let mut found = Vec::new();
    for i in (0..world.len()).filter(|&i| !down[i]) {
        let hit = |g: &&super::world::Group| {
            let up = members_up(&g.members, down);
            g.runs() && up >= g.k && up < g.members.len()
        };
        let groups = world.groups(i);
        if let Some(switch) = groups.iter().filter(hit).map(|g| g.switch).max() {
            found.push((world.name(i), switch));
        }
    }
    found
}
