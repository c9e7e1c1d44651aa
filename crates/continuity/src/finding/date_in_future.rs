//! `date-in-future`: something is said to have happened that has not happened yet.

use std::collections::BTreeMap;

use record::initiation::policy::Severity;
use record::item::Item;
use record::kind::{Filed, RecordKind};
use record::value::Date;

use super::wording::several;
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "date-in-future",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The record says that something was done, seen or confirmed on a day that is still to \
            come.",
    matters: "Evidence with such a date is a slip or an invention; either way it proves nothing.",
    mend: "Correct the date.",
    find,
};

/// For each record the dates that lie ahead, with what they are said to be.
struct Ahead<'j, 'r> {
    judge: &'j Judge<'r>,
    of: BTreeMap<String, Vec<String>>,
}

fn find(judge: &Judge<'_>, found: &mut Found) {
    let of = BTreeMap::new();
    let mut ahead = Ahead { judge, of };
    ahead.confirmed();
    ahead.items();
    ahead.people();
    ahead.practice();
    for (subject, dates) in ahead.of {
        let text = format!(
            "Dates still to come are reported as past: {}.",
            several(&dates)
        );
        found.add(Finding::new(&subject, text));
    }
}

impl Ahead<'_, '_> {
    fn note(&mut self, subject: impl FnOnce() -> String, field: &str, date: Option<Date>) {
        // A day is over somewhere before it is over in UTC, and has begun somewhere before.
        let latest = self.judge.today().tomorrow();
        if let Some(date) = date.filter(|date| latest.is_ok_and(|latest| date.0 > latest)) {
            let dates = self.of.entry(subject()).or_default();
            dates.push(format!("{field} {date}"));
        }
    }

    fn record<K: RecordKind>(&mut self, record: &Filed<K>, field: &str, date: Option<Date>) {
        self.note(|| record.reference(), field, date);
    }

    fn confirmed(&mut self) {
        let registers = self.judge.registers();
        registers.each_envelope(&mut |kind, id, envelope, _, _| {
            let at = envelope.confirmed.as_ref().map(|confirmed| confirmed.at);
            self.note(|| format!("{kind}/{id}"), "confirmed", at);
        });
    }

    fn items(&mut self) {
        let judge = self.judge;
        for listed in &judge.estate().items {
            let item: &Item = listed.item;
            let recovery = item.recovery.as_ref();
            let observed = recovery.map_or(&[][..], |recovery| &recovery.observed);
            for at in observed.iter().filter_map(|observed| observed.at) {
                self.note(|| listed.reference.clone(), "observed", Some(at.date()));
            }
            let copies = listed.dataset().map_or(&[][..], |it| &it.own.protection);
            for copy in copies {
                self.note(|| listed.reference.clone(), "verified-at", copy.verified_at);
            }
        }
        for supplier in judge.registers().suppliers.live() {
            self.record(supplier, "assured", supplier.assured);
        }
    }

    fn people(&mut self) {
        let registers = self.judge.registers();
        for person in registers.persons.live() {
            self.record(person, "contact-verified", person.contact_verified);
            for trained in &person.trained {
                self.record(person, "trained", Some(trained.at));
            }
        }
        for team in registers.teams.live() {
            self.record(team, "contact-verified", team.contact_verified);
        }
        for tree in registers.call_trees.live() {
            self.record(tree, "verified", tree.verified);
        }
        for body in registers.bodies.live() {
            for meeting in body.meetings.iter().filter(|it| !it.decisions.is_empty()) {
                self.record(body, "meetings", Some(meeting.at));
            }
        }
    }

    fn practice(&mut self) {
        let registers = self.judge.registers();
        for plan in registers.plans.live() {
            self.record(plan, "reviewed", plan.reviewed);
            self.record(plan, "offline-copy", plan.offline_copy);
        }
        for procedure in registers.procedures.live() {
            self.record(procedure, "executed", procedure.executed);
        }
        for arrangement in registers.arrangements.live() {
            self.record(arrangement, "tried", arrangement.tried);
        }
        for workaround in registers.workarounds.live() {
            self.record(workaround, "tried", workaround.tried);
        }
        for measure in registers.measures.live() {
            self.record(measure, "verified", measure.verified);
        }
        for choice in registers.choices.live() {
            self.record(choice, "decided", choice.decided);
        }
        for occurrence in registers.occurrences.live() {
            self.record(occurrence, "at", Some(occurrence.at.date()));
        }
        for hazard in registers.hazards.live() {
            let to = hazard.observed.as_ref().map(|window| window.to);
            self.record(hazard, "observed", to);
        }
    }
}
