//! `supplier-promise-as-proof`: a recovery time that is only the contract's.

use record::initiation::policy::Severity;
use record::value::Takes;

use super::{About, Finding, Found, Judge};
use crate::path::humane;

/// What it is.
pub const ABOUT: About = About {
    code: "supplier-promise-as-proof",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The time in which this is said to come back is exactly what a contract promises, and \
            nobody has observed a recovery.",
    matters: "A service level pays money back when it is missed; it brings nothing back.",
    mend: "Test it with the supplier (`tests-per-year`), and write down what was observed.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for contract in judge.registers().contracts.approved() {
        let Some(promised) = contract.rto else {
            continue;
        };
        for covered in &contract.covers {
            let Some(item) = estate.find(&covered.text) else {
                continue;
            };
            let listed = estate.listed(item);
            let recovery = listed.item.recovery.as_ref();
            let observed = recovery.is_some_and(|recovery| !recovery.observed.is_empty());
            if listed.item.takes() != Some(Takes::Fixed(promised)) || observed {
                continue;
            }
            let text = format!(
                "{} is said to be back in {}, which is what {} promises; nobody has seen it.",
                listed.title(),
                humane(promised.0),
                contract.title()
            );
            let because = vec![listed.reference.clone(), contract.reference()];
            found.add(Finding::new(&listed.reference, text).because(because));
        }
    }
}
