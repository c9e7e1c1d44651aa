//! What can be done about one risk: the measures on it and the ways to recover what it stops, each
//! with the loss a year that it takes away and what it costs.

use record::kind::Filed;
use record::requirements::scenario::Mode;
use record::requirements::{Choice, Risk};
use serde::Serialize;

use super::comparison::{Ground, ground};
use super::cost::{Range, cost, measure_per_year, operates};
use super::decision::holds;
use super::measure_effect::without_and_with;
use super::workings::{Filed as FiledOption, Workings};
use crate::requirements::risk_numbers::RiskNumbers;
use crate::requirements::risk_numbers::struck;

/// What can be done about a risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Treatments {
    /// The measures on it, those that take away most first.
    pub measures: Vec<Treatment>,
    /// The ways to recover what it stops, likewise.
    pub options: Vec<Treatment>,
}

/// One thing that can be done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Treatment {
    /// `measure/id` or `option/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The item that it recovers, of an option.
    pub of: Option<String>,
    /// The failure mode that it answers, of an option.
    pub mode: Option<&'static str>,
    /// Whether it is in place, or decided for.
    pub taken: bool,
    /// What it costs a year.
    pub cost_per_year: Option<Range>,
    /// The expected loss a year without it.
    pub before_per_year: Option<f64>,
    /// And with it.
    pub after_per_year: Option<f64>,
    /// What it takes away.
    pub avoided_per_year: Option<f64>,
    /// Why that is not known.
    pub why: Option<&'static str>,
}

/// What can be done about a risk; `None` where none in force is so called. Cost: that of the
/// register for each measure and option with changes.
pub fn treatments(workings: &Workings<'_, '_>, risk: &str) -> Option<Treatments> {
    let registers = workings.judge.registers();
    let filed = registers.risks.get(record::link::split(risk).1)?;
    let numbers = workings.register();
    let numbers = numbers.of(&filed.reference())?;
    let measures = numbers.measures.iter().chain(&numbers.planned);
    let measures = measures.filter_map(|it| by_measure(workings, filed, it));
    let stopped = struck::stopped(workings.judge.estate(), filed);
    let options = registers.options.live();
    let options = options.filter_map(|it| by_option(workings, numbers, &stopped, it));
    let (mut measures, mut options): (Vec<_>, Vec<_>) = (measures.collect(), options.collect());
    for list in [&mut measures, &mut options] {
        let most = |it: &Treatment| it.avoided_per_year.unwrap_or(f64::NEG_INFINITY);
        list.sort_by(|one, other| most(other).total_cmp(&most(one)));
    }
    Some(Treatments { measures, options })
}

fn by_measure(
    workings: &Workings<'_, '_>,
    risk: &Filed<Risk>,
    reference: &str,
) -> Option<Treatment> {
    let registers = workings.judge.registers();
    let measure = registers.measures.get(record::link::split(reference).1)?;
    let (without, with) = without_and_with(workings, measure);
    let of = |register: &crate::requirements::risk_numbers::Register| {
        register.of(&risk.reference())?.residual_per_year
    };
    let (before, after) = (of(&without), of(&with));
    let avoided = before.zip(after).map(|(before, after)| before - after);
    Some(Treatment {
        id: measure.reference(),
        name: measure.title().to_string(),
        of: None,
        mode: None,
        taken: operates(&measure.own),
        cost_per_year: measure_per_year(&measure.own, workings.currency),
        before_per_year: before,
        after_per_year: after,
        avoided_per_year: avoided,
        why: avoided
            .is_none()
            .then_some("how often or how dear is not known"),
    })
}

fn by_option(
    workings: &Workings<'_, '_>,
    numbers: &RiskNumbers,
    stopped: &[u32],
    option: &FiledOption,
) -> Option<Treatment> {
    let estate = workings.judge.estate();
    let covered = option.covers.iter().filter_map(|it| estate.find(&it.text));
    let of = covered.into_iter().find(|item| stopped.contains(item))?;
    let written = numbers.loss.as_ref().is_some_and(|it| it.from == "written");
    let before = numbers.residual_per_year;
    let (after, why) = match ground(option) {
        Ground::Computed if written => (
            None,
            Some("the loss of this risk is written by hand: a faster recovery does not show in it"),
        ),
        Ground::Computed => {
            let then = workings.register_with(&option.reference(), &option.changes);
            let after = then.of(&numbers.id).and_then(|it| it.residual_per_year);
            (after, Some("how often or how dear is not known"))
        }
        Ground::Today => (before, None),
        Ground::Claimed => (
            None,
            Some("it is claimed and says no changes to compute from"),
        ),
        Ground::Unknown => (None, Some("nobody says how soon it is back")),
    };
    let avoided = before.zip(after).map(|(before, after)| before - after);
    let registers = workings.judge.registers();
    let today = workings.judge.today();
    let taken =
        |choice: &Filed<Choice>| choice.own.option.id() == &*option.id && holds(choice, today);
    Some(Treatment {
        id: option.reference(),
        name: option.title().to_string(),
        of: Some(estate.reference(of).to_string()),
        mode: Some(option.mode.unwrap_or(Mode::Loss).as_str()),
        taken: registers.choices.approved().any(taken),
        cost_per_year: cost(registers, &option.id, option, workings.currency).per_year,
        before_per_year: before,
        after_per_year: after,
        avoided_per_year: avoided,
        why: why.filter(|_| avoided.is_none()),
    })
}
