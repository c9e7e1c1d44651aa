//! What a way to recover leaves to be lost, scenario by scenario.

use std::rc::Rc;

use engine::annual_loss::Severity;

use super::super::capability::{Capability, Event};
use super::super::ends::End;
use super::super::outage_loss::Source;
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
        let one = self.reckoned(column, event, (stops, outage), at);
        let loss = one.mean();
        let per_year = event.often(self.ends.frequency);
        let per_year = per_year.map(|rate| rate * self.assumed.frequency);
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
            low_per_year: event.low_per_year.map(|it| it * self.assumed.frequency),
            high_per_year: event.high_per_year.map(|it| it * self.assumed.frequency),
            outage_seconds: if stops { outage } else { Some(0) },
            loss_per_year: match (free, loss, per_year) {
                (true, ..) => Some(0.0),
                (_, loss, rate) => loss.zip(rate).map(|(loss, rate)| loss * rate),
            },
            missing: if free { None } else { missing },
            loss,
            loss_low: one.quantile(0.1),
            loss_high: one.quantile(0.9),
            scatter: one.scatter,
            severity: one.severity,
            sources: one.sources,
        }
    }

    /// What one strike costs: of an outage so long, by the level that the column reaches.
    fn reckoned(
        &self,
        column: &Column,
        event: &Event,
        (stops, outage): (bool, Option<i64>),
        at: usize,
    ) -> Reckoned {
        let hours = |seconds: i64| seconds as f64 / 3_600.0;
        let Some(outage) = outage.filter(|_| stops) else {
            return match stops {
                true => Reckoned::default(),
                false => Reckoned::sure(0.0),
            };
        };
        let whole = self.outage_today[at].map(|whole| hours(whole.max(outage)));
        let level = column.level_percent.map_or(10_000, |it| it.0.min(10_000));
        let rest = f64::from(10_000 - level) / 10_000.0;
        let amount = |of: &dyn Fn(f64) -> Option<f64>| {
            let own = of(hours(outage));
            match rest > 0.0 {
                false => own,
                // What the level leaves out goes on being lost until today's recovery.
                true => Some(own? + rest * (of(whole?)? - own?)),
            }
        };
        let factor = self.assumed.loss;
        let times = |it: f64| it * factor;
        let likely = amount(&|hours| self.losses.at(hours, self.ends.loss)).map(times);
        let most = amount(&|hours| self.losses.most(hours)).map(times);
        Reckoned {
            sources: self.losses.sources(hours(outage)).unwrap_or_default(),
            ..likely.map_or(Reckoned::default(), |likely| self.one(event, likely, most))
        }
    }

    /// What one strike costs, and from where it is known how widely that scatters: by what the
    /// impacts say at the most, else as the loss of a risk that strikes the same and was written
    /// as a distribution, on average as much as is reckoned; else it is taken as sure.
    fn one(&self, event: &Event, likely: f64, most: Option<f64>) -> Reckoned {
        // At an end, and not in the middle, it is that end and no more.
        if likely <= 0.0 || self.ends.loss != End::Middle {
            return Reckoned::sure(likely);
        }
        if let Some(most) = most.filter(|most| *most > likely) {
            return Reckoned {
                severity: Severity::from_points(likely, most, None),
                scatter: Some("impacts".into()),
                ..Reckoned::default()
            };
        }
        let alike = self.workings.written_like(&event.scenario);
        let alike = alike.and_then(|(risk, written)| {
            let scaled = written.times(likely / written.mean())?;
            Some((risk, scaled))
        });
        match alike {
            Some((risk, severity)) => Reckoned {
                severity: Some(severity),
                scatter: Some(risk),
                ..Reckoned::default()
            },
            None => Reckoned::sure(likely),
        }
    }
}

/// What one strike costs.
#[derive(Default)]
struct Reckoned {
    /// For drawing; nothing: nobody knows.
    severity: Option<Severity>,
    /// The amount itself, where it is taken as sure: no logarithm of it.
    sure: Option<f64>,
    scatter: Option<String>,
    sources: Vec<Source>,
}

impl Reckoned {
    fn sure(amount: f64) -> Reckoned {
        Reckoned {
            severity: Severity::sure(amount).or(Some(Severity::NOTHING)),
            sure: Some(amount),
            ..Reckoned::default()
        }
    }

    fn mean(&self) -> Option<f64> {
        self.sure.or(self.severity.map(|it| it.mean()))
    }

    fn quantile(&self, share: f64) -> Option<f64> {
        self.sure.or(self.severity.map(|it| it.quantile(share)))
    }
}
