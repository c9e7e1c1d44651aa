//! When each one on a call tree is called at the latest, and how likely the calls get that far.
//! That people sleep, and that a number may be wrong, is not known to the records: the chance rests
//! on one figure for every call.

use engine::call_chain::{Call, reached};
use record::kinds::Registers;
use record::link::split;
use serde::Serialize;

/// How many of a hundred calls are answered: a judgement where nobody measured it.
pub const ANSWERED_PERCENT: u32 = 85;

/// One call of a tree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CallTime {
    /// `call-tree/id`.
    pub tree: String,
    /// Who is called.
    pub to: String,
    /// Who calls; none: whoever sets the tree off.
    pub from: Option<String>,
    /// Who is called where nobody answers.
    pub otherwise: Option<String>,
    /// When the call is over at the latest, from the first one on; unknown where a call on the way
    /// does not say how long to wait, or where its caller is never called.
    pub reached_seconds: Option<i64>,
    /// How likely it is made and answered.
    pub chance: f64,
}

/// Every call of the trees in force, in their order. Cost: the square of a tree's calls.
pub fn call_times(registers: &Registers) -> Vec<CallTime> {
    let mut all = Vec::new();
    for tree in registers.call_trees.approved() {
        let names: Vec<&str> = tree.calls.iter().map(|call| &*call.to.text).collect();
        let of = |text: &str| {
            let is_it = |known: &&str| split(known).1 == split(text).1;
            names
                .iter()
                .position(is_it)
                .map_or(u32::MAX, |at| at as u32)
        };
        let call = |call: &record::implementation::call_tree::Call| Call {
            from: call.from.as_ref().map(|from| of(&from.text)),
            to: of(&call.to.text),
            seconds: call.confirm_within.map_or(0, |it| it.0),
            tried: if call.otherwise.is_some() { 2 } else { 1 },
        };
        let calls: Vec<Call> = tree.calls.iter().map(call).collect();
        let told = reached(&calls, f64::from(ANSWERED_PERCENT) / 100.0);
        let is_timed = tree.calls.iter().all(|call| call.confirm_within.is_some());
        for (call, told) in tree.calls.iter().zip(told) {
            all.push(CallTime {
                tree: tree.reference(),
                to: call.to.text.to_string(),
                from: call.from.as_ref().map(|it| it.text.to_string()),
                otherwise: call.otherwise.as_ref().map(|it| it.text.to_string()),
                reached_seconds: told.at.filter(|_| is_timed),
                chance: told.chance,
            });
        }
    }
    all
}
