//! Calls that people make one after the other, each once they have been called themselves: when
//! the last of them is over for each, and how likely everyone on the way answers. Calls are taken
//! to be independent; at night they are not.

use crate::graph::Seconds;

#[cfg(test)]
mod tests;

/// One call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// Who calls, by number; none: whoever begins.
    pub from: Option<u32>,
    /// Who is called.
    pub to: u32,
    /// How long it takes at most.
    pub seconds: Seconds,
    /// How many are tried in turn: one, and so many who stand in.
    pub tried: u32,
}

/// What comes of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// When it is over at the latest; none where whoever makes it is never called.
    pub at: Option<Seconds>,
    /// How likely someone answers here and at every call on the way.
    pub chance: f64,
}

/// When each call is over, in the order given, and how likely it is made and answered where each
/// attempt is answered with a probability. Someone called twice goes by the first. Cost: the square
/// of the calls.
pub fn reached(calls: &[Call], answers: f64) -> Vec<Reached> {
    const NEVER: Reached = Reached {
        at: None,
        chance: 0.0,
    };
    let mut all = vec![NEVER; calls.len()];
    let mut is_known = vec![false; calls.len()];
    let is_called = |who: u32| calls.iter().position(|call| call.to == who);
    // Each round settles whoever was called by someone settled before; a ring never is.
    loop {
        let mut changed = false;
        for (at, call) in calls.iter().enumerate() {
            let by = call.from.map(is_called);
            let start = match by {
                None | Some(None) => Some((0, 1.0)),
                Some(Some(by)) if is_known[by] => all[by].at.map(|it| (it, all[by].chance)),
                Some(Some(_)) => None,
            };
            let Some((begins, chance)) = start.filter(|_| !is_known[at]) else {
                continue;
            };
            let of_caller = calls[..=at].iter().filter(|it| it.from == call.from);
            let took = of_caller.fold(0, |sum: Seconds, it| sum.saturating_add(it.seconds.max(0)));
            let missed = (1.0 - answers).powi(call.tried.max(1) as i32);
            all[at] = Reached {
                at: Some(begins + took),
                chance: chance * (1.0 - missed),
            };
            is_known[at] = true;
            changed = true;
        }
        if !changed {
            return all;
        }
    }
}
