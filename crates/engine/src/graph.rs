//! The estate as dense arrays: items, the groups they need, what they stand on, hold and are
//! recovered by, stored in both directions. This file only stores; what stops, how long and how
//! soon are its neighbours' questions.

/// Index of an item, `0..graph.len()`.
pub type Item = u32;

/// Whole seconds. `None` where a figure is unknown; never zero instead.
pub type Seconds = i64;

/// When a group is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Needed to run.
    Run,
    /// Needed only to recover.
    Recover,
    /// Needed for both, as written.
    Both,
    /// Nothing written; counts as both.
    Unwritten,
}

impl Phase {
    /// Whether the need holds while running.
    pub fn runs(self) -> bool {
        self != Phase::Recover
    }
}

/// What happens when fewer than the needed members are up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The owner stops.
    Stop,
    /// The owner stays up at this level, in hundredths of a percent (8,000 = 80 %).
    Degrade(u32),
}

/// The work its owner still has once enough members of a group are back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Nothing written: the owner's own time.
    Own,
    /// Written, or taken from a plan.
    Known(Seconds),
    /// Taken from a plan whose steps lack a duration.
    Unknown,
}

/// One group as it is handed in: k of its members must be up.
#[derive(Clone, Debug)]
pub struct GroupSpec {
    /// Known members, without repetition.
    pub members: Vec<Item>,
    /// How many further members no record answers to. They are up at full level when running
    /// is asked, and never up, with an unknown time, when recovery is asked.
    pub unresolved: u32,
    /// How many must be up; at least 1, at most members and unresolved together.
    pub needed: u32,
    /// When the group is needed.
    pub phase: Phase,
    /// What its failure does.
    pub effect: Effect,
    /// Time to switch between members.
    pub switch: Seconds,
    /// Work that remains after the group is back.
    pub tail: Tail,
    /// Common-cause share, 0..=1.
    pub beta: f64,
    /// A break-glass way exists: no edge of components, recovery time or deadline.
    pub bootstrap: bool,
}

/// A copy from which held data can be brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copy {
    /// The item the copy stands at; `None` if none is named. The copy is gone when it is lost.
    pub at: Option<Item>,
    /// Time to restore from it; `None` if unknown.
    pub seconds: Option<Seconds>,
}

/// One item as it is handed in.
#[derive(Clone, Debug, Default)]
pub struct ItemSpec {
    /// What it needs.
    pub groups: Vec<GroupSpec>,
    /// What it stands on (its site, its supplier): lost with it, stopped with it.
    pub hosts: Vec<Item>,
    /// The data it holds.
    pub holds: Vec<Item>,
    /// Who must work to recover it; a lost crew without a stand-in makes its own time unknown.
    pub crews: Vec<Item>,
    /// For a crew: who works in its place.
    pub stand_in: Option<Item>,
    /// Own time when it was lost; `None` if unknown.
    pub takes: Option<Seconds>,
    /// Own time when it only lost something it needs.
    pub resume: Seconds,
    /// Where `takes` is unknown: copies to restore from; the fastest that survives counts.
    pub copies: Vec<Copy>,
}

/// One stored group. Its members are `graph.members(group)`.
#[derive(Clone, Debug)]
pub struct Group {
    /// The item that needs it.
    pub owner: Item,
    /// Members no record answers to.
    pub unresolved: u32,
    /// How many must be up.
    pub needed: u32,
    /// When it is needed.
    pub phase: Phase,
    /// What its failure does.
    pub effect: Effect,
    /// Time to switch.
    pub switch: Seconds,
    /// Work that remains after it.
    pub tail: Tail,
    /// Common-cause share.
    pub beta: f64,
    /// No edge of components, recovery time or deadline.
    pub bootstrap: bool,
}

impl Group {
    /// Whether its failure stops the owner.
    pub fn stops(&self) -> bool {
        self.effect == Effect::Stop
    }
}

/// Lists of indices, one list per index: one flat array and where each list starts.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    starts: Vec<u32>,
    flat: Vec<u32>,
}

impl Lists {
    /// Gathers `pairs` of (list, entry) into `len` lists; entries keep the order of the pairs.
    /// Cost: linear.
    pub fn gather(len: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Lists {
        let mut starts = vec![0u32; len + 1];
        for (list, _) in pairs.clone() {
            starts[list as usize + 1] += 1;
        }
        for at in 0..len {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut flat = vec![0u32; starts[len] as usize];
        for (list, entry) in pairs {
            flat[next[list as usize] as usize] = entry;
            next[list as usize] += 1;
        }
        Lists { starts, flat }
    }

    /// The list of an index.
    pub fn of(&self, index: u32) -> &[u32] {
        let index = index as usize;
        &self.flat[self.starts[index] as usize..self.starts[index + 1] as usize]
    }
}

/// The estate, ready to be asked.
#[derive(Clone, Debug)]
pub struct Graph {
    len: usize,
    groups: Vec<Group>,
    owned: Vec<u32>,
    members: Lists,
    used_by: Lists,
    hosts: Lists,
    guests: Lists,
    holds: Lists,
    held_by: Lists,
    crews: Lists,
    stand_in: Vec<Option<Item>>,
    takes: Vec<Option<Seconds>>,
    resume: Vec<Seconds>,
    copies: Vec<Vec<Copy>>,
}

impl Graph {
    /// Stores the items; index in `items` is the item's index. Every index named in a spec must
    /// be below `items.len()`. Cost: linear in items, groups and members.
    pub fn new(items: Vec<ItemSpec>) -> Graph {
        let len = items.len();
        let pairs = |of: fn(&ItemSpec) -> &Vec<Item>| {
            let mut out = Vec::new();
            for (index, item) in items.iter().enumerate() {
                out.extend(of(item).iter().map(|&other| (index as u32, other)));
            }
            out
        };
        let flipped =
            |pairs: &[(u32, u32)]| Lists::gather(len, pairs.iter().map(|&(from, to)| (to, from)));
        let hosts = pairs(|item| &item.hosts);
        let holds = pairs(|item| &item.holds);
        let crews = pairs(|item| &item.crews);
        let (guests, held_by) = (flipped(&hosts), flipped(&holds));
        let hosts = Lists::gather(len, hosts.iter().copied());
        let holds = Lists::gather(len, holds.iter().copied());
        let crews = Lists::gather(len, crews.iter().copied());

        let mut graph = Graph {
            len,
            groups: Vec::new(),
            owned: vec![0],
            members: Lists::default(),
            used_by: Lists::default(),
            hosts,
            guests,
            holds,
            held_by,
            crews,
            stand_in: items.iter().map(|item| item.stand_in).collect(),
            takes: items.iter().map(|item| item.takes).collect(),
            resume: items.iter().map(|item| item.resume).collect(),
            copies: Vec::with_capacity(len),
        };
        let mut members = Vec::new();
        for (owner, item) in items.into_iter().enumerate() {
            graph.copies.push(item.copies);
            for spec in item.groups {
                let id = graph.groups.len() as u32;
                members.extend(spec.members.iter().map(|&member| (id, member)));
                graph.groups.push(Group {
                    owner: owner as u32,
                    unresolved: spec.unresolved,
                    needed: spec.needed,
                    phase: spec.phase,
                    effect: spec.effect,
                    switch: spec.switch,
                    tail: spec.tail,
                    beta: spec.beta,
                    bootstrap: spec.bootstrap,
                });
            }
            graph.owned.push(graph.groups.len() as u32);
        }
        let flat = members.iter().copied();
        graph.used_by = Lists::gather(len, flat.clone().map(|(id, member)| (member, id)));
        graph.members = Lists::gather(graph.groups.len(), flat);
        graph
    }

    /// How many items.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All items.
    pub fn items(&self) -> impl Iterator<Item = Item> + use<> {
        0..self.len as u32
    }

    /// How many groups.
    pub fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// A group by its id, `0..group_count()`.
    pub fn group(&self, id: u32) -> &Group {
        &self.groups[id as usize]
    }

    /// The ids of an item's groups.
    pub fn groups_of(&self, item: Item) -> std::ops::Range<u32> {
        self.owned[item as usize]..self.owned[item as usize + 1]
    }

    /// The known members of a group.
    pub fn members(&self, group: u32) -> &[Item] {
        self.members.of(group)
    }

    /// The ids of the groups that name an item.
    pub fn used_by(&self, item: Item) -> &[u32] {
        self.used_by.of(item)
    }

    /// What an item stands on.
    pub fn hosts(&self, item: Item) -> &[Item] {
        self.hosts.of(item)
    }

    /// What stands on an item.
    pub fn guests(&self, item: Item) -> &[Item] {
        self.guests.of(item)
    }

    /// The data an item holds.
    pub fn holds(&self, item: Item) -> &[Item] {
        self.holds.of(item)
    }

    /// The items that hold a piece of data.
    pub fn held_by(&self, data: Item) -> &[Item] {
        self.held_by.of(data)
    }

    /// Whether an item holds a piece of data. Cost: the shorter of the two lists.
    pub fn holds_it(&self, holder: Item, data: Item) -> bool {
        let (holds, held_by) = (self.holds(holder), self.held_by(data));
        if holds.len() < held_by.len() {
            holds.contains(&data)
        } else {
            held_by.contains(&holder)
        }
    }

    /// Who must work to recover an item.
    pub fn crews(&self, item: Item) -> &[Item] {
        self.crews.of(item)
    }

    /// Who works in a crew's place.
    pub fn stand_in(&self, crew: Item) -> Option<Item> {
        self.stand_in[crew as usize]
    }

    /// Own time when lost, as declared; copies and crews are not looked at.
    pub fn takes(&self, item: Item) -> Option<Seconds> {
        self.takes[item as usize]
    }

    /// Takes another own time for an item: what if it took so long? Its copies are set aside.
    pub fn suppose_takes(&mut self, item: Item, takes: Option<Seconds>) {
        self.takes[item as usize] = takes;
    }

    /// Takes another tail for a group: what if so much were left to do after it?
    pub fn suppose_tail(&mut self, group: u32, tail: Tail) {
        self.groups[group as usize].tail = tail;
    }

    /// Own time when only a need was lost.
    pub fn resume(&self, item: Item) -> Seconds {
        self.resume[item as usize]
    }

    /// Copies to restore from.
    pub fn copies(&self, item: Item) -> &[Copy] {
        &self.copies[item as usize]
    }
}
