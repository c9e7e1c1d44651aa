//! A made estate of services alone, as tangled as one can be: half a million needs, a chain of ten
//! thousand, knots in which everything needs everything, and services that need themselves.

use std::fmt::Write as _;

use crate::seeded::Seeded;

/// Services of the tangle.
pub const SERVICES: usize = 50_000;
/// Needs of the tangle.
pub const EDGES: usize = 500_000;
/// Services of the chain, each needing the next.
const CHAIN: usize = 10_000;
/// Services of each knot.
const KNOT: usize = 60;
const KNOTS: usize = 20;
/// Services that need themselves.
const SELFISH: usize = 100;

/// The needs of every service, by number.
pub fn needs(seed: u64) -> Vec<Vec<usize>> {
    let mut random = Seeded(seed);
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); SERVICES];
    for (link, of) in needs.iter_mut().enumerate().take(CHAIN - 1) {
        of.push(link + 1);
    }
    for knot in 0..KNOTS {
        let first = CHAIN + knot * KNOT;
        for (one, of) in needs.iter_mut().enumerate().skip(first).take(KNOT) {
            of.extend((first..first + KNOT).filter(|&other| other != one));
        }
    }
    for _ in 0..SELFISH {
        let one = SERVICES - 1 - random.below(SERVICES / 4);
        needs[one].push(one);
    }
    let mut edges: usize = needs.iter().map(Vec::len).sum();
    let free = CHAIN + KNOTS * KNOT;
    while edges < EDGES {
        // Needs lead to higher numbers, so that the knots stay the only ones.
        let one = free + random.below(SERVICES - free - 1);
        let other = one + 1 + random.below((SERVICES - one - 1).min(4_000));
        needs[one].push(other);
        edges += 1;
    }
    for of in &mut needs {
        of.sort_unstable();
        of.dedup();
    }
    needs
}

/// The tangle as JSON Lines.
pub fn lines(needs: &[Vec<usize>]) -> String {
    let mut out = String::new();
    for (number, of) in needs.iter().enumerate() {
        let of: Vec<String> = of.iter().map(|other| format!("\"s-{other}\"")).collect();
        let of = of.join(",");
        writeln!(
            out,
            r#"{{"kind":"service","id":"s-{number}","targets":{{"rto":"4h"}},"recovery":{{"takes":"5m"}},"requires":[{of}]}}"#
        )
        .expect("a text takes any other");
    }
    out
}
