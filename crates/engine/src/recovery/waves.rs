//! In which waves what stopped comes back: what can be begun at once, what once that is back, and
//! so on. A wave says the order, not the length; people's limits are the schedule's.

use crate::graph::{Item, Seconds};
use crate::recovery::{Recovery, Times};
use crate::standing::Standing;

/// When the work on an item can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wave {
    /// 0 for an item that is up; 1 for one that waits for nothing.
    pub number: u32,
    /// From the start of the work; `None` where something it waits for is unknown.
    pub begins: Option<Seconds>,
}

impl Wave {
    const UP: Wave = Wave {
        number: 0,
        begins: Some(0),
    };
    const FIRST: Wave = Wave {
        number: 1,
        begins: Some(0),
    };

    fn after(self, wave: u32, back: Option<Seconds>) -> Wave {
        Wave {
            number: self.number.max(wave),
            begins: self.begins.zip(back).map(|(one, other)| one.max(other)),
        }
    }
}

impl Recovery<'_> {
    /// The wave of every item. An item is one wave after the last that it waits for: its stopped
    /// hosts and, of each group, as many members as are needed, the quickest; data is back in the
    /// wave of its first holder; what waits in a circle shares a wave. Cost: linear, with a sort of
    /// each group's members.
    pub fn waves(&self, standing: &Standing, times: &Times) -> Vec<Wave> {
        let mut waves = vec![Wave::UP; self.graph.len()];
        let mut stopped = standing.stopped().to_vec();
        stopped.sort_unstable_by_key(|&item| (self.order.unit_of(item), item));
        for unit in stopped.chunk_by(|&a, &b| self.order.unit_of(a) == self.order.unit_of(b)) {
            let mut shared = Wave::FIRST;
            for &item in unit {
                let own = self.wave_of(item, standing, times, &waves);
                shared = shared.after(own.number, own.begins);
            }
            for &item in unit {
                waves[item as usize] = shared;
            }
        }
        waves
    }

    fn wave_of(&self, item: Item, standing: &Standing, times: &Times, waves: &[Wave]) -> Wave {
        let unit = self.order.unit_of(item);
        let apart = |other: Item| self.order.unit_of(other) != unit;
        let holders = self.graph.held_by(item).iter().copied();
        let first = holders
            .filter(|&holder| apart(holder))
            .min_by_key(|&holder| quickness(times, holder));
        if let Some(holder) = first {
            return waves[holder as usize];
        }
        let mut wave = Wave::FIRST;
        for &host in self.graph.hosts(item) {
            if apart(host) && standing.is_stopped(host) && !standing.is_lost(host) {
                wave = wave.after(waves[host as usize].number + 1, times.seconds(host));
            }
        }
        for id in self.graph.groups_of(item) {
            if !self.fails(id, standing) {
                continue;
            }
            let members = self.graph.members(id).iter().copied();
            let waits = |member: &Item| apart(*member) && !self.graph.holds_it(item, *member);
            let mut waited: Vec<Item> = members.filter(waits).collect();
            waited.sort_unstable_by_key(|&member| quickness(times, member));
            let group = self.graph.group(id);
            let needed = group.needed as usize;
            if waited.len() < needed && group.unresolved > 0 {
                wave.begins = None;
            }
            for &member in waited.iter().take(needed) {
                let back = times.seconds(member);
                let back = back.map(|back| back.saturating_add(group.switch));
                wave = wave.after(waves[member as usize].number + 1, back);
            }
        }
        wave
    }
}

/// The known before the unknown, the sooner before the later.
fn quickness(times: &Times, item: Item) -> (bool, Option<Seconds>, Item) {
    let seconds = times.seconds(item);
    (seconds.is_none(), seconds, item)
}

#[cfg(test)]
mod tests;
