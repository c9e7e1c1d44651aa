//! The shelf against the ordered map of the standard library, and a held copy that never changes.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::Shelf;

#[derive(Clone, Debug)]
enum Act {
    Put(u16, u32),
    Take(u16),
    Change(u16, u32),
    Hold,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        6 => (0u16..600, any::<u32>()).prop_map(|(key, value)| Act::Put(key, value)),
        2 => (0u16..600).prop_map(Act::Take),
        1 => (0u16..600, any::<u32>()).prop_map(|(key, value)| Act::Change(key, value)),
        1 => Just(Act::Hold),
    ];
    proptest::collection::vec(act, 0..900)
}

type Listed = Vec<(String, u32)>;

fn listed(shelf: &Shelf<u32>) -> Listed {
    let entry = |(key, value): (&str, &u32)| (key.to_string(), *value);
    shelf.iter().map(entry).collect()
}

proptest! {
    #[test]
    fn a_shelf_is_an_ordered_map_whose_held_copies_stay(acts in acts()) {
        let (mut shelf, mut twin) = (Shelf::default(), BTreeMap::new());
        let mut held: Vec<(Shelf<u32>, Listed)> = Vec::new();
        for act in acts {
            match act {
                Act::Put(key, value) => {
                    let key = key.to_string();
                    prop_assert_eq!(shelf.put(&key, value), twin.insert(key, value));
                }
                Act::Take(key) => {
                    let key = key.to_string();
                    prop_assert_eq!(shelf.take(&key), twin.remove(&key));
                }
                Act::Change(key, value) => {
                    let key = key.to_string();
                    let known = twin.get_mut(&key).map(|known| *known = value);
                    let found = shelf.get_mut(&key).map(|found| *found = value);
                    prop_assert_eq!(found, known);
                }
                Act::Hold => held.push((shelf.clone(), listed(&shelf))),
            }
            prop_assert_eq!(shelf.len(), twin.len());
        }
        let expected: Vec<(String, u32)> = twin.clone().into_iter().collect();
        prop_assert_eq!(listed(&shelf), expected);
        for key in ["", "0", "299", "3", "599", "9"] {
            let after: Vec<&str> = shelf.after(key).map(|(key, _)| key).collect();
            let above = (std::ops::Bound::Excluded(key.to_string()), std::ops::Bound::Unbounded);
            let expected: Vec<&str> = twin.range(above).map(|(key, _)| key.as_str()).collect();
            prop_assert_eq!(after, expected);
            prop_assert_eq!(shelf.get(key), twin.get(key));
        }
        for (copy, then) in held {
            prop_assert_eq!(listed(&copy), then);
        }
    }
}
