//! Cycles: which items reach each other, by filling a table of who reaches whom.

use super::recovery::{needs, stops_waiting};
use super::world::World;

/// Who reaches whom in one step or more, over the edges given.
fn reach(world: &World, edges: impl Fn(usize) -> Vec<usize>) -> Vec<Vec<bool>> {
    let n = world.len();
    let mut table = vec![vec![false; n]; n];
    for (i, row) in table.iter_mut().enumerate() {
        edges(i).into_iter().for_each(|j| row[j] = true);
    }
    for via in 0..n {
        for from in 0..n {
            for to in 0..n {
                table[from][to] |= table[from][via] && table[via][to];
            }
        }
    }
    table
}

/// The edges of the page: stop groups of any phase without `bootstrap`, `site` and `supplier`.
pub fn edges(world: &World, i: usize) -> Vec<usize> {
    let groups = needs(world, i);
    let stops = groups.iter().filter(|g| stops_waiting(g));
    let mut to: Vec<usize> = stops
        .flat_map(|g| g.members.iter().flatten().copied())
        .collect();
    to.extend(world.places(i));
    to
}

fn parts(world: &World, table: &[Vec<bool>]) -> Vec<Vec<usize>> {
    let together = |i: usize, j: usize| i == j || (table[i][j] && table[j][i]);
    let n = world.len();
    (0..n)
        .map(|i| (0..n).filter(|&j| together(i, j)).collect())
        .collect()
}

/// For every item the items of its strongly connected component, itself included.
pub fn components(world: &World) -> Vec<Vec<usize>> {
    parts(world, &reach(world, |i| edges(world, i)))
}

/// Whether the figures of an item are those of a cycle: more than one item in its component.
pub fn cyclic(world: &World) -> Vec<bool> {
    components(world)
        .iter()
        .map(|part| part.len() > 1)
        .collect()
}

/// Whether holding data closes no further circle. The page says that "holder and dataset are no
/// cycle" and gives T and R no meaning where a holder waits for its own data through others.
pub fn holding_is_sound(world: &World) -> bool {
    // A holder that names its own data directly does not wait for it.
    let clean = |i: usize| {
        let held = world.held(i);
        let mut to = edges(world, i);
        to.retain(|j| !held.contains(j));
        to
    };
    let plain = parts(world, &reach(world, clean));
    let up = parts(
        world,
        &reach(world, |i| [&clean(i)[..], world.holders(i)].concat()),
    );
    let down = parts(
        world,
        &reach(world, |i| [&clean(i)[..], world.held(i)].concat()),
    );
    plain == up && plain == down && plain == components(world)
}

/// The components that are deadlocks, and those that are cycles only: "with every item lost, mark
/// an item recoverable once each of its stop groups without `bootstrap` has k recoverable members;
/// where that stands still, mark together the items of a component joined only by entries of phase
/// run or of unwritten phase whose other needs are met; repeat".
pub fn circles(world: &World) -> Vec<(Vec<usize>, bool)> {
    let groups = |i: usize| {
        let mut groups = needs(world, i);
        groups.retain(stops_waiting);
        // "An item alone in its component that names itself leaves the group in the same way."
        let alone = components(world)[i].len() == 1;
        for group in groups.iter_mut().filter(|_| alone) {
            group.members.retain(|m| *m != Some(i));
            group.k = group.k.min(group.members.len());
        }
        groups
    };
    let soft = |i: usize| {
        let soft = groups(i).into_iter().filter(|g| !g.written);
        soft.flat_map(|g| g.members)
            .flatten()
            .collect::<Vec<usize>>()
    };
    let hard = |part: &[usize]| {
        let mut groups = part.iter().flat_map(|&j| groups(j)).filter(|g| g.written);
        groups.any(|g| g.members.iter().flatten().any(|m| part.contains(m)))
    };
    let mut joined = parts(world, &reach(world, soft));
    if !super::readings::UNWRITTEN_CIRCLES_WITHIN_COMPONENTS {
        joined = components(world);
        joined.retain(|part| !hard(part));
    }
    let mut marked = vec![false; world.len()];
    let met = |marked: &[bool], i: usize, with: &[usize]| {
        groups(i).iter().all(|g| {
            let ready = |m: &&Option<usize>| {
                // Reading: a member that no record answers to proves no deadlock.
                m.is_none_or(|m| marked[m] || (!g.written && with.contains(&m)))
            };
            g.members.iter().filter(ready).count() >= g.k
        })
    };
    loop {
        let before = marked.clone();
        for (i, marked) in marked.iter_mut().enumerate() {
            *marked |= met(&before, i, &[]);
        }
        if marked != before {
            continue;
        }
        for part in &joined {
            if part.iter().all(|&i| marked[i] || met(&before, i, part)) {
                part.iter().for_each(|&i| marked[i] = true);
            }
        }
        if marked == before {
            break;
        }
    }
    let mut found = Vec::new();
    for (i, part) in components(world).into_iter().enumerate() {
        if part.len() > 1 && part[0] == i {
            let stuck = part.iter().any(|&j| !marked[j]) && hard(&part);
            found.push((part, stuck));
        }
    }
    found
}
