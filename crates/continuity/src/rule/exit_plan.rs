//! `exit-plan`: a supplier can be left.

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "exit-plan",
    demands: "Write how the supplier is left, and have that plan approved.",
    means: "The supplier's `exit-plan` names a plan that is approved.",
    matters: "A supplier can fail, raise its price or be forbidden, and leaving it takes longer \
              than any target.",
    with: &[Key {
        name: "unless-easy",
        means: "whether a supplier that is `substitutable: easily` needs none",
        sort: Sort::Truth,
        default: Some("true"),
    }],
    kinds: &["supplier"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    use record::initiation::supplier::Substitutable;
    let Some(supplier) = judge.registers().suppliers.get(subject.id()) else {
        return Outcome::Silent;
    };
    let easy = supplier.own.substitutable == Some(Substitutable::Easily);
    if easy && with.truth("unless-easy") {
        return Outcome::Silent;
    }
    let title = subject.title();
    let Some(named) = &supplier.own.exit_plan else {
        return subject
            .breach(format!("No plan says how {title} is left."))
            .into();
    };
    let (kind, id) = record::link::split(&named.text);
    let plan = judge.registers().plans.get(id);
    let plan = plan.filter(|_| kind.is_none_or(|kind| kind == "plan"));
    match plan {
        Some(plan) if plan.is_approved() => Outcome::Holds,
        Some(plan) => {
            let text = format!("The plan to leave {title} is not approved.");
            subject.breach(text).because(vec![plan.reference()]).into()
        }
        None => {
            let text = format!(
                "The plan to leave {title}, {}, is in no record.",
                named.text
            );
            subject.breach(text).into()
        }
    }
}
