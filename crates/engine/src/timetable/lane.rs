//! What is still free over time of the resources that jobs take together. Four amounts stand in
//! one word, each with a guard bit, so that one subtraction compares them all.

use crate::graph::Seconds;

/// Bits of one amount, its guard bit among them.
const BITS: u32 = 16;
/// The greatest amount that fits.
pub const MOST: u32 = (1 << (BITS - 1)) - 1;
/// How many amounts stand in one word.
pub const PER_WORD: usize = 4;
/// The guard bit of every amount.
const GUARD: u64 = 0x8000_8000_8000_8000;

/// Amounts as words.
pub fn packed(amounts: &[u32]) -> Vec<u64> {
    let words = amounts.chunks(PER_WORD);
    words
        .map(|four| {
            let each = four.iter().enumerate();
            each.fold(0, |word, (at, &amount)| {
                word | u64::from(amount.min(MOST)) << (at as u32 * BITS)
            })
        })
        .collect()
}

/// Free amounts over time: from each moment on, until the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Words per moment.
    words: usize,
    times: Vec<Seconds>,
    free: Vec<u64>,
}

impl Lane {
    /// A lane whose amounts change at these moments, the first of them the beginning of time.
    pub fn new(words: usize, course: &[(Seconds, Vec<u64>)]) -> Lane {
        Lane {
            words,
            times: course.iter().map(|(at, _)| *at).collect(),
            free: course.iter().flat_map(|(_, free)| free.clone()).collect(),
        }
    }

    /// Becomes what another one is, keeping its own memory.
    pub fn take_over(&mut self, other: &Lane) {
        self.words = other.words;
        self.times.clone_from(&other.times);
        self.free.clone_from(&other.free);
    }

    /// The same amounts with time running backwards from a moment.
    pub fn mirrored(&self, end: Seconds) -> Lane {
        let mut course: Vec<(Seconds, Vec<u64>)> = Vec::new();
        for at in (0..self.times.len()).rev() {
            let until = self.times.get(at + 1).copied().unwrap_or(Seconds::MAX);
            let from = if until >= end {
                Seconds::MIN
            } else {
                end - until
            };
            if self.times[at] >= end && at > 0 {
                continue;
            }
            course.push((from, self.row(at).to_vec()));
        }
        Lane::new(self.words, &course)
    }

    /// Whether nothing changes over time.
    pub fn is_steady(&self) -> bool {
        self.times.len() == 1
    }

    fn row(&self, at: usize) -> &[u64] {
        &self.free[at * self.words..(at + 1) * self.words]
    }

    /// Takes an amount for a length of time, as early as there is enough, not before a moment;
    /// says when. What is taken at the end of time must fit there.
    pub fn place(&mut self, need: &[u64], seconds: Seconds, ready: Seconds) -> Seconds {
        match self.words {
            1 => self.place_in::<1>(need, seconds, ready),
            _ => self.place_in::<0>(need, seconds, ready),
        }
    }

    /// `ONE` is 1 where one word holds all, so that the loop over words falls away.
    fn place_in<const ONE: usize>(
        &mut self,
        need: &[u64],
        seconds: Seconds,
        ready: Seconds,
    ) -> Seconds {
        let count = self.times.len();
        let mut first = self.times.partition_point(|&time| time <= ready).max(1) - 1;
        let mut start = ready;
        let mut at = first;
        while at < count && self.times[at] < start.saturating_add(seconds) {
            if !self.fits::<ONE>(at, need) {
                while at < count && !self.fits::<ONE>(at, need) {
                    at += 1;
                }
                if at == count {
                    // Nothing of the end of time is free enough: what was handed in says it is.
                    at = count - 1;
                }
                (first, start) = (at, self.times[at].max(ready));
            }
            at += 1;
        }
        self.reserve::<ONE>(need, start, start.saturating_add(seconds), first);
        start
    }

    fn fits<const ONE: usize>(&self, at: usize, need: &[u64]) -> bool {
        if ONE == 1 {
            return ((self.free[at] | GUARD) - need[0]) & GUARD == GUARD;
        }
        let row = self.row(at).iter().zip(need);
        row.fold(GUARD, |all, (free, need)| all & ((free | GUARD) - need)) & GUARD == GUARD
    }

    fn reserve<const ONE: usize>(
        &mut self,
        need: &[u64],
        start: Seconds,
        end: Seconds,
        first: usize,
    ) {
        if start == end {
            return;
        }
        let from = self.split(start, first);
        let mut at = from;
        while at < self.times.len() && self.times[at] < end {
            at += 1;
        }
        let until = self.split(end, at - 1);
        if ONE == 1 {
            for free in &mut self.free[from..until] {
                *free -= need[0];
            }
            return;
        }
        for row in self.free[from * self.words..until * self.words].chunks_mut(self.words) {
            for (free, need) in row.iter_mut().zip(need) {
                *free -= need;
            }
        }
    }

    /// The place that begins at a moment, made within the place that holds it.
    fn split(&mut self, moment: Seconds, within: usize) -> usize {
        if self.times[within] == moment {
            return within;
        }
        let next = within + 1;
        if self.times.get(next) == Some(&moment) {
            return next;
        }
        self.times.insert(next, moment);
        match self.words {
            1 => self.free.insert(next, self.free[within]),
            words => {
                let row: Vec<u64> = self.row(within).to_vec();
                let at = next * words;
                self.free.splice(at..at, row);
            }
        }
        next
    }
}
