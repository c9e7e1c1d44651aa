//! What was judged of each activity and how each goes on by hand: approved impacts and workarounds
//! by the activity they are of. Sorted once, so that no answer looks at all of them for each
//! activity. Drafts are left out.

use std::collections::HashMap;

use record::kind::Filed;
use record::kinds::Registers;
use record::requirements::{Impact, Workaround};

/// Approved impacts and workarounds by the id of their activity, in the order of the records.
#[derive(Default)]
pub struct ByActivity<'r> {
    impacts: HashMap<&'r str, Vec<&'r Filed<Impact>>>,
    workarounds: HashMap<&'r str, Vec<&'r Filed<Workaround>>>,
}

impl<'r> ByActivity<'r> {
    /// Sorts the records. Cost: linear.
    pub fn new(registers: &'r Registers) -> ByActivity<'r> {
        let mut all = ByActivity::default();
        for impact in registers.impacts.approved() {
            let of = all.impacts.entry(impact.own.activity.id()).or_default();
            of.push(impact);
        }
        for workaround in registers.workarounds.approved() {
            let id = workaround.own.activity.id();
            all.workarounds.entry(id).or_default().push(workaround);
        }
        all
    }

    /// The approved impacts of an activity, by its id.
    pub fn impacts(&self, activity: &str) -> &[&'r Filed<Impact>] {
        self.impacts.get(activity).map_or(&[], Vec::as_slice)
    }

    /// The approved workarounds of an activity, by its id.
    pub fn workarounds(&self, activity: &str) -> &[&'r Filed<Workaround>] {
        self.workarounds.get(activity).map_or(&[], Vec::as_slice)
    }
}
