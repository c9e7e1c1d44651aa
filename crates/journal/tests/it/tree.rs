//! The tree against the vectors that the RFC 6962 implementations publish, and against a twin that
//! follows the text of RFC 9162 section 2.1 by recursion.

use journal::entry::{Digest, digest};
use journal::tree::{
    Frontier, consistency_spans, empty_root, includes, inclusion_spans, is_consistent, node,
};
use proptest::prelude::*;

/// The leaves of the published vectors, in hexadecimal digits.
const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];

/// The roots of the trees of the first one to eight leaves.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// Leaf, size, and the proof that the leaf is among so many.
const INCLUSIONS: [(u64, u64, &[&str]); 4] = [
    (
        0,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        &[
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        3,
        &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    ),
    (
        1,
        5,
        &[
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
];

/// Two sizes, and the proof that one tree is the beginning of the other.
const CONSISTENCIES: [(u64, u64, &[&str]); 3] = [
    (
        1,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        &[
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        &[
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
];

/// The hash of a leaf.
fn leaf(bytes: &[u8]) -> Digest {
    digest(&[&[0], bytes].concat())
}

fn published() -> Vec<Digest> {
    let bytes = |hex: &str| -> Vec<u8> {
        let pairs = (0..hex.len()).step_by(2);
        pairs
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect()
    };
    LEAVES.iter().map(|hex| leaf(&bytes(hex))).collect()
}

fn hashes(hex: &[&str]) -> Vec<Digest> {
    hex.iter().map(|hex| hex.parse().unwrap()).collect()
}

/// MTH of RFC 9162 section 2.1.1.
fn twin_root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => digest(&[]),
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(half(leaves.len()));
            node(twin_root(left), twin_root(right))
        }
    }
}

/// PATH of RFC 9162 section 2.1.3.1.
fn twin_path(index: usize, leaves: &[Digest]) -> Vec<Digest> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let middle = half(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (mut path, beside) = match index < middle {
        true => (twin_path(index, left), twin_root(right)),
        false => (twin_path(index - middle, right), twin_root(left)),
    };
    path.push(beside);
    path
}

/// SUBPROOF of RFC 9162 section 2.1.4.1.
fn twin_proof(from: usize, leaves: &[Digest], whole: bool) -> Vec<Digest> {
    if from == leaves.len() {
        return if whole {
            Vec::new()
        } else {
            vec![twin_root(leaves)]
        };
    }
    let middle = half(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (mut proof, beside) = match from <= middle {
        true => (twin_proof(from, left, whole), twin_root(right)),
        false => (twin_proof(from - middle, right, false), twin_root(left)),
    };
    proof.push(beside);
    proof
}

/// The largest power of two below a count of at least 2.
fn half(count: usize) -> usize {
    let mut half = 1;
    while half * 2 < count {
        half *= 2;
    }
    half
}

fn root(leaves: &[Digest]) -> Digest {
    let mut tree = Frontier::default();
    for leaf in leaves {
        tree.push(*leaf, |_, _| {});
    }
    tree.root()
}

fn spanned(leaves: &[Digest], spans: &[journal::tree::Span]) -> Vec<Digest> {
    let hash =
        |span: &journal::tree::Span| twin_root(&leaves[span.begin as usize..span.end as usize]);
    spans.iter().map(hash).collect()
}

#[test]
fn published_roots() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(empty_root().to_string(), empty);
    for (count, hex) in (1..).zip(ROOTS) {
        assert_eq!(
            root(&published()[..count]).to_string(),
            hex,
            "{count} leaves"
        );
    }
}

#[test]
fn published_proofs() {
    let leaves = published();
    for (index, size, hex) in INCLUSIONS {
        let root = root(&leaves[..size as usize]);
        assert_eq!(spanned(&leaves, &inclusion_spans(index, size)), hashes(hex));
        assert!(includes(
            leaves[index as usize],
            index,
            size,
            &hashes(hex),
            root
        ));
    }
    for (from, to, hex) in CONSISTENCIES {
        let roots = (root(&leaves[..from as usize]), root(&leaves[..to as usize]));
        assert_eq!(spanned(&leaves, &consistency_spans(from, to)), hashes(hex));
        assert!(is_consistent(from, to, &hashes(hex), roots.0, roots.1));
    }
}

#[test]
fn what_the_edge_completes_is_the_tree() {
    let leaves: Vec<Digest> = (0..1000_u32).map(|one| leaf(&one.to_be_bytes())).collect();
    let mut tree = Frontier::default();
    for leaf in &leaves {
        tree.push(*leaf, |place, hash| {
            let begin = (place.position << place.level) as usize;
            let end = begin + (1 << place.level);
            assert_eq!(hash, twin_root(&leaves[begin..end]));
        });
    }
    assert_eq!(tree.size(), 1000);
}

proptest! {
    #[test]
    fn proofs_are_the_twins(count in 1..200_usize, at in 0..200_usize, spoil in 0..64_usize) {
        let leaves: Vec<Digest> = (0..count).map(|one| leaf(&one.to_be_bytes())).collect();
        let whole = root(&leaves);
        prop_assert_eq!(whole, twin_root(&leaves));
        let index = at % count;
        let path = spanned(&leaves, &inclusion_spans(index as u64, count as u64));
        prop_assert_eq!(&path, &twin_path(index, &leaves));
        let (index, size) = (index as u64, count as u64);
        let mine = leaves[index as usize];
        prop_assert!(includes(mine, index, size, &path, whole));
        prop_assert!(!includes(digest(b"other"), index, size, &path, whole));
        prop_assert!(!includes(mine, index, size, &path, digest(b"other")));
        prop_assert!(!includes(mine, size, size, &path, whole));
        let mut longer = path.clone();
        longer.push(whole);
        prop_assert!(!includes(mine, index, size, &longer, whole));
        if !path.is_empty() {
            let mut spoilt = path.clone();
            let at = spoil % spoilt.len();
            spoilt[at].0[spoil % 32] ^= 1;
            prop_assert!(!includes(mine, index, size, &spoilt, whole));
            prop_assert!(!includes(mine, index, size, &path[1..], whole));
        }

        let from = at % count + 1;
        let old = root(&leaves[..from]);
        let proof = spanned(&leaves, &consistency_spans(from as u64, size));
        prop_assert_eq!(&proof, &twin_proof(from, &leaves, true));
        let from = from as u64;
        prop_assert!(is_consistent(from, size, &proof, old, whole));
        prop_assert!(!is_consistent(from, size, &proof, digest(b"other"), whole));
        prop_assert!(!is_consistent(from, size, &proof, old, digest(b"other")));
        prop_assert!(is_consistent(0, size, &[], empty_root(), whole));
        prop_assert!(!is_consistent(size + 1, size, &proof, old, whole));
        if !proof.is_empty() {
            let mut spoilt = proof.clone();
            let at = spoil % spoilt.len();
            spoilt[at].0[spoil % 32] ^= 1;
            prop_assert!(!is_consistent(from, size, &spoilt, old, whole));
            prop_assert!(!is_consistent(from, size, &proof[1..], old, whole));
        }
    }
}
