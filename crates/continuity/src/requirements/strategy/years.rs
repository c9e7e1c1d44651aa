//! What a year may cost with each way to recover, drawn with the same luck for all: the events are
//! the scenarios that strike the item, each outage as long as it is reckoned, and what one costs
//! scatters as the impacts say, or as a risk that strikes the same. It draws nothing for a way of
//! which a part is unknown.

use engine::annual_loss::{Hit, Model, Sampling, Source};
use serde::Serialize;

use super::comparison::{Column, Comparison};
use super::cost::Range;
use super::payback::{Between, Outlay, payback};
use super::workings::Workings;
use crate::requirements::risk_numbers::annual_loss::stream;
use crate::requirements::risk_numbers::year::TwoYears;

/// How the years were drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Drawn {
    /// Years.
    pub years: usize,
    /// The seed.
    pub seed: u64,
}

/// Draws the years of a comparison: of the item with each way, and of the whole register of risks
/// with each way that says what it changes. Cost: two draws for each.
pub fn draw(workings: &Workings<'_, '_>, all: &mut Comparison, sampling: Sampling) {
    all.drawn = Some(Drawn {
        years: sampling.years.max(1),
        seed: sampling.seed,
    });
    let Some(first) = all.options.first().cloned() else {
        return;
    };
    let base = model(&first);
    for (place, column) in all.options.iter_mut().enumerate() {
        let pair = base.as_ref().zip(model(column));
        let years = pair.map(|(base, own)| TwoYears::of_models(base, &own, sampling));
        column.year = years.as_ref().map(|it| it.with);
        if place == 0 {
            continue;
        }
        column.less = years.as_ref().map(|it| it.less);
        let outlay = outlay(column, &first);
        let avoided = outlay.zip(column.avoided_per_year);
        column.payback = avoided.map(|(outlay, it)| {
            let between = column.avoided_between.unwrap_or(Between::assumed(it));
            payback(outlay, (it, between), years.as_ref())
        });
        let option = workings
            .option(&column.id)
            .filter(|it| !it.changes.is_empty());
        column.register_less = option.and_then(|option| {
            let then = workings.register_with(&option.reference(), &option.changes);
            let years = TwoYears::of_registers(&workings.register(), &then, sampling);
            years.map(|it| it.less)
        });
    }
}

/// What a way costs more than the first.
fn outlay(column: &Column, first: &Column) -> Option<Outlay> {
    let per_year = column.cost.per_year?;
    let own = Outlay::new(column.cost.once, per_year, Some(column.cost.years));
    let paid = first.cost.per_year?.middle();
    Some(Outlay {
        yearly: Range {
            low: own.yearly.low - paid,
            high: own.yearly.high - paid,
        },
        ..own
    })
}

fn model(column: &Column) -> Option<Model> {
    column.residual_per_year?;
    let source = |(part, event): (usize, &super::comparison::EventLoss)| {
        let stream = stream(&event.scenario);
        let severity = event.severity.filter(|_| event.loss != Some(0.0));
        Source {
            rate: event.per_year.unwrap_or(0.0),
            stream,
            hits: severity
                .map(|severity| Hit {
                    part,
                    stream,
                    share: 1.0,
                    severity,
                })
                .into_iter()
                .collect(),
        }
    };
    Some(Model {
        sources: column.events.iter().enumerate().map(source).collect(),
        parts: column.events.len(),
        correlation: 0.0,
    })
}
