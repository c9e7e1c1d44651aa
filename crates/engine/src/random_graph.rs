//! Small random graphs for the tests: everything a graph can say, in any combination.

use crate::graph::{Copy, Effect, Graph, GroupSpec, Item, ItemSpec, Phase, Tail};

/// A stream of numbers from a seed (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % u64::from(sides)) as u32
    }

    /// True once in `of`.
    pub fn once(&mut self, of: u32) -> bool {
        self.below(of) == 0
    }
}

/// A group that needs `needed` of `members`, with nothing else written.
pub fn group(needed: u32, members: &[Item]) -> GroupSpec {
    GroupSpec {
        members: members.to_vec(),
        unresolved: 0,
        needed,
        phase: Phase::Unwritten,
        effect: Effect::Stop,
        switch: 0,
        tail: Tail::Own,
        beta: 0.0,
        bootstrap: false,
    }
}

/// An item that takes a known time and needs these groups.
pub fn item(takes: i64, groups: Vec<GroupSpec>) -> ItemSpec {
    ItemSpec {
        takes: Some(takes),
        groups,
        ..ItemSpec::default()
    }
}

/// Between two and nine items. The last are crews, those before them data if `with_data`.
pub fn graph(dice: &mut Dice, with_data: bool) -> Graph {
    let len = 2 + dice.below(8);
    let mut items: Vec<ItemSpec> = (0..len).map(|at| spec(dice, at, len)).collect();
    if with_data && len > 3 {
        for data in len - 2..len {
            for holder in 0..len - 2 {
                if dice.once(4) {
                    items[holder as usize].holds.push(data);
                }
            }
        }
    }
    Graph::new(items)
}

fn spec(dice: &mut Dice, at: u32, len: u32) -> ItemSpec {
    let groups = (0..dice.below(3))
        .map(|_| random_group(dice, at, len))
        .collect();
    let mut hosts = Vec::new();
    while dice.once(6) {
        hosts.push(dice.below(len));
    }
    let mut copies = Vec::new();
    while dice.once(3) {
        let at = dice.once(2).then(|| dice.below(len));
        let seconds = (!dice.once(4)).then(|| i64::from(dice.below(50)));
        copies.push(Copy { at, seconds });
    }
    ItemSpec {
        groups,
        hosts,
        holds: Vec::new(),
        crews: if dice.once(8) {
            vec![dice.below(len)]
        } else {
            Vec::new()
        },
        stand_in: dice.once(4).then(|| dice.below(len)),
        takes: (!dice.once(8)).then(|| i64::from(dice.below(40))),
        resume: i64::from(dice.below(4)),
        copies,
    }
}

fn random_group(dice: &mut Dice, owner: u32, len: u32) -> GroupSpec {
    let mut members: Vec<Item> = Vec::new();
    for _ in 0..1 + dice.below(4) {
        // Mostly later items, so that circles stay a part of the whole.
        let forward = owner + 1 < len && !dice.once(4);
        let member = if forward {
            owner + 1 + dice.below(len - owner - 1)
        } else {
            dice.below(len)
        };
        if !members.contains(&member) {
            members.push(member);
        }
    }
    let unresolved = if dice.once(8) { 1 } else { 0 };
    let phases = [
        Phase::Run,
        Phase::Recover,
        Phase::Both,
        Phase::Unwritten,
        Phase::Unwritten,
    ];
    let tails = [
        Tail::Own,
        Tail::Own,
        Tail::Known(i64::from(dice.below(20))),
        Tail::Unknown,
    ];
    let tail = if dice.once(6) {
        tails[3]
    } else {
        tails[dice.below(3) as usize]
    };
    let degrade = dice.once(4);
    GroupSpec {
        unresolved,
        needed: 1 + dice.below(members.len() as u32 + unresolved),
        phase: phases[dice.below(5) as usize],
        effect: if degrade {
            Effect::Degrade(dice.below(10_001))
        } else {
            Effect::Stop
        },
        switch: i64::from(dice.below(3)),
        tail,
        beta: 0.0,
        bootstrap: dice.once(8),
        members,
    }
}
