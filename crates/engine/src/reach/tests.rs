//! Reachability against repeated steps.

use crate::graph::Item;
use crate::random_graph::Dice;
use crate::reach::Reach;

#[test]
fn agrees_with_repeated_steps() {
    for seed in 0..800 {
        let mut dice = Dice::new(seed);
        let len = 1 + dice.below(9);
        let pairs: Vec<(Item, Item)> = (0..dice.below(14))
            .map(|_| (dice.below(len), dice.below(len)))
            .collect();
        let own: Vec<u32> = (0..len).map(|_| dice.below(90)).collect();
        let reach = Reach::new(len as usize, &pairs);
        let mut visit = reach.visit();
        let least = reach.least(&own);
        for item in 0..len {
            let (mut above, mut below) = (vec![item], vec![item]);
            for _ in 0..len {
                for &(from, to) in &pairs {
                    if above.contains(&to) && !above.contains(&from) {
                        above.push(from);
                    }
                    if below.contains(&from) && !below.contains(&to) {
                        below.push(to);
                    }
                }
            }
            assert_eq!(
                reach.dependents(item, &mut visit),
                above.len() - 1,
                "{item} {pairs:?}"
            );
            let expected = below.iter().map(|&to| own[to as usize]).min();
            assert_eq!(Some(least.of(item)), expected);
        }
    }
}
