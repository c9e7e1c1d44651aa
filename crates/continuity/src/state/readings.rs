//! What one signal said over time. A monitor speaks every minute for years; kept are at most some
//! hundred figures, dense of late and thin of long ago, enough to see where they lead.

use crate::requirements::drift::readings::Reading;

/// How many are kept before the older half is thinned out.
const KEPT_MAX: usize = 120;

/// The readings of one signal, the oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Readings(Vec<Reading>);

impl Readings {
    pub(super) fn kept(&self) -> &[Reading] {
        &self.0
    }

    /// Takes one more. The same instant again replaces what was said of it; once there are too
    /// many, every second one of the older half goes, the first one stays.
    pub(super) fn take(&mut self, reading: Reading) {
        let place = self.0.partition_point(|known| known.at < reading.at);
        match self.0.get_mut(place) {
            Some(known) if known.at == reading.at => *known = reading,
            _ => self.0.insert(place, reading),
        }
        if self.0.len() > KEPT_MAX {
            let half = self.0.len() / 2;
            let mut index = 0;
            self.0.retain(|_| {
                let stays = index >= half || index % 2 == 0;
                index += 1;
                stays
            });
        }
    }
}

#[cfg(test)]
mod tests;
