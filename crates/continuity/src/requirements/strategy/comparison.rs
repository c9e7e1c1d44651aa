//! The ways to recover one item from one mode of failure, beside each other: what each can do, its
//! margin, what it costs, what loss it leaves, what it mends and what stays broken.

mod column;
mod judged;
mod left;
mod mended;

use std::rc::Rc;

use record::requirements::option::Recovery;
use record::requirements::scenario::Mode;
use serde::Serialize;

use super::capability::{Capability, Event};
use super::cost::cost;
use super::decision::{Decision, decisions};
use super::ends::{End, Ends, Said};
use super::frontier::{Band, Driver, Sensitivity};
use super::outage_loss::{OutageLoss, outage_loss};
use super::payback::Between;
use super::workings::{Filed, Workings, point_of};
use super::years::Drawn;
use crate::requirements::exposure::serde_json_number::Percent;
use crate::requirements::recovery_points::Point;

pub use column::{Bound, Column, EventLoss, Ground};

pub(super) use column::ground;

use column::bound;

/// What is assumed apart from the records: factors that are 1 where nothing is assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Assumed {
    /// Everything happens so many times as often.
    pub frequency: f64,
    /// Every outage costs so many times as much.
    pub loss: f64,
    /// Every option that is claimed takes so many times as long.
    pub time: f64,
}

impl Assumed {
    /// What the records say.
    pub const NOTHING: Assumed = Assumed {
        frequency: 1.0,
        loss: 1.0,
        time: 1.0,
    };
}

/// The ways to recover an item.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The failure mode.
    pub mode: &'static str,
    /// All modes in which something is to be decided.
    pub modes: Vec<&'static str>,
    /// The currency of all amounts.
    pub currency: String,
    /// By when it must be back, from the start of recovery work.
    pub required_seconds: Option<i64>,
    /// How much data it may lose.
    pub rpo_required_seconds: Option<i64>,
    /// The least level of any use.
    pub mbco_percent: Option<Percent>,
    /// How often a year it is struck, where that is known.
    pub frequency_per_year: Option<f64>,
    /// Scenarios that strike it and of which nobody says how often.
    pub without_frequency: Vec<String>,
    /// Activities it stops of which nobody says what their standing still costs.
    pub unpriced: Vec<String>,
    /// What is assumed apart from the records.
    pub assumed: Assumed,
    /// The ways, doing nothing first.
    pub options: Vec<Column>,
    /// The one that reaches all targets at the least total.
    pub cheapest_in_time: Option<String>,
    /// The one with the least total, whether it is in time or not.
    pub cheapest: Option<String>,
    /// What each band of recovery time costs.
    pub bands: Vec<Band>,
    /// Which option is the cheapest if things happen more or less often.
    pub sensitivity: Vec<Sensitivity>,
    /// Which assumption moves the advantage of the cheapest in time over the first column most.
    pub drivers: Vec<Driver>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// How the years of the columns were drawn, where they were.
    pub drawn: Option<Drawn>,
}

/// Compares the ways to recover an item from a mode of failure; `tried` is one more option, not
/// filed. `None` where there is no such item. Cost: that of a capability for each option.
pub fn comparison(
    workings: &Workings<'_, '_>,
    reference: &str,
    mode: Option<Mode>,
    assumed: Assumed,
    tried: Option<&Filed>,
) -> Option<Comparison> {
    let estate = workings.judge.estate();
    let item = estate.find(reference)?;
    let listed = estate.listed(item);
    let modes = workings.modes(reference);
    let mode = mode.or(modes.first().copied()).unwrap_or(Mode::Loss);
    let losses = outage_loss(estate, item, workings.currency);
    let asked = Asked {
        workings,
        reference,
        mode,
        assumed,
        ends: Ends::default(),
        losses: &losses,
        outage_today: outages(workings, mode, reference),
    };
    let mut options = asked.columns(tried);
    asked.between(&mut options, tried);
    let mbco = listed.item.mbco();
    let without = asked.struck_by().filter(|event| event.per_year.is_none());
    let mut all = Comparison {
        id: reference.to_string(),
        name: listed.title().to_string(),
        mode: mode.as_str(),
        modes: modes.iter().map(|mode| mode.as_str()).collect(),
        currency: workings.code().to_string(),
        required_seconds: workings.required(reference),
        rpo_required_seconds: workings.required_point(reference),
        mbco_percent: (mbco > 0).then_some(Percent(mbco)),
        frequency_per_year: asked.frequency(),
        without_frequency: without
            .map(|event| format!("scenario/{}", event.scenario))
            .collect(),
        unpriced: losses.unpriced.clone(),
        assumed,
        cheapest_in_time: None,
        cheapest: None,
        bands: Vec::new(),
        sensitivity: Vec::new(),
        drivers: Vec::new(),
        decisions: decisions(workings, reference, mode),
        drawn: None,
        options,
    };
    super::frontier::conclude(&mut all);
    if assumed == Assumed::NOTHING {
        let again = |assumed: Assumed, ends: Ends| {
            Asked {
                assumed,
                ends,
                ..asked.clone()
            }
            .columns(tried)
        };
        all.sensitivity = super::frontier::sensitivity(&all, &again);
        let said = [asked.said_often(), losses.said(), said_time(&all.options)];
        all.drivers = super::frontier::drivers(&all, said, &again);
    }
    Some(all)
}

/// One option for one item, compared with its targets alone.
pub fn of_one(workings: &Workings<'_, '_>, reference: &str, mode: Mode, option: &Filed) -> Column {
    let asked = Asked {
        workings,
        reference,
        mode,
        assumed: Assumed::NOTHING,
        ends: Ends::default(),
        losses: &OutageLoss::default(),
        outage_today: Vec::new(),
    };
    asked.stated(option, None)
}

/// Whether options that are claimed say how long they take at best and at worst.
fn said_time(options: &[Column]) -> Said {
    let claimed = options.iter().filter(|it| it.ground == Ground::Claimed);
    Said::of(claimed.map(|it| it.rtc_best_seconds.is_some() && it.rtc_worst_seconds.is_some()))
}

/// What a column is made from.
#[derive(Clone)]
struct Asked<'a, 'j, 'r> {
    workings: &'a Workings<'j, 'r>,
    reference: &'a str,
    mode: Mode,
    assumed: Assumed,
    /// Which end of what the records say, or leave to be assumed.
    ends: Ends,
    losses: &'a OutageLoss,
    /// How long the item is out in each scenario today.
    outage_today: Vec<Option<i64>>,
}

fn outages(workings: &Workings<'_, '_>, mode: Mode, reference: &str) -> Vec<Option<i64>> {
    let today = workings.today();
    let events = workings.events.iter().zip(&today.events);
    let of_mode = events.filter(|(event, _)| event.mode == mode);
    of_mode
        .map(|(_, outcomes)| outcomes.get(reference)?.outage_seconds)
        .collect()
}

impl<'a, 'r> Asked<'a, '_, 'r> {
    /// The scenarios of the mode that stop the item today.
    fn struck_by(&self) -> impl Iterator<Item = &'a Event> {
        let today = self.workings.today();
        let (mode, reference) = (self.mode, self.reference);
        let events = self.workings.events.iter().enumerate();
        let struck = events.filter(move |(place, event)| {
            let outcome = today.events[*place].get(reference);
            event.mode == mode && outcome.is_some_and(|outcome| outcome.stops)
        });
        struck.map(|(_, event)| event)
    }

    fn frequency(&self) -> Option<f64> {
        let known: Vec<f64> = self
            .struck_by()
            .filter_map(|event| event.often(self.ends.frequency))
            .collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() * self.assumed.frequency)
    }

    /// Whether the scenarios that strike it say how often at the least and at the most.
    fn said_often(&self) -> Said {
        let known = self.struck_by().filter(|it| it.per_year.is_some());
        Said::of(known.map(|it| it.low_per_year.is_some() && it.high_per_year.is_some()))
    }

    /// Fills in what each column avoids if all happens as seldom as may be, and as often.
    fn between(&self, columns: &mut [Column], tried: Option<&Filed>) {
        let at = |frequency: End| {
            let ends = Ends {
                frequency,
                ..Ends::default()
            };
            let all = Asked {
                ends,
                ..self.clone()
            }
            .columns(tried);
            all.into_iter().map(|it| it.avoided_per_year)
        };
        let said = self.said_often();
        for ((column, low), high) in columns.iter_mut().zip(at(End::Low)).zip(at(End::High)) {
            column.avoided_between = low.zip(high).map(|(low, high)| Between { low, high, said });
        }
    }

    /// All columns, doing nothing first; avoided loss, break-even and who is beaten are filled in.
    fn columns(&self, tried: Option<&Filed>) -> Vec<Column> {
        let options = self.workings.options_for(self.reference, self.mode);
        let nothing = |option: &&&Filed| option.type_ == Some(Recovery::DoNothing);
        let mut columns = Vec::new();
        if !options.iter().any(|option| nothing(&option)) {
            columns.push(self.today());
        }
        columns.extend(options.iter().map(|option| self.of_option(option, None)));
        columns.extend(tried.map(|option| self.of_option(option, Some("try"))));
        super::frontier::against_first(&mut columns, self.frequency());
        columns
    }

    fn today(&self) -> Column {
        let today = self.workings.today();
        let mut column = Column::empty("today", "As it is today", Ground::Today);
        column.sort = None;
        column.cost.per_year = Some(super::cost::Range::default());
        column.cost.own_per_year = column.cost.per_year;
        self.computed(&mut column, &today);
        column.level_percent = Some(Percent(10_000));
        self.judge(&mut column);
        self.spread(&mut column, &today);
        self.lose(&mut column, &today, false);
        column
    }

    fn of_option(&self, option: &Filed, id: Option<&str>) -> Column {
        let mut column = self.stated(option, id);
        let world = self.workings.with(&option.reference(), &option.changes);
        self.spread(&mut column, &world);
        let is_claimed = column.ground == Ground::Claimed;
        if is_claimed {
            self.claims(&mut column, option);
        }
        self.lose(&mut column, &world, is_claimed);
        column
    }

    /// What an option can do and costs, judged; nothing of what it mends and leaves. Where it is
    /// claimed, nothing is computed.
    fn stated(&self, option: &Filed, id: Option<&str>) -> Column {
        let reference = option.reference();
        let ground = ground(option);
        let mut column = Column::empty(id.unwrap_or(&reference), option.title(), ground);
        let registers = self.workings.judge.registers();
        column.sort = option.type_.map(|it| it.as_str());
        column.cost = cost(registers, &option.id, option, self.workings.currency);
        column.residual_declared = option
            .residual_loss
            .filter(|money| money.currency == self.workings.currency)
            .map(super::outage_loss::whole);
        column.lead_time_seconds = option.lead_time.map(|it| it.0);
        column.constraints = option.constraints.iter().map(bound).collect();
        let evidence = option.evidence.iter().map(|it| it.text.to_string());
        column.evidence = evidence.collect();
        column.tested = option.tested.map(|day| day.to_string());
        let is_whole = matches!(ground, Ground::Computed | Ground::Today);
        if is_whole {
            let world = self.workings.with(&reference, &option.changes);
            self.computed(&mut column, &world);
        } else {
            let ends = |it: Option<record::value::Duration>| it.map(|it| it.0 as f64);
            let (best, worst) = (ends(option.rtc_best), ends(option.rtc_worst));
            let end = |it: f64| self.ends.time.of(it, best, worst);
            let scaled = |claimed: i64| (end(claimed as f64) * self.assumed.time) as i64;
            column.rtc_seconds = option.rtc.map(|it| scaled(it.0));
            column.rtc_best_seconds = option.rtc_best.map(|it| it.0);
            column.rtc_worst_seconds = option.rtc_worst.map(|it| it.0);
            column.rpc_seconds = option.rpc.map(|it| Point::Seconds(it.0));
        }
        if ground == Ground::Computed {
            column.rtc_claimed_seconds = option.rtc.map(|it| it.0);
            // A copy that the option promises and does not describe is its claim.
            let claimed = option.rpc.map(|it| Point::Seconds(it.0));
            column.rpc_seconds = column.rpc_seconds.or(claimed);
        }
        let level = option.level.map(|it| it.0).or(is_whole.then_some(10_000));
        column.level_percent = level.map(Percent);
        self.judge(&mut column);
        column
    }

    /// The capability that the engine computes.
    fn computed(&self, column: &mut Column, world: &Rc<Capability>) {
        let worst = self.workings.worst(world, self.mode, self.reference);
        column.rtc_seconds = worst.as_ref().and_then(|worst| worst.back_seconds);
        if let Some(missing) = worst.and_then(|worst| worst.missing) {
            column.because.push(missing);
        }
        let points = world.points.get(self.reference);
        column.rpc_seconds = points.and_then(|points| point_of(points, self.mode));
    }
}
