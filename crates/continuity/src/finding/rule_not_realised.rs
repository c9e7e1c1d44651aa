//! `rule-not-realised`: something was decided and nothing puts it into practice.

use std::collections::BTreeSet;

use record::initiation::policy::{Severity, Why};
use record::link::split;
use record::requirements::measure::State;
use record::requirements::risk::Treatment;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "rule-not-realised",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A measure is past its day and not in use; an obligation has neither evidence nor a \
            rule that names it as its reason; or a risk is to be reduced and no measure is named. \
            A rule that a policy enforces is realised by being checked, and a breach of it is \
            reported under its own name.",
    matters: "On paper the organisation is protected.",
    mend: "Finish the measure, name what realises the obligation or the risk, or decide anew.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    measures(judge, found);
    obligations(judge, found);
    for risk in judge.registers().risks.approved() {
        if risk.treatment == Some(Treatment::Reduce) && risk.measures.is_empty() {
            let text = format!("{} is to be reduced, and no measure does so.", risk.title());
            found.add(Finding::new(&risk.reference(), text));
        }
    }
}

fn measures(judge: &Judge<'_>, found: &mut Found) {
    for measure in judge.registers().measures.approved() {
        let in_use = matches!(measure.state, Some(State::Operating | State::Verified));
        let late = measure.due.filter(|due| due.0 < judge.today());
        if let Some(due) = late.filter(|_| !in_use) {
            let text = format!("{} was due on {due} and is not in use.", measure.title());
            let mut because = vec![measure.reference()];
            because.extend(measure.answers.iter().map(|it| it.text.to_string()));
            found.add(Finding::new(&measure.reference(), text).because(because));
        }
    }
}

fn obligations(judge: &Judge<'_>, found: &mut Found) {
    let registers = judge.registers();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for policy in registers.policies.approved() {
        for rule in &policy.own.rules {
            if let Some(Why::Record(record)) = &rule.why {
                named.insert(split(&record.text).1);
            }
        }
    }
    for obligation in registers.obligations.approved() {
        if obligation.evidence.is_empty() && !named.contains(&*obligation.id) {
            let text = format!(
                "Nothing shows that {} is met: no evidence, and no rule enforces it.",
                obligation.title()
            );
            found.add(Finding::new(&obligation.reference(), text));
        }
    }
}
