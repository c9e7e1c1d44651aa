//! The Merkle tree over the entries, by RFC 6962 section 2.1 and RFC 9162 section 2.1: pure
//! arithmetic on hashes. Where the hashes are kept is not known here.

use crate::entry::{Digest, digest_of};

/// Levels of complete subtrees that are kept: tiles of 256, 65,536 and 16,777,216 leaves.
pub const KEPT_LEVELS: [u32; 3] = [8, 16, 24];

/// A complete subtree: `1 << level` leaves from leaf `position << level` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its height.
    pub level: u32,
    /// How many subtrees of its height stand to its left.
    pub position: u64,
}

/// The leaves from `begin` to before `end`; as wide as a subtree of a proof is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first leaf, counted from 0.
    pub begin: u64,
    /// The leaf after its last.
    pub end: u64,
}

/// The root of a tree without leaves.
pub fn empty_root() -> Digest {
    digest_of(&[])
}

/// The hash of an inner node.
pub fn node(left: Digest, right: Digest) -> Digest {
    digest_of(&[&[1], &left.0, &right.0])
}

/// The right edge of a growing tree: its complete subtrees from the largest to the smallest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<(u32, Digest)>,
}

impl Frontier {
    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf. Every subtree that it completes is given to `complete`, smallest first.
    pub fn push(&mut self, leaf: Digest, complete: impl FnMut(Place, Digest)) {
        self.join(0, leaf, complete);
    }

    /// Adds a complete subtree of a level; the size must be a multiple of its leaves.
    pub fn join(&mut self, level: u32, hash: Digest, mut complete: impl FnMut(Place, Digest)) {
        debug_assert_eq!(self.size % (1 << level), 0, "a subtree starts where it may");
        self.size += 1 << level;
        let (mut level, mut hash) = (level, hash);
        while let Some((_, left)) = self.peaks.pop_if(|(peak, _)| *peak == level) {
            hash = node(left, hash);
            level += 1;
            let position = (self.size >> level) - 1;
            complete(Place { level, position }, hash);
        }
        self.peaks.push((level, hash));
    }

    /// The root of the tree so far.
    pub fn root(&self) -> Digest {
        self.root_before(None)
    }

    /// The root of the tree with one more subtree on its right, which need not be complete.
    pub fn root_before(&self, last: Option<Digest>) -> Digest {
        let peaks = self.peaks.iter().rev().map(|(_, hash)| *hash);
        let all = last.into_iter().chain(peaks);
        all.reduce(|right, left| node(left, right))
            .unwrap_or_else(empty_root)
    }
}

/// The complete subtrees that make up a span, from left to right.
///
/// The span starts where a subtree of its width may start, as the spans of proofs do.
pub fn places(span: Span) -> Vec<Place> {
    let mut places = Vec::new();
    let mut begin = span.begin;
    while begin < span.end {
        let widest = 63 - (span.end - begin).leading_zeros();
        let level = widest.min(begin.trailing_zeros());
        places.push(Place {
            level,
            position: begin >> level,
        });
        begin += 1 << level;
    }
    places
}

/// The spans whose hashes, in this order, prove that leaf `index` is in a tree of `size` leaves.
///
/// Source: PATH of RFC 6962 section 2.1.1. Empty when the leaf is outside the tree.
pub fn inclusion_spans(index: u64, size: u64) -> Vec<Span> {
    if index >= size {
        return Vec::new();
    }
    let mut spans = Vec::new();
    let (mut begin, mut end) = (0, size);
    while end - begin > 1 {
        let middle = begin + split(end - begin);
        let (left, right) = (Span { begin, end: middle }, Span { begin: middle, end });
        if index < middle {
            spans.push(right);
            end = middle;
        } else {
            spans.push(left);
            begin = middle;
        }
    }
    spans.reverse();
    spans
}

/// The spans whose hashes, in this order, prove that a tree of `from` leaves is the beginning of
/// one of `to` leaves.
///
/// Source: PROOF of RFC 6962 section 2.1.2. Empty when `from` is 0, `to`, or more than `to`.
pub fn consistency_spans(from: u64, to: u64) -> Vec<Span> {
    if from == 0 || from >= to {
        return Vec::new();
    }
    let mut spans = Vec::new();
    let (mut begin, mut end) = (0, to);
    let mut known = true;
    while end != from {
        let middle = begin + split(end - begin);
        if from <= middle {
            spans.push(Span { begin: middle, end });
            end = middle;
        } else {
            spans.push(Span { begin, end: middle });
            begin = middle;
            known = false;
        }
    }
    if !known {
        spans.push(Span { begin, end });
    }
    spans.reverse();
    spans
}

/// Whether a proof shows that a leaf stands at `index` in the tree of `size` leaves with a root.
///
/// Source: RFC 9162 section 2.1.3.2.
pub fn includes(leaf: Digest, index: u64, size: u64, proof: &[Digest], root: Digest) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last) = (index, size - 1);
    let mut hash = leaf;
    for &beside in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node(beside, hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(hash, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == root
}

/// Whether a proof shows that the tree of `from` leaves is the beginning of the tree of `to`.
///
/// Source: RFC 9162 section 2.1.4.2. The empty tree is the beginning of every tree.
pub fn is_consistent(
    from: u64,
    to: u64,
    proof: &[Digest],
    from_root: Digest,
    to_root: Digest,
) -> bool {
    if from > to {
        return false;
    }
    if from == to || from == 0 {
        let same = if from == to {
            from_root == to_root
        } else {
            from_root == empty_root()
        };
        return proof.is_empty() && same;
    }
    let mut path = Vec::with_capacity(proof.len() + 1);
    if from.is_power_of_two() {
        path.push(from_root);
    }
    path.extend_from_slice(proof);
    let Some((&first, rest)) = path.split_first() else {
        return false;
    };
    let (mut at, mut last) = (from - 1, to - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut old, mut new) = (first, first);
    for &beside in rest {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old = node(beside, old);
            new = node(beside, new);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            new = node(new, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old == from_root && new == to_root
}

/// The width of the left part: the largest power of two below a width of at least 2.
fn split(width: u64) -> u64 {
    1 << (63 - (width - 1).leading_zeros())
}
