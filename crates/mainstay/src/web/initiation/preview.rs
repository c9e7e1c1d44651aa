//! What a policy that is not in force would break, and for whom: the findings with it in force less
//! those without it, by the owner of what they are about.

use std::collections::BTreeMap;
use std::sync::Arc;

use continuity::finding::difference::difference;
use continuity::finding::{Finding, Judge, check};
use continuity::standpoint::Standpoint;
use maud::{Markup, html};
use record::initiation::Policy;
use record::kind::{Filed, Status};
use record::kinds::{Record, Registers};

use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::link;
use crate::web::reckoned::Reckoned;

/// Findings of one owner that stand on the page.
const SHOWN: usize = 8;

/// What it would break, bring and mend.
struct Preview {
    by_owner: BTreeMap<String, Vec<Finding>>,
    news: usize,
    mended: usize,
}

/// The part of the page that says so.
pub async fn of(
    call: &Call,
    now: &Arc<Reckoned>,
    policy: &Filed<Policy>,
) -> Result<Markup, Problem> {
    let (before, mut policy) = (Arc::clone(now), policy.clone());
    policy.envelope.status = Some(Status::Approved);
    let compute = move || preview(&before, policy);
    let preview = call.doors.compute(compute).await?;
    Ok(told(now.registers(), &preview))
}

fn preview(now: &Reckoned, policy: Filed<Policy>) -> Preview {
    let mut registers = now.registers().clone();
    registers.replace(Record::Policy(policy));
    let after = check(&Judge::new(Standpoint::new(&registers, now.at)));
    let change = difference((now.registers(), &now.findings), (&registers, &after));
    let mut by_owner: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    let news = change.broke.into_iter().chain(change.introduced);
    let news: Vec<Finding> = news.filter(|it| it.waived_by.is_none()).collect();
    let count = news.len();
    for finding in news {
        by_owner
            .entry(owner(&registers, &finding.subject))
            .or_default()
            .push(finding);
    }
    Preview {
        by_owner,
        news: count,
        mended: change.mended.len(),
    }
}

/// Who answers for a record; empty where nobody does.
fn owner(registers: &Registers, reference: &str) -> String {
    let (kind, id) = record::link::split(reference);
    let envelope = registers.envelope(kind.unwrap_or_default(), id);
    let owner = envelope.and_then(|(envelope, ..)| envelope.owner.as_ref());
    owner.map_or_else(String::new, |owner| owner.text.to_string())
}

fn told(registers: &Registers, preview: &Preview) -> Markup {
    html! {
        section.sheet aria-labelledby="preview" {
            h2 #preview { "What it would change" }
            @if preview.news == 0 && preview.mended == 0 {
                p { "Put in force now, it would break nothing and mend nothing." }
            } @else {
                p { "Put in force now, it would bring " strong { (preview.news) " new findings" }
                    " and take " (preview.mended) " away." }
            }
            @for (owner, findings) in &preview.by_owner {
                h3 { @if owner.is_empty() { "Nobody answers for these" } @else { "For "
                    (link::named(registers, owner)) }
                    " " span.quiet { (findings.len()) } }
                ul { @for finding in findings.iter().take(SHOWN) { li {
                    (link::named(registers, &finding.subject)) ": " (finding.text)
                } } }
                @if findings.len() > SHOWN { p.quiet { "And " (findings.len() - SHOWN) " more." } }
            }
        }
    }
}
