//! From where an answer is given: the estate, the policies in force, the calendars made ready and
//! the instant at which it is asked. Every answer starts from one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::initiation::Calendar;
use record::kinds::Registers;
use record::link::Id;

use crate::agreed_hours::{Hours, programme_zone};
use crate::estate::Estate;
use crate::initiation::policy_in_force::{PolicyInForce, policy_in_force};
use crate::requirements::lead::ScenarioLead;

/// From where an answer is given.
pub struct Standpoint<'r> {
    /// The items and their graph.
    pub estate: Estate<'r>,
    /// What the policies in force lay down.
    pub policy: PolicyInForce,
    /// The instant at which it is asked.
    pub at: Timestamp,
    /// The scenario asked about, with its lead.
    pub scenario: Option<&'r str>,
    hours: BTreeMap<&'r str, Hours>,
    always: Hours,
    programme: Hours,
}

impl<'r> Standpoint<'r> {
    /// Makes everything ready. Cost: linear in the records.
    pub fn new(registers: &'r Registers, at: Timestamp) -> Standpoint<'r> {
        Standpoint::of(registers, Estate::new(registers), None, at)
    }

    /// The same, as a scenario sees it.
    pub fn of_scenario(
        registers: &'r Registers,
        scenario: &'r str,
        at: Timestamp,
    ) -> Standpoint<'r> {
        let estate = Estate::for_scenario(registers, scenario);
        Standpoint::of(registers, estate, Some(scenario), at)
    }

    fn of(
        registers: &'r Registers,
        estate: Estate<'r>,
        scenario: Option<&'r str>,
        at: Timestamp,
    ) -> Standpoint<'r> {
        let mut hours = BTreeMap::new();
        for calendar in registers.calendars.live() {
            // A zone that is none is a complaint when the record is read; it never gets here.
            if let Ok(ready) = Hours::new(calendar) {
                hours.insert(&*calendar.id, ready);
            }
        }
        let policy = policy_in_force(registers);
        Standpoint {
            estate,
            policy,
            at,
            scenario,
            hours,
            always: Hours::always(),
            programme: Hours::always_in(programme_zone(registers)),
        }
    }

    /// The hours of a calendar; always, where none is named or none answers.
    pub fn hours(&self, calendar: Option<&Id<Calendar>>) -> &Hours {
        let found = calendar.and_then(|calendar| self.hours.get(calendar.id()));
        found.unwrap_or(&self.always)
    }

    /// The hours by which days are counted: those of a calendar; where none is named or none
    /// answers, always, in the zone of the programme.
    pub fn days_of(&self, calendar: Option<&Id<Calendar>>) -> &Hours {
        let found = calendar.and_then(|calendar| self.hours.get(calendar.id()));
        found.unwrap_or(&self.programme)
    }

    /// The lead of the scenario asked about.
    pub fn scenario_lead(&self) -> ScenarioLead<'r> {
        let id = self.scenario?;
        let scenario = self.estate.registers.scenarios.get(id)?;
        Some((&scenario.id, scenario.own.lead.as_ref()?))
    }
}
