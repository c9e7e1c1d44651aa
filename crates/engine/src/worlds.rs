//! Evaluates the gates of a fault tree in 512 worlds at once: one bit per world, so naming a
//! loss costs one walk up the gates it reaches, and can be taken back. It does not choose what
//! to name.

use crate::fault_tree::FaultTree;

/// One bit per world.
pub(crate) type Lanes = [u64; WORDS];

const WORDS: usize = 8;

/// How many worlds.
pub(crate) const WORLDS: usize = WORDS * 64;

/// No world.
pub(crate) const NONE: Lanes = [0; WORDS];

/// Every world.
pub(crate) const EVERY: Lanes = [u64::MAX; WORDS];

/// `left` or `right`, world by world.
pub(crate) fn or(left: &Lanes, right: &Lanes) -> Lanes {
    std::array::from_fn(|word| left[word] | right[word])
}

/// `left` without `right`, world by world.
pub(crate) fn without(left: &Lanes, right: &Lanes) -> Lanes {
    std::array::from_fn(|word| left[word] & !right[word])
}

/// The numbers of the worlds in `lanes`, ascending.
pub(crate) fn worlds(lanes: &Lanes) -> impl Iterator<Item = usize> + '_ {
    lanes.iter().enumerate().flat_map(|(word, &bits)| {
        let mut left = bits;
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(word * 64 + bit)
        })
    })
}

/// The value of every gate in every world: always the least solution for what was named.
pub(crate) struct Worlds<'a> {
    tree: &'a FaultTree,
    values: Vec<Lanes>,
    /// One bit per gate whose change has not yet been passed on.
    dirty: Vec<u64>,
    /// No word of `dirty` below this one has a bit.
    lowest: usize,
    undo: Vec<(u32, Lanes)>,
    /// Gates evaluated so far.
    pub work: u64,
}

impl<'a> Worlds<'a> {
    /// Nothing named in any world.
    pub fn new(tree: &'a FaultTree) -> Worlds<'a> {
        let gates = tree.gates.len();
        Worlds {
            tree,
            values: vec![NONE; gates],
            dirty: vec![0; gates.div_ceil(64)],
            lowest: 0,
            undo: Vec::new(),
            work: 0,
        }
    }

    /// The worlds in which a gate holds.
    pub fn value(&self, gate: u32) -> &Lanes {
        &self.values[gate as usize]
    }

    /// How many changes can be taken back; hand it to `back_to`.
    pub fn mark(&self) -> usize {
        self.undo.len()
    }

    /// Takes back every change since the mark.
    pub fn back_to(&mut self, mark: usize) {
        for (gate, value) in self.undo.drain(mark..).rev() {
            self.values[gate as usize] = value;
        }
    }

    /// Makes a gate hold in further worlds. Call `settle` before reading.
    pub fn name(&mut self, gate: u32, lanes: &Lanes) {
        self.raise(gate, lanes);
    }

    /// Passes every change on until nothing changes.
    pub fn settle(&mut self) {
        while let Some(gate) = self.next_dirty() {
            self.work += 1;
            let value = self.values[gate as usize];
            for &fed in self.tree.feeds.of(gate) {
                if self.tree.gates[fed as usize].need == 1 {
                    self.raise(fed, &value);
                } else {
                    let votes = self.votes(fed);
                    self.raise(fed, &votes);
                }
            }
        }
    }

    fn next_dirty(&mut self) -> Option<u32> {
        while let Some(word) = self.dirty.get_mut(self.lowest) {
            if *word != 0 {
                let bit = word.trailing_zeros();
                *word &= *word - 1;
                return Some(self.lowest as u32 * 64 + bit);
            }
            self.lowest += 1;
        }
        None
    }

    fn raise(&mut self, gate: u32, lanes: &Lanes) {
        let old = self.values[gate as usize];
        let new = or(&old, lanes);
        if new != old {
            self.undo.push((gate, old));
            self.values[gate as usize] = new;
            let word = gate as usize / 64;
            self.dirty[word] |= 1 << (gate % 64);
            self.lowest = self.lowest.min(word);
        }
    }

    /// The worlds in which enough inputs hold.
    fn votes(&mut self, gate: u32) -> Lanes {
        let gate = &self.tree.gates[gate as usize];
        self.work += gate.inputs.len() as u64;
        let inputs = gate
            .inputs
            .iter()
            .map(|&input| &self.values[input as usize]);
        if gate.need as usize == gate.inputs.len() {
            return inputs.fold(EVERY, |all, lanes| {
                std::array::from_fn(|word| all[word] & lanes[word])
            });
        }
        // Counts in binary, one digit per entry, every world at once.
        let mut digits: Vec<Lanes> = vec![NONE; (u32::BITS - gate.need.leading_zeros()) as usize];
        let mut over = NONE;
        for lanes in inputs {
            let mut carry = *lanes;
            for digit in &mut digits {
                for word in 0..WORDS {
                    let both = digit[word] & carry[word];
                    digit[word] ^= carry[word];
                    carry[word] = both;
                }
            }
            over = or(&over, &carry);
        }
        // At least `need`: compare from the highest digit down.
        let mut equal = EVERY;
        let mut more = over;
        for (place, digit) in digits.iter().enumerate().rev() {
            let wanted = if gate.need >> place & 1 == 1 {
                u64::MAX
            } else {
                0
            };
            for word in 0..WORDS {
                more[word] |= equal[word] & digit[word] & !wanted;
                equal[word] &= !(digit[word] ^ wanted);
            }
        }
        or(&more, &equal)
    }
}
