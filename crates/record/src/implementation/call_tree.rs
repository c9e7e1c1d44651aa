//! Call tree: who calls whom, in which order.

use crate::link::PartyRef;
use crate::value::{Date, Duration};

crate::kind! {
    /// Who calls whom, in which order.
    pub struct CallTree("call-tree", "call-trees", Implementation) {
        .. /// What it puts into practice, and what that takes.
        practice: crate::practice::Practice,
        /// What sets it off.
        trigger: Option<String>,
        /// The calls.
        calls: Vec<Call>,
        /// When its numbers were last verified.
        verified: Option<Date>,
    } check check
}

crate::fields! {
    /// One call.
    pub struct Call {
        /// Who is called.
        to: PartyRef,
        /// Who calls; absent: whoever sets the tree off.
        from: Option<PartyRef>,
        /// The ways, in order: phone, message, pager.
        by: Vec<String>,
        /// How long to wait for an answer.
        confirm_within: Option<Duration>,
        /// Who is called where nobody answers.
        otherwise: Option<PartyRef>,
    }
}

fn check(tree: &CallTree, fault: &mut dyn FnMut(String, String)) {
    if tree.calls.is_empty() {
        fault("calls".into(), "a call tree has at least one call".into());
    }
}
