//! What was shown, verified or assured and counts for some months only: plans looked through,
//! exercises, restores, contact details, what suppliers assured. Calendar months, clamped to the
//! end of a month (domain reference 4.18).

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::requirements::dataset::Verified;

use super::term::{self, Term};
use super::{Because, Seen, What};
use crate::event::{Mode, Outcome};
use crate::operation::freshness::age;

/// Months that a plan's review counts, of a plan for the first tier half of that (4.18).
const PLAN_MONTHS: (i32, i32) = (6, 12);
/// Months that an exercise counts: first tier, and others.
const EXERCISE_MONTHS: (i32, i32) = (12, 24);
/// Months that a restore counts by tier: first, second, others.
const RESTORE_MONTHS: [i32; 3] = [3, 6, 12];
/// Months that verified contact details count.
const CONTACT_MONTHS: i32 = 3;
/// Months that a supplier's assurance counts.
const ASSURANCE_MONTHS: i32 = 12;

/// What a proof does on the last day that it counts.
const COUNTS: (&str, &str) = ("stops counting", "stopped counting");

/// Looks at every sort.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    plan_reviews(seen);
    exercises(seen);
    restores(seen);
    contacts(seen);
    assurances(seen);
}

/// A day on which something was shown, and for how many months that counts.
struct Proof<'a> {
    subject: &'a str,
    title: String,
    verb: (&'static str, &'static str),
    shown: Date,
    months: i32,
    act: &'a str,
}

impl Proof<'_> {
    fn term(self) -> Term {
        let last = age(self.shown, self.months, self.shown).due;
        Term {
            subject: self.subject.to_string(),
            last,
            title: self.title,
            verb: self.verb,
            mend_days: None,
            act: self.act.to_string(),
            because: vec![Because {
                text: format!(
                    "Shown on {}; it counts for {} calendar months, to {last}.",
                    self.shown, self.months
                ),
                record: Some(self.subject.to_string()),
            }],
        }
    }
}

/// The least tier among the items that a plan covers or restores; the last where none has one.
fn tier_of_plan(seen: &Seen<'_, '_>, plan: &record::implementation::Plan) -> u32 {
    let restored = plan.steps.iter().filter_map(|step| step.restores.as_ref());
    let estate = &seen.standpoint.estate;
    let items = plan.covers.iter().chain(restored);
    let tiers = items.filter_map(|item| estate.listed(estate.find(&item.text)?).item.tier);
    tiers.min().unwrap_or(u32::MAX)
}

fn plan_reviews(seen: &mut Seen<'_, '_>) {
    let mut terms = Vec::new();
    for plan in seen.registers().plans.approved() {
        // A day written by hand stands before the interval.
        if let (Some(shown), None) = (plan.own.reviewed, plan.envelope.review_due) {
            let first = tier_of_plan(seen, &plan.own) <= 1;
            let proof = Proof {
                subject: &plan.reference(),
                title: format!("The plan {}", plan.title()),
                verb: (
                    "is due to be looked through",
                    "was due to be looked through",
                ),
                shown: shown.0,
                months: if first { PLAN_MONTHS.0 } else { PLAN_MONTHS.1 },
                act: "Look the plan through with those who carry it out.",
            };
            terms.push(proof.term());
        }
    }
    term::add(seen, What::PlanReview, terms);
}

/// The last exercise of each plan that showed something, from the journal's runs.
fn exercises(seen: &mut Seen<'_, '_>) {
    let Some(state) = seen.state else { return };
    let mut last: BTreeMap<String, Date> = BTreeMap::new();
    for run in state.runs().filter(|run| run.mode() == Mode::Exercise) {
        let (Some(plan), Some(end)) = (run.plan(), run.end.as_ref()) else {
            continue;
        };
        if matches!(end.outcome, Outcome::Passed | Outcome::Partly) {
            let day = end.at.to_zoned(jiff::tz::TimeZone::UTC).date();
            let known = last.entry(plan.reference()).or_insert(day);
            *known = day.max(*known);
        }
    }
    let mut terms = Vec::new();
    for plan in seen.registers().plans.approved() {
        let reference = plan.reference();
        let Some(&shown) = last.get(&reference) else {
            continue;
        };
        let first = tier_of_plan(seen, &plan.own) <= 1;
        let months = if first {
            EXERCISE_MONTHS.0
        } else {
            EXERCISE_MONTHS.1
        };
        let proof = Proof {
            subject: &reference,
            title: format!("What the exercise of {} showed", plan.title()),
            verb: COUNTS,
            shown,
            months,
            act: "Plan and hold the next exercise of it.",
        };
        terms.push(proof.term());
    }
    term::add(seen, What::Exercise, terms);
}

fn restores(seen: &mut Seen<'_, '_>) {
    let mut terms = Vec::new();
    for dataset in seen.registers().datasets.live() {
        let proven = dataset.own.protection.iter();
        let proven = proven.filter(|it| it.verified == Some(Verified::Restored));
        let Some(shown) = proven.filter_map(|it| it.verified_at).max() else {
            continue;
        };
        let months = match dataset.own.item.tier {
            Some(0 | 1) => RESTORE_MONTHS[0],
            Some(2) => RESTORE_MONTHS[1],
            _ => RESTORE_MONTHS[2],
        };
        let proof = Proof {
            subject: &dataset.reference(),
            title: format!("What the last restore of {} showed", dataset.title()),
            verb: COUNTS,
            shown: shown.0,
            months,
            act: "Restore a copy of it, look whether the application works on it, and say when.",
        };
        terms.push(proof.term());
    }
    term::add(seen, What::RestoreTest, terms);
}

fn contacts(seen: &mut Seen<'_, '_>) {
    let mut terms = Vec::new();
    let mut contact = |reference: &str, title: &str, verified: Option<record::value::Date>| {
        let Some(shown) = verified else { return };
        let proof = Proof {
            subject: reference,
            title: format!("Contact details of {title}"),
            verb: ("are due to be verified", "were due to be verified"),
            shown: shown.0,
            months: CONTACT_MONTHS,
            act: "Reach them by every way that is written, and say when that was.",
        };
        terms.push(proof.term());
    };
    for person in seen.registers().persons.live() {
        let gone = person.own.leaves.is_some_and(|day| day.0 <= seen.today);
        if !gone {
            let (reference, title) = (person.reference(), person.title());
            contact(&reference, title, person.own.contact_verified);
        }
    }
    for team in seen.registers().teams.live() {
        contact(&team.reference(), team.title(), team.own.contact_verified);
    }
    term::add(seen, What::Contact, terms);
}

fn assurances(seen: &mut Seen<'_, '_>) {
    let mut terms = Vec::new();
    for supplier in seen.registers().suppliers.live() {
        if let Some(shown) = supplier.own.assured {
            let proof = Proof {
                subject: &supplier.reference(),
                title: format!("What {} assured of its own continuity", supplier.title()),
                verb: COUNTS,
                shown: shown.0,
                months: ASSURANCE_MONTHS,
                act: "Ask for the next assurance, with what it rests on.",
            };
            terms.push(proof.term());
        }
    }
    term::add(seen, What::Assurance, terms);
}
