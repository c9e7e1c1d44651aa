//! What a way to recover mends, and what stays broken or breaks by it.

use std::rc::Rc;

use super::super::capability::Capability;
use super::super::workings::Filed;
use super::{Asked, Column, Ground};

impl Asked<'_, '_, '_> {
    /// What the changes mend elsewhere and what stays broken.
    pub(super) fn spread(&self, column: &mut Column, world: &Rc<Capability>) {
        if column.ground != Ground::Computed {
            return;
        }
        let today = self.workings.today();
        for reference in self.workings.of() {
            let Some(required) = self.workings.required(reference) else {
                continue;
            };
            let in_time = |of: &Capability| {
                let worst = self.workings.worst(of, self.mode, reference);
                let back = worst.and_then(|worst| worst.back_seconds);
                back.is_some_and(|back| back <= required)
            };
            match (in_time(&today), in_time(world)) {
                (false, true) => column.fixes.push(reference.clone()),
                (false, false) if self.is_near(reference) => column.broken.push(reference.clone()),
                (true, false) => column.broken.push(reference.clone()),
                _ => {}
            }
        }
    }

    /// What a claimed option mends of what it covers.
    pub(super) fn claims(&self, column: &mut Column, option: &Filed) {
        let estate = self.workings.judge.estate();
        let today = self.workings.today();
        for covered in option.covers.iter().filter_map(|it| estate.find(&it.text)) {
            let reference = estate.reference(covered);
            let Some(required) = self.workings.required(reference) else {
                continue;
            };
            let back = self.workings.worst(&today, self.mode, reference);
            let back = back.and_then(|worst| worst.back_seconds);
            let was = back.is_some_and(|back| back <= required);
            let level = estate.listed(covered).item.mbco();
            let enough = column.level_percent.is_none_or(|it| it.0 >= level);
            let is = enough && column.rtc_seconds.is_some_and(|rtc| rtc <= required);
            match (was, is) {
                (false, true) => column.fixes.push(reference.to_string()),
                (_, false) => column.broken.push(reference.to_string()),
                _ => {}
            }
        }
    }

    /// Whether an item is the one asked about, or needs it or is needed by it.
    fn is_near(&self, reference: &str) -> bool {
        let covered = self.workings.options_for(self.reference, self.mode);
        let estate = self.workings.judge.estate();
        let mut all = covered.iter().flat_map(|option| &option.covers);
        reference == self.reference
            || all.any(|it| estate.find(&it.text).map(|it| estate.reference(it)) == Some(reference))
    }
}
