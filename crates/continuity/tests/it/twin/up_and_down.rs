//! What is lost and what is stopped, by sweeping over all items until nothing changes.

use super::world::World;

/// A set of items as one flag each.
pub type Set = Vec<bool>;

/// The set with the members given.
pub fn set(world: &World, members: &[usize]) -> Set {
    (0..world.len()).map(|i| members.contains(&i)).collect()
}

/// "An item is lost when it is named, or its site or supplier is lost; a dataset is lost when all
/// items that hold it are." Items in `spared` are never lost.
pub fn lost_but(world: &World, named: &Set, spared: &Set) -> Set {
    let mut lost: Set = (0..world.len()).map(|i| named[i] && !spared[i]).collect();
    loop {
        let before = lost.clone();
        for i in 0..world.len() {
            let with_place = world.places(i).iter().any(|&place| lost[place]);
            let holders = world.holders(i);
            let with_holders = !holders.is_empty() && holders.iter().all(|&h| lost[h]);
            lost[i] |= !spared[i] && (with_place || with_holders);
        }
        if lost == before {
            return lost;
        }
    }
}

/// What is lost with the items named.
pub fn lost(world: &World, named: &Set) -> Set {
    lost_but(world, named, &set(world, &[]))
}

/// What `targets` supposes: "every item but teams lost". Reading: a team is then not lost with its
/// site either.
pub fn all_lost(world: &World) -> Set {
    let teams: Vec<usize> = (0..world.len()).filter(|&i| world.is(i, "team")).collect();
    let rest: Vec<usize> = (0..world.len()).filter(|i| !teams.contains(i)).collect();
    lost_but(world, &set(world, &rest), &set(world, &teams))
}

/// "Stopped is the least set that satisfies this": from what is lost.
pub fn stopped(world: &World, lost: &Set) -> Set {
    let mut down = lost.clone();
    loop {
        let before = down.clone();
        for i in 0..world.len() {
            let place = world.places(i).iter().any(|&place| down[place]);
            let data = world.held(i).iter().any(|&d| lost[d]);
            let holders = world.holders(i);
            let no_holder = !holders.is_empty() && holders.iter().all(|&h| down[h]);
            let unmet =
                |g: &super::world::Group| g.stop && g.runs() && members_up(&g.members, &down) < g.k;
            let needs = world.groups(i).iter().any(unmet);
            down[i] |= place || data || no_holder || needs;
        }
        if down == before {
            return down;
        }
    }
}

/// "A member that no record answers to counts as up."
pub fn members_up(members: &[Option<usize>], down: &Set) -> usize {
    let up = |m: &&Option<usize>| m.is_none_or(|m| !down[m]);
    members.iter().filter(up).count()
}
