//! `contract-expiring`: a promise that ends, or has ended.

use record::initiation::policy::Severity;

use super::age::{days_between, days_within};
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "contract-expiring",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The contract has ended, or ends within its notice period or 90 days, whichever is \
            longer (`with: { within }` sets another time).",
    matters: "After that day the supplier owes nothing, least of all in a disaster.",
    mend: "Renew it, or move what it covers before it ends.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let (today, within) = (judge.today(), days_within(judge, ABOUT.code, 90));
    for contract in judge.registers().contracts.approved() {
        let Some(end) = contract.end else { continue };
        let notice = contract.notice.map_or(0, |notice| notice.0 / 86_400);
        let left = days_between(today, end.0);
        if left > within.max(notice) {
            continue;
        }
        let title = contract.title();
        let text = if left < 0 {
            format!("{title} ended on {end}.")
        } else {
            format!("{title} ends on {end}, in {left} days.")
        };
        let mut because = vec![contract.reference()];
        because.push(format!("supplier/{}", contract.own.supplier.id()));
        because.extend(contract.covers.iter().map(|item| item.text.to_string()));
        found.add(Finding::new(&contract.reference(), text).because(because));
    }
}
