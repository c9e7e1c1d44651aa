//! The name that was probably meant, where a reference leads nowhere. Comparing names is dear, so
//! that only so many comparisons are made in one check; after that no name is suggested.

use std::collections::BTreeMap;

use record::complaint::nearest;
use record::kind::Status;
use record::kinds::Registers;
use record::link::{Allowed, ITEMS, Link, split};

/// How many names are compared letter by letter in one check at most.
const COMPARISONS_MAX: usize = 10_000;
/// How many names are looked at in one check at most.
const LOOKS_MAX: usize = 5_000_000;

/// The names that could have been meant, by length in bytes.
pub struct NearNames<'r> {
    by_length: BTreeMap<usize, Vec<(&'r str, &'static str)>>,
    comparisons_left: usize,
    looks_left: usize,
    known: BTreeMap<String, String>,
}

impl<'r> NearNames<'r> {
    /// Gathers the names of all live records. Cost: linear.
    pub fn new(registers: &'r Registers) -> NearNames<'r> {
        let mut by_length: BTreeMap<usize, Vec<(&str, &'static str)>> = BTreeMap::new();
        registers.each_envelope(&mut |kind, id, _, _, status| {
            if status != Status::Retired {
                by_length.entry(id.len()).or_default().push((id, kind));
            }
        });
        NearNames {
            by_length,
            comparisons_left: COMPARISONS_MAX,
            looks_left: LOOKS_MAX,
            known: BTreeMap::new(),
        }
    }

    /// `; did you mean …?`, or nothing where no name is near.
    pub fn hint(&mut self, link: &Link<'_>) -> String {
        let (kind, id) = split(link.text);
        let key = format!("{}:{}", kind.unwrap_or_default(), id);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let fits = |of: &str| match (kind, link.allowed) {
            (Some(kind), _) => kind == of,
            (None, Allowed::Items) => ITEMS.contains(&of),
            (None, Allowed::Kind(kind)) => kind == of,
            (None, Allowed::Kinds(kinds)) => kinds.contains(&of),
            (None, Allowed::Any) => true,
        };
        // A name further off in length cannot be near.
        let far = 1 + id.len() / 4;
        let lengths = id.len().saturating_sub(far)..=id.len() + far;
        let looks = self.by_length.range(lengths.clone());
        let looks: usize = looks.map(|(_, names)| names.len()).sum();
        if looks > self.looks_left {
            return String::new();
        }
        self.looks_left -= looks;
        let letters = letters(id);
        let names: Vec<(&str, &str)> = self
            .by_length
            .range(lengths)
            .flat_map(|(_, names)| names.iter().copied())
            .filter(|(name, of)| fits(of) && may_be_near(&letters, name, far))
            .collect();
        if names.len() > self.comparisons_left {
            return String::new();
        }
        self.comparisons_left -= names.len();
        let near = nearest(id, names.iter().map(|(name, _)| *name));
        let full = near.and_then(|near| names.iter().find(|(name, _)| *name == near));
        let hint = full.map_or_else(String::new, |(name, of)| {
            format!("; did you mean `{of}/{name}`?")
        });
        self.known.insert(key, hint.clone());
        hint
    }
}

/// How often each byte stands in a name.
fn letters(name: &str) -> [i16; 256] {
    let mut letters = [0; 256];
    for byte in name.bytes() {
        letters[usize::from(byte)] += 1;
    }
    letters
}

/// Whether a name has nearly the same letters: each slip changes at most one in either.
fn may_be_near(letters: &[i16; 256], name: &str, far: usize) -> bool {
    let mut left = *letters;
    let mut strange = 0;
    for byte in name.bytes() {
        let letter = &mut left[usize::from(byte)];
        *letter -= 1;
        strange += usize::from(*letter < 0);
    }
    strange <= far
}
