//! Forecasts are kept as they are made: none for a time that has already begun to show, none twice.

use jiff::SignedDuration;

use super::Desk;
use crate::access::{Action, Object};
use crate::event::Event;
use crate::refusal::Refusal;
use crate::requirements::kept_forecast::{ForecastsMade, Statement};

/// How many are kept at once.
const STATEMENTS_MAX: usize = 10_000;
/// How far the beginning of its time may lie from when a forecast is kept.
const FROM_NOW: SignedDuration = SignedDuration::from_hours(24);

impl Desk<'_> {
    pub(super) fn keep_forecasts(&self, statements: &[Statement]) -> Result<Vec<Event>, Refusal> {
        self.may(Action::KeepForecasts, Object::Whole)?;
        if statements.len() > STATEMENTS_MAX {
            let text = format!("at most {STATEMENTS_MAX} at once");
            return Err(Refusal::invalid("statements", text));
        }
        for statement in statements {
            self.sound(statement)?;
        }
        let known = |it: &&Statement| self.state.forecast_from(&it.key) != Some(it.from);
        let mut new: Vec<Statement> = statements.iter().filter(known).cloned().collect();
        new.sort_by(|one, other| one.key.cmp(&other.key).then(one.from.cmp(&other.from)));
        new.dedup_by(|later, earlier| later.key == earlier.key && later.from == earlier.from);
        match new.is_empty() {
            true => Ok(Vec::new()),
            false => Ok(vec![Event::ForecastsMade(ForecastsMade {
                statements: new,
            })]),
        }
    }

    fn sound(&self, statement: &Statement) -> Result<(), Refusal> {
        let share = |p: f64| (0.0..=1.0).contains(&p);
        let key = &statement.key;
        let said = [&statement.subject, &statement.what, &statement.by];
        if key.is_empty() || key.len() > 300 || said.iter().any(|text| text.len() > 500) {
            let text = "a key has 1 to 300 bytes, a subject and words at most 500";
            return Err(Refusal::invalid("statements", text));
        }
        if !share(statement.probability) || !statement.base.is_none_or(share) {
            let text = format!("{key}: a probability is between 0 and 1");
            return Err(Refusal::invalid("probability", text));
        }
        if statement.until <= statement.from {
            let text = format!("{key}: `until` is after `from`");
            return Err(Refusal::invalid("until", text));
        }
        if statement.from.duration_since(self.context.now).abs() > FROM_NOW {
            let text = format!("{key}: a forecast is kept on the day from which it holds");
            return Err(Refusal::invalid("from", text));
        }
        Ok(())
    }
}
