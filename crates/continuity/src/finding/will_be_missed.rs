//! `will-be-missed`: something runs out, outgrows its target or falls behind, and the last day on
//! which its mend can begin is near or has passed. Ended contracts, waivers and proofs have
//! findings of their own; this one speaks before.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::initiation::policy::Severity;

use super::age::{days_between, days_within};
use super::{About, Finding, Found, Judge};
use crate::requirements::drift::{Row, What, drift};

/// What it is.
pub const ABOUT: About = About {
    code: "will-be-missed",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Something of ours runs out, outgrows its target or falls behind, and its mend must \
            begin within 14 days (`with: { within }` sets another time); where the last day for \
            that has passed, it is an error.",
    matters: "A mend takes time. After the last day to begin it, only luck helps.",
    mend: "Begin the mend now, or agree a later day with whoever answers for it.",
    find,
};

/// Days looked ahead: no mend that we know of takes longer.
const HORIZON_DAYS: u32 = 400;

fn find(judge: &Judge<'_>, found: &mut Found) {
    let (today, within) = (judge.today(), days_within(judge, ABOUT.code, 14));
    let all = drift(&judge.standpoint, &judge.targets, None, HORIZON_DAYS);
    let mut by_subject: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &all.rows {
        let near = row
            .do_by
            .is_some_and(|by| days_between(today, by) <= within);
        if near && !said_elsewhere(row) {
            by_subject.entry(&row.subject).or_default().push(row);
        }
    }
    for (subject, rows) in by_subject {
        found.add(finding(subject, &rows, today));
    }
}

/// Whether another finding says it: of a contract before and after its end, of the rest once it
/// is missed.
fn said_elsewhere(row: &Row) -> bool {
    match row.what {
        What::Contract => true,
        What::Review => row.missed && row.subject.starts_with("plan/"),
        What::RestoreTime
        | What::RecoveryPoint
        | What::ReplicationLag
        | What::Waiver
        | What::AcceptedRisk
        | What::PlanReview
        | What::Exercise
        | What::RestoreTest
        | What::Contact
        | What::Leaver => row.missed,
        _ => false,
    }
}

/// One finding for a record, by the row that is first to be acted on.
fn finding(subject: &str, rows: &[&Row], today: Date) -> Finding {
    let first = rows[0];
    let when = match first.do_by {
        _ if first.missed => String::new(),
        Some(by) if by < today => format!(
            " The mend takes {}: {by} was the last day to begin it.",
            days(first.mend_days)
        ),
        Some(by) => format!(" The mend must begin by {by}."),
        None => String::new(),
    };
    let more = match rows.len() - 1 {
        0 => String::new(),
        1 => format!(" So will another: {}", rows[1].text),
        count => format!(" So will {count} others, the next: {}", rows[1].text),
    };
    let mut because: Vec<String> = vec![subject.to_string()];
    for record in rows.iter().flat_map(|row| &row.because) {
        because.extend(record.record.clone());
    }
    let mut seen = std::collections::BTreeSet::new();
    because.retain(|record| seen.insert(record.clone()));
    let past = |row: &&Row| row.missed || row.do_by.is_some_and(|by| by < today);
    let text = format!("{}{when}{more}", first.text);
    Finding::new(subject, text)
        .because(because)
        .mend(first.act.clone())
        .graver(rows.iter().any(past))
}

fn days(count: u32) -> String {
    match count {
        1 => "a day".into(),
        _ => format!("{count} days"),
    }
}
