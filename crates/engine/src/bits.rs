//! A fixed set of small indices, one bit each: small enough to stay in cache where a byte each
//! would not.

/// Which of the indices `0..len` are in the set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// The empty set over `0..len`.
    pub fn new(len: usize) -> Bits {
        Bits {
            words: vec![0; len.div_ceil(64)],
        }
    }

    /// Whether `index` is in the set.
    #[inline]
    pub fn has(&self, index: u32) -> bool {
        self.words[(index >> 6) as usize] >> (index & 63) & 1 == 1
    }

    /// Puts `index` in; true if it was not there before.
    #[inline]
    pub fn put(&mut self, index: u32) -> bool {
        let word = &mut self.words[(index >> 6) as usize];
        let before = *word;
        *word |= 1 << (index & 63);
        *word != before
    }

    /// Takes `index` out.
    #[inline]
    pub fn take(&mut self, index: u32) {
        self.words[(index >> 6) as usize] &= !(1 << (index & 63));
    }

    /// Takes everything out. Cost: one write for every 64 indices.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }
}
