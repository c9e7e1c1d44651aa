//! What a way to recover leaves to be lost, scenario by scenario.

use std::rc::Rc;

use super::super::capability::{Capability, Event};
use super::{Asked, Column, EventLoss, Ground};

impl Asked<'_, '_, '_> {
    /// What remains lost, scenario by scenario.
    pub(super) fn lose(&self, column: &mut Column, world: &Rc<Capability>, is_claimed: bool) {
        let events = self.workings.events.iter().zip(&world.events);
        let of_mode = events.filter(|(event, _)| event.mode == self.mode);
        let today = self.workings.today();
        let places = self.workings.events.iter().enumerate();
        let places: Vec<usize> = places
            .filter(|(_, event)| event.mode == self.mode)
            .map(|(place, _)| place)
            .collect();
        let mut known = true;
        for (at, (event, outcomes)) in of_mode.enumerate() {
            let struck = today.events[places[at]].get(self.reference);
            if !struck.is_some_and(|it| it.stops) {
                continue;
            }
            let outcome = outcomes.get(self.reference).cloned().unwrap_or_default();
            let lead = struck.and_then(|it| it.outage_seconds.zip(it.back_seconds));
            let lead = lead.map_or_else(|| self.lead(&event.scenario), |(out, back)| out - back);
            let (outage, missing) = match is_claimed {
                true => (column.rtc_seconds.map(|rtc| rtc + lead), None),
                false if column.ground == Ground::Unknown => {
                    (None, Some("nobody says how soon it is back".into()))
                }
                false => (outcome.outage_seconds, outcome.missing.clone()),
            };
            let stops = is_claimed || outcome.stops || column.ground == Ground::Unknown;
            let row = self.event_loss(column, event, (stops, outage, missing), at);
            match row.loss_per_year {
                Some(loss) => column.residual_at_least += loss,
                None => known = false,
            }
            column.events.push(row);
        }
        // Where no scenario strikes it, nothing says what to expect.
        let known = known && !column.events.is_empty();
        column.residual_per_year = known.then_some(column.residual_at_least);
    }

    fn lead(&self, scenario: &str) -> i64 {
        let judge = self.workings.judge;
        let registers = judge.registers();
        let Some(item) = judge.estate().find(self.reference) else {
            return 0;
        };
        let scenario = registers.scenarios.get(scenario);
        let said = scenario.and_then(|it| Some((&*it.id, it.own.lead.as_ref()?)));
        let listed = judge.estate().listed(item);
        let lead = crate::requirements::lead::lead(listed, said, &judge.standpoint.policy);
        lead.seconds(record::item::ClockStart::Disruption)
    }

    fn event_loss(
        &self,
        column: &Column,
        event: &Event,
        (stops, outage, missing): (bool, Option<i64>, Option<String>),
        at: usize,
    ) -> EventLoss {
        let hours = |seconds: i64| seconds as f64 / 3_600.0;
        let scaled = |amount: f64| amount * self.assumed.loss;
        let mut sources = Vec::new();
        let loss = match (stops, outage) {
            (false, _) => Some(0.0),
            (true, None) => None,
            (true, Some(outage)) => {
                sources = self.losses.sources(hours(outage)).unwrap_or_default();
                let own = self.losses.at(hours(outage));
                let level = column.level_percent.map_or(10_000, |it| it.0.min(10_000));
                let rest = f64::from(10_000 - level) / 10_000.0;
                match (rest > 0.0, self.outage_today[at]) {
                    (false, _) => own,
                    // What the level leaves out goes on being lost until today's recovery.
                    (true, Some(whole)) => {
                        let whole = self.losses.at(hours(whole.max(outage)));
                        own.zip(whole)
                            .map(|(own, whole)| own + rest * (whole - own))
                    }
                    (true, None) => None,
                }
            }
        };
        let loss = loss.map(scaled);
        let per_year = event.per_year.map(|rate| rate * self.assumed.frequency);
        let missing = match (&loss, per_year) {
            (None, _) if stops && outage.is_none() => {
                missing.or_else(|| Some("nobody knows how long it is out".into()))
            }
            (None, _) => Some("nobody says what an outage costs".into()),
            (_, None) => Some("nobody says how often it happens".into()),
            _ => None,
        };
        let free = loss == Some(0.0);
        EventLoss {
            scenario: format!("scenario/{}", event.scenario),
            name: event.name.clone(),
            per_year,
            outage_seconds: if stops { outage } else { Some(0) },
            loss_per_year: match (free, loss, per_year) {
                (true, ..) => Some(0.0),
                (_, loss, rate) => loss.zip(rate).map(|(loss, rate)| loss * rate),
            },
            missing: if free { None } else { missing },
            loss,
            sources,
        }
    }
}
