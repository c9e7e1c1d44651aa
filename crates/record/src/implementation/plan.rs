//! Plan: the steps by which something comes back.

use std::collections::BTreeMap;

use crate::implementation::Procedure;
use crate::initiation::{Role, Team};
use crate::link::{Id, ItemRef, PartyRef};
use crate::requirements::{LossType, Scenario};
use crate::value::{Date, Duration, Takes};

crate::kind! {
    /// The steps by which something comes back, who does them and how long they take.
    pub struct Plan("plan", "plans", Implementation, Draft) {
        .. /// What it puts into practice, and what that takes.
        practice: crate::practice::Practice,
        /// The sort of plan: recovery, response, return, crisis, communication.
        type_ : Option<String> as "type",
        /// What it brings back.
        covers: Vec<ItemRef>,
        /// The scenarios it is for.
        scenarios: Vec<Id<Scenario>>,
        /// The sorts of loss it covers, whatever took what is gone.
        loss_types: Vec<LossType>,
        /// What sets it off.
        trigger: Option<String>,
        /// Who may set it off.
        authority: Option<PartyRef>,
        /// Who stands in for its owner.
        deputy: Option<PartyRef>,
        /// What it is to reach.
        objectives: Vec<String>,
        /// What it takes for granted.
        assumptions: Vec<String>,
        /// The arrangements that it stands on; absent: those that cover what it covers.
        uses: Vec<Id<crate::implementation::Arrangement>>,
        /// What must be at hand.
        prerequisites: Vec<String>,
        /// How it is told to whom.
        communication: Vec<String>,
        /// What shows that it worked.
        success: Option<String>,
        /// What ends it.
        deactivation: Option<String>,
        /// The plan back to normal.
        return_plan: Option<Id<Plan>>,
        /// When its offline copy was last made.
        offline_copy: Option<Date>,
        /// When it was last looked through.
        reviewed: Option<Date>,
        /// The steps.
        steps: Vec<Step>,
    } check check
}

crate::fields! {
    /// One step of a plan.
    pub struct Step {
        /// Unique within the plan.
        id: String,
        /// What to do, verb first.
        title: Option<String>,
        /// The instruction in full.
        instruction: Option<String>,
        /// The role that does it.
        role: Option<Id<Role>>,
        /// The team that does it.
        by: Option<Id<Team>>,
        /// How many people it takes.
        people: Option<u32>,
        /// What whoever does it must be able to do, as the persons' records say it.
        skills: Vec<String>,
        /// How long it takes.
        takes: Option<Takes>,
        /// The steps that come before.
        after: Vec<String>,
        /// What is back once it is done.
        restores: Option<ItemRef>,
        /// The procedure behind it.
        procedure: Option<Id<Procedure>>,
        /// What shows that it is done.
        check: Option<String>,
        /// How to take it back.
        undo: Option<String>,
        /// Who must allow it before it starts.
        hold_for: Option<Id<Role>>,
        /// The phase it belongs to.
        phase: Option<String>,
        /// True where a machine does it.
        automated: bool,
        /// A fixed wait that is no work.
        wait: Option<Duration>,
    }
}

/// How many suggestions one plan gets: each compares with every step, and a plan may be hostile.
const HINTS_MAX: usize = 20;

fn check(plan: &Plan, fault: &mut dyn FnMut(String, String)) {
    if plan.steps.is_empty() {
        fault("steps".into(), "a plan has at least one step".into());
    }
    let mut known = BTreeMap::new();
    for (index, step) in plan.steps.iter().enumerate() {
        if known.insert(step.id.as_str(), index).is_some() {
            fault(
                format!("steps[{index}].id"),
                format!("a second step is called `{}`", step.id),
            );
        }
    }
    let (mut sound, mut hints) = (true, HINTS_MAX);
    for (index, step) in plan.steps.iter().enumerate() {
        for before in &step.after {
            if !known.contains_key(before.as_str()) {
                sound = false;
                let hint = match hints {
                    0 => String::new(),
                    _ => crate::complaint::suggestion(before, known.keys().copied()),
                };
                hints = usize::saturating_sub(hints, 1);
                let text = format!("no step is called `{before}`{hint}");
                fault(format!("steps[{index}].after"), text);
            }
        }
    }
    if sound && let Some(stuck) = first_stuck(plan, &known) {
        let text = "the steps wait for each other in a circle".to_string();
        fault(format!("steps[{stuck}].after"), text);
    }
}

/// A step that no order can reach, found by taking away what waits for nothing.
fn first_stuck(plan: &Plan, known: &BTreeMap<&str, usize>) -> Option<usize> {
    let mut waits: Vec<usize> = plan.steps.iter().map(|step| step.after.len()).collect();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); plan.steps.len()];
    for (index, step) in plan.steps.iter().enumerate() {
        for before in &step.after {
            next[known[before.as_str()]].push(index);
        }
    }
    let mut ready: Vec<usize> = (0..waits.len())
        .filter(|&index| waits[index] == 0)
        .collect();
    while let Some(done) = ready.pop() {
        for &index in &next[done] {
            waits[index] -= 1;
            if waits[index] == 0 {
                ready.push(index);
            }
        }
    }
    waits.iter().position(|&count| count > 0)
}
