//! The ways to recover one item from one mode of failure, beside each other: what each can do, its
//! margin, what it costs, what loss it leaves, what it mends and what stays broken.

use std::rc::Rc;

use record::requirements::option::{Constraint, Recovery};
use record::requirements::scenario::Mode;
use serde::Serialize;

use super::capability::Capability;
use super::cost::{Cost, cost};
use super::decision::{Decision, decisions};
use super::frontier::{Band, Driver, Sensitivity};
use super::outage_loss::{OutageLoss, Source, outage_loss};
use super::workings::{Filed, Workings, point_of};
use crate::requirements::exposure::serde_json_number::Percent;
use crate::requirements::recovery_points::Point;
use crate::requirements::recovery_targets::Verdict;

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

/// Where a capability comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// The estate as it is, computed.
    Today,
    /// The estate with the changes of the option, computed.
    Computed,
    /// The option says so.
    Claimed,
    /// Nobody says it.
    Unknown,
}

/// One scenario with an option.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventLoss {
    /// `scenario/id`.
    pub scenario: String,
    /// Its name.
    pub name: String,
    /// How often a year.
    pub per_year: Option<f64>,
    /// How long the item is out.
    pub outage_seconds: Option<i64>,
    /// What one costs.
    pub loss: Option<f64>,
    /// What it costs a year.
    pub loss_per_year: Option<f64>,
    /// The loss by activity.
    pub sources: Vec<Source>,
    /// What is not known of it.
    pub missing: Option<String>,
}

/// One way to recover.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// `option/id`; `today` for the estate as it is, `try` for one that is only tried.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The sort of recovery.
    #[serde(rename = "type")]
    pub sort: Option<&'static str>,
    /// Where its capability comes from.
    pub ground: Ground,
    /// When the item is back, from the start of recovery work.
    pub rtc_seconds: Option<i64>,
    /// What the option claims, where that is not the figure above.
    pub rtc_claimed_seconds: Option<i64>,
    /// Data that would be lost.
    pub rpc_seconds: Option<Point>,
    /// The level reached.
    pub level_percent: Option<Percent>,
    /// Time left before the target; negative where it is missed.
    pub margin_seconds: Option<i64>,
    /// The same of the data.
    pub rpo_margin_seconds: Option<i64>,
    /// Whether it reaches all that is asked.
    pub verdict: Verdict,
    /// Why not, or what is not known.
    pub because: Vec<String>,
    /// What it costs.
    pub cost: Cost,
    /// Each scenario.
    pub events: Vec<EventLoss>,
    /// The expected loss a year that remains; unknown where a part of it is.
    pub residual_per_year: Option<f64>,
    /// The parts that are known.
    pub residual_at_least: f64,
    /// The expected loss that remains by the option's own word.
    pub residual_declared: Option<f64>,
    /// How much less loss a year than by the first column.
    pub avoided_per_year: Option<f64>,
    /// Cost and remaining loss, the middle of the range.
    pub total_per_year: Option<f64>,
    /// How often it would have to happen, all scenarios together, for the option to pay.
    pub break_even_per_year: Option<f64>,
    /// How long it takes to build.
    pub lead_time_seconds: Option<i64>,
    /// What binds it.
    pub constraints: Vec<Bound>,
    /// What shows that it works.
    pub evidence: Vec<String>,
    /// When it was last shown to work.
    pub tested: Option<String>,
    /// Items that miss their target today and would reach it.
    pub fixes: Vec<String>,
    /// Items it covers, or that miss their target today, that would still miss it.
    pub broken: Vec<String>,
    /// One that costs no more and leaves no more loss, and is better in one of them.
    pub beaten_by: Option<String>,
}

/// A constraint.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bound {
    /// What it is about.
    pub about: Option<&'static str>,
    /// What it says.
    pub says: String,
    /// Whether it is met; unknown where nobody has looked.
    pub met: Option<bool>,
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
        losses: &losses,
        outage_today: outages(workings, mode, reference),
    };
    let options = asked.columns(tried);
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
        options,
    };
    super::frontier::conclude(&mut all);
    if assumed == Assumed::NOTHING {
        let again = |assumed: Assumed| {
            Asked {
                assumed,
                ..asked.clone()
            }
            .columns(tried)
        };
        all.sensitivity = super::frontier::sensitivity(&all, &again);
        all.drivers = super::frontier::drivers(&all, &again);
    }
    Some(all)
}

/// What a column is made from.
#[derive(Clone)]
struct Asked<'a, 'j, 'r> {
    workings: &'a Workings<'j, 'r>,
    reference: &'a str,
    mode: Mode,
    assumed: Assumed,
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
    fn struck_by(&self) -> impl Iterator<Item = &'a super::capability::Event> {
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
            .filter_map(|event| event.per_year)
            .collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() * self.assumed.frequency)
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
        let mut column = self.empty("today", "As it is today", Ground::Today);
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
        let mut column = self.empty(id.unwrap_or(&reference), option.title(), ground);
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
            let scaled = |claimed: i64| (claimed as f64 * self.assumed.time) as i64;
            column.rtc_seconds = option.rtc.map(|it| scaled(it.0));
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

    fn empty(&self, id: &str, name: &str, ground: Ground) -> Column {
        Column {
            id: id.to_string(),
            name: name.to_string(),
            sort: None,
            ground,
            rtc_seconds: None,
            rtc_claimed_seconds: None,
            rpc_seconds: None,
            level_percent: None,
            margin_seconds: None,
            rpo_margin_seconds: None,
            verdict: Verdict::NoTarget,
            because: Vec::new(),
            cost: Cost::default(),
            events: Vec::new(),
            residual_per_year: None,
            residual_at_least: 0.0,
            residual_declared: None,
            avoided_per_year: None,
            total_per_year: None,
            break_even_per_year: None,
            lead_time_seconds: None,
            constraints: Vec::new(),
            evidence: Vec::new(),
            tested: None,
            fixes: Vec::new(),
            broken: Vec::new(),
            beaten_by: None,
        }
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

    /// Whether it reaches what is asked, with the margins.
    fn judge(&self, column: &mut Column) {
        let required = self.workings.required(self.reference);
        let point = self.workings.required_point(self.reference);
        let point = point.filter(|_| self.mode != Mode::People);
        let mbco = self.workings.judge.estate();
        let mbco = mbco
            .find(self.reference)
            .map_or(0, |item| mbco.listed(item).item.mbco());
        let mut verdicts = Vec::new();
        if let Some(required) = required {
            column.margin_seconds = column.rtc_seconds.map(|rtc| required - rtc);
            verdicts.push(match column.margin_seconds {
                None => Err("nobody knows how soon it is back".to_string()),
                Some(margin) if margin < 0 => Ok(Some("it is back too late".to_string())),
                Some(_) => Ok(None),
            });
        }
        if let Some(required) = point {
            verdicts.push(match column.rpc_seconds {
                Some(Point::Seconds(lost)) => {
                    column.rpo_margin_seconds = Some(required - lost);
                    Ok((lost > required).then(|| "it loses too much data".to_string()))
                }
                Some(Point::None) => Ok(Some("its data cannot be restored".to_string())),
                _ => Err("nobody knows how much data it loses".to_string()),
            });
        }
        if mbco > 0 {
            verdicts.push(match column.level_percent {
                Some(level) => {
                    Ok((level.0 < mbco).then(|| "its level is below the least of any use".into()))
                }
                None => Err("nobody knows the level it reaches".to_string()),
            });
        }
        let ruled_out = column.constraints.iter().find(|it| it.met == Some(false));
        if let Some(constraint) = ruled_out {
            verdicts.push(Ok(Some(format!("ruled out: {}", constraint.says))));
        }
        column.verdict = verdict(&verdicts);
        for found in verdicts {
            column.because.extend(match found {
                Ok(why) => why,
                Err(unknown) => Some(unknown),
            });
        }
    }

    /// What the changes mend elsewhere and what stays broken.
    fn spread(&self, column: &mut Column, world: &Rc<Capability>) {
        if column.ground != Ground::Computed {
            return;
        }
        let today = self.workings.today();
        for reference in self.workings.of() {
            let Some(required) = self.workings.required(reference) else {
                continue;
            };
            let in_time = |of: &Capability| {
                let worst = self.workings.worst(of, self.mode, reference);
                let back = worst.and_then(|worst| worst.back_seconds);
                back.is_some_and(|back| back <= required)
            };
            match (in_time(&today), in_time(world)) {
                (false, true) => column.fixes.push(reference.clone()),
                (false, false) if self.is_near(reference) => column.broken.push(reference.clone()),
                (true, false) => column.broken.push(reference.clone()),
                _ => {}
            }
        }
    }

    /// Whether an item is the one asked about, or needs it or is needed by it.
    fn is_near(&self, reference: &str) -> bool {
        let covered = self.workings.options_for(self.reference, self.mode);
        let estate = self.workings.judge.estate();
        let mut all = covered.iter().flat_map(|option| &option.covers);
        reference == self.reference
            || all.any(|it| estate.find(&it.text).map(|it| estate.reference(it)) == Some(reference))
    }

    /// What a claimed option mends of what it covers.
    fn claims(&self, column: &mut Column, option: &Filed) {
        let estate = self.workings.judge.estate();
        let today = self.workings.today();
        for covered in option.covers.iter().filter_map(|it| estate.find(&it.text)) {
            let reference = estate.reference(covered);
            let Some(required) = self.workings.required(reference) else {
                continue;
            };
            let back = self.workings.worst(&today, self.mode, reference);
            let back = back.and_then(|worst| worst.back_seconds);
            let was = back.is_some_and(|back| back <= required);
            let level = estate.listed(covered).item.mbco();
            let enough = column.level_percent.is_none_or(|it| it.0 >= level);
            let is = enough && column.rtc_seconds.is_some_and(|rtc| rtc <= required);
            match (was, is) {
                (false, true) => column.fixes.push(reference.to_string()),
                (_, false) => column.broken.push(reference.to_string()),
                _ => {}
            }
        }
    }

    /// What remains lost, scenario by scenario.
    fn lose(&self, column: &mut Column, world: &Rc<Capability>, is_claimed: bool) {
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
        event: &super::capability::Event,
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

fn verdict(found: &[Result<Option<String>, String>]) -> Verdict {
    if found.is_empty() {
        return Verdict::NoTarget;
    }
    if found.iter().any(|it| matches!(it, Ok(Some(_)))) {
        return Verdict::Misses;
    }
    match found.iter().any(Result::is_err) {
        true => Verdict::Unknown,
        false => Verdict::Meets,
    }
}

fn bound(constraint: &Constraint) -> Bound {
    Bound {
        about: constraint.about.map(|about| about.as_str()),
        says: constraint.says.clone(),
        met: constraint.met,
    }
}

/// One option for one item, compared with its targets alone.
pub fn of_one(workings: &Workings<'_, '_>, reference: &str, mode: Mode, option: &Filed) -> Column {
    let asked = Asked {
        workings,
        reference,
        mode,
        assumed: Assumed::NOTHING,
        losses: &OutageLoss::default(),
        outage_today: Vec::new(),
    };
    asked.stated(option, None)
}

/// Where the capability of an option comes from.
fn ground(option: &Filed) -> Ground {
    match (option.changes.is_empty(), option.rtc) {
        (false, _) => Ground::Computed,
        (true, Some(_)) => Ground::Claimed,
        (true, None) if option.type_ == Some(Recovery::DoNothing) => Ground::Today,
        (true, None) => Ground::Unknown,
    }
}
