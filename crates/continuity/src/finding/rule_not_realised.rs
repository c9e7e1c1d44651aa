//! `rule-not-realised`: something was decided and nothing puts it into practice.

use std::collections::BTreeSet;

use record::initiation::policy::{Severity, Why};
use record::link::split;
use record::requirements::measure::State;
use record::requirements::risk::Treatment;

use super::wording::several;
use super::{About, Finding, Found, Judge};
use crate::implementation::rollout::unrealised;

/// What it is.
pub const ABOUT: About = About {
    code: "rule-not-realised",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A rule of a policy of your own is broken for a record, and nothing on record would \
            mend that: no arrangement, measure, plan, training or exercise that covers the record \
            or says that it realises the rule; an option was chosen and nothing puts it into \
            practice; a measure is past its day and not in use; an obligation has neither \
            evidence nor a rule that names it as its reason; or a risk is to be reduced and no \
            measure is named. Rules about what records say (an impact is signed) are realised by \
            saying it, and rules of severity `note` are only worth knowing.",
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

/// The rules and choices of which a part is realised by nothing, each by its name
/// `policy/id#rule`; `settled` are all other findings.
pub fn of_rules(judge: &Judge<'_>, settled: &[Finding]) -> Vec<Finding> {
    let found = unrealised(judge, settled).into_iter().map(|it| {
        let policy = it.id.split_once('#').map(|(policy, _)| policy);
        let text = match policy {
            Some(_) => format!(
                "\u{201c}{}\u{201d}: nothing on record puts that into practice for {}.",
                it.name.trim_end_matches('.'),
                several(&it.subjects)
            ),
            None => format!(
                "{} was decided, and nothing puts it into practice.",
                it.name
            ),
        };
        let origin = judge.envelope(policy.unwrap_or(&it.id));
        let mut because = vec![policy.unwrap_or(&it.id).to_string()];
        because.extend(it.subjects.into_iter().filter(|subject| *subject != it.id));
        let mut finding = Finding::new(&it.id, text).because(because);
        finding.at = origin.map(|(_, origin, _)| origin);
        finding
    });
    found.collect()
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
